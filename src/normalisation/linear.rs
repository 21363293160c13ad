//! The linear map that most methods end with, and the two ends it needs.

use super::{EndsBasis, Raw};
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

/// Maps values linearly on the scale between two raw ends; see [`between`]. A value beyond an end counts as that end, and so
/// does a best value beyond it: what is best between the ends gets the scale's upper end.
pub(super) fn map(raw: &Raw<'_>, (lower, upper): (f64, f64), transform: impl Fn(f64) -> f64) -> Vec<f64> {
    let within = within((lower, upper), transform);
    let bounds = raw.indicator.direction.directed_bounds(lower, upper, &within);
    between(raw, bounds, within)
}

/// Refuses ends in their order between which no raw value is better than another, so that nothing could be placed.
pub(super) fn check_flat(
    indicator: &Indicator,
    (lower, upper): (f64, f64),
    path: &Path,
    transform: impl Fn(f64) -> f64,
) -> Option<Problem> {
    let (worst, best) = indicator.direction.directed_bounds(lower, upper, within((lower, upper), transform));
    let problem = || Problem::new(Code::BoundsFlat, path.clone()).arg("indicator", &indicator.id);
    (lower < upper && best <= worst).then(|| problem().arg("lower", lower).arg("upper", upper))
}

/// The transform of a value that counts as the nearer end where it lies beyond the ends.
fn within((lower, upper): (f64, f64), transform: impl Fn(f64) -> f64) -> impl Fn(f64) -> f64 {
    move |x| transform(x.max(lower).min(upper))
}

/// Maps transformed and directed values linearly on the scale: the worst to its lower, the best to its upper end, clamped beyond
/// them. All get the middle when worst and best are one. Missing stays missing.
pub(super) fn between(raw: &Raw<'_>, (worst, best): (f64, f64), transform: impl Fn(f64) -> f64) -> Vec<f64> {
    let place = |x: &f64| {
        if is_missing(*x) {
            *x
        } else if best > worst {
            let share = (raw.indicator.direction.directed(*x, &transform) - worst) / (best - worst);
            raw.scale.at(share.clamp(0.0, 1.0))
        } else {
            raw.scale.middle()
        }
    };
    raw.values.iter().map(place).collect()
}
