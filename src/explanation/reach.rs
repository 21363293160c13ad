//! What it would take: the least change of a unit's values that brings it to a rank or a score.

use serde::Serialize;

use super::comparison::Standing;
use super::least::{Then, Way, least};
use super::request::position;
use super::what_if::{Alteration, Cell, Edit, WhatIfRequest};
use crate::combination::Series;
use crate::document::{Decode, Decoder, Value};
use crate::error::{Code, Error, Path, Problem};
use crate::framework::{Direction, Indicator};
use crate::normalisation::{EndsBasis, Normalisation, Raw};
use crate::numeric::{MISSING, STEPS, Scale, count, is_missing, present};
use crate::study::{Evaluation, Model, ScoreRequest, Study, Weight};

/// What is to be reached, and how.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ReachRequest {
    /// The period; none: the study's own.
    pub period: Option<i32>,
    /// Weights that replace the study's; nodes not named keep theirs.
    pub weights: Vec<Weight>,
    /// What is to be reached.
    pub goal: Goal,
    /// The indicators that may change; none: all that the unit has a value of, each as dear as any other.
    pub levers: Option<Vec<Lever>>,
}

/// A rank or a score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Goal {
    /// This rank or a better one.
    Rank(u32),
    /// This score or a higher one.
    Score(f64),
}

/// An indicator that may change.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Lever {
    /// The indicator.
    pub id: String,
    /// What a change over the whole range between its goalposts costs; none: 1.
    pub cost: Option<f64>,
    /// The lowest value it may have, in its unit of measure.
    pub lower: Option<f64>,
    /// The highest.
    pub upper: Option<f64>,
}

impl Default for Goal {
    fn default() -> Self {
        Self::Rank(1)
    }
}

impl Decode for ReachRequest {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        decoder.object(value, |fields| {
            let rank: Option<i32> = fields.optional("rank");
            let score = fields.optional("score");
            let goal = match (rank, score) {
                (Some(rank), None) => Goal::Rank(u32::try_from(rank).unwrap_or(0).max(1)),
                (None, Some(score)) => Goal::Score(score),
                _ => {
                    let problem = fields.decoder().problem(Code::WrongType).arg("found", "an object");
                    fields.decoder().record(problem.arg("expected", "either `rank` or `score`"));
                    Goal::default()
                }
            };
            Self {
                period: fields.optional("period"),
                weights: fields.or("weights", Vec::new()),
                goal,
                levers: fields.optional("levers"),
            }
        })
    }
}

impl Decode for Lever {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        decoder.object(value, |fields| Self {
            id: fields.required("id"),
            cost: fields.with("cost", |value, decoder| decoder.number_within(value, 1e-9, 1e9)),
            lower: fields.optional("lower"),
            upper: fields.optional("upper"),
        })
    }
}

/// The least change that reaches a rank or a score, or that there is none.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reach {
    /// The period.
    pub period: i32,
    /// The ends of every score.
    pub scale: Scale,
    /// Where the unit stands.
    pub now: Standing,
    /// Whether it can be reached; with no steps, it is already.
    pub reached: bool,
    /// What all steps cost.
    pub cost: Option<f64>,
    /// What has to change; empty where it cannot be reached.
    pub steps: Vec<Step>,
    /// Where the unit stands after the steps, scored anew.
    pub then: Option<Outcome>,
    /// Where it would stand with every lever at its best, scored anew: as far as it gets.
    pub best: Outcome,
    /// `exact`: nothing is cheaper, and what cannot be reached cannot be. `search`: the cheapest that was found by going up where a
    /// step gains most for its cost, and then down as far as the goal allows; nothing found is no proof.
    pub solved: &'static str,
    /// `stay`: the others' scores do not depend on this unit. `move`: they do, and were scored anew.
    pub others: &'static str,
    /// The indicators that do not change, and why.
    pub held: Vec<Held>,
}

/// One value that has to change.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Step {
    /// The indicator.
    pub indicator: String,
    /// The period's value now, in the unit of measure; where the period has none of its own, the one that stands for it.
    pub from: f64,
    /// The period's value then.
    pub to: f64,
    /// What the step costs.
    pub cost: f64,
}

/// Where a unit stands.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Outcome {
    /// On the scale.
    pub score: Option<f64>,
    /// From 1.
    pub rank: Option<u32>,
}

/// An indicator that does not change.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Held {
    /// The indicator.
    pub indicator: String,
    /// `missing`: the unit has no value, and nobody knows how far it is from one. `best`: it cannot be better within its bounds.
    /// `range`: its ends are one, so that no change can be measured. `weightless`: it weighs nothing.
    pub reason: &'static str,
}

