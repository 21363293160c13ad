//! The one written form of a document, and its hash.
//!
//! Canonical JSON by RFC 8785: no blanks, keys in order, numbers as ECMAScript writes them. Lists of things with ids are
//! sorted by the types that hold them before they come here, so that listing order changes no hash.

use std::fmt::Write as _;

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::{json, order};
use crate::error::{Code, Path, Problem};

/// Writes `data` as canonical JSON.
///
/// # Errors
/// [`Code::Unreadable`] when it holds something that JSON cannot.
pub fn to_json<T: Serialize>(data: &T) -> Result<String, Problem> {
    json::to_canonical(data)
        .map_err(|error| Problem::new(Code::Unreadable, Path::root()).arg("reason", error.to_string()))
}

/// The SHA-256 of a text, as 64 hexadecimal digits.
#[must_use]
pub fn hash(text: &str) -> String {
    let mut digest = Sha256::new();
    // In pieces: wasm that runs for the first time is made fast between two calls, not within one.
    for piece in text.as_bytes().chunks(4096) {
        digest.update(piece);
    }
    digest.finalize().iter().fold(String::with_capacity(64), |mut digits, byte| {
        // Writing to a text cannot fail.
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}

/// Puts the fields of an object in order that a text ends with, its closing bracket yet to come: fields that `starts` says the beginnings
/// of, with keys that need no escapes. Nothing moves that is in order, and the numbers of columns, most of a document, nearly always are.
pub(super) fn sort_fields(text: &mut String, starts: &[usize]) {
    let Some(from) = starts.first().copied() else { return };
    let end = text.len() + 1;
    let ends = starts.iter().skip(1).copied().chain([end]);
    let mut fields = Vec::new();
    for (start, next) in starts.iter().zip(ends) {
        // Without the comma before the next.
        fields.push(text.get(*start..next - 1).unwrap_or_default());
    }
    let mut keys = Vec::new();
    for field in &fields {
        let key = field.get(1..).unwrap_or_default().split('"').next().unwrap_or_default();
        keys.push(order::id(key));
    }
    let order = order::rising(keys);
    if order.is_sorted() {
        return;
    }
    let mut sorted = String::with_capacity(end - from);
    for position in order {
        if !sorted.is_empty() {
            sorted.push(',');
        }
        sorted.push_str(fields.get(position).copied().unwrap_or_default());
    }
    text.truncate(from);
    text.push_str(&sorted);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_ecmascript_writes_them() {
        let written = to_json(&(1.0, 1e21, 1e-7, 0.1, 333_333_333.333_333_3, 1e20)).unwrap();
        assert_eq!(written, "[1,1e+21,1e-7,0.1,333333333.3333333,100000000000000000000]");
    }

    #[test]
    fn keys_are_in_order_and_text_is_escaped() {
        #[derive(Serialize)]
        struct Sample {
            b: &'static str,
            a: Option<u8>,
        }
        assert_eq!(to_json(&Sample { b: "\u{20ac}\"\n", a: None }).unwrap(), "{\"a\":null,\"b\":\"\u{20ac}\\\"\\n\"}");
    }

    #[test]
    fn the_hash_is_the_published_one_of_the_empty_text() {
        assert_eq!(hash(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}
