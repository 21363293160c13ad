//! What was read becomes a dataset, and its details are judged.

use super::{Cell, Detail, Found, NONE, Number, Reading, small};
use crate::csv::report::{Place, Report};
use crate::data::{Column, Dataset, Observation};
use crate::error::{Code, Error, Path, Problem, Segment};
use crate::framework::Framework;
use crate::limits;
use crate::numeric::MISSING;

impl<'a> Reading<'a> {
    /// Says what was taken off numbers, and taken as missing.
    pub(super) fn say(&mut self) {
        for (column, percents) in self.percents.clone().iter().enumerate() {
            if percents.with > 0 {
                let guess = self.place.problem(Code::CsvPercent, 0, column);
                self.report.guess(guess.arg("count", percents.with).arg("without", percents.without));
            }
        }
        if self.grouped.0 > 0 {
            let guess = Problem::new(Code::CsvThousands, Path::root().with("mapping").with("thousands"));
            self.report.guess(guess.arg("count", self.grouped.0).arg("value", self.grouped.1.as_str()));
        }
        if self.missing_words.0 > 0 {
            let guess = Problem::new(Code::CsvMissingWords, Path::root());
            self.report.guess(guess.arg("count", self.missing_words.0).arg("words", self.missing_words.1.join(" ")));
        }
    }

    /// Lays out what was read.
    ///
    /// # Errors
    /// [`Code::TooLarge`] when units × periods × indicators are more than the ceiling.
    pub(in crate::csv) fn finish(mut self) -> Result<Found, Error> {
        self.say();
        let (units, periods, indicators) = (self.units.len(), self.periods.len(), self.indicator_ids.len());
        let width = units * periods;
        let found = width.saturating_mul(indicators);
        if found > limits::CELLS || units > limits::UNITS {
            let problem = Problem::new(Code::TooLarge, Path::root().with("data"));
            return Err(problem
                .arg("what", "units × periods × indicators")
                .arg("found", found)
                .arg("limit", limits::CELLS)
                .into());
        }
        let mut columns = vec![vec![MISSING; width]; indicators];
        let mut rows = vec![0_u32; found];
        let numbers = std::mem::take(&mut self.numbers);
        let beside = std::mem::take(&mut self.beside);
        let mut beside = beside.iter().peekable();
        let mut kept = Vec::with_capacity(beside.len());
        let table_columns = small(self.place.table.columns()).max(1);
        for (index, number) in numbers.iter().enumerate() {
            let Number { indicator, place, .. } = *number;
            let (row, column) = (place / table_columns, place % table_columns);
            let Some((unit, period)) = self.keys.get(row as usize).copied() else { continue };
            let beside = beside.next_if(|beside| beside.number == index);
            let cell = |source, detail| Cell { unit, period, indicator, row, column, source, detail };
            let cell = beside.map_or(cell(NONE, NONE), |beside| cell(beside.source, beside.detail));
            let at = unit as usize * periods + period as usize;
            let place = columns.get_mut(indicator as usize).and_then(|column| column.get_mut(at));
            let (Some(value), Some(first)) = (place, rows.get_mut(indicator as usize * width + at)) else { continue };
            if *first > 0 {
                let first = self.place.table.row_number(*first as usize) + 1;
                self.twice(cell, first);
                continue;
            }
            (*value, *first) = (number.value, row);
            if beside.is_some() {
                kept.push(cell);
            }
        }
        let mut observations = self.settle_sources(&kept, &columns);
        let mut details = std::mem::take(&mut self.details);
        // The details of values given twice went with them.
        details.retain(|detail| detail.row > 0);
        observations.append(&mut details);
        let columns = columns.into_iter().enumerate().map(|(indicator, values)| Column {
            id: String::from_utf8_lossy(self.indicator_ids.name(indicator)).as_ref().into(),
            values,
            source: self.whole.get(indicator).and_then(|(_, source)| source.as_deref()).map(Into::into),
        });
        let mut dataset =
            Dataset { units: Vec::new(), periods: Vec::new(), indicators: columns.collect(), observations: Vec::new() };
        let percent = |(column, indicator): &(usize, usize)| {
            let percents = self.percents.get(*column).copied().unwrap_or_default();
            (percents.with > 0 && percents.without == 0)
                .then(|| String::from_utf8_lossy(self.indicator_ids.name(*indicator)).into_owned())
        };
        let percents = self.roles.values.iter().filter_map(percent).collect();
        let sources =
            (0..self.sources.len()).map(|source| String::from_utf8_lossy(self.sources.name(source)).into_owned());
        let whole = self.whole.iter().filter_map(|(_, source)| source.clone());
        let sources = sources.chain(whole).collect();
        dataset.units = std::mem::take(&mut self.units);
        dataset.periods = std::mem::take(&mut self.periods);
        let named = self.named.iter().map(|(named, _)| *named).collect();
        let column = self.roles.indicator.unwrap_or_default();
        Ok(Found { dataset, details: observations, column, named, sources, percents })
    }

