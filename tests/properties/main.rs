//! What must hold whatever the study: one file an invariance, driven over generated studies.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::cast_precision_loss,
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::float_cmp,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that goes wrong stops at once, and its counts are small"
)]

mod affine;
mod bounds;
mod constant;
mod contributions;
mod direction;
mod finite;
mod fixed_goalposts;
mod later_periods;
mod listing_order;
mod magnitudes;
mod missing;
mod monotone;
mod nearer_end;
mod possible;
mod ranker;
mod ranks;
mod reweight;
mod round_trip;
mod said;
mod scale;
mod shares;
mod shown;
mod stages;
mod subset;
mod ties;
mod trace;
mod weights;

#[path = "../support/mod.rs"]
mod support;
#[path = "../differential/variation.rs"]
mod variation;

use comity::study::{Part, UnitScore};
use comity::{ScoreRequest, Scorecard, Study, Trace};
use proptest::test_runner::{Config, RngSeed};
use serde_json::{Value, json};
use support::generate::Random;

/// Runs a property on the generated studies of many seeds, plain and varied; names the seed on which it fails.
fn for_studies(seeds: u64, property: impl Fn(Value, &mut Random)) {
    for seed in 0..seeds {
        let _named = Named(seed);
        let document = if seed % 2 == 0 { support::generate::study(seed) } else { variation::study(seed) };
        property(document, &mut Random::new(seed ^ 0x5eed_0000_0000));
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

/// How proptest runs: always the same cases, nothing written to the disk.
fn cases(number: u32) -> Config {
    Config { cases: number, failure_persistence: None, rng_seed: RngSeed::Fixed(0x00c0_517e), ..Config::default() }
}

fn open(document: &Value) -> Study {
    Study::open_json(&document.to_string()).unwrap_or_else(|error| panic!("{error}\n{document}"))
}

fn request(period: i32) -> ScoreRequest {
    ScoreRequest { period: Some(period), ..ScoreRequest::default() }
}

fn score(study: &Study, period: i32) -> Scorecard {
    study.score(&request(period)).unwrap_or_else(|error| panic!("{error}"))
}

/// The scorecards of all periods.
fn scorecards(study: &Study) -> Vec<Scorecard> {
    study.outline().periods.iter().map(|period| score(study, *period)).collect()
}

/// The traces of all units in a period.
fn traces(study: &Study, period: i32) -> Vec<Trace> {
    let trace = |id: &str| study.trace(id, &request(period)).unwrap_or_else(|error| panic!("{error}"));
    study.outline().units.iter().map(|unit| trace(&unit.id)).collect()
}

/// All that a value holds, numbers to the last bit.
fn bits(data: &impl serde::Serialize) -> String {
    serde_json::to_string(data).expect("plain data")
}

fn unit<'a>(card: &'a Scorecard, id: &str) -> &'a UnitScore {
    card.units.iter().find(|unit| unit.id == id).unwrap_or_else(|| panic!("no unit {id}"))
}

fn part<'a>(unit: &'a UnitScore, id: &str) -> &'a Part {
    unit.parts.iter().find(|part| part.id == id).unwrap_or_else(|| panic!("no part {id}"))
}

fn width(card: &Scorecard) -> f64 {
    card.scale.upper - card.scale.lower
}

/// The ids of the children of a node, in the order of the scorecard.
fn children<'a>(card: &'a Scorecard, id: &str) -> Vec<&'a str> {
    card.nodes.iter().filter(|node| node.parent.as_deref() == Some(id)).map(|node| node.id.as_str()).collect()
}

/// The node's aggregation as the document chooses it.
fn is_geometric(document: &Value, id: &str) -> bool {
    let method = &document["method"];
    let own = method["nodes"].as_array().into_iter().flatten().find(|node| node["id"] == id);
    let own = own.map(|node| &node["aggregation"]).filter(|own| !own.is_null());
    own.unwrap_or(&method["defaults"]["aggregation"]) == "geometric"
}

/// Sets a choice for every node of a kind, whatever it was: `dimensions` or `indicators`.
fn choose(document: &mut Value, kind: &str, name: &str, choice: &Value) {
    for id in variation::ids(&document["framework"][kind]) {
        variation::choices(document, &id)[name] = choice.clone();
    }
}

/// The positions of a unit's cells in every column, period by period.
fn cells(document: &Value, unit: &str) -> std::ops::Range<usize> {
    let units = variation::ids(&document["dataset"]["units"]);
    let periods = document["dataset"]["periods"].as_array().unwrap().len();
    let position = units.iter().position(|id| id == unit).unwrap();
    position * periods..(position + 1) * periods
}

/// The column of an indicator, all missing where the document has none.
fn column<'a>(document: &'a mut Value, indicator: &str) -> &'a mut Vec<Value> {
    let dataset = &mut document["dataset"];
    let cells = dataset["units"].as_array().unwrap().len() * dataset["periods"].as_array().unwrap().len();
    let columns = dataset["indicators"].as_array_mut().unwrap();
    let found = columns.iter().position(|column| column["id"] == indicator);
    let position = found.unwrap_or_else(|| {
        columns.push(json!({ "id": indicator, "values": vec![Value::Null; cells] }));
        columns.len() - 1
    });
    columns[position]["values"].as_array_mut().unwrap()
}

/// Details of cells would be left without their values when those are changed.
fn without_details(document: &mut Value) {
    document["dataset"].as_object_mut().unwrap().remove("observations");
}

/// A study of one period whose indicators all hang on the root: one row of values a unit, goalposts 0 to 100 unless said.
fn flat(weights: &[f64], rows: &[Vec<Option<f64>>]) -> Value {
    let indicators = (0..weights.len()).map(|number| {
        json!({
            "id": format!("i{number:03}"), "name": "x", "parent": "root", "unitOfMeasure": "things",
            "direction": "higher-is-better", "goalposts": { "lower": 0, "upper": 100, "basis": "judgement" },
        })
    });
    let columns = (0..weights.len()).map(|number| {
        json!({ "id": format!("i{number:03}"), "values": rows.iter().map(|row| row[number]).collect::<Vec<_>>() })
    });
    let weights =
        weights.iter().enumerate().map(|(number, weight)| json!({ "id": format!("i{number:03}"), "weight": weight }));
    json!({
        "schema": 0, "id": "flat", "title": "Flat",
        "framework": { "dimensions": [{ "id": "root", "name": "Root" }], "indicators": indicators.collect::<Vec<_>>() },
        "dataset": {
            "units": (0..rows.len()).map(|unit| json!({ "id": format!("u{unit:03}"), "name": "U" })).collect::<Vec<_>>(),
            "periods": [2020],
            "indicators": columns.collect::<Vec<_>>(),
        },
        "method": { "nodes": weights.collect::<Vec<_>>() },
    })
}
