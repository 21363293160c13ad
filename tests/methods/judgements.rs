//! Weights from what people say.

use comity::numeric::Matrix;
use comity::weighting::ahp::{Priority, ahp, joint};
use comity::weighting::best_worst::best_worst;
use comity::weighting::combined::{Mean, combine};
use comity::weighting::points::{self, Scheme};
use comity::weighting::rank_order::{self, Rule};

use crate::near;
use crate::support::generate::Random;

fn judgements(upper: &[f64], size: usize) -> Matrix {
    let at = |row: usize, column: usize| upper[row * size + column];
    Matrix::of(size, size, |row, column| match row {
        _ if row == column => 1.0,
        _ if row < column => at(row, column),
        _ => 1.0 / at(column, row),
    })
}

#[test]
fn judgements_that_do_not_contradict_give_back_the_weights() {
    for seed in 0..50 {
        let random = &mut Random::new(seed);
        let size = 1 + random.below(9) as usize;
        let weights: Vec<f64> = (0..size).map(|_| 0.05 + random.unit()).collect();
        let total: f64 = weights.iter().sum();
        let matrix = Matrix::of(size, size, |row, column| weights[row] / weights[column]);
        for priority in [Priority::Eigenvector, Priority::GeometricMean] {
            let result = ahp(&matrix, priority);
            assert!(result.weights.iter().zip(&weights).all(|(own, weight)| near(*own, weight / total)));
            assert!(result.consistency_index < 1e-9 && result.worst.is_empty());
        }
        let best = weights.iter().copied().fold(0.0, f64::max);
        let worst = weights.iter().copied().fold(f64::INFINITY, f64::min);
        let to_others: Vec<f64> = weights.iter().map(|weight| best / weight).collect();
        let to_worst: Vec<f64> = weights.iter().map(|weight| weight / worst).collect();
        let result = best_worst(&to_others, &to_worst).unwrap();
        assert!(result.weights.iter().zip(&weights).all(|(own, weight)| near(*own, weight / total)));
        assert!(result.xi < 1e-9 && result.is_unique());
    }
}

#[test]
fn the_eigenvector_is_given_and_not_the_mean_of_columns() {
    // The matrix on which npm's `ahp` gives 0.727 for the first thing.
    let size = 3;
    let matrix = judgements(&[1.0, 8.0, 9.0, 1.0, 1.0, 5.0, 1.0, 1.0, 1.0], size);
    let weights = ahp(&matrix, Priority::Eigenvector).weights;
    let stretched = matrix.times(&weights);
    let lambda: f64 = stretched.iter().sum();
    assert!(weights.iter().zip(&stretched).all(|(weight, entry)| near(weight * lambda, *entry)));
}

#[test]
fn the_judgement_that_contradicts_most_is_named_first() {
    let weights = [0.5, 0.3, 0.15, 0.05];
    let mut matrix = Matrix::of(4, 4, |row, column| weights[row] / weights[column]);
    matrix.set(1, 2, 9.0);
    matrix.set(2, 1, 1.0 / 9.0);
    let result = ahp(&matrix, Priority::Eigenvector);
    assert_eq!((result.worst[0].row, result.worst[0].column, result.worst[0].judged), (1, 2, 9.0));
    assert!(result.worst[0].implied < 9.0 && result.consistency_ratio > 0.0);
}

#[test]
fn joint_judgements_are_reciprocal() {
    let people = [judgements(&[1.0, 3.0, 1.0, 1.0], 2), judgements(&[1.0, 1.0 / 2.0, 1.0, 1.0], 2)];
    let all = joint(&people);
    assert!(near(all.at(0, 1) * all.at(1, 0), 1.0) && near(all.at(0, 1), 1.5_f64.sqrt()));
}

