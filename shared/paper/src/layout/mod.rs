//! What papers are made of: [`Flow`] is a run of pages with a cursor, [`Table`] a ruled table that breaks over pages,
//! [`wrap`] breaks text into lines as Chinese typesetting asks for.
//!
//! Lengths are in points (1/72 inch), from the upper left corner of the page downwards.

mod page;
mod table;
mod text;

pub(crate) use page::FONT;
pub use page::{Flow, Ink, MM, Sheet, Style};
pub use table::{Align, Cell, Table};
pub use text::{Line, wrap};
