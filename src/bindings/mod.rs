//! The thin layer that JavaScript calls: no arithmetic, no decisions.
//!
//! `exports` is what the wasm module offers, `input` and `output` how values cross, `error` how problems become a JavaScript
//! `Error`. The npm package's TypeScript in `package/` stands before it.

mod error;
pub mod exports;
mod input;
mod output;
