//! What holds of every simulation of a study.

use serde_json::json;

use crate::support::{generate, us_partnerships};
use crate::{open, request, simulate, some, study, unit};

#[test]
fn rows_and_columns_of_acceptability_sum_to_one_without_ties() {
    let study = open(&study(&some(), &json!([])));
    let uncertainty = simulate(&study, &json!({ "draws": 3_000, "vary": { "weights": "uniform" } }));
    for place in 0..4 {
        let row: f64 = uncertainty.units[place].acceptability.share.iter().sum();
        let column: f64 = uncertainty.units.iter().map(|unit| unit.acceptability.share[place]).sum();
        assert!((row - 1.0).abs() < 1e-12 && (column - 1.0).abs() < 1e-12, "{place}: {row}, {column}");
    }
    let wins = uncertainty.pairwise.clone().unwrap().0;
    for (first, row) in wins.iter().enumerate() {
        for (second, share) in row.share.iter().enumerate() {
            let both = if first == second { 0.0 } else { share + wins[second].share[first] };
            assert!((both - f64::from(u8::from(first != second))).abs() < 1e-12);
        }
    }
    // The dominated unit is last with certainty, and never first.
    let dot = unit(&uncertainty, "dot");
    assert_eq!((dot.best, dot.worst, dot.central_weights.as_ref()), (Some(4), Some(4), None));
}

#[test]
fn every_row_sums_to_the_draws_in_which_the_unit_is_scored() {
    for seed in 0..60 {
        let study = open(&generate::study(seed));
        let uncertainty = simulate(&study, &json!({ "draws": 300, "seed": seed }));
        for row in &uncertainty.units {
            let sum: f64 = row.acceptability.share.iter().sum();
            assert!((sum - row.scored as f64 / 300.0).abs() < 1e-12, "seed {seed}, {}", row.id);
            if let (Some(scores), Some(ranks)) = (row.scores, row.ranks) {
                for spread in [scores, ranks] {
                    let rising = [spread.p5, spread.p25, spread.median, spread.p75, spread.p95];
                    assert!(rising.windows(2).all(|pair| pair[0].value <= pair[1].value), "seed {seed}: {spread:?}");
                    for estimate in rising {
                        let holds = estimate.lower <= estimate.value && estimate.value <= estimate.upper;
                        assert!(holds, "seed {seed}: {estimate:?}");
                    }
                }
            }
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_bits_and_another_seed_others() {
    let study = open(&study(&some(), &json!([])));
    let asked = |seed: u64| simulate(&study, &json!({ "draws": 2_000, "seed": seed }));
    assert_eq!(asked(3), asked(3));
    assert_ne!(asked(3).units, asked(4).units);
}

#[test]
fn a_certain_study_has_bands_without_width() {
    let study = open(&study(&some(), &json!([])));
    let uncertainty = simulate(&study, &json!({ "draws": 2_000, "vary": { "data": {}, "missing": "scale" } }));
    let card = study.score(&comity::ScoreRequest::default()).unwrap();
    for (row, stated) in uncertainty.units.iter().zip(&card.units) {
        let scores = row.scores.unwrap();
        assert_eq!((row.best, row.worst), (stated.rank, stated.rank));
        assert!((scores.mean.value - stated.score.unwrap()).abs() < 1e-9 && scores.sd < 1e-12);
        for estimate in [scores.p5, scores.median, scores.p95] {
            assert!((estimate.value - stated.score.unwrap()).abs() < 1e-9, "{estimate:?}");
        }
    }
    assert!(uncertainty.largest_error < 1e-15);
}

#[test]
fn a_missing_value_widens_the_band() {
    let mut rows = some();
    rows[0].1[2] = None;
    let asked = json!({ "draws": 4_000, "vary": { "weights": { "method": "around" }, "missing": "observed" } });
    let without = simulate(&open(&study(&rows, &json!([]))), &asked);
    let with = simulate(&open(&study(&some(), &json!([]))), &asked);
    let sd = |uncertainty| unit(uncertainty, "ada").scores.unwrap().sd;
    assert!(sd(&without) > 1.2 * sd(&with), "{} {}", sd(&without), sd(&with));
    let wider = simulate(&open(&study(&rows, &json!([]))), &json!({ "draws": 4_000, "vary": { "missing": "scale" } }));
    // A third of the score, anywhere on the scale: sd (100 / 3) / √12.
    assert!((sd(&wider) - 100.0 / 3.0 / 12_f64.sqrt()).abs() < 0.2, "{}", sd(&wider));
}

#[test]
fn the_order_in_which_units_are_listed_changes_nothing() {
    let mut rows = some();
    let asked = json!({ "draws": 1_500 });
    let one = simulate(&open(&study(&rows, &json!([]))), &asked);
    rows.reverse();
    assert_eq!(simulate(&open(&study(&rows, &json!([]))), &asked), one);
}

#[test]
fn quasi_random_draws_come_nearer_to_the_truth_than_random_ones() {
    let study = open(&study(&some(), &json!([])));
    // With uniform weights the mean score is the mean of the three values.
    let error = |design: &str, seed: u64| {
        let asked = json!({ "draws": 1_024, "seed": seed, "design": design, "vary": { "weights": "uniform" } });
        (unit(&simulate(&study, &asked), "ada").scores.unwrap().mean.value - 155.0 / 3.0).abs()
    };
    let total = |design: &str| (0..20).map(|seed| error(design, seed)).sum::<f64>();
    assert!(total("sobol") < 0.3 * total("random"), "{} {}", total("sobol"), total("random"));
}

#[test]
fn a_simulation_that_is_dropped_midway_leaves_the_study_as_it_was() {
    let study = comity::Study::open_json(&us_partnerships()).unwrap();
    let asked = json!({ "draws": 3_000, "pairwise": false });
    let before = simulate(&study, &asked);
    for _ in 0..20 {
        let mut simulation = comity::uncertainty::Simulation::new(&study, request(&asked)).unwrap();
        assert!(!simulation.advance().unwrap());
        assert_eq!(simulation.result().draws, 1_024);
    }
    assert_eq!(simulate(&study, &asked), before);
}
