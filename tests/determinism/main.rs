//! Promise 1 of the README: the same bits everywhere. The same hash is checked in Node and in Chromium by `wasm` and
//! `wasm_browser`.
#![cfg(not(target_arch = "wasm32"))]

#[path = "../support/mod.rs"]
mod support;

#[test]
fn native_scorecards_have_the_one_hash() {
    let hash = support::determinism::scorecards();
    println!("scorecards {hash}");
    assert_eq!(hash, support::determinism::EXPECTED.trim());
}

#[test]
fn native_simulations_have_the_one_hash() {
    let hash = support::determinism::simulations();
    println!("simulations {hash}");
    assert_eq!(hash, support::determinism::EXPECTED_SIMULATIONS.trim());
}
