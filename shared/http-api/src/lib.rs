//! http-api

pub mod views;