#[test]
fn the_linear_model_meets_its_bound_and_impossible_judgements_are_refused() {
    for seed in 0..200 {
        let random = &mut Random::new(seed);
        let size = 2 + random.below(7) as usize;
        let top = 2.0 + random.below(8) as f64;
        let between = |random: &mut Random| 1.0 + random.below(top as u64) as f64;
        let mut best: Vec<f64> = (0..size).map(|_| between(random)).collect();
        let mut worst: Vec<f64> = (0..size).map(|_| between(random)).collect();
        (best[0], worst[0], best[size - 1], worst[size - 1]) = (1.0, top, top, 1.0);
        let Some(result) = best_worst(&best, &worst) else { panic!("seed {seed}: {best:?} {worst:?}") };
        assert!(near(result.weights.iter().sum(), 1.0));
        let (at_best, at_worst) =
            (best.iter().position(|x| *x == 1.0).unwrap(), worst.iter().position(|x| *x == 1.0).unwrap());
        let left = |thing: usize| {
            let own = &result.weights;
            (own[at_best] - best[thing] * own[thing]).abs().max((own[thing] - worst[thing] * own[at_worst]).abs())
        };
        let most = (0..size).map(left).fold(0.0, f64::max);
        assert!(most <= result.xi + 1e-9, "seed {seed}: {most} {}", result.xi);
        assert!(result.ranges.iter().all(|(low, high)| low <= high));
    }
    assert_eq!(best_worst(&[2.0, 3.0], &[3.0, 1.0]), None);
    assert_eq!(best_worst(&[1.0, 0.5], &[3.0, 1.0]), None);
    assert_eq!(best_worst(&[1.0], &[1.0, 2.0]), None);
    assert_eq!(best_worst(&[1.0, f64::NAN], &[3.0, 1.0]), None);
}

#[test]
fn orders_give_falling_weights_and_ties_share_theirs() {
    for rule in [Rule::Centroid, Rule::Sum, Rule::Reciprocal, Rule::Exponent(2.0)] {
        let weights = rank_order::weights(&[1.0, 2.0, 3.0, 4.0], rule);
        assert!(near(weights.iter().sum(), 1.0) && weights.windows(2).all(|pair| pair[0] > pair[1]), "{rule:?}");
        let tied = rank_order::weights(&[1.0, 2.0, 2.0, 4.0], rule);
        assert!(tied[1] == tied[2] && near(tied[1], f64::midpoint(weights[1], weights[2])), "{rule:?}");
    }
    assert!(rank_order::weights(&[3.0, 1.0, 2.0], Rule::Exponent(0.0)).iter().all(|weight| near(*weight, 1.0 / 3.0)));
}

#[test]
fn points_must_be_what_was_asked_for() {
    assert_eq!(points::weights(&[100.0, 60.0, 40.0], Scheme::Swing), Some(vec![0.5, 0.3, 0.2]));
    assert_eq!(points::weights(&[90.0, 60.0], Scheme::Swing), None);
    assert_eq!(points::weights(&[10.0, 30.0], Scheme::Smart), Some(vec![0.25, 0.75]));
    assert_eq!(points::weights(&[5.0, 30.0], Scheme::Smart), None);
    assert_eq!(points::weights(&[70.0, 30.0], Scheme::Budget(100.0)), Some(vec![0.7, 0.3]));
    assert_eq!(points::weights(&[70.0, 20.0], Scheme::Budget(100.0)), None);
    assert_eq!(points::weights(&[-5.0, 100.0], Scheme::Swing), None);
}

#[test]
fn people_who_say_the_same_agree_and_nobody_counts_more_for_larger_numbers() {
    for mean in [Mean::Arithmetic, Mean::Geometric] {
        let same = combine(&[vec![1.0, 2.0, 7.0], vec![10.0, 20.0, 70.0]], mean);
        assert!(near(same.concordance, 1.0));
        assert!(same.weights.iter().zip([0.1, 0.2, 0.7]).all(|(own, weight)| near(*own, weight)));
        let opposite = combine(&[vec![1.0, 2.0, 3.0], vec![3.0, 2.0, 1.0]], mean);
        assert!(opposite.concordance.abs() < 1e-12);
    }
}
