//! What methods there are.

use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use crate::bindings::output::to_js;

/// Every method of every stage in its own words.
#[wasm_bindgen(unchecked_return_type = "MethodAbout[]")]
#[must_use]
pub fn methods() -> JsValue {
    to_js(&crate::method::methods())
}
