//! Observed values as random numbers.

use super::evaluator::pick;
use super::request::{DataLaw, RangeLaw, RaterLaw};
use crate::combination::Series;
use crate::combination::members::MemberValue;
use crate::data::{Observation, UnitId};
use crate::framework::{Direction, Indicator};
use crate::method::Reading;
use crate::numeric::{MISSING, normal, sort_numbers};
use crate::study::{CrossSection, Model, observations_of};

/// What was observed of one unit by one indicator, where any of it is uncertain.
#[derive(Debug)]
pub(crate) struct UncertainSeries {
    pub(crate) indicator: usize,
    pub(crate) unit: usize,
    cells: Vec<UncertainCell>,
    /// How many coordinates its values are made from.
    pub(crate) coordinates: usize,
}

/// A cell of a series.
#[derive(Debug)]
struct UncertainCell {
    /// Its position among the periods.
    period: usize,
    /// By member, in their order, the positions of its judgements among the values; one without a name for a cell that is a number.
    members: Vec<(String, Vec<usize>)>,
    /// Whether it rests on judgements, to be settled and joined.
    judged: bool,
}

/// One observed value and what it may be instead.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Slot {
    value: f64,
    /// What its coordinate means for the value.
    noise: Option<Noise>,
    coordinate: Option<usize>,
    /// A coordinate that picks one of these slots, of the same cell and member, to stand in for this one.
    pick: Option<(usize, usize, usize)>,
}

/// What a coordinate means for a value.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Noise {
    /// Normal around it, within two ends.
    Normal {
        sd: f64,
        below: f64,
        within: f64,
    },
    Triangular {
        lower: f64,
        upper: f64,
    },
    Uniform {
        lower: f64,
        upper: f64,
    },
    /// With this chance the level below, with that the level above.
    Neighbour {
        below: f64,
        chance_below: f64,
        above: f64,
        chance_above: f64,
    },
}

impl Noise {
    /// What the observation's detail leaves open; none when it is certain.
    ///
    /// A standard deviation is a normal law around the value, cut off at the range where there is one besides; a range alone is as
    /// the request says; a rater's confidence c in a level of a rubric leaves 1 − c to the neighbouring levels, half to each, or
    /// all to the only one. What lies beyond goalposts counts as the nearer one, as for any value.
    fn of(observation: &Observation, value: f64, indicator: &Indicator, law: DataLaw) -> Option<Self> {
        let (lower, upper) = observation.range.unwrap_or((f64::NEG_INFINITY, f64::INFINITY));
        if let Some(sd) = observation.sd.filter(|sd| *sd > 0.0 && lower < upper) {
            let share = |end: f64| if end.is_finite() { normal::share_below((end - value) / sd) } else { 0.0 };
            let below = share(lower);
            let above = if upper.is_finite() { share(upper) } else { 1.0 };
            return Some(Self::Normal { sd, below, within: above - below });
        }
        if observation.range.is_some() {
            let range = match law.ranges {
                RangeLaw::Triangular => Self::Triangular { lower, upper },
                RangeLaw::Uniform => Self::Uniform { lower, upper },
            };
            return Some(range).filter(|_| lower < upper);
        }
        let doubt = 1.0 - observation.confidence?;
        let levels = indicator.rubric.as_ref()?;
        let at = levels.iter().position(|level| level.level >= value)?;
        let below = at.checked_sub(1).and_then(|below| levels.get(below)).map(|level| level.level);
        let above = levels.get(at + 1).map(|level| level.level);
        let half = if below.is_some() && above.is_some() { doubt / 2.0 } else { doubt };
        let chance = |neighbour: Option<f64>| if neighbour.is_some() { half } else { 0.0 };
        let noise = Self::Neighbour {
            below: below.unwrap_or(value),
            chance_below: chance(below),
            above: above.unwrap_or(value),
            chance_above: chance(above),
        };
        Some(noise).filter(|_| doubt > 0.0)
    }

