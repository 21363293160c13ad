//! How sure scores and ranks are: what must hold of every simulation.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::cast_precision_loss,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that goes wrong stops at once, and its counts are small"
)]

mod agreement;
mod command_line;
mod coverage;
mod properties;
mod refused;
mod shards;
mod sources;
mod stages;

#[path = "../support/mod.rs"]
mod support;

use comity::Study;
use comity::document::Value;
use comity::uncertainty::{SimulationRequest, Uncertainty, UnitUncertainty, read_request};
use serde_json::json;

/// A request from its JSON.
fn request(json: &serde_json::Value) -> SimulationRequest {
    read_request(&Value::from_json(&json.to_string()).unwrap()).unwrap()
}

fn simulate(study: &Study, asked: &serde_json::Value) -> Uncertainty {
    study.simulate(request(asked)).unwrap()
}

fn unit<'a>(uncertainty: &'a Uncertainty, id: &str) -> &'a UnitUncertainty {
    uncertainty.units.iter().find(|unit| unit.id == id).unwrap()
}

/// A study of values on a scale of 0 to 100, all indicators under the root; `None` is missing.
fn study(rows: &[(&str, Vec<Option<f64>>)], observations: &serde_json::Value) -> serde_json::Value {
    let indicators = rows[0].1.len();
    let ids: Vec<String> = (0..indicators).map(|index| format!("i{index}")).collect();
    let indicator = |id: &String| {
        json!({ "id": id, "name": id, "parent": "root", "unitOfMeasure": "points", "direction": "higher-is-better",
                "goalposts": { "lower": 0, "upper": 100, "basis": "judgement" } })
    };
    let column = |(index, id): (usize, &String)| json!({ "id": id, "values": rows.iter().map(|(_, values)| values[index]).collect::<Vec<_>>() });
    json!({
        "schema": 0, "id": "made", "title": "Made",
        "framework": {
            "dimensions": [{ "id": "root", "name": "Root" }],
            "indicators": ids.iter().map(indicator).collect::<Vec<_>>(),
        },
        "dataset": {
            "units": rows.iter().map(|(id, _)| json!({ "id": id, "name": id })).collect::<Vec<_>>(),
            "periods": [2020],
            "indicators": ids.iter().enumerate().map(column).collect::<Vec<_>>(),
            "observations": observations,
        },
        "method": {},
    })
}

fn open(document: &serde_json::Value) -> Study {
    Study::open_json(&document.to_string()).unwrap_or_else(|error| panic!("{error}\n{document}"))
}

/// Values of units that differ in every indicator.
fn some() -> Vec<(&'static str, Vec<Option<f64>>)> {
    vec![
        ("ada", vec![Some(80.0), Some(20.0), Some(55.0)]),
        ("bel", vec![Some(30.0), Some(90.0), Some(45.0)]),
        ("cid", vec![Some(60.0), Some(60.0), Some(30.0)]),
        ("dot", vec![Some(10.0), Some(5.0), Some(20.0)]),
    ]
}
