//! Whose weights the children of a dimension have.
//!
//! | method | file | weights |
//! |---|---|---|
//! | `given` | [`given`] | as stated for each node, 1 where none is |
//! | `equal` | [`equal`] | 1 each |
//! | `rank-order` | [`rank_order`] | from an order of importance |
//! | `swing`, `smart`, `budget-allocation` | [`points`] | from points that people give |
//! | `ahp` | [`ahp`] | from comparisons of pairs: eigenvector or geometric mean |
//! | `best-worst` | [`best_worst`] | from comparisons with the best and the worst |
//! | `panel` | [`combined`] | the mean of several people's |
//! | `standard-deviation`, `variance` | [`spread`] | from the data: how much each varies |
//! | `entropy` | [`entropy`] | from the data: how unevenly each spreads the units |
//! | `gini` | [`gini`] | from the data: how unequal each is |
//! | `angle` | [`angle`] | from the data: how far each is from a constant |
//! | `critic` | [`critic`] | from the data: how much each varies and how little the others repeat it |
//! | `merec` | [`merec`] | from the data: what removing each does |
//! | `cilos` | [`cilos`] | from the data: what each loses when another is at its best |
//! | `idocriw` | [`idocriw`] | from the data: entropy times CILOS |
//! | `principal-component`, `rotated-factors` | [`components`] | from the data: principal components |
//!
//! Only shares among siblings matter; [`share`] moves one share and keeps the others' proportions.

pub mod ahp;
pub mod angle;
pub mod best_worst;
pub mod cilos;
pub mod combined;
pub mod components;
pub mod critic;
pub mod data;
pub mod entropy;
pub mod equal;
pub mod gini;
pub mod given;
pub mod idocriw;
pub mod merec;
pub mod points;
pub mod rank_order;
pub mod share;
pub mod spread;
mod stated;

use crate::error::{Path, Problem};
use crate::framework::NodeId;
use crate::stage::stage;

/// One child of a dimension, as a weighting reads it. The columns hold one entry a ranked unit, missing where it has no value, and
/// are empty unless the method [uses data](Weigh::uses_data).
#[derive(Debug, Clone, PartialEq)]
pub struct Sibling<'a> {
    /// Its id.
    pub id: &'a NodeId,
    /// The weight stated of it.
    pub stated: Option<f64>,
    /// An indicator's treated values in its own unit of measure, the distance from its target where it has one; a dimension's scores.
    pub raw: Vec<f64>,
    /// Whether a higher raw value is better.
    pub higher: bool,
    /// Its scores on the method's scale: higher is better.
    pub normalised: Vec<f64>,
}

/// What every weighting does.
pub trait Weigh {
    /// The weights of siblings, one each: finite non-negative numbers of which only shares matter.
    ///
    /// # Errors
    /// What makes weights impossible, at `path`, the place of the choice.
    fn weigh(&self, siblings: &[Sibling<'_>], path: &Path) -> Result<Vec<f64>, Problem>;

    /// What about the judgements a reader must know, at `path`: which contradict each other most.
    fn doubts(&self, _siblings: &[Sibling<'_>], _path: &Path) -> Vec<Problem> {
        Vec::new()
    }

    /// Whether stated weights are used at all: if not, stating one is a fault.
    fn uses_stated(&self) -> bool {
        false
    }

    /// Whether the columns are read: then the weights are computed for each period, once, and the scorecard says so.
    fn uses_data(&self) -> bool {
        false
    }
}

stage! {
    /// Whose weights the children of a dimension have.
    Weighting: Weigh {
        Given(given::Given) = "given",
        Equal(equal::Equal) = "equal",
        RankOrder(rank_order::RankOrder) = "rank-order",
        Swing(points::Swing) = "swing",
        Smart(points::Smart) = "smart",
        BudgetAllocation(points::BudgetAllocation) = "budget-allocation",
        Ahp(ahp::Pairwise) = "ahp",
        BestWorst(best_worst::Judged) = "best-worst",
        Panel(combined::Panel) = "panel",
        StandardDeviation(spread::StandardDeviation) = "standard-deviation",
        Variance(spread::Variance) = "variance",
        Entropy(entropy::Entropy) = "entropy",
        Gini(gini::Gini) = "gini",
        Angle(angle::Angle) = "angle",
        Critic(critic::Critic) = "critic",
        Merec(merec::Merec) = "merec",
        Cilos(cilos::Cilos) = "cilos",
        Idocriw(idocriw::Idocriw) = "idocriw",
        PrincipalComponent(components::PrincipalComponent) = "principal-component",
        RotatedFactors(components::RotatedFactors) = "rotated-factors",
    }
}
