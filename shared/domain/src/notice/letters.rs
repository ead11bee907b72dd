//! How notices are worded.

use chrono::{DateTime, Utc};

use super::{Link, Notice, NoticeKind, Recipient};
use crate::{
    application::{Application, Event},
    caller::Duty,
    ids::NoticeId,
};

/// One side of an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Unit,
    Review,
    Finance,
}

/// A notice that has yet to be addressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Letter {
    pub(super) to: Side,
    kind: NoticeKind,
    title: String,
    sentences: Vec<String>,
    to_payment: bool,
}

impl Letter {
    pub(super) fn new(to: Side, kind: NoticeKind, title: impl Into<String>) -> Self {
        Self { to, kind, title: title.into(), sentences: Vec::new(), to_payment: false }
    }

    /// Adds a sentence, without its full stop.
    pub(super) fn saying(mut self, sentence: impl Into<String>) -> Self {
        self.sentences.push(sentence.into());
        self
    }

    /// Adds why, from the list and in words, as far as it was said.
    pub(super) fn because(self, event: &Event) -> Self {
        let why: Vec<_> = [&event.reason, &event.comment].into_iter().flatten().map(String::as_str).collect();
        if why.is_empty() { self } else { self.saying(format!("原因：{}", why.join("；"))) }
    }

    /// Adds what is to be done next.
    pub(super) fn next(self, step: &str) -> Self {
        self.saying(format!("下一步：{step}"))
    }

    /// Adds whose turn it is and what they have to do, if it is anybody's.
    pub(super) fn next_of(self, application: &Application) -> Self {
        match application.holder() {
            Some(holder) => self.next(holder.next_step),
            None => self,
        }
    }

    /// Leads to the payment order in force instead of the application.
    pub(super) fn leading_to_payment(mut self) -> Self {
        self.to_payment = true;
        self
    }

    /// The same for another side.
    pub(super) fn copied_to(&self, to: Side) -> Self {
        Self { to, ..self.clone() }
    }

    /// Puts it into the box of its recipient.
    pub(super) fn address(self, application: &Application, at: DateTime<Utc>, source: &str) -> Notice {
        let order = application.payment_number().filter(|_| self.to_payment);
        Notice {
            id: NoticeId::new(at, source),
            to: self.to.recipient(application),
            at,
            kind: self.kind,
            title: self.title,
            body: self
                .sentences
                .iter()
                .flat_map(|sentence| [sentence.trim_end_matches('。'), "。"])
                .collect(),
            link: order.cloned().map_or_else(|| Link::Application(application.number.clone()), Link::Payment),
        }
    }
}

impl Side {
    fn recipient(self, application: &Application) -> Recipient {
        let duty = |duty| Recipient::Duty { agency: application.agency.id.clone(), duty };
        match self {
            Self::Unit => Recipient::Unit { unit: application.unit.id.clone() },
            Self::Review => duty(Duty::Review),
            Self::Finance => duty(Duty::Finance),
        }
    }
}

/// What the notice is about, for the unit: number, plan and tier.
pub(super) fn to_unit(application: &Application) -> String {
    match &application.plan {
        Some(plan) => format!("参保单{}（{} {}）", application.number, plan.name, plan.tier.name),
        None => format!("参保单{}", application.number),
    }
}

/// The same for the agency, which has many units.
pub(super) fn to_agency(application: &Application) -> String {
    format!("{}的{}", application.unit.name, to_unit(application))
}
