//! How children become one score.

use comity::StudyDocument;
use comity::aggregation::{Aggregation, Children, Missing};
use comity::numeric::{MISSING, Scale};
use serde_json::{Value, json};

use crate::support::generate::Random;
use crate::{near, shuffled};

/// A method as a document writes it, with what holds of it.
struct Method {
    of: Value,
    /// Whether the score lies between the lowest and the highest child.
    between: bool,
    /// Whether it never falls when a child rises.
    monotone: bool,
}

fn methods() -> Vec<Method> {
    let method = |of: Value, between, monotone| Method { of, between, monotone };
    vec![
        method(json!("arithmetic"), true, true),
        method(json!("geometric"), true, true),
        method(json!("harmonic"), true, true),
        method(json!({ "method": "power", "exponent": 3 }), true, true),
        method(json!({ "method": "power", "exponent": -7.5 }), true, true),
        method(json!({ "method": "power", "exponent": 0 }), true, true),
        method(json!({ "method": "power", "exponent": 100 }), true, true),
        method(json!("median"), true, true),
        method(json!("minimum"), true, true),
        method(json!("maximum"), true, true),
        method(json!({ "method": "owa", "weights": [1, 0, 3, 2] }), true, true),
        method(json!({ "method": "owa", "exponent": 2 }), true, true),
        method(
            json!({ "method": "choquet", "pairs": [
            { "first": "a", "second": "b", "interaction": 1 },
            { "first": "b", "second": "c", "interaction": -1 },
        ] }),
            true,
            true,
        ),
        method(json!({ "method": "veto", "floor": 30 }), false, true),
        method(json!({ "method": "veto", "floor": 40, "cap": 10 }), false, true),
        // A child far above the others adds more to the imbalance than to the mean.
        method(json!("mazziotta-pareto"), false, false),
        method(json!({ "method": "adjusted-mazziotta-pareto", "penalty": "down" }), false, false),
        method(json!({ "method": "adjusted-mazziotta-pareto", "penalty": "up" }), false, false),
        method(json!("borda"), false, true),
        method(json!("copeland"), false, true),
        // Distances are measured in those of all units, the moved one among them.
        method(json!("wroclaw"), false, false),
        method(json!("benefit-of-the-doubt"), false, true),
    ]
}

#[test]
fn every_aggregation_is_in_the_table() {
    let known = methods();
    for name in Aggregation::NAMES {
        let here = known.iter().any(|method| method.of.as_str().or(method.of["method"].as_str()) == Some(name));
        assert!(here, "`{name}` is not in the table");
    }
}

const IDS: [&str; 4] = ["a", "b", "c", "d"];

/// The framework's nodes: a root and four indicators.
fn document(aggregation: &Value, columns: &[Vec<f64>], weights: &[f64], missing: &str) -> Value {
    let units = columns[0].len();
    let cell = |value: &f64| if value.is_nan() { Value::Null } else { json!(value) };
    json!({
        "schema": 0, "id": "table", "title": "Table",
        "framework": {
            "dimensions": [{ "id": "root", "name": "Root" }],
            "indicators": IDS.map(|id| json!({
                "id": id, "name": id, "parent": "root", "unitOfMeasure": "points", "direction": "higher-is-better",
                "goalposts": { "lower": 0, "upper": 100, "basis": "judgement" },
            })),
        },
        "dataset": {
            "units": (0..units).map(|unit| json!({ "id": format!("u{unit:03}"), "name": "A unit" })).collect::<Vec<_>>(),
            "periods": [2020],
            "indicators": IDS.iter().zip(columns).map(|(id, column)| json!({
                "id": id, "values": column.iter().map(cell).collect::<Vec<_>>(),
            })).collect::<Vec<_>>(),
        },
        "method": {
            "nodes": IDS.iter().zip(weights).map(|(id, weight)| json!({ "id": id, "weight": weight }))
                .chain([json!({ "id": "root", "aggregation": aggregation, "missing": missing })]).collect::<Vec<_>>(),
        },
    })
}

/// The scores of the units, missing ones NaN, as a study gives them.
fn scores(aggregation: &Value, columns: &[Vec<f64>], weights: &[f64], missing: &str) -> Vec<f64> {
    let document = document(aggregation, columns, weights, missing).to_string();
    let study = comity::Study::open_json(&document).unwrap_or_else(|error| panic!("{error}\n{aggregation}"));
    let mut ranker = study.ranker(None).unwrap();
    let outline = study.outline();
    let all: Vec<f64> = outline.nodes.iter().map(|node| node.weight).collect();
    let (mut scores, mut ranks) = (vec![0.0; outline.units.len()], vec![0; outline.units.len()]);
    ranker.rank(&all, &mut scores, &mut ranks).unwrap();
    scores
}

fn for_children(check: impl Fn(&mut Random, &Method, &[Vec<f64>], &[f64])) {
    for seed in 0..25 {
        for method in methods() {
            let random = &mut Random::new(seed);
            let units = 1 + random.below(8) as usize;
            let mut value = || match random.below(8) {
                0 => 0.0,
                1 => 100.0,
                2 => 50.0,
                _ => 100.0 * random.unit(),
            };
            let columns: Vec<Vec<f64>> = IDS.iter().map(|_| (0..units).map(|_| value()).collect()).collect();
            let weights: Vec<f64> = IDS.iter().map(|_| 0.5 + random.unit()).collect();
            check(random, &method, &columns, &weights);
        }
    }
}

