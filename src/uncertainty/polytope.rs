//! Uniform draws from parts of the simplex: shares between bounds, and shares for which linear statements hold.

use crate::numeric::float::{exp, ln};
use crate::numeric::{Random, count};

/// The sets of shares, summing to 1, that each lie between two bounds.
///
/// Draws are exact. Shares are proposed one by one between their bounds, tilted by one exponential that makes them sum to 1 on
/// average, and the last makes up the sum: on the slice where the sum is 1 the tilt is the same everywhere, so that accepting
/// the last as its own law would have drawn it leaves every point as likely as any other. About one proposal in √n is accepted.
#[derive(Debug, Clone)]
pub(crate) struct Slice {
    bounds: Vec<(f64, f64)>,
    /// What the proposals' density grows with: e to the power of this times the share.
    tilt: f64,
    /// The share that makes up the sum: the one with the widest bounds.
    last: usize,
}

impl Slice {
    /// The slice between these bounds, each lower one at most its upper; `None` when no set of shares, or only one, lies there.
    #[must_use]
    pub(crate) fn new(bounds: Vec<(f64, f64)>) -> Option<Self> {
        let lowest: f64 = bounds.iter().map(|(lower, _)| lower).sum();
        let highest: f64 = bounds.iter().map(|(_, upper)| upper).sum();
        // Narrower than rounding is a point.
        if lowest > 1.0 - 1e-12 || highest < 1.0 + 1e-12 {
            return None;
        }
        let width = |bounds: &(f64, f64)| bounds.1 - bounds.0;
        let last = (0..bounds.len()).reduce(|widest, index| {
            let wider = bounds.get(index).map(width) > bounds.get(widest).map(width);
            if wider { index } else { widest }
        })?;
        let widest = bounds.get(last).map(width)?;
        let (mut low, mut high) = (-1e4 / widest, 1e4 / widest);
        for _ in 0..100 {
            let middle = low + (high - low) / 2.0;
            let mean: f64 = bounds.iter().map(|(lower, upper)| mean_between(*lower, *upper, middle)).sum();
            if mean > 1.0 {
                high = middle;
            } else {
                low = middle;
            }
        }
        Some(Self { bounds, tilt: low + (high - low) / 2.0, last })
    }

    /// Draws one set of shares, as many as there are bounds.
    pub(crate) fn draw(&self, random: &mut Random, shares: &mut [f64]) {
        let steepness = self.tilt.abs();
        loop {
            let mut rest = 1.0;
            for (index, (share, (lower, upper))) in shares.iter_mut().zip(&self.bounds).enumerate() {
                if index != self.last {
                    let from_end = truncated_exponential(random.uniform(), steepness, upper - lower);
                    *share = if self.tilt > 0.0 { upper - from_end } else { lower + from_end };
                    rest -= *share;
                }
            }
            let Some(((lower, upper), share)) = self.bounds.get(self.last).zip(shares.get_mut(self.last)) else {
                return;
            };
            if rest < *lower || rest > *upper {
                continue;
            }
            let from_end = if self.tilt > 0.0 { upper - rest } else { rest - lower };
            if random.uniform() <= exp(-steepness * from_end) {
                *share = rest;
                return;
            }
        }
    }
}

/// The quantile of the exponential law of this rate cut off at `width`.
fn truncated_exponential(p: f64, rate: f64, width: f64) -> f64 {
    if rate * width < 1e-9 { p * width } else { -ln(1.0 - p * (1.0 - exp(-rate * width))) / rate }
}

/// The mean of a law between two bounds whose density grows with e to the power of `tilt` times the number.
fn mean_between(lower: f64, upper: f64, tilt: f64) -> f64 {
    let (width, rate) = (upper - lower, tilt.abs());
    let from_end = if rate * width < 1e-5 { width / 2.0 } else { 1.0 / rate - width / (exp(rate * width) - 1.0) };
    if tilt > 0.0 { upper - from_end } else { lower + from_end }
}

/// A linear statement about shares: a sum of some of them, each times its factor, is at least a number.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct HalfSpace {
    /// The factor of each share.
    pub(crate) factors: Vec<f64>,
    /// What their sum is at least.
    pub(crate) least: f64,
}

impl HalfSpace {
    fn slack(&self, shares: &[f64]) -> f64 {
        self.along(shares) - self.least
    }

    fn along(&self, direction: &[f64]) -> f64 {
        self.factors.iter().zip(direction).map(|(factor, x)| factor * x).sum()
    }
}

