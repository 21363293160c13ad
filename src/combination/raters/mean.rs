//! The mean of the raters' values.

use super::Settle;
use crate::numeric::count;
use crate::stage::plain_method;

plain_method! {
    /// The arithmetic mean of the raters' values.
    Mean:
        "mean of the raters",
        "Σ xᵣ / n",
        "–"
}

impl Settle for Mean {
    fn settle(&self, values: &[f64]) -> f64 {
        values.iter().sum::<f64>() / count(values.len())
    }
}
