//! What it would take where no formula says: candidates are scored anew, one after another.

use std::sync::Arc;

use super::levers::{Move, Moves, combined_with};
use super::reach::{Goal, ReachRequest};
use crate::combination::Combined;
use crate::limits;
use crate::normalisation::Raw;
use crate::numeric::{STEPS, count, is_missing, sort_numbers};
use crate::study::{CrossSection, Evaluation, Model, Ranker, Weight, sample};

/// Points at which a continuous indicator is tried.
const POINTS: usize = 16;
/// Points at which it is tried when one change is exchanged for another.
const EXCHANGES: usize = 12;
/// Shares of a change that is kept, as well.
const NEAR: [f64; 4] = [0.5, 0.8, 0.95, 0.99];
/// Halvings of a step that gains more than it has to.
const HALVINGS: usize = 44;
/// Choices of levels that are all tried.
const CHOICES: usize = 20_000;
/// By what share of its cost an answer has to be cheaper than another to be worth another round.
const CHEAPER: f64 = 1e-6;

/// What a search came to.
pub(super) struct Searched {
    /// The period's own values then, one a lever; none where nothing was found.
    pub(super) values: Option<Vec<f64>>,
    /// Whether every choice was tried.
    pub(super) all: bool,
}

/// The cheapest values that reach the goal, so far as a search finds them.
pub(super) fn search(
    model: &Arc<Model>,
    evaluation: &mut Evaluation,
    unit: usize,
    found: &Moves,
    request: &ReachRequest,
) -> Searched {
    let moves = &found.moves;
    let section = evaluation.ranker.section();
    let size = section.ranked.len().saturating_mul(model.hierarchy.nodes().len()).max(1);
    let combined =
        if found.local { Vec::new() } else { section.leaves.iter().map(|leaf| leaf.combined.clone()).collect() };
    // All stages anew take hundreds of times as long as the means alone.
    let left = limits::SEARCHED / size / if found.local { 1 } else { 400 };
    let mut probe = Probe { model, evaluation, unit, goal: request.goal, weights: &request.weights, combined, left };
    // Where no mean falls when a child rises, and nobody else moves, nothing but better levels is worth a try.
    let rises = found.others_stay && model.plan.is_bounded_by_missing();
    let mut choices = moves.iter().map(|lever| lever.levels.as_ref().map(|levels| levels.len() + 1));
    let choices: Option<usize> = choices.try_fold(1_usize, |all, levels| all.checked_mul(levels?));
    if rises && choices.is_some_and(|choices| choices <= CHOICES.min(probe.left)) {
        return Searched { values: probe.every(moves), all: true };
    }
    let mut best: Option<(f64, Vec<f64>)> = None;
    // Once from where the unit is, and once from each lever's best: what is cheapest near one start need not be the cheapest.
    for first in std::iter::once(None).chain((0..moves.len()).map(Some)) {
        if first.is_some() && (best.is_none() || probe.left == 0) {
            break;
        }
        let Some(mut values) = probe.greedy(moves, first) else { continue };
        probe.spare(moves, &mut values);
        while probe.exchange(moves, &mut values) {}
        let cost = total(moves, &values);
        if best.as_ref().is_none_or(|(least, _)| cost < *least) {
            best = Some((cost, values));
        }
    }
    Searched { values: best.map(|(_, values)| values), all: false }
}

/// Scores anew with other values of one unit.
struct Probe<'a> {
    model: &'a Arc<Model>,
    evaluation: &'a mut Evaluation,
    unit: usize,
    goal: Goal,
    weights: &'a [Weight],
    /// Every indicator's combined values, where a value bears on more than its own column; empty elsewhere.
    combined: Vec<Vec<Combined>>,
    /// How many more candidates are scored for a cheaper one.
    left: usize,
}

