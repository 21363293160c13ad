//! What a row says beside its value.

use super::{Reading, text};
use crate::csv::mapping::Role;
use crate::data::Observation;
use crate::document::{Decode, Decoder, Value};
use crate::error::Code;
use crate::limits;

impl Reading<'_> {
    /// The detail that a row holds beside its value; none when there is none.
    pub(super) fn detail(&mut self, row: usize) -> Result<Option<Observation>, ()> {
        if !self.roles.details {
            return Ok(None);
        }
        let mut observation = Observation::default();
        let mut bad = false;
        for (role, column) in [(Role::Of, self.roles.of), (Role::Rater, self.roles.rater)] {
            let Some(column) = column else { continue };
            let Some(id) = text::optional(self.place.table.cell(row, column)) else { continue };
            match (self.id(&id, row, column), role) {
                (Some(id), Role::Of) => observation.of = Some(id.as_str().into()),
                (Some(id), _) => observation.rater = Some(id.as_str().into()),
                (None, _) => bad = true,
            }
        }
        if let Some(column) = self.roles.note
            && let Some(note) = text::optional(self.place.table.cell(row, column))
        {
            observation.note =
                self.decoded(row, column, |decoder| String::decode(&Value::Text(note.into_owned()), decoder));
            bad |= observation.note.is_none();
        }
        let ends = [self.roles.lower, self.roles.upper, self.roles.sd, self.roles.confidence];
        let [lower, upper, sd, confidence] = ends.map(|column| match column {
            None => None,
            Some(column) => self.number(row, column).unwrap_or_else(|()| {
                bad = true;
                None
            }),
        });
        let within = |found: f64, highest: f64| {
            move |decoder: &mut Decoder| decoder.number_within(&Value::Number(found), 0.0, highest)
        };
        if let (Some(sd), Some(column)) = (sd, self.roles.sd) {
            observation.sd = self.decoded(row, column, within(sd, limits::MAGNITUDE));
            bad |= observation.sd.is_none();
        }
        if let (Some(confidence), Some(column)) = (confidence, self.roles.confidence) {
            observation.confidence = self.decoded(row, column, within(confidence, 1.0));
            bad |= observation.confidence.is_none();
        }
        match (lower, upper) {
            (None, None) => {}
            (Some(lower), Some(upper)) if lower <= upper => observation.range = Some((lower, upper)),
            _ => {
                let column = self.roles.lower.or(self.roles.upper).unwrap_or_default();
                let end = |end: Option<f64>| end.map_or_else(String::new, crate::numeric::float::text);
                let problem = self.place.problem(Code::BoundsOrder, row, column);
                self.report.refuse(problem.arg("lower", end(lower)).arg("upper", end(upper)));
                bad = true;
            }
        }
        match observation {
            _ if bad => Err(()),
            observation if observation == Observation::default() => Ok(None),
            observation => Ok(Some(observation)),
        }
    }
}
