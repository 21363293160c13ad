//! Sobol' indices of first and total order, from sums that merge exactly.

use serde::Serialize;

use crate::numeric::products;
use crate::uncertainty::statistics::Estimate;

/// Sums over base draws from which Sobol' indices of many outputs and factors are estimated.
///
/// A base draw has two independent points A and B, and for each factor i the point `ABᵢ`, which is A with that factor from B
/// (Saltelli 2010). Outputs are whole numbers, and so are the sums: merging is exact, whatever the order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PickFreeze {
    outputs: usize,
    draws: i128,
    /// Rows of one sum an output: Σ A, Σ B, Σ A², Σ B²; then for each factor, with D = `ABᵢ` − A, Σ D, Σ B D, Σ D².
    rows: Vec<i128>,
    difference: Vec<i64>,
}

/// Rows before those of the factors.
const OWN_ROWS: usize = 4;
/// Rows of a factor.
const FACTOR_ROWS: usize = 3;

/// About what outputs are centred before products are taken: the closer to their mean, the less the estimates scatter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Centre {
    /// The mean over A and B: what Comity reports.
    Mean,
    /// A number of the caller's: 0 is COINr's estimator, the mean over all rows `SALib`'s.
    At(f64),
}

/// How indices are estimated.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimator {
    /// What outputs are centred about.
    pub centre: Centre,
    /// What is taken off the number of outputs of A and B when their variance is an average: 0 or 1.
    pub degrees: u8,
}

/// Centred about the mean over A and B; variance with one degree of freedom taken off.
impl Default for Estimator {
    fn default() -> Self {
        Self { centre: Centre::Mean, degrees: 1 }
    }
}

/// One output's variance and the parts that factors have in it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Indices {
    /// The mean over A and B.
    pub mean: f64,
    /// The variance over A and B.
    pub variance: f64,
    /// First and total order of each factor; 0 where the output is constant.
    pub factors: Vec<(f64, f64)>,
}

impl PickFreeze {
    /// No draws yet.
    #[must_use]
    pub fn new(outputs: usize, factors: usize) -> Self {
        Self { outputs, draws: 0, rows: vec![0; outputs * (OWN_ROWS + FACTOR_ROWS * factors)], difference: Vec::new() }
    }

    /// How many base draws were added.
    #[must_use]
    pub fn draws(&self) -> i128 {
        self.draws
    }

    fn row(&mut self, row: usize) -> &mut [i128] {
        self.rows.get_mut(row * self.outputs..(row + 1) * self.outputs).unwrap_or_default()
    }

    /// Adds the outputs of A and B of one base draw.
    pub fn add(&mut self, a: &[i64], b: &[i64]) {
        self.draws += 1;
        products::add(self.row(0), a);
        products::add(self.row(1), b);
        products::add_products(self.row(2), a, a);
        products::add_products(self.row(3), b, b);
    }

    /// Adds the outputs of A, B and `ABᵢ` of the same base draw.
    pub fn add_factor(&mut self, factor: usize, a: &[i64], b: &[i64], mixed: &[i64]) {
        let mut difference = std::mem::take(&mut self.difference);
        difference.clear();
        difference.extend(mixed.iter().zip(a).map(|(mixed, a)| mixed - a));
        let first = OWN_ROWS + FACTOR_ROWS * factor;
        products::add(self.row(first), &difference);
        products::add_products(self.row(first + 1), b, &difference);
        products::add_products(self.row(first + 2), &difference, &difference);
        self.difference = difference;
    }

    /// Adds the sums of other draws of the same shape.
    pub fn merge(&mut self, other: &Self) {
        self.draws += other.draws;
        self.rows.iter_mut().zip(&other.rows).for_each(|(sum, more)| *sum += more);
    }

    /// Estimates the indices of one output.
    ///
    /// ```text
    /// V = variance of A and B together,  m = the centre,  n = base draws
    /// firstᵢ = Σ (B − m)(ABᵢ − A) / (n V)
    /// totalᵢ = Σ (ABᵢ − A)² / (2 n V)
    /// ```
    ///
    /// Ties and constants: a constant output has no variance to share out, and every index is 0.
    ///
    /// # Differs from
    /// COINr does not centre (here [`Centre::At`] 0); `SALib` centres about the mean over all rows, and its variance takes no degree
    /// of freedom off. Totals are the same in all.
    ///
    /// # Reference
    /// Saltelli et al. (2010), Computer Physics Communications 181, 259–270; Jansen (1999), same journal 117, 35–43.
    #[must_use]
    pub fn indices(&self, output: usize, estimator: Estimator) -> Indices {
        self.indices_without(output, estimator, None)
    }

