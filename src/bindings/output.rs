//! Results as plain JavaScript objects.

use serde::Serialize;
use wasm_bindgen::JsValue;

use crate::document::json;

/// Data as plain objects and arrays, never `Map`; absent numbers as `null`.
///
/// Through JSON text, which is read back to the same bits and crosses several times faster than one property at a time.
pub(super) fn to_js<T: Serialize>(data: &T) -> JsValue {
    // The engine's results are plain data, which always serialises.
    let text = json::to_text(data).unwrap_or_default();
    js_sys::JSON::parse(&text).unwrap_or(JsValue::NULL)
}
