//! A unit's score as a function of one node's share, its siblings keeping their proportions.

use std::cmp::Ordering;

use super::tree::{Level, Line, View};
use crate::numeric::float::{exp, ln, pow};
use crate::numeric::{STEPS, Scale};

/// Where no closed form exists, orders are compared at the ends of so many equal parts of the whole.
const PARTS: u32 = 128;

/// Halvings of one part: down to 10⁻¹² of the whole.
const HALVINGS: u32 = 33;

/// How crossings of two curves are found, the most exact way first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Solved {
    /// In closed form: scores, or their logarithms, are linear in the share.
    Linear,
    /// In closed form: they are ratios of linear functions, since weights are rescaled over missing values.
    Rational,
    /// Where different means meet on the way to the root: orders are compared at 129 shares, and each change of order is halved
    /// down to 10⁻¹² of the whole. Two swaps of one pair within 1/128 of each other go unseen.
    Bisection,
}

/// One unit's score, share by share.
#[derive(Debug, Clone)]
pub(crate) struct Curve {
    /// `(n₀ + n₁ t) / (d₀ + d₁ t)`: the score, or its logarithm, where the way to the root is folded in; else the parent's value.
    numerator: [f64; 2],
    denominator: [f64; 2],
    /// Whether that is a logarithm.
    logarithm: bool,
    /// The means on the way to the root that are not folded in.
    levels: Vec<Level>,
    /// The number of them after which public opinion is reached, and its exponent.
    opinion: Option<(usize, f64)>,
    /// By what public opinion scales the score, where it is no part of the way.
    support: f64,
    /// Whether the way to the root is not folded in.
    sought: bool,
    scale: Scale,
}

/// A run of shares over which two units keep their order.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Piece {
    /// Where it ends; it begins where the one before ends.
    pub(crate) to: f64,
    /// How the first compares to the second.
    pub(crate) order: Ordering,
}

impl Curve {
    /// The curve of one unit as the share of the child at `index` of `group` moves from 0 to 1; `None` where the unit has no
    /// score. `view` was evaluated with the share at neither end, and `ratios` are the children's weights relative to each other.
    pub(crate) fn new(view: &View<'_>, group: usize, index: usize, ratios: &[f64], unit: usize) -> Option<Self> {
        let score = crate::numeric::present(view.value(0, unit))?;
        let scale = view.model.document.method.scale;
        let constant = |score: f64, logarithm: bool| {
            let start = if logarithm { ln(score) } else { score };
            let (numerator, denominator) = ([start, 0.0], [1.0, 0.0]);
            Some(Self {
                numerator,
                denominator,
                logarithm,
                levels: Vec::new(),
                opinion: None,
                support: 1.0,
                sought: false,
                scale,
            })
        };
        let line = view.line(group, unit);
        let folded_logarithm = matches!(line, Some(Line { logarithm: true, .. }));
        let Some(levels) = view.levels(group, unit) else { return constant(score, folded_logarithm) };
        let geometric = view.is_geometric(group);
        // The others' sum and weight, and the child's own value.
        let (mut others, mut weight, mut own, mut complete) = (0.0, 0.0, None, true);
        for (at, (child, ratio)) in view.children(group).iter().zip(ratios).enumerate() {
            let Some(value) = crate::numeric::present(view.value(*child, unit)) else {
                complete &= at != index && *ratio <= 0.0;
                continue;
            };
            let value = if geometric { ln(value) } else { value };
            if at == index {
                own = Some(value);
            } else if *ratio > 0.0 {
                others += ratio * value;
                weight += ratio;
            }
        }
        let (numerator, denominator) = match own {
            // A zero under a geometric mean makes it zero at every share above 0.
            _ if others == f64::NEG_INFINITY || own == Some(f64::NEG_INFINITY) => {
                ([f64::NEG_INFINITY, 0.0], [1.0, 0.0])
            }
            Some(own) if complete => ([others, own - others], [1.0, 0.0]),
            Some(own) if weight > 0.0 => ([others, own - others], [weight, 1.0 - weight]),
            Some(own) => ([own, 0.0], [1.0, 0.0]),
            None => ([others / weight, 0.0], [1.0, 0.0]),
        };
        let opinion = view.opinion(group, unit);
        let support = view.support(unit);
        let curve =
            Self { numerator, denominator, logarithm: geometric, levels, opinion, support, sought: true, scale };
        Some(match line {
            Some(line) => curve.folded(line),
            None => curve,
        })
    }

