//! How observations become scores: defaults, what single nodes do otherwise, and the ranking rule.
//!
//! A preset, an objective's weights or a variant to compare is another method over the same framework.

mod about;
mod opinion;
mod plan;

use serde::Serialize;

use crate::aggregation::{Aggregation, Missing};
use crate::combination::{Combination, Members, Raters};
use crate::denomination::Denomination;
use crate::document::{Decode, Decoder, Fields, Value, order};
use crate::framework::NodeId;
use crate::imputation::Imputation;
use crate::limits;
use crate::normalisation::{Normalisation, Pool};
use crate::numeric::Scale;
use crate::ranking::Ranking;
use crate::screening::Screening;
use crate::treatment::Treatment;
use crate::weighting::Weighting;

pub use about::{MethodAbout, methods};
pub use opinion::{Opinion, OpinionAs};
pub(crate) use plan::{Joining, Plan, Reading};

/// How observations become scores.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Method {
    /// The period shown when none is asked for; none: the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<i32>,
    /// The ends of every normalised value and score.
    pub scale: Scale,
    /// Which units and periods are ranked; none: all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub screening: Option<Screening>,
    /// What every node does unless it says otherwise.
    pub defaults: Choices,
    /// What single nodes do otherwise.
    pub nodes: Vec<NodeChoices>,
    /// How much public opinion counts; none: as the weights say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opinion: Option<Opinion>,
    /// What decides who is first.
    pub ranking: Ranking,
}

/// Choices for a node; what is absent is left to the defaults, and what those leave out to the engine's.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Choices {
    /// Indicators: how several raters become one value. The engine's default: `median`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub raters: Option<Raters>,
    /// Indicators: how the members' values become the partnership's. The engine's default: `weakest`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub members: Option<Members>,
    /// Indicators: how periods become one value. The engine's default: `value`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub combination: Option<Combination>,
    /// Indicators: what becomes of missing values. The engine's default: `none`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub imputation: Option<Imputation>,
    /// Indicators: what values are divided by. The engine's default: `none`; a method's default passes by rubric indicators, and the
    /// denominator itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub denomination: Option<Denomination>,
    /// Indicators: how extreme and skewed values are held back. The engine's default: `none`; a method's default passes by rubric
    /// indicators.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub treatment: Option<Treatment>,
    /// Indicators: whose values a normalisation's numbers are taken from. The engine's default: `period`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pool: Option<Pool>,
    /// Indicators: how treated values find their place. The engine's default: `goalposts`, for rubric indicators `rubric-level`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub normalisation: Option<Normalisation>,
    /// Dimensions: whose weights the children have. The engine's default: `given`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weighting: Option<Weighting>,
    /// Dimensions: how children become one score. The engine's default: `arithmetic`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aggregation: Option<Aggregation>,
    /// Dimensions: what a missing child means. The engine's default: `rescale`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing: Option<Missing>,
    /// Dimensions: the least share of the children that weigh anything that must be there, counted, 0 to 1; below it the dimension
    /// is missing. The engine's default: 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub available: Option<f64>,
}

/// What one node does otherwise, and what it weighs.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct NodeChoices {
    /// The node.
    pub id: NodeId,
    /// Its importance among its siblings, any non-negative number; none: 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weight: Option<f64>,
    /// Its choices.
    #[serde(flatten)]
    pub choices: Choices,
}

impl Choices {
    fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self {
            raters: fields.optional("raters"),
            members: fields.optional("members"),
            combination: fields.optional("combination"),
            imputation: fields.optional("imputation"),
            denomination: fields.optional("denomination"),
            treatment: fields.optional("treatment"),
            pool: fields.optional("pool"),
            normalisation: fields.optional("normalisation"),
            weighting: fields.optional("weighting"),
            aggregation: fields.optional("aggregation"),
            missing: fields.optional("missing"),
            available: fields.with("available", |value, decoder| decoder.number_within(value, 0.0, 1.0)),
        }
    }
}

impl Decode for Choices {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        decoder.object(value, Self::read)
    }
}

impl Decode for NodeChoices {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        decoder.object(value, |fields| Self {
            id: fields.required("id"),
            weight: fields.with("weight", |value, decoder| decoder.number_within(value, 0.0, limits::MAGNITUDE)),
            choices: Choices::read(fields),
        })
    }
}

impl Decode for Method {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        decoder.object(value, |fields| Self {
            period: fields.optional("period"),
            scale: fields.or("scale", Scale::default()),
            screening: fields.optional("screening"),
            defaults: fields.or("defaults", Choices::default()),
            nodes: fields.or("nodes", Vec::new()),
            opinion: fields.optional("opinion"),
            ranking: fields.or("ranking", Ranking::default()),
        })
    }
}

impl Method {
    /// Sorts the overrides by id, and drops those that say nothing.
    pub(crate) fn sort(&mut self) {
        self.nodes.retain(|node| node.weight.is_some() || node.choices != Choices::default());
        order::sort_by_key(&mut self.nodes, |node| order::id(node.id.as_str()));
    }
}
