//! Problems as a JavaScript `Error` with `code`, `path` and `problems`.

use js_sys::{Error as JsError, Reflect};
use serde::Serialize as _;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;

use super::output::to_js;
use crate::error::{Error, Problem};

/// The error as a real `Error` named `ScoringError`.
pub(super) fn scoring_error(error: &Error) -> JsValue {
    let thrown = JsError::new(&error.to_string());
    thrown.set_name("ScoringError");
    let problems: Vec<&Problem> = error.problems().collect();
    let fields = [
        ("code", JsValue::from_str(error.code().name())),
        // A handful of words and numbers: nothing that would be faster as text.
        ("path", error.path().serialize(&Serializer::json_compatible()).unwrap_or(JsValue::NULL)),
        ("problems", to_js(&problems)),
    ];
    for (name, value) in fields {
        // Setting a field of a fresh, extensible object cannot fail.
        let _ = Reflect::set(&thrown, &JsValue::from_str(name), &value);
    }
    thrown.into()
}
