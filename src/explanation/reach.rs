//! What it would take: the least change of a unit's values that brings it to a rank or a score.

use serde::Serialize;

use super::comparison::Standing;
use super::least::{Way, least};
use super::levers::{Move, Moves};
use super::request::position;
use super::search::{Searched, search};
use super::what_if::{Alteration, Cell, Edit, WhatIfRequest};
use crate::document::{Decode, Decoder, Value};
use crate::error::{Code, Error, Path, Problem};
use crate::numeric::float::text;
use crate::numeric::{STEPS, Scale};
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
    /// What a change over the whole range between its ends costs; none: 1.
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
    /// step gains most for its cost, down as far as the goal allows, and by exchanging one change for another as long as that is
    /// cheaper; nothing found is no proof.
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
    /// `range`: its ends are one, so that no change can be measured; or its own value of the period has no bearing on it.
    /// `weightless`: it weighs nothing.
    pub reason: &'static str,
}

impl Study {
    /// The least change of a unit's values in the period that brings it to a rank or a score: see [`Reach`].
    ///
    /// ```text
    /// minimise   Σ costᵢ |toᵢ − fromᵢ| / (upperᵢ − lowerᵢ)     upper, lower: the ends of the indicator's scale
    /// ```
    ///
    /// The norm is the city-block distance in shares of each indicator's range: between the ends that its normalisation uses, undivided;
    /// where it uses none, or the value is treated first, between the lowest and the highest value of the ranked units. Values stay
    /// between those. Rubrics take whole levels only. A value beyond the ends gains nothing until it is between them. Ties count: a
    /// rank is reached by the score of the unit that has it.
    ///
    /// Exact where means are arithmetic from the indicators to the root and nobody else's score depends on these values: every lever's
    /// gain is a line, a logarithm that flattens, or a choice of levels, and the least cost is a small knapsack. Exact as well where
    /// there are levels alone, few enough to try all, and no mean falls when a child rises. Elsewhere a stated search. Whatever is
    /// found, is scored anew.
    ///
    /// # Errors
    /// As [`Study::score`]; [`Code::UnitUnknown`], also for a unit without a rank; [`Code::IndicatorUnknown`];
    /// [`Code::NumberOutOfRange`] for a score that is beyond the scale; [`Code::TreeNeeded`] for rankings without the tree.
    pub fn reach(&self, unit: &str, request: &ReachRequest) -> Result<Reach, Error> {
        let model = self.model();
        model.needs_tree("what it would take")?;
        let unit_at = position(model, "unit", unit)?;
        let scale = model.document.method.scale;
        if let Goal::Score(score) = request.goal
            && !(scale.lower..=scale.upper).contains(&score)
        {
            let problem = Problem::new(Code::NumberOutOfRange, Path::root().with("score")).arg("found", score);
            let expected = [text(scale.lower), text(scale.upper)].join(" to ");
            return Err(problem.arg("expected", expected).into());
        }
        let asked = ScoreRequest { period: request.period, weights: request.weights.clone(), units: None };
        let mut evaluation = self.evaluate(&asked)?;
        let now = Standing::new(model, &evaluation, unit_at);
        let Some(score) = now.score else {
            return Err(Problem::new(Code::UnitUnknown, Path::root().with("unit")).arg("unit", unit).into());
        };
        let found = Moves::new(model, &evaluation, unit_at, request.levers.as_deref())?;
        let moves = &found.moves;
        let period = evaluation.ranker.period();
        let applied = |values: &[f64]| -> Result<Outcome, Error> {
            let changed = moves.iter().zip(values).filter(|(lever, to)| (**to - lever.from).abs() > 0.0);
            let edits = changed.map(|(lever, to)| edit(model, lever, unit, period, *to)).collect();
            let (study, _) = self.edited(&WhatIfRequest { edits, sources: Vec::new() })?;
            let standing = Standing::new(model, &study.evaluate(&asked)?, unit_at);
            Ok(Outcome { score: standing.score, rank: standing.rank })
        };
        let best = applied(&moves.iter().map(|lever| lever.best).collect::<Vec<_>>())?;
        let reaches = |outcome: &Outcome| match request.goal {
            Goal::Rank(rank) => outcome.rank.is_some_and(|own| own <= rank),
            Goal::Score(least) => outcome.score.is_some_and(|own| scale.steps(own) >= scale.steps(least)),
        };
        let exact = found.others_stay && moves.iter().all(|lever| lever.ways.is_some());
        let mut reach = Reach {
            period,
            scale,
            reached: reaches(&Outcome { score: now.score, rank: now.rank }),
            cost: None,
            steps: Vec::new(),
            then: None,
            best,
            solved: if exact { "exact" } else { "search" },
            others: if found.others_stay { "stay" } else { "move" },
            held: found.held.clone(),
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
            let Searched { values, all } = search(model, &mut evaluation, unit_at, &found, request);
            if all {
                reach.solved = "exact";
            }
            values
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