/// Points at which a continuous indicator is tried in a search.
const POINTS: usize = 24;
/// Halvings of a step that gains more than it has to.
const HALVINGS: usize = 60;

/// One indicator that may change: its place, and where it can go.
struct Move {
    indicator: usize,
    node: usize,
    from: f64,
    best: f64,
    /// Levels that it may take, nearest first; none: anything up to `best`.
    levels: Option<Vec<f64>>,
    /// What a change of 1 in the unit of measure costs.
    price: f64,
    basis: EndsBasis,
    ways: Option<Vec<Way>>,
}

impl Move {
    fn cost(&self, to: f64) -> f64 {
        (to - self.from).abs() * self.price
    }

    /// Where a way leads.
    fn at(&self, way: usize, spent: f64) -> f64 {
        if let Some(levels) = &self.levels {
            return way.checked_sub(1).and_then(|at| levels.get(at)).copied().unwrap_or(self.from);
        }
        let cost = self.ways.as_ref().and_then(|ways| ways.get(way)).map_or(0.0, |way| way.cost) + spent;
        let far = (cost / self.price).min((self.best - self.from).abs());
        if self.best > self.from { self.from + far } else { self.from - far }
    }

    /// The values that a search tries, nearest first.
    fn points(&self) -> Vec<f64> {
        match &self.levels {
            Some(levels) => levels.clone(),
            None => (1..=POINTS).map(|at| self.part(count(at) / count(POINTS))).collect(),
        }
    }

    fn part(&self, share: f64) -> f64 {
        if share >= 1.0 { self.best } else { self.from + (self.best - self.from) * share }
    }
}

impl Study {
    /// The least change of a unit's values in the period that brings it to a rank or a score: see [`Reach`].
    ///
    /// ```text
    /// minimise   Σ costᵢ |toᵢ − fromᵢ| / (upperᵢ − lowerᵢ)     upper, lower: the ends of the indicator's scale
    /// ```
    ///
    /// The norm is the city-block distance in shares of each indicator's range. Values stay between the indicator's ends. Rubrics take whole levels only. A value beyond the ends
    /// gains nothing until it is between them. Ties count: a rank is reached by the score of the unit that has it.
    ///
    /// Exact where means are arithmetic from the indicators to the root and the ends are fixed: every lever's gain is a line, a
    /// logarithm that flattens, or a choice of levels, and the least cost is a small knapsack. Elsewhere a stated search.
    ///
    /// # Errors
    /// As [`Study::score`]; [`Code::UnitUnknown`], also for a unit without a rank; [`Code::IndicatorUnknown`].
    pub fn reach(&self, unit: &str, request: &ReachRequest) -> Result<Reach, Error> {
        let model = self.model();
        let unit_at = position(model, "unit", unit)?;
        let asked = ScoreRequest { period: request.period, weights: request.weights.clone(), units: None };
        let mut evaluation = self.evaluate(&asked)?;
        let now = Standing::new(model, &evaluation, unit_at);
        let Some(score) = now.score else {
            return Err(Problem::new(Code::UnitUnknown, Path::root().with("unit")).arg("unit", unit).into());
        };
        let mut held = Vec::new();
        let moves = moves(model, &evaluation, unit_at, request, &mut held)?;
        let scale = model.document.method.scale;
        let period = evaluation.ranker.period();
        let applied = |values: &[f64]| -> Result<Outcome, Error> {
            let changed = moves.iter().zip(values).filter(|(lever, to)| (**to - lever.from).abs() > 0.0);
            let edits = changed.map(|(lever, to)| edit(model, lever, unit, period, *to)).collect();
            let study = self.what_if(&WhatIfRequest { edits, sources: Vec::new() })?;
            let evaluation = Self::open(&study.document)?.evaluate(&asked)?;
            let standing = Standing::new(model, &evaluation, unit_at);
            Ok(Outcome { score: standing.score, rank: standing.rank })
        };
        let best = applied(&moves.iter().map(|lever| lever.best).collect::<Vec<_>>())?;
        let reaches = |outcome: &Outcome| match request.goal {
            Goal::Rank(rank) => outcome.rank.is_some_and(|own| own <= rank),
            Goal::Score(least) => outcome.score.is_some_and(|own| scale.steps(own) >= scale.steps(least)),
        };
        let others = moves.iter().any(|lever| lever.basis == EndsBasis::Data) || model.plan.needs_all_units();
        let exact = !others && moves.iter().all(|lever| lever.ways.is_some());
        let mut reach = Reach {
            period,
            scale,
            reached: reaches(&Outcome { score: now.score, rank: now.rank }),
            cost: None,
            steps: Vec::new(),
            then: None,
            best,
            solved: if exact { "exact" } else { "search" },
            others: if others { "move" } else { "stay" },
            held,
            now,
        };
        if reach.reached {
            (reach.cost, reach.then) = (Some(0.0), Some(Outcome { score: reach.now.score, rank: reach.now.rank }));
            return Ok(reach);
        }
        let values = if exact {
            let goal = goal_score(&evaluation, unit_at, request.goal, scale);
            let ways: Vec<Vec<Way>> = moves.iter().filter_map(|lever| lever.ways.clone()).collect();
            let mut values = None;
            // What is added to the goal, in steps of the scores that ranks are decided on, should rounding lose it.
            for extra in [0.0, 0.5, 1.0, 4.0, 64.0] {
                let Some(found) = least(&ways, goal - score + extra * scale.width() / STEPS) else { break };
                if !found.exact {
                    reach.solved = "search";
                }
                let to: Vec<f64> =
                    moves.iter().zip(&found.ways).map(|(lever, (way, spent))| lever.at(*way, *spent)).collect();
                if reaches(&applied(&to)?) {
                    values = Some(to);
                    break;
                }
            }
            // The very best may be the goal itself, which rounding then makes look out of reach.
            values.or_else(|| reaches(&reach.best).then(|| moves.iter().map(|lever| lever.best).collect()))
        } else {
            search(model, &mut evaluation, unit_at, &moves, request.goal)
        };
        if let Some(values) = values {
            let then = applied(&values)?;
            reach.reached = reaches(&then);
            if reach.reached {
                reach.then = Some(then);
                let changed = moves.iter().zip(&values).filter(|(lever, to)| (**to - lever.from).abs() > 0.0);
                reach.steps = changed
                    .map(|(lever, to)| Step {
                        indicator: lever.id(model),
                        from: lever.from,
                        to: *to,
                        cost: lever.cost(*to),
                    })
                    .collect();
                reach.cost = Some(reach.steps.iter().map(|step| step.cost).sum());
            }
        }
        Ok(reach)
    }
}

