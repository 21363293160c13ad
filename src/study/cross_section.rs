//! One period of a study: every value combined, screened, filled, divided, treated and normalised, ready to be weighted.

use super::Model;
use crate::combination::{Combined, Series};
use crate::error::{Code, Error, Path, Problem};
use crate::imputation::{Imputation, Panel, Table};
use crate::normalisation::{Normalised, Pool, Raw};
use crate::numeric::{MISSING, float, is_missing, sort_numbers};
use crate::screening::{Availability, Available, Minimum};
use crate::treatment::{Curve, Treatment};

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
    pub(crate) unit_available: Vec<Availability>,
    /// The least shares that are kept.
    pub(crate) minimum: Minimum,
    /// Whether each unit is ranked.
    pub(crate) ranked: Vec<bool>,
}

/// One indicator in one period: what each stage made of it, one entry a unit. A stage that did nothing has no column.
#[derive(Debug)]
pub(crate) struct Leaf {
    pub(crate) combined: Vec<Combined>,
    /// How many units have it.
    pub(crate) available: Availability,
    /// Whether too few units have it, so that it counts as missing for everybody.
    pub(crate) screened: bool,
    pub(crate) imputed: Option<Vec<f64>>,
    pub(crate) denominated: Option<Vec<f64>>,
    pub(crate) treated: Option<(Curve, Vec<f64>)>,
    /// On the scale.
    pub(crate) normalised: Normalised,
}

impl Leaf {
    /// The value of a unit as screening left it.
    pub(crate) fn observed(&self, unit: usize) -> f64 {
        let value = self.combined.get(unit).map_or(MISSING, |combined| combined.value);
        if self.screened { MISSING } else { value }
    }

    /// The value of a unit with its gap filled.
    pub(crate) fn filled(&self, unit: usize) -> f64 {
        self.imputed.as_ref().map_or_else(|| self.observed(unit), |values| at(values, unit))
    }

    /// The value of a unit, divided.
    pub(crate) fn divided(&self, unit: usize) -> f64 {
        self.denominated.as_ref().map_or_else(|| self.filled(unit), |values| at(values, unit))
    }

    /// The value of a unit as normalisation reads it.
    pub(crate) fn treated(&self, unit: usize) -> f64 {
        self.treated.as_ref().map_or_else(|| self.divided(unit), |(_, values)| at(values, unit))
    }

    /// Whether a unit has a place on the scale that is no guess.
    pub(crate) fn is_placed_as_observed(&self, unit: usize) -> bool {
        !is_missing(at(&self.normalised.values, unit)) && !self.is_imputed(unit)
    }

    /// Whether a unit's value is a guess.
    pub(crate) fn is_imputed(&self, unit: usize) -> bool {
        self.imputed.is_some() && is_missing(self.observed(unit)) && !is_missing(self.filled(unit))
    }
}

fn at(values: &[f64], unit: usize) -> f64 {
    values.get(unit).copied().unwrap_or(MISSING)
}

/// Columns of numbers, one an indicator, one entry a unit.
type Columns = Vec<Vec<f64>>;

/// What the stages up to treatment make of one period.
struct Prepared {
    available: Available,
    indicator_available: Vec<Availability>,
    unit_available: Vec<Availability>,
    minimum: Minimum,
    screened: Vec<bool>,
    /// Whether each unit has enough to be ranked, and whether the period has.
    kept: Vec<bool>,
    period_kept: bool,
    imputed: Vec<Option<Vec<f64>>>,
    denominated: Vec<Option<Vec<f64>>>,
    treated: Vec<Option<(Curve, Vec<f64>)>>,
    /// The last of these, whichever did anything.
    columns: Columns,
    refused: Vec<Problem>,
}

/// The combined values of all indicators in a period.
fn combine(model: &Model, period: i32) -> Vec<Vec<Combined>> {
    let periods = &model.document.dataset.periods;
    let combined = model.plan.readings.iter().enumerate().map(|(indicator, reading)| {
        let rows = model.cells.column(indicator).chunks(periods.len().max(1));
        let series = rows.map(|values| Series { periods, values, period });
        series.map(|series| reading.combination.method().combine(&series)).collect()
    });
    combined.collect()
}

