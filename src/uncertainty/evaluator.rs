//! What is scored in a draw: from the first stage that it touches.

use super::request::{MissingLaw, SimulationRequest};
use super::space::{Input, Space};
use crate::aggregation::Missing;
use crate::combination::Combined;
use crate::document::order;
use crate::error::Error;
use crate::framework::NodeKind;
use crate::normalisation::{EndsBasis, Raw};
use crate::numeric::tiles::{Join, Tiles};
use crate::numeric::{MISSING, Ranking, Scale, count, is_missing};
use crate::study::{CrossSection, Leaf, Ranker, Study, normalised, sample};
use std::sync::Arc;

/// A study, what is asked of it, and what varies.
#[derive(Debug)]
pub(crate) struct Experiment {
    pub(crate) study: Study,
    pub(crate) request: SimulationRequest,
    pub(crate) space: Space,
}

impl Experiment {
    /// A study under a request.
    ///
    /// # Errors
    /// As [`Space::new`].
    pub(crate) fn new(study: &Study, request: &SimulationRequest) -> Result<Arc<Self>, Error> {
        let space = Space::new(study, request)?;
        Ok(Arc::new(Self { study: study.clone(), request: request.clone(), space }))
    }
}

/// Scores draws, one after another.
#[derive(Debug)]
pub(crate) struct Evaluator {
    experiment: Arc<Experiment>,
    /// Compiled when first drawn.
    variants: Vec<Option<Variant>>,
    /// The positions of the units that the study ranks in the period: their order in all that follows.
    units: Vec<usize>,
    scale: Scale,
    weights: Vec<f64>,
    scores: Vec<f64>,
    steps: Vec<u64>,
    ranks: Vec<u32>,
    ranking: Ranking,
    scratch: Vec<f64>,
}

/// One method's way from a draw to scores.
#[derive(Debug)]
struct Variant {
    study: Study,
    ranker: Ranker,
    /// The same scores, quickly; none when a node does not add up, or public opinion scales the score.
    tiles: Option<Tiles>,
    /// By position of the node: what it weighs when its siblings' weights do not vary.
    weights: Vec<f64>,
    /// The indicators of which something observed is uncertain.
    redone: Vec<Redone>,
    /// The combined values as observed, where a draw of one value bears on others through the stages or on weights; empty elsewhere.
    combined: Vec<Vec<f64>>,
    /// Whether any weights are computed from the data.
    weighs: bool,
    /// The missing values that are drawn, in the order of the space.
    filled: Vec<Filled>,
}

/// An indicator whose normalisation is done again in every draw.
#[derive(Debug)]
struct Redone {
    indicator: usize,
    node: usize,
    /// The uncertain series among the space's.
    series: std::ops::Range<usize>,
    /// Combined values as observed, where bounds come from the data; empty where each value finds its place by itself.
    all: Vec<f64>,
}

/// A missing value.
#[derive(Debug)]
struct Filled {
    node: usize,
    unit: usize,
    /// The units whose values it may take, the lowest value first; empty when it is drawn from the scale.
    donors: Vec<usize>,
}

impl Evaluator {
    /// An evaluator of draws from an experiment's space.
    ///
    /// # Errors
    /// As [`Study::ranker`]; [`MissingRefused`](crate::Code::MissingRefused).
    pub(crate) fn new(experiment: Arc<Experiment>) -> Result<Self, Error> {
        let Experiment { study, request, space } = experiment.as_ref();
        let mut own = Variant::new(study.clone(), request, space)?;
        // What the study itself refuses, every draw would.
        own.ranker.evaluate(&space.stated().weights)?;
        let ranked = own.ranker.section().ranked.iter().enumerate();
        let units: Vec<usize> = ranked.filter(|(_, ranked)| **ranked).map(|(unit, _)| unit).collect();
        let number = units.len();
        let mut variants: Vec<Option<Variant>> = Vec::new();
        variants.resize_with(space.variants().count(), || None);
        own.lay_out(&units);
        if let Some(first) = variants.first_mut() {
            *first = Some(own);
        }
        let scale = study.document().method.scale;
        Ok(Self {
            experiment,
            variants,
            units,
            scale,
            weights: Vec::new(),
            scores: vec![0.0; number],
            steps: vec![0; number],
            ranks: vec![0; number],
            ranking: Ranking::default(),
            scratch: Vec::new(),
        })
    }