impl Move {
    fn id(&self, model: &Model) -> String {
        let indicator = model.document.framework.indicators.get(self.indicator);
        indicator.map(|indicator| indicator.id.to_string()).unwrap_or_default()
    }
}

fn edit(model: &Model, lever: &Move, unit: &str, period: i32, to: f64) -> Edit {
    let cell = Cell { value: Some(to), observations: Vec::new() };
    let (unit, indicator) = (unit.to_owned(), lever.id(model));
    Edit { enabled: true, alteration: Alteration::Cell { unit, indicator, period, to: cell } }
}

/// The score that reaches the goal, the others staying where they are.
fn goal_score(evaluation: &Evaluation, unit: usize, goal: Goal, scale: Scale) -> f64 {
    match goal {
        Goal::Score(score) => score,
        Goal::Rank(rank) => {
            let others = evaluation.order.iter().filter(|other| **other != unit);
            let at = usize::try_from(rank).unwrap_or(usize::MAX).saturating_sub(1);
            let other = others.clone().nth(at).and_then(|other| evaluation.scores.get(*other)).copied();
            other.unwrap_or(scale.lower)
        }
    }
}

/// What the period's own value must be made into, for each indicator that may change.
fn moves(
    model: &Model,
    evaluation: &Evaluation,
    unit: usize,
    request: &ReachRequest,
    held: &mut Vec<Held>,
) -> Result<Vec<Move>, Error> {
    let indicators = &model.document.framework.indicators;
    let mut moves = Vec::new();
    for (index, lever) in request.levers.iter().flatten().enumerate() {
        if !indicators.iter().any(|indicator| indicator.id.as_str() == lever.id) {
            let path = Path::root().with("levers").with(index).with("id");
            return Err(Problem::new(Code::IndicatorUnknown, path).arg("indicator", lever.id.as_str()).into());
        }
    }
    let parts = evaluation.parts(model, unit);
    for (index, indicator) in indicators.iter().enumerate() {
        let free = Lever { id: indicator.id.to_string(), ..Lever::default() };
        let lever = match &request.levers {
            None => Some(&free),
            Some(levers) => levers.iter().find(|lever| lever.id == indicator.id.as_str()),
        };
        let (Some(lever), Some(node)) = (lever, model.hierarchy.position(indicator.id.as_str())) else { continue };
        let weight = parts.get(node).and_then(|part| part.applied_weight).unwrap_or(0.0);
        match of_lever(model, evaluation, unit, (index, indicator, node), (lever, weight)) {
            Ok(found) => moves.push(found),
            Err(reason) => held.push(Held { indicator: indicator.id.to_string(), reason }),
        }
    }
    Ok(moves)
}

