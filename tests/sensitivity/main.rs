//! How much ranks depend on what: exact answers against brute force, sampled ones against exact ones.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::float_cmp,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::single_match_else,
    clippy::unwrap_used,
    reason = "what only tests use may stop at the first surprise"
)]

mod acceptability;
mod choices;
mod intervals;
mod methods;
mod pairs;
mod variance;

#[path = "../support/mod.rs"]
mod support;

use comity::sensitivity::{Stability, StabilityRequest};
use comity::study::Reweight;
use comity::{Ranker, Study};
use serde_json::{Value, json};

fn open(document: &Value) -> Study {
    Study::open_json(&document.to_string()).unwrap_or_else(|error| panic!("{error}\n{document}"))
}

fn stability(study: &Study, period: i32) -> Stability {
    let request = StabilityRequest { period: Some(period), ..StabilityRequest::default() };
    study.stability(&request).unwrap_or_else(|error| panic!("{error}"))
}

/// Scores by the position of the unit under one node's share; NaN where a unit has none.
fn scores_at(study: &Study, ranker: &mut Ranker, id: &str, share: f64) -> Vec<f64> {
    let reweight = Reweight { id: id.to_owned(), share, ..Reweight::default() };
    let weights = study.weights(&study.reweight(&reweight).unwrap()).unwrap();
    scores(study, ranker, &weights)
}

fn scores(study: &Study, ranker: &mut Ranker, weights: &[f64]) -> Vec<f64> {
    let units = study.outline().units.len();
    let (mut scores, mut ranks) = (vec![0.0; units], vec![0; units]);
    ranker.rank(weights, &mut scores, &mut ranks).unwrap();
    scores
}

/// A study of one period: indicators on goalposts from 0 to 1 and a scale of the same, under the dimensions given; a row a unit.
fn matrix(parents: &[&str], weights: &[f64], rows: &[Vec<Option<f64>>]) -> Value {
    let mut dimensions = vec![json!({ "id": "root", "name": "Root" })];
    let mut named: Vec<&str> = parents.iter().copied().filter(|parent| *parent != "root").collect();
    named.dedup();
    dimensions.extend(named.iter().map(|id| json!({ "id": id, "name": id, "parent": "root" })));
    let id = |number: usize| format!("i{number}");
    let indicators = parents.iter().enumerate().map(|(number, parent)| {
        json!({
            "id": id(number), "name": "x", "parent": parent, "unitOfMeasure": "things",
            "direction": "higher-is-better", "goalposts": { "lower": 0, "upper": 1, "basis": "judgement" },
        })
    });
    let columns = (0..parents.len())
        .map(|number| json!({ "id": id(number), "values": rows.iter().map(|row| row[number]).collect::<Vec<_>>() }));
    let nodes = weights.iter().enumerate().map(|(number, weight)| json!({ "id": id(number), "weight": weight }));
    json!({
        "schema": 0, "id": "matrix", "title": "Matrix",
        "framework": { "dimensions": dimensions, "indicators": indicators.collect::<Vec<_>>() },
        "dataset": {
            "units": (0..rows.len()).map(|unit| json!({ "id": format!("u{unit:02}"), "name": "U" })).collect::<Vec<_>>(),
            "periods": [2020],
            "indicators": columns.collect::<Vec<_>>(),
        },
        "method": { "scale": { "lower": 0, "upper": 1 }, "nodes": nodes.collect::<Vec<_>>() },
    })
}

fn full(rows: &[&[f64]]) -> Vec<Vec<Option<f64>>> {
    rows.iter().map(|row| row.iter().copied().map(Some).collect()).collect()
}
