//! What is asked of a simulation: what varies and how, how many draws, from which seed.

use serde::Serialize;

use crate::document::{Decode, Decoder, Fields, Value};
use crate::error::Code;
use crate::framework::NodeId;
use crate::limits;
use crate::method::Choices;
use crate::study::Weight;

/// What is asked of a simulation.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SimulationRequest {
    /// The period; none: the study's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<i32>,
    /// Stated weights that replace the study's; nodes not named keep theirs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub weights: Vec<Weight>,
    /// How many draws, at most [`limits::DRAWS`].
    pub draws: u64,
    /// The seed, a whole number below 2⁵³.
    pub seed: u64,
    /// How the draws are spread.
    pub design: Design,
    /// Stop after the first 1, 2, 4, 8, … blocks when no share has a larger standard error than this; none: all draws are made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<f64>,
    /// The rank up to which a unit counts as being among the best.
    pub top: u32,
    /// Whether the pairwise winning probabilities are counted.
    pub pairwise: bool,
    /// What varies.
    pub vary: Vary,
}

impl Default for SimulationRequest {
    fn default() -> Self {
        Self {
            period: None,
            weights: Vec::new(),
            draws: 10_000,
            seed: 1,
            design: Design::default(),
            until: None,
            top: 3,
            pairwise: true,
            vary: Vary::all(),
        }
    }
}

/// How draws are spread over what is possible.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Design {
    /// Independent draws.
    #[default]
    Random,
    /// A scrambled Sobol' sequence: more even than chance, up to its number of dimensions; random beyond them.
    Sobol,
}

/// What varies; what is absent stays as the study says.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Vary {
    /// The weights of every dimension's children, unless `dimensions` says otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weights: Option<WeightLaw>,
    /// The weights of single dimensions' children.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub dimensions: Vec<DimensionLaw>,
    /// Observed values.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<DataLaw>,
    /// Missing values.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing: Option<MissingLaw>,
    /// Choices of the method.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<MethodLaw>,
}

impl Vary {
    /// Weights around the stated ones, data and missing values: what varies when nothing is said.
    #[must_use]
    pub fn all() -> Self {
        Self {
            weights: Some(WeightLaw::default()),
            data: Some(DataLaw::default()),
            missing: Some(MissingLaw::default()),
            ..Self::default()
        }
    }
}

/// The weights of one dimension's children.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct DimensionLaw {
    /// The dimension.
    pub id: NodeId,
    /// Their law.
    pub weights: WeightLaw,
}

/// How the weights of siblings vary. A child that weighs nothing keeps weighing nothing. Weights that the method computes from the data
/// count as stated: they are computed once, from what was observed, and not again for drawn values.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "method", rename_all = "kebab-case")]
pub enum WeightLaw {
    /// As stated.
    Fixed,
    /// Every set of shares is as likely as any other: nothing is known of the weights.
    Uniform,
    /// Around the stated shares, the closer the larger the concentration: a Dirichlet law.
    ///
    /// ```text
    /// shares ~ Dirichlet(concentration × stated shares),   sd of a share s = √(s (1 − s) / (concentration + 1))
    /// ```
    ///
    /// As sure as a poll of so many people about which sibling matters most. In 95 of 100 draws a stated share of 25 % stays
    /// within about ± 17 points with a concentration of 25, ± 8 with 100, ± 4 with 400.
    Around {
        /// At least 1.
        concentration: f64,
    },
    /// Every set of shares that are each within `by` of the stated one is as likely as any other; no share is below 0.
    Within {
        /// 0 to 1: 0.05 is five percentage points.
        by: f64,
    },
    /// Every set of shares in which those named fall in this order is as likely as any other; those not named are free.
    Order {
        /// Children, the weightiest first.
        order: Vec<NodeId>,
    },
    /// Every set of shares for which all statements hold is as likely as any other.
    Statements {
        /// What must hold.
        statements: Vec<Statement>,
    },
}

/// Around the stated shares with a concentration of 100.
impl Default for WeightLaw {
    fn default() -> Self {
        Self::Around { concentration: 100.0 }
    }
}

/// That a child's share, or its ratio to another's, lies in an interval.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Statement {
    /// The child.
    pub id: NodeId,
    /// The other child; none: the statement is of the share itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<NodeId>,
    /// At least; none: 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lower: Option<f64>,
    /// At most; none: no bound.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub upper: Option<f64>,
}

/// How observed values vary around what was observed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct DataLaw {
    /// Where in its range a value lies.
    pub ranges: RangeLaw,
    /// What several raters' judgements leave open.
    pub raters: RaterLaw,
}

/// Where in its range a value lies.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RangeLaw {
    /// Most likely at the stated value, less and less towards the ends: a triangle.
    #[default]
    Triangular,
    /// Anywhere alike.
    Uniform,
}

/// What several raters' judgements of a cell leave open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RaterLaw {
    /// As many raters are drawn from those there are, each as often as chance has it, and settled like them (a bootstrap).
    #[default]
    Resample,
    /// Anywhere between the lowest and the highest judgement alike.
    Range,
}

/// What a missing value may be.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MissingLaw {
    /// What one of the other ranked units has, each as likely as any other; where none has a value it stays missing.
    #[default]
    Observed,
    /// Anywhere on the scale alike.
    Scale,
}

