//! How far the raters of a study agree, indicator by indicator.

use serde::Serialize;

use super::krippendorff::{Measurement, alpha};
use crate::data::{Observation, RaterId, UnitId};
use crate::numeric::is_missing;
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

/// A cell that was judged: unit, member, period.
type Cell<'a> = (&'a str, &'a str, i32);

fn agreement(indicator: &str, judged: &[&Observation]) -> Agreement {
    let mut raters: Vec<&str> = Vec::new();
    let mut cells: Vec<(Cell<'_>, Vec<f64>)> = Vec::new();
    for judgement in judged {
        let rater = judgement.rater.as_ref().map(RaterId::as_str).unwrap_or_default();
        if !raters.contains(&rater) {
            raters.push(rater);
        }
        let member = judgement.of.as_ref().map(UnitId::as_str).unwrap_or_default();
        let cell = (judgement.unit.as_str(), member, judgement.period);
        let value = judgement.value.filter(|value| !is_missing(*value));
        match cells.iter_mut().find(|(at, _)| *at == cell) {
            Some((_, values)) => values.extend(value),
            None => cells.push((cell, value.into_iter().collect())),
        }
    }
    let things: Vec<Vec<f64>> = cells.into_iter().map(|(_, values)| values).collect();
    let ordinal = alpha(&things, Measurement::Ordinal);
    Agreement {
        indicator: indicator.to_owned(),
        raters: raters.len(),
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
