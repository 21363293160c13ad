//! The detail of one cell: what one number cannot hold.

use serde::Serialize;

use super::UnitId;
use crate::document::order::Key;
use crate::document::{Decode, Decoder, Value};
use crate::framework::{NodeId, SourceId};

/// Detail of one cell that holds a value.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Observation {
    /// The unit observed.
    pub unit: UnitId,
    /// The indicator.
    pub indicator: NodeId,
    /// When.
    pub period: i32,
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
            source: fields.optional("source"),
            note: fields.optional("note"),
            range: fields.with("range", |value, decoder| decoder.ordered_pair(value)),
            sd: fields.with("sd", |value, decoder| decoder.number_within(value, 0.0, crate::limits::MAGNITUDE)),
        })
    }
}

impl Observation {
    /// What orders observations: indicator, unit, period.
    pub(crate) fn key(&self) -> Key<'_> {
        (self.indicator.as_str(), self.unit.as_str(), self.period, 0)
    }
}
