//! What must hold whatever goes wrong: races decided once. Against a running stack.

#![expect(clippy::expect_used, clippy::panic, reason = "a helper of tests fails by panicking")]

mod races;
