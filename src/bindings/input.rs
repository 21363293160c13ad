//! JavaScript values as the tree that the decoder reads.

use wasm_bindgen::JsValue;

use crate::document::{Decode, Decoder, Value};
use crate::error::{Code, Error, Path, Problem};

/// A document: JSON text, or an object.
pub(super) fn document(input: JsValue) -> Result<Value, Error> {
    match input.as_string() {
        Some(text) => Ok(Value::from_json(&text)?),
        None => value(input),
    }
}

/// What is asked for: decoded by the same decoder as documents.
pub(super) fn request<T: Decode>(input: JsValue) -> Result<T, Error> {
    let mut decoder = Decoder::default();
    let request = T::decode(&value(input)?, &mut decoder);
    Error::from_problems(decoder.into_problems()).map_or(Ok(request), Err)
}

fn value(input: JsValue) -> Result<Value, Error> {
    serde_wasm_bindgen::from_value(input)
        .map_err(|error| Problem::new(Code::Unreadable, Path::root()).arg("reason", error.to_string()).into())
}
