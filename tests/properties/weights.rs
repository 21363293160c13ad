//! Weights are ratios: only shares among siblings matter.

use comity::{Scorecard, Study, Weight};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::generate::Random;
use crate::{bits, cases, flat, for_studies, open, request, score, variation, width};

/// A factor on the weights of one set of siblings.
fn scaled(study: &Study, random: &mut Random, factor: f64) -> Vec<Weight> {
    let nodes = study.outline().nodes;
    let dimensions: Vec<_> = nodes.iter().filter(|node| node.kind == "dimension").collect();
    let parent = &random.pick(&dimensions).id;
    let children = nodes.iter().filter(|node| node.parent.as_ref() == Some(parent));
    children.map(|node| Weight { id: node.id.clone(), weight: node.weight * factor }).collect()
}

fn with_weights(study: &Study, period: i32, weights: Vec<Weight>) -> Scorecard {
    study.score(&comity::ScoreRequest { weights, ..request(period) }).unwrap_or_else(|error| panic!("{error}"))
}

/// All but the stated weights and the hash of the document that states them.
fn without_stated(mut card: Scorecard) -> Scorecard {
    card.nodes.iter_mut().for_each(|node| node.weight = 0.0);
    card.hash.clear();
    card
}

#[test]
fn a_power_of_two_factor_on_the_weights_of_siblings_changes_no_bit() {
    for_studies(400, |document, random| {
        let study = open(&document);
        let factor = (2.0_f64).powi(i32::try_from(random.below(81)).unwrap() - 40);
        let weights = scaled(&study, random, factor);
        for period in study.outline().periods {
            let (card, other) = (score(&study, period), with_weights(&study, period, weights.clone()));
            assert_eq!(bits(&without_stated(card)), bits(&without_stated(other)), "{factor}");
        }
    });
}

#[test]
fn a_power_of_two_factor_in_the_document_changes_no_bit() {
    for_studies(200, |document, random| {
        let mut other = document.clone();
        for dimension in variation::ids(&document["framework"]["dimensions"]) {
            if variation::choices(&mut other, &dimension)["weighting"] == "equal" {
                continue;
            }
            let factor = (2.0_f64).powi(i32::try_from(random.below(21)).unwrap() - 10);
            for child in variation::children(&document, &dimension) {
                let choices = variation::choices(&mut other, &child);
                choices["weight"] = json!(choices["weight"].as_f64().unwrap_or(1.0) * factor);
            }
        }
        let (study, other) = (open(&document), open(&other));
        let (card, other) = (score(&study, study.period()), score(&other, study.period()));
        assert_eq!(bits(&without_stated(card)), bits(&without_stated(other)));
    });
}

#[test]
fn any_other_factor_moves_nothing_by_more_than_rounding() {
    for_studies(400, |document, random| {
        let study = open(&document);
        let factor = 1e-3 + random.unit() * 1e3;
        let weights = scaled(&study, random, factor);
        for period in study.outline().periods {
            let (card, other) = (score(&study, period), with_weights(&study, period, weights.clone()));
            assert_close(&card, &other);
        }
    });
}

fn assert_close(card: &Scorecard, other: &Scorecard) {
    let near = |left: Option<f64>, right: Option<f64>| match (left, right) {
        (Some(left), Some(right)) => (left - right).abs() <= 1e-12 * width(card),
        (left, right) => left == right,
    };
    for unit in &card.units {
        let same = crate::unit(other, &unit.id);
        assert!(near(unit.score, same.score), "{}: {:?}, {:?}", unit.id, unit.score, same.score);
        for (part, same) in unit.parts.iter().zip(&same.parts) {
            assert!(near(part.value, same.value), "{}, {}: {:?}, {:?}", unit.id, part.id, part.value, same.value);
            assert!(near(part.contribution, same.contribution), "{}, {}", unit.id, part.id);
        }
    }
}

#[test]
fn a_weight_of_zero_is_the_same_as_no_such_node() {
    for_studies(150, |document, random| {
        let mut weighed = document.clone();
        weighed["method"]["screening"] = Value::Null;
        let root = variation::ids(&document["framework"]["dimensions"])[0].clone();
        let children = variation::children(&document, &root);
        let gone = random.pick(&children).clone();
        if children.len() < 2 || variation::choices(&mut weighed, &root)["weighting"] == "equal" {
            return;
        }
        for child in &children {
            variation::choices(&mut weighed, child)["weight"] = json!(if *child == gone { 0.0 } else { 1.5 });
        }
        let mut pruned = weighed.clone();
        crate::missing::prune(&mut pruned, std::slice::from_ref(&gone));
        let (study, pruned) = (open(&weighed), open(&pruned));
        let period = study.period();
        for unit in &score(&study, period).units {
            assert_eq!(unit.score, crate::unit(&score(&pruned, period), &unit.id).score, "{} without {gone}", unit.id);
        }
    });
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn weights_of_any_magnitude_are_ratios(
        rows in prop::collection::vec((1e-3..1e3_f64, 0.0..100.0_f64), 1..8),
        exponent in -29..27_i32,
    ) {
        let (weights, values): (Vec<f64>, Vec<f64>) = rows.into_iter().unzip();
        let row = vec![values.into_iter().map(Some).collect::<Vec<_>>()];
        let factor = 10_f64.powi(exponent);
        let scaled: Vec<f64> = weights.iter().map(|weight| weight * factor).collect();
        let plain = score(&open(&flat(&weights, &row)), 2020);
        let scaled = score(&open(&flat(&scaled, &row)), 2020);
        assert_close(&plain, &scaled);
    }
}