    /// The same without the sums of some of its draws.
    fn indices_without(&self, output: usize, estimator: Estimator, but: Option<&Self>) -> Indices {
        let sum = |of: &Self, row: usize| of.rows.get(row * of.outputs + output).copied().unwrap_or(0);
        let at = |row: usize| sum(self, row) - but.map_or(0, |but| sum(but, row));
        let draws = self.draws - but.map_or(0, |but| but.draws);
        let factors = self.rows.len() / self.outputs.max(1);
        let factors = factors.saturating_sub(OWN_ROWS) / FACTOR_ROWS;
        if draws == 0 {
            return Indices { factors: vec![(0.0, 0.0); factors], ..Indices::default() };
        }
        let (both, sum) = (2 * draws, at(0) + at(1));
        // Whole numbers until the last division: nothing cancels.
        let squares = both * (at(2) + at(3)) - sum * sum;
        let mean = number(sum) / number(both);
        let variance = number(squares) / number(both) / number(both - i128::from(estimator.degrees));
        let draws = number(draws);
        let factors = (0..factors).map(|factor| {
            let first_row = OWN_ROWS + FACTOR_ROWS * factor;
            let (differences, products, squares) = (at(first_row), at(first_row + 1), at(first_row + 2));
            if variance <= 0.0 {
                return (0.0, 0.0);
            }
            let covariance = match estimator.centre {
                Centre::Mean => number(both * products - sum * differences) / number(both),
                Centre::At(centre) => number(products) - centre * number(differences),
            };
            (covariance / draws / variance, number(squares) / (2.0 * draws) / variance)
        });
        Indices { mean, variance, factors: factors.collect() }
    }
}

#[expect(clippy::cast_precision_loss, reason = "the last step of an estimate, in floating point from here on")]
fn number(whole: i128) -> f64 {
    whole as f64
}

/// The indices of one output with their sampling error.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct OutputIndices {
    /// The mean over draws.
    pub mean: f64,
    /// The variance over draws.
    pub variance: f64,
    /// Whether the output is the same in all draws: then every index is 0.
    pub constant: bool,
    /// One entry a factor.
    pub factors: Vec<FactorIndices>,
}

/// The part of one factor in an output's variance.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct FactorIndices {
    /// First order: how much of the variance would go, on average, if the factor were known.
    pub first: Estimate,
    /// Total order: how much would stay if all others were known.
    pub total: Estimate,
}

/// Blocks of base draws, and the sums over all of them.
#[derive(Debug)]
pub(crate) struct Blocks<'a> {
    whole: PickFreeze,
    blocks: Vec<&'a PickFreeze>,
}

impl<'a> Blocks<'a> {
    /// The sums of blocks of one shape.
    pub(crate) fn new(blocks: Vec<&'a PickFreeze>) -> Self {
        let mut whole = PickFreeze::default();
        for block in &blocks {
            if whole.draws == 0 {
                whole = (*block).clone();
            } else {
                whole.merge(block);
            }
        }
        Self { whole, blocks }
    }

    /// The indices of one output, in multiples of `unit`, with the jackknife's error over blocks.
    pub(crate) fn indices(&self, output: usize, unit: f64) -> OutputIndices {
        let estimator = Estimator::default();
        let whole = self.whole.indices(output, estimator);
        let mut without = Vec::with_capacity(self.blocks.len());
        for block in &self.blocks {
            without.push(self.whole.indices_without(output, estimator, Some(block)));
        }
        let mut factors = Vec::with_capacity(whole.factors.len());
        let (mut firsts, mut totals) = (Vec::new(), Vec::new());
        for (factor, (first, total)) in whole.factors.iter().enumerate() {
            firsts.clear();
            totals.clear();
            for (first, total) in without.iter().filter_map(|indices: &Indices| indices.factors.get(factor)) {
                firsts.push(*first);
                totals.push(*total);
            }
            let (first, total) = (jackknife(*first, &firsts, 0.0), jackknife(*total, &totals, 0.0));
            factors.push(FactorIndices { first, total });
        }
        OutputIndices {
            mean: whole.mean * unit,
            variance: whole.variance * unit * unit,
            constant: whole.variance <= 0.0,
            factors,
        }
    }
}

/// An estimate from all blocks with the error that leaving each out shows.
///
/// ```text
/// se² = (K − 1) / K · Σ (θ₋ₖ − θ̄)²,   interval θ ± t(K − 1) se
/// ```
///
/// `unseen` is a variance that differences between blocks do not show, and is added. With a single block nothing is known of the
/// error, and it is 0: callers ask for more.
///
/// # Reference
/// Efron & Stein (1981), Annals of Statistics 9, 586–596.
#[must_use]
pub fn jackknife(value: f64, without: &[f64], unseen: f64) -> Estimate {
    let blocks = crate::numeric::count(without.len());
    let mean = without.iter().sum::<f64>() / blocks;
    let squares: f64 = without.iter().map(|one| (one - mean) * (one - mean)).sum();
    let standard_error = if without.len() < 2 { 0.0 } else { (squares * (blocks - 1.0) / blocks + unseen).sqrt() };
    let reach = standard_error * student(blocks - 1.0);
    Estimate { value, lower: value - reach, upper: value + reach }
}

/// The 97.5 % quantile of Student's t: the Cornish–Fisher expansion, within 1 % from three degrees of freedom on.
fn student(degrees: f64) -> f64 {
    let inverse = 1.0 / degrees.max(1.0);
    1.959_964 + inverse * (2.372_3 + inverse * (2.822_5 + inverse * 2.555_9))
}