    /// The value that a coordinate stands for.
    fn at(self, value: f64, u: f64) -> f64 {
        match self {
            Self::Normal { sd, below, within } => value + sd * normal::quantile(below + u * within),
            Self::Uniform { lower, upper } => lower + u * (upper - lower),
            Self::Triangular { lower, upper } => {
                let rising = (value - lower) / (upper - lower);
                if u < rising {
                    lower + (u * (upper - lower) * (value - lower)).sqrt()
                } else {
                    upper - ((1.0 - u) * (upper - lower) * (upper - value)).sqrt()
                }
            }
            Self::Neighbour { below, chance_below, above, chance_above } => {
                if u < chance_below {
                    below
                } else if 1.0 - u < chance_above {
                    above
                } else {
                    value
                }
            }
        }
    }
}

/// Writes the values that a point of the unit cube stands for.
pub(crate) fn place(slots: &[Slot], point: &[f64], values: &mut [f64]) {
    let at = |coordinate: usize| point.get(coordinate).copied().unwrap_or(0.5);
    for (slot, place) in slots.iter().zip(values) {
        let stands_in = slot.pick.and_then(|(coordinate, first, count)| slots.get(first + pick(at(coordinate), count)));
        let Slot { value, noise, .. } = stands_in.unwrap_or(slot);
        *place = match slot.coordinate.zip(*noise) {
            Some((coordinate, noise)) => noise.at(*value, at(coordinate)),
            None => *value,
        };
    }
}

/// Writes the values as observed.
pub(crate) fn stated(slots: &[Slot], values: &mut [f64]) {
    for (slot, place) in slots.iter().zip(values) {
        *place = slot.value;
    }
}

/// Everything observed that is uncertain in a period: the series it belongs to, and its values.
pub(crate) fn uncertain(model: &Model, section: &CrossSection, law: DataLaw, first: usize) -> Found {
    let mut found = Found { series: Vec::new(), slots: Vec::new(), next: first };
    let dataset = &model.document.dataset;
    for (position, indicator) in model.document.framework.indicators.iter().enumerate() {
        let all = dataset.observations.get(observations_of(dataset, indicator)).unwrap_or_default();
        let Some(leaf) = section.leaves.get(position) else { continue };
        let of_unit = |id: &UnitId| {
            let from = all.partition_point(|observation| observation.unit < *id);
            let to = all.partition_point(|observation| observation.unit <= *id);
            all.get(from..to).unwrap_or_default()
        };
        for (unit, (entry, combined)) in dataset.units.iter().zip(&leaf.combined).enumerate() {
            let details = of_unit(&entry.id);
            if details.is_empty() || section.ranked.get(unit) != Some(&true) {
                continue;
            }
            let start = found.next;
            let mut cells = Vec::new();
            for period in combined.used.clone() {
                let year = dataset.periods.get(period).copied().unwrap_or_default();
                let value = model.cells.column(position).get(unit * dataset.periods.len() + period);
                let of_period: Vec<&Observation> = details.iter().filter(|detail| detail.period == year).collect();
                let value = value.copied().unwrap_or(MISSING);
                cells.extend(found.cell(&of_period, period, value, indicator, law));
            }
            if !cells.is_empty() {
                let coordinates = found.next - start;
                found.series.push(UncertainSeries { indicator: position, unit, cells, coordinates });
            }
        }
    }
    found
}

/// What was found to be uncertain.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) series: Vec<UncertainSeries>,
    pub(crate) slots: Vec<Slot>,
    /// The coordinate after the last.
    pub(crate) next: usize,
}

impl Found {
    fn coordinate(&mut self) -> usize {
        self.next += 1;
        self.next - 1
    }

