//! How far the raters of a study agree, indicator by indicator.

use serde::Serialize;

use super::krippendorff::{Measurement, alpha};
use crate::data::{Observation, RaterId, UnitId};
use crate::document::order::{self, Key};
use crate::study::{Study, observations_of};

/// Alpha from which Krippendorff calls data reliable.
const RELIABLE: f64 = 0.8;
/// Alpha from which tentative conclusions are acceptable.
const TENTATIVE: f64 = 0.667;

/// How far the raters of one indicator agree.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Agreement {
    /// The indicator.
    pub indicator: String,
    /// How many raters judged anything.
    pub raters: usize,
    /// How many cells two or more of them judged.
    pub cells: usize,
    /// Krippendorff's alpha for names; none when there is nothing to compare.
    pub nominal: Option<f64>,
    /// … for ranks, the one to read for a rubric.
    pub ordinal: Option<f64>,
    /// … for differences.
    pub interval: Option<f64>,
    /// … for ratios.
    pub ratio: Option<f64>,
    /// What the ordinal alpha says, in a word.
    pub reading: Reading,
}

/// What an alpha says (Krippendorff 2004, section 11.4.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reading {
    /// From 0.8.
    Reliable,
    /// From 0.667: for tentative conclusions.
    Tentative,
    /// Below.
    Unreliable,
    /// Nothing to compare.
    Unknown,
}

impl Study {
    /// How far raters agree on each indicator that any rater judged, over all units, periods and members.
    #[must_use]
    pub fn agreement(&self) -> Vec<Agreement> {
        let document = self.document();
        let all = document.framework.indicators.iter().filter_map(|indicator| {
            let observations = document.dataset.observations.get(observations_of(&document.dataset, indicator))?;
            let judged: Vec<&Observation> = observations
                .iter()
                .filter(|observation| observation.rater.is_some() && observation.value.is_some())
                .collect();
            (!judged.is_empty()).then(|| agreement(indicator.id.as_str(), &judged))
        });
        all.collect()
    }
}

/// One judgement: the cell it is of, who made it, and what it says.
struct Judged<'a> {
    cell: Key<'a>,
    rater: &'a str,
    value: f64,
}

fn agreement(indicator: &str, observations: &[&Observation]) -> Agreement {
    let mut judged: Vec<Judged<'_>> = observations
        .iter()
        .filter_map(|observation| {
            let member = observation.of.as_ref().map(UnitId::as_str).unwrap_or_default();
            Some(Judged {
                cell: ([observation.unit.as_str(), member, "", ""], [observation.period, 0]),
                rater: observation.rater.as_ref().map(RaterId::as_str).unwrap_or_default(),
                value: observation.value?,
            })
        })
        .collect();
    order::sort_by_key(&mut judged, |judgement| order::id(judgement.rater));
    let raters = judged.chunk_by(|a, b| a.rater == b.rater).count();
    order::sort_by_key(&mut judged, |judgement| judgement.cell);
    let cells = judged.chunk_by(|a, b| a.cell == b.cell);
    let things: Vec<Vec<f64>> = cells.map(|cell| cell.iter().map(|judgement| judgement.value).collect()).collect();
    let ordinal = alpha(&things, Measurement::Ordinal);
    Agreement {
        indicator: indicator.to_owned(),
        raters,
        cells: things.iter().filter(|values| values.len() >= 2).count(),
        nominal: alpha(&things, Measurement::Nominal),
        ordinal,
        interval: alpha(&things, Measurement::Interval),
        ratio: alpha(&things, Measurement::Ratio),
        reading: match ordinal {
            Some(alpha) if alpha >= RELIABLE => Reading::Reliable,
            Some(alpha) if alpha >= TENTATIVE => Reading::Tentative,
            Some(_) => Reading::Unreliable,
            None => Reading::Unknown,
        },
    }
}
