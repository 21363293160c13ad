//! Every kind of problem that there is, is raised by something here.

use std::collections::BTreeSet;

use comity::document::{Decode, Decoder, Value};
use comity::{Code, Problem, ScoreRequest, Scorecard, Study};
use serde_json::json;

use crate::{cases, ceilings, requests, support, tables};

/// What JavaScript values alone raise: `malformed.test.mjs` does.
const ONLY_JAVASCRIPT: [Code; 1] = [Code::Unreadable];

/// What only judgements lead to: `tests/judgements` does.
const OF_JUDGEMENTS: [Code; 2] = [Code::MembersMissing, Code::OpinionMissing];

/// What only simulations lead to: `tests/uncertainty` does.
const OF_SIMULATIONS: [Code; 7] = [
    Code::LawImpossible,
    Code::StudyMismatch,
    Code::PlanMismatch,
    Code::ShardMissing,
    Code::ShardDuplicate,
    Code::ShardBroken,
    Code::StopRuleSplit,
];

/// What only sound tables lead to: `tests/csv` does.
const OF_TABLES: [Code; 8] = [
    Code::CsvPeriodDropped,
    Code::CsvEncoding,
    Code::CsvDecimalAssumed,
    Code::CsvThousands,
    Code::CsvPercent,
    Code::CsvMissingWords,
    Code::CsvNameDiffers,
    Code::CsvTarget,
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
    add(&notes());
    add(&nested_deeper_than_any_document());
    raised.extend(ONLY_JAVASCRIPT.map(Code::name));
    raised.extend(OF_JUDGEMENTS.map(Code::name));
    raised.extend(OF_SIMULATIONS.map(Code::name));
    raised.extend(OF_TABLES.map(Code::name));
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