    /// One cell with everything said of it; none, and nothing added, when it is certain.
    fn cell(
        &mut self,
        details: &[&Observation],
        period: usize,
        value: f64,
        indicator: &Indicator,
        law: DataLaw,
    ) -> Option<UncertainCell> {
        let (slots, next) = (self.slots.len(), self.next);
        let judged = details.iter().any(|detail| detail.is_judgement());
        let mut members: Vec<(String, Vec<usize>)> = Vec::new();
        // Sorted by member: those of one stand together.
        for group in details.chunk_by(|a, b| a.of == b.of) {
            let values = group.iter().filter_map(|detail| if judged { detail.value } else { Some(value) });
            let values: Vec<f64> = values.collect();
            let first = self.slots.len();
            let (lower, upper) = values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(lower, upper), value| {
                (lower.min(*value), upper.max(*value))
            });
            let differ = lower < upper;
            if differ && law.raters == RaterLaw::Range {
                // One place in the range, whatever is made of several.
                let coordinate = Some(self.coordinate());
                let noise = Some(Noise::Uniform { lower, upper });
                self.slots.extend(values.iter().map(|value| Slot { value: *value, noise, coordinate, pick: None }));
            } else {
                let noises = group.iter().zip(&values).map(|(detail, value)| Noise::of(detail, *value, indicator, law));
                let noises: Vec<Option<Noise>> = noises.collect();
                let noisy = noises.iter().any(Option::is_some);
                for (noise, value) in noises.into_iter().zip(&values) {
                    let pick = if differ { Some((self.coordinate(), first, values.len())) } else { None };
                    let coordinate = if noisy { Some(self.coordinate()) } else { None };
                    self.slots.push(Slot { value: *value, noise, coordinate, pick });
                }
            }
            let name = group.first().and_then(|detail| detail.of.as_ref()).map(UnitId::as_str).unwrap_or_default();
            members.push((name.to_owned(), (first..self.slots.len()).collect()));
        }
        if self.next == next {
            self.slots.truncate(slots);
            return None;
        }
        Some(UncertainCell { period, members, judged })
    }
}

impl UncertainSeries {
    /// The series' combined value under the values of a draw, in the indicator's unit of measure. `scratch` is reused.
    pub(crate) fn combined(
        &self,
        model: &Model,
        reading: &Reading,
        period: i32,
        values: &[f64],
        scratch: &mut Vec<f64>,
    ) -> f64 {
        let periods = &model.document.dataset.periods;
        let first = self.unit * periods.len();
        let column = model.cells.column(self.indicator);
        scratch.clear();
        scratch.extend_from_slice(column.get(first..first + periods.len()).unwrap_or_default());
        let direction = model
            .document
            .framework
            .indicators
            .get(self.indicator)
            .map_or(Direction::default(), |indicator| indicator.direction);
        for cell in &self.cells {
            let drawn = cell.value(model, reading, direction, first, values);
            if let Some(place) = scratch.get_mut(cell.period) {
                *place = drawn;
            }
        }
        let series = Series { periods, values: scratch, period };
        reading.combination.method().combine(&series).value
    }
}

impl UncertainCell {
    fn value(&self, model: &Model, reading: &Reading, direction: Direction, first: usize, values: &[f64]) -> f64 {
        let drawn =
            |slots: &[usize]| -> Vec<f64> { slots.iter().filter_map(|slot| values.get(*slot)).copied().collect() };
        if !self.judged {
            return self.members.first().and_then(|(_, slots)| drawn(slots).first().copied()).unwrap_or(MISSING);
        }
        let by = reading.members.method().weighted_by();
        let by = by.and_then(|by| model.document.framework.indicators.iter().position(|other| other.id == *by));
        let cell = first + self.period;
        let settled: Vec<MemberValue<'_>> = self
            .members
            .iter()
            .map(|(member, slots)| {
                let mut judgements = drawn(slots);
                sort_numbers(&mut judgements);
                let value = reading.raters.method().settle(&judgements);
                MemberValue { member, value, weight: by.map_or(MISSING, |by| model.cells.member(by, cell, member)) }
            })
            .collect();
        let whole = settled.iter().find(|value| value.member.is_empty()).map(|value| value.value);
        whole.unwrap_or_else(|| reading.members.method().join(&settled, direction))
    }
}
