//! What is uncertain, as a space of points: one function from the unit cube to what is scored.

use super::request::SimulationRequest;
use super::weights::{Siblings, State};
use crate::error::Error;
use crate::numeric::Random;
use crate::study::Study;

/// Everything that varies, in the order of its coordinates.
#[derive(Debug)]
pub(crate) struct Space {
    factors: Vec<Factor>,
    siblings: Vec<Siblings>,
    /// The stated weights of all nodes.
    weights: Vec<f64>,
}

/// One thing that is uncertain, and its coordinates in the unit cube.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Factor {
    pub(crate) of: FactorOf,
    /// The first of its coordinates, and how many they are.
    pub(crate) first: usize,
    pub(crate) length: usize,
}

/// What a factor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FactorOf {
    /// The weights of the children of the node at this position.
    Weights { parent: usize },
    /// What was observed of a unit by an indicator, both by position.
    Data { indicator: usize, unit: usize },
    /// What is missing of a unit by an indicator, both by position.
    Missing { indicator: usize, unit: usize },
    /// The answer to a question of method, by position in the request.
    Method { question: usize },
    /// Which indicator is left out.
    LeftOut,
}

/// One draw: what is scored.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Input {
    /// What each node weighs among its siblings, by its position: what [`Ranker::rank`](crate::Ranker::rank) reads.
    pub(crate) weights: Vec<f64>,
}

impl Space {
    /// What varies in a study as a request says.
    ///
    /// # Errors
    /// As [`Study::weights`]; what [`Vary::siblings`](super::request::Vary::siblings) refuses.
    pub(crate) fn new(study: &Study, request: &SimulationRequest) -> Result<Self, Error> {
        let weights = study.weights(&request.weights)?;
        let siblings = request.vary.siblings(&study.model().hierarchy, &weights)?;
        let mut space = Self { factors: Vec::new(), siblings: Vec::new(), weights };
        for siblings in &siblings {
            space.add(FactorOf::Weights { parent: siblings.parent }, siblings.coordinates());
        }
        space.siblings = siblings;
        Ok(space)
    }

    fn add(&mut self, of: FactorOf, length: usize) {
        self.factors.push(Factor { of, first: self.dimensions(), length });
    }

    /// Everything that varies, in the order of its coordinates.
    pub(crate) fn factors(&self) -> &[Factor] {
        &self.factors
    }

    /// How many coordinates a point has.
    pub(crate) fn dimensions(&self) -> usize {
        self.factors.last().map_or(0, |factor| factor.first + factor.length)
    }

    /// What is scored when nothing varies.
    pub(crate) fn stated(&self) -> Input {
        Input { weights: self.weights.clone() }
    }

    /// What a point of the unit cube, each coordinate between 0 and 1, stands for. `scratch` is reused.
    pub(crate) fn place(&self, point: &[f64], input: &mut Input, scratch: &mut Vec<f64>) {
        for (siblings, factor) in self.siblings.iter().zip(&self.factors) {
            let own = point.get(factor.first..factor.first + factor.length).unwrap_or_default();
            siblings.place(own, scratch, &mut input.weights);
        }
    }

    /// The draws of a block.
    pub(crate) fn sampler(&self, seed: u64, block: u64) -> Sampler<'_> {
        let streams = self.siblings.iter().zip(1_u64..);
        let states = streams.map(|(siblings, stream)| siblings.start(Random::new(seed, block, stream)));
        Sampler { space: self, states: states.collect(), scratch: Vec::new() }
    }
}

/// The draws of one block, one after another.
#[derive(Debug)]
pub(crate) struct Sampler<'a> {
    space: &'a Space,
    states: Vec<State>,
    scratch: Vec<f64>,
}

impl Sampler<'_> {
    /// The next draw of the block.
    pub(crate) fn next(&mut self, input: &mut Input) {
        for (siblings, state) in self.space.siblings.iter().zip(&mut self.states) {
            siblings.draw(state, &mut self.scratch, &mut input.weights);
        }
    }
}
