//! A case as a study: its columns as indicators of one period, its hierarchy as a tree.

use comity::{ScoreRequest, Scorecard, Study};
use serde_json::{Value, json};

/// The id of a unit by its position: ids are sorted as text when a study opens, so that they keep their order.
pub fn unit(position: usize) -> String {
    format!("u{position:05}")
}

/// The id of an indicator by its position.
pub fn indicator(position: usize) -> String {
    format!("i{position:05}")
}

/// A study of one period whose indicators hang on the root: their values are their scores, but for rounding.
pub fn flat(columns: &[Vec<f64>], weights: &[f64]) -> Value {
    let all = || columns.iter().flatten().copied().filter(|value| !value.is_nan());
    let lower = all().fold(f64::INFINITY, f64::min).min(0.0);
    let upper = all().fold(f64::NEG_INFINITY, f64::max).max(lower + 1.0);
    let units = columns.first().map_or(0, Vec::len);
    let listed = |make: &dyn Fn(usize) -> Value| (0..columns.len()).map(make).collect::<Vec<_>>();
    json!({
        "schema": 0, "id": "case", "title": "Case",
        "framework": {
            "dimensions": [{ "id": "root", "name": "Root" }],
            "indicators": listed(&|at| json!({
                "id": indicator(at), "name": "x", "parent": "root", "unitOfMeasure": "things", "direction": "higher-is-better",
            })),
        },
        "dataset": {
            "units": (0..units).map(|at| json!({ "id": unit(at), "name": "x" })).collect::<Vec<_>>(),
            "periods": [2020],
            "indicators": listed(&|at| json!({ "id": indicator(at), "values": crate::case::value_of(&columns[at]) })),
        },
        "method": {
            "scale": { "lower": lower, "upper": upper },
            "defaults": { "normalisation": { "method": "goalposts", "lower": lower, "upper": upper } },
            "nodes": listed(&|at| json!({ "id": indicator(at), "weight": weights[at] })),
        },
    })
}

/// The scorecard of a document.
pub fn score(document: &Value) -> Scorecard {
    let study = Study::open_json(&document.to_string()).unwrap_or_else(|error| panic!("{error}"));
    study.score(&ScoreRequest::default()).unwrap_or_else(|error| panic!("{error}"))
}

/// The value of a node for every unit in the order of the case; missing values are NaN.
pub fn values(card: &Scorecard, node: &str, units: usize) -> Vec<f64> {
    let value = |position: usize| {
        let row = card.units.iter().find(|row| row.id == unit(position))?;
        row.parts.iter().find(|part| part.id == node)?.value
    };
    (0..units).map(|position| value(position).unwrap_or(f64::NAN)).collect()
}
