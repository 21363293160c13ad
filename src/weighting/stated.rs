//! What people state of each child, as parameters of a weighting.

use super::Sibling;
use crate::document::{Decode, Decoder, Value};
use crate::error::{Code, Path, Problem};
use crate::framework::NodeId;
use crate::limits;
use crate::numeric::MISSING;

/// A number stated of one child.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
pub struct Stated {
    /// The child.
    pub id: NodeId,
    /// The number, not negative.
    pub value: f64,
}

impl Decode for Stated {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        decoder.object(value, |fields| Self {
            id: fields.required("id"),
            value: fields.required_with("value", |value, decoder| decoder.number_within(value, 0.0, limits::MAGNITUDE)),
        })
    }
}

/// The position of a child among its siblings.
///
/// # Errors
/// [`Code::WeightsImpossible`] when it is none of them.
pub(super) fn position(siblings: &[Sibling<'_>], id: &NodeId, method: &str, path: Path) -> Result<usize, Problem> {
    let at = siblings.iter().position(|sibling| sibling.id == id);
    at.ok_or_else(|| unfit(method, path, &["`", id.as_str(), "` is not a child here"]))
}

/// One number a sibling, in the order of the siblings.
///
/// # Errors
/// [`Code::WeightsImpossible`] unless each sibling is stated once and nobody else is.
pub(super) fn each(
    siblings: &[Sibling<'_>],
    stated: &[Stated],
    method: &str,
    path: &Path,
) -> Result<Vec<f64>, Problem> {
    let mut numbers = vec![MISSING; siblings.len()];
    for (index, own) in stated.iter().enumerate() {
        let place = path.clone().with(index);
        let at = position(siblings, &own.id, method, place.clone())?;
        match numbers.get_mut(at) {
            Some(number) if number.is_nan() => *number = own.value,
            _ => return Err(unfit(method, place, &["`", own.id.as_str(), "` is stated twice"])),
        }
    }
    match siblings.iter().zip(&numbers).find(|(_, number)| number.is_nan()) {
        Some((sibling, _)) => Err(unfit(method, path.clone(), &["nothing is stated of `", sibling.id.as_str(), "`"])),
        None => Ok(numbers),
    }
}

/// What makes a weighting impossible, in words.
pub(super) fn unfit(method: &str, path: Path, reason: &[&str]) -> Problem {
    Problem::new(Code::WeightsImpossible, path).arg("method", method).arg("reason", reason.concat())
}
