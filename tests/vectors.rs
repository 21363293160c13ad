//! Every case of `tests/vectors/`, or of the folder that `COMITY_VECTORS` names: what peers computed and publications print.
//!
//! A method or a parameter that is not known fails its case.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::float_cmp,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unreachable,
    clippy::unwrap_used,
    missing_docs,
    unreachable_pub,
    reason = "what only tests use may stop at the first surprise"
)]

#[path = "vectors/aggregation.rs"]
mod aggregation;
#[path = "vectors/attribution.rs"]
mod attribution;
#[path = "vectors/case.rs"]
mod case;
#[path = "vectors/draws.rs"]
mod draws;
#[path = "vectors/hierarchy.rs"]
mod hierarchy;
#[path = "vectors/imputation.rs"]
mod imputation;
#[path = "vectors/mcda.rs"]
mod mcda;
#[path = "vectors/missing.rs"]
mod missing;
#[path = "vectors/normalisation.rs"]
mod normalisation;
#[path = "vectors/outliers.rs"]
mod outliers;
#[path = "vectors/reliability.rs"]
mod reliability;
#[path = "vectors/sensitivity.rs"]
mod sensitivity;
#[path = "vectors/smaa.rs"]
mod smaa;
#[path = "vectors/stability.rs"]
mod stability;
#[path = "vectors/statistics.rs"]
mod statistics;
#[path = "vectors/study.rs"]
mod study;
#[path = "vectors/ties.rs"]
mod ties;
#[path = "vectors/uncertainty.rs"]
mod uncertainty;
#[path = "vectors/weights.rs"]
mod weights;

use std::path::PathBuf;
use std::process::ExitCode;

use case::{Case, Got};

/// Runs the method of a case; `None` when nobody knows it.
fn run(case: &Case) -> Option<Got> {
    match case.topic.as_str() {
        "aggregation" => aggregation::run(case),
        "attribution" => attribution::run(case),
        "direction" => normalisation::directions(case),
        "hierarchy" if case.name == "ahp_hierarchy" => weights::run(case),
        "hierarchy" => hierarchy::run(case),
        "imputation" => imputation::run(case),
        "mcda" => mcda::run(case),
        "missing" => missing::run(case),
        "normalisation" => normalisation::run(case),
        "outliers" => outliers::run(case),
        "reliability" => reliability::run(case),
        "sensitivity" => sensitivity::run(case),
        "stability" => stability::run(case),
        "smaa" => smaa::run(case),
        "uncertainty" => uncertainty::run(case),
        "statistics" => statistics::run(case),
        "ties" => ties::run(case),
        "weights" => weights::run(case),
        _ => None,
    }
}

fn main() -> ExitCode {
    // A runner of tests may ask first which there are: this is one.
    let arguments: Vec<String> = std::env::args().collect();
    if arguments.iter().any(|argument| argument == "--list") {
        if !arguments.iter().any(|argument| argument == "--ignored") {
            println!("vectors: test");
        }
        return ExitCode::SUCCESS;
    }
    let folder = std::env::var_os("COMITY_VECTORS")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/vectors"), PathBuf::from);
    let Ok(entries) = std::fs::read_dir(&folder) else {
        println!("{}: no such folder", folder.display());
        return ExitCode::FAILURE;
    };
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    let (mut passed, mut failed) = (0, 0);
    for path in files {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let differences = match Case::read(&path) {
            Ok(case) => match run(&case) {
                Some(got) => case.differences(&got),
                None => vec![format!("the method `{}` of the topic `{}` is unknown", case.name, case.topic)],
            },
            Err(problem) => vec![problem],
        };
        if differences.is_empty() {
            passed += 1;
        } else {
            failed += 1;
            println!("{name}");
            for difference in differences.iter().take(6) {
                println!("    {difference}");
            }
            if differences.len() > 6 {
                println!("    and {} more", differences.len() - 6);
            }
        }
    }
    println!("{passed} passed, {failed} failed");
    if failed == 0 && passed > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
