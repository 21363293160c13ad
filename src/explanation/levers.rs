//! The indicators that may change: from where to where, what each step costs, and what it gains where that is known.

use super::least::{Then, Way};
use super::reach::{Held, Lever};
use crate::combination::{Combined, Series};
use crate::error::{Code, Error, Path, Problem};
use crate::framework::{Direction, Indicator};
use crate::normalisation::{EndsBasis, Normalisation, Pool};
use crate::numeric::float::ln;
use crate::numeric::{is_missing, present};
use crate::study::{CrossSection, Evaluation, Model, NodePart};
use crate::treatment::Treatment;

/// One indicator that may change: its place, and where it can go.
pub(super) struct Move {
    pub(super) indicator: usize,
    pub(super) node: usize,
    /// The period's own value now.
    pub(super) from: f64,
    pub(super) best: f64,
    /// Levels that it may take, nearest first; none: anything up to `best`.
    pub(super) levels: Option<Vec<f64>>,
    /// What a change of 1 in the unit of measure costs.
    price: f64,
    /// Whether the ends it is placed between, or what treats it, depend on it.
    pub(super) by_data: bool,
    /// What it gains; none where that has no shape that [`least`](super::least) knows.
    pub(super) ways: Option<Vec<Way>>,
}

impl Move {
    pub(super) fn id(&self, model: &Model) -> String {
        let indicator = model.document.framework.indicators.get(self.indicator);
        indicator.map(|indicator| indicator.id.to_string()).unwrap_or_default()
    }

    pub(super) fn cost(&self, to: f64) -> f64 {
        (to - self.from).abs() * self.price
    }

    /// Where a way leads.
    pub(super) fn at(&self, way: usize, spent: f64) -> f64 {
        if let Some(levels) = &self.levels {
            return way.checked_sub(1).and_then(|at| levels.get(at)).copied().unwrap_or(self.from);
        }
        let cost = self.ways.as_ref().and_then(|ways| ways.get(way)).map_or(0.0, |way| way.cost) + spent;
        let far = (cost / self.price).min((self.best - self.from).abs());
        if self.best > self.from { self.from + far } else { self.from - far }
    }

    /// A share of the way to the best.
    pub(super) fn part(&self, share: f64) -> f64 {
        if share >= 1.0 { self.best } else { self.from + (self.best - self.from) * share }
    }
}

/// All of them.
pub(super) struct Moves {
    pub(super) moves: Vec<Move>,
    /// Those that may not.
    pub(super) held: Vec<Held>,
    /// Whether the others' scores depend on none of these values.
    pub(super) others_stay: bool,
    /// Whether a value bears on nothing but the column it is in.
    pub(super) local: bool,
}

impl Moves {
    /// What may change of a unit; without levers, all indicators.
    pub(super) fn new(
        model: &Model,
        evaluation: &Evaluation,
        unit: usize,
        levers: Option<&[Lever]>,
    ) -> Result<Self, Error> {
        let indicators = &model.document.framework.indicators;
        for (index, lever) in levers.iter().copied().flatten().enumerate() {
            if !indicators.iter().any(|indicator| indicator.id.as_str() == lever.id) {
                let path = Path::root().with("levers").with(index).with("id");
                return Err(Problem::new(Code::IndicatorUnknown, path).arg("indicator", lever.id.as_str()).into());
            }
        }
        let (mut moves, mut held) = (Vec::new(), Vec::new());
        let parts = evaluation.parts(model, unit);
        for (index, indicator) in indicators.iter().enumerate() {
            let free = Lever { id: indicator.id.to_string(), ..Lever::default() };
            let lever = match levers {
                None => Some(&free),
                Some(levers) => levers.iter().find(|lever| lever.id == indicator.id.as_str()),
            };
            let (Some(lever), Some(node)) = (lever, model.hierarchy.position(indicator.id.as_str())) else { continue };
            let weight = parts.get(node).and_then(|part: &NodePart| part.applied_weight).unwrap_or(0.0);
            match of_lever(model, evaluation, unit, (index, indicator, node), (lever, weight)) {
                Ok(found) => moves.push(found),
                Err(reason) => held.push(Held { indicator: indicator.id.to_string(), reason }),
            }
        }
        let section = evaluation.ranker.section();
        let imputed = section.leaves.iter().any(|leaf| (0..section.ranked.len()).any(|unit| leaf.is_imputed(unit)));
        // Whether anything but the values' own columns may change with them.
        let alone = !imputed
            && !section.minimum.looks_at_values()
            && !model.plan.weighs_by_data()
            && !moves
                .iter()
                .any(|lever| model.plan.readings.iter().any(|reading| reading.divisor == Some(lever.indicator)));
        let local = |lever: &Move| {
            model.plan.readings.get(lever.indicator).is_some_and(|reading| {
                let panel = reading.pool == Pool::Panel && lever.by_data;
                reading.divisor.is_none() && reading.treatment == Treatment::default() && !panel
            })
        };
        let others_stay = alone && !model.plan.needs_all_units() && !moves.iter().any(|lever| lever.by_data);
        let local = alone && moves.iter().all(local);
        Ok(Self { moves, held, others_stay, local })
    }
}

