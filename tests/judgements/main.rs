//! Two sides, members, the public-opinion weight, objectives, presets and tags.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::float_cmp,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "what only tests use may stop at the first surprise"
)]

use comity::{ScoreRequest, Study, StudyDocument};
use serde_json::{Value, json};

fn indicator(id: &str, parent: &str, tag: &str) -> Value {
    json!({
        "id": id, "name": id, "parent": parent, "unitOfMeasure": "%", "direction": "higher-is-better", "tag": tag,
        "goalposts": { "lower": 0, "upper": 100, "basis": "judgement" },
    })
}

/// Two partnerships, opinion judged side by side, exercises as numbers.
fn document() -> Value {
    let side = |unit: &str, of: &str, value: f64| json!({ "unit": unit, "indicator": "favour", "period": 2020, "of": of, "value": value });
    json!({
        "schema": 0, "id": "sides", "title": "Sides",
        "framework": {
            "dimensions": [
                { "id": "all", "name": "All" },
                { "id": "opinion", "name": "Opinion", "parent": "all" },
                { "id": "practice", "name": "Practice", "parent": "all" },
            ],
            "indicators": [indicator("favour", "opinion", "outcome"), indicator("exercises", "practice", "output")],
        },
        "dataset": {
            "units": [
                { "id": "ab", "name": "A and B", "members": [{ "id": "A" }, { "id": "B" }, { "id": "Z", "to": 2010 }] },
                { "id": "ac", "name": "A and C", "members": [{ "id": "A" }, { "id": "C" }] },
            ],
            "periods": [2020],
            "indicators": [{ "id": "exercises", "values": [50, 80] }],
            "observations": [side("ab", "A", 90.0), side("ab", "B", 40.0), side("ac", "A", 60.0)],
        },
        "method": {},
    })
}

fn open(document: &Value) -> Study {
    Study::open_json(&document.to_string()).unwrap_or_else(|error| panic!("{error}"))
}

fn codes(document: &Value) -> Vec<String> {
    let value = comity::document::Value::from_json(&document.to_string()).unwrap();
    StudyDocument::validate(&value)
        .iter()
        .map(|problem| format!("{} {}", problem.code().name(), problem.path()))
        .collect()
}

fn favour(study: &Study, unit: &str) -> (Option<f64>, Option<f64>) {
    let trace = study.trace(unit, &ScoreRequest::default()).unwrap();
    let node = trace.nodes.into_iter().find(|node| node.node.id == "favour").unwrap();
    let evidence = node.evidence.unwrap();
    (evidence.combined, evidence.gap)
}

#[test]
fn the_weaker_side_counts_unless_another_rule_is_chosen_and_the_gap_is_shown() {
    let mut document = document();
    assert_eq!(favour(&open(&document), "ab"), (Some(40.0), Some(50.0)));
    let weighted = json!({ "method": "weighted-mean", "by": "exercises" });
    let rules = [(json!("mean"), Some(65.0)), (json!({ "method": "one", "of": "A" }), Some(90.0)), (weighted, None)];
    for (rule, expected) in rules {
        document["method"] = json!({ "nodes": [{ "id": "favour", "members": rule }] });
        assert_eq!(favour(&open(&document), "ab").0, expected, "{rule}");
    }
}

#[test]
fn members_are_weighted_by_their_own_values_of_another_indicator() {
    let mut document = document();
    let extra = indicator("strength", "practice", "input");
    document["framework"]["indicators"].as_array_mut().unwrap().push(extra);
    let observations = document["dataset"]["observations"].as_array_mut().unwrap();
    for (of, value) in [("A", 3.0), ("B", 1.0)] {
        observations.push(json!({ "unit": "ab", "indicator": "strength", "period": 2020, "of": of, "value": value }));
    }
    document["method"] =
        json!({ "nodes": [{ "id": "favour", "members": { "method": "weighted-mean", "by": "strength" } }] });
    // (3 × 90 + 1 × 40) / 4
    assert_eq!(favour(&open(&document), "ab").0, Some(77.5));
}

#[test]
fn a_member_that_belongs_and_has_no_value_is_said_one_that_left_is_not() {
    let scorecard = open(&document()).score(&ScoreRequest::default()).unwrap();
    let said = |id: &str| {
        let unit = scorecard.units.iter().find(|unit| unit.id == id).unwrap();
        unit.notes.iter().filter(|note| note.code().name() == "members-missing").count()
    };
    assert_eq!((said("ab"), said("ac")), (0, 1));
}

