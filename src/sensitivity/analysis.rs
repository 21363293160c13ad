//! A sensitivity analysis: scored block by block, told at the end.

use std::sync::Arc;

use serde::Serialize;

use super::factors::{FactorName, factors};
use super::information::{Classes, Information, settled};
use super::one_at_a_time::{WeightEffect, effects};
use super::points::Points;
use super::request::SensitivityRequest;
use super::sobol::{Blocks, OutputIndices, PickFreeze};
use super::specification::{Specification, specification};
use super::tree::children;
use crate::document::order;
use crate::error::{Code, Error, Path, Problem};
use crate::limits;
use crate::numeric::{STEPS, count};
use crate::study::Study;
use crate::uncertainty::{BLOCK, Evaluator, Experiment, FactorOf, Input};

/// How much ranks and scores depend on what.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sensitivity {
    /// The period.
    pub period: i32,
    /// The ranked units, by id: what every list of units here is in the order of.
    pub units: Vec<StatedRank>,
    /// By how much each weight was lowered and raised, as a part of its share.
    pub change: f64,
    /// One change at a time: every node but the root.
    pub weights: Vec<WeightEffect>,
    /// What the variance of ranks and scores is made of; none when nothing varies.
    pub variance: Option<Variance>,
    /// Every uncertain value, the one that would settle most first.
    pub information: Vec<Information>,
    /// Every combination of the method's alternatives; none when there are none.
    pub specification: Option<Specification>,
}

/// A unit and its stated rank.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StatedRank {
    /// The unit.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// From 1.
    pub rank: u32,
}

/// What the variance of ranks and scores is made of: Sobol' indices of first and total order.
///
/// First order: the part of the variance that would go, on average, if the factor were known. Total order: the part that would stay
/// if all others were. Their difference is what the factor does together with others. First orders sum to at most 1, total orders to
/// at least 1; estimates scatter around that, and a first order may come out a little below 0.
///
/// A unit that a draw leaves without a score, since what is left of it is missing, gives no indices; in that draw the mean shift is
/// that of the others.
///
/// # Reference
/// Saltelli et al. (2008), *Global Sensitivity Analysis: The Primer*, chapter 4; Saisana, Saltelli & Tarantola (2005), JRSS A 168,
/// 307–323 (the mean shift of ranks as what is taken apart).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Variance {
    /// Base draws.
    pub draws: usize,
    /// How often the study was scored.
    pub scorings: usize,
    /// The seed.
    pub seed: u64,
    /// The factors, in the order of every list of factors here.
    pub factors: Vec<FactorName>,
    /// Of the mean of |rank − stated rank| over the units.
    pub shift: OutputIndices,
    /// Of each unit's rank and score; none for a unit that some draw leaves without a score.
    pub units: Vec<Option<UnitVariance>>,
}

/// What the variance of one unit's rank and score is made of.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct UnitVariance {
    /// Of its rank.
    pub rank: OutputIndices,
    /// Of its score, on the scale.
    pub score: OutputIndices,
}

/// A sensitivity analysis, ready to be scored block by block.
#[derive(Debug)]
pub struct SensitivityRun {
    request: SensitivityRequest,
    experiment: Arc<Experiment>,
    evaluator: Evaluator,
    factors: Vec<FactorName>,
    /// The uncertain values, as positions among what varies, and the coordinates of all of them.
    values: Vec<usize>,
    coordinates: Vec<usize>,
    /// The stated rank of each unit that has one, and its place among the evaluator's units.
    stated: Vec<(usize, u32)>,
}

/// What one block of base draws adds: exact sums, that depend on the request and the number of the block alone.
#[derive(Debug, Clone)]
pub struct SensitivityBlock {
    products: PickFreeze,
    classes: Classes,
    /// Whether each unit was left without a score.
    unscored: Vec<bool>,
}

/// A point, what it stands for, and the outputs there: the sum of |rank − stated rank|, each unit's rank, each unit's score in steps.
#[derive(Debug, Clone, Default)]
struct Outcome {
    point: Vec<f64>,
    input: Input,
    outputs: Vec<i64>,
}

