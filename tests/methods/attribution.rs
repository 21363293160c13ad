//! What inputs add to a result.

use comity::explanation::shapley::{INPUTS, shapley};

use crate::near;
use crate::support::generate::Random;

#[test]
fn attributions_sum_to_the_change_and_an_input_at_its_baseline_gets_nothing() {
    for seed in 0..40 {
        let random = &mut Random::new(seed);
        let n = 1 + random.below(8) as usize;
        let mut values: Vec<f64> = (0..n).map(|_| random.unit()).collect();
        let baseline: Vec<f64> = (0..n).map(|_| random.unit()).collect();
        values[0] = baseline[0];
        let mut of = |x: &[f64]| x.iter().product::<f64>() + x.iter().copied().fold(f64::INFINITY, f64::min);
        let parts = shapley(&values, &baseline, &mut of).unwrap();
        assert!(near(parts.iter().sum(), of(&values) - of(&baseline)));
        assert!(parts[0].abs() < 1e-15);
    }
}

#[test]
fn twenty_inputs_are_exact_and_more_are_refused() {
    let values = vec![1.0; INPUTS];
    let baseline = vec![0.0; INPUTS];
    let weights: Vec<f64> = (0..INPUTS).map(|input| input as f64).collect();
    let mut mean = |x: &[f64]| x.iter().zip(&weights).map(|(x, w)| x * w).sum();
    let parts = shapley(&values, &baseline, &mut mean).unwrap();
    assert!(parts.iter().zip(&weights).all(|(part, weight)| near(*part, *weight)));
    assert_eq!(shapley(&[0.0; 21], &[0.0; 21], &mut |_| 0.0), None);
    assert_eq!(shapley(&[0.0; 2], &[0.0; 1], &mut |_| 0.0), None);
}
