//! What a missing child means for its parent.

use crate::document::{Decode, Decoder, Value};

/// What happens at a dimension whose children are partly missing for a unit. A dimension all of whose children are missing is
/// missing under every rule.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Missing {
    /// The weights of the children present are scaled up to the whole, and the unit's row says so.
    #[default]
    Rescale,
    /// The dimension is missing too.
    LeaveMissing,
    /// Nothing is scored: an error names every missing child.
    Refuse,
}

impl Decode for Missing {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        decoder
            .word(value, &[("rescale", Self::Rescale), ("leave-missing", Self::LeaveMissing), ("refuse", Self::Refuse)])
    }
}
