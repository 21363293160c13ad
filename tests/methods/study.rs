//! Methods as documents write them: every weighting and every ranking, in a study.

use comity::aggregation::Aggregation;
use comity::ranking::Ranking;
use comity::weighting::Weighting;
use comity::{Code, ScoreRequest, Study};
use serde_json::{Value, json};

use crate::support::decisions::{aggregations, document, each, name, rankings, weightings};

fn open(ranking: &Value, weighting: &Value) -> Study {
    let text = document(ranking, weighting).to_string();
    Study::open_json(&text).unwrap_or_else(|error| panic!("{error}\n{ranking} {weighting}"))
}

#[test]
fn every_method_is_written_here() {
    let all = [(Ranking::NAMES, rankings()), (Weighting::NAMES, weightings()), (Aggregation::NAMES, aggregations())];
    for (names, known) in all {
        let missing: Vec<&&str> =
            names.iter().filter(|own| !known.iter().any(|method| name(method) == **own)).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }
}

#[test]
fn every_ranking_ranks_a_study_and_reads_back_as_it_was_written() {
    for ranking in rankings() {
        let study = open(&ranking, &json!("equal"));
        let card = study.score(&ScoreRequest::default()).unwrap_or_else(|error| panic!("{ranking}: {error}"));
        assert!(card.units.iter().all(|unit| unit.rank.is_some()), "{ranking}");
        let again = Study::open_json(&serde_json::to_string(study.document()).unwrap()).unwrap();
        assert_eq!(study.document(), again.document(), "{ranking}");
    }
}

#[test]
fn every_weighting_weighs_a_study_and_reads_back_as_it_was_written() {
    for weighting in weightings() {
        let study = open(&json!("tree"), &weighting);
        let card = study.score(&ScoreRequest::default()).unwrap_or_else(|error| panic!("{weighting}: {error}"));
        assert!(card.units.iter().all(|unit| unit.rank.is_some()), "{weighting}");
        let again = Study::open_json(&serde_json::to_string(study.document()).unwrap()).unwrap();
        assert_eq!(study.document(), again.document(), "{weighting}");
    }
}

#[test]
fn judgements_that_contradict_each_other_are_said_with_the_worst_first() {
    let judgement = |first: &str, second: &str, value: f64| json!({ "first": first, "second": second, "value": value });
    let cycle = [judgement("a", "b", 5.0), judgement("b", "c", 5.0), judgement("c", "a", 5.0)];
    let study = open(&json!("tree"), &json!({ "method": "ahp", "judgements": cycle }));
    let card = study.score(&ScoreRequest::default()).unwrap();
    assert!(card.notes.iter().any(|note| note.code() == Code::JudgementsContradict));
}

/// Weightings and rankings that are refused, with the code.
fn refused() -> Vec<(Value, Value, Code)> {
    let judgement = |first: &str, second: &str| json!({ "first": first, "second": second, "value": 2 });
    let ahp = |judgements: Value| json!({ "method": "ahp", "judgements": judgements });
    let unfit = |weighting: Value| (json!("tree"), weighting, Code::WeightsImpossible);
    vec![
        unfit(ahp(json!([judgement("a", "b")]))),
        unfit(ahp(json!([judgement("a", "x")]))),
        unfit(ahp(json!([judgement("a", "b"), judgement("b", "a")]))),
        unfit(json!({ "method": "swing", "points": each([90.0, 50.0, 50.0]) })),
        unfit(json!({ "method": "swing", "points": [{ "id": "a", "value": 100 }] })),
        unfit(
            json!({ "method": "best-worst", "bestToOthers": each([2.0, 3.0, 6.0]), "othersToWorst": each([6.0, 2.0, 1.0]) }),
        ),
        unfit(json!({ "method": "panel", "people": [] })),
        (
            json!({ "method": "promethee-2", "preferences": [{ "id": "x", "shape": "usual" }] }),
            json!("equal"),
            Code::IndicatorUnknown,
        ),
        (
            json!({ "method": "electre-3", "thresholds": [{ "id": "a", "indifference": 3, "preference": 2 }] }),
            json!("equal"),
            Code::BoundsOrder,
        ),
        (
            json!({ "method": "rim", "references": [{ "id": "a", "range": [0, 1], "ideal": [1, 2] }] }),
            json!("equal"),
            Code::BoundsOrder,
        ),
    ]
}

#[test]
fn what_does_not_fit_is_refused_with_its_reason() {
    for (ranking, weighting, code) in refused() {
        let error =
            Study::open_json(&document(&ranking, &weighting).to_string()).expect_err(&format!("{ranking} {weighting}"));
        assert!(error.problems().any(|problem| problem.code() == code), "{ranking} {weighting}: {error}");
    }
    let spotis = json!({ "method": "spotis", "bounds": [{ "id": "a", "lower": 0, "upper": 10 }] });
    let error = open(&spotis, &json!("equal")).score(&ScoreRequest::default()).expect_err("bounds are missing");
    assert_eq!(error.problems().next().unwrap().code(), Code::RankingImpossible, "{error}");
}

#[test]
fn where_weights_and_ranks_come_from_is_said_and_so_is_who_is_left_out() {
    let mut document = document(&json!("topsis"), &json!("entropy"));
    document["dataset"]["indicators"][1]["values"][2] = Value::Null;
    let study = Study::open_json(&document.to_string()).unwrap();
    let card = study.score(&ScoreRequest::default()).unwrap();
    for code in [Code::WeightsFromData, Code::RankedWithoutTree] {
        assert!(card.notes.iter().any(|note| note.code() == code), "{code:?}");
    }
    let unit = card.units.iter().find(|unit| unit.id == "u2").unwrap();
    assert_eq!(unit.rank, None);
    assert!(unit.notes.iter().any(|note| note.code() == Code::UnitIncomplete));
}
