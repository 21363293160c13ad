//! JavaScript values as the tree that the decoder reads.

use js_sys::{Array, Object, Symbol};
use wasm_bindgen::{JsCast, JsValue};

#[cfg(feature = "tables")]
use crate::csv::{self, Import, Options};
use crate::document::{Decode, Decoder, Value};
use crate::error::{Code, Error, Path, Problem};
use crate::limits;
#[cfg(feature = "tables")]
use crate::study::StudyDocument;

/// A document: JSON text, or an object.
#[expect(clippy::needless_pass_by_value, reason = "what JavaScript hands over is let go here")]
pub(super) fn document(input: JsValue) -> Result<Value, Error> {
    match input.as_string() {
        Some(text) => Ok(Value::from_json(&text)?),
        None => value(&input),
    }
}

/// A table, with what is given beside it.
#[cfg(feature = "tables")]
pub(super) fn table(data: &[u8], metadata: Option<&[u8]>, mapping: JsValue, into: JsValue) -> Result<Import, Error> {
    let absent = |value: &JsValue| value.is_undefined() || value.is_null();
    let mut options = Options { metadata, ..Options::default() };
    if !absent(&mapping) {
        options.mapping = request(mapping).map_err(|error| error.within("mapping"))?;
    }
    if !absent(&into) {
        let value = document(into).map_err(|error| error.within("into"))?;
        options.into = Some(StudyDocument::from_value(&value).map_err(|error| error.within("into"))?);
    }
    csv::import(data, options)
}

/// What is asked for: decoded by the same decoder as documents.
#[expect(clippy::needless_pass_by_value, reason = "what JavaScript hands over is let go here")]
pub(super) fn request<T: Decode>(input: JsValue) -> Result<T, Error> {
    let mut decoder = Decoder::default();
    let request = T::decode(&value(&input)?, &mut decoder);
    Error::from_problems(decoder.into_problems()).map_or(Ok(request), Err)
}

/// Reads plain data, which is what the npm package lets through, as `serde-wasm-bindgen` reads it; a test compares the two. That
/// crate words what is no plain data with the standard library's formatting of numbers: an eighth of the module.
fn value(input: &JsValue) -> Result<Value, Error> {
    read(input, 0, &mut 0)
}

fn read(input: &JsValue, depth: usize, count: &mut usize) -> Result<Value, Error> {
    *count += 1;
    if *count > limits::DOCUMENT_VALUES {
        return Err(unreadable("too many values".to_owned()));
    }
    if depth > limits::DOCUMENT_DEPTH {
        return Ok(Value::TooDeep);
    }
    Ok(if input.is_null() || input.is_undefined() {
        Value::Null
    } else if let Some(truth) = input.as_bool() {
        Value::Bool(truth)
    } else if let Some(number) = input.as_f64() {
        Value::Number(number)
    } else if let Some(text) = input.as_string() {
        Value::Text(text)
    } else if Array::is_array(input) {
        let list: &Array = input.unchecked_ref();
        let mut values = Vec::new();
        for index in 0..list.length() {
            values.push(read(&list.get(index), depth + 1, count)?);
        }
        Value::List(values)
    } else if input.is_object() && !Symbol::iterator().js_in(input) {
        let entries = Object::entries(input.unchecked_ref());
        let mut fields = Vec::new();
        for index in 0..entries.length() {
            let entry = entries.get(index);
            let entry: &Array = entry.unchecked_ref();
            let key = entry.get(0).as_string().unwrap_or_default();
            fields.push((key, read(&entry.get(1), depth + 1, count)?));
        }
        Value::Object(fields)
    } else {
        return Err(unreadable(format!("invalid type: {input:?}, expected a value that JSON can hold")));
    })
}

fn unreadable(reason: String) -> Error {
    Problem::new(Code::Unreadable, Path::root()).arg("reason", reason).into()
}
