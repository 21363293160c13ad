//! How documents are read and identified: one tree of values, one decoder, one canonical form.
//!
//! JSON text and JavaScript values both become a [`Value`]; the [`Decoder`] turns it into typed data, tracks the path,
//! refuses what the format does not know and collects *all* problems; [`canonical`] writes the one form that is hashed.

pub mod canonical;
mod decoder;
pub(crate) mod json;
pub(crate) mod order;
mod plain;
mod scalar;
mod tree;

pub(crate) use decoder::{Asked, quoted};
pub use decoder::{Decode, Decoder, Fields};
pub(crate) use scalar::id;
pub use tree::Value;
#[cfg(feature = "tables")]
pub(crate) use tree::number_of;

/// The version of the document format that this engine reads and writes.
pub const SCHEMA: i32 = 0;
