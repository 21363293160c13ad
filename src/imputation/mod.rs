//! Missing values are filled, each marked.
//!
//! | method | file | a missing value becomes |
//! |---|---|---|
//! | `none` | [`none`] | it stays missing |
//! | `mean`, `median`, `most-frequent` | [`mean`], [`median`], [`most_frequent`] | that of the indicator's values |
//! | `group-mean`, `group-median` | [`group_mean`], [`group_median`] | that of the unit's group |
//! | `nearest` | [`nearest`] | the mean of the units most like it |
//! | `siblings` | [`siblings`] | where the unit stands on the indicator's siblings |
//! | `normal` | [`normal`] | what a normal distribution over the siblings expects |
//! | `latest`, `constant`, `linear` | [`latest`], [`constant`], [`linear`] | the unit's own value of another period |
//!
//! An imputed value is a guess: the row says so, the trace shows it, coverage does not count it, and the range of what missing
//! values could make of a score still spans the scale for it.

pub mod constant;
pub mod group_mean;
pub mod group_median;
pub mod latest;
pub mod linear;
pub mod mean;
pub mod median;
pub mod most_frequent;
pub mod nearest;
pub mod none;
pub mod normal;
pub mod siblings;
mod table;

use crate::error::{Path, Problem};
use crate::framework::{Framework, Indicator};
use crate::stage::stage;

pub use table::{Panel, Table};

/// What every imputation does.
pub trait Impute {
    /// The wanted columns with their missing values filled where the method can tell: what is there stays as it is.
    fn impute(&self, table: &Table<'_>, wanted: &[usize]) -> Vec<Vec<f64>>;

    /// Whether it reads the unit's values of other periods.
    fn reads_panel(&self) -> bool {
        false
    }

    /// What about this indicator makes the method impossible, if anything.
    fn check(&self, _indicator: &Indicator, _framework: &Framework, _units: usize, _path: &Path) -> Option<Problem> {
        None
    }
}

stage! {
    /// What becomes of missing values.
    Imputation: Impute {
        None(none::None) = "none",
        Mean(mean::Mean) = "mean",
        Median(median::Median) = "median",
        MostFrequent(most_frequent::MostFrequent) = "most-frequent",
        GroupMean(group_mean::GroupMean) = "group-mean",
        GroupMedian(group_median::GroupMedian) = "group-median",
        Nearest(nearest::Nearest) = "nearest",
        Siblings(siblings::Siblings) = "siblings",
        Normal(normal::Normal) = "normal",
        Latest(latest::Latest) = "latest",
        Constant(constant::Constant) = "constant",
        Linear(linear::Linear) = "linear",
    }
}
