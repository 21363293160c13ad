//! Raw values find their place on the scale.
//!
//! | method | file | value |
//! |---|---|---|
//! | `goalposts` | [`goalposts`] | linear between two fixed raw values |
//! | `log-saturation` | [`log_saturation`] | the same on a logarithm |
//! | `min-max` | [`min_max`] | linear between the lowest and highest of the units present |
//! | `rubric-level` | [`rubric_level`] | linear between the lowest and highest level of a rubric |
//!
//! Which way is better is [`Direction`](crate::framework::Direction)'s alone: every method works on directed values.

pub mod goalposts;
mod linear;
pub mod log_saturation;
pub mod min_max;
pub mod rubric_level;

use crate::error::{Path, Problem};
use crate::framework::Indicator;
use crate::numeric::Scale;
use crate::stage::stage;

/// One indicator's combined values, to be normalised.
#[derive(Debug, Clone, Copy)]
pub struct Raw<'a> {
    /// What the values mean.
    pub indicator: &'a Indicator,
    /// Where they go.
    pub scale: Scale,
    /// One a unit, in the unit of measure; missing stays missing.
    pub values: &'a [f64],
    /// Whether each unit is ranked: only ranked units bear on bounds taken from the data.
    pub ranked: &'a [bool],
}

/// An indicator's values on the scale.
#[derive(Debug, Clone, PartialEq)]
pub struct Normalised {
    /// One a unit, on the scale.
    pub values: Vec<f64>,
    /// The raw values at the ends that were used, lower first; none when there were no values to take them from.
    pub ends: Option<(f64, f64)>,
    /// Where the ends come from.
    pub basis: EndsBasis,
}

/// Where the ends of a normalisation come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum EndsBasis {
    /// The framework's suggestion, a judgement.
    Judgement,
    /// The framework's suggestion, from a source.
    Cited,
    /// The method's own parameters.
    Method,
    /// The units present.
    Data,
    /// The rubric.
    Rubric,
}

/// What every normalisation does.
pub trait Normalise {
    /// Places raw values on the scale: in its ends, higher where the indicator is better.
    fn normalise(&self, raw: &Raw<'_>) -> Normalised;

    /// What it adds before a logarithm, if it takes one.
    fn offset(&self) -> Option<f64> {
        None
    }

    /// What about this indicator makes the method impossible, if anything.
    fn check(&self, _indicator: &Indicator, _path: &Path) -> Option<Problem> {
        None
    }
}

stage! {
    /// How raw values find their place on the scale.
    Normalisation: Normalise {
        Goalposts(goalposts::Goalposts) = "goalposts",
        LogSaturation(log_saturation::LogSaturation) = "log-saturation",
        MinMax(min_max::MinMax) = "min-max",
        RubricLevel(rubric_level::RubricLevel) = "rubric-level",
    }
}