fn values_of(combined: &[Vec<Combined>]) -> Columns {
    combined.iter().map(|column| column.iter().map(|cell| cell.value).collect()).collect()
}

impl CrossSection {
    /// Runs the stages before weighting for a period of the study.
    ///
    /// # Errors
    /// [`Code::DenominatorRefused`].
    pub(crate) fn new(model: &Model, period: i32) -> Result<Self, Error> {
        Self::from_combined(model, period, combine(model, period))
    }

    /// Runs the stages after combination: what a simulation does with other combined values. Whatever reads other periods still
    /// sees those as they were observed.
    ///
    /// # Errors
    /// As [`CrossSection::new`].
    pub(crate) fn from_combined(model: &Model, period: i32, combined: Vec<Vec<Combined>>) -> Result<Self, Error> {
        let mut treated = Prepared::new(model, period, values_of(&combined));
        if let Some(error) = Error::from_problems(std::mem::take(&mut treated.refused)) {
            return Err(error);
        }
        let normalised: Vec<Normalised> = treated.normalise(model, period).collect();
        let mut stages = (treated.imputed.into_iter(), treated.denominated.into_iter(), treated.treated.into_iter());
        let counted = treated.indicator_available.into_iter().zip(treated.screened);
        let leaves =
            combined.into_iter().zip(normalised).zip(counted).map(|((combined, normalised), (available, screened))| {
                Leaf {
                    combined,
                    available,
                    screened,
                    imputed: stages.0.next().flatten(),
                    denominated: stages.1.next().flatten(),
                    treated: stages.2.next().flatten(),
                    normalised,
                }
            });
        let leaves = leaves.collect();
        let mut ranked = treated.kept;
        if !treated.period_kept {
            ranked.fill(false);
        }
        let (available, unit_available, minimum) = (treated.available, treated.unit_available, treated.minimum);
        Ok(Self { period, leaves, available, unit_available, minimum, ranked })
    }

    /// Where a unit would lie on the scale with another value of an indicator, as it is before treatment: this period's treatment and
    /// ends stay as they are.
    #[cfg(feature = "analyses")]
    pub(crate) fn place(&self, model: &Model, indicator: usize, unit: usize, value: f64) -> f64 {
        let (Some(leaf), Some(reading), Some(described)) = (
            self.leaves.get(indicator),
            model.plan.readings.get(indicator),
            model.document.framework.indicators.get(indicator),
        ) else {
            return MISSING;
        };
        let mut values: Vec<f64> = (0..self.ranked.len()).map(|unit| leaf.treated(unit)).collect();
        let own = sample(&values, &self.ranked);
        let pool = if reading.pool == Pool::Panel { panel_pool(model, self.period, indicator, own) } else { own };
        if let Some(place) = values.get_mut(unit) {
            *place = leaf.treated.as_ref().map_or(value, |(curve, _)| curve.at(value));
        }
        let (units, scale) = (&model.document.dataset.units, model.document.method.scale);
        let raw = Raw { indicator: described, units, scale, values: &values, pool: &pool };
        at(&reading.normalisation.normalise(&raw).values, unit)
    }

    /// Whether the period holds enough to be ranked.
    pub(crate) fn is_ranked(&self) -> bool {
        self.available.share() >= self.minimum.period
    }
}

impl Prepared {
    fn new(model: &Model, period: i32, mut columns: Columns) -> Self {
        let document = &model.document;
        let units = document.dataset.units.len();
        // Screening counts what was observed.
        let minimum =
            document.method.screening.as_ref().map_or_else(Minimum::default, |screening| screening.method().minimum());
        let seen = columns.iter().filter(|column| column.iter().any(|value| !is_missing(*value))).count();
        let available = Available { observed: seen, expected: columns.len() };
        let row = |unit: usize| Availability::of(columns.iter().map(|column| at(column, unit)));
        let unit_available: Vec<Availability> = (0..units).map(row).collect();
        let kept: Vec<bool> = unit_available.iter().map(|available| available.reaches(minimum.unit)).collect();
        let counted = columns.iter().map(|column| Availability::of(column.iter().copied()));
        let indicator_available: Vec<Availability> = counted.collect();
        // An indicator without any value is absent, not screened.
        let screened = indicator_available.iter();
        let screened =
            screened.map(|counted| counted.available.observed > 0 && !counted.reaches(minimum.indicator)).collect();
        let mut this = Self {
            available,
            indicator_available,
            unit_available,
            minimum,
            screened,
            kept,
            period_kept: available.share() >= minimum.period,
            imputed: vec![None; columns.len()],
            denominated: vec![None; columns.len()],
            treated: vec![None; columns.len()],
            columns: Vec::new(),
            refused: Vec::new(),
        };
        for (column, screened) in columns.iter_mut().zip(&this.screened) {
            if *screened {
                column.fill(MISSING);
            }
        }
        this.columns = columns;
        this.impute(model, period);
        this.denominate(model, period);
        this.treat(model);
        this
    }

