//! What the routers of all functions have in common: who is calling, what goes in, what comes out, what an error
//! looks like, and the document of it all. See the README for how to add an endpoint.

mod answer;
mod commands;
mod context;
mod document;
mod error;
mod extract;
mod if_match;
pub mod lists;
mod once;
mod paging;
mod serve;
mod signed_in;
#[cfg(test)]
mod tests;
mod token;
pub mod views;

pub use self::{
    answer::{Answer, Nothing},
    commands::{Case, Commands, visible_application},
    context::Context,
    document::{ErrorBody, openapi},
    error::{ApiError, RefusedField},
    extract::{Json, Path, Query},
    if_match::IfMatch,
    once::Once,
    paging::{Page, Paging},
    serve::{complete, serve},
    signed_in::SignedIn,
    token::{AccessToken, TokenError, TokenKeys, WeakKey},
};