    /// Scores and ranks a draw.
    ///
    /// # Errors
    /// What the draw's combination of methods makes impossible.
    pub(crate) fn evaluate(&mut self, input: &Input) -> Result<(), Error> {
        let Experiment { study, request, space } = self.experiment.as_ref();
        let Some(place) = self.variants.get_mut(input.variant) else { return Ok(()) };
        let variant = if let Some(variant) = place {
            variant
        } else {
            let study = space.variants().study(study, request.vary.method.as_ref(), input.variant)?;
            let mut variant = Variant::new(study, request, space)?;
            variant.lay_out(&self.units);
            place.insert(variant)
        };
        variant.redo(request, space, input, &self.units, &mut self.scratch)?;
        variant.fill(request, input, &self.units);
        self.weights.clone_from(&input.weights);
        // Weights computed from the data are those of the data as drawn.
        if input.variant > 0 || variant.weighs {
            for ((weight, varies), own) in self.weights.iter_mut().zip(space.varies()).zip(&variant.weights) {
                if !varies {
                    *weight = *own;
                }
            }
        }
        if let Some(left_out) = input.left_out {
            leave_out(&variant.study, left_out, &mut self.weights);
        }
        variant.score(&self.weights, &self.units, &mut self.scores)?;
        self.scale.all_steps(&self.scores, &mut self.steps);
        self.ranking.rank(&self.steps, &mut self.ranks);
        Ok(())
    }

    /// The positions of the units that are ranked, in the order of what follows.
    pub(crate) fn units(&self) -> &[usize] {
        &self.units
    }

    /// What each node weighed in the last draw, by its position.
    pub(crate) fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// The score of each unit in the last draw; missing where it has none.
    #[allow(dead_code, reason = "for what compares scores, not ranks")]
    pub(crate) fn scores(&self) -> &[f64] {
        &self.scores
    }

    /// The same as whole numbers.
    pub(crate) fn steps(&self) -> &[u64] {
        &self.steps
    }

    /// The rank of each unit in the last draw, 0 where it has none.
    pub(crate) fn ranks(&self) -> &[u32] {
        &self.ranks
    }
}

/// Weighs an indicator at nothing, and every dimension that is left with nothing but it.
fn leave_out(study: &Study, indicator: usize, weights: &mut [f64]) {
    let nodes = study.model().hierarchy.nodes();
    let mut out = Some(indicator);
    while let Some(position) = out {
        let Some(parent) = nodes.get(position).and_then(|node| node.parent) else { return };
        if let Some(weight) = weights.get_mut(position) {
            *weight = 0.0;
        }
        let siblings = nodes.get(parent).map(|node| node.children.as_slice()).unwrap_or_default();
        let empty = siblings.iter().all(|sibling| weights.get(*sibling).is_none_or(|weight| *weight <= 0.0));
        out = Some(parent).filter(|_| empty);
    }
}

