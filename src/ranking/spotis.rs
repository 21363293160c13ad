//! SPOTIS: the distance from an ideal between fixed bounds.

use super::table::{Given, Table, unknown};
use super::{Decide, Decision, Outcome, Rank};
use crate::document::{Decode, Decoder, Fields, Value};
use crate::error::{Code, Path, Problem, Unfit};
use crate::framework::NodeId;
use crate::numeric::{MISSING, present, ratio};
use crate::stage::{About, Parameters};

/// The weighted distance of each unit from the ideal, as a share of what each indicator may range over.
///
/// ```text
/// score = Σ w |x − ideal| / (upper − lower)
/// ```
///
/// Lower is better. The ideal is the better bound, or `expected`, which needs no direction. Nothing depends on who else is
/// present, so no unit turns the order of two others. A value beyond a bound counts as it is; bounds without width count 0.
///
/// # Reference
/// Dezert, Tchamova, Han and Tacnet (2020), The SPOTIS rank reversal free method, FUSION 2020.
#[must_use]
pub fn scores(table: &Table<'_>, bounds: &[(f64, f64)], expected: Option<&[f64]>) -> Vec<f64> {
    let mut scores = vec![0.0; table.units()];
    for criterion in table.criteria() {
        let Some((lower, upper)) = bounds.get(criterion.index).copied() else { continue };
        let better = if criterion.higher { upper } else { lower };
        let ideal =
            expected.and_then(|values| values.get(criterion.index).copied()).and_then(present).unwrap_or(better);
        for (score, x) in scores.iter_mut().zip(criterion.column) {
            *score += criterion.weight * ratio((x - ideal).abs(), upper - lower);
        }
    }
    scores
}

/// What one indicator may range over.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
pub struct Bounds {
    /// The indicator.
    pub id: NodeId,
    /// The lower end, in its unit of measure.
    pub lower: f64,
    /// The upper end, above it.
    pub upper: f64,
}

impl Decode for Bounds {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        let bounds = decoder.object(value, |fields| Self {
            id: fields.required("id"),
            lower: fields.required("lower"),
            upper: fields.required("upper"),
        });
        if bounds.lower > bounds.upper {
            let problem = decoder.problem(Code::BoundsOrder).arg("lower", bounds.lower).arg("upper", bounds.upper);
            decoder.record(problem);
        }
        bounds
    }
}

/// Refuses indicators of which no bounds are given.
pub(super) fn bounded(ends: &[(f64, f64)]) -> Result<(), Unfit> {
    match ends.iter().position(|(lower, _)| lower.is_nan()) {
        Some(index) => {
            Err(Unfit { indicator: Some(index), found: MISSING, needs: "bounds of every indicator that weighs" })
        }
        None => Ok(()),
    }
}

/// See [`scores`]; of an indicator with a target the bounds are of the distance from it.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
pub struct Spotis {
    /// What each indicator may range over.
    pub bounds: Vec<Bounds>,
    /// The expected solution, a value an indicator, or of some; the better bound of the others.
    pub expected: Vec<Given>,
}

impl Parameters for Spotis {
    const ABOUT: About = About {
        meaning: "the distance from an ideal between fixed bounds",
        formula: "Σ w |x − ideal| / (upper − lower)",
        reference: "Dezert et al. (2020)",
    };

    fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self { bounds: fields.required("bounds"), expected: fields.or("expected", Vec::new()) }
    }
}

impl Rank for Spotis {
    fn decides(&self) -> Option<&dyn Decide> {
        Some(self)
    }
}

impl Decide for Spotis {
    fn decide(&self, decision: &Decision<'_>, path: &Path) -> Result<Outcome, Problem> {
        let ends = decision.each(&self.bounds, |own| &own.id, |own| (own.lower, own.upper), (MISSING, MISSING));
        let expected = decision.each(&self.expected, |own| &own.id, |own| own.value, MISSING);
        decision.scored("spotis", path, &|table| {
            bounded(&ends)?;
            Ok(scores(table, &ends, Some(&expected)))
        })
    }

    fn measure(&self) -> &'static str {
        "distance from the ideal"
    }

    fn higher_is_better(&self) -> bool {
        false
    }

    fn check(&self, indicators: &[&NodeId], path: &Path) -> Vec<Problem> {
        let mut problems = unknown(&self.bounds, |own| &own.id, indicators, path, "bounds");
        problems.extend(unknown(&self.expected, |own| &own.id, indicators, path, "expected"));
        problems
    }
}
