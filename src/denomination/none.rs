//! Values as they are.

use super::Denominate;
use crate::stage::plain_method;

plain_method! {
    /// Values stay as they are.
    None:
        "values stay as they are",
        "y = x",
        "–"
}

impl Denominate for None {}
