//! The Human Development Index 2021 as a study: UNDP's printed values, and its formula written out by hand.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::cast_precision_loss,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that goes wrong stops at once, and its counts are small"
)]
#![allow(clippy::disallowed_methods, reason = "the formula by hand uses the standard library's own mathematics")]

use comity::{ScoreRequest, Scorecard, Study};
use serde_json::{Value, json};

const VECTOR: &str = include_str!("hdi-2021.json");

/// One state: its id and its four raw values.
type Row = (String, [f64; 4]);

/// The rows of the vector.
fn rows(vector: &Value) -> Vec<Row> {
    let ids: Vec<String> = serde_json::from_value(vector["inputs"]["units"].clone()).expect("a list of ids");
    let matrix: Vec<[f64; 4]> = serde_json::from_value(vector["inputs"]["matrix"].clone()).expect("four values a row");
    ids.into_iter().zip(matrix).collect()
}

fn vector() -> Value {
    serde_json::from_str(VECTOR).expect("the vector is JSON")
}

/// The index as a study document: goalposts and methods by technical note 1 of the Human Development Report 2021/22.
fn document(vector: &Value, rows: &[Row]) -> Value {
    let ids = vector["inputs"]["indicators"].as_array().expect("a list of indicators");
    let parents = ["health", "education", "education", "income"];
    let measures = ["years", "years", "years", "2017 PPP dollars"];
    let indicators = ids.iter().zip(parents).zip(measures).map(|((id, parent), measure)| {
        let [lower, upper] = [0, 1].map(|end| &vector["method"]["goalposts"][id.as_str().unwrap()][end]);
        json!({
            "id": id, "name": id, "parent": parent, "unitOfMeasure": measure, "direction": "higher-is-better",
            "goalposts": { "lower": lower, "upper": upper, "basis": "cited", "source": "undp-2022" },
        })
    });
    let columns = ids.iter().enumerate().map(
        |(column, id)| json!({ "id": id, "values": rows.iter().map(|(_, values)| values[column]).collect::<Vec<_>>() }),
    );
    let dimension = |id: &str| json!({ "id": id, "name": id, "parent": "hdi" });
    json!({
        "schema": 0,
        "id": vector["id"],
        "title": "Human Development Index 2021",
        "framework": {
            "dimensions": [
                { "id": "hdi", "name": "Human Development Index" },
                dimension("health"), dimension("education"), dimension("income"),
            ],
            "indicators": indicators.collect::<Vec<_>>(),
            "sources": [{ "id": "undp-2022", "citation": vector["source"] }],
        },
        "dataset": {
            "units": rows.iter().map(|(id, _)| json!({ "id": id, "name": id })).collect::<Vec<_>>(),
            "periods": [2021],
            "indicators": columns.collect::<Vec<_>>(),
        },
        "method": {
            "scale": { "lower": 0, "upper": 1 },
            "nodes": [
                { "id": "hdi", "aggregation": "geometric" },
                { "id": "gni_per_capita_2017ppp", "normalisation": { "method": "log-saturation", "offset": 0 } },
            ],
        },
    })
}

fn scorecard(document: &Value) -> Scorecard {
    let study = Study::open_json(&document.to_string()).unwrap_or_else(|error| panic!("{error}"));
    study.score(&ScoreRequest::default()).unwrap_or_else(|error| panic!("{error}"))
}

/// The formula of technical note 1, with the standard library's logarithm and cube root.
fn by_hand([life, expected, mean, income]: [f64; 4]) -> [f64; 4] {
    let health = ((life - 20.0) / (85.0 - 20.0)).clamp(0.0, 1.0);
    let education = (f64::midpoint((expected / 18.0).clamp(0.0, 1.0), (mean / 15.0).clamp(0.0, 1.0))).clamp(0.0, 1.0);
    let income = ((income.ln() - 100_f64.ln()) / (75_000_f64.ln() - 100_f64.ln())).clamp(0.0, 1.0);
    [(health * education * income).cbrt(), health, education, income]
}

/// A unit's value of the root and of the three dimensions.
fn scored(card: &Scorecard, id: &str) -> [f64; 4] {
    let unit = card.units.iter().find(|unit| unit.id == id).expect("the unit is scored");
    ["hdi", "health", "education", "income"].map(|node| {
        let part = unit.parts.iter().find(|part| part.id == node).expect("the node is there");
        part.value.expect("nothing is missing")
    })
}

fn assert_agrees(card: &Scorecard, rows: &[Row]) {
    for (id, values) in rows {
        let (scored, expected) = (scored(card, id), by_hand(*values));
        for (node, (scored, expected)) in
            ["hdi", "health", "education", "income"].iter().zip(scored.iter().zip(expected))
        {
            assert!((scored - expected).abs() <= 1e-12, "{node} of {id}: {scored}, by hand {expected}");
        }
    }
}

#[test]
fn switzerland_and_korea_have_the_values_that_undp_printed() {
    let vector = vector();
    let rows = rows(&vector);
    let card = scorecard(&document(&vector, &rows));
    for ((id, _), printed) in rows.iter().zip(vector["expected"]["printed_hdi"].as_array().expect("printed values")) {
        let [score, ..] = scored(&card, id);
        assert_eq!(
            format!("{score:.3}"),
            format!("{:.3}", printed.as_f64().unwrap()),
            "{id}: {score}, printed {printed}"
        );
    }
    let ranks: Vec<_> = card.units.iter().map(|unit| (unit.id.as_str(), unit.rank)).collect();
    assert_eq!(ranks, [("CHE", Some(1)), ("KOR", Some(2))]);
}

#[test]
fn every_dimension_agrees_with_the_formula_by_hand() {
    let vector = vector();
    let rows = rows(&vector);
    assert_agrees(&scorecard(&document(&vector, &rows)), &rows);
}

#[test]
fn values_beyond_the_goalposts_are_clamped_as_the_formula_says() {
    let vector = vector();
    // Not states: one corner case each.
    let rows = [
        ("above-all", [90.0, 19.0, 16.0, 100_000.0]),
        ("below-life", [15.0, 9.0, 7.5, 10_000.0]),
        ("below-income", [70.0, 9.0, 7.5, 50.0]),
        ("no-income", [70.0, 9.0, 7.5, 0.0]),
        ("no-schooling", [70.0, 0.0, 0.0, 10_000.0]),
        ("schooling-half-clamped", [70.0, 30.0, 3.0, 10_000.0]),
    ];
    let rows = rows.map(|(id, values)| (id.to_owned(), values));
    let card = scorecard(&document(&vector, &rows));
    assert_agrees(&card, &rows);
    assert!((scored(&card, "above-all")[0] - 1.0).abs() <= 1e-12);
    for zero in ["below-life", "below-income", "no-income", "no-schooling"] {
        assert!(scored(&card, zero)[0].abs() <= 0.0, "{zero}");
    }
}