    /// Every indicator's values on the scale.
    fn normalise<'a>(&'a self, model: &'a Model, period: i32) -> impl Iterator<Item = Normalised> + 'a {
        let scale = model.document.method.scale;
        let all = model.document.framework.indicators.iter().zip(&model.plan.readings).zip(&self.columns).enumerate();
        all.map(move |(position, ((indicator, reading), values))| {
            let own = sample(values, &self.kept);
            let pool = if reading.pool == Pool::Panel { panel_pool(model, period, position, own) } else { own };
            let raw = Raw { indicator, units: &model.document.dataset.units, scale, values, pool: &pool };
            reading.normalisation.normalise(&raw)
        })
    }

    /// Fills what is missing: indicators with the same choice together, since some methods look at all of them at once.
    fn impute(&mut self, model: &Model, period: i32) {
        let dataset = &model.document.dataset;
        let readings = &model.plan.readings;
        let mut done = vec![false; readings.len()];
        for first in 0..readings.len() {
            let Some(choice) = readings.get(first).map(|reading| &reading.imputation) else { continue };
            if *choice == Imputation::default() || done.get(first) == Some(&true) {
                continue;
            }
            // What screening left out is not filled.
            let chosen = readings.iter().zip(&self.screened).enumerate();
            let wanted = chosen.filter(|(_, (reading, screened))| reading.imputation == *choice && !**screened);
            let wanted: Vec<usize> = wanted.map(|(position, _)| position).collect();
            let panel = if choice.method().reads_panel() {
                let own = dataset.periods.partition_point(|other| *other < period);
                Panel { periods: &dataset.periods, values: model.panel(), own }
            } else {
                Panel::default()
            };
            let table = Table {
                indicators: &model.document.framework.indicators,
                units: &dataset.units,
                columns: &self.columns,
                ranked: &self.kept,
                panel,
            };
            let filled = choice.method().impute(&table, &wanted);
            for (position, column) in wanted.iter().zip(filled) {
                if let (Some(place), Some(done)) = (self.imputed.get_mut(*position), done.get_mut(*position)) {
                    *place = Some(column);
                    *done = true;
                }
            }
        }
        // Only now, so that no guess rests on another.
        for (column, imputed) in self.columns.iter_mut().zip(&self.imputed) {
            if let Some(imputed) = imputed {
                column.clone_from(imputed);
            }
        }
    }

    fn denominate(&mut self, model: &Model, period: i32) {
        let document = &model.document;
        for (position, reading) in model.plan.readings.iter().enumerate() {
            let Some(divisors) = reading.divisor.and_then(|divisor| self.columns.get(divisor)) else { continue };
            let Some(values) = self.columns.get(position) else { continue };
            let method = reading.denomination.method();
            let divided =
                values.iter().zip(divisors).map(|(value, divisor)| method.denominate(*value, *divisor)).collect();
            let all = document.dataset.units.iter().zip(values).zip(divisors).zip(&self.kept);
            for (((unit, value), divisor), kept) in all {
                let refused = *kept && self.period_kept && !is_missing(*value) && method.refuses(*divisor);
                if let (true, Some(indicator), Some(by)) =
                    (refused, document.framework.indicators.get(position), reading.denomination.method().by())
                {
                    let path = Path::root().with("units").with(unit.id.as_str()).with(indicator.id.as_str());
                    let problem = Problem::new(Code::DenominatorRefused, path).arg("indicator", &indicator.id);
                    let problem = problem.arg("unit", &unit.id).arg("by", by).arg("found", found(*divisor));
                    self.refused.push(problem.arg("period", period));
                }
            }
            if let Some(place) = self.denominated.get_mut(position) {
                *place = Some(divided);
            }
        }
        // Only now, so that a divisor that is divided itself still divides by what was observed.
        for (column, divided) in self.columns.iter_mut().zip(&self.denominated) {
            if let Some(divided) = divided {
                column.clone_from(divided);
            }
        }
    }

