//! The raw values that a framework suggests as the two ends of the scale.

use serde::Serialize;

use super::SourceId;
use crate::document::{Decode, Decoder, Value};
use crate::error::Code;

/// Raw values between which an indicator is read; the direction says which end is the better one.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Goalposts {
    /// The lower end, below `upper` whichever way is better.
    pub lower: f64,
    /// The upper end.
    pub upper: f64,
    /// Where the ends come from.
    pub basis: Basis,
    /// What is cited.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceId>,
}

/// What goalposts rest on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// The author's judgement: to be argued with.
    #[default]
    Judgement,
    /// A source.
    Cited,
}

impl Decode for Goalposts {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        decoder.object(value, |fields| {
            let goalposts = Self {
                lower: fields.required("lower"),
                upper: fields.required("upper"),
                basis: fields.required("basis"),
                source: fields.optional("source"),
            };
            if goalposts.lower >= goalposts.upper {
                let problem = fields.decoder().problem(Code::BoundsOrder);
                fields.decoder().record(problem.arg("lower", goalposts.lower).arg("upper", goalposts.upper));
            }
            goalposts
        })
    }
}

impl Decode for Basis {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        decoder.word(value, &[("judgement", Self::Judgement), ("cited", Self::Cited)])
    }
}
