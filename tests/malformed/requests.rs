//! Requests that ask for what is not there.

use comity::sensitivity::{Group, Grouping, Pair, SensitivityRequest, StabilityRequest};
use comity::study::Reweight;
use comity::{Code, Error, Problem, ScoreRequest, Study, Weight};
use serde_json::{Value, json};

use crate::{lines, support};

fn document() -> Value {
    let indicator = |id: &str, parent: &str| {
        json!({
            "id": id, "name": id, "parent": parent, "unitOfMeasure": "a year", "direction": "higher-is-better",
            "goalposts": { "lower": 0, "upper": 10, "basis": "judgement" },
        })
    };
    json!({
        "schema": 0, "id": "small", "title": "Small",
        "framework": {
            "dimensions": [{ "id": "all", "name": "All" }, { "id": "only", "name": "Only", "parent": "all" }],
            "indicators": [indicator("visits", "all"), indicator("trust", "only")],
        },
        "dataset": {
            "units": [{ "id": "ada", "name": "Ada" }, { "id": "bel", "name": "Bel" }],
            "periods": [2019, 2020],
            "indicators": [{ "id": "visits", "values": [1, 2, 3, null] }, { "id": "trust", "values": [1, 2, null, null] }],
        },
        "method": { "nodes": [{ "id": "all", "missing": "refuse" }], "period": 2019 },
    })
}

fn study() -> Study {
    Study::open_json(&document().to_string()).unwrap_or_else(|error| panic!("{error}"))
}

fn weight(id: &str, weight: f64) -> Weight {
    Weight { id: id.into(), weight }
}

fn weighed(weights: &[Weight]) -> ScoreRequest {
    // Trust is missing for one unit: it must weigh nothing to be scored at all.
    let all = [weight("only", 0.0)].into_iter().filter(|other| weights.iter().all(|weight| weight.id != other.id));
    ScoreRequest { weights: weights.iter().cloned().chain(all).collect(), ..ScoreRequest::default() }
}

fn stability(a: &str, b: &str) -> StabilityRequest {
    let pair = Some(Pair { a: a.into(), b: b.into() });
    StabilityRequest { weights: vec![weight("only", 0.0)], pair, ..StabilityRequest::default() }
}

/// Two groups of one id, each of one thing.
fn grouped(things: &[&str]) -> SensitivityRequest {
    let group = |thing: &&str| Group { id: "group".into(), of: vec![(*thing).into()] };
    let factors = Grouping::Groups(things.iter().map(group).collect());
    SensitivityRequest { weights: vec![weight("only", 0.0)], factors, ..SensitivityRequest::default() }
}

fn reweight(id: &str, share: f64) -> Reweight {
    Reweight { period: None, weights: Vec::new(), id: id.into(), share }
}

