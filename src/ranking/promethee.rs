//! PROMETHEE I and II: what speaks for each unit against every other, and what against it.

use super::table::{Table, pairs, refuse_many, unknown};
use super::{Decide, Decision, Kind, Outcome, Rank};
use crate::document::{Decode, Decoder, Fields, Value};
use crate::error::{Code, Path, Problem, Unfit};
use crate::framework::NodeId;
use crate::limits;
use crate::numeric::column::{joined, mapped};
use crate::numeric::float::exp;
use crate::numeric::flows::{Preference, add_flows};
use crate::numeric::{MISSING, count};
use crate::stage::{About, Parameters};

/// How much a difference `d` in the better direction counts, from 0 to 1. Differences are those of the values as they are.
#[derive(Debug, Clone, Copy, Default, PartialEq, serde::Serialize)]
#[serde(tag = "shape", rename_all = "kebab-case")]
pub enum Shape {
    /// Any difference counts wholly: 1 for d > 0.
    #[default]
    Usual,
    /// 1 for d > q.
    UShape {
        /// q.
        indifference: f64,
    },
    /// d / p up to p, 1 above.
    VShape {
        /// p.
        preference: f64,
    },
    /// 0 up to q, ½ up to p, 1 above.
    Level {
        /// q.
        indifference: f64,
        /// p.
        preference: f64,
    },
    /// 0 up to q, (d − q) / (p − q) up to p, 1 above.
    Linear {
        /// q.
        indifference: f64,
        /// p.
        preference: f64,
    },
    /// 1 − exp(−d² / 2s²) for d > 0.
    Gaussian {
        /// s: the inflection point.
        inflection: f64,
    },
}

impl Shape {
    /// The preference for one difference: the definition.
    #[must_use]
    pub fn of(self, d: f64) -> f64 {
        if let Self::Gaussian { inflection } = self {
            return if d > 0.0 { 1.0 - exp(-d * d / (2.0 * inflection * inflection)) } else { 0.0 };
        }
        let Preference { indifference, preference, half } = self.thresholds();
        if d <= indifference {
            0.0
        } else if d > preference {
            1.0
        } else if half {
            0.5
        } else {
            (d - indifference) / (preference - indifference)
        }
    }

    /// The two thresholds of every shape but the Gaussian.
    fn thresholds(self) -> Preference {
        let (indifference, preference, half) = match self {
            Self::Usual | Self::Gaussian { .. } => (0.0, 0.0, false),
            Self::UShape { indifference } => (indifference, indifference, false),
            Self::VShape { preference } => (0.0, preference, false),
            Self::Level { indifference, preference } => (indifference, preference, true),
            Self::Linear { indifference, preference } => (indifference, preference, false),
        };
        Preference { indifference, preference, half }
    }
}

/// The flows of each unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Flows {
    /// What speaks for it: the mean of its weighted preferences over the others.
    pub positive: Vec<f64>,
    /// What speaks against it.
    pub negative: Vec<f64>,
    /// The difference: what PROMETHEE II ranks by; higher is better, and all sum to 0.
    pub net: Vec<f64>,
}

impl Flows {
    /// The net flow as the score, with both flows beside it.
    fn outcome(self) -> Outcome {
        let figures = vec![("positive-flow", self.positive), ("negative-flow", self.negative)];
        Outcome { scores: self.net, figures, ..Outcome::default() }
    }
}

/// The flows of each unit; `shapes` has one entry an indicator, `Usual` where it is short.
///
/// ```text
/// π(a, b) = Σⱼ wⱼ Pⱼ(±(x_aj − x_bj))
/// φ⁺(a) = Σ_b π(a, b) / (n − 1)     φ⁻(a) = Σ_b π(b, a) / (n − 1)     φ = φ⁺ − φ⁻
/// ```
///
/// A constant indicator prefers nobody. A single unit has flows of 0. All shapes but the Gaussian take n log n steps, as
/// [`add_flows`] says; the Gaussian looks at every pair.
///
/// # Reference
/// Brans and Vincke (1985), Management Science 31:647–656; Brans and Mareschal (2005).
#[must_use]
pub fn flows(table: &Table<'_>, shapes: &[Shape]) -> Flows {
    let units = table.units();
    let (mut positive, mut negative) = (vec![0.0; units], vec![0.0; units]);
    for criterion in table.criteria() {
        let column = mapped(criterion.column, &|x| criterion.sign() * x);
        let shape = shapes.get(criterion.index).copied().unwrap_or_default();
        if let Shape::Gaussian { .. } = shape {
            for (a, (over, under)) in column.iter().zip(positive.iter_mut().zip(&mut negative)) {
                for b in &column {
                    *over += criterion.weight * shape.of(a - b);
                    *under += criterion.weight * shape.of(b - a);
                }
            }
        } else {
            add_flows(&column, criterion.weight, shape.thresholds(), &mut positive, &mut negative);
        }
    }
    let others = count(units.max(2)) - 1.0;
    for flow in positive.iter_mut().chain(&mut negative) {
        *flow /= others;
    }
    let net = joined(&positive, &negative, &|over, under| over - under);
    Flows { positive, negative, net }
}