    fn treat(&mut self, model: &Model) {
        let readings = model.plan.readings.iter();
        for ((reading, column), place) in readings.zip(&mut self.columns).zip(&mut self.treated) {
            if reading.treatment == Treatment::default() {
                continue;
            }
            let curve = reading.treatment.method().fit(&sample(column, &self.kept));
            let values: Vec<f64> = column.iter().map(|value| curve.at(*value)).collect();
            column.clone_from(&values);
            *place = Some((curve, values));
        }
    }
}

/// Every indicator's values on the scale, were these the combined values: what a simulation does where a draw of one value bears on
/// others. Whatever reads other periods still sees those as they were observed.
///
/// # Errors
/// As [`CrossSection::new`].
pub(crate) fn normalised(model: &Model, period: i32, combined: Columns) -> Result<Columns, Error> {
    let treated = Prepared::new(model, period, combined);
    let values = treated.normalise(model, period).map(|normalised| normalised.values).collect();
    Error::from_problems(treated.refused).map_or(Ok(values), Err)
}

/// What a divisor is that nothing can be divided by.
pub(crate) fn found(divisor: f64) -> String {
    if is_missing(divisor) { "missing".to_owned() } else { float::text(divisor) }
}

/// The values of the units that count, rising.
pub(crate) fn sample(values: &[f64], counts: &[bool]) -> Vec<f64> {
    let counted = values.iter().zip(counts).filter(|(value, counts)| **counts && !is_missing(**value));
    let mut sample: Vec<f64> = counted.map(|(value, _)| *value).collect();
    sort_numbers(&mut sample);
    sample
}

/// The values of the ranked units of all periods, rising: this period's as they are now, the others' as they were observed.
fn panel_pool(model: &Model, period: i32, indicator: usize, own: Vec<f64>) -> Vec<f64> {
    let mut pool = own;
    for (other, columns) in model.document.dataset.periods.iter().zip(model.pools()) {
        if *other != period {
            pool.extend(columns.get(indicator).into_iter().flatten());
        }
    }
    sort_numbers(&mut pool);
    pool
}

impl Model {
    /// Whether a value bears on what stages make of others, or has more done to it than being placed.
    pub(crate) fn has_stages(&self) -> bool {
        self.plan.readings.iter().any(|reading| {
            reading.imputation != Imputation::default()
                || reading.divisor.is_some()
                || reading.treatment != Treatment::default()
                || reading.pool == Pool::Panel
        }) || self
            .document
            .method
            .screening
            .as_ref()
            .is_some_and(|screening| screening.method().minimum().looks_at_values())
    }

    /// Refuses what reads the tree where the ranking does not.
    pub(crate) fn needs_tree(&self, what: &str) -> Result<(), Error> {
        let ranking = &self.document.method.ranking;
        if ranking.method().decides().is_none() {
            return Ok(());
        }
        let problem = Problem::new(Code::TreeNeeded, Path::root().with("method").with("ranking"));
        Err(problem.arg("method", ranking.name()).arg("what", what).into())
    }

    /// The combined values of every period, by period and indicator.
    fn panel(&self) -> &[Columns] {
        self.panel.get_or_init(|| {
            self.document.dataset.periods.iter().map(|period| values_of(&combine(self, *period))).collect()
        })
    }

    /// The treated values of the ranked units of every period, by period and indicator.
    fn pools(&self) -> &[Columns] {
        self.pools.get_or_init(|| {
            let pools = |period: &i32| {
                let treated = Prepared::new(self, *period, values_of(&combine(self, *period)));
                let none = vec![false; treated.kept.len()];
                let kept = if treated.period_kept { &treated.kept } else { &none };
                treated.columns.iter().map(|column| sample(column, kept)).collect()
            };
            self.document.dataset.periods.iter().map(pools).collect()
        })
    }
}
