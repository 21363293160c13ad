//! RIM: nearness to an ideal that may lie anywhere in the range.

use super::spotis::bounded;
use super::table::{Table, unknown};
use super::{Decide, Decision, Outcome, Rank};
use crate::document::{Decode, Decoder, Fields, Value};
use crate::error::{Code, Path, Problem};
use crate::framework::NodeId;
use crate::numeric::column::joined;
use crate::numeric::{MISSING, ratio};
use crate::stage::{About, Parameters};

/// What an indicator may range over, and where in it the ideal lies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reference {
    /// The ends of the range.
    pub range: (f64, f64),
    /// The ends of the ideal, within the range; both the same for a single ideal value.
    pub ideal: (f64, f64),
}

impl Reference {
    /// 1 in the ideal, falling linearly to 0 at the end of the range on either side; beyond it 0.
    #[must_use]
    pub fn nearness(&self, x: f64) -> f64 {
        let (low, high) = self.ideal;
        let (distance, width) = if x < low {
            (low - x, low - self.range.0)
        } else if x > high {
            (x - high, self.range.1 - high)
        } else {
            return 1.0;
        };
        if width > 0.0 { (1.0 - distance / width).max(0.0) } else { 0.0 }
    }
}

/// The index of each unit relative to the ideal, from 0 (at the ends of every range) to 1 (ideal throughout).
///
/// ```text
/// n = nearness     I⁺ = √Σ (w n − w)²     I⁻ = √Σ (w n)²     score = I⁻ / (I⁺ + I⁻)
/// ```
///
/// Higher is better; directions play no part. Nothing depends on who else is present.
///
/// # Differs from
/// The paper's final table, in which its authors confirmed an error.
///
/// # Reference
/// Cables, Lamata and Verdegay (2016), Information Sciences 337:1–10.
#[must_use]
pub fn scores(table: &Table<'_>, references: &[Reference]) -> Vec<f64> {
    let (mut short, mut reached) = (vec![0.0; table.units()], vec![0.0; table.units()]);
    for criterion in table.criteria() {
        let Some(reference) = references.get(criterion.index) else { continue };
        for ((short, reached), x) in short.iter_mut().zip(&mut reached).zip(criterion.column) {
            let value = criterion.weight * reference.nearness(*x);
            *short += (value - criterion.weight) * (value - criterion.weight);
            *reached += value * value;
        }
    }
    let score = |short: f64, reached: f64| ratio(reached.sqrt(), short.sqrt() + reached.sqrt());
    joined(&short, &reached, &score)
}

/// The reference of one indicator.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
pub struct Ideal {
    /// The indicator.
    pub id: NodeId,
    /// What it may range over, two values in its unit of measure.
    pub range: [f64; 2],
    /// Where in the range the ideal lies, two values.
    pub ideal: [f64; 2],
}

impl Ideal {
    fn reference(&self) -> Reference {
        let pair = |[lower, upper]: [f64; 2]| (lower, upper);
        Reference { range: pair(self.range), ideal: pair(self.ideal) }
    }
}

impl Decode for Ideal {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        let pair = |value: &Value, decoder: &mut Decoder| <[f64; 2]>::from(decoder.ordered_pair(value));
        let ideal = decoder.object(value, |fields| Self {
            id: fields.required("id"),
            range: fields.required_with("range", pair),
            ideal: fields.required_with("ideal", pair),
        });
        let ([lower, upper], [from, to]) = (ideal.range, ideal.ideal);
        if from < lower || to > upper {
            let problem = decoder.problem(Code::BoundsOrder).arg("lower", lower).arg("upper", upper);
            decoder.record(problem);
        }
        ideal
    }
}

/// See [`scores`]; of an indicator with a target the values are distances from it.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
pub struct Rim {
    /// The range and the ideal of each indicator.
    pub references: Vec<Ideal>,
}

impl Parameters for Rim {
    const ABOUT: About = About {
        meaning: "nearness to an ideal that may lie anywhere in the range",
        formula: "I⁻ / (I⁺ + I⁻)",
        reference: "Cables, Lamata and Verdegay (2016)",
    };

    fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self { references: fields.required("references") }
    }
}

impl Rank for Rim {
    fn decides(&self) -> Option<&dyn Decide> {
        Some(self)
    }
}

impl Decide for Rim {
    fn decide(&self, decision: &Decision<'_>, path: &Path) -> Result<Outcome, Problem> {
        let missing = Reference { range: (MISSING, MISSING), ideal: (MISSING, MISSING) };
        let references = decision.each(&self.references, |own| &own.id, Ideal::reference, missing);
        let ends: Vec<(f64, f64)> = references.iter().map(|reference| reference.range).collect();
        decision.scored("rim", path, &|table| {
            bounded(&ends)?;
            Ok(scores(table, &references))
        })
    }

    fn measure(&self) -> &'static str {
        "nearness to the ideal"
    }

    fn bounds(&self) -> Option<(f64, f64)> {
        Some((0.0, 1.0))
    }

    fn check(&self, indicators: &[&NodeId], path: &Path) -> Vec<Problem> {
        unknown(&self.references, |own| &own.id, indicators, path, "references")
    }
}
