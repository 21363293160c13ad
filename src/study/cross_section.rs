//! One period of a study: every value combined, screened and normalised, ready to be weighted.

use super::Model;
use crate::combination::{Combined, Series};
use crate::normalisation::{Normalised, Raw};
use crate::numeric::{MISSING, is_missing};
use crate::screening::Available;

/// One period of a study.
#[derive(Debug)]
pub(crate) struct CrossSection {
    /// The period.
    pub(crate) period: i32,
    /// One entry an indicator, in the order of the framework's sorted indicators.
    pub(crate) leaves: Vec<Leaf>,
    /// How many indicators have any value in the period.
    pub(crate) available: Available,
    /// How many indicators each unit has.
    pub(crate) unit_available: Vec<Available>,
    /// The least share of a period and of a unit that is ranked.
    pub(crate) minimum: (f64, f64),
    /// Whether each unit is ranked.
    pub(crate) ranked: Vec<bool>,
}

/// One indicator in one period.
#[derive(Debug)]
pub(crate) struct Leaf {
    /// One entry a unit.
    pub(crate) combined: Vec<Combined>,
    /// On the scale.
    pub(crate) normalised: Normalised,
}

impl CrossSection {
    /// Runs the stages before weighting for a period of the study.
    pub(crate) fn new(model: &Model, period: i32) -> Self {
        let dataset = &model.document.dataset;
        let indicators = &model.document.framework.indicators;
        let units = dataset.units.len();
        let readings = &model.plan.readings;
        let combined = readings.iter().enumerate().map(|(indicator, reading)| {
            let rows = model.cells.column(indicator).chunks(dataset.periods.len().max(1));
            let series = rows.map(|values| Series { periods: &dataset.periods, values, period });
            series.map(|series| reading.combination.method().combine(&series)).collect()
        });
        let combined: Vec<Vec<Combined>> = combined.collect();

        let expected = indicators.len();
        let seen = combined.iter().filter(|column| column.iter().any(|cell| !is_missing(cell.value))).count();
        let available = Available { observed: seen, expected };
        let unit_available: Vec<Available> = (0..units)
            .map(|unit| {
                let has = |column: &&Vec<Combined>| column.get(unit).is_some_and(|cell| !is_missing(cell.value));
                Available { observed: combined.iter().filter(has).count(), expected }
            })
            .collect();
        let screening = model.document.method.screening.as_ref();
        let minimum = screening
            .map_or((0.0, 0.0), |screening| (screening.method().period_minimum(), screening.method().unit_minimum()));
        let ranked: Vec<bool> = unit_available.iter().map(|available| available.share() >= minimum.1).collect();

        let scale = model.document.method.scale;
        let leaves = indicators.iter().zip(readings).zip(combined).map(|((indicator, reading), combined)| {
            let values: Vec<f64> = combined.iter().map(|combined| combined.value).collect();
            let raw = Raw { indicator, scale, values: &values, ranked: &ranked };
            Leaf { normalised: reading.normalisation.method().normalise(&raw), combined }
        });
        let leaves = leaves.collect();
        Self { period, leaves, available, unit_available, minimum, ranked }.screen_period()
    }

    /// Ranks nobody in a period that holds too little.
    fn screen_period(mut self) -> Self {
        if !self.is_ranked() {
            self.ranked.fill(false);
        }
        self
    }

    /// Where on the scale a raw value of an indicator lies: a value that no unit has, and that moves no end.
    pub(crate) fn place(&self, model: &Model, indicator: usize, value: f64) -> f64 {
        let (Some(leaf), Some(reading), Some(described)) = (
            self.leaves.get(indicator),
            model.plan.readings.get(indicator),
            model.document.framework.indicators.get(indicator),
        ) else {
            return MISSING;
        };
        let values: Vec<f64> = leaf.combined.iter().map(|combined| combined.value).chain([value]).collect();
        let ranked: Vec<bool> = self.ranked.iter().copied().chain([false]).collect();
        let raw = Raw { indicator: described, scale: model.document.method.scale, values: &values, ranked: &ranked };
        reading.normalisation.method().normalise(&raw).values.last().copied().unwrap_or(MISSING)
    }

    /// Whether the period holds enough to be ranked.
    pub(crate) fn is_ranked(&self) -> bool {
        self.available.share() >= self.minimum.0
    }
}