impl Probe<'_> {
    /// Goes up where a step gains most for its cost until the goal is reached, one lever being at its best from the first.
    fn greedy(&mut self, moves: &[Move], first: Option<usize>) -> Option<Vec<f64>> {
        let start = |(at, lever): (usize, &Move)| if first == Some(at) { lever.best } else { lever.from };
        let mut values: Vec<f64> = moves.iter().enumerate().map(start).collect();
        let mut margin = self.margin(moves, &values);
        while margin < 0.0 {
            let mut next: Option<(f64, usize, f64, f64)> = None;
            for (index, lever) in moves.iter().enumerate() {
                let own = *values.get(index)?;
                for to in points(lever, POINTS).into_iter().filter(|to| lever.cost(*to) > lever.cost(own)) {
                    self.set(lever, to);
                    let gained = self.now() - margin;
                    let ratio = gained.min(-margin) / (lever.cost(to) - lever.cost(own));
                    if gained > 0.0 && next.is_none_or(|(most, ..)| ratio > most) {
                        next = Some((ratio, index, to, margin + gained));
                    }
                }
                self.set(lever, own);
            }
            let Some((_, index, to, after)) = next else {
                // No single step helps; all together may.
                values = moves.iter().map(|lever| lever.best).collect();
                margin = self.margin(moves, &values);
                break;
            };
            *values.get_mut(index)? = to;
            self.set(moves.get(index)?, to);
            margin = after;
        }
        (margin >= 0.0).then_some(values)
    }

    /// Takes back what was too much, the dearest change first.
    fn spare(&mut self, moves: &[Move], values: &mut [f64]) {
        let mut done = vec![false; moves.len()];
        for _ in moves {
            let costs = moves.iter().zip(values.iter()).map(|(lever, value)| lever.cost(*value)).enumerate();
            let open = costs.filter(|(index, _)| done.get(*index) == Some(&false));
            let Some((index, _)) = open.reduce(|a, b| if b.1 > a.1 { b } else { a }) else { return };
            if let (Some(done), Some(lever), Some(value)) =
                (done.get_mut(index), moves.get(index), values.get_mut(index))
            {
                *done = true;
                *value = self.least(lever, *value).unwrap_or(*value);
                self.set(lever, *value);
            }
        }
    }

    /// The least change of one lever, up to a value, that keeps the goal; none where not even that value does. Leaves the lever there.
    fn least(&mut self, lever: &Move, most: f64) -> Option<f64> {
        let mut reaches = |to: f64| {
            self.set(lever, to);
            self.now() >= 0.0
        };
        if reaches(lever.from) {
            return Some(lever.from);
        }
        if let Some(levels) = &lever.levels {
            let nearer = levels.iter().filter(|level| lever.cost(**level) <= lever.cost(most));
            return nearer.copied().find(|level| reaches(*level));
        }
        if !reaches(most) {
            return None;
        }
        let (mut low, mut high, mut kept) = (0.0, 1.0, most);
        for _ in 0..HALVINGS {
            let middle = f64::midpoint(low, high);
            let to = lever.from + (most - lever.from) * middle;
            if reaches(to) { (high, kept) = (middle, to) } else { low = middle }
        }
        Some(kept)
    }

    /// Takes some of one change back and makes it good by another, where that is cheaper: whether it was anywhere.
    fn exchange(&mut self, moves: &[Move], values: &mut Vec<f64>) -> bool {
        let before = total(moves, values);
        let mut best = (before * (1.0 - CHEAPER), None);
        for (index, lever) in moves.iter().enumerate() {
            let Some(own) = values.get(index).copied().filter(|own| lever.cost(*own) > 0.0) else { continue };
            let mut less = points(lever, EXCHANGES);
            less.retain(|to| lever.cost(*to) < lever.cost(own));
            less.push(lever.from);
            if lever.levels.is_none() {
                less.extend(NEAR.map(|share| lever.from + (own - lever.from) * share));
            }
            for (other, taker) in moves.iter().enumerate().filter(|(other, _)| *other != index) {
                for to in &less {
                    let mut tried = values.clone();
                    if let Some(place) = tried.get_mut(index) {
                        *place = *to;
                    }
                    if self.left < HALVINGS || total(moves, &tried) >= best.0 {
                        continue;
                    }
                    self.margin(moves, &tried);
                    if let (Some(least), Some(place)) = (self.least(taker, taker.best), tried.get_mut(other)) {
                        *place = least;
                        if total(moves, &tried) < best.0 {
                            best = (total(moves, &tried), Some(tried));
                        }
                    }
                }
            }
        }
        let Some(cheaper) = best.1 else {
            self.margin(moves, values);
            return false;
        };
        *values = cheaper;
        self.margin(moves, values);
        self.spare(moves, values);
        true
    }

    /// The cheapest of all choices of levels that reach the goal.
    fn every(&mut self, moves: &[Move]) -> Option<Vec<f64>> {
        let mut best: Option<(f64, Vec<f64>)> = None;
        let mut at = vec![0; moves.len()];
        loop {
            let level = |(lever, at): (&Move, &usize)| {
                let level = at.checked_sub(1).and_then(|at| lever.levels.as_ref()?.get(at).copied());
                level.unwrap_or(lever.from)
            };
            let values: Vec<f64> = moves.iter().zip(&at).map(level).collect();
            let cost = total(moves, &values);
            if best.as_ref().is_none_or(|(least, _)| cost < *least) && self.margin(moves, &values) >= 0.0 {
                best = Some((cost, values));
            }
            // The next choice, as one counts.
            let mut carried = true;
            for (at, lever) in at.iter_mut().zip(moves) {
                let levels = lever.levels.as_ref().map_or(0, Vec::len);
                carried = *at >= levels;
                *at = if carried { 0 } else { *at + 1 };
                if !carried {
                    break;
                }
            }
            if carried {
                return best.map(|(_, values)| values);
            }
        }
    }

    /// Gives the unit another value of an indicator, and all units what follows from it.
    fn set(&mut self, lever: &Move, to: f64) {
        let ranker = &mut self.evaluation.ranker;
        let section = ranker.section();
        let value = combined_with(self.model, self.unit, lever.indicator, section.period, to);
        if let Some(place) = self.combined.get_mut(lever.indicator).and_then(|column| column.get_mut(self.unit)) {
            *place = value;
            return;
        }
        let (Some(leaf), Some(reading), Some(indicator)) = (
            section.leaves.get(lever.indicator),
            self.model.plan.readings.get(lever.indicator),
            self.model.document.framework.indicators.get(lever.indicator),
        ) else {
            return;
        };
        let mut values: Vec<f64> = (0..section.ranked.len()).map(|unit| leaf.observed(unit)).collect();
        if let Some(place) = values.get_mut(self.unit) {
            *place = value.value;
        }
        let pool = sample(&values, &section.ranked);
        let (units, scale) = (&self.model.document.dataset.units, self.model.document.method.scale);
        let raw = Raw { indicator, units, scale, values: &values, pool: &pool };
        let placed = reading.normalisation.normalise(&raw).values;
        for (unit, value) in placed.into_iter().enumerate() {
            ranker.set_leaf(lever.node, unit, value);
        }
    }

    fn margin(&mut self, moves: &[Move], values: &[f64]) -> f64 {
        for (lever, value) in moves.iter().zip(values) {
            self.set(lever, *value);
        }
        self.now()
    }

    /// Runs every stage anew, where that is needed; none where the method refuses what came of it.
    fn scored(&mut self) -> Option<()> {
        if !self.combined.is_empty() {
            let period = self.evaluation.ranker.period();
            let section = CrossSection::from_combined(self.model, period, self.combined.clone()).ok()?;
            let ranker = Ranker::new(Arc::clone(self.model), section).ok()?;
            self.evaluation.weights = self.model.replace_weights(ranker.weights().to_vec(), self.weights).ok()?;
            self.evaluation.ranker = ranker;
        }
        self.evaluation.ranker.evaluate(&self.evaluation.weights).ok()
    }

    /// How far the unit is above the goal, in steps of the scores that ranks are decided on; below 0 where it is not there.
    fn now(&mut self) -> f64 {
        self.left = self.left.saturating_sub(1);
        let scale = self.model.document.method.scale;
        if self.scored().is_none() {
            return f64::NEG_INFINITY;
        }
        let ranker = &self.evaluation.ranker;
        let ranked =
            |unit: usize| ranker.section().ranked.get(unit) == Some(&true) && !is_missing(ranker.value(0, unit));
        let steps = |score: f64| ((score - scale.lower) / scale.width() * STEPS + 0.5).floor();
        let goal = match self.goal {
            Goal::Score(score) => steps(score),
            Goal::Rank(rank) => {
                let all = 0..ranker.section().ranked.len();
                let others = all.filter(|unit| *unit != self.unit && ranked(*unit));
                let mut others: Vec<f64> = others.map(|unit| steps(ranker.value(0, unit))).collect();
                sort_numbers(&mut others);
                let above = usize::try_from(rank).unwrap_or(usize::MAX);
                others.len().checked_sub(above).and_then(|at| others.get(at)).copied().unwrap_or(0.0)
            }
        };
        if ranked(self.unit) { steps(ranker.value(0, self.unit)) - goal } else { f64::NEG_INFINITY }
    }
}

/// What all changes cost.
fn total(moves: &[Move], values: &[f64]) -> f64 {
    moves.iter().zip(values).map(|(lever, to)| lever.cost(*to)).sum()
}

/// The values that a search tries, nearest first.
fn points(lever: &Move, number: usize) -> Vec<f64> {
    match &lever.levels {
        Some(levels) => levels.clone(),
        None => (1..=number).map(|at| lever.part(count(at) / count(number))).collect(),
    }
}
