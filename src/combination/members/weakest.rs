//! The worst member's value.

use super::{Join, MemberValue};
use crate::framework::Direction;
use crate::numeric::MISSING;
use crate::stage::plain_method;

plain_method! {
    /// The worst member's value, whichever way is better: a partnership is as strong as its weaker side.
    Weakest:
        "the worst member: the weaker side, the weakest link",
        "worst of xₘ",
        "–"
}

impl Join for Weakest {
    fn join(&self, members: &[MemberValue<'_>], direction: Direction) -> f64 {
        let mut worst = MISSING;
        for member in members {
            let is_worse = direction.directed(member.value, |x| x) < direction.directed(worst, |x| x);
            if worst.is_nan() || is_worse {
                worst = member.value;
            }
        }
        worst
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weakest_is_the_lowest_or_the_highest_as_the_direction_says() {
        let members = [3.0, 1.0, 2.0].map(|value| MemberValue { member: "m", value, weight: MISSING });
        assert_eq!(Weakest {}.join(&members, Direction::HigherIsBetter), 1.0);
        assert_eq!(Weakest {}.join(&members, Direction::LowerIsBetter), 3.0);
        assert_eq!(Weakest {}.join(&members, Direction::Target(3.0)), 1.0);
    }
}
