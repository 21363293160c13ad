//! Every kind of problem that there is, is raised by something here.

use std::collections::BTreeSet;

use comity::document::{Decode, Decoder, Value};
use comity::{Code, Problem, ScoreRequest, Scorecard, Study};
use serde_json::json;

use crate::{cases, ceilings, provoked, requests, support, tables};

/// What JavaScript values alone raise: `malformed.test.mjs` does.
const ONLY_JAVASCRIPT: [Code; 1] = [Code::Unreadable];

/// What an audit finds in studies without a fault: `tests/explanation/audit.rs` holds a study in which it finds each.
const OF_AN_AUDIT: [Code; 12] = [
    Code::IndicatorNearlyConstant,
    Code::IndicatorSparse,
    Code::IndicatorOutlying,
    Code::IndicatorsAlike,
    Code::IndicatorsOpposed,
    Code::DimensionIncoherent,
    Code::DimensionSeveral,
    Code::WeightUnlike,
    Code::IndicatorDominates,
    Code::IndicatorIdle,
    Code::ContestedPull,
    Code::FirstFragile,
];

#[test]
fn every_code_is_raised_by_a_test() {
    let mut raised: BTreeSet<&str> = BTreeSet::new();
    let mut add = |problems: &[Problem]| raised.extend(problems.iter().map(|problem| problem.code().name()));
    for case in cases() {
        add(&case.problems());
    }
    add(&ceilings::problems());
    add(&requests::problems());
    add(&tables::problems());
    add(&provoked::problems());
    add(&notes());
    add(&nested_deeper_than_any_document());
    add(&refused("refuse"));
    raised.extend(ONLY_JAVASCRIPT.iter().chain(&OF_AN_AUDIT).map(|code| code.name()));
    let uncovered: Vec<&str> = Code::ALL.iter().map(|code| code.name()).filter(|code| !raised.contains(code)).collect();
    assert!(uncovered.is_empty(), "raised by nothing: {uncovered:?}");
}

/// No field of a document lies as deep as documents are read: this takes a type that does.
fn nested_deeper_than_any_document() -> Vec<Problem> {
    type Deep = Vec<Vec<Vec<Vec<Vec<Vec<Vec<Vec<Vec<Vec<Vec<Vec<Vec<f64>>>>>>>>>>>>>;
    let value = Value::from_json(&format!("{}{}", "[".repeat(20_000), "]".repeat(20_000))).expect("it is JSON");
    let mut decoder = Decoder::default();
    Deep::decode(&value, &mut decoder);
    decoder.into_problems()
}

/// What scorecards of generated studies say, and of one made for what those do not show.
fn notes() -> Vec<Problem> {
    let mut all = Vec::new();
    let mut collect = |document: &str| {
        let study = Study::open_json(document).unwrap_or_else(|error| panic!("{error}"));
        for period in study.outline().periods {
            let request = ScoreRequest { period: Some(period), ..ScoreRequest::default() };
            let Scorecard { notes, units, .. } = study.score(&request).unwrap_or_else(|error| panic!("{error}"));
            all.extend(notes);
            all.extend(units.into_iter().flat_map(|unit| unit.notes));
        }
    };
    STAGES.iter().for_each(|method| collect(&staged(method).to_string()));
    (0..60).for_each(|seed| collect(&support::generate::study(seed).to_string()));
    let mut screened = support::generate::study(1);
    screened["method"]["screening"] = json!({ "method": "minimum-coverage", "unit": 1, "period": 1 });
    screened["dataset"]["indicators"].as_array_mut().unwrap().pop();
    collect(&screened.to_string());
    all
}

#[test]
fn what_is_said_of_a_scorecard_is_worded_with_its_particulars() {
    for note in notes() {
        let message = note.message();
        assert!(!message.is_empty() && !message.contains(['{', '}']), "{note}");
    }
}

/// Methods that say something of their own about the study of [`staged`].
const STAGES: [&str; 6] = [
    r#"{ "screening": { "method": "minimum-coverage", "indicator": 0.9, "unitNonZero": 0.9 } }"#,
    r#"{ "defaults": { "imputation": "mean", "treatment": "box-cox" } }"#,
    r#"{ "defaults": { "normalisation": "linear", "treatment": "log-ct" } }"#,
    r#"{ "defaults": { "normalisation": { "method": "distance-to-reference", "unit": "u2" } } }"#,
    r#"{ "defaults": { "denomination": { "method": "by-indicator", "indicator": "b" } } }"#,
    r#"{ "defaults": { "available": 1, "normalisation": "fraction-of-maximum" } }"#,
];

/// Four units, two indicators: gaps, zeros, negative values.
fn staged(method: &str) -> serde_json::Value {
    let mut method: serde_json::Value = serde_json::from_str(method).unwrap();
    if method["defaults"]["normalisation"].is_null() {
        method["defaults"]["normalisation"] = json!("min-max");
    }
    let indicator = |id: &str, direction: &str| json!({ "id": id, "name": id, "parent": "root", "unitOfMeasure": "things", "direction": direction });
    json!({
        "schema": 0, "id": "staged", "title": "Staged",
        "framework": {
            "dimensions": [{ "id": "root", "name": "Root" }],
            "indicators": [indicator("a", "higher-is-better"), indicator("b", "lower-is-better")],
        },
        "dataset": {
            "units": (0..4).map(|at| json!({ "id": format!("u{at}"), "name": "U" })).collect::<Vec<_>>(),
            "periods": [2020],
            "indicators": [
                { "id": "a", "values": [4, -1, null, 7] },
                { "id": "b", "values": [0, 1, 3, 9] },
            ],
        },
        "method": method,
    })
}

/// Why a study is not scored, one of whose divisors is 0.
fn refused(rule: &str) -> Vec<Problem> {
    let method = format!(
        r#"{{ "defaults": {{ "denomination": {{ "method": "by-indicator", "indicator": "b", "zero": "{rule}" }} }} }}"#
    );
    let study = Study::open_json(&staged(&method).to_string()).unwrap();
    let scored = study.score(&ScoreRequest::default());
    scored.err().map(|error| error.problems().cloned().collect()).unwrap_or_default()
}

#[test]
fn a_value_that_cannot_be_divided_stops_the_scoring_where_that_is_asked() {
    assert_eq!(refused("leave-missing"), []);
    let found: Vec<String> =
        refused("refuse").iter().map(|problem| format!("{} {}", problem.code().name(), problem.path())).collect();
    assert_eq!(found, ["denominator-refused units.u0.a"]);
}
