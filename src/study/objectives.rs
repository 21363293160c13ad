//! The same study under the weights of each objective.

use serde::Serialize;

use super::{ScoreRequest, Study};
use crate::error::Error;
use crate::numeric::{Scale, present};

/// Each unit under each objective's weights.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ObjectiveTable {
    /// The period.
    pub period: i32,
    /// The ends of every score.
    pub scale: Scale,
    /// By id.
    pub objectives: Vec<ObjectiveName>,
    /// By id.
    pub units: Vec<ObjectiveRow>,
}

/// An objective's id and title.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ObjectiveName {
    /// Its id.
    pub id: String,
    /// Its title for people.
    pub title: String,
}

/// One unit under each objective.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ObjectiveRow {
    /// The unit.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// One entry an objective.
    pub results: Vec<ObjectiveResult>,
}

/// One unit under one objective.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ObjectiveResult {
    /// On the scale; none when it is not ranked.
    pub score: Option<f64>,
    /// From 1; none when it is not ranked.
    pub rank: Option<u32>,
}

impl Study {
    /// Scores and ranks every unit under each objective's weights, in a period or the study's own: a partnership may serve one
    /// objective well and another badly.
    ///
    /// # Errors
    /// As [`Study::score`].
    pub fn objectives(&self, period: Option<i32>) -> Result<ObjectiveTable, Error> {
        let document = self.document();
        let mut ranker = self.ranker(period)?;
        let mut table = ObjectiveTable {
            period: ranker.period(),
            scale: document.method.scale,
            objectives: Vec::with_capacity(document.objectives.len()),
            units: document
                .dataset
                .units
                .iter()
                .map(|unit| ObjectiveRow { id: unit.id.to_string(), name: unit.name.clone(), results: Vec::new() })
                .collect(),
        };
        let mut scores = vec![0.0; table.units.len()];
        let mut ranks = vec![0; table.units.len()];
        for objective in &document.objectives {
            ranker.rank(&self.weights_in(period, &objective.weights)?, &mut scores, &mut ranks)?;
            table.objectives.push(ObjectiveName { id: objective.id.to_string(), title: objective.title.clone() });
            for ((unit, score), rank) in table.units.iter_mut().zip(&scores).zip(&ranks) {
                let rank = Some(*rank).filter(|rank| *rank > 0);
                unit.results.push(ObjectiveResult { score: present(*score), rank });
            }
        }
        Ok(table)
    }

    /// What a request for an objective's weights is: its weights, and everything else as the study says.
    #[must_use]
    pub fn objective(&self, id: &str) -> Option<ScoreRequest> {
        let objective = self.document().objectives.iter().find(|objective| objective.id.as_str() == id)?;
        Some(ScoreRequest { weights: objective.weights.clone(), ..ScoreRequest::default() })
    }
}
