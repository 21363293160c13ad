//! Krippendorff's alpha against published cases, and the reading of it for a study's rubrics.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "what only tests use may stop at the first surprise"
)]

use comity::Study;
use comity::analysis::krippendorff::{Measurement, alpha};
use serde_json::{Value, json};

/// The things judged: the columns of a case's ratings, without what is missing.
fn things(ratings: &Value) -> Vec<Vec<f64>> {
    let raters = ratings.as_array().unwrap();
    let width = raters[0].as_array().unwrap().len();
    (0..width).map(|thing| raters.iter().filter_map(|rater| rater[thing].as_f64()).collect()).collect()
}

#[test]
fn alpha_is_that_of_the_published_cases() {
    let cases = [
        include_str!("../vectors/reliability-krippendorff-2011.json"),
        include_str!("../vectors/reliability-krippendorff-wikipedia.json"),
    ];
    let measurements = [
        ("nominal", Measurement::Nominal),
        ("ordinal", Measurement::Ordinal),
        ("interval", Measurement::Interval),
        ("ratio", Measurement::Ratio),
    ];
    let mut compared = 0;
    for case in cases {
        let case: Value = serde_json::from_str(case).unwrap();
        let things = things(&case["inputs"]["ratings"]);
        for (name, measurement) in measurements {
            let Some(want) = case["expected"][name].as_f64() else { continue };
            let got = alpha(&things, measurement).unwrap();
            assert!((got - want).abs() <= 1e-9 + 1e-9 * want.abs(), "{} {name}: {got}, expected {want}", case["id"]);
            compared += 1;
        }
    }
    assert_eq!(compared, 7);
}

#[test]
fn nothing_to_disagree_on_has_no_alpha() {
    assert_eq!(alpha(&[], Measurement::Nominal), None);
    assert_eq!(alpha(&[vec![1.0], vec![2.0]], Measurement::Interval), None);
    assert_eq!(alpha(&[vec![3.0, 3.0], vec![3.0, 3.0]], Measurement::Ordinal), None);
}

#[test]
fn the_raters_of_a_rubric_are_compared_over_units_periods_and_members() {
    let level = |level: u32| json!({ "level": level, "description": format!("level {level}") });
    let mut observations = Vec::new();
    // Three partnerships judged by two raters: 1 1, 2 2, 1 2, the example of the docs.
    for (unit, levels) in [("a", [1, 1]), ("b", [2, 2]), ("c", [1, 2])] {
        for (rater, level) in ["kim", "lee"].iter().zip(levels) {
            observations
                .push(json!({ "unit": unit, "indicator": "trust", "period": 2020, "rater": rater, "value": level }));
        }
    }
    let unit = |id: &str| json!({ "id": id, "name": id });
    let document = json!({
        "schema": 0, "id": "raters", "title": "Raters",
        "framework": {
            "dimensions": [{ "id": "all", "name": "All" }],
            "indicators": [{
                "id": "trust", "name": "Trust", "parent": "all", "unitOfMeasure": "level",
                "direction": "higher-is-better", "rubric": [level(0), level(1), level(2)],
            }],
        },
        "dataset": { "units": [unit("a"), unit("b"), unit("c")], "periods": [2020], "indicators": [], "observations": observations },
        "method": {},
    });
    let study = Study::open_json(&document.to_string()).unwrap();
    let agreement = study.agreement();
    assert_eq!(agreement.len(), 1);
    let trust = &agreement[0];
    assert_eq!((trust.indicator.as_str(), trust.raters, trust.cells), ("trust", 2, 3));
    assert!((trust.nominal.unwrap() - 4.0 / 9.0).abs() < 1e-12);
    assert_eq!(serde_json::to_value(trust.reading).unwrap(), "unreliable");
    // The median of 1 and 2 lies between two levels, and is scored there.
    let scorecard = study.score(&comity::ScoreRequest::default()).unwrap();
    let scores: Vec<_> = scorecard.units.iter().map(|unit| (unit.id.as_str(), unit.score.unwrap())).collect();
    assert_eq!(scores, [("b", 100.0), ("c", 75.0), ("a", 50.0)]);
}
