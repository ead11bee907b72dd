//! The API as a document: what is served, what is described and what the template routes are one list.

mod contract;
