//! What holds of every method of the stages between combination and weighting, by a table over all of them.

use std::cell::Cell;

use comity::{Code, Study};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

use crate::finite::assert_finite;
use crate::support::generate::Random;
use crate::support::methods::{self, imputations, name, normalisations, treatments};
use crate::{cases, flat, open, part, score, scorecards, traces, unit};

/// Units of one indicator under one normalisation, all else plain. A rubric indicator where the method needs one.
fn one(normalisation: &Value, direction: &str, values: &[Option<f64>]) -> Value {
    let mut document = flat(&[1.0], &values.iter().map(|value| vec![*value]).collect::<Vec<_>>());
    for (at, unit) in document["dataset"]["units"].as_array_mut().unwrap().iter_mut().enumerate() {
        unit["id"] = json!(format!("u{at}"));
    }
    let indicator = &mut document["framework"]["indicators"][0];
    indicator["direction"] = json!(direction);
    if name(normalisation) == "rubric-level" {
        indicator["rubric"] = (0..6).map(|level| json!({ "level": level, "description": "x" })).collect();
    }
    document["method"]["nodes"][0]["normalisation"] = normalisation.clone();
    document
}

/// Values on which every normalisation is defined: levels of the rubric, some equal.
const LEVELS: [f64; 6] = [3.0, 1.0, 4.0, 1.0, 5.0, 2.0];

fn places(document: &Value) -> Vec<Option<f64>> {
    let study = open(document);
    let card = score(&study, 2020);
    study.outline().units.iter().map(|row| part(unit(&card, &row.id), "i000").value).collect()
}

#[test]
fn every_method_of_every_stage_is_in_the_tables() {
    methods::assert_all_are_listed();
}

#[test]
fn every_normalisation_places_better_values_no_lower_and_equal_values_alike() {
    for normalisation in normalisations() {
        for (direction, sign) in [("higher-is-better", 1.0), ("lower-is-better", -1.0)] {
            let values: Vec<Option<f64>> = LEVELS.iter().map(|value| Some(*value)).collect();
            let places = places(&one(&normalisation, direction, &values));
            for (a, place) in LEVELS.iter().zip(&places) {
                for (b, other) in LEVELS.iter().zip(&places) {
                    let (place, other) = (place.unwrap(), other.unwrap());
                    if a.total_cmp(b).is_eq() {
                        assert_eq!(place.to_bits(), other.to_bits(), "{normalisation} {direction} {a}");
                    } else if sign * a > sign * b {
                        assert!(place >= other, "{normalisation} {direction}: {a} at {place}, {b} at {other}");
                    }
                }
            }
            let (worst, best) = places
                .iter()
                .flatten()
                .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), place| (low.min(*place), high.max(*place)));
            assert!(worst < best, "{normalisation} {direction} tells nothing apart: {places:?}");
        }
    }
}

#[test]
fn missing_stays_missing_under_every_normalisation_and_moves_nobody() {
    for normalisation in normalisations() {
        let values: Vec<Option<f64>> = LEVELS.iter().map(|value| Some(*value)).collect();
        let with: Vec<Option<f64>> = values.iter().copied().chain([None]).collect();
        let (places, others) = (
            places(&one(&normalisation, "higher-is-better", &values)),
            places(&one(&normalisation, "higher-is-better", &with)),
        );
        assert_eq!(others.last(), Some(&None), "{normalisation}");
        for (place, other) in places.iter().zip(&others) {
            assert_eq!(place.map(f64::to_bits), other.map(f64::to_bits), "{normalisation}");
        }
    }
}

#[test]
fn constants_and_single_units_have_one_place_under_every_normalisation() {
    for normalisation in normalisations() {
        for values in [vec![Some(2.0)], vec![Some(2.0); 4], vec![Some(0.0); 3], vec![Some(1.0), None, Some(1.0)]] {
            for direction in ["higher-is-better", "lower-is-better"] {
                let document = one(&normalisation, direction, &values);
                let places = places(&document);
                let present: Vec<f64> = places.iter().flatten().copied().collect();
                assert_eq!(present.len(), values.iter().flatten().count(), "{normalisation} {values:?}");
                assert!(
                    present.windows(2).all(|pair| pair[0].to_bits() == pair[1].to_bits()),
                    "{normalisation} {values:?}"
                );
                assert_finite(&open(&document));
            }
        }
    }
}

