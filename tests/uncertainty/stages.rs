//! A drawn value goes through every stage that scoring it would.

use comity::{ScoreRequest, Study};
use serde_json::{Value, json};

use crate::support::{decisions, methods};
use crate::{open, simulate, unit};

/// Values tried, evenly over the range; as many points of a sequence, of which every one of as many equal parts has one.
const POINTS: u32 = 128;

/// The small study under choices, with a gap, and one value that may lie anywhere in a range.
fn uncertain(choices: &[(&str, Value)], indicator: usize) -> (Value, (f64, f64)) {
    let mut document = decisions::document(&json!("tree"), &json!("given"));
    for (stage, choice) in choices {
        document["method"]["defaults"][*stage] = choice.clone();
    }
    if choices.iter().any(|(stage, _)| *stage == "imputation") {
        document["dataset"]["indicators"][1]["values"][2] = Value::Null;
    }
    for place in 0..5 {
        document["dataset"]["units"][place]["group"] = json!(if place < 3 { "north" } else { "south" });
    }
    let (id, range) = [("a", (1.5, 8.0)), ("b", (20.0, 55.0)), ("c", (0.15, 0.6))][indicator];
    document["dataset"]["observations"] =
        json!([{ "unit": "u1", "indicator": id, "period": 2020, "range": [range.0, range.1] }]);
    (document, range)
}

/// The scores of all units, by id.
fn scores(document: &Value) -> Vec<f64> {
    let mut units = open(document).score(&ScoreRequest::default()).unwrap().units;
    units.sort_by(|a, b| a.id.cmp(&b.id));
    units.iter().map(|unit| unit.score.unwrap()).collect()
}

/// Means over draws are means over scorings; true where the choices fit the study.
fn draws_are_scorings(choices: &[(&str, Value)], indicator: usize) -> bool {
    let (document, (lower, upper)) = uncertain(choices, indicator);
    let Ok(study) = Study::open_json(&document.to_string()) else { return false };
    let asked = json!({ "draws": POINTS, "design": "sobol", "vary": { "data": { "ranges": "uniform" } } });
    let simulated = simulate(&study, &asked);
    let tried: Vec<Vec<f64>> = (0..POINTS)
        .map(|point| {
            let mut other = document.clone();
            let share = (f64::from(point) + 0.5) / f64::from(POINTS);
            other["dataset"]["indicators"][indicator]["values"][1] = json!(lower + share * (upper - lower));
            scores(&other)
        })
        .collect();
    for place in 0..5 {
        let mean = tried.iter().map(|scores| scores[place]).sum::<f64>() / f64::from(POINTS);
        // How far apart neighbouring points are bounds what a point elsewhere in its part makes of the mean.
        let way: f64 = tried.windows(2).map(|pair| (pair[1][place] - pair[0][place]).abs()).sum();
        let got = unit(&simulated, &format!("u{place}")).scores.unwrap().mean.value;
        assert!(
            (got - mean).abs() <= 2.0 * way / f64::from(POINTS) + 1e-6,
            "{choices:?}, indicator {indicator}, u{place}: {got} in draws, {mean} in scorings that go {way}"
        );
    }
    true
}

#[test]
fn a_drawn_value_does_all_that_an_observed_one_would() {
    let weightings = decisions::weightings();
    let lists = [
        ("normalisation", methods::normalisations()),
        ("imputation", methods::imputations()),
        ("treatment", methods::treatments()),
        ("denomination", methods::denominations("c")),
        ("weighting", weightings.clone()),
        ("aggregation", decisions::aggregations()),
    ];
    for (stage, choices) in lists {
        for choice in choices {
            let mut all = vec![(stage, choice.clone())];
            // Goalposts mean nothing once the unit of measure has changed.
            if ["treatment", "denomination"].contains(&stage) {
                all.push(("normalisation", json!("min-max")));
            }
            let fits = (0..3).filter(|indicator| draws_are_scorings(&all, *indicator)).count();
            // The small study has no rubric.
            assert!(fits == 3 || methods::name(&choice) == "rubric-level", "{stage} {choice}");
        }
    }
    // Weights computed from what earlier stages made of the drawn value.
    for weighting in weightings {
        let filled =
            [("weighting", weighting.clone()), ("imputation", json!("mean")), ("normalisation", json!("min-max"))];
        assert!(draws_are_scorings(&filled, 1), "{weighting}");
    }
}
