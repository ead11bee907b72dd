//! The timeline of an application: 审核进度 and 操作记录.

use chrono::{DateTime, Utc};
use domain::application::{Actor, Capacity, Event, EventKind, StageName};
use serde::Serialize;
use utoipa::ToSchema;

use super::codes;

/// One line of the history.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Event)]
pub struct EventView {
    /// When.
    pub at: DateTime<Utc>,
    /// What, as a code.
    #[schema(value_type = String, example = "payment_confirmed")]
    pub event: EventKind,
    /// What, as users read it.
    #[schema(example = "财务确认到账")]
    pub label: &'static str,
    /// The stage before.
    #[schema(schema_with = codes::stage)]
    pub from: StageName,
    /// The stage after.
    #[schema(schema_with = codes::stage)]
    pub to: StageName,
    /// Who.
    pub actor: ActorView,
    /// Why, from a list, as users read it.
    pub reason: Option<String>,
    /// Why, in words.
    pub comment: Option<String>,
}

/// Who acted, and in what capacity.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Actor)]
pub struct ActorView {
    /// The display name at the time.
    pub name: String,
    /// The capacity used.
    #[schema(schema_with = codes::duty)]
    pub duty: Capacity,
}

impl From<&Event> for EventView {
    fn from(event: &Event) -> Self {
        Self {
            at: event.at,
            event: event.kind,
            label: event.kind.zh(),
            from: event.from,
            to: event.to,
            actor: (&event.actor).into(),
            reason: event.reason.clone(),
            comment: event.comment.clone(),
        }
    }
}

impl From<&Actor> for ActorView {
    fn from(actor: &Actor) -> Self {
        Self { name: actor.name.clone(), duty: actor.capacity }
    }
}
