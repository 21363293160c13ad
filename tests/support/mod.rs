//! What several test programs share: the bundled study and generated studies. Runs natively and in wasm alike.
#![allow(dead_code, unreachable_pub, reason = "each test program uses its part of what is shared")]
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    clippy::must_use_candidate,
    clippy::panic,
    clippy::should_implement_trait,
    clippy::unwrap_used,
    reason = "what only tests use may stop at the first surprise"
)]

pub mod decisions;
pub mod determinism;
pub mod generate;
pub mod methods;

#[path = "../../xtask/src/studies.rs"]
mod studies;

/// The bundled study `us-partnerships`, assembled from its files as the build does.
pub fn us_partnerships() -> String {
    let files = studies::Files {
        study: include_str!("../../www/data/us-partnerships/study.json"),
        framework: include_str!("../../www/data/us-partnerships/framework.json"),
        method: include_str!("../../www/data/us-partnerships/method.json"),
        units: include_str!("../../www/data/us-partnerships/units.csv"),
        observations: include_str!("../../www/data/us-partnerships/observations.csv"),
        sources: include_str!("../../www/data/us-partnerships/sources.csv"),
    };
    studies::assemble(&files).expect("the bundled study assembles").to_string()
}

/// The three bundled studies, assembled from their files as the build does.
#[cfg(not(target_arch = "wasm32"))]
pub fn bundled() -> Vec<String> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("www/data");
    let read =
        |name: &str| studies::read(&folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}")).to_string();
    ["us-partnerships", "nato-members", "us-korea"].map(read).to_vec()
}
