//! A layer of edits over a study: cells that hold something else, units that come or go.

use serde::Serialize;

use crate::data::{Column, Observation, Unit, UnitId};
use crate::document::{Decode, Decoder, Value};
use crate::error::{Code, Error, Path, Problem};
use crate::framework::{NodeId, Source};
use crate::limits;
use crate::numeric::{MISSING, present};
use crate::study::{Study, StudyDocument};

/// Edits to lay over a study.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct WhatIfRequest {
    /// In the order in which they are applied.
    pub edits: Vec<Edit>,
    /// Sources that their observations cite and the study does not list.
    pub sources: Vec<Source>,
}

/// One edit.
#[derive(Debug, Clone, PartialEq)]
pub struct Edit {
    /// Whether it is applied; one that is not stays in the list, to be taken up again.
    pub enabled: bool,
    /// What it does.
    pub alteration: Alteration,
}

/// What an edit does.
#[derive(Debug, Clone, PartialEq)]
pub enum Alteration {
    /// Puts something else into a cell, in place of all that was observed there.
    Cell {
        /// The unit.
        unit: String,
        /// The indicator.
        indicator: String,
        /// The period.
        period: i32,
        /// What the cell holds then.
        to: Cell,
    },
    /// Adds a unit of which nothing is observed yet.
    Add(Unit),
    /// Takes a unit away, and all that was observed of it.
    Remove(String),
}

/// What a cell holds.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Cell {
    /// Its number; none when missing or judged.
    pub value: Option<f64>,
    /// Details of the number, or the judgements that stand for it.
    pub observations: Vec<Observation>,
}

/// A study with edits laid over it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WhatIf {
    /// The document with the enabled edits in it: open it like any other.
    pub document: StudyDocument,
    /// Its content hash: edits are part of it, those that change nothing or are not enabled are not.
    pub hash: String,
    /// One entry an edit.
    pub edits: Vec<Effect>,
}

/// What an edit replaced.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Effect {
    /// Whether it was applied and changed anything.
    pub changed: bool,
    /// What the cell held before it; none for edits of units, and for those not enabled.
    pub from: Option<Cell>,
}

impl Default for Edit {
    fn default() -> Self {
        Self { enabled: true, alteration: Alteration::Remove(String::new()) }
    }
}

impl Decode for WhatIfRequest {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        decoder
            .object(value, |fields| Self { edits: fields.required("edits"), sources: fields.or("sources", Vec::new()) })
    }
}

impl Decode for Edit {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        decoder.object(value, |fields| {
            let enabled = fields.or("enabled", true);
            let alteration = if let Some(unit) = fields.optional("add") {
                Alteration::Add(unit)
            } else if let Some(unit) = fields.optional::<UnitId>("remove") {
                Alteration::Remove(unit.to_string())
            } else {
                let (unit, indicator) = (fields.required::<UnitId>("unit"), fields.required::<NodeId>("indicator"));
                Alteration::Cell {
                    unit: unit.to_string(),
                    indicator: indicator.to_string(),
                    period: fields.required("period"),
                    to: Cell { value: fields.optional("value"), observations: fields.or("observations", Vec::new()) },
                }
            };
            Self { enabled, alteration }
        })
    }
}

impl Study {
    /// Lays edits over the study: see [`WhatIf`]. The study itself stays as it is; to revert an edit, leave it out.
    ///
    /// An edit of a cell replaces the number and everything else observed there, so that no note speaks of another number. The same
    /// cell may be edited once.
    ///
    /// # Errors
    /// Every fault of every edit, with its path among the edits: [`Code::UnitUnknown`], [`Code::IndicatorUnknown`],
    /// [`Code::PeriodUnknown`], [`Code::ValueNotALevel`], [`Code::DuplicateId`] for a unit that is there already,
    /// [`Code::DuplicateObservation`] for a cell edited twice, [`Code::TooLarge`]; then those of the whole document with the edits in
    /// it, with their path there.
    pub fn what_if(&self, request: &WhatIfRequest) -> Result<WhatIf, Error> {
        let (study, edits) = self.edited(request)?;
        Ok(WhatIf { document: study.document().clone(), hash: study.hash().to_owned(), edits })
    }

