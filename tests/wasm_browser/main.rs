//! The core in wasm, run by headless Chromium: the same hash as native.
#![cfg(target_arch = "wasm32")]

#[path = "../support/mod.rs"]
mod support;

use wasm_bindgen_test::{console_log, wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn wasm_scorecards_in_chromium_have_the_one_hash() {
    let hash = support::determinism::scorecards();
    console_log!("scorecards {hash}");
    assert_eq!(hash, support::determinism::EXPECTED.trim());
}

#[wasm_bindgen_test]
fn wasm_simulations_in_chromium_have_the_one_hash() {
    let hash = support::determinism::simulations();
    console_log!("simulations {hash}");
    assert_eq!(hash, support::determinism::EXPECTED_SIMULATIONS.trim());
}