impl SensitivityRun {
    /// Checks a request and makes ready to score.
    ///
    /// # Errors
    /// As [`Study::weights`] and a simulation of the same; [`Code::PeriodUnknown`], [`Code::MissingRefused`];
    /// [`Code::FactorUnknown`], [`Code::DuplicateId`]; [`Code::NumberOutOfRange`] for the number of blocks; [`Code::TooLarge`] beyond
    /// [`limits::SUMS`], [`limits::SCORINGS`] or [`limits::COMPARISONS`].
    pub fn new(study: &Study, request: &SensitivityRequest) -> Result<Self, Error> {
        let experiment = Experiment::new(study, &request.simulation())?;
        let things = experiment.space.factors();
        let factors = factors(study.model(), request, things)?;
        let is_value = |of| matches!(of, FactorOf::Data { .. } | FactorOf::Missing { .. });
        let values = things.iter().enumerate().filter(|(_, thing)| is_value(thing.of));
        let values: Vec<usize> = values.map(|(position, _)| position).collect();
        let coordinates = things.iter().filter(|thing| is_value(thing.of));
        let coordinates: Vec<usize> = coordinates.flat_map(|thing| thing.first..thing.first + thing.length).collect();
        check(study, request, (factors.len(), coordinates.len()))?;
        let mut evaluator = Evaluator::new(Arc::clone(&experiment))?;
        evaluator.evaluate(&experiment.space.stated())?;
        let stated = evaluator.ranks().iter().copied().enumerate().filter(|(_, rank)| *rank > 0).collect();
        Ok(Self { request: request.clone(), experiment, evaluator, factors, values, coordinates, stated })
    }

    fn scorings(&self, blocks: usize) -> usize {
        blocks * BLOCK * (self.factors.len() + 2)
    }

    /// How many blocks there are to score: none when nothing varies.
    #[must_use]
    pub fn blocks(&self) -> usize {
        if self.factors.is_empty() { 0 } else { self.request.blocks }
    }

    /// Scores one block of base draws.
    ///
    /// # Errors
    /// What a drawn combination of methods makes impossible.
    pub fn block(&mut self, block: usize) -> Result<SensitivityBlock, Error> {
        let experiment = Arc::clone(&self.experiment);
        let space = &experiment.space;
        let units = self.stated.len();
        let mut sums = SensitivityBlock {
            products: PickFreeze::new(2 * units + 1, self.factors.len()),
            classes: Classes::new(self.coordinates.len(), units),
            unscored: vec![false; units],
        };
        let mut points = Points::new(space.dimensions(), self.request.seed, block as u64);
        let mut scratch = Vec::new();
        let empty =
            Outcome { point: vec![0.0; space.dimensions()], input: space.stated(), outputs: vec![0; 2 * units + 1] };
        let (mut a, mut b, mut mixed) = (empty.clone(), empty.clone(), empty);
        for draw in 0..BLOCK as u64 {
            points.fill(draw, &mut a.point, &mut b.point);
            for outcome in [&mut a, &mut b] {
                space.place(&outcome.point, &mut outcome.input, &mut scratch);
                self.score(outcome, &mut sums.unscored)?;
                let ranks = outcome.outputs.get(1..=units).unwrap_or_default();
                let places = self.coordinates.iter().map(|at| outcome.point.get(*at).copied().unwrap_or(0.0));
                sums.classes.add(places, ranks);
            }
            sums.products.add(&a.outputs, &b.outputs);
            for factor in 0..self.factors.len() {
                self.exchange(factor, (&a, &b), &mut mixed);
                self.score(&mut mixed, &mut sums.unscored)?;
                sums.products.add_factor(factor, &a.outputs, &b.outputs, &mixed.outputs);
            }
        }
        Ok(sums)
    }

