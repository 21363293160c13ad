//! The detail of one cell, or one judgement of it: what one number cannot hold.

use serde::Serialize;

use super::UnitId;
use crate::document::order::Key;
use crate::document::{Decode, Decoder, Value, id};
use crate::framework::{NodeId, SourceId};

id! {
    /// The id of a rater.
    RaterId
}

/// Detail of one cell that holds a value; or, with a rater or a member, one judgement of a cell that holds none.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Observation {
    /// The unit observed.
    pub unit: UnitId,
    /// The indicator.
    pub indicator: NodeId,
    /// When.
    pub period: i32,
    /// The member it speaks of: one side's opinion, one ally's spending.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<UnitId>,
    /// Who judged it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rater: Option<RaterId>,
    /// The judgement, in the indicator's unit of measure; only with a rater or a member.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    /// How sure the rater is, 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f64>,
    /// Its source where it differs from the column's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceId>,
    /// What a reader should know of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Plausible lowest and highest value, in the indicator's unit of measure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub range: Option<(f64, f64)>,
    /// Standard deviation, in the indicator's unit of measure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sd: Option<f64>,
}

impl Decode for Observation {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        decoder.object(value, |fields| Self {
            unit: fields.required("unit"),
            indicator: fields.required("indicator"),
            period: fields.required("period"),
            of: fields.optional("of"),
            rater: fields.optional("rater"),
            value: fields.optional("value"),
            confidence: fields.with("confidence", |value, decoder| decoder.number_within(value, 0.0, 1.0)),
            source: fields.optional("source"),
            note: fields.optional("note"),
            range: fields.with("range", |value, decoder| decoder.ordered_pair(value)),
            sd: fields.with("sd", |value, decoder| decoder.number_within(value, 0.0, crate::limits::MAGNITUDE)),
        })
    }
}

impl Observation {
    /// Whether it is a judgement with a value of its own, not the detail of a cell.
    #[must_use]
    pub fn is_judgement(&self) -> bool {
        self.of.is_some() || self.rater.is_some()
    }

    /// Whether it says anything of its cell.
    pub(crate) fn says_anything(&self) -> bool {
        self.is_judgement()
            || self.source.is_some()
            || self.note.is_some()
            || self.range.is_some()
            || self.sd.is_some()
            || self.confidence.is_some()
    }

    /// What orders observations: indicator, unit, member, rater, period.
    pub(crate) fn key(&self) -> Key<'_> {
        let of = self.of.as_ref().map(UnitId::as_str).unwrap_or_default();
        let rater = self.rater.as_ref().map(RaterId::as_str).unwrap_or_default();
        ([self.indicator.as_str(), self.unit.as_str(), of, rater], [self.period, 0])
    }
}
