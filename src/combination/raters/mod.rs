//! Several raters' values of one cell become one.
//!
//! | method | file | value |
//! |---|---|---|
//! | `median` | [`median`] | the middle one: one outlier moves it little |
//! | `mean` | [`mean`] | the mean |
//!
//! How far the raters agree is [`agreement`](crate::analysis::agreement)'s.

pub mod mean;
pub mod median;

use crate::stage::stage;

/// What every way of combining raters does.
pub trait Settle {
    /// One value from the raters' values, at least one, in rising order.
    fn settle(&self, values: &[f64]) -> f64;
}

stage! {
    /// How several raters' values of one cell become one.
    Raters: Settle {
        Median(median::Median) = "median",
        Mean(mean::Mean) = "mean",
    }
}