    /// Makes a point that is A with one factor from B.
    fn exchange(&self, factor: usize, (a, b): (&Outcome, &Outcome), mixed: &mut Outcome) {
        let Experiment { study, space, .. } = self.experiment.as_ref();
        mixed.point.clone_from(&a.point);
        mixed.input.weights.clone_from(&a.input.weights);
        let members = self.factors.get(factor).map(|factor| factor.members.as_slice()).unwrap_or_default();
        for thing in members.iter().filter_map(|thing| space.factors().get(*thing)) {
            // Weights are dear to make from coordinates, and made already.
            if let FactorOf::Weights { parent } = thing.of {
                for child in children(study.model(), parent) {
                    exchange(*child..*child + 1, &b.input.weights, &mut mixed.input.weights);
                }
            }
            exchange(thing.first..thing.first + thing.length, &b.point, &mut mixed.point);
        }
        space.place_rest(&mixed.point, &mut mixed.input);
    }

    /// Scores the study as placed.
    fn score(&mut self, outcome: &mut Outcome, unscored: &mut [bool]) -> Result<(), Error> {
        self.evaluator.evaluate(&outcome.input)?;
        let (shift, rest) = outcome.outputs.split_first_mut().unzip();
        let (ranks, scores) = rest.unwrap_or_default().split_at_mut(self.stated.len());
        let mut sum = 0;
        let places = ranks.iter_mut().zip(scores);
        for (((unit, stated), unscored), (to_rank, to_score)) in self.stated.iter().zip(unscored).zip(places) {
            let rank = self.evaluator.ranks().get(*unit).copied().unwrap_or(0);
            *unscored |= rank == 0;
            sum += if rank == 0 { 0 } else { i64::from(rank.abs_diff(*stated)) };
            *to_rank = i64::from(rank);
            let steps = self.evaluator.steps().get(*unit).copied().filter(|_| rank > 0).unwrap_or(0);
            *to_score = i64::try_from(steps).unwrap_or(0);
        }
        if let Some(shift) = shift {
            *shift = sum;
        }
        Ok(())
    }

    /// Tells what all blocks came to, in the order of their numbers.
    ///
    /// # Errors
    /// [`Code::MissingRefused`].
    pub fn finish(mut self, blocks: &[SensitivityBlock]) -> Result<Sensitivity, Error> {
        let experiment = Arc::clone(&self.experiment);
        let (study, space) = (&experiment.study, &experiment.space);
        let model = study.model();
        let positions: Vec<usize> =
            self.stated.iter().filter_map(|(at, _)| self.evaluator.units().get(*at)).copied().collect();
        let (mut units, mut ranks) = (Vec::new(), Vec::new());
        for (unit, (_, rank)) in positions.iter().zip(&self.stated) {
            let name = model.document.dataset.units.get(*unit).map(|unit| unit.name.clone()).unwrap_or_default();
            units.push(StatedRank { id: model.unit_id(*unit), name, rank: *rank });
            ranks.push(*rank);
        }
        let mut ranker = study.ranker(self.request.period)?;
        let weights = space.stated().weights;
        let change = self.request.change;
        let weights = effects(model, &mut ranker, &weights, (&positions, &ranks, change))?;
        let specification = specification(space, &mut self.evaluator, &self.request, &self.stated, model);
        Ok(Sensitivity {
            period: ranker.period(),
            units,
            change,
            weights,
            variance: (!blocks.is_empty()).then(|| self.variance(blocks)),
            information: self.information(blocks),
            specification,
        })
    }

    fn variance(&self, blocks: &[SensitivityBlock]) -> Variance {
        let units = self.stated.len();
        let unscored = |unit: usize| blocks.iter().any(|block| block.unscored.get(unit) == Some(&true));
        let sums = Blocks::new(blocks.iter().map(|block| &block.products).collect());
        let scale = self.experiment.study.document().method.scale;
        let of_unit = |unit: usize| {
            let mut score = sums.indices(1 + units + unit, scale.width() / STEPS);
            score.mean += scale.lower;
            (!unscored(unit)).then(|| UnitVariance { rank: sums.indices(1 + unit, 1.0), score })
        };
        Variance {
            draws: blocks.len() * BLOCK,
            scorings: self.scorings(blocks.len()),
            seed: self.request.seed,
            factors: self.factors.clone(),
            shift: sums.indices(0, 1.0 / count(units.max(1))),
            units: (0..units).map(of_unit).collect(),
        }
    }

