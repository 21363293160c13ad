//! Why scores are what they are and what it would take to change them: parts sum to the whole, answers hold when they are tried.
//!
//! `COMITY_LONG=1` in the environment runs fifty times as many studies, and leaves what they came to in `target/tmp/explanation-*.txt`.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::disallowed_methods,
    clippy::float_cmp,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "what only tests use may stop at the first surprise"
)]

mod audit;
mod change;
mod comparison;
mod frontier;
mod library;
mod reach;
mod refused;
mod shapley;
mod statements;
mod what_if;

#[path = "../support/mod.rs"]
mod support;
#[path = "../differential/variation.rs"]
mod variation;

use comity::{ScoreRequest, Scorecard, Study};
use serde_json::{Value, json};
use support::generate::Random;

/// How many generated studies: 2,000, or 100,000 where `COMITY_LONG` is set.
fn studies() -> u64 {
    if is_long() { 100_000 } else { 2_000 }
}

fn is_long() -> bool {
    std::env::var_os("COMITY_LONG").is_some_and(|value| value == "1")
}

/// Says what a test came to, and in the long run leaves it in a file.
fn report(name: &str, text: &str) {
    println!("{name}: {text}");
    if is_long() {
        let file = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("explanation-{name}.txt"));
        std::fs::write(file, format!("{text}\n")).unwrap();
    }
}

/// Runs a property on generated studies; names the seed on which it fails.
fn for_studies(number: u64, property: impl Fn(Value, &mut Random)) {
    for seed in 0..number {
        let _named = Named(seed);
        let document = match seed % 3 {
            0 => support::generate::study(seed),
            1 => variation::study(seed),
            _ => library::study(seed),
        };
        property(document, &mut Random::new(seed ^ 0x00e0_0000_0000));
    }
}

struct Named(u64);

impl Drop for Named {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("seed {}", self.0);
        }
    }
}

fn open(document: &Value) -> Study {
    Study::open_json(&document.to_string()).unwrap_or_else(|error| panic!("{error}\n{document}"))
}

fn score(study: &Study, period: i32) -> Scorecard {
    study
        .score(&ScoreRequest { period: Some(period), ..ScoreRequest::default() })
        .unwrap_or_else(|error| panic!("{error}"))
}

/// Checks that every node's children sum to it: `parts` are id, parent and part. Gives the largest difference.
fn assert_sums(parts: &[(&str, Option<&str>, Option<f64>)], slack: f64) -> f64 {
    let mut most = 0.0_f64;
    for (id, _, part) in parts {
        let children: Vec<Option<f64>> =
            parts.iter().filter(|(_, parent, _)| parent == &Some(*id)).map(|(_, _, part)| *part).collect();
        let (Some(part), false) = (part, children.is_empty() || children.iter().any(Option::is_none)) else { continue };
        let sum: f64 = children.iter().flatten().sum();
        most = most.max((sum - part).abs());
        assert!((sum - part).abs() <= slack, "the children of {id} sum to {sum}, its part is {part}");
    }
    most
}

/// A study of one period on a scale of 0 to 100: indicators on goalposts of 0 to 100 under the root, a row a unit.
fn flat(weights: &[f64], rows: &[Vec<f64>]) -> Value {
    let id = |number: usize| format!("i{number}");
    let indicators = (0..weights.len()).map(|number| {
        json!({
            "id": id(number), "name": "x", "parent": "root", "unitOfMeasure": "things",
            "direction": "higher-is-better", "goalposts": { "lower": 0, "upper": 100, "basis": "judgement" },
        })
    });
    let columns = (0..weights.len())
        .map(|number| json!({ "id": id(number), "values": rows.iter().map(|row| row[number]).collect::<Vec<_>>() }));
    let nodes = weights.iter().enumerate().map(|(number, weight)| json!({ "id": id(number), "weight": weight }));
    json!({
        "schema": 0, "id": "flat", "title": "Flat",
        "framework": { "dimensions": [{ "id": "root", "name": "Root" }], "indicators": indicators.collect::<Vec<_>>() },
        "dataset": {
            "units": (0..rows.len()).map(|unit| json!({ "id": format!("u{unit}"), "name": "U" })).collect::<Vec<_>>(),
            "periods": [2020],
            "indicators": columns.collect::<Vec<_>>(),
        },
        "method": { "nodes": nodes.collect::<Vec<_>>() },
    })
}

/// Rows of whole numbers from 0 to 100.
fn rows(random: &mut Random, units: u64, indicators: u64) -> Vec<Vec<f64>> {
    (0..units).map(|_| (0..indicators).map(|_| random.below(101) as f64).collect()).collect()
}