/// A number of any magnitude.
fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        3 => (-30.0..30.0_f64, prop::bool::ANY).prop_map(|(exponent, negative)| 10_f64.powf(exponent) * if negative { -1.0 } else { 1.0 }),
        2 => prop::sample::select(vec![0.0, 1.0, -1.0, 0.1, 1e30, -1e30, 1e-30, 5e-324]),
        2 => -10.0..10.0_f64,
    ]
}

/// A study of four units, three indicators and three periods, groups among them, whose choices are given.
fn study_of(values: &[Option<f64>], direction: &str, choices: &Value) -> Value {
    let mut document = flat(&[1.0, 2.0, 0.5], &[vec![None; 3], vec![None; 3], vec![None; 3], vec![None; 3]]);
    document["dataset"]["periods"] = json!([2018, 2020, 2021]);
    for (at, unit) in document["dataset"]["units"].as_array_mut().unwrap().iter_mut().enumerate() {
        unit["id"] = json!(format!("u{at}"));
        if at != 3 {
            unit["group"] = json!(["one", "two"][at % 2]);
        }
    }
    for (at, values) in values.chunks(12).enumerate() {
        document["dataset"]["indicators"][at]["values"] = json!(values);
        document["framework"]["indicators"][at]["direction"] = json!(direction);
    }
    document["method"]["defaults"] = choices.clone();
    document
}