    /// The same with the way to the root folded in: `a + b · n / d = (a · d + b · n) / d`.
    fn folded(mut self, line: Line) -> Self {
        for (numerator, denominator) in self.numerator.iter_mut().zip(self.denominator) {
            *numerator = line.constant * denominator + line.slope * *numerator;
        }
        self.levels.clear();
        self.support = 1.0;
        self.sought = false;
        self
    }

    /// The score at a share.
    pub(crate) fn at(&self, share: f64) -> f64 {
        let line = |[constant, slope]: [f64; 2]| constant + slope * share;
        let start = line(self.numerator) / line(self.denominator);
        let mut value = if self.logarithm { exp(start) } else { start };
        let mut opinion = value;
        for (position, level) in self.levels.iter().enumerate() {
            value = level.at(value);
            if self.opinion.is_some_and(|(after, _)| after == position + 1) {
                opinion = value;
            }
        }
        match self.opinion {
            Some((_, exponent)) => {
                let support = (opinion - self.scale.lower) / self.scale.width();
                self.scale.lower + (value - self.scale.lower) * pow(support, exponent)
            }
            None => self.scale.lower + (value - self.scale.lower) * self.support,
        }
    }

    /// How crossings with a curve of the same node are found.
    pub(crate) fn solved(&self) -> Solved {
        if self.sought {
            Solved::Bisection
        } else if self.denominator[1].abs() > 0.0 {
            Solved::Rational
        } else {
            Solved::Linear
        }
    }

    /// How two units compare at a share: equal within a step of the scale.
    pub(crate) fn compare(&self, other: &Self, share: f64) -> Ordering {
        let difference = self.at(share) - other.at(share);
        let step = self.scale.width() / STEPS;
        if difference > step {
            Ordering::Greater
        } else if difference < -step {
            Ordering::Less
        } else {
            Ordering::Equal
        }
    }

    /// The runs of shares over which two units keep their order, from 0 to 1. Pieces in which they are equal are those of units
    /// that are equal throughout: where curves only touch, or meet at an end, there is no piece.
    pub(crate) fn pieces(&self, other: &Self) -> Vec<Piece> {
        let mut pieces: Vec<Piece> = Vec::new();
        let mut from = 0.0;
        for to in self.cuts(other).into_iter().chain([1.0]) {
            let order = self.compare(other, f64::midpoint(from, to));
            match pieces.last_mut() {
                Some(last) if order == Ordering::Equal || order == last.order => last.to = to,
                // Too short to tell them apart: part of what follows.
                Some(last) if last.order == Ordering::Equal => *last = Piece { to, order },
                _ => pieces.push(Piece { to, order }),
            }
            from = to;
        }
        pieces
    }

    /// The shares at which two curves cross or touch, rising.
    fn cuts(&self, other: &Self) -> Vec<f64> {
        if self.solved() == Solved::Bisection || other.solved() == Solved::Bisection {
            return self.sought(other);
        }
        let ([a0, a1], [b0, b1]) = (self.numerator, other.numerator);
        let ([c0, c1], [d0, d1]) = (self.denominator, other.denominator);
        if !a0.is_finite() || !b0.is_finite() {
            return Vec::new();
        }
        // (a₀ + a₁ t)(d₀ + d₁ t) − (b₀ + b₁ t)(c₀ + c₁ t)
        let mut roots = roots(a1 * d1 - b1 * c1, a0 * d1 + a1 * d0 - b0 * c1 - b1 * c0, a0 * d0 - b0 * c0);
        roots.retain(|root| *root > 0.0 && *root < 1.0);
        roots
    }

