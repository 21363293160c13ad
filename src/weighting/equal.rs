//! Equal weights.

use super::Weigh;
use crate::stage::plain_method;

plain_method! {
    /// Every sibling weighs the same, 1; a stated weight is a fault.
    Equal
}

impl Weigh for Equal {
    fn weigh(&self, stated: &[Option<f64>]) -> Vec<f64> {
        vec![1.0; stated.len()]
    }

    fn uses_stated(&self) -> bool {
        false
    }
}
