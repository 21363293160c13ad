//! Treated values find their place on the scale.
//!
//! Between fixed raw values:
//!
//! | method | file | place |
//! |---|---|---|
//! | `goalposts` | [`goalposts`] | linear |
//! | `log-saturation` | [`log_saturation`] | linear on a logarithm |
//! | `saturating` | [`saturating`] | steep at first, then ever flatter |
//! | `s-shaped` | [`s_shaped`] | flat, steep, flat |
//! | `piecewise-linear` | [`piecewise_linear`] | through stated points |
//! | `rubric-level` | [`rubric_level`] | the levels of a rubric, equally spaced or as stated |
//!
//! By what the data hold:
//!
//! | method | file | place |
//! |---|---|---|
//! | `min-max` | [`min_max`] | linear between worst and best |
//! | `centile` | [`centile`] | linear between two percentiles |
//! | `z-score` | [`z_score`] | standard deviations from the mean |
//! | `rank`, `percentile-rank`, `borda` | [`rank`], [`percentile_rank`], [`borda`] | by order alone |
//! | `distance-to-target`, `distance-to-reference`, `distance-to-maximum` | [`distance_to_target`], [`distance_to_reference`], [`distance_to_maximum`] | linear from the worst to a goal |
//! | `fraction-of-maximum`, `linear`, `non-linear` | [`fraction_of_maximum`], [`linear_ratio`], [`non_linear`] | ratio to the best |
//! | `sum`, `vector`, `logarithmic` | [`sum`], [`vector`], [`logarithmic`] | ratio to a total |
//! | `enhanced-accuracy`, `zavadskas-turskis` | [`enhanced_accuracy`], [`zavadskas_turskis`] | distance from the best |
//!
//! Which way is better is [`Direction`](crate::framework::Direction)'s alone. Methods between fixed values work on directed values
//! (`linear.rs`); those that read the data see a sample (`sample.rs`) that knows benefit and cost only. Every method gives
//! shares of the scale; what lies beyond an end counts as that end, here, for all of them, and is said.

pub mod borda;
pub mod centile;
pub mod distance_to_maximum;
pub mod distance_to_reference;
pub mod distance_to_target;
pub mod enhanced_accuracy;
pub mod fraction_of_maximum;
pub mod goalposts;
mod linear;
pub mod linear_ratio;
pub mod log_saturation;
pub mod logarithmic;
pub mod min_max;
pub mod non_linear;
pub mod percentile_rank;
pub mod piecewise_linear;
pub mod rank;
pub mod rubric_level;
pub mod s_shaped;
mod sample;
pub mod saturating;
pub mod sum;
mod ties;
pub mod vector;
pub mod z_score;
pub mod zavadskas_turskis;

use crate::data::{Unit, UnitId};
use crate::document::{Decode, Decoder, Value};
use crate::error::{Path, Problem};
use crate::framework::Indicator;
use crate::numeric::Scale;
use crate::stage::stage;

pub use ties::Ties;

/// One indicator's treated values, to be normalised.
#[derive(Debug, Clone, Copy)]
pub struct Raw<'a> {
    /// What the values mean.
    pub indicator: &'a Indicator,
    /// Whose they are, by id.
    pub units: &'a [Unit],
    /// Where they go.
    pub scale: Scale,
    /// One a unit, in the unit of measure; missing stays missing.
    pub values: &'a [f64],
    /// What numbers taken from the data are taken from, rising, nothing missing: see [`Pool`].
    pub pool: &'a [f64],
}

/// Whose values the numbers rest on that a normalisation takes from the data: bounds, means, ranks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Pool {
    /// The ranked units of the period: periods cannot be compared.
    #[default]
    Period,
    /// The ranked units of all periods: they can.
    Panel,
}

impl Decode for Pool {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        decoder.word(value, &[("period", Self::Period), ("panel", Self::Panel)])
    }
}

/// Where an indicator's values lie, before the ends of the scale hold them.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// One a unit: 0 at the lower, 1 at the upper end of the scale, beyond them where the formula leads there; missing stays
    /// missing.
    pub shares: Vec<f64>,
    /// The raw values at the ends that were used, lower first; none when the method has no such ends, or no values to take them from.
    pub ends: Option<(f64, f64)>,
    /// Where the ends come from.
    pub basis: EndsBasis,
    /// The value that the formula cannot take, if there is one: then every unit is in the middle.
    pub impossible: Option<f64>,
}

/// An indicator's values on the scale.
#[derive(Debug, Clone, PartialEq)]
pub struct Normalised {
    /// One a unit, on the scale.
    pub values: Vec<f64>,
    /// What the method gave.
    pub placed: Placed,
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
    /// Places values: higher where the indicator is better.
    fn place(&self, raw: &Raw<'_>) -> Placed;

    /// What it adds before a logarithm, if it takes one.
    fn offset(&self) -> Option<f64> {
        None
    }

    /// The unit whose value it needs, if any.
    fn reference(&self) -> Option<&UnitId> {
        None
    }

    /// Whether it reads raw values of the framework (suggested goalposts, rubric levels), which mean nothing once the unit of
    /// measure has changed.
    fn reads_framework(&self) -> bool {
        false
    }

    /// What about this indicator makes the method impossible, if anything.
    fn check(&self, _indicator: &Indicator, _path: &Path) -> Option<Problem> {
        None
    }
}

impl Normalisation {
    /// Places values on the scale: within its ends, higher where the indicator is better.
    #[must_use]
    pub fn normalise(&self, raw: &Raw<'_>) -> Normalised {
        let placed = self.method().place(raw);
        // `clamp` leaves what is missing missing.
        let values = placed.shares.iter().map(|share| raw.scale.at(share.clamp(0.0, 1.0))).collect();
        Normalised { values, placed }
    }
}

stage! {
    /// How treated values find their place on the scale.
    Normalisation: Normalise {
        Goalposts(goalposts::Goalposts) = "goalposts",
        LogSaturation(log_saturation::LogSaturation) = "log-saturation",
        MinMax(min_max::MinMax) = "min-max",
        RubricLevel(rubric_level::RubricLevel) = "rubric-level",
        Saturating(saturating::Saturating) = "saturating",
        SShaped(s_shaped::SShaped) = "s-shaped",
        PiecewiseLinear(piecewise_linear::PiecewiseLinear) = "piecewise-linear",
        Centile(centile::Centile) = "centile",
        ZScore(z_score::ZScore) = "z-score",
        Rank(rank::Rank) = "rank",
        PercentileRank(percentile_rank::PercentileRank) = "percentile-rank",
        Borda(borda::Borda) = "borda",
        DistanceToTarget(distance_to_target::DistanceToTarget) = "distance-to-target",
        DistanceToReference(distance_to_reference::DistanceToReference) = "distance-to-reference",
        DistanceToMaximum(distance_to_maximum::DistanceToMaximum) = "distance-to-maximum",
        FractionOfMaximum(fraction_of_maximum::FractionOfMaximum) = "fraction-of-maximum",
        Linear(linear_ratio::Linear) = "linear",
        NonLinear(non_linear::NonLinear) = "non-linear",
        Sum(sum::Sum) = "sum",
        Vector(vector::Vector) = "vector",
        Logarithmic(logarithmic::Logarithmic) = "logarithmic",
        EnhancedAccuracy(enhanced_accuracy::EnhancedAccuracy) = "enhanced-accuracy",
        ZavadskasTurskis(zavadskas_turskis::ZavadskasTurskis) = "zavadskas-turskis",
    }
}
