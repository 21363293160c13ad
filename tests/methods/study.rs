//! Methods as documents write them: every weighting and every ranking, in a study.

use comity::ranking::Ranking;
use comity::weighting::Weighting;
use comity::{Code, ScoreRequest, Study};
use serde_json::{Value, json};

const IDS: [&str; 3] = ["a", "b", "c"];

fn document(ranking: &Value, weighting: &Value) -> Value {
    let columns = [[1.0, 4.0, 2.0, 9.0, 5.0], [30.0, 20.0, 60.0, 10.0, 50.0], [0.2, 0.3, 0.9, 0.4, 0.1]];
    json!({
        "schema": 0, "id": "methods", "title": "Methods",
        "framework": {
            "dimensions": [{ "id": "root", "name": "Root" }],
            "indicators": IDS.iter().zip([10.0, 100.0, 1.0]).map(|(id, upper)| json!({
                "id": id, "name": id, "parent": "root", "unitOfMeasure": "points",
                "direction": if *id == "b" { "lower-is-better" } else { "higher-is-better" },
                "goalposts": { "lower": 0, "upper": upper, "basis": "judgement" },
            })).collect::<Vec<_>>(),
        },
        "dataset": {
            "units": (0..5).map(|unit| json!({ "id": format!("u{unit}"), "name": "A unit" })).collect::<Vec<_>>(),
            "periods": [2020],
            "indicators": IDS.iter().zip(columns).map(|(id, values)| json!({ "id": id, "values": values })).collect::<Vec<_>>(),
        },
        "method": { "ranking": ranking, "defaults": { "weighting": weighting } },
    })
}

fn each(values: [f64; 3]) -> Value {
    IDS.iter().zip(values).map(|(id, value)| json!({ "id": id, "value": value })).collect()
}

fn rankings() -> Vec<Value> {
    let bounds: Value =
        IDS.iter().zip([10.0, 100.0, 1.0]).map(|(id, upper)| json!({ "id": id, "lower": 0, "upper": upper })).collect();
    let references: Value = IDS
        .iter()
        .zip([10.0, 100.0, 1.0])
        .map(|(id, upper)| json!({ "id": id, "range": [0, upper], "ideal": [upper / 2.0, upper] }))
        .collect();
    let mut all = vec![
        json!({ "method": "topsis", "scaling": "min-max" }),
        json!({ "method": "vikor", "v": 0.7 }),
        json!({ "method": "promethee-1", "preferences": [{ "id": "a", "shape": "u-shape", "indifference": 1 }] }),
        json!({ "method": "promethee-2", "preferences": [
            { "id": "a", "shape": "linear", "indifference": 1, "preference": 3 },
            { "id": "b", "shape": "gaussian", "inflection": 10 },
        ] }),
        json!({ "method": "electre-1", "scaling": "sum", "agreement": 0.6, "disagreement": 0.4 }),
        json!({ "method": "electre-2", "levels": { "p0": 0.7 } }),
        json!({ "method": "electre-3", "thresholds": [{ "id": "a", "indifference": 1, "preference": 2, "veto": 6 }] }),
        json!({ "method": "waspas", "lambda": 0.2 }),
        json!({ "method": "cocoso", "lambda": 0.4 }),
        json!({ "method": "codas", "tau": 0.01 }),
        json!({ "method": "aras", "optimal": [{ "id": "a", "value": 12 }] }),
        json!({ "method": "spotis", "bounds": bounds, "expected": [{ "id": "c", "value": 0.5 }] }),
        json!({ "method": "rim", "references": references }),
    ];
    for name in [
        "moora",
        "moora-reference-point",
        "full-multiplicative",
        "multimoora",
        "copras",
        "edas",
        "mabac",
        "marcos",
        "tree",
    ] {
        all.push(json!(name));
    }
    all
}

fn weightings() -> Vec<Value> {
    let judgement = |first: &str, second: &str, value: f64| json!({ "first": first, "second": second, "value": value });
    let mut all = vec![
        json!({ "method": "rank-order", "positions": each([2.0, 1.0, 3.0]), "rule": "exponent", "exponent": 1.5 }),
        json!({ "method": "swing", "points": each([100.0, 50.0, 50.0]) }),
        json!({ "method": "smart", "points": each([10.0, 50.0, 20.0]) }),
        json!({ "method": "budget-allocation", "points": each([6.0, 3.0, 1.0]), "budget": 10 }),
        json!({ "method": "ahp", "judgements": [judgement("a", "b", 3.0), judgement("a", "c", 5.0), judgement("b", "c", 2.0)] }),
        json!({ "method": "best-worst", "bestToOthers": each([1.0, 3.0, 6.0]), "othersToWorst": each([6.0, 2.0, 1.0]) }),
        json!({ "method": "panel", "mean": "geometric", "people": [
            { "name": "Ada", "weights": each([1.0, 2.0, 3.0]) },
            { "name": "Bel", "weights": each([2.0, 2.0, 1.0]) },
        ] }),
        json!({ "method": "standard-deviation", "of": "scores" }),
        json!({ "method": "variance", "of": "values" }),
        json!({ "method": "critic", "correlation": "spearman", "ignoreDirections": true }),
        json!({ "method": "rotated-factors", "factors": 2 }),
    ];
    for name in ["given", "equal", "entropy", "gini", "angle", "merec", "cilos", "idocriw", "principal-component"] {
        all.push(json!(name));
    }
    all
}

fn name(method: &Value) -> &str {
    method.as_str().or(method["method"].as_str()).unwrap()
}

fn open(ranking: &Value, weighting: &Value) -> Study {
    let text = document(ranking, weighting).to_string();
    Study::open_json(&text).unwrap_or_else(|error| panic!("{error}\n{ranking} {weighting}"))
}

#[test]
fn every_method_is_written_here() {
    for (names, known) in [(Ranking::NAMES, rankings()), (Weighting::NAMES, weightings())] {
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
