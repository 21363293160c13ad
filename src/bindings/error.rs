//! Problems as a JavaScript `Error` with `code`, `path` and `problems`.

use js_sys::{Error as JsError, Reflect};
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
        ("path", to_js(error.path())),
        ("problems", to_js(&problems)),
    ];
    for (name, value) in fields {
        // Setting a field of a fresh, extensible object cannot fail.
        let _ = Reflect::set(&thrown, &JsValue::from_str(name), &value);
    }
    thrown.into()
}
