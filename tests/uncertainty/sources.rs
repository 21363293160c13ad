//! Each source of uncertainty does what it says.

use serde_json::json;

use comity::uncertainty::Uncertainty;

use crate::{open, simulate, some, study, unit};

/// The mean and the standard deviation of ada's score when one observation of its first indicator is so.
fn with_detail(detail: &serde_json::Value, data: &serde_json::Value) -> (f64, f64) {
    let mut observation = json!({ "unit": "ada", "indicator": "i0", "period": 2020 });
    observation.as_object_mut().unwrap().extend(detail.as_object().unwrap().clone());
    let study = open(&study(&some(), &json!([observation])));
    let uncertainty = simulate(&study, &json!({ "draws": 8_000, "vary": { "data": data } }));
    assert_eq!(uncertainty.varied.data, 1);
    let scores = unit(&uncertainty, "ada").scores.unwrap();
    // Thirds of the score, so that it is told in the indicator's own unit of measure.
    (3.0 * scores.mean.value - 75.0, 3.0 * scores.sd)
}

fn assert_near(got: (f64, f64), expected: (f64, f64)) {
    let (mean, sd) = (got.0 - expected.0, got.1 - expected.1);
    assert!(mean.abs() < 0.05 * expected.1 && sd.abs() < 0.03 * expected.1, "got {got:?}, expected {expected:?}");
}

#[test]
fn a_standard_deviation_is_a_normal_law_cut_off_at_its_range() {
    assert_near(with_detail(&json!({ "sd": 3.0 }), &json!({})), (80.0, 3.0));
    // Cut off one standard deviation to either side: variance 1 − 2 φ(1) / (2 Φ(1) − 1) = 0.2911 of it.
    assert_near(with_detail(&json!({ "sd": 3.0, "range": [77.0, 83.0] }), &json!({})), (80.0, 3.0 * 0.2911_f64.sqrt()));
}

#[test]
fn a_range_is_a_triangle_or_uniform() {
    let range = || json!({ "range": [70.0, 82.0] });
    // (a + b + c) / 3 and (a² + b² + c² − ab − ac − bc) / 18.
    assert_near(with_detail(&range(), &json!({})), (232.0 / 3.0, (124.0_f64 / 18.0).sqrt()));
    assert_near(with_detail(&range(), &json!({ "ranges": "uniform" })), (76.0, 12.0 / 12_f64.sqrt()));
}

/// A rubric judged by raters of ada.
fn judged(judgements: &serde_json::Value, data: &serde_json::Value) -> (f64, f64) {
    let mut document = study(&some(), judgements);
    let levels: Vec<_> = (0..=4).map(|level| json!({ "level": level, "description": "x" })).collect();
    document["framework"]["indicators"][0]["rubric"] = levels.into();
    document["dataset"]["indicators"][0]["values"] = json!([null, 2, 3, 1]);
    document["method"]["defaults"] = json!({ "raters": "mean" });
    let uncertainty = simulate(&open(&document), &json!({ "draws": 8_000, "vary": { "data": data } }));
    let scores = unit(&uncertainty, "ada").scores.unwrap();
    ((3.0 * scores.mean.value - 75.0) / 25.0, 3.0 * scores.sd / 25.0)
}

#[test]
fn raters_are_drawn_again_or_stand_for_their_range() {
    let judgement = |rater: &str, value: i32| json!({ "unit": "ada", "indicator": "i0", "period": 2020, "rater": rater, "value": value });
    let judgements = json!([judgement("r", 1), judgement("s", 2), judgement("t", 3)]);
    // The mean of three drawn from 1, 2, 3 with replacement: variance (2/3) / 3.
    assert_near(judged(&judgements, &json!({})), (2.0, (2.0_f64 / 9.0).sqrt()));
    assert_near(judged(&judgements, &json!({ "raters": "range" })), (2.0, 2.0 / 12_f64.sqrt()));
}

#[test]
fn doubt_in_a_level_goes_to_its_neighbours() {
    let judgement = |value: i32| json!([{ "unit": "ada", "indicator": "i0", "period": 2020, "rater": "r", "value": value, "confidence": 0.6 }]);
    assert_near(judged(&judgement(2), &json!({})), (2.0, 0.4_f64.sqrt()));
    // At the top there is one neighbour only: 0.4 of the draws are one lower.
    assert_near(judged(&judgement(4), &json!({})), (3.6, (0.4_f64 * 0.6).sqrt()));
}

