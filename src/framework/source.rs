//! Where values come from, and on what terms.

use serde::Serialize;

use super::SourceId;
use crate::document::{Decode, Decoder, Value};

/// A source that values or goalposts cite.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Source {
    /// Its id.
    pub id: SourceId,
    /// Who published what and when.
    pub citation: String,
    /// Where it can be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Licence or terms as seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
    /// How free its figures are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tier: Option<Tier>,
}

/// How free a source's figures are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub enum Tier {
    /// Open licence, government work or single quoted figures.
    #[default]
    A,
    /// Free to use with citation; the owner's licence text was not seen on the copy read.
    B,
}

impl Decode for Source {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        decoder.object(value, |fields| Self {
            id: fields.required("id"),
            citation: fields.required("citation"),
            address: fields.optional("address"),
            licence: fields.optional("licence"),
            tier: fields.optional("tier"),
        })
    }
}

impl Decode for Tier {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        decoder.word(value, &[("A", Self::A), ("B", Self::B)])
    }
}
