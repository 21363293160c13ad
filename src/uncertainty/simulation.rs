//! Running a simulation: block by block, shard by shard, on several threads.

use std::sync::Arc;

use super::answer::Uncertainty;
use super::evaluator::{Evaluator, Experiment};
use super::partial::Partial;
use super::plan::{Plan, Shard};
use super::request::SimulationRequest;
use super::space::{Factor, Input};
use crate::document::{Decode, Decoder, Value};
use crate::error::{Code, Error, Path, Problem};
use crate::framework::NodeKind;
use crate::study::Study;

/// A simulation that is run a block at a time, and can say at any time what the draws so far came to.
#[derive(Debug)]
pub struct Simulation {
    experiment: Arc<Experiment>,
    evaluator: Evaluator,
    partial: Partial,
    input: Input,
    /// The product of shares from the root down, by position of the node.
    effective: Vec<f64>,
    /// The same by indicator.
    indicators: Vec<f64>,
}

impl Simulation {
    /// A simulation of a study, nothing drawn yet.
    ///
    /// # Errors
    /// What the request asks that the study does not have, or that cannot be varied so; what the study refuses to score.
    pub fn new(study: &Study, request: SimulationRequest) -> Result<Self, Error> {
        Self::of_plan(study, Plan::new(study, request))
    }

    fn of_plan(study: &Study, plan: Plan) -> Result<Self, Error> {
        let experiment = Experiment::new(study, &plan.request)?;
        let evaluator = Evaluator::new(Arc::clone(&experiment))?;
        let indicators = study.document().framework.indicators.len();
        let partial = Partial::new(plan, evaluator.units().len(), indicators);
        let input = experiment.space.stated();
        let effective = vec![1.0; input.weights.len()];
        Ok(Self { experiment, evaluator, partial, input, effective, indicators: vec![0.0; indicators] })
    }

    /// How many blocks have been run, from the first on.
    #[must_use]
    pub fn blocks_done(&self) -> u64 {
        self.partial.blocks.first().filter(|(from, _)| *from == 0).map_or(0, |(_, to)| *to)
    }

    /// How many blocks it has at most.
    #[must_use]
    pub fn blocks(&self) -> u64 {
        self.partial.plan.blocks()
    }

    /// The share of its blocks that have been run, from the first on: 1 when it is done.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "far below 2^53")]
    pub fn share_done(&self) -> f64 {
        if self.is_done() { 1.0 } else { self.blocks_done() as f64 / self.blocks() as f64 }
    }

    /// Whether all blocks have been run, or the first so many of them were found to be enough.
    #[must_use]
    pub fn is_done(&self) -> bool {
        let done = self.blocks_done();
        done >= self.blocks() || (done.is_power_of_two() && self.is_enough())
    }

    fn is_enough(&self) -> bool {
        let largest = || super::statistics::largest_error(&self.partial.counts);
        self.partial.plan.request.until.is_some_and(|until| largest() <= until)
    }

    /// Runs the next block, unless it is done. Says whether it is done then.
    ///
    /// # Errors
    /// What a combination of methods makes impossible.
    pub fn advance(&mut self) -> Result<bool, Error> {
        if !self.is_done() {
            let next = self.blocks_done();
            self.run(next, next + 1)?;
        }
        Ok(self.is_done())
    }

    /// Runs the blocks from one to before another.
    fn run(&mut self, from: u64, to: u64) -> Result<(), Error> {
        self.partial.take_in(from, to)?;
        for block in from..to {
            self.run_block(block)?;
        }
        Ok(())
    }

    fn run_block(&mut self, block: u64) -> Result<(), Error> {
        let plan = &self.partial.plan;
        let draws = plan.draws_before(block + 1) - plan.draws_before(block);
        let experiment = Arc::clone(&self.experiment);
        let mut sampler = experiment.space.sampler(plan.request.design, plan.request.seed, block);
        for _ in 0..draws {
            sampler.next(&mut self.input);
            self.evaluator.evaluate(&self.input)?;
            self.weigh_indicators();
            self.partial.counts.add(self.evaluator.steps(), self.evaluator.ranks(), &self.indicators);
        }
        self.partial.counts.close_block();
        Ok(())
    }

