//! Extreme and skewed values are held back before they are placed.
//!
//! | method | file | value |
//! |---|---|---|
//! | `none` | [`none`] | as it is |
//! | `winsorise` | [`winsorise`] | extremes pulled in until skewness or kurtosis is in order |
//! | `percentile` | [`percentile`] | held between two percentiles |
//! | `fraction` | [`fraction`] | a fraction of the values at either end pulled in |
//! | `log-ct`, `log-ct-plus`, `log-shift-one` | [`log_ct`], [`log_ct_plus`], [`log_shift_one`] | a logarithm |
//! | `box-cox` | [`box_cox`] | a power, given or the most likely |
//! | `two-stage` | [`two_stage`] | winsorised, and a logarithm where that is not enough |
//!
//! A treatment fits a rising curve to the values of the ranked units ([`Curve`]) and bends all values by it, so that it never turns
//! an order round, and every touched cell can be marked with what became of it.

pub mod box_cox;
mod curve;
pub mod fraction;
pub mod log_ct;
pub mod log_ct_plus;
pub mod log_shift_one;
pub mod none;
pub mod percentile;
pub mod skew;
pub mod two_stage;
pub mod winsorise;

use crate::error::{Path, Problem};
use crate::stage::stage;

pub use curve::{Bend, Curve};

/// What every treatment does.
pub trait Treat {
    /// The curve fitted to values that rise, none missing.
    fn fit(&self, values: &[f64]) -> Curve;

    /// Whether values may leave their unit of measure, so that what is stated in it no longer fits.
    fn bends(&self) -> bool {
        false
    }

    /// What is impossible about the parameters, if anything.
    fn check(&self, _path: &Path) -> Option<Problem> {
        None
    }
}

stage! {
    /// How extreme and skewed values are held back.
    Treatment: Treat {
        None(none::None) = "none",
        Winsorise(winsorise::Winsorise) = "winsorise",
        Percentile(percentile::Percentile) = "percentile",
        Fraction(fraction::Fraction) = "fraction",
        LogCt(log_ct::LogCt) = "log-ct",
        LogCtPlus(log_ct_plus::LogCtPlus) = "log-ct-plus",
        LogShiftOne(log_shift_one::LogShiftOne) = "log-shift-one",
        BoxCox(box_cox::BoxCox) = "box-cox",
        TwoStage(two_stage::TwoStage) = "two-stage",
    }
}
