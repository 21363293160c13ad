//! Numbers of every size.

use std::cell::Cell;

use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

use crate::finite::assert_finite;
use crate::{cases, flat, open, scorecards, width};

/// Any number that an observation may be, the extremes often.
fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        3 => (-30.0..30.0_f64, prop::bool::ANY).prop_map(|(exponent, negative)| 10_f64.powf(exponent) * if negative { -1.0 } else { 1.0 }),
        1 => prop::sample::select(vec![0.0, -0.0, 1e30, -1e30, 1e-30, 5e-324, -5e-324, f64::MIN_POSITIVE, 1.0, -1.0, 0.1]),
        1 => prop::num::f64::SUBNORMAL,
    ]
}

/// Two different numbers, the lower first.
fn ends() -> impl Strategy<Value = (f64, f64)> {
    (number(), number()).prop_filter("two ends", |(one, other)| one < other)
}

fn direction() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(json!("higher-is-better")),
        Just(json!("lower-is-better")),
        number().prop_map(|target| json!({ "target": target })),
        ends().prop_map(|(lower, upper)| json!({ "range": [lower, upper] })),
    ]
}

fn normalisation() -> impl Strategy<Value = Value> {
    prop_oneof![
        2 => Just(json!("min-max")),
        2 => ends().prop_map(|(lower, upper)| json!({ "method": "goalposts", "lower": lower, "upper": upper })),
        1 => (ends(), number()).prop_map(|((lower, upper), offset)| {
            json!({ "method": "log-saturation", "lower": lower, "upper": upper, "offset": offset })
        }),
    ]
}

/// An indicator: weight, values, direction, normalisation, whether it sums over years.
type Indicator = (f64, Vec<Option<f64>>, Value, Value, bool);

fn indicator() -> impl Strategy<Value = Indicator> {
    let values = prop::collection::vec(prop::option::weighted(0.85, number()), 8);
    let weight = prop_oneof![4 => 0.001..10.0_f64, 1 => Just(0.0), 2 => (-30.0..30.0_f64).prop_map(|exponent| 10_f64.powf(exponent))];
    (weight, values, direction(), normalisation(), prop::bool::ANY)
}

fn document(indicators: &[Indicator], scale: (f64, f64), geometric: bool) -> Value {
    let weights: Vec<f64> = indicators.iter().map(|indicator| indicator.0).collect();
    let mut document = flat(&weights, &vec![vec![None; weights.len()]; 4]);
    document["dataset"]["periods"] = json!([2019, 2020]);
    document["method"]["scale"] = json!({ "lower": scale.0, "upper": scale.1 });
    document["method"]["defaults"]["aggregation"] =
        json!(if geometric && scale.0 >= 0.0 { "geometric" } else { "arithmetic" });
    for (number, (_, values, direction, normalisation, sum)) in indicators.iter().enumerate() {
        document["framework"]["indicators"][number]["direction"] = direction.clone();
        document["dataset"]["indicators"][number]["values"] = json!(values);
        let choices = &mut document["method"]["nodes"][number];
        choices["normalisation"] = normalisation.clone();
        if *sum {
            choices["combination"] = json!({ "method": "sum", "years": 2, "minimum": 1 });
        }
    }
    document
}

fn scale() -> impl Strategy<Value = (f64, f64)> {
    let usual = vec![(0.0, 100.0), (0.0, 1.0), (-50.0, 50.0), (0.0, 1e-30), (-1e30, 1e30), (1.0, 100.0)];
    prop_oneof![2 => prop::sample::select(usual), 1 => ends()]
}

#[test]
fn numbers_of_every_magnitude_give_finite_scores_on_the_scale() {
    let opened = Cell::new(0);
    let all = (prop::collection::vec(indicator(), 1..5), scale(), prop::bool::ANY);
    let outcome = TestRunner::new(cases(2_000)).run(&all, |(indicators, scale, geometric)| {
        // What cannot be placed at all is refused with its reason: a logarithm that does not exist, weights that are all zero.
        let document = document(&indicators, scale, geometric);
        let Ok(study) = comity::Study::open_json(&document.to_string()) else { return Ok(()) };
        opened.set(opened.get() + 1);
        assert_finite(&study);
        for card in scorecards(&study) {
            let slack = 1e-12 * width(&card);
            for unit in &card.units {
                if let Some(score) = unit.score {
                    let on_scale = card.scale.lower - slack <= score && score <= card.scale.upper + slack;
                    prop_assert!(on_scale, "{}: {score} on {:?}", unit.id, card.scale);
                }
            }
        }
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
    assert!(opened.get() > 500, "only {} could be opened", opened.get());
}

#[test]
fn magnitudes_beyond_the_ceiling_are_refused_and_at_it_are_not() {
    for (value, accepted) in [(1e30, true), (-1e30, true), (1.000_000_1e30, false), (1e308, false), (-1e308, false)] {
        let text = flat(&[1.0], &[vec![Some(7.0)], vec![None]]).to_string().replacen(
            "[7.0,null]",
            &format!("[{value:e},3]"),
            1,
        );
        match comity::Study::open_json(&text) {
            Ok(study) => {
                assert!(accepted, "{value} was accepted");
                assert_finite(&study);
            }
            Err(error) => assert!(!accepted && error.code() == comity::Code::NumberAbsurd, "{value}: {error}"),
        }
    }
}

#[test]
fn a_negative_zero_is_a_zero() {
    let text = flat(&[1.0, 2.0], &[vec![Some(7.0), Some(3.0)], vec![Some(0.0), Some(0.0)]]).to_string();
    let negative = text.replace("0.0", "-0.0");
    assert_ne!(text, negative);
    let (study, other) = (open(&serde_json::from_str(&text).unwrap()), comity::Study::open_json(&negative).unwrap());
    assert_eq!(study.hash(), other.hash());
    assert_finite(&other);
}
