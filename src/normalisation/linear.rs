//! The linear map that most methods end with, and the two ends it needs.

use super::sample::Sample;
use super::{EndsBasis, Placed, Raw};
use crate::document::Fields;
use crate::error::{Code, Path, Problem};
use crate::framework::{Basis, Indicator};
use crate::numeric::is_missing;

/// Fixed ends, each the method's own or else the framework's suggestion.
#[derive(Debug, Clone, Copy, Default, PartialEq, serde::Serialize)]
pub struct Ends {
    /// The lower raw value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lower: Option<f64>,
    /// The upper raw value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub upper: Option<f64>,
}

impl Ends {
    pub(super) fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self { lower: fields.optional("lower"), upper: fields.optional("upper") }
    }

    /// The ends for an indicator and where they come from; `None` when one is given nowhere.
    pub(super) fn of(self, indicator: &Indicator) -> Option<((f64, f64), EndsBasis)> {
        let suggested = indicator.goalposts.as_ref();
        let lower = self.lower.or(suggested.map(|goalposts| goalposts.lower))?;
        let upper = self.upper.or(suggested.map(|goalposts| goalposts.upper))?;
        let basis = match (self.lower, self.upper, suggested.map(|goalposts| goalposts.basis)) {
            (None, None, Some(Basis::Judgement)) => EndsBasis::Judgement,
            (None, None, Some(Basis::Cited)) => EndsBasis::Cited,
            _ => EndsBasis::Method,
        };
        Some(((lower, upper), basis))
    }

    pub(super) fn check(self, indicator: &Indicator, path: &Path) -> Option<Problem> {
        match self.of(indicator) {
            None => Some(Problem::new(Code::GoalpostsMissing, path.clone()).arg("indicator", &indicator.id)),
            Some(((lower, upper), _)) if lower >= upper => {
                Some(Problem::new(Code::BoundsOrder, path.clone()).arg("lower", lower).arg("upper", upper))
            }
            Some(_) => None,
        }
    }
}

impl Ends {
    /// Whether an end is the framework's.
    pub(super) fn reads_framework(self) -> bool {
        self.lower.is_none() || self.upper.is_none()
    }

    /// Places values on a curve over the way from the lower to the upper end.
    pub(super) fn place(self, raw: &Raw<'_>, curve: &dyn Fn(f64) -> f64) -> Placed {
        // Checked when the study opened: there always are ends.
        let (ends, basis) = self.of(raw.indicator).unwrap_or(((0.0, 0.0), EndsBasis::Method));
        map(raw, ends, basis, &|x| curve(Sample::way(ends.0, ends.1, x)))
    }

    /// As [`Ends::check`], and that the curve tells values between the ends apart.
    pub(super) fn check_curve(self, indicator: &Indicator, path: &Path, curve: &dyn Fn(f64) -> f64) -> Option<Problem> {
        self.check(indicator, path).or_else(|| {
            let (ends, _) = self.of(indicator)?;
            check_flat(indicator, ends, path, &|x| curve(Sample::way(ends.0, ends.1, x)))
        })
    }
}

/// Stated points, to be read between.
#[derive(Debug, Clone, Copy)]
pub(super) struct Points<'a> {
    /// Raw values, rising.
    pub(super) values: &'a [f64],
    /// Their places, not falling.
    pub(super) places: &'a [f64],
}

impl Points<'_> {
    /// The first and the last raw value.
    pub(super) fn ends(&self) -> (f64, f64) {
        self.values.first().zip(self.values.last()).map_or((0.0, 0.0), |(first, last)| (*first, *last))
    }

    /// The place of a value between the first and the last.
    pub(super) fn at(&self, x: f64) -> f64 {
        let behind = self.values.partition_point(|value| *value < x).clamp(1, self.values.len().max(2) - 1);
        let pair = |list: &[f64]| match list.get(behind - 1..=behind) {
            Some([before, after]) => (*before, *after),
            _ => (0.0, 0.0),
        };
        let ((from, to), (low, high)) = (pair(self.values), pair(self.places));
        let way = Sample::way(from, to, x);
        // Exact at both points, whatever the rounding between them.
        if way >= 1.0 { high } else { low + way * (high - low) }
    }

    /// What is wrong with them, if anything.
    pub(super) fn check(&self, path: &Path) -> Option<Problem> {
        let rising = self.values.windows(2).all(|pair| matches!(pair, [before, after] if before < after));
        let falls = self.places.windows(2).any(|pair| matches!(pair, [before, after] if before > after));
        let usable = self.values.len() == self.places.len() && self.values.len() > 1 && rising && !falls;
        let problem = || Problem::new(Code::PointsUnusable, path.clone());
        (!usable).then(|| problem().arg("values", self.values.len()).arg("places", self.places.len()))
    }
}

/// Maps values linearly on the scale between two raw ends. A value beyond an end counts as that end, and so
/// does a best value beyond it: what is best between the ends gets the scale's upper end.
#[inline(never)]
pub(super) fn map(raw: &Raw<'_>, ends: (f64, f64), basis: EndsBasis, transform: &dyn Fn(f64) -> f64) -> Placed {
    let within = within(ends, transform);
    let direction = raw.indicator.direction;
    let (worst, best) = direction.directed_bounds(ends.0, ends.1, &within);
    // Missing stays missing; all others get the middle when worst and best are one.
    let place = |x: &f64| if is_missing(*x) { *x } else { Sample::way(worst, best, direction.directed(*x, &within)) };
    Placed { shares: raw.values.iter().map(place).collect(), ends: Some(ends), basis, impossible: None }
}

/// Refuses ends in their order between which no raw value is better than another, so that nothing could be placed.
#[inline(never)]
pub(super) fn check_flat(
    indicator: &Indicator,
    (lower, upper): (f64, f64),
    path: &Path,
    transform: &dyn Fn(f64) -> f64,
) -> Option<Problem> {
    let (worst, best) = indicator.direction.directed_bounds(lower, upper, within((lower, upper), transform));
    let problem = || Problem::new(Code::BoundsFlat, path.clone()).arg("indicator", &indicator.id);
    (lower < upper && best <= worst).then(|| problem().arg("lower", lower).arg("upper", upper))
}

/// The transform of a value that counts as the nearer end where it lies beyond the ends.
fn within((lower, upper): (f64, f64), transform: &dyn Fn(f64) -> f64) -> impl Fn(f64) -> f64 {
    move |x| transform(x.max(lower).min(upper))
}
