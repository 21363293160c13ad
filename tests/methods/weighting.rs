//! Weights from the data.

use comity::Unfit;
use comity::aggregation::benefit_of_the_doubt;
use comity::weighting::critic::Correlation;
use comity::weighting::{angle, cilos, components, critic, entropy, gini, idocriw, merec, spread};

use crate::support::generate::Random;
use crate::{columns, near, reordered, shuffled, slices};

struct Method {
    name: &'static str,
    of: fn(&[&[f64]], &[bool]) -> Result<Vec<f64>, Unfit>,
    /// Whether a column in another unit of measure weighs the same.
    unit_free: bool,
    /// Whether an indicator that does not vary weighs nothing.
    constant_weighs_nothing: bool,
}

const METHODS: [Method; 13] = [
    Method { name: "entropy", of: |c, _| entropy::weights(c), unit_free: true, constant_weighs_nothing: true },
    Method {
        name: "critic",
        of: |c, h| Ok(critic::weights(c, h, Correlation::Pearson)),
        unit_free: true,
        constant_weighs_nothing: true,
    },
    Method {
        name: "critic spearman",
        of: |c, h| Ok(critic::weights(c, h, Correlation::Spearman)),
        unit_free: true,
        constant_weighs_nothing: true,
    },
    Method {
        name: "standard-deviation",
        of: |c, _| Ok(spread::standard_deviation(c, true, 1.0)),
        unit_free: true,
        constant_weighs_nothing: true,
    },
    Method {
        name: "standard-deviation as it is",
        of: |c, _| Ok(spread::standard_deviation(c, false, 1.0)),
        unit_free: false,
        constant_weighs_nothing: true,
    },
    Method {
        name: "variance",
        of: |c, _| Ok(spread::statistical_variance(c, true, 1.0)),
        unit_free: true,
        constant_weighs_nothing: true,
    },
    Method { name: "gini", of: |c, _| gini::weights(c), unit_free: true, constant_weighs_nothing: true },
    Method { name: "merec", of: merec::weights, unit_free: true, constant_weighs_nothing: true },
    Method { name: "cilos", of: cilos::weights, unit_free: true, constant_weighs_nothing: true },
    Method { name: "idocriw", of: idocriw::weights, unit_free: true, constant_weighs_nothing: true },
    Method { name: "angle", of: |c, _| angle::weights(c), unit_free: true, constant_weighs_nothing: true },
    Method {
        name: "principal-component",
        of: |c, _| Ok(components::first(c)),
        unit_free: true,
        constant_weighs_nothing: true,
    },
    Method {
        name: "rotated-factors",
        of: |c, _| Ok(components::rotated(c, None)?.weights),
        unit_free: true,
        constant_weighs_nothing: true,
    },
];

/// Weightings that read no data.
const JUDGED: [&str; 9] =
    ["given", "equal", "ahp", "best-worst", "rank-order", "swing", "smart", "budget-allocation", "panel"];

#[test]
fn every_weighting_is_in_a_table() {
    for name in comity::weighting::Weighting::NAMES {
        let known = METHODS.iter().any(|method| method.name == *name) || JUDGED.contains(name);
        assert!(known, "`{name}` is in no table here");
    }
}

fn for_data(check: impl Fn(&mut Random, &[Vec<f64>], &[bool])) {
    for seed in 0..60 {
        let random = &mut Random::new(seed);
        let (units, indicators) = (3 + random.below(9) as usize, 2 + random.below(4) as usize);
        let columns = columns(random, units, indicators);
        let higher: Vec<bool> = (0..indicators).map(|_| random.once_in(2)).collect();
        check(random, &columns, &higher);
    }
}

#[test]
fn weights_are_shares() {
    for_data(|_, columns, higher| {
        for method in &METHODS {
            if let Ok(weights) = (method.of)(&slices(columns), higher) {
                assert!(near(weights.iter().sum(), 1.0), "{}: {weights:?}", method.name);
                assert!(weights.iter().all(|weight| *weight >= 0.0), "{}: {weights:?}", method.name);
            }
        }
    });
}

