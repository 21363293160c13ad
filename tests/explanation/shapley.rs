use comity::explanation::shapley::shapley;

use crate::studies;
use crate::support::generate::Random;

#[test]
fn attributions_sum_to_the_difference_whatever_the_function() {
    for seed in 0..studies() {
        let random = &mut Random::new(seed);
        let inputs = 1 + random.below(6) as usize;
        let mut draw = || (0..inputs).map(|_| random.unit()).collect::<Vec<f64>>();
        let (values, baseline, bends) = (draw(), draw(), draw());
        let mut of = |inputs: &[f64]| {
            let product: f64 = inputs.iter().zip(&bends).map(|(input, bend)| bend + input).product();
            product + inputs.iter().copied().fold(f64::INFINITY, f64::min)
        };
        let whole = of(&values) - of(&baseline);
        let sum: f64 = shapley(&values, &baseline, &mut of).unwrap().iter().sum();
        assert!((sum - whole).abs() <= 1e-12 * whole.abs().max(1.0), "seed {seed}: {sum}, {whole}");
    }
}