impl Variant {
    fn new(study: Study, request: &SimulationRequest, space: &Space) -> Result<Self, Error> {
        let ranker = study.ranker(request.period)?;
        let weights = study.weights_in(request.period, &request.weights)?;
        let (redone, combined, filled) = (Vec::new(), Vec::new(), Vec::new());
        let weighs = study.model().plan.weighs_by_data();
        let mut variant = Self { study, ranker, tiles: None, weights, redone, combined, weighs, filled };
        let model = Arc::clone(variant.study.model());
        let section = variant.ranker.section();
        let position = |indicator: usize| {
            let id = model.document.framework.indicators.get(indicator).map(|indicator| indicator.id.as_str());
            id.and_then(|id| model.hierarchy.position(id)).unwrap_or(usize::MAX)
        };
        let mut first = 0;
        for group in space.series().chunk_by(|a, b| a.indicator == b.indicator) {
            let indicator = group.first().map_or(usize::MAX, |series| series.indicator);
            let series = first..first + group.len();
            first = series.end;
            // What screening left out stays out, unless drawn values can bring it back.
            let leaf = section.leaves.get(indicator).filter(|leaf| !leaf.screened || model.has_stages());
            let Some(leaf) = leaf else { continue };
            let by_data = leaf.normalised.placed.basis == EndsBasis::Data;
            let all = leaf.combined.iter().filter(|_| by_data).map(|combined| combined.value).collect();
            variant.redone.push(Redone { indicator, node: position(indicator), series, all });
        }
        if (model.has_stages() || weighs) && !variant.redone.is_empty() {
            let values = |leaf: &Leaf| leaf.combined.iter().map(|combined| combined.value).collect();
            variant.combined = section.leaves.iter().map(values).collect();
        }
        for (indicator, unit) in space.missing() {
            let leaf = section.leaves.get(*indicator);
            let values = leaf.map(|leaf| leaf.normalised.values.as_slice()).unwrap_or_default();
            let observed = |unit: &usize| leaf.is_some_and(|leaf| leaf.is_placed_as_observed(*unit));
            let ranked = section.ranked.iter().enumerate().filter(|(_, ranked)| **ranked).map(|(unit, _)| unit);
            let donors: Vec<usize> = ranked.filter(observed).collect();
            let scale = model.document.method.scale;
            // From the lowest value to the highest, so that like coordinates make like values.
            let share = |unit: &usize| values.get(*unit).map_or(0.0, |value| (value - scale.lower) / scale.width());
            let rising = order::rising(donors.iter().map(|unit| order::fraction(share(unit))).collect());
            let donors = rising.into_iter().filter_map(|at| donors.get(at).copied()).collect();
            variant.filled.push(Filled { node: position(*indicator), unit: *unit, donors });
        }
        Ok(variant)
    }

    /// Lays out the tiles of these units, where every node adds up.
    fn lay_out(&mut self, units: &[usize]) {
        let model = self.study.model();
        let nodes = model.hierarchy.nodes();
        let joined = nodes.iter().zip(&model.plan.joinings).enumerate();
        let joined = joined.filter_map(|(position, (node, joining))| Some((position, node, joining.as_ref()?)));
        if model.plan.credibility.is_some()
            || joined.clone().any(|(_, _, joining)| !joining.aggregation.method().adds_up() || joining.available > 0.0)
        {
            return;
        }
        let joins = joined.map(|(node, own, joining)| Join {
            node,
            children: own.children.clone(),
            missing_spreads: joining.missing != Missing::Rescale,
        });
        let mut tiles = Tiles::new(units.len(), nodes.len(), joins.collect());
        for (position, _) in nodes.iter().enumerate().filter(|(_, node)| node.children.is_empty()) {
            for (index, unit) in units.iter().enumerate() {
                tiles.set(position, index, self.ranker.value(position, *unit));
            }
        }
        self.tiles = Some(tiles);
    }