    fn information(&self, blocks: &[SensitivityBlock]) -> Vec<Information> {
        let model = self.experiment.study.model();
        let all = self.experiment.space.factors();
        let classes: Vec<&Classes> = blocks.iter().map(|block| &block.classes).collect();
        let things: Vec<_> = self.values.iter().filter_map(|value| all.get(*value)).collect();
        let settled = settled(&classes, things.iter().map(|thing| thing.length));
        let mut keys = Vec::with_capacity(settled.len());
        for settled in &settled {
            keys.push(order::fraction(-settled.value));
        }
        let mut told = Vec::with_capacity(settled.len());
        for at in order::rising(keys) {
            let (Some(thing), Some(settled)) = (things.get(at), settled.get(at)) else { continue };
            let (indicator, unit, missing) = match thing.of {
                FactorOf::Data { indicator, unit } => (indicator, unit, false),
                FactorOf::Missing { indicator, unit } => (indicator, unit, true),
                _ => continue,
            };
            let indicator = model.document.framework.indicators.get(indicator);
            let indicator = indicator.map(|indicator| indicator.id.to_string()).unwrap_or_default();
            told.push(Information { indicator, unit: model.unit_id(unit), missing, settled: *settled });
        }
        told
    }
}

/// Copies a run of numbers to the same place.
fn exchange(run: std::ops::Range<usize>, from: &[f64], to: &mut [f64]) {
    if let (Some(to), Some(from)) = (to.get_mut(run.clone()), from.get(run)) {
        to.copy_from_slice(from);
    }
}

/// Refuses what would take too much work or memory, before anything is done.
fn check(study: &Study, request: &SensitivityRequest, (factors, coordinates): (usize, usize)) -> Result<(), Error> {
    let (units, blocks) = (study.document().dataset.units.len(), request.blocks);
    let nodes = study.model().hierarchy.nodes().len();
    let (least, most) = (limits::BLOCKS_FOR_ERROR, limits::BLOCKS_OF_FACTORS);
    if !(least..=most).contains(&blocks) {
        let problem = Problem::new(Code::NumberOutOfRange, Path::root().with("blocks")).arg("found", blocks);
        return Err(problem.arg("expected", [least.to_string().as_str(), " to ", &most.to_string()].concat()).into());
    }
    let product =
        |factors: &[usize]| factors.iter().fold(1_u64, |product, factor| product.saturating_mul(*factor as u64));
    let sums = product(&[2 * units + 1, 3 * factors + 4, blocks]);
    let sums = sums.saturating_add(product(&[Classes::size(coordinates, units), blocks]));
    for (what, found, limit) in [
        ("outputs × factors × blocks", sums, limits::SUMS),
        ("units × nodes × scorings", product(&[factors + 2, blocks, BLOCK, units, nodes]), limits::SCORINGS),
        ("nodes × units × units", product(&[nodes, units, units]), limits::COMPARISONS as u64),
    ] {
        if found > limit {
            let problem = Problem::new(Code::TooLarge, Path::root()).arg("what", what);
            return Err(problem.arg("found", found.to_string()).arg("limit", limit.to_string()).into());
        }
    }
    Ok(())
}

impl Study {
    /// How much ranks and scores depend on each weight, each uncertain value and each choice of the method: see [`Sensitivity`].
    ///
    /// The same request gets the same answer everywhere. [`SensitivityRun`] is the same, block by block, for those who show progress
    /// or share the work out.
    ///
    /// # Errors
    /// As [`SensitivityRun::new`]; what a combination of methods makes impossible.
    pub fn sensitivity(&self, request: &SensitivityRequest) -> Result<Sensitivity, Error> {
        let mut run = SensitivityRun::new(self, request)?;
        let blocks = (0..run.blocks()).map(|block| run.block(block)).collect::<Result<Vec<_>, _>>()?;
        run.finish(&blocks)
    }
}
