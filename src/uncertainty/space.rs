//! What is uncertain, as a space of points: one function from the unit cube to what is scored.

use super::data::{self, Slot, UncertainSeries};
use super::evaluator::pick;
use super::request::{Design, MissingLaw, SimulationRequest};
use super::variants::Variants;
use super::weights::{Siblings, State};
use crate::error::{Code, Error, Path, Problem};
use crate::limits;
use crate::numeric::sobol::{DIMENSIONS, Sobol};
use crate::numeric::{MISSING, Random, is_missing};
use crate::study::{CrossSection, Study};

/// Everything that varies, in the order of its coordinates.
#[derive(Debug, Default)]
pub(crate) struct Space {
    factors: Vec<Factor>,
    siblings: Vec<Siblings>,
    /// The coordinate after those of the weights.
    weights_end: usize,
    /// The stated weights of all nodes.
    weights: Vec<f64>,
    varies: Vec<bool>,
    series: Vec<UncertainSeries>,
    slots: Vec<Slot>,
    missing: Vec<(usize, usize)>,
    variants: Variants,
}

/// One thing that is uncertain, and its coordinates in the unit cube.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Factor {
    pub(crate) of: FactorOf,
    /// The first of its coordinates, and how many they are.
    pub(crate) first: usize,
    pub(crate) length: usize,
}

impl Factor {
    /// Whether it is of weights.
    pub(crate) fn is_of_weights(&self) -> bool {
        matches!(self.of, FactorOf::Weights { .. })
    }
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
    /// The observed values that are uncertain, in the order of the space.
    pub(crate) values: Vec<f64>,
    /// Where among what it may be each missing value is, from 0 to 1, in the order of the space.
    pub(crate) missing: Vec<f64>,
    /// The variant of the method; 0 is the study's own.
    pub(crate) variant: usize,
    /// The position of the indicator that is left out.
    pub(crate) left_out: Option<usize>,
}