/// The sets of shares, summing to 1, for which linear statements hold.
///
/// Draws are a hit-and-run chain: from where it is, a random direction, and a uniform point on the chord in it. It starts at the
/// polytope's centre; [`Polytope::burn_in`] steps take it from there, and [`Polytope::thinning`] steps from draw to draw.
///
/// # Reference
/// Smith (1984), efficient Monte Carlo procedures for generating points uniformly distributed over bounded regions, Operations
/// Research 32(6); Tervonen, van Valkenhoef, Baştürk & Postmus (2013), EJOR 224(3), for shares.
#[derive(Debug, Clone)]
pub(crate) struct Polytope {
    statements: Vec<HalfSpace>,
    centre: Vec<f64>,
}

impl Polytope {
    /// The polytope of so many shares, none below 0; `None` when the statements contradict each other or leave no room.
    #[must_use]
    pub(crate) fn new(shares: usize, mut statements: Vec<HalfSpace>) -> Option<Self> {
        for index in 0..shares {
            let mut factors = vec![0.0; shares];
            if let Some(factor) = factors.get_mut(index) {
                *factor = 1.0;
            }
            statements.push(HalfSpace { factors, least: 0.0 });
        }
        let centre = interior(shares, &statements)?;
        let mut polytope = Self { statements, centre };
        polytope.find_centre();
        Some(polytope)
    }

    /// Where every chain starts.
    #[must_use]
    pub(crate) fn centre(&self) -> &[f64] {
        &self.centre
    }

    /// Steps from the centre before the first draw: 32 a share.
    #[must_use]
    pub(crate) fn burn_in(&self) -> usize {
        32 * self.centre.len()
    }

    /// Steps from one draw to the next: one a share.
    #[must_use]
    pub(crate) fn thinning(&self) -> usize {
        self.centre.len()
    }

    /// Takes steps from a point inside; `direction` is as long as the point and holds nothing.
    pub(crate) fn walk(&self, random: &mut Random, steps: usize, point: &mut [f64], direction: &mut [f64]) {
        for _ in 0..steps {
            for x in direction.iter_mut() {
                *x = random.normal();
            }
            let (lower, upper) = self.chord(point, direction);
            let at = lower + random.uniform() * (upper - lower);
            step(point, direction, at);
        }
    }

    /// How far from a point one can go along a direction, which is made to sum to 0: back and forth.
    fn chord(&self, point: &[f64], direction: &mut [f64]) -> (f64, f64) {
        let mean = direction.iter().sum::<f64>() / count(direction.len());
        for x in direction.iter_mut() {
            *x -= mean;
        }
        let (mut lower, mut upper) = (f64::NEG_INFINITY, f64::INFINITY);
        for statement in &self.statements {
            let along = statement.along(direction);
            let limit = -statement.slack(point).max(0.0) / along;
            if along > 0.0 {
                lower = lower.max(limit);
            } else if along < 0.0 {
                upper = upper.min(limit);
            }
        }
        if lower.is_finite() && upper.is_finite() { (lower, upper) } else { (0.0, 0.0) }
    }

    /// Moves an interior point to the middle of its chords, over and over.
    fn find_centre(&mut self) {
        let mut point = self.centre.clone();
        let mut direction = vec![0.0; point.len()];
        for _ in 0..50 {
            for index in 0..point.len() {
                direction.fill(0.0);
                if let Some(x) = direction.get_mut(index) {
                    *x = 1.0;
                }
                let (lower, upper) = self.chord(&point, &mut direction);
                step(&mut point, &direction, lower + (upper - lower) / 2.0);
            }
        }
        self.centre = point;
    }
}

fn step(point: &mut [f64], direction: &[f64], length: f64) {
    for (x, along) in point.iter_mut().zip(direction) {
        *x += length * along;
    }
}