#[test]
fn scores_lie_on_the_scale_and_means_between_their_parts() {
    for_children(|_, method, columns, weights| {
        let scores = scores(&method.of, columns, weights, "rescale");
        for (unit, score) in scores.iter().enumerate() {
            let children = columns.iter().map(|column| column[unit]);
            let (low, high) = children.fold((f64::INFINITY, 0.0_f64), |(low, high), x| (low.min(x), high.max(x)));
            let (low, high) = if method.between { (low, high) } else { (0.0, 100.0) };
            assert!((low - 1e-9..=high + 1e-9).contains(score), "{}: {score} of {low} to {high}", method.of);
        }
    });
}

#[test]
fn a_child_that_rises_never_lowers_the_score() {
    for_children(|random, method, columns, weights| {
        let before = scores(&method.of, columns, weights, "rescale");
        let mut columns = columns.to_vec();
        let unit = random.below(before.len() as u64) as usize;
        let place = &mut columns[random.below(4) as usize][unit];
        *place += (100.0 - *place) * random.unit();
        let after = scores(&method.of, &columns, weights, "rescale");
        assert!(after[unit] >= before[unit] - 1e-9 || !method.monotone, "{}: {before:?} {after:?}", method.of);
    });
}

#[test]
fn equal_children_are_the_score_of_every_mean() {
    for_children(|_, method, columns, weights| {
        let columns = vec![columns[0].clone(); 4];
        let scores = scores(&method.of, &columns, weights, "rescale");
        let same = scores.iter().zip(&columns[0]).all(|(score, child)| near(*score, *child));
        assert!(same || !method.between, "{}: {scores:?} {columns:?}", method.of);
    });
}

#[test]
fn the_order_of_units_changes_nothing() {
    for_children(|random, method, columns, weights| {
        let order = shuffled(random, columns[0].len());
        let moved = crate::reordered(columns, &order);
        let (before, after) =
            (scores(&method.of, columns, weights, "rescale"), scores(&method.of, &moved, weights, "rescale"));
        assert!(order.iter().zip(&after).all(|(unit, score)| near(before[*unit], *score)), "{}", method.of);
    });
}

#[test]
fn a_missing_child_is_never_zero_and_the_rule_for_it_holds() {
    for_children(|random, method, columns, weights| {
        let mut columns = columns.to_vec();
        let unit = random.below(columns[0].len() as u64) as usize;
        columns[random.below(4) as usize][unit] = MISSING;
        let left = scores(&method.of, &columns, weights, "leave-missing");
        assert!(left[unit].is_nan(), "{}: {left:?}", method.of);
        let rescaled = scores(&method.of, &columns, weights, "rescale");
        assert!(rescaled.iter().all(|score| score.is_finite()), "{}: {rescaled:?}", method.of);
        if method.between {
            let present = columns.iter().map(|column| column[unit]).filter(|x| !x.is_nan());
            let low = present.fold(f64::INFINITY, f64::min);
            assert!(rescaled[unit] >= low - 1e-9, "{}: {} below {low}", method.of, rescaled[unit]);
        }
    });
}

#[test]
fn a_comparison_with_a_missing_value_credits_nobody_whichever_unit_comes_later() {
    let weights = [1.0, 1.0, 1.0, 1.0];
    let gap = MISSING;
    let rows = [vec![60.0, 10.0, 30.0, gap], vec![10.0, 60.0, gap, 20.0]];
    for order in [[0, 1], [1, 0]] {
        let columns: Vec<Vec<f64>> =
            (0..4).map(|child| order.iter().map(|unit| rows[*unit][child]).collect()).collect();
        assert_eq!(scores(&json!("copeland"), &columns, &weights, "rescale"), [50.0, 50.0]);
    }
}

#[test]
fn magnitudes_of_scales_leave_no_number_behind() {
    for upper in [1e-30, 1.0, 1e30] {
        for method in methods() {
            let Some(aggregation) = decoded(&method.of) else { panic!("{}", method.of) };
            let columns: Vec<f64> =
                [0.0, 0.2, 1.0, 0.7, 0.0, 0.1, 0.5, 0.5, 1.0, 1e-12, 0.3, 0.9].map(|share| share * upper).to_vec();
            let children = Children {
                columns: &columns,
                first: 0,
                stride: 3,
                units: 0..3,
                positions: &[0, 1, 2, 3],
                weights: &[1e-30, 1.0, 1e30, 2.0],
                missing: Missing::Rescale,
                complete: true,
                ranked: &[true; 3],
                scale: Scale { lower: 0.0, upper },
                nodes: &[],
            };
            let mut out = [0.0; 3];
            aggregation.method().aggregate(&children, &mut out, &mut [0.0; 3]);
            assert!(out.iter().all(|score| score.is_finite()), "{} to {upper}: {out:?}", method.of);
        }
    }
}

/// A method as the decoder reads it.
fn decoded(method: &Value) -> Option<Aggregation> {
    let columns = vec![vec![1.0]; 4];
    let text = document(method, &columns, &[1.0; 4], "rescale").to_string();
    let study = comity::Study::open_json(&text).ok()?;
    let document: &StudyDocument = study.document();
    document.method.nodes.iter().find_map(|node| node.choices.aggregation.clone())
}
