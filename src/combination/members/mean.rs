//! The mean of the members observed.

use super::{Join, MemberValue};
use crate::framework::Direction;
use crate::numeric::count;
use crate::stage::plain_method;

plain_method! {
    /// The arithmetic mean of the members that have a value.
    Mean:
        "mean of the members observed",
        "Σ xₘ / n",
        "–"
}

impl Join for Mean {
    fn join(&self, members: &[MemberValue<'_>], _: Direction) -> f64 {
        members.iter().map(|member| member.value).sum::<f64>() / count(members.len())
    }
}