/// A point strictly inside: from equal shares, each statement that holds by less than a margin is stepped over to it, the worst
/// first, for the widest margin that this comes to an end with.
fn interior(shares: usize, statements: &[HalfSpace]) -> Option<Vec<f64>> {
    let mut inward: Vec<(&HalfSpace, Vec<f64>, f64)> = Vec::with_capacity(statements.len());
    for statement in statements {
        let mean = statement.factors.iter().sum::<f64>() / count(shares);
        let along: Vec<f64> = statement.factors.iter().map(|factor| factor - mean).collect();
        let length = along.iter().map(|x| x * x).sum::<f64>().sqrt();
        if length > 1e-12 {
            inward.push((statement, along, length));
        } else if statement.factors.iter().sum::<f64>() / count(shares) < statement.least {
            return None;
        }
    }
    let mut margin = 0.1 / count(shares);
    while margin > 1e-9 {
        let mut point = vec![1.0 / count(shares); shares];
        for _ in 0..5_000 {
            let depth = |(statement, _, length): &&(&HalfSpace, Vec<f64>, f64)| statement.slack(&point) / length;
            let worst = inward.iter().min_by(|a, b| depth(a).total_cmp(&depth(b)))?;
            let short = margin - depth(&worst);
            if short <= 0.0 {
                return Some(point);
            }
            // A little farther than needed, so that it ends.
            let (_, along, length) = worst;
            step(&mut point, along, 1.5 * short / length);
        }
        margin /= 10.0;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draws(slice: &Slice, count: usize, number: usize) -> Vec<Vec<f64>> {
        let mut random = Random::new(3, 0, 0);
        let mut shares = vec![0.0; count];
        let draw = |_| {
            slice.draw(&mut random, &mut shares);
            shares.clone()
        };
        (0..number).map(draw).collect()
    }

    #[test]
    fn shares_between_bounds_keep_them_and_are_uniform() {
        // Without bounds it is the whole simplex, where P(a share of n < x) = 1 − (1 − x)^(n − 1).
        let slice = Slice::new(vec![(0.0, 1.0); 4]).unwrap();
        let all = draws(&slice, 4, 20_000);
        for index in 0..4 {
            let below = all.iter().filter(|shares| shares[index] < 0.25).count();
            let expected = 1.0 - 0.75_f64 * 0.75 * 0.75;
            assert!((count(below) / 20_000.0 - expected).abs() < 0.015, "{index}: {below}");
        }
        let bounds = vec![(0.0, 0.142); 24];
        let slice = Slice::new(bounds).unwrap();
        for shares in draws(&slice, 24, 500) {
            assert!(shares.iter().all(|share| (0.0..=0.142).contains(share)), "{shares:?}");
            assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn a_slice_matches_draws_of_the_simplex_that_happen_to_lie_in_it() {
        let bounds = vec![(0.1, 0.5), (0.0, 0.3), (0.2, 0.9)];
        let slice = Slice::new(bounds.clone()).unwrap();
        let mean =
            |all: &[Vec<f64>], index: usize| all.iter().map(|shares| shares[index]).sum::<f64>() / count(all.len());
        let exact = draws(&slice, 3, 40_000);
        let mut plain = draws(&Slice::new(vec![(0.0, 1.0); 3]).unwrap(), 3, 200_000);
        plain.retain(|shares| shares.iter().zip(&bounds).all(|(x, (lower, upper))| x >= lower && x <= upper));
        for index in 0..3 {
            assert!((mean(&exact, index) - mean(&plain, index)).abs() < 0.004, "{index}");
        }
    }

    #[test]
    fn bounds_that_leave_no_room_are_refused() {
        assert!(Slice::new(vec![(0.0, 0.2); 4]).is_none());
        assert!(Slice::new(vec![(0.5, 1.0); 2]).is_none());
    }

    #[test]
    fn a_chain_keeps_to_its_statements_and_covers_them() {
        // a ≥ 2 b: on the triangle its mean is that of its corners (1,0,0), (0,0,1), (2/3,1/3,0).
        let polytope = Polytope::new(3, vec![HalfSpace { factors: vec![1.0, -2.0, 0.0], least: 0.0 }]).unwrap();
        let mut random = Random::new(1, 0, 0);
        let (mut point, mut direction) = (polytope.centre().to_vec(), vec![0.0; 3]);
        let mut sums = [0.0; 3];
        for _ in 0..20_000 {
            polytope.walk(&mut random, polytope.thinning(), &mut point, &mut direction);
            assert!(point[0] >= 2.0 * point[1] - 1e-12 && point.iter().all(|x| *x >= -1e-12), "{point:?}");
            for (sum, x) in sums.iter_mut().zip(&point) {
                *sum += x / 20_000.0;
            }
        }
        for (sum, expected) in sums.iter().zip([5.0 / 9.0, 1.0 / 9.0, 1.0 / 3.0]) {
            assert!((sum - expected).abs() < 0.01, "{sums:?}");
        }
    }

    #[test]
    fn statements_that_contradict_each_other_are_refused() {
        let above = HalfSpace { factors: vec![1.0, -2.0], least: 0.0 };
        let below = HalfSpace { factors: vec![-1.0, 1.0], least: 0.0 };
        assert!(Polytope::new(2, vec![above, below]).is_none());
    }
}
