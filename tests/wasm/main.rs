//! The core in wasm, run by Node: the same hash as native.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::expect_used, reason = "a test that goes wrong stops at once")]

#[path = "../support/mod.rs"]
mod support;

use comity::StudyDocument;
use comity::bindings::exports::{OpenStudy, validate};
use comity::document::Value;
use js_sys::{JSON, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::{console_log, wasm_bindgen_test};

#[wasm_bindgen_test]
fn wasm_scorecards_in_node_have_the_one_hash() {
    let hash = support::determinism::scorecards();
    console_log!("scorecards {hash}");
    assert_eq!(hash, support::determinism::EXPECTED.trim());
}

/// The problems of a document as they are found when serde-wasm-bindgen reads it.
fn problems_by_serde(document: JsValue) -> String {
    let value: Value = serde_wasm_bindgen::from_value(document).expect("plain data");
    serde_json::to_string(&StudyDocument::validate(&value)).expect("problems are plain data")
}

fn problems(document: JsValue) -> String {
    let problems = validate(document);
    let problems = serde_wasm_bindgen::from_value::<Value>(problems).expect("plain data");
    format!("{problems:?}")
}

fn same_problems(document: &JsValue) {
    let expected = JSON::parse(&problems_by_serde(document.clone())).expect("JSON");
    let expected = serde_wasm_bindgen::from_value::<Value>(expected).expect("plain data");
    assert_eq!(problems(document.clone()), format!("{expected:?}"));
}

#[wasm_bindgen_test]
fn values_of_javascript_are_read_as_serde_wasm_bindgen_reads_them() {
    let text = support::us_partnerships();
    let document = || JSON::parse(&text).expect("JSON");
    same_problems(&document());
    let hash = |input: JsValue| OpenStudy::open(input).expect("the bundled study opens").hash();
    assert_eq!(hash(document()), hash(JsValue::from_str(&text)));

    let list = |values: &[JsValue]| JsValue::from(values.iter().collect::<js_sys::Array>());
    let deep = (0..200).fold(JsValue::from(1), |inner, _| list(&[inner]));
    let own_key = JSON::parse(r#"{"__proto__": [1, "\u20ac", {}], "": null}"#).expect("JSON");
    let values = [
        JsValue::NULL,
        JsValue::UNDEFINED,
        JsValue::TRUE,
        JsValue::from(f64::NAN),
        JsValue::from(f64::NEG_INFINITY),
        JsValue::from(-0.0),
        JsValue::from(9_007_199_254_740_993.0),
        JsValue::from(1e300),
        JsValue::from("a text"),
        list(&[]),
        list(&[JsValue::from(1.5), JsValue::UNDEFINED, own_key.clone()]),
        own_key,
        deep,
    ];
    for value in values {
        // A text alone would be read as JSON.
        if !value.is_string() {
            same_problems(&value);
        }
        for field in ["schema", "id", "description", "framework", "method", "unknown"] {
            let document = document();
            Reflect::set(&document, &JsValue::from(field), &value).expect("a fresh object takes a field");
            same_problems(&document);
        }
    }
}

#[wasm_bindgen_test]
fn wasm_simulations_in_node_have_the_one_hash() {
    let hash = support::determinism::simulations();
    console_log!("simulations {hash}");
    assert_eq!(hash, support::determinism::EXPECTED_SIMULATIONS.trim());
}
