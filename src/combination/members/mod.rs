//! The members' values of one cell become the partnership's.
//!
//! | method | file | value |
//! |---|---|---|
//! | `weakest` | [`weakest`] | the worst member's: the weaker side, the weakest link |
//! | `mean` | [`mean`] | mean of the members observed |
//! | `weighted-mean` | [`weighted_mean`] | weighted by another indicator, such as a capability |
//! | `one` | [`one`] | one member's |
//!
//! Members that do not belong to the partnership in a period are absent, not missing; a member that belongs and has no value is
//! missing, and the row says so. The distance between the members is shown beside the value.

pub mod mean;
pub mod one;
pub mod weakest;
pub mod weighted_mean;

use crate::framework::{Direction, NodeId};
use crate::stage::stage;

/// One member's value of a cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MemberValue<'a> {
    /// The member.
    pub member: &'a str,
    /// In the indicator's unit of measure, not missing.
    pub value: f64,
    /// Its value of the indicator that weights it; missing where it has none or none is asked for.
    pub weight: f64,
}

/// What every way of joining members does.
pub trait Join {
    /// One value from the members' values, at least one; missing when the method cannot tell.
    fn join(&self, members: &[MemberValue<'_>], direction: Direction) -> f64;

    /// The indicator whose values weight the members, if any.
    fn weighted_by(&self) -> Option<&NodeId> {
        None
    }
}

stage! {
    /// How the members' values of one cell become the partnership's.
    Members: Join {
        Weakest(weakest::Weakest) = "weakest",
        Mean(mean::Mean) = "mean",
        WeightedMean(weighted_mean::WeightedMean) = "weighted-mean",
        One(one::One) = "one",
    }
}
