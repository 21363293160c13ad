//! Results as plain JavaScript objects.

use serde::Serialize;
use wasm_bindgen::JsValue;

/// Data as plain objects and arrays, never `Map`; absent numbers as `null`.
pub(super) fn to_js<T: Serialize>(data: &T) -> JsValue {
    // The engine's results are plain data, which always serialises.
    data.serialize(&serde_wasm_bindgen::Serializer::json_compatible()).unwrap_or(JsValue::NULL)
}
