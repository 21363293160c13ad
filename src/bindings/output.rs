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

/// What came of a table, its study as JSON text: that is what opens fastest, and most of it is numbers that nobody looks at.
#[cfg(feature = "tables")]
pub(super) fn import_to_js(import: &crate::csv::Import) -> JsValue {
    let object = to_js(import);
    let text = import.document.as_ref().and_then(|document| json::to_text(document).ok());
    // Setting a field of a fresh, extensible object cannot fail.
    let _ = js_sys::Reflect::set(
        &object,
        &JsValue::from_str("document"),
        &text.map_or(JsValue::NULL, |text| JsValue::from_str(&text)),
    );
    object
}
