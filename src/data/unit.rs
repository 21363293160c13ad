//! What is scored: partnerships.

use serde::Serialize;

use crate::document::order::Key;
use crate::document::{Decode, Decoder, Value, id};
use crate::error::Code;

id! {
    /// The id of a unit.
    UnitId
}

/// A partnership: a pair or a group of states (MCDA: an alternative).
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Unit {
    /// Its id.
    pub id: UnitId,
    /// Its name for people.
    pub name: String,
    /// What it is counted among, such as a region: missing values may be filled from its group.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// The states it is made of.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<Member>,
}

/// A state in a partnership, with the years of its membership: absence is not missingness.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Member {
    /// The state.
    pub id: UnitId,
    /// First year, included; none = from the beginning.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<i32>,
    /// Last year, included; none = to the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<i32>,
}

impl Decode for Unit {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        decoder.object(value, |fields| Self {
            id: fields.required("id"),
            name: fields.required_with("name", |value, decoder| decoder.name(value)),
            group: fields.with("group", |value, decoder| decoder.name(value)),
            members: fields.or("members", Vec::new()),
        })
    }
}

impl Decode for Member {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        decoder.object(value, |fields| {
            let member = Self { id: fields.required("id"), from: fields.optional("from"), to: fields.optional("to") };
            if let (Some(from), Some(to)) = (member.from, member.to)
                && from > to
            {
                let problem = fields.decoder().problem(Code::BoundsOrder).arg("lower", from).arg("upper", to);
                fields.decoder().record(problem);
            }
            member
        })
    }
}

impl Unit {
    /// The members in a period.
    pub fn members_in(&self, period: i32) -> impl Iterator<Item = &Member> {
        self.members.iter().filter(move |member| {
            member.from.is_none_or(|from| from <= period) && member.to.is_none_or(|to| period <= to)
        })
    }
}

impl Member {
    /// What orders members: id, first year, last year.
    pub(crate) fn key(&self) -> Key<'_> {
        ([self.id.as_str(), "", "", ""], [self.from.unwrap_or(i32::MIN), self.to.unwrap_or(i32::MAX)])
    }
}