fn of_lever(
    model: &Model,
    evaluation: &Evaluation,
    unit: usize,
    (index, indicator, node): (usize, &Indicator, usize),
    (lever, weight): (&Lever, f64),
) -> Result<Move, &'static str> {
    let section = evaluation.ranker.section();
    let leaf = section.leaves.get(index).ok_or("missing")?;
    let combined = leaf.combined.get(unit).map(|combined| combined.value).and_then(present).ok_or("missing")?;
    if weight <= 0.0 && model.plan.credibility.is_none() {
        return Err("weightless");
    }
    let (lower, upper) = leaf.normalised.ends.filter(|(lower, upper)| lower < upper).ok_or("range")?;
    let combine = |value: f64| combine(model, unit, index, section.period, value);
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
    let within =
        |value: f64| value.max(lever.lower.unwrap_or(f64::NEG_INFINITY)).min(lever.upper.unwrap_or(f64::INFINITY));
    let aim = match indicator.direction {
        Direction::HigherIsBetter => upper,
        Direction::LowerIsBetter => lower,
        Direction::Target(target) => target.clamp(lower, upper),
        Direction::Range(a, b) => combined.clamp(a, b).clamp(lower, upper),
    };
    let place = |value: f64| section.place(model, index, combine(value));
    let price = lever.cost.unwrap_or(1.0) / (upper - lower);
    // Within the goalposts, wherever it starts: no window of years is made good by a year that cannot be.
    let mut best = within(own_of(aim).clamp(from.min(lower), from.max(upper)));
    let levels = indicator.rubric.as_ref().map(|rubric| {
        let (least, most) = (from.min(best), from.max(best));
        let between = rubric.iter().map(|level| level.level).filter(|level| *level >= least && *level <= most);
        let mut levels: Vec<f64> = between.filter(|level| place(*level) > place(from)).collect();
        if best < from {
            levels.reverse();
        }
        levels
    });
    if let Some(levels) = &levels {
        best = levels.last().copied().unwrap_or(from);
    }
    // Data-based ends move along with the value: whether that helps, only scoring tells.
    if (best - from).abs() <= 0.0 || leaf.normalised.basis != EndsBasis::Data && place(best) <= place(from) {
        return Err("best");
    }
    let mut found =
        Move { indicator: index, node, from, best, levels, price, basis: leaf.normalised.basis, ways: None };
    if is_additive(model, node) {
        let entry = own_of(combined.clamp(lower, upper)).clamp(from.min(best), from.max(best));
        found.ways = ways(model, index, &found, entry, (&place, &combine), weight);
    }
    Ok(found)
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
    model: &Model,
    index: usize,
    lever: &Move,
    entry: f64,
    (place, combine): (&dyn Fn(f64) -> f64, &dyn Fn(f64) -> f64),
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
    let then = match model.plan.readings.get(index).map(|reading| &reading.normalisation) {
        Some(Normalisation::Goalposts(_)) => Then::Line { rate: whole / most, most },
        Some(Normalisation::LogSaturation(method)) if lever.best > lever.from => {
            let (low, high) = (method.offset + combine(entry), method.offset + combine(lever.best));
            let bend = (high / low - 1.0) / most;
            Then::Log { height: whole / crate::numeric::float::ln(high / low), bend, most }
        }
        _ => return None,
    };
    let on = Way { gain: 0.0, cost, then };
    Some(if cost > 0.0 { vec![stay, on] } else { vec![on] })
}

/// The unit's value of an indicator if the period's own value were this.
fn combine(model: &Model, unit: usize, indicator: usize, period: i32, value: f64) -> f64 {
    let periods = &model.document.dataset.periods;
    let year = periods.partition_point(|other| *other < period);
    let column = model.cells.column(indicator);
    let mut values = column.get(unit * periods.len()..(unit + 1) * periods.len()).unwrap_or_default().to_vec();
    let (Some(place), Some(reading)) = (values.get_mut(year), model.plan.readings.get(indicator)) else {
        return MISSING;
    };
    *place = value;
    reading.combination.method().combine(&Series { periods, values: &values, period }).value
}

