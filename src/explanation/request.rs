//! What requests of explanations share.

use crate::error::{Code, Error, Path, Problem};
use crate::study::Model;

/// The position of a unit that a request names under a key.
pub(super) fn position(model: &Model, key: &str, id: &str) -> Result<usize, Error> {
    let unknown = || Problem::new(Code::UnitUnknown, Path::root().with(key)).arg("unit", id).into();
    model.document.dataset.units.iter().position(|unit| unit.id.as_str() == id).ok_or_else(unknown)
}