impl Space {
    /// What varies in a study as a request says: weights, then data, missing values and choices of method.
    ///
    /// # Errors
    /// As [`Study::weights`] and [`Study::ranker`]; what [`Vary::siblings`](super::request::Vary::siblings) and [`Variants::new`]
    /// refuse; [`Code::TooLarge`] above [`limits::SIMULATED_UNITS`].
    pub(crate) fn new(study: &Study, request: &SimulationRequest) -> Result<Self, Error> {
        let model = study.model();
        let units = model.document.dataset.units.len();
        if units > limits::SIMULATED_UNITS {
            let problem = Problem::new(Code::TooLarge, Path::root()).arg("what", "units in a simulation");
            return Err(problem.arg("found", units).arg("limit", limits::SIMULATED_UNITS).into());
        }
        model.needs_tree("a simulation")?;
        let weights = study.weights_in(request.period, &request.weights)?;
        let section = CrossSection::new(model, model.period(request.period)?)?;
        let siblings = request.vary.siblings(&model.hierarchy, &weights)?;
        let variants = match &request.vary.method {
            Some(law) => Variants::new(study, law)?,
            None => Variants::default(),
        };
        let mut varies = vec![false; weights.len()];
        for child in siblings.iter().flat_map(|siblings| &siblings.children) {
            if let Some(place) = varies.get_mut(*child) {
                *place = true;
            }
        }
        let mut space = Self { weights, varies, variants, ..Self::default() };
        for siblings in &siblings {
            space.add(FactorOf::Weights { parent: siblings.parent }, siblings.coordinates());
        }
        space.siblings = siblings;
        space.weights_end = space.dimensions();
        if let Some(law) = request.vary.data {
            let found = data::uncertain(model, &section, law, space.dimensions());
            for series in &found.series {
                let UncertainSeries { indicator, unit, coordinates, .. } = series;
                space.add(FactorOf::Data { indicator: *indicator, unit: *unit }, *coordinates);
            }
            (space.series, space.slots) = (found.series, found.slots);
        }
        if let Some(law) = request.vary.missing {
            for (indicator, leaf) in section.leaves.iter().enumerate() {
                let mut observed =
                    section.ranked.iter().enumerate().filter(|(unit, _)| leaf.is_placed_as_observed(*unit));
                if law == MissingLaw::Observed && !observed.any(|(_, ranked)| *ranked) {
                    continue;
                }
                for (unit, (value, ranked)) in leaf.normalised.values.iter().zip(&section.ranked).enumerate() {
                    // A guess leaves open what a missing value leaves open.
                    if *ranked && (is_missing(*value) || leaf.is_imputed(unit)) {
                        space.missing.push((indicator, unit));
                    }
                }
            }
            for index in 0..space.missing.len() {
                let Some((indicator, unit)) = space.missing.get(index).copied() else { continue };
                space.add(FactorOf::Missing { indicator, unit }, 1);
            }
        }
        for question in 0..space.variants.answers.len() {
            space.add(FactorOf::Method { question }, 1);
        }
        if !space.variants.left_out.is_empty() {
            space.add(FactorOf::LeftOut, 1);
        }
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

    /// By position of the node: whether its weight varies.
    pub(crate) fn varies(&self) -> &[bool] {
        &self.varies
    }

    /// What was observed and is uncertain, by indicator and unit.
    pub(crate) fn series(&self) -> &[UncertainSeries] {
        &self.series
    }

    /// What is missing and drawn: indicator and unit, by position.
    pub(crate) fn missing(&self) -> &[(usize, usize)] {
        &self.missing
    }

    /// The combinations of methods.
    pub(crate) fn variants(&self) -> &Variants {
        &self.variants
    }

    /// What is scored when nothing varies.
    pub(crate) fn stated(&self) -> Input {
        let mut values = vec![MISSING; self.slots.len()];
        data::stated(&self.slots, &mut values);
        let missing = vec![MISSING; self.missing.len()];
        Input { weights: self.weights.clone(), values, missing, variant: 0, left_out: None }
    }

    /// What a point of the unit cube, each coordinate between 0 and 1, stands for. `scratch` is reused.
    pub(crate) fn place(&self, point: &[f64], input: &mut Input, scratch: &mut Vec<f64>) {
        for (siblings, factor) in self.siblings.iter().zip(&self.factors) {
            let own = point.get(factor.first..factor.first + factor.length).unwrap_or_default();
            siblings.place(own, scratch, &mut input.weights);
        }
        self.place_rest(point, input);
    }

    /// The same for everything but weights.
    pub(crate) fn place_rest(&self, point: &[f64], input: &mut Input) {
        data::place(&self.slots, point, &mut input.values);
        let questions = self.variants.answers.len();
        let left_out = usize::from(!self.variants.left_out.is_empty());
        // From the end back: what is left out, the questions, what is missing.
        let after_data = point.len() - left_out - questions - self.missing.len();
        let mut rest = point.iter().skip(after_data);
        for (place, u) in input.missing.iter_mut().zip(rest.by_ref()) {
            *place = *u;
        }
        let answers = self.variants.answers.iter().zip(rest.by_ref().take(questions));
        input.variant = self.variants.number(answers.map(|(answers, u)| pick(*u, *answers)));
        let choices = self.variants.left_out.len() + 1;
        let left_out = rest.next().and_then(|u| pick(*u, choices).checked_sub(1));
        input.left_out = left_out.and_then(|index| self.variants.left_out.get(index)).copied();
    }

    /// The draws of a block.
    pub(crate) fn sampler(&self, design: Design, seed: u64, block: u64) -> Sampler<'_> {
        let streams = self.siblings.iter().zip(1_u64..);
        let states = match design {
            Design::Random => {
                streams.map(|(siblings, stream)| siblings.start(Random::new(seed, block, stream))).collect()
            }
            Design::Sobol => Vec::new(),
        };
        let sequence = (design == Design::Sobol).then(|| Sobol::scrambled(self.dimensions(), seed));
        Sampler {
            space: self,
            states,
            sequence,
            random: Random::new(seed, block, 0),
            index: block * super::BLOCK as u64,
            point: vec![0.5; self.dimensions()],
            scratch: Vec::new(),
        }
    }
}

/// The draws of one block, one after another.
#[derive(Debug)]
pub(crate) struct Sampler<'a> {
    space: &'a Space,
    /// Where the weights' streams are; none when all comes from a sequence.
    states: Vec<State>,
    sequence: Option<Sobol>,
    random: Random,
    index: u64,
    point: Vec<f64>,
    scratch: Vec<f64>,
}

impl Sampler<'_> {
    /// The next draw of the block.
    pub(crate) fn next(&mut self, input: &mut Input) {
        if let Some(sequence) = &self.sequence {
            if let Some(beyond) = self.point.get_mut(DIMENSIONS..) {
                self.random.fill(beyond);
            }
            sequence.point(self.index, &mut self.point);
            self.index += 1;
            self.space.place(&self.point, input, &mut self.scratch);
            return;
        }
        for (siblings, state) in self.space.siblings.iter().zip(&mut self.states) {
            siblings.draw(state, &mut self.scratch, &mut input.weights);
        }
        if let Some(rest) = self.point.get_mut(self.space.weights_end..).filter(|rest| !rest.is_empty()) {
            self.random.fill(rest);
            self.space.place_rest(&self.point, input);
        }
    }
}
