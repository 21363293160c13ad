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

/// The figures beside a unit's score, by name.
fn figures(ranking: &Value) -> Vec<(String, Option<f64>, Vec<(&'static str, f64)>)> {
    let card = open(ranking, &json!("equal")).score(&ScoreRequest::default()).unwrap();
    let figures =
        |unit: &comity::study::UnitScore| unit.figures.iter().map(|own| (own.name, own.value.unwrap())).collect();
    card.units.iter().map(|unit| (unit.id.clone(), unit.score, figures(unit))).collect()
}

#[test]
fn what_a_ranking_gives_beside_the_score_is_on_the_scorecard() {
    for method in ["promethee-1", "promethee-2"] {
        for (id, score, figures) in figures(&json!(method)) {
            let [("positive-flow", positive), ("negative-flow", negative)] = figures[..] else { panic!("{figures:?}") };
            assert!((score.unwrap() - (positive - negative)).abs() < 1e-12, "{method} {id}");
        }
    }
    let vikor = figures(&json!({ "method": "vikor", "v": 1 }));
    let s: Vec<f64> = vikor.iter().map(|(_, _, figures)| figures[0].1).collect();
    let (least, most) = (s.iter().copied().fold(f64::INFINITY, f64::min), s.iter().copied().fold(0.0, f64::max));
    for ((_, score, figures), s) in vikor.iter().zip(&s) {
        let [("s", _), ("r", r), ("compromise", chosen)] = figures[..] else { panic!("{figures:?}") };
        assert!((score.unwrap() - (s - least) / (most - least)).abs() < 1e-12);
        assert!((0.0..=1.0 / 3.0 + 1e-12).contains(&r), "the largest regret is at most a weight");
        assert!(chosen == 1.0 || score.unwrap() > 0.0);
    }
    for (_, score, figures) in figures(&json!("electre-3")) {
        let [("descending", down), ("ascending", up)] = figures[..] else { panic!("{figures:?}") };
        assert_eq!(score, Some(f64::midpoint(down, up)));
    }
    for (_, _, figures) in figures(&json!("multimoora")) {
        assert_eq!(
            figures.iter().map(|own| own.0).collect::<Vec<_>>(),
            ["ratio-rank", "reference-point-rank", "product-rank"]
        );
        assert!(figures.iter().all(|own| (1.0..=5.0).contains(&own.1)));
    }
    assert!(figures(&json!("topsis")).iter().all(|(_, _, figures)| figures.is_empty()));
}

#[test]
fn siblings_attributions_sum_to_what_their_parent_is_above_the_mean_unit() {
    for aggregation in aggregations() {
        let mut document = document(&json!("tree"), &json!("given"));
        document["method"]["defaults"]["aggregation"] = aggregation.clone();
        let study = Study::open_json(&document.to_string()).unwrap();
        let others = ["arithmetic", "mazziotta-pareto", "borda", "copeland", "wroclaw", "benefit-of-the-doubt"];
        for unit in 0..5 {
            let nodes = study.trace(&format!("u{unit}"), &ScoreRequest::default()).unwrap().nodes;
            let parts: Vec<f64> = nodes[1..].iter().filter_map(|node| node.attribution).collect();
            if others.contains(&name(&aggregation)) {
                assert_eq!((parts.len(), nodes[0].baseline), (0, None), "{aggregation}");
                continue;
            }
            assert_eq!(parts.len(), 3, "{aggregation}");
            let above = nodes[0].value.unwrap() - nodes[0].baseline.unwrap();
            assert!((parts.iter().sum::<f64>() - above).abs() < 1e-10, "{aggregation}: {parts:?} for {above}");
        }
    }
}

#[test]
fn an_attribution_is_the_mean_of_what_an_arrival_changes() {
    // On the scale a is 10, 40, 20, 90, 50 (mean 42) and b 70, 80, 40, 90, 50 (mean 66); c weighs nothing.
    let mut document = document(&json!("tree"), &json!("given"));
    document["method"]["nodes"] = json!([{ "id": "c", "weight": 0 }, { "id": "root", "aggregation": "minimum" }]);
    let study = Study::open_json(&document.to_string()).unwrap();
    let nodes = study.trace("u3", &ScoreRequest::default()).unwrap().nodes;
    let of = |id: &str| nodes.iter().find(|node| node.node.id == id).unwrap();
    // From 42: a first, to min(90, 66) = 66, then b to 90; or b first, no change, then a to 90.
    let near = |got: Option<f64>, expected: f64| (got.unwrap() - expected).abs() < 1e-12;
    assert!(near(of("root").baseline, 42.0));
    assert!(near(of("a").attribution, (24.0 + 48.0) / 2.0));
    assert!(near(of("b").attribution, (24.0 + 0.0) / 2.0));
    assert_eq!(of("c").attribution, None);
}

#[test]
fn the_hierarchy_of_the_relocation_example_has_its_printed_weights() {
    let text =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/hier-ahp-saaty-cities.json"));
    let case: Value = serde_json::from_str(&text.unwrap()).unwrap();
    let inputs = &case["inputs"];
    let judged = |ids: &[String], matrix: &Value| {
        let mut judgements = Vec::new();
        for (row, first) in ids.iter().enumerate() {
            for (column, second) in ids.iter().enumerate().skip(row + 1) {
                judgements.push(json!({ "first": first, "second": second, "value": matrix[row][column] }));
            }
        }
        json!({ "method": "ahp", "judgements": judgements })
    };
    let criteria: Vec<String> = (0..5).map(|criterion| format!("criterion-{criterion}")).collect();
    let mut dimensions = vec![json!({ "id": "root", "name": "Root" })];
    let mut nodes = vec![json!({ "id": "root", "weighting": judged(&criteria, &inputs["criteria_matrix"]) })];
    let (mut indicators, mut columns) = (Vec::new(), Vec::new());
    for (at, criterion) in criteria.iter().enumerate() {
        dimensions.push(json!({ "id": criterion, "name": criterion, "parent": "root" }));
        let cities: Vec<String> = (0..4).map(|city| format!("{criterion}-city-{city}")).collect();
        nodes.push(json!({ "id": criterion, "weighting": judged(&cities, &inputs["alternative_matrices"][at]) }));
        for city in &cities {
            indicators.push(json!({ "id": city, "name": city, "parent": criterion, "unitOfMeasure": "points",
                "direction": "higher-is-better", "goalposts": { "lower": 0, "upper": 1, "basis": "judgement" } }));
            columns.push(json!({ "id": city, "values": [1] }));
        }
    }
    let document = json!({
        "schema": 0, "id": "relocation", "title": "Relocation",
        "framework": { "dimensions": dimensions, "indicators": indicators },
        "dataset": { "units": [{ "id": "u", "name": "U" }], "periods": [2020], "indicators": columns },
        "method": { "nodes": nodes },
    });
    let card = Study::open_json(&document.to_string()).unwrap().score(&ScoreRequest::default()).unwrap();
    for city in 0..4 {
        let own = card.nodes.iter().filter(|node| node.id.ends_with(&format!("city-{city}")));
        let weight: f64 = own.map(|node| node.effective_weight).sum();
        let expected = case["expected"]["global_weights"][city].as_f64().unwrap();
        assert!((weight - expected).abs() < 1e-8, "{city}: {weight}, expected {expected}");
    }
}
