//! The children of a dimension become its one score.
//!
//! | method | file | score of a node |
//! |---|---|---|
//! | `arithmetic` | [`arithmetic`] | weighted arithmetic mean: a low child can be made up for |
//! | `geometric` | [`geometric`] | weighted geometric mean: it can only in part |
//! | `harmonic` | [`harmonic`] | weighted harmonic mean: the low children decide most |
//! | `power` | [`power`] | weighted generalised mean: an exponent says how far |
//! | `median` | [`median`] | weighted median: whatever the extremes |
//! | `minimum` | [`minimum`] | the lowest child: nothing can be made up for |
//! | `maximum` | [`maximum`] | the highest child: everything can |
//! | `owa` | [`owa`] | ordered weighted average: weights go with places |
//! | `choquet` | [`choquet`] | 2-additive Choquet integral: pairs need each other or stand in for each other |
//! | `veto` | [`veto`] | weighted arithmetic mean, held down where a child is below a floor |
//! | `mazziotta-pareto` | [`mazziotta_pareto`] | mean of standardised children less what imbalance costs |
//! | `adjusted-mazziotta-pareto` | [`mazziotta_pareto`] | the same on the scale itself, whoever else is present |
//! | `borda` | [`borda`] | points for every unit behind |
//! | `copeland` | [`copeland`] | units beaten less units beaten by |
//! | `wroclaw` | [`wroclaw`] | distance from a unit that is the best in every child |
//! | `benefit-of-the-doubt` | [`benefit_of_the_doubt`] | the weights that suit the unit best |
//!
//! What a missing child means is said per node by [`Missing`].

pub mod arithmetic;
pub mod benefit_of_the_doubt;
pub mod borda;
mod children;
pub mod choquet;
pub mod copeland;
pub mod geometric;
pub mod harmonic;
pub mod maximum;
pub mod mazziotta_pareto;
pub mod median;
pub mod minimum;
mod missing;
pub mod owa;
pub mod power;
pub mod veto;
pub mod wroclaw;

use crate::error::{Path, Problem};
use crate::framework::NodeId;
use crate::numeric::Scale;
use crate::stage::stage;

pub use children::{Children, Part};
pub use missing::Missing;

/// What every aggregation does.
pub trait Aggregate {
    /// Writes the node's score of each unit into `out`, on the scale of its children; missing where [`Missing`] says so.
    ///
    /// A child of weight 0 takes no part, missing or not. `scratch` is as long as `out` and holds nothing.
    fn aggregate(&self, children: &Children<'_>, out: &mut [f64], scratch: &mut [f64]);

    /// Whether the node's score is the sum of its children times their shares, so that contributions are exact.
    fn adds_up(&self) -> bool;

    /// Whether one child at 0 makes the node 0 whatever the others are.
    fn zero_decides(&self) -> bool {
        false
    }

    /// Whether a unit's score depends on the other units: then a run is all units at once.
    fn needs_all_units(&self) -> bool {
        false
    }

    /// Whether no score falls when a child rises.
    fn is_monotone(&self) -> bool {
        true
    }

    /// Whether units are compared two by two, so that the time grows with the square of their number.
    fn compares_pairs(&self) -> bool {
        false
    }

    /// What about the scale makes the method impossible for a node, if anything.
    fn check(&self, _node: &NodeId, _scale: Scale, _path: &Path) -> Option<Problem> {
        None
    }

    /// What about the children makes the parameters impossible, if anything.
    fn check_children(&self, _children: &[&NodeId], _path: &Path) -> Vec<Problem> {
        Vec::new()
    }
}

stage! {
    /// How the children of a dimension become its score.
    Aggregation: Aggregate {
        Arithmetic(arithmetic::Arithmetic) = "arithmetic",
        Geometric(geometric::Geometric) = "geometric",
        Harmonic(harmonic::Harmonic) = "harmonic",
        Power(power::Power) = "power",
        Median(median::Median) = "median",
        Minimum(minimum::Minimum) = "minimum",
        Maximum(maximum::Maximum) = "maximum",
        Owa(owa::Owa) = "owa",
        Choquet(choquet::Choquet) = "choquet",
        Veto(veto::Veto) = "veto",
        MazziottaPareto(mazziotta_pareto::MazziottaPareto) = "mazziotta-pareto",
        AdjustedMazziottaPareto(mazziotta_pareto::AdjustedMazziottaPareto) = "adjusted-mazziotta-pareto",
        Borda(borda::Borda) = "borda",
        Copeland(copeland::Copeland) = "copeland",
        Wroclaw(wroclaw::Wroclaw) = "wroclaw",
        BenefitOfTheDoubt(benefit_of_the_doubt::BenefitOfTheDoubt) = "benefit-of-the-doubt",
    }
}