    pub(super) fn twice(&mut self, cell: Cell, first: usize) {
        let problem = self.place.problem(Code::CsvCellDuplicate, cell.row as usize, cell.column as usize);
        let indicator = String::from_utf8_lossy(self.indicator_ids.name(cell.indicator as usize)).into_owned();
        let unit = self.units.get(cell.unit as usize).map(|unit| unit.id.to_string()).unwrap_or_default();
        let period = self.periods.get(cell.period as usize).copied().unwrap_or_default();
        self.report
            .refuse(problem.arg("first", first).arg("indicator", indicator).arg("unit", unit).arg("period", period));
        self.report.counts.imported -= 1;
        self.report.counts.refused += 1;
        if let Some(detail) = self.details.get_mut(cell.detail as usize) {
            detail.row = 0;
        }
    }

    /// Where all values of an indicator have one source, that is the column's; where not, or where a row says what the column's source
    /// is, each value with a source of its own has an observation that says so.
    pub(super) fn settle_sources(&mut self, cells: &[Cell], columns: &[Vec<f64>]) -> Vec<Detail> {
        let mut common: Vec<Option<u32>> = vec![None; self.whole.len()];
        let mut counts = vec![0_usize; self.whole.len()];
        for cell in cells.iter().filter(|cell| cell.source != NONE) {
            let at = cell.indicator as usize;
            if let (Some(common), Some(count)) = (common.get_mut(at), counts.get_mut(at)) {
                *count += usize::from(common.is_none_or(|source| source == cell.source));
                common.get_or_insert(cell.source);
            }
        }
        for (at, common) in common.iter_mut().enumerate() {
            let values = columns.get(at).map(Vec::as_slice).unwrap_or_default();
            let present = values.iter().filter(|value| !value.is_nan()).count();
            let whole = self.whole.get(at).is_some_and(|(whole, _)| *whole);
            *common = common.filter(|_| !whole && counts.get(at) == Some(&present));
            let Some(source) = *common else { continue };
            let source = String::from_utf8_lossy(self.sources.name(source as usize)).into_owned();
            if self.usual(at) != Some(&source)
                && let Some((_, own)) = self.whole.get_mut(at)
            {
                *own = Some(source);
            }
        }
        let mut made = Vec::new();
        for cell in cells.iter().filter(|cell| cell.source != NONE) {
            let at = cell.indicator as usize;
            let source = String::from_utf8_lossy(self.sources.name(cell.source as usize)).into_owned();
            let literal = self.whole.get(at).is_some_and(|(whole, _)| *whole);
            if common.get(at).copied().flatten().is_some() || (!literal && self.usual(at) == Some(&source)) {
                continue;
            }
            let source = Some(source.as_str().into());
            if let Some(detail) = self.details.get_mut(cell.detail as usize) {
                detail.observation.source = source;
                continue;
            }
            let observation = Observation {
                unit: self.units.get(cell.unit as usize).map(|unit| unit.id.clone()).unwrap_or_default(),
                indicator: String::from_utf8_lossy(self.indicator_ids.name(at)).as_ref().into(),
                period: self.periods.get(cell.period as usize).copied().unwrap_or_default(),
                source,
                ..Observation::default()
            };
            made.push(Detail { observation, row: cell.row as usize });
        }
        made
    }

    /// The source that an indicator has by the framework.
    pub(super) fn usual(&self, indicator: usize) -> Option<&'a str> {
        let id = self.indicator_ids.name(indicator);
        let indicators = self.framework.map(|framework| framework.indicators.as_slice()).unwrap_or_default();
        let found = indicators.iter().find(|indicator| indicator.id.as_str().as_bytes() == id)?;
        found.source.as_ref().map(crate::framework::SourceId::as_str)
    }
}

/// Takes the details that the dataset's own check finds no fault with: it is the one judge of them, and each fault goes to its row.
pub(in crate::csv) fn judge(found: &mut Found, framework: &Framework, place: Place<'_>, report: &mut Report) {
    let mut details = std::mem::take(&mut found.details);
    while !details.is_empty() && !report.is_full() {
        found.dataset.observations = details.iter().map(|detail| detail.observation.clone()).collect();
        let mut problems = Vec::new();
        found.dataset.check_details(framework, &mut problems);
        let mut bad = vec![false; details.len()];
        for problem in problems {
            let [Segment::Key(_), Segment::Index(at), ..] = problem.path().segments() else { continue };
            let (Some(detail), Some(bad)) = (details.get(*at), bad.get_mut(*at)) else { continue };
            if !*bad {
                *bad = true;
                let judgement = detail.observation.is_judgement() && detail.observation.value.is_some();
                report.counts.imported -= usize::from(judgement);
                report.counts.refused += usize::from(judgement);
            }
            let row = detail.row;
            report.refuse(place.locate(problem, row, found.column));
        }
        if !bad.contains(&true) {
            return;
        }
        let mut bad = bad.into_iter();
        details.retain(|_| bad.next() == Some(false));
    }
    found.dataset.observations = Vec::new();
}
