//! The leaves of the tree: one thing observed each.

use serde::Serialize;

use super::{Direction, Goalposts, NodeId, SourceId};
use crate::document::{Decode, Decoder, Value};
use crate::error::Code;

/// One thing observed of a partnership, and what it means.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Indicator {
    /// Its id, unique among all nodes.
    pub id: NodeId,
    /// Its name for people.
    pub name: String,
    /// The dimension it belongs to.
    pub parent: NodeId,
    /// What one unit of the raw value is.
    pub unit_of_measure: String,
    /// Which way is better.
    pub direction: Direction,
    /// Whether it is an input, an output or an outcome of the partnership.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tag: Option<Tag>,
    /// Why its sign or attribution is disputed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contested: Option<String>,
    /// Suggested ends of the scale.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goalposts: Option<Goalposts>,
    /// The levels of a qualitative indicator, rising; none for a quantitative one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rubric: Option<Vec<RubricLevel>>,
    /// The default source of its observations.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceId>,
    /// Definition and caveats.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

/// One level of a rubric, described so that two raters read it alike.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct RubricLevel {
    /// The level as a number.
    pub level: f64,
    /// What holds at this level.
    pub description: String,
}

/// What an indicator is of the partnership.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tag {
    /// What is put in.
    #[default]
    Input,
    /// What is done.
    Output,
    /// What comes of it, for whatever reasons.
    Outcome,
}

impl Decode for Indicator {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        decoder.object(value, |fields| Self {
            id: fields.required("id"),
            name: fields.required_with("name", |value, decoder| decoder.name(value)),
            parent: fields.required("parent"),
            unit_of_measure: fields.required("unitOfMeasure"),
            direction: fields.required("direction"),
            tag: fields.optional("tag"),
            contested: fields.optional("contested"),
            goalposts: fields.optional("goalposts"),
            rubric: fields.with("rubric", decode_rubric),
            source: fields.optional("source"),
            description: fields.optional("description"),
        })
    }
}

fn decode_rubric(value: &Value, decoder: &mut Decoder) -> Vec<RubricLevel> {
    let levels = Vec::<RubricLevel>::decode(value, decoder);
    let rising = levels.windows(2).all(|pair| matches!(pair, [below, above] if below.level < above.level));
    if value.items().is_some() && (levels.len() < 2 || !rising) {
        let problem = decoder.problem(Code::RubricLevels);
        decoder.record(problem);
    }
    levels
}

impl Decode for RubricLevel {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        decoder.object(value, |fields| Self {
            level: fields.required("level"),
            description: fields.required("description"),
        })
    }
}

impl Decode for Tag {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        decoder.word(value, &[("input", Self::Input), ("output", Self::Output), ("outcome", Self::Outcome)])
    }
}

impl Indicator {
    /// The rubric level that a value is, if it is one.
    #[must_use]
    pub fn level(&self, value: f64) -> Option<&RubricLevel> {
        self.rubric.as_ref()?.iter().find(|level| level.level.to_bits() == (value + 0.0).to_bits())
    }
}
