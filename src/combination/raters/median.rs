//! The median of the raters' values.

use super::Settle;
use crate::numeric::MISSING;
use crate::stage::plain_method;

plain_method! {
    /// The middle value; of an even number of raters, the mean of the middle two, which may lie between two levels of a rubric.
    Median:
        "median of the raters: one of them cannot move it far",
        "median of xᵣ",
        "–"
}

impl Settle for Median {
    fn settle(&self, values: &[f64]) -> f64 {
        let upper = values.get(values.len() / 2).copied().unwrap_or(MISSING);
        let lower = values.get(values.len().saturating_sub(1) / 2).copied().unwrap_or(MISSING);
        lower + (upper - lower) / 2.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_of_an_even_number_is_between_the_middle_two() {
        assert_eq!(Median {}.settle(&[1.0, 2.0, 5.0]), 2.0);
        assert_eq!(Median {}.settle(&[1.0, 2.0, 3.0, 5.0]), 2.5);
        assert_eq!(Median {}.settle(&[4.0]), 4.0);
    }
}
