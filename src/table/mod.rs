//! Tables: bytes of separated text become cells, cells become numbers and numbered names.
//!
//! Sees nothing but numbers, and is a crate of its own so that the wasm can be made fast here: a table of a hundred thousand cells
//! goes through these loops, and through little else. Cells are split by `csv-core`, the parser below the `csv` crate, straight into
//! one buffer: the crate itself would bring its readers, its errors and serde along, for nothing that is used here.

mod encoding;
mod names;
mod number;
mod split;

pub use encoding::{Encoding, decode};
pub use names::Names;
pub use number::{Evidence, Marks, Read, is_missing_word};
pub use split::{Fault, Limits, Ragged, Table, guess_delimiter};
