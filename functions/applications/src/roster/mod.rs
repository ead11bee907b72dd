//! 名单: the people of an application.

pub mod change;
mod edit;
pub mod list;
pub mod reveal;
pub mod undo;
mod view;