    /// Combines and normalises again what was observed, as drawn.
    fn redo(
        &mut self,
        request: &SimulationRequest,
        space: &Space,
        input: &Input,
        units: &[usize],
        scratch: &mut Vec<f64>,
    ) -> Result<(), Error> {
        let model = Arc::clone(self.study.model());
        let period = self.ranker.period();
        if self.redone.is_empty() {
            return Ok(());
        }
        // Only ranked units bear on bounds taken from the data.
        let ranked = self.ranker.section().ranked.clone();
        let Self { ranker, tiles, redone, combined, weights, weighs, .. } = self;
        let mut set = |ranker: &mut Ranker, node: usize, unit: usize, value: f64| {
            ranker.set_leaf(node, unit, value);
            if let (Some(tiles), Ok(index)) = (tiles.as_mut(), units.binary_search(&unit)) {
                tiles.set(node, index, value);
            }
        };
        if !combined.is_empty() {
            // A value may be divisor, neighbour or extreme of others: all stages run again, for all indicators.
            let mut columns = combined.clone();
            for Redone { indicator, series, .. } in redone.iter() {
                let Some(reading) = model.plan.readings.get(*indicator) else { continue };
                for series in space.series().get(series.clone()).unwrap_or_default() {
                    let value = series.combined(&model, reading, period, &input.values, scratch);
                    if let Some(place) = columns.get_mut(*indicator).and_then(|column| column.get_mut(series.unit)) {
                        *place = value;
                    }
                }
            }
            let placed = if *weighs {
                let cells = ranker.section().leaves.iter().zip(columns).map(|(leaf, values)| {
                    let cells = leaf.combined.iter().zip(values);
                    cells.map(|(cell, value)| Combined { value, ..cell.clone() }).collect()
                });
                let section = CrossSection::from_combined(&model, period, cells.collect())?;
                let drawn = Ranker::new(Arc::clone(&model), section)?;
                *weights = model.replace_weights(drawn.weights().to_vec(), &request.weights)?;
                drawn.section().leaves.iter().map(|leaf| leaf.normalised.values.clone()).collect()
            } else {
                normalised(&model, period, columns)?
            };
            for (node, kind) in model.hierarchy.nodes().iter().map(|node| node.kind).enumerate() {
                let NodeKind::Indicator(indicator) = kind else { continue };
                for (unit, value) in placed.get(indicator).into_iter().flatten().enumerate() {
                    set(ranker, node, unit, *value);
                }
            }
            return Ok(());
        }
        for Redone { indicator, node, series, all } in redone.iter() {
            let (Some(reading), Some(meaning)) =
                (model.plan.readings.get(*indicator), model.document.framework.indicators.get(*indicator))
            else {
                continue;
            };
            let own = space.series().get(series.clone()).unwrap_or_default();
            let drawn = own.iter().map(|series| series.combined(&model, reading, period, &input.values, scratch));
            let scale = model.document.method.scale;
            let dataset = &model.document.dataset;
            let normalise = |values: &[f64], pool: &[f64]| {
                let raw = Raw { indicator: meaning, units: &dataset.units, scale, values, pool };
                reading.normalisation.normalise(&raw).values
            };
            if all.is_empty() {
                let values: Vec<f64> = drawn.collect();
                let placed = normalise(&values, &[]);
                for (series, value) in own.iter().zip(placed) {
                    set(ranker, *node, series.unit, value);
                }
            } else {
                let mut values = all.clone();
                for (series, value) in own.iter().zip(drawn) {
                    if let Some(place) = values.get_mut(series.unit) {
                        *place = value;
                    }
                }
                let placed = normalise(&values, &sample(&values, &ranked));
                for (unit, value) in placed.into_iter().enumerate() {
                    set(ranker, *node, unit, value);
                }
            }
        }
        Ok(())
    }
}

impl Variant {
    /// Gives every missing value the one drawn for it.
    fn fill(&mut self, request: &SimulationRequest, input: &Input, units: &[usize]) {
        let scale = self.study.document().method.scale;
        let law = request.vary.missing.unwrap_or_default();
        for (Filled { node, unit, donors }, u) in self.filled.iter().zip(&input.missing) {
            let value = match law {
                // Nothing is drawn: as observed.
                _ if is_missing(*u) => MISSING,
                MissingLaw::Scale => scale.at(*u),
                MissingLaw::Observed => {
                    let picked = pick(*u, donors.len());
                    donors.get(picked).map_or(MISSING, |donor| self.ranker.value(*node, *donor))
                }
            };
            self.ranker.set_leaf(*node, *unit, value);
            if let (Some(tiles), Ok(index)) = (self.tiles.as_mut(), units.binary_search(unit)) {
                tiles.set(*node, index, value);
            }
        }
    }

    /// The root's scores under these weights.
    fn score(&mut self, weights: &[f64], units: &[usize], scores: &mut [f64]) -> Result<(), Error> {
        if let Some(tiles) = &mut self.tiles {
            tiles.scores(weights, scores);
            return Ok(());
        }
        self.ranker.evaluate(weights)?;
        for (score, unit) in scores.iter_mut().zip(units) {
            *score = self.ranker.value(0, *unit);
        }
        Ok(())
    }
}

/// The position among so many that a coordinate picks, each as often as any other.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a coordinate is between 0 and 1")]
pub(super) fn pick(u: f64, among: usize) -> usize {
    ((u * count(among)) as usize).min(among.saturating_sub(1))
}
