//! One member's value.

use super::{Join, MemberValue};
use crate::data::UnitId;
use crate::document::Fields;
use crate::framework::Direction;
use crate::numeric::MISSING;
use crate::stage::{About, Parameters};

/// The value of one member, whatever the others' are; missing where it has none.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
pub struct One {
    /// The member.
    pub of: UnitId,
}

impl Parameters for One {
    const ABOUT: About = About { meaning: "one member's value", formula: "y = xₘ", reference: "–" };

    fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self { of: fields.required("of") }
    }
}

impl Join for One {
    fn join(&self, members: &[MemberValue<'_>], _: Direction) -> f64 {
        members.iter().find(|member| member.member == self.of.as_str()).map_or(MISSING, |member| member.value)
    }
}
