//! The rules of Canbao: what a participant, a roster, an application and a payment are, and what may happen to
//! them. Pure: no I/O, no clock, no randomness — instants and fresh numbers are arguments.

#![deny(clippy::float_arithmetic)]

pub mod agency;
pub mod application;
pub mod calendar;
pub mod caller;
pub mod correction;
pub mod export;
pub mod ids;
pub mod import;
pub mod money;
pub mod notice;
pub mod organisation;
pub mod person;
pub mod plan;
pub mod roster;
pub mod upload;
pub mod verify;
