//! Values as they are.

use super::{Curve, Treat};
use crate::stage::plain_method;

plain_method! {
    /// Values stay as they are.
    None:
        "values stay as they are",
        "y = x",
        "–"
}

impl Treat for None {
    fn fit(&self, _values: &[f64]) -> Curve {
        Curve::default()
    }
}