/// Goes up where a step gains most for its cost until the goal is reached, then takes back what was too much.
fn search(model: &Model, evaluation: &mut Evaluation, unit: usize, moves: &[Move], goal: Goal) -> Option<Vec<f64>> {
    let mut values: Vec<f64> = moves.iter().map(|lever| lever.from).collect();
    let mut probe = Probe { model, evaluation, unit, goal };
    let mut margin = probe.margin(moves, &values);
    while margin < 0.0 {
        let mut next: Option<(f64, usize, f64, f64)> = None;
        for (index, lever) in moves.iter().enumerate() {
            let own = values.get(index).copied()?;
            for to in lever.points().into_iter().filter(|to| lever.cost(*to) > lever.cost(own)) {
                probe.set(lever, to);
                let gained = probe.now() - margin;
                let ratio = gained.min(-margin) / (lever.cost(to) - lever.cost(own));
                if gained > 0.0 && next.is_none_or(|(most, ..)| ratio > most) {
                    next = Some((ratio, index, to, margin + gained));
                }
            }
            probe.set(lever, own);
        }
        let Some((_, index, to, after)) = next else {
            // No single step helps; all together may.
            values = moves.iter().map(|lever| lever.best).collect();
            margin = probe.margin(moves, &values);
            break;
        };
        *values.get_mut(index)? = to;
        probe.set(moves.get(index)?, to);
        margin = after;
    }
    if margin < 0.0 {
        return None;
    }
    for (index, lever) in moves.iter().enumerate() {
        let own = values.get(index).copied()?;
        let mut kept = own;
        if let Some(levels) = &lever.levels {
            for to in std::iter::once(lever.from).chain(levels.iter().copied()) {
                probe.set(lever, to);
                if probe.now() >= 0.0 {
                    kept = to;
                    break;
                }
            }
        } else {
            let (mut low, mut high) = (0.0, 1.0);
            probe.set(lever, lever.from);
            if probe.now() >= 0.0 {
                kept = lever.from;
            } else {
                for _ in 0..HALVINGS {
                    let middle = f64::midpoint(low, high);
                    let to = lever.from + (own - lever.from) * middle;
                    probe.set(lever, to);
                    if probe.now() >= 0.0 { (high, kept) = (middle, to) } else { low = middle }
                }
            }
        }
        probe.set(lever, kept);
        *values.get_mut(index)? = kept;
    }
    Some(values)
}

/// Scores anew with other values of one unit.
struct Probe<'a> {
    model: &'a Model,
    evaluation: &'a mut Evaluation,
    unit: usize,
    goal: Goal,
}

impl Probe<'_> {
    /// Gives the unit another value of an indicator, and all units what follows from it.
    fn set(&mut self, lever: &Move, to: f64) {
        let ranker = &mut self.evaluation.ranker;
        let section = ranker.section();
        let value = combine(self.model, self.unit, lever.indicator, section.period, to);
        let (Some(leaf), Some(reading), Some(indicator)) = (
            section.leaves.get(lever.indicator),
            self.model.plan.readings.get(lever.indicator),
            self.model.document.framework.indicators.get(lever.indicator),
        ) else {
            return;
        };
        let mut values: Vec<f64> = leaf.combined.iter().map(|combined| combined.value).collect();
        if let Some(place) = values.get_mut(self.unit) {
            *place = value;
        }
        let raw = Raw { indicator, scale: self.model.document.method.scale, values: &values, ranked: &section.ranked };
        let placed = reading.normalisation.method().normalise(&raw).values;
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

    /// How far the unit is above the goal, in steps of the scores that ranks are decided on; below 0 where it is not there.
    fn now(&mut self) -> f64 {
        let scale = self.model.document.method.scale;
        // Nothing is missing that was not before.
        let _ = self.evaluation.ranker.evaluate(&self.evaluation.weights);
        let ranker = &self.evaluation.ranker;
        let steps = |unit: usize| ((ranker.value(0, unit) - scale.lower) / scale.width() * STEPS + 0.5).floor();
        let goal = match self.goal {
            Goal::Score(score) => ((score - scale.lower) / scale.width() * STEPS + 0.5).floor(),
            Goal::Rank(rank) => {
                let ranked = self.evaluation.order.iter().filter(|other| **other != self.unit);
                let mut others: Vec<f64> = ranked.map(|other| steps(*other)).collect();
                crate::numeric::sort_numbers(&mut others);
                let above = usize::try_from(rank).unwrap_or(usize::MAX);
                others.len().checked_sub(above).and_then(|at| others.get(at)).copied().unwrap_or(0.0)
            }
        };
        steps(self.unit) - goal
    }
}