    /// The same as a study that is open, and what each edit replaced.
    pub(super) fn edited(&self, request: &WhatIfRequest) -> Result<(Self, Vec<Effect>), Error> {
        let mut problems = Vec::new();
        if request.edits.len() > limits::EDITS {
            let problem = Problem::new(Code::TooLarge, Path::root().with("edits")).arg("what", "edits");
            return Err(problem.arg("found", request.edits.len()).arg("limit", limits::EDITS).into());
        }
        let mut document = self.document().clone();
        let mut edits = Vec::with_capacity(request.edits.len());
        let mut cited: Vec<&Source> = Vec::new();
        for (index, edit) in request.edits.iter().enumerate() {
            let path = Path::root().with("edits").with(index);
            if !edit.enabled {
                edits.push(Effect { changed: false, from: None });
                continue;
            }
            if let Alteration::Cell { unit, indicator, period, to } = &edit.alteration {
                let same = |other: &&Edit| {
                    other.enabled
                        && matches!(&other.alteration,
                    Alteration::Cell { unit: u, indicator: i, period: p, .. } if (u, i, p) == (unit, indicator, period))
                };
                if request.edits.iter().take(index).any(|other| same(&other)) {
                    let problem = Problem::new(Code::DuplicateObservation, path).arg("unit", unit.as_str());
                    problems.push(problem.arg("indicator", indicator.as_str()).arg("period", *period));
                    continue;
                }
                let sources = to.observations.iter().filter_map(|observation| observation.source.as_ref());
                cited.extend(request.sources.iter().filter(|source| sources.clone().any(|id| *id == source.id)));
            }
            match alter(&mut document, &edit.alteration, &path) {
                Ok(effect) => edits.push(effect),
                Err(problem) => problems.push(problem),
            }
        }
        for source in cited {
            if document.framework.source(&source.id).is_none() {
                document.framework.sources.push(source.clone());
            }
        }
        if problems.is_empty() {
            document.check(&mut problems);
        }
        if let Some(error) = Error::from_problems(problems) {
            return Err(error);
        }
        Ok((Self::lay_out(document), edits))
    }
}

/// Makes one alteration, and says what it replaced.
fn alter(document: &mut StudyDocument, alteration: &Alteration, path: &Path) -> Result<Effect, Problem> {
    let dataset = &mut document.dataset;
    let width = dataset.periods.len();
    let unit_at = |id: &str| dataset.units.iter().position(|unit| unit.id.as_str() == id);
    let unknown = |key: &'static str, id: &str| Problem::new(Code::UnitUnknown, path.clone().with(key)).arg("unit", id);
    match alteration {
        Alteration::Add(unit) => {
            if unit_at(unit.id.as_str()).is_some() {
                let place = path.clone().with("add").with("id");
                return Err(Problem::new(Code::DuplicateId, place).arg("id", &unit.id));
            }
            dataset.units.push(unit.clone());
            for column in &mut dataset.indicators {
                column.values.resize(column.values.len() + width, MISSING);
            }
            Ok(Effect { changed: true, from: None })
        }
        Alteration::Remove(id) => {
            let row = unit_at(id).ok_or_else(|| unknown("remove", id))?;
            dataset.units.remove(row);
            for column in &mut dataset.indicators {
                column.values.drain(row * width..(row + 1) * width);
            }
            dataset.observations.retain(|observation| observation.unit.as_str() != id);
            Ok(Effect { changed: true, from: None })
        }
        Alteration::Cell { unit, indicator, period, to } => {
            let row = unit_at(unit).ok_or_else(|| unknown("unit", unit))?;
            let described = document.framework.indicators.iter().find(|known| known.id.as_str() == indicator);
            let described = described.ok_or_else(|| {
                let problem = Problem::new(Code::IndicatorUnknown, path.clone().with("indicator"));
                problem.arg("indicator", indicator.as_str())
            })?;
            let year = dataset.periods.iter().position(|known| known == period);
            let year = year
                .ok_or_else(|| Problem::new(Code::PeriodUnknown, path.clone().with("period")).arg("period", *period))?;
            if let Some(value) =
                to.value.filter(|value| described.rubric.is_some() && described.level(*value).is_none())
            {
                let problem = Problem::new(Code::ValueNotALevel, path.clone().with("value")).arg("value", value);
                return Err(problem.arg("unit", unit.as_str()).arg("period", *period).arg("indicator", &described.id));
            }
            let cell = row * width + year;
            let known = dataset.indicators.iter().position(|column| column.id == described.id);
            let mut from = Cell::default();
            if let Some(place) = known
                .and_then(|column| dataset.indicators.get_mut(column))
                .and_then(|column| column.values.get_mut(cell))
            {
                from.value = present(std::mem::replace(place, to.value.unwrap_or(MISSING)));
            } else if let Some(value) = to.value {
                let mut values = vec![MISSING; dataset.units.len() * width];
                if let Some(place) = values.get_mut(cell) {
                    *place = value;
                }
                dataset.indicators.push(Column { id: described.id.clone(), values, source: None });
            }
            let (here, others) = dataset.observations.drain(..).partition(|observation: &Observation| {
                observation.unit.as_str() == unit
                    && observation.indicator == described.id
                    && observation.period == *period
            });
            from.observations = here;
            dataset.observations = others;
            dataset.observations.extend(to.observations.iter().cloned());
            Ok(Effect { changed: from != *to, from: Some(from) })
        }
    }
}