    /// Each indicator's product of shares from the root down, under the weights of the last draw.
    fn weigh_indicators(&mut self) {
        let weights = self.evaluator.weights();
        for (position, node) in self.experiment.study.model().hierarchy.nodes().iter().enumerate() {
            let above = self.effective.get(position).copied().unwrap_or(0.0);
            if let NodeKind::Indicator(indicator) = node.kind {
                if let Some(place) = self.indicators.get_mut(indicator) {
                    *place = above;
                }
                continue;
            }
            let total: f64 = node.children.iter().filter_map(|child| weights.get(*child)).sum();
            for child in &node.children {
                if let (Some(place), Some(weight)) = (self.effective.get_mut(*child), weights.get(*child)) {
                    *place = if total > 0.0 { above * (weight / total) } else { 0.0 };
                }
            }
        }
    }

    /// Adds what another machine or thread drew of the same simulation. What there is then is told by [`Simulation::result`].
    ///
    /// # Errors
    /// As [`Partial::merge`].
    pub fn add(&mut self, partial: &Partial) -> Result<(), Error> {
        self.partial.merge(partial)
    }

    /// Everything drawn so far.
    #[must_use]
    pub fn partial(&self) -> &Partial {
        &self.partial
    }

    /// What the draws so far came to.
    #[must_use]
    pub fn result(&self) -> Uncertainty {
        Uncertainty::new(&self.experiment, &self.partial, self.evaluator.units(), &[])
    }

    /// What the draws so far came to, with the confidence factors, which take draws of their own.
    ///
    /// # Errors
    /// As [`Simulation::advance`].
    pub fn conclude(&mut self) -> Result<Uncertainty, Error> {
        let confidence = self.confidence()?;
        Ok(Uncertainty::new(&self.experiment, &self.partial, self.evaluator.units(), &confidence))
    }

    /// By unit, in how many of how many draws it is first when its own central weights are used; none for one that never is.
    fn confidence(&mut self) -> Result<Vec<Option<(u64, u64)>>, Error> {
        let experiment = Arc::clone(&self.experiment);
        let nodes = experiment.study.model().hierarchy.nodes();
        let request = &experiment.request;
        // Where nothing but weights varies, one draw tells all.
        let only_weights = experiment.space.factors().iter().all(Factor::is_of_weights);
        let draws = if only_weights { 1 } else { super::BLOCK };
        let mut all = Vec::with_capacity(self.evaluator.units().len());
        for index in 0..self.evaluator.units().len() {
            let Some(centre) = super::statistics::central_weights(&self.partial.counts, index) else {
                all.push(None);
                continue;
            };
            let mut central = vec![0.0; nodes.len()];
            // Parents come before children: from the last, what is below a node is added up before it is.
            for (position, node) in nodes.iter().enumerate().rev() {
                let own = match node.kind {
                    NodeKind::Indicator(indicator) => centre.get(indicator).copied().unwrap_or(0.0),
                    NodeKind::Dimension(_) => node.children.iter().filter_map(|child| central.get(*child)).sum(),
                };
                if let Some(place) = central.get_mut(position) {
                    *place = own;
                }
            }
            let mut sampler = experiment.space.sampler(request.design, request.seed, 0);
            let mut first = 0;
            for _ in 0..draws {
                sampler.next(&mut self.input);
                self.input.weights.clone_from(&central);
                self.evaluator.evaluate(&self.input)?;
                first += u64::from(self.evaluator.ranks().get(index) == Some(&1));
            }
            all.push(Some((first, draws as u64)));
        }
        self.input = experiment.space.stated();
        Ok(all)
    }
}

/// Reads a request from a tree of values.
///
/// # Errors
/// Every fault of the request.
pub fn read_request(value: &Value) -> Result<SimulationRequest, Error> {
    let mut decoder = Decoder::default();
    let request = SimulationRequest::decode(value, &mut decoder);
    Error::from_problems(decoder.into_problems()).map_or(Ok(request), Err)
}