fn of_lever(
    model: &Model,
    evaluation: &Evaluation,
    unit: usize,
    (index, indicator, node): (usize, &Indicator, usize),
    (lever, weight): (&Lever, f64),
) -> Result<Move, &'static str> {
    let section = evaluation.ranker.section();
    let (leaf, reading) = section.leaves.get(index).zip(model.plan.readings.get(index)).ok_or("missing")?;
    let combined = present(leaf.observed(unit)).ok_or("missing")?;
    if weight <= 0.0 && model.plan.credibility.is_none() {
        return Err("weightless");
    }
    let placed = &leaf.normalised.placed;
    let treated = reading.treatment != Treatment::default();
    let by_data = treated || placed.basis == EndsBasis::Data || placed.ends.is_none();
    let divide = |value: f64| {
        let divisor = reading.divisor.and_then(|divisor| section.leaves.get(divisor));
        divisor.map_or(value, |divisor| reading.denomination.method().denominate(value, divisor.filled(unit)))
    };
    let ends = if by_data && (treated || reading.divisor.is_some() || placed.ends.is_none()) {
        observed(section, index)
    } else {
        // What one undivided becomes: ends are of what is divided.
        let one = divide(1.0);
        placed.ends.map(|(lower, upper)| (lower / one, upper / one))
    };
    let (lower, upper) = ends.filter(|(lower, upper)| lower < upper && upper.is_finite()).ok_or("range")?;
    let combine = |value: f64| combined_with(model, unit, index, section.period, value).value;
    let own = model.cells.column(index).get(unit * model.document.dataset.periods.len()..).unwrap_or_default();
    let year = model.document.dataset.periods.partition_point(|period| *period < section.period);
    let from = own.get(year).copied().and_then(present).unwrap_or(combined);
    // Combinations are straight lines in the period's own value.
    let slope = (combine(upper) - combine(lower)) / (upper - lower);
    if is_missing(slope) || slope <= 0.0 {
        return Err("range");
    }
    // The period's own value for a combined one; most often the same.
    let own_of = |value: f64| {
        if slope >= 1.0 && (combine(from) - from).abs() <= 0.0 { value } else { from + (value - combine(from)) / slope }
    };
    let between = |value: f64, least: f64, most: f64| value.max(least).min(most);
    let aim = match indicator.direction {
        Direction::HigherIsBetter => upper,
        Direction::LowerIsBetter => lower,
        Direction::Target(target) => between(target, lower, upper),
        Direction::Range(a, b) => between(between(combined, a, b), lower, upper),
    };
    let place = |value: f64| section.place(model, index, unit, divide(combine(value)));
    let price = lever.cost.unwrap_or(1.0) / (upper - lower);
    // Within the goalposts, wherever it starts: no window of years is made good by a year that cannot be.
    let best = between(own_of(aim), from.min(lower), from.max(upper));
    let mut best = between(best, lever.lower.unwrap_or(f64::NEG_INFINITY), lever.upper.unwrap_or(f64::INFINITY));
    let levels = indicator.rubric.as_ref().map(|rubric| {
        let (least, most) = (from.min(best), from.max(best));
        let between = rubric.iter().map(|level| level.level);
        let between = between.filter(|level| *level >= least && *level <= most && (*level - from).abs() > 0.0);
        let mut levels: Vec<f64> = between.filter(|level| by_data || place(*level) > place(from)).collect();
        if best < from {
            levels.reverse();
        }
        levels
    });
    if let Some(levels) = &levels {
        best = levels.last().copied().unwrap_or(from);
    }
    // Ends from the data move along with the value: whether that helps, only scoring tells.
    if (best - from).abs() <= 0.0 || !by_data && place(best) <= place(from) {
        return Err("best");
    }
    let mut found = Move { indicator: index, node, from, best, levels, price, by_data, ways: None };
    if !by_data && is_additive(model, node) {
        let entry = own_of(between(combined, lower, upper));
        let entry = between(entry, from.min(best), from.max(best));
        found.ways = ways(&reading.normalisation, &found, entry, (&place, &|value| divide(combine(value))), weight);
    }
    Ok(found)
}