#[test]
fn a_judgement_with_a_wrong_member_no_value_or_a_cell_given_twice_is_refused() {
    let mut document = document();
    let observations = document["dataset"]["observations"].as_array_mut().unwrap();
    observations.push(json!({ "unit": "ab", "indicator": "favour", "period": 2020, "of": "Z", "value": 1 }));
    observations.push(json!({ "unit": "ac", "indicator": "favour", "period": 2020, "of": "C" }));
    observations.push(json!({ "unit": "ab", "indicator": "exercises", "period": 2020, "rater": "kim", "value": 1 }));
    observations.push(json!({ "unit": "ac", "indicator": "exercises", "period": 2020, "value": 1 }));
    assert_eq!(
        codes(&document),
        [
            "member-unknown dataset.observations[3].of",
            "missing-key dataset.observations[4]",
            "cell-given-twice dataset.observations[5]",
            "judgement-misplaced dataset.observations[6].value",
        ]
    );
}

#[test]
fn opinion_as_a_share_is_that_share_and_the_others_keep_their_proportions() {
    let mut document = document();
    document["method"] = json!({ "opinion": { "node": "opinion", "as": "share", "weight": 0.25 } });
    let scorecard = open(&document).score(&ScoreRequest::default()).unwrap();
    let share = |id: &str| scorecard.nodes.iter().find(|node| node.id == id).unwrap().share;
    assert_eq!((share("opinion"), share("practice")), (0.25, 0.75));
    let ab = scorecard.units.iter().find(|unit| unit.id == "ab").unwrap();
    // 0.25 × 40 + 0.75 × 50
    assert_eq!(ab.score, Some(47.5));
}

#[test]
fn opinion_as_credibility_scales_the_rest_and_a_unit_without_it_says_so() {
    let mut document = document();
    document["dataset"]["observations"] =
        json!([{ "unit": "ab", "indicator": "favour", "period": 2020, "of": "B", "value": 25 }]);
    document["method"] = json!({ "opinion": { "node": "opinion", "as": "credibility", "weight": 0.5 } });
    let scorecard = open(&document).score(&ScoreRequest::default()).unwrap();
    let unit = |id: &str| scorecard.units.iter().find(|unit| unit.id == id).unwrap();
    // 50 × √0.25, and 80 as it is.
    assert!((unit("ab").score.unwrap() - 25.0).abs() < 1e-12);
    assert_eq!(unit("ac").score, Some(80.0));
    assert!(unit("ac").notes.iter().any(|note| note.code().name() == "opinion-missing"));
    assert_eq!(unit("ac").possible.unwrap().lower, 0.0);
    assert!(unit("ab").parts[1..].iter().all(|part| part.contribution.is_none()));
    assert!(scorecard.notes.iter().any(|note| note.code().name() == "contributions-absent"));
}

#[test]
fn each_objective_ranks_by_its_own_weights_and_tags_are_taken_together() {
    let mut document = document();
    document["dataset"]["observations"].as_array_mut().unwrap()[2]["value"] = json!(10);
    document["objectives"] = json!([
        { "id": "legitimacy", "title": "Legitimacy", "weights": [{ "id": "practice", "weight": 0 }] },
        { "id": "deterrence", "title": "Deterrence", "weights": [{ "id": "opinion", "weight": 0 }] },
    ]);
    let study = open(&document);
    let table = study.objectives(None).unwrap();
    let names: Vec<_> = table.objectives.iter().map(|objective| objective.id.as_str()).collect();
    assert_eq!(names, ["deterrence", "legitimacy"]);
    let cells = |id: &str| table.units.iter().find(|unit| unit.id == id).unwrap().results.clone();
    assert_eq!(
        cells("ab").iter().map(|cell| (cell.score, cell.rank)).collect::<Vec<_>>(),
        [(Some(50.0), Some(2)), (Some(40.0), Some(1))]
    );
    assert_eq!(
        cells("ac").iter().map(|cell| (cell.score, cell.rank)).collect::<Vec<_>>(),
        [(Some(80.0), Some(1)), (Some(10.0), Some(2))]
    );
    let scorecard = study.score(&ScoreRequest::default()).unwrap();
    let tags: Vec<_> = scorecard.units[0].tags.iter().map(|tag| tag.value).collect();
    assert_eq!(scorecard.units[0].id, "ab");
    assert_eq!(tags, [None, Some(50.0), Some(40.0)]);
}

#[test]
fn a_preset_with_a_fault_names_its_place() {
    let mut document = document();
    document["presets"] =
        json!([{ "id": "p", "title": "P", "method": { "nodes": [{ "id": "nobody", "weight": 1 }] } }]);
    document["objectives"] = json!([{ "id": "o", "title": "O", "weights": [{ "id": "nowhere", "weight": 1 }] }]);
    assert_eq!(
        codes(&document),
        ["node-unknown presets[0].method.nodes[0].id", "node-unknown objectives[0].weights[0].id"]
    );
}
