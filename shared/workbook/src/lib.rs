//! Excel in and out: the roster reader, the template and the workbook that returns rows in error.
//!
//! The reader takes what clerks really send, from any of the four spreadsheet formats, and refuses everything else
//! with the sentence that helps ([`domain::roster::FileProblem`]); it is written for hostile files.

mod archive;
mod biff;
mod export;
mod instructions;
mod kind;
mod layout;
mod limits;
mod ods;
mod origin;
mod reader;
mod returned;
mod self_check;
mod shared_formula;
mod sheet;
mod template;
mod usual;
mod value;
mod xls;
mod xlsx;

pub use self::{
    export::{RegisterHeading, Watermark, export_roster, over_age_register},
    kind::{Kind, is_workbook},
    layout::{NotWritten, TEMPLATE_VERSION},
    limits::Limits,
    reader::{Roster, read_roster},
    returned::{ReturnedRow, result_workbook},
    template::roster_template,
};