#[test]
fn the_order_of_units_and_of_indicators_changes_nothing() {
    for_data(|random, columns, higher| {
        let order = shuffled(random, columns.len());
        let moved = reordered(columns, &shuffled(random, columns[0].len()));
        let moved: Vec<&[f64]> = order.iter().map(|indicator| moved[*indicator].as_slice()).collect();
        let turned: Vec<bool> = order.iter().map(|indicator| higher[*indicator]).collect();
        for method in &METHODS {
            // Of several best units CILOS takes the first.
            let tied = ["cilos", "idocriw"].contains(&method.name);
            if let (Ok(before), Ok(after)) = ((method.of)(&slices(columns), higher), (method.of)(&moved, &turned)) {
                let same =
                    order.iter().zip(&after).all(|(indicator, weight)| (before[*indicator] - weight).abs() < 1e-6);
                assert!(same || tied, "{}: {before:?} {after:?}", method.name);
            }
        }
    });
}

#[test]
fn another_unit_of_measure_changes_nothing_where_values_are_made_comparable() {
    for_data(|_, columns, higher| {
        let mut scaled = columns.to_vec();
        for value in &mut scaled[0] {
            *value *= 1024.0;
        }
        for method in METHODS.iter().filter(|method| method.unit_free) {
            let (before, after) = ((method.of)(&slices(columns), higher), (method.of)(&slices(&scaled), higher));
            if let (Ok(before), Ok(after)) = (before, after) {
                assert!(before.iter().zip(&after).all(|(a, b)| near(*a, *b)), "{}: {before:?} {after:?}", method.name);
            }
        }
    });
}

#[test]
fn what_does_not_vary_weighs_nothing_and_where_nothing_does_all_weigh_the_same() {
    for_data(|_, columns, higher| {
        let mut columns = columns.to_vec();
        columns[0].fill(2.0 / 3.0);
        for method in METHODS.iter().filter(|method| method.constant_weighs_nothing) {
            if let Ok(weights) = (method.of)(&slices(&columns), higher) {
                let varies = columns[1..].iter().any(|column| column.iter().any(|value| *value != column[0]));
                assert!(weights[0] < 1e-7 || !varies, "{}: {weights:?}", method.name);
            }
        }
    });
    for method in &METHODS {
        if let Ok(weights) = (method.of)(&[&[2.0, 2.0], &[3.0, 3.0]], &[true, true]) {
            assert_eq!(weights, [0.5, 0.5], "{}", method.name);
        }
    }
}

#[test]
fn a_single_unit_gaps_and_any_magnitude_give_weights_or_a_reason() {
    let gap = f64::NAN;
    let cases: [&[&[f64]]; 6] = [
        &[&[3.0], &[5.0]],
        &[&[gap, gap], &[gap, gap]],
        &[&[1.0, gap, 3.0, 4.0], &[2.0, 5.0, gap, 1.0]],
        &[&[1e-30, 3e-30, 2e-30], &[1e30, 5e29, 2e29]],
        &[&[1e-30, 1e30, 1.0], &[1e30, 1e-30, 1.0]],
        &[&[0.0, 0.0, 1.0], &[-1.0, 1.0, 0.0]],
    ];
    for columns in cases {
        for higher in [[true, true], [true, false]] {
            for method in &METHODS {
                match (method.of)(columns, &higher) {
                    Ok(weights) => {
                        let sound = weights.iter().all(|weight| weight.is_finite() && *weight >= 0.0);
                        assert!(
                            sound && near(weights.iter().sum(), 1.0),
                            "{}: {weights:?} of {columns:?}",
                            method.name
                        );
                    }
                    Err(unfit) => assert!(!unfit.needs.is_empty(), "{}", method.name),
                }
            }
        }
    }
}

#[test]
fn the_benefit_of_the_doubt_is_a_share_that_no_weights_beat() {
    for_data(|random, columns, _| {
        let scores = benefit_of_the_doubt::scores(&slices(columns)).unwrap();
        assert!(scores.iter().all(|score| (0.0..=1.0).contains(score)));
        assert!(scores.iter().any(|score| *score > 1.0 - 1e-9), "somebody is on the frontier");
        // Any weights, scaled so that the best unit has 1, give no unit more than its own.
        let weights: Vec<f64> = columns.iter().map(|_| random.unit()).collect();
        let sum = |unit: usize| columns.iter().zip(&weights).map(|(column, weight)| column[unit] * weight).sum::<f64>();
        let best = (0..scores.len()).map(sum).fold(0.0, f64::max);
        assert!(scores.iter().enumerate().all(|(unit, score)| sum(unit) / best <= score + 1e-9));
    });
}