/// Each request with the one problem expected of it, several where they are all named.
fn table() -> Vec<(&'static str, Vec<&'static str>, Result<(), Error>)> {
    let study = study();
    let score = |request: ScoreRequest| study.score(&request).map(drop);
    let rank = |weights: &[f64], scores: usize, ranks: usize| {
        let mut ranker = study.ranker(None).unwrap();
        ranker.rank(weights, &mut vec![0.0; scores], &mut vec![0; ranks]).map(drop)
    };
    // In the order of the outline: all, only, trust, visits.
    let good = [1.0, 0.0, 1.0, 1.0];
    vec![
        ("nothing wrong", vec![], score(weighed(&[]))),
        ("a value refused to be missing", vec!["missing-refused /units/bel/only"], score(ScoreRequest::default())),
        (
            "two values refused to be missing",
            vec!["missing-refused /units/bel/only", "missing-refused /units/bel/visits"],
            score(ScoreRequest { period: Some(2020), ..ScoreRequest::default() }),
        ),
        (
            "a period not listed",
            vec!["period-unknown /period"],
            score(ScoreRequest { period: Some(1), ..weighed(&[]) }),
        ),
        ("a node not there", vec!["node-unknown /weights/0/id"], score(weighed(&[weight("nowhere", 1.0)]))),
        (
            "a node twice",
            vec!["duplicate-id /weights/1/id"],
            score(weighed(&[weight("visits", 1.0), weight("visits", 1.0)])),
        ),
        ("a negative weight", vec!["weight-unusable /weights/visits"], score(weighed(&[weight("visits", -1.0)]))),
        (
            "a weight that is no number",
            vec!["weight-unusable /weights/visits"],
            score(weighed(&[weight("visits", f64::NAN)])),
        ),
        (
            "an infinite weight",
            vec!["weight-unusable /weights/visits"],
            score(weighed(&[weight("visits", f64::INFINITY)])),
        ),
        ("a weight of absurd size", vec!["weight-unusable /weights/visits"], score(weighed(&[weight("visits", 1e31)]))),
        ("siblings that weigh nothing", vec!["weights-zero /weights/all"], score(weighed(&[weight("visits", 0.0)]))),
        (
            "an only child that weighs nothing",
            vec!["weights-zero /weights/only"],
            score(weighed(&[weight("trust", 0.0)])),
        ),
        (
            "a unit not there",
            vec!["unit-unknown /units/1"],
            score(ScoreRequest { units: Some(vec!["ada".into(), "eve".into()]), ..weighed(&[]) }),
        ),
        ("a trace of nobody", vec!["unit-unknown /unit"], study.trace("eve", &weighed(&[])).map(drop)),
        (
            "a trace of one who was not asked for",
            vec!["unit-unknown /unit"],
            study.trace("bel", &ScoreRequest { units: Some(vec!["ada".into()]), ..weighed(&[]) }).map(drop),
        ),
        ("a ranker of a period not listed", vec!["period-unknown /period"], study.ranker(Some(1)).map(drop)),
        ("ranking, nothing wrong", vec![], rank(&good, 2, 2)),
        ("too few weights", vec!["array-length /weights"], rank(&good[..3], 2, 2)),
        ("too many scores", vec!["array-length /scores"], rank(&good, 3, 2)),
        ("no ranks", vec!["array-length /ranks"], rank(&good, 2, 0)),
        (
            "ranking by a weight that is no number",
            vec!["weight-unusable /weights/trust"],
            rank(&[1.0, 0.0, f64::NAN, 1.0], 2, 2),
        ),
        ("ranking by no weight", vec!["weights-zero /weights/all"], rank(&[1.0, 0.0, 1.0, 0.0], 2, 2)),
        ("ranking what is missing", vec!["missing-refused /units/bel/only"], rank(&[1.0, 1.0, 1.0, 1.0], 2, 2)),
        ("a share of the root", vec!["share-impossible /share"], study.reweight(&reweight("all", 0.5)).map(drop)),
        (
            "a share of an only child",
            vec!["share-impossible /share"],
            study.reweight(&reweight("trust", 0.5)).map(drop),
        ),
        (
            "a share above the whole",
            vec!["share-impossible /share"],
            study.reweight(&reweight("visits", 1.5)).map(drop),
        ),
        (
            "a share that is no number",
            vec!["share-impossible /share"],
            study.reweight(&reweight("visits", f64::NAN)).map(drop),
        ),
        (
            "the stability of a pair with nobody in it",
            vec!["unit-unknown /pair/b"],
            study.stability(&stability("ada", "eve")).map(drop),
        ),
        (
            "the stability of a pair of whom one is not ranked",
            vec!["missing-refused /units/bel/only"],
            study.stability(&StabilityRequest::default()).map(drop),
        ),
        (
            "a factor that does not vary",
            vec!["factor-unknown /factors/0/of/0", "duplicate-id /factors/1/id", "factor-unknown /factors/1/of/0"],
            study.sensitivity(&grouped(&["weights:only", "data"])).map(drop),
        ),
        ("a share of a node not there", vec!["node-unknown /id"], study.reweight(&reweight("nowhere", 0.5)).map(drop)),
    ]
}

#[test]
fn every_impossible_request_is_refused_with_code_and_path() {
    for (name, expected, result) in table() {
        let found = result.err().map(|error| lines(error.problems())).unwrap_or_default();
        assert_eq!(found, expected, "{name}");
    }
}

#[test]
fn a_study_answers_as_before_after_every_request_that_was_refused() {
    let study = Study::open_json(&support::us_partnerships()).unwrap();
    let before = serde_json::to_string(&study.score(&ScoreRequest::default()).unwrap()).unwrap();
    for refused in [weight("nowhere", 1.0), weight("public-opinion", f64::NAN)] {
        let request = ScoreRequest { weights: vec![refused], ..ScoreRequest::default() };
        assert!(study.score(&request).is_err());
        assert_eq!(serde_json::to_string(&study.score(&ScoreRequest::default()).unwrap()).unwrap(), before);
    }
}

#[test]
fn refusals_are_listed_up_to_the_ceiling() {
    let mut document = document();
    let units: Vec<Value> = (0..1_500).map(|number| json!({ "id": format!("u{number}"), "name": "U" })).collect();
    document["dataset"]["units"] = units.into();
    for column in document["dataset"]["indicators"].as_array_mut().unwrap() {
        column["values"] = vec![Value::Null; 3_000].into();
    }
    let study = Study::open_json(&document.to_string()).unwrap();
    let error = study.score(&ScoreRequest::default()).unwrap_err();
    assert_eq!((error.problems().count(), error.code()), (comity::limits::PROBLEMS, Code::MissingRefused));
}

/// Every problem that requests raise.
pub(crate) fn problems() -> Vec<Problem> {
    let refused = table().into_iter().filter_map(|(_, _, result)| result.err());
    refused.flat_map(|error| error.problems().cloned().collect::<Vec<_>>()).collect()
}