/// The lowest and the highest value of an indicator among the ranked units.
fn observed(section: &CrossSection, indicator: usize) -> Option<(f64, f64)> {
    let leaf = section.leaves.get(indicator)?;
    let ranked = section.ranked.iter().enumerate().filter(|(_, ranked)| **ranked);
    let values = ranked.filter_map(|(unit, _)| present(leaf.observed(unit)));
    values.fold(None, |ends, value| {
        let (lower, upper) = ends.unwrap_or((value, value));
        Some((value.min(lower), value.max(upper)))
    })
}

/// Whether every mean from a node to the root adds up.
fn is_additive(model: &Model, node: usize) -> bool {
    let mut above = model.hierarchy.nodes().get(node).and_then(|node| node.parent);
    while let Some(at) = above {
        if !model.adds_up(at) {
            return false;
        }
        above = model.hierarchy.nodes().get(at).and_then(|node| node.parent);
    }
    true
}

/// The ways of a lever whose gain has a known shape; `None` for any other.
fn ways(
    normalisation: &Normalisation,
    lever: &Move,
    entry: f64,
    (place, divided): (&dyn Fn(f64) -> f64, &dyn Fn(f64) -> f64),
    weight: f64,
) -> Option<Vec<Way>> {
    let stay = Way { gain: 0.0, cost: 0.0, then: Then::Stop };
    let start = place(lever.from);
    if let Some(levels) = &lever.levels {
        let way = |to: &f64| Way { gain: weight * (place(*to) - start), cost: lever.cost(*to), then: Then::Stop };
        return Some([stay].into_iter().chain(levels.iter().map(way)).collect());
    }
    let cost = lever.cost(entry);
    let most = lever.cost(lever.best) - cost;
    let whole = weight * (place(lever.best) - start);
    if most <= 0.0 {
        return None;
    }
    let then = match normalisation {
        Normalisation::Goalposts(_) => Then::Line { rate: whole / most, most },
        Normalisation::LogSaturation(method) if lever.best > lever.from => {
            let (low, high) = (method.offset + divided(entry), method.offset + divided(lever.best));
            let bend = (high / low - 1.0) / most;
            Then::Log { height: whole / ln(high / low), bend, most }
        }
        _ => return None,
    };
    let on = Way { gain: 0.0, cost, then };
    Some(if cost > 0.0 { vec![stay, on] } else { vec![on] })
}

/// The unit's value of an indicator if the period's own value were this.
pub(super) fn combined_with(model: &Model, unit: usize, indicator: usize, period: i32, value: f64) -> Combined {
    let periods = &model.document.dataset.periods;
    let year = periods.partition_point(|other| *other < period);
    let column = model.cells.column(indicator);
    let mut values = column.get(unit * periods.len()..(unit + 1) * periods.len()).unwrap_or_default().to_vec();
    if let Some(place) = values.get_mut(year) {
        *place = value;
    }
    let series = Series { periods, values: &values, period };
    let reading = model.plan.readings.get(indicator);
    reading.map_or_else(Combined::missing, |reading| reading.combination.method().combine(&series))
}
