//! Weights as stated.

use super::Weigh;
use crate::stage::plain_method;

plain_method! {
    /// Each sibling weighs what is stated of it, 1 where nothing is.
    Given
}

impl Weigh for Given {
    fn weigh(&self, stated: &[Option<f64>]) -> Vec<f64> {
        stated.iter().map(|weight| weight.unwrap_or(1.0)).collect()
    }

    fn uses_stated(&self) -> bool {
        true
    }
}