#[test]
fn a_value_that_moves_the_bounds_moves_the_others_too() {
    let mut document = study(&some(), &json!([{ "unit": "ada", "indicator": "i0", "period": 2020, "sd": 10.0 }]));
    document["method"]["defaults"] = json!({ "normalisation": "min-max" });
    let uncertainty = simulate(&open(&document), &json!({ "draws": 1_000, "vary": { "data": {} } }));
    // Ada is the best of the indicator in nearly all draws: it stays at the top while the others move below it.
    assert!(unit(&uncertainty, "cid").scores.unwrap().sd > 1.0);
    assert!(unit(&uncertainty, "cid").scores.unwrap().sd > unit(&uncertainty, "ada").scores.unwrap().sd);
}

#[test]
fn variants_are_drawn_alike_and_each_is_the_study_so_changed() {
    let document = study(&some(), &json!([]));
    let alternatives = json!([
        { "id": "aggregation", "options": [[{ "choices": { "aggregation": "geometric" } }]] },
        { "id": "normalisation", "options": [[{ "choices": { "normalisation": "min-max" } }],
                                             [{ "node": "i0", "choices": { "normalisation": { "method": "goalposts", "lower": 0, "upper": 200 } } }]] },
    ]);
    let asked = json!({ "draws": 30_000, "vary": { "method": { "alternatives": alternatives } } });
    let uncertainty = simulate(&open(&document), &asked);
    assert_eq!(uncertainty.varied.variants, 6);
    let mut expected = 0.0;
    for aggregation in ["arithmetic", "geometric"] {
        for option in 0..3 {
            let mut changed = document.clone();
            changed["method"]["defaults"] = json!({ "aggregation": aggregation });
            match option {
                1 => changed["method"]["defaults"]["normalisation"] = json!("min-max"),
                2 => {
                    changed["method"]["nodes"] =
                        json!([{ "id": "i0", "normalisation": { "method": "goalposts", "lower": 0, "upper": 200 } }]);
                }
                _ => {}
            }
            let card = open(&changed).score(&comity::ScoreRequest::default()).unwrap();
            expected += card.units.iter().find(|unit| unit.id == "bel").unwrap().score.unwrap() / 6.0;
        }
    }
    let mean = unit(&uncertainty, "bel").scores.unwrap().mean;
    assert!(mean.lower - 0.2 < expected && expected < mean.upper + 0.2, "{expected}: {mean:?}");
}

#[test]
fn each_indicator_is_left_out_in_turn() {
    let uncertainty = simulate(
        &open(&study(&some(), &json!([]))),
        &json!({ "draws": 20_000, "vary": { "method": { "leaveOneOut": true } } }),
    );
    assert_eq!(uncertainty.varied.left_out, 3);
    // (155/3 + (20 + 55)/2 + (80 + 55)/2 + (80 + 20)/2) / 4.
    let mean = unit(&uncertainty, "ada").scores.unwrap().mean.value;
    assert!((mean - (155.0 / 3.0 + 37.5 + 67.5 + 50.0) / 4.0).abs() < 0.3, "{mean}");
}

#[test]
fn a_confidence_factor_is_of_the_units_own_central_weights() {
    let uncertainty =
        simulate(&open(&study(&some(), &json!([]))), &json!({ "draws": 4_000, "vary": { "weights": "uniform" } }));
    for row in &uncertainty.units {
        let first = row.acceptability.share[0] > 0.0;
        assert_eq!(row.confidence.map(|confidence| confidence.value), first.then_some(1.0), "{}", row.id);
        let total: Option<f64> =
            row.central_weights.as_ref().map(|weights| weights.iter().map(|weight| weight.weight).sum());
        assert!(total.is_none_or(|total| (total - 1.0).abs() < 1e-9));
    }
}

#[test]
fn a_drawn_value_goes_through_every_stage() {
    // What is missing of one unit is filled with the mean of the others, of which one is uncertain.
    let mut rows = some();
    rows[0].1[0] = None;
    let range = json!([{ "unit": "bel", "indicator": "i0", "period": 2020, "range": [0, 100] }]);
    let mut document = study(&rows, &range);
    document["method"] = json!({ "nodes": [{ "id": "i0", "imputation": "mean" }] });
    let asked = json!({ "draws": 8_000, "vary": { "data": { "ranges": "uniform" } } });
    let filled = simulate(&open(&document), &asked);
    let certain = simulate(&open(&study(&some(), &range)), &asked);
    let width = |answer: &Uncertainty| unit(answer, "ada").scores.as_ref().unwrap().sd;
    assert_eq!(width(&certain), 0.0);
    // A third of a third of 100, times the standard deviation of an even law on 0 to 1.
    assert!((width(&filled) - 100.0 / 9.0 / 12.0_f64.sqrt()).abs() < 0.3, "{}", width(&filled));
}
