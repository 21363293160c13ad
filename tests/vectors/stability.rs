//! How far weights may move.

use comity::Study;
use comity::sensitivity::{Interval, NodeStability, StabilityRequest};
use serde_json::{Value, json};

use crate::case::{Case, Got, value_of};

pub fn run(case: &Case) -> Option<Got> {
    match case.name.as_str() {
        "weight_stability_interval" => Some(weight_stability_interval(case)),
        _ => None,
    }
}

fn weight_stability_interval(case: &Case) -> Got {
    case.describes(&["vary", "aggregate"]);
    let study = open(&case.rows("matrix"), &case.weights());
    let found = study.stability(&StabilityRequest::default()).expect("the case can be scored");
    let mut card = study.score(&comity::ScoreRequest::default()).expect("the case can be scored").units;
    card.sort_by(|a, b| a.id.cmp(&b.id));
    let scores: Vec<f64> = card.iter().filter_map(|unit| unit.score).collect();
    let end = |which: fn(&NodeStability) -> Option<Interval>, end: fn(Interval) -> f64| -> Value {
        value_of(&found.nodes.iter().filter_map(which).map(end).collect::<Vec<_>>())
    };
    let entries = [
        ("scores", value_of(&scores)),
        ("winner_low", end(|node| node.first, |interval| interval.lower)),
        ("winner_high", end(|node| node.first, |interval| interval.upper)),
        ("full_order_low", end(|node| node.order, |interval| interval.lower)),
        ("full_order_high", end(|node| node.order, |interval| interval.upper)),
    ];
    entries.map(|(key, value)| (key.to_owned(), value)).into_iter().collect()
}

/// A study of the values of a case, all between 0 and 1 and placed on a scale of the same ends.
fn open(rows: &[Vec<f64>], weights: &[f64]) -> Study {
    let id = |kind: char, number: usize| format!("{kind}{number:04}");
    let indicators: Vec<Value> = (0..weights.len())
        .map(|number| {
            json!({
                "id": id('i', number), "name": "x", "parent": "root", "unitOfMeasure": "-", "direction": "higher-is-better",
                "goalposts": { "lower": 0, "upper": 1, "basis": "judgement" },
            })
        })
        .collect();
    let columns: Vec<Value> = (0..weights.len())
        .map(
            |number| json!({ "id": id('i', number), "values": rows.iter().map(|row| row[number]).collect::<Vec<_>>() }),
        )
        .collect();
    let nodes: Vec<Value> =
        weights.iter().enumerate().map(|(number, weight)| json!({ "id": id('i', number), "weight": weight })).collect();
    let units: Vec<Value> = (0..rows.len()).map(|unit| json!({ "id": id('u', unit), "name": "U" })).collect();
    let document = json!({
        "schema": 0, "id": "case", "title": "Case",
        "framework": { "dimensions": [{ "id": "root", "name": "Root" }], "indicators": indicators },
        "dataset": { "units": units, "periods": [2020], "indicators": columns },
        "method": { "scale": { "lower": 0, "upper": 1 }, "nodes": nodes },
    });
    Study::open_json(&document.to_string()).expect("a case is a study")
}