impl Study {
    /// Scores and ranks the units over everything that is uncertain: see [`Uncertainty`].
    ///
    /// # Errors
    /// As [`Simulation::new`].
    pub fn simulate(&self, request: SimulationRequest) -> Result<Uncertainty, Error> {
        let mut simulation = Simulation::new(self, request)?;
        while !simulation.advance()? {}
        simulation.conclude()
    }

    /// Runs a shard of a simulation of this study.
    ///
    /// # Errors
    /// [`Code::StudyMismatch`], [`Code::PlanMismatch`]; as [`Simulation::new`].
    pub fn run_shard(&self, shard: &Shard) -> Result<Partial, Error> {
        shard.plan.check(self)?;
        let mut simulation = Simulation::of_plan(self, shard.plan.clone())?;
        if shard.from < shard.to {
            simulation.run(shard.from, shard.to)?;
        }
        Ok(simulation.partial)
    }

    /// What the partials of all shards of a simulation of this study come to.
    ///
    /// # Errors
    /// [`Code::Empty`] without a partial; [`Code::StudyMismatch`], [`Code::PlanMismatch`], [`Code::ShardDuplicate`],
    /// [`Code::ShardMissing`]; as [`Simulation::new`].
    pub fn conclude(&self, partials: Vec<Partial>) -> Result<Uncertainty, Error> {
        let mut partials = partials.into_iter();
        let Some(mut all) = partials.next() else { return Err(Problem::new(Code::Empty, Path::root()).into()) };
        for partial in partials {
            all.merge(&partial)?;
        }
        all.plan.check(self)?;
        let blocks = all.plan.blocks();
        let mut expected = 0;
        for (from, to) in all.blocks.iter().copied().chain([(blocks, blocks)]) {
            if from > expected {
                let problem = Problem::new(Code::ShardMissing, Path::root());
                return Err(problem.arg("from", expected.to_string()).arg("to", from.to_string()).into());
            }
            expected = to;
        }
        let mut simulation = Simulation::of_plan(self, all.plan.clone())?;
        let sizes = |partial: &Partial| (partial.counts.sums.len(), partial.counts.centres.len());
        if sizes(&simulation.partial) != sizes(&all) {
            let problem = Problem::new(Code::ShardBroken, Path::root());
            return Err(problem.arg("reason", "its sizes are not those of the study").into());
        }
        simulation.partial = all;
        simulation.conclude()
    }

    /// As [`Study::simulate`], on so many threads: the same answer.
    ///
    /// # Errors
    /// As [`Simulation::new`].
    #[cfg(not(target_arch = "wasm32"))]
    pub fn simulate_on(&self, request: SimulationRequest, threads: usize) -> Result<Uncertainty, Error> {
        let mut simulation = Simulation::new(self, request)?;
        let plan = simulation.partial.plan.clone();
        while !simulation.is_done() {
            let done = simulation.blocks_done();
            // Where a stop rule looks next; all of it without one.
            let next = if plan.request.until.is_some() { (done * 2).max(1).min(plan.blocks()) } else { plan.blocks() };
            let parts = (threads.max(1) as u64).min(next - done);
            let bound = |part: u64| done + (next - done) * part / parts;
            let shards = (0..parts).map(|part| Shard { plan: plan.clone(), from: bound(part), to: bound(part + 1) });
            let shards: Vec<Shard> = shards.collect();
            let partials: Vec<Result<Partial, Error>> = std::thread::scope(|scope| {
                let running: Vec<_> = shards.iter().map(|shard| scope.spawn(|| self.run_shard(shard))).collect();
                running.into_iter().filter_map(|thread| thread.join().ok()).collect()
            });
            for partial in partials {
                simulation.partial.merge(&partial?)?;
            }
            if simulation.blocks_done() < next {
                return Err(Problem::new(Code::ShardMissing, Path::root())
                    .arg("from", simulation.blocks_done().to_string())
                    .arg("to", next.to_string())
                    .into());
            }
        }
        simulation.conclude()
    }
}