#[test]
fn numbers_of_every_magnitude_give_finite_numbers_under_every_method_of_every_stage() {
    let (opened, refused) = (Cell::new(0), Cell::new(0));
    let values = prop::collection::vec(prop::option::weighted(0.8, number()), 36);
    let pool = prop::sample::select(vec!["period", "panel"]);
    let direction = prop::sample::select(vec!["higher-is-better", "lower-is-better"]);
    let denominated = prop::bool::weighted(0.3);
    let normalisation = prop::sample::select(normalisations());
    let all = (
        values,
        pool,
        direction,
        denominated,
        normalisation,
        prop::sample::select(imputations()),
        prop::sample::select(treatments()),
    );
    let outcome = TestRunner::new(cases(1_500)).run(&all, |(values, pool, direction, denominated, normalisation, imputation, treatment)| {
        let denomination = methods::denominations("i000")[usize::from(denominated)].clone();
        let choices = json!({
            "pool": pool, "imputation": imputation, "treatment": treatment, "denomination": denomination, "normalisation": normalisation,
        });
        match Study::open_json(&study_of(&values, direction, &choices).to_string()) {
            Ok(study) => {
                opened.set(opened.get() + 1);
                assert_finite(&study);
            }
            // Only a rubric is asked for in vain here.
            Err(error) => {
                prop_assert_eq!(error.code(), Code::RubricMissing, "{}", error);
                refused.set(refused.get() + 1);
            }
        }
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
    assert!(opened.get() > 1_000 && refused.get() > 0, "{} opened, {} refused", opened.get(), refused.get());
}

/// A study of every generated shape with one choice for all its indicators; none where it does not fit one of them.
fn generated(seed: u64, stage: &str, choice: &Value) -> Option<(Value, Study)> {
    let mut document = crate::support::generate::study(seed);
    for node in document["method"]["nodes"].as_array_mut().unwrap() {
        let node = node.as_object_mut().unwrap();
        node.remove(stage);
        if node.contains_key("normalisation") {
            node.insert("normalisation".into(), json!("min-max"));
        }
    }
    for indicator in document["framework"]["indicators"].as_array_mut().unwrap() {
        if !indicator["direction"].is_string() {
            indicator["direction"] = json!("lower-is-better");
        }
    }
    document["method"]["defaults"][stage] = choice.clone();
    let study = Study::open_json(&document.to_string()).ok()?;
    Some((document, study))
}

#[test]
fn an_imputation_changes_no_value_that_is_there_and_every_filled_cell_is_said_and_traced() {
    for choice in imputations() {
        let mut filled = 0;
        for seed in 0..30 {
            let (_, study) = generated(seed, "imputation", &choice).expect("an imputation fits every indicator");
            let (_, plain) = generated(seed, "imputation", &json!("none")).unwrap();
            for (card, bare) in scorecards(&study).iter().zip(scorecards(&plain)) {
                for (trace, other) in traces(&study, card.period).iter().zip(traces(&plain, card.period)) {
                    let row = unit(card, &trace.unit);
                    assert_eq!(row.coverage, unit(&bare, &trace.unit).coverage, "coverage counts what was observed");
                    for (node, other) in trace.nodes.iter().zip(&other.nodes) {
                        let (Some(evidence), Some(plain)) = (&node.evidence, &other.evidence) else { continue };
                        assert_eq!(evidence.combined.map(f64::to_bits), plain.combined.map(f64::to_bits));
                        let path = format!("units.{}.{}", trace.unit, node.node.id);
                        let said = row
                            .notes
                            .iter()
                            .any(|note| note.code() == Code::ValueImputed && note.path().to_string() == path);
                        assert_eq!(said, evidence.imputed.is_some(), "{choice} {path}");
                        if let Some(imputed) = &evidence.imputed {
                            assert!(
                                evidence.combined.is_none()
                                    && imputed.value.is_some()
                                    && imputed.method == name(&choice)
                            );
                            assert!(node.value.is_some(), "{choice} {path}");
                            filled += 1;
                        }
                    }
                }
            }
        }
        assert_eq!(
            filled > 0,
            name(&choice) != "none" && !name(&choice).starts_with("group"),
            "{choice} filled {filled}"
        );
    }
}

#[test]
fn a_treatment_turns_no_order_round_and_every_touched_cell_is_said_and_traced() {
    for choice in treatments() {
        let mut touched = 0;
        for seed in 0..40 {
            let Some((_, study)) = generated(seed, "treatment", &choice) else { continue };
            for card in scorecards(&study) {
                let traces = traces(&study, card.period);
                let nodes = traces.first().map_or(0, |trace| trace.nodes.len());
                for node in 0..nodes {
                    let mut pairs: Vec<(f64, f64)> = Vec::new();
                    for trace in &traces {
                        let Some(evidence) = &trace.nodes[node].evidence else { continue };
                        let Some(before) = evidence.combined else { continue };
                        let after = evidence.treated.as_ref().map_or(before, |treated| treated.value.unwrap());
                        pairs.push((before, after));
                        let path = format!("units.{}.{}", trace.unit, trace.nodes[node].node.id);
                        let notes = &unit(&card, &trace.unit).notes;
                        let said = notes
                            .iter()
                            .any(|note| note.code() == Code::ValueTreated && note.path().to_string() == path);
                        assert_eq!(said, before.to_bits() != after.to_bits(), "{choice} {path}");
                        touched += usize::from(said);
                    }
                    for (before, after) in &pairs {
                        for (other, treated) in &pairs {
                            assert!(
                                before > other || after <= treated,
                                "{choice}: {before} became {after}, {other} {treated}"
                            );
                        }
                    }
                }
            }
        }
        assert_eq!(touched > 0, name(&choice) != "none", "{choice} touched {touched}");
    }
}

#[test]
fn a_denominated_value_times_its_divisor_is_the_value_and_every_one_is_said() {
    let random = &mut Random::new(17);
    let mut divided = 0;
    for _ in 0..40 {
        let values: Vec<Option<f64>> =
            (0..36).map(|_| (!random.once_in(6)).then(|| (random.unit() * 20.0).floor() - 2.0)).collect();
        let choices = json!({ "denomination": methods::denominations("i000")[1], "normalisation": "min-max" });
        let study = open(&study_of(&values, "higher-is-better", &choices));
        for card in scorecards(&study) {
            for trace in traces(&study, card.period) {
                for node in &trace.nodes {
                    let Some(denominated) = node.evidence.as_ref().and_then(|evidence| evidence.denominated.as_ref())
                    else {
                        continue;
                    };
                    let combined = node.evidence.as_ref().and_then(|evidence| evidence.combined);
                    let path = format!("units.{}.{}", trace.unit, node.node.id);
                    let says = |code: Code| {
                        let notes = &unit(&card, &trace.unit).notes;
                        notes.iter().any(|note| note.code() == code && note.path().to_string() == path)
                    };
                    match (combined, denominated.value) {
                        (Some(combined), Some(value)) => {
                            let divisor = denominated.divisor.unwrap();
                            assert!(divisor > 0.0 && (value * divisor / 3.0 - combined).abs() < 1e-9, "{path}");
                            assert!(says(Code::ValueDenominated), "{path}");
                            divided += 1;
                        }
                        (Some(_), None) => {
                            assert!(denominated.divisor.is_none_or(|divisor| divisor <= 0.0), "{path}");
                            assert!(says(Code::DenominatorUnusable), "{path}");
                        }
                        (None, value) => assert_eq!(value, None, "{path}"),
                    }
                }
            }
        }
    }
    assert!(divided > 500, "{divided}");
}

#[test]
fn quotients_that_are_equal_are_one_whatever_the_rounding() {
    // Ten times the divisor each.
    let rows: Vec<Vec<Option<f64>>> =
        (1..200).map(|row| f64::from(row) * 0.1).map(|x| vec![Some(x), Some(x * 10.0)]).collect();
    let mut document = flat(&[0.0, 1.0], &rows);
    document["method"]["nodes"][1]["denomination"] = methods::denominations("i000")[1].clone();
    document["method"]["nodes"][1]["normalisation"] = json!("min-max");
    let card = score(&open(&document), 2020);
    assert!(card.units.iter().all(|row| row.score == Some(50.0) && row.rank == Some(1)));
    assert!(card.notes.iter().any(|note| note.code() == Code::IndicatorConstant));
}

#[test]
fn a_filled_value_leaves_open_what_a_missing_one_leaves_open() {
    let mut document =
        flat(&[1.0, 1.0], &[vec![Some(40.0), Some(60.0)], vec![Some(80.0), None], vec![Some(10.0), Some(20.0)]]);
    let bare = score(&open(&document), 2020);
    document["method"]["defaults"] = json!({ "imputation": "mean" });
    let filled = score(&open(&document), 2020);
    let (before, after) = (unit(&bare, "u001"), unit(&filled, "u001"));
    assert_eq!((before.possible, before.score), (after.possible, Some(80.0)));
    assert_eq!(after.score, Some(60.0));
    let possible = after.possible.unwrap();
    assert_eq!((possible.lower, possible.upper), (40.0, 90.0));
}

#[test]
fn bounds_taken_from_the_panel_place_a_value_alike_in_every_period() {
    let random = &mut Random::new(5);
    for normalisation in ["min-max", "z-score", "percentile-rank", "vector", "centile", "sum"] {
        let values: Vec<Option<f64>> = (0..36).map(|_| Some((random.unit() * 6.0).floor() + 1.0)).collect();
        let choices = |pool: &str| json!({ "pool": pool, "normalisation": normalisation });
        let mut seen: std::collections::BTreeMap<(String, u64), u64> = std::collections::BTreeMap::new();
        let study = open(&study_of(&values, "higher-is-better", &choices("panel")));
        for period in study.outline().periods {
            for trace in traces(&study, period) {
                for node in &trace.nodes {
                    let Some(combined) = node.evidence.as_ref().and_then(|evidence| evidence.combined) else {
                        continue;
                    };
                    let value = node.value.unwrap().to_bits();
                    let first = *seen.entry((node.node.id.clone(), combined.to_bits())).or_insert(value);
                    assert_eq!(first, value, "{normalisation}: {combined} in {period}");
                }
            }
        }
    }
}

#[test]
fn what_is_left_out_for_its_zeros_or_gaps_is_missing_for_everybody_and_said() {
    let mut document = flat(
        &[1.0, 1.0, 1.0],
        &[
            vec![Some(40.0), Some(0.0), None],
            vec![Some(80.0), Some(0.0), None],
            vec![Some(10.0), Some(20.0), Some(5.0)],
        ],
    );
    document["method"]["screening"] =
        json!({ "method": "minimum-coverage", "indicator": 0.5, "indicatorNonZero": 0.5, "unitNonZero": 0.6 });
    document["method"]["defaults"] = json!({ "imputation": "mean" });
    let card = score(&open(&document), 2020);
    let said: Vec<String> = card.notes.iter().map(|note| format!("{} {}", note.code().name(), note.path())).collect();
    assert_eq!(said, ["indicator-screened nodes.i001", "indicator-screened nodes.i002"]);
    for row in &card.units {
        assert_eq!((part(row, "i001").value, part(row, "i002").value), (None, None), "{}", row.id);
    }
    // Half of what is observed of the first two is 0, below 0.6.
    let ranked: Vec<(&str, Option<u32>)> = card.units.iter().map(|row| (row.id.as_str(), row.rank)).collect();
    assert_eq!(ranked, [("u002", Some(1)), ("u000", None), ("u001", None)]);
    assert!(unit(&card, "u000").notes.iter().any(|note| note.code() == Code::UnitMostlyZero));
}