#[cfg(test)]
mod tests {
    use super::super::points::Points;
    use super::*;

    #[test]
    fn a_constant_output_has_indices_of_zero() {
        let mut sums = PickFreeze::new(1, 2);
        for _ in 0..10 {
            sums.add(&[7], &[7]);
            sums.add_factor(0, &[7], &[7], &[7]);
            sums.add_factor(1, &[7], &[7], &[7]);
        }
        let found = Blocks::new(vec![&sums, &sums]).indices(0, 1.0);
        assert!(found.constant);
        assert_eq!((found.mean, found.variance), (7.0, 0.0));
        assert!(found.factors.iter().all(|factor| factor.first.value == 0.0 && factor.total.value == 0.0));
    }

    /// Blocks of base draws of a function of the unit cube, in steps of 2⁻³².
    fn blocks(seed: u64, blocks: u64, factors: usize, function: impl Fn(&[f64]) -> f64) -> Vec<PickFreeze> {
        let steps = |point: &[f64]| [(function(point) * 4_294_967_296.0).round() as i64];
        let block = |block| {
            let mut points = Points::new(factors, seed, block);
            let mut sums = PickFreeze::new(1, factors);
            let (mut a, mut b) = (vec![0.0; factors], vec![0.0; factors]);
            for draw in 0..1_024 {
                points.fill(draw, &mut a, &mut b);
                let (of_a, of_b) = (steps(&a), steps(&b));
                sums.add(&of_a, &of_b);
                for factor in 0..factors {
                    let mut mixed = a.clone();
                    mixed[factor] = b[factor];
                    sums.add_factor(factor, &of_a, &of_b, &steps(&mixed));
                }
            }
            sums
        };
        (0..blocks).map(block).collect()
    }

    #[test]
    #[expect(
        clippy::disallowed_methods,
        reason = "the function is defined by a sine, and nothing rests on its last bit"
    )]
    fn the_indices_of_ishigami_s_function_lie_within_their_own_intervals() {
        use std::f64::consts::PI;
        let (a, b) = (7.0_f64, 0.1_f64);
        let ishigami = |point: &[f64]| {
            let [x, y, z] = [0, 1, 2].map(|at| (2.0 * point[at] - 1.0) * PI);
            x.sin() + a * y.sin() * y.sin() + b * z * z * z * z * x.sin()
        };
        let first = (1.0 + b * PI.powi(4) / 5.0).powi(2) / 2.0;
        let (second, both) = (a * a / 8.0, b * b * PI.powi(8) * (1.0 / 18.0 - 1.0 / 50.0));
        let variance = first + second + both;
        let closed = [(first, first + both), (second, second), (0.0, both)];
        let (mut covered, mut all) = (0, 0);
        for seed in 0..20 {
            let sums = blocks(seed, 8, 3, ishigami);
            let found = Blocks::new(sums.iter().collect()).indices(0, 2.0_f64.powi(-32));
            assert!((found.mean - 3.5).abs() < 0.02 && (found.variance / variance - 1.0).abs() < 0.01, "{found:?}");
            for (found, (first, total)) in found.factors.iter().zip(closed) {
                for (estimate, closed) in [(found.first, first / variance), (found.total, total / variance)] {
                    assert!((estimate.value - closed).abs() < 0.02, "{estimate:?} is far from {closed}");
                    covered += u32::from(estimate.lower <= closed && closed <= estimate.upper);
                    all += 1;
                }
            }
        }
        // 120 intervals of 95 %: between 105 and 120 of them in all but one case of a thousand.
        assert!((105..=120).contains(&covered), "{covered} of {all} intervals hold the closed form");
    }

    #[test]
    fn merging_in_any_order_and_grouping_gives_the_same_sums() {
        let parts = blocks(1, 5, 2, |point| point[0] + point[0] * point[1]);
        let merged = |order: &[usize]| {
            let mut sums = PickFreeze::new(1, 2);
            order.iter().for_each(|part| sums.merge(&parts[*part]));
            (sums.draws, sums.rows)
        };
        let mut pairs = PickFreeze::new(1, 2);
        for group in [[3, 1], [0, 4]] {
            let mut pair = PickFreeze::new(1, 2);
            group.iter().for_each(|part: &usize| pair.merge(&parts[*part]));
            pairs.merge(&pair);
        }
        pairs.merge(&parts[2]);
        assert_eq!(merged(&[0, 1, 2, 3, 4]), merged(&[4, 2, 0, 3, 1]));
        assert_eq!(merged(&[0, 1, 2, 3, 4]), (pairs.draws, pairs.rows));
    }

    #[test]
    fn the_quantile_is_that_of_the_tables() {
        for (degrees, expected) in [(3.0, 3.182), (5.0, 2.571), (7.0, 2.365), (15.0, 2.131), (60.0, 2.000)] {
            assert!((student(degrees) / expected - 1.0).abs() < 0.01, "{degrees}: {}", student(degrees));
        }
    }
}