impl Flows {
    /// PROMETHEE I: whether `a` is preferred to `b` by both flows, one of them strictly. Where neither is preferred to the other
    /// and their flows differ, they cannot be compared.
    #[must_use]
    pub fn prefers(&self, a: usize, b: usize) -> bool {
        let at = |flow: &[f64], unit: usize| flow.get(unit).copied().unwrap_or(MISSING);
        let over = at(&self.positive, a) - at(&self.positive, b);
        let under = at(&self.negative, b) - at(&self.negative, a);
        // What rounding leaves of equal flows decides nothing.
        over > -1e-12 && under > -1e-12 && (over > 1e-12 || under > 1e-12)
    }
}

/// How differences of one indicator count.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
pub struct Given {
    /// The indicator.
    pub id: NodeId,
    /// The shape, its thresholds in the indicator's unit of measure.
    #[serde(flatten)]
    pub shape: Shape,
}

/// The names of the shapes, as documents write them.
const SHAPES: [(&str, u8); 6] =
    [("usual", 0), ("u-shape", 1), ("v-shape", 2), ("level", 3), ("linear", 4), ("gaussian", 5)];

impl Decode for Given {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        let given = decoder.object(value, |fields| {
            let id = fields.required("id");
            let shape: u8 = fields.required_with("shape", |value, decoder| decoder.word(value, &SHAPES));
            let mut number =
                |key| fields.required_with(key, |value, decoder| decoder.number_within(value, 0.0, limits::MAGNITUDE));
            let shape = match shape {
                1 => Shape::UShape { indifference: number("indifference") },
                2 => Shape::VShape { preference: number("preference") },
                3 => Shape::Level { indifference: number("indifference"), preference: number("preference") },
                4 => Shape::Linear { indifference: number("indifference"), preference: number("preference") },
                5 => Shape::Gaussian { inflection: number("inflection") },
                _ => Shape::Usual,
            };
            Self { id, shape }
        });
        let Preference { indifference, preference, .. } = given.shape.thresholds();
        if indifference > preference {
            let problem = decoder.problem(Code::BoundsOrder).arg("lower", indifference).arg("upper", preference);
            decoder.record(problem);
        }
        given
    }
}

/// The flows of a decision.
fn decided(given: &[Given], decision: &Decision<'_>, table: &Table<'_>) -> Result<Flows, Unfit> {
    let shapes = decision.each(given, |own| &own.id, |own| own.shape, Shape::Usual);
    if shapes.iter().any(|shape| matches!(shape, Shape::Gaussian { .. })) {
        refuse_many(table.units())?;
    }
    Ok(flows(table, &shapes))
}

/// PROMETHEE I: the partial order of both flows, with the net flow as the score.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
pub struct PrometheeOne {
    /// How differences of each indicator count; `usual` where nothing is given.
    pub preferences: Vec<Given>,
}

impl Parameters for PrometheeOne {
    const ABOUT: About = About {
        meaning: "a partial order: preferred by what speaks for a unit and by what speaks against it",
        formula: "φ⁺(a) ≥ φ⁺(b) and φ⁻(a) ≤ φ⁻(b)",
        reference: "Brans and Vincke (1985)",
    };

    fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self { preferences: fields.or("preferences", Vec::new()) }
    }
}

impl Rank for PrometheeOne {
    fn decides(&self) -> Option<&dyn Decide> {
        Some(self)
    }
}

impl Decide for PrometheeOne {
    fn decide(&self, decision: &Decision<'_>, path: &Path) -> Result<Outcome, Problem> {
        decision.outcome("promethee-1", path, &|table| {
            refuse_many(table.units())?;
            let flows = decided(&self.preferences, decision, table)?;
            let outranks = pairs(table.units(), &|a, b| flows.prefers(a, b));
            Ok(Outcome { outranks, ..flows.outcome() })
        })
    }

    fn measure(&self) -> &'static str {
        "net flow"
    }

    fn kind(&self) -> Kind {
        Kind::PartialOrder
    }

    fn bounds(&self) -> Option<(f64, f64)> {
        Some((-1.0, 1.0))
    }

    fn is_live(&self) -> bool {
        false
    }

    fn check(&self, indicators: &[&NodeId], path: &Path) -> Vec<Problem> {
        unknown(&self.preferences, |own| &own.id, indicators, path, "preferences")
    }
}

/// PROMETHEE II: the net flow.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
pub struct PrometheeTwo {
    /// How differences of each indicator count; `usual` where nothing is given.
    pub preferences: Vec<Given>,
}

impl Parameters for PrometheeTwo {
    const ABOUT: About = About {
        meaning: "what speaks for a unit against every other, less what speaks against it",
        formula: "φ = φ⁺ − φ⁻",
        reference: "Brans and Vincke (1985)",
    };

    fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self { preferences: fields.or("preferences", Vec::new()) }
    }
}

impl Rank for PrometheeTwo {
    fn decides(&self) -> Option<&dyn Decide> {
        Some(self)
    }
}

impl Decide for PrometheeTwo {
    fn decide(&self, decision: &Decision<'_>, path: &Path) -> Result<Outcome, Problem> {
        // The order is whole: units are compared by one number.
        decision.outcome("promethee-2", path, &|table| Ok(decided(&self.preferences, decision, table)?.outcome()))
    }

    fn measure(&self) -> &'static str {
        "net flow"
    }

    fn bounds(&self) -> Option<(f64, f64)> {
        Some((-1.0, 1.0))
    }

    fn check(&self, indicators: &[&NodeId], path: &Path) -> Vec<Problem> {
        unknown(&self.preferences, |own| &own.id, indicators, path, "preferences")
    }
}
