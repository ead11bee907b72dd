//! roster-upload
