//! roster-import