    /// The changes of order between the ends of equal parts, each halved down.
    fn sought(&self, other: &Self) -> Vec<f64> {
        let mut cuts = Vec::new();
        let mut last = (0.0, self.compare(other, 0.0));
        for part in 1..=PARTS {
            let share = f64::from(part) / f64::from(PARTS);
            let order = self.compare(other, share);
            if order == Ordering::Equal {
                continue;
            }
            if order == last.1.reverse() {
                let (mut low, mut high) = (last.0, share);
                for _ in 0..HALVINGS {
                    let middle = f64::midpoint(low, high);
                    if self.at(middle).total_cmp(&other.at(middle)) == order { high = middle } else { low = middle }
                }
                cuts.push(f64::midpoint(low, high));
            }
            last = (share, order);
        }
        cuts
    }
}

/// The real roots of `a x² + b x + c`, rising; none where all three are 0.
fn roots(a: f64, b: f64, c: f64) -> Vec<f64> {
    let discriminant = b * b - 4.0 * a * c;
    if discriminant < 0.0 {
        return Vec::new();
    }
    // The root of larger magnitude first, without cancellation; the other from their product.
    let q = -0.5 * (b + discriminant.sqrt().copysign(b));
    let mut roots: Vec<f64> = [q / a, c / q].into_iter().filter(|root| root.is_finite()).collect();
    crate::numeric::sort_numbers(&mut roots);
    roots
}

/// The shares around `now` at which the first of two units is not below the second: both ends included.
pub(crate) fn keeps(pieces: &[Piece], now: f64, tied: bool) -> (f64, f64) {
    let (mut lower, mut upper) = (0.0_f64, 1.0_f64);
    let cuts = pieces.iter().take(pieces.len().saturating_sub(1)).map(|piece| piece.to);
    // Tied now, they cross now: the crossing that rounding put beside it.
    let here = if tied { cuts.reduce(|a, b| if (b - now).abs() < (a - now).abs() { b } else { a }) } else { None };
    let snapped = |share: f64| if here.is_some_and(|here| share.to_bits() == here.to_bits()) { now } else { share };
    let mut from = 0.0;
    for piece in pieces {
        let to = snapped(piece.to);
        if piece.order == Ordering::Less {
            if from >= now {
                upper = upper.min(from);
            } else if to <= now {
                lower = lower.max(to);
            } else {
                (lower, upper) = (now, now);
            }
        }
        from = to;
    }
    (lower, upper)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_roots_of_a_quadratic_are_found_in_every_shape() {
        assert_eq!(roots(1.0, -3.0, 2.0), [1.0, 2.0]);
        assert_eq!(roots(0.0, 2.0, -1.0), [0.5]);
        assert_eq!(roots(0.0, -2.0, 1.0), [0.5]);
        assert_eq!(roots(1.0, 0.0, 1.0), Vec::<f64>::new());
        assert_eq!(roots(0.0, 0.0, 1.0), Vec::<f64>::new());
        assert_eq!(roots(0.0, 0.0, 0.0), Vec::<f64>::new());
        // A root of 10⁻⁹ beside one of 1 is not lost to cancellation.
        let small = roots(1.0, -1.0 - 1e-9, 1e-9);
        assert!((small[0] - 1e-9).abs() < 1e-24, "{small:?}");
    }

    #[test]
    fn the_interval_ends_where_the_second_comes_first() {
        let piece = |to, order| Piece { to, order };
        let pieces = [piece(0.2, Ordering::Less), piece(0.6, Ordering::Greater), piece(1.0, Ordering::Less)];
        assert_eq!(keeps(&pieces, 0.5, false), (0.2, 0.6));
        assert_eq!(keeps(&pieces, 0.6, true), (0.2, 0.6));
        // Tied now, and rounding put the crossing just beside: it counts as here.
        assert_eq!(keeps(&pieces, 0.6 + 1e-12, true), (0.2, 0.6 + 1e-12));
        assert_eq!(keeps(&[piece(1.0, Ordering::Equal)], 0.5, true), (0.0, 1.0));
        assert_eq!(keeps(&[piece(1.0, Ordering::Less)], 0.5, true), (0.5, 0.5));
    }
}
