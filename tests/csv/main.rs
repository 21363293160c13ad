//! CSV in and out: what is guessed and said, what is refused and where, and that a table reads back to the study that it came from.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::expect_used,
    clippy::float_cmp,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that goes wrong stops at once"
)]

mod guesses;
mod metadata;
mod round_trip;
mod shapes;
#[path = "../support/mod.rs"]
mod support;