/// Which choices of the method vary: every combination of options is as likely as any other.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MethodLaw {
    /// Questions of method, each with its answers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<Alternatives>,
    /// Whether each indicator is left out in turn: one draw in (indicators + 1) has all of them.
    pub leave_one_out: bool,
}

/// One question of method: the study's own answer and these.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Alternatives {
    /// Its id.
    pub id: String,
    /// Other answers than the study's own, each a list of patches.
    pub options: Vec<Vec<Patch>>,
}

/// A change of the method.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Patch {
    /// The node; none: the defaults.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub node: Option<NodeId>,
    /// What it chooses instead; what is absent stays.
    pub choices: Choices,
}

/// Reads a whole number from 0 to below 2⁵³.
pub(super) fn whole(value: &Value, decoder: &mut Decoder) -> u64 {
    let number = decoder.number_within(value, 0.0, 9_007_199_254_740_991.0);
    if number.trunc().to_bits() != number.to_bits() {
        let problem = decoder.problem(Code::NumberNotWhole).arg("found", number);
        decoder.record(problem);
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked to be whole and within bounds"
    )]
    let whole = number as u64;
    whole
}

/// Reads a whole number from 1 to `upper`.
fn whole_up_to(upper: u64) -> impl FnOnce(&Value, &mut Decoder) -> u64 {
    move |value, decoder| {
        let number = whole(value, decoder);
        if number < 1 || number > upper {
            let problem = decoder.problem(Code::NumberOutOfRange).arg("found", number.to_string());
            decoder.record(problem.arg("expected", ["1 to ", &upper.to_string()].concat()));
        }
        number
    }
}

impl Decode for SimulationRequest {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        if *value == Value::Null {
            return Self::default();
        }
        let usual = Self::default();
        decoder.object(value, |fields| Self {
            period: fields.optional("period"),
            weights: fields.or("weights", Vec::new()),
            draws: fields.with("draws", whole_up_to(limits::DRAWS)).unwrap_or(usual.draws),
            seed: fields.with("seed", whole).unwrap_or(usual.seed),
            design: fields.or("design", Design::default()),
            until: fields.with("until", |value, decoder| decoder.number_within(value, 1e-6, 0.5)),
            top: fields
                .with("top", whole_up_to(u64::from(u32::MAX)))
                .map_or(usual.top, |top| u32::try_from(top).unwrap_or(u32::MAX)),
            pairwise: fields.or("pairwise", usual.pairwise),
            vary: fields.or("vary", usual.vary),
        })
    }
}

impl Decode for Design {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        decoder.word(value, &[("random", Self::Random), ("sobol", Self::Sobol)])
    }
}

impl Decode for Vary {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        decoder.object(value, |fields| Self {
            weights: fields.optional("weights"),
            dimensions: fields.or("dimensions", Vec::new()),
            data: fields.optional("data"),
            missing: fields.optional("missing"),
            method: fields.optional("method"),
        })
    }
}

impl Decode for DimensionLaw {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        decoder.object(value, |fields| Self { id: fields.required("id"), weights: fields.required("weights") })
    }
}

impl Decode for WeightLaw {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        const NAMES: &[&str] = &["fixed", "uniform", "around", "within", "order", "statements"];
        decoder.method(value, NAMES, |name, fields| match name {
            "fixed" => Some(Self::Fixed),
            "uniform" => Some(Self::Uniform),
            "around" => {
                Some(Self::Around { concentration: within(fields, "concentration", 1.0, 1e9).unwrap_or(100.0) })
            }
            "within" => Some(Self::Within {
                by: fields.required_with("by", |value, decoder| decoder.number_within(value, 0.0, 1.0)),
            }),
            "order" => Some(Self::Order { order: fields.required("order") }),
            "statements" => Some(Self::Statements { statements: fields.required("statements") }),
            _ => None,
        })
    }
}

fn within(fields: &mut Fields<'_, '_>, key: &'static str, lower: f64, upper: f64) -> Option<f64> {
    fields.with(key, |value, decoder| decoder.number_within(value, lower, upper))
}

impl Decode for Statement {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        decoder.object(value, |fields| Self {
            id: fields.required("id"),
            to: fields.optional("to"),
            lower: within(fields, "lower", 0.0, 1e9),
            upper: within(fields, "upper", 0.0, 1e9),
        })
    }
}

impl Decode for DataLaw {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        decoder.object(value, |fields| Self {
            ranges: fields
                .with("ranges", |value, decoder| {
                    decoder.word(value, &[("triangular", RangeLaw::Triangular), ("uniform", RangeLaw::Uniform)])
                })
                .unwrap_or_default(),
            raters: fields
                .with("raters", |value, decoder| {
                    decoder.word(value, &[("resample", RaterLaw::Resample), ("range", RaterLaw::Range)])
                })
                .unwrap_or_default(),
        })
    }
}

impl Decode for MissingLaw {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        decoder.word(value, &[("observed", Self::Observed), ("scale", Self::Scale)])
    }
}

impl Decode for MethodLaw {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        decoder.object(value, |fields| Self {
            alternatives: fields.or("alternatives", Vec::new()),
            leave_one_out: fields.or("leaveOneOut", false),
        })
    }
}

impl Decode for Alternatives {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        decoder.object(value, |fields| Self {
            id: fields.required_with("id", |value, decoder| decoder.id(value)),
            options: fields.required("options"),
        })
    }
}

impl Decode for Patch {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        decoder.object(value, |fields| Self { node: fields.optional("node"), choices: fields.required("choices") })
    }
}
