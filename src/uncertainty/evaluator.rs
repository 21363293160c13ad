//! What is scored in a draw: from the first stage that it touches.

use super::request::{MissingLaw, SimulationRequest};
use super::space::{Input, Space};
use crate::aggregation::Missing;
use crate::document::order;
use crate::error::Error;
use crate::framework::NodeKind;
use crate::imputation::Imputation;
use crate::method::Reading;
use crate::normalisation::{EndsBasis, Normalisation, Pool, Raw};
use crate::numeric::tiles::{Join, Tiles};
use crate::numeric::{MISSING, Ranking, Scale, count, is_missing, sort_numbers};
use crate::study::{CrossSection, Ranker, Study};
use crate::treatment::Treatment;
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
    /// Whether one indicator's values bear on another's, or a stage lies between combination and normalisation.
    staged: bool,
    /// The indicators of which something observed is uncertain.
    redone: Vec<Redone>,
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
        self.weights.clone_from(&input.weights);
        if input.variant > 0 {
            for ((weight, varies), own) in self.weights.iter_mut().zip(space.varies()).zip(&variant.weights) {
                if !varies {
                    *weight = *own;
                }
            }
        }
        if let Some(left_out) = input.left_out {
            leave_out(&variant.study, left_out, &mut self.weights);
        }
        variant.redo(space, input, &self.units, &mut self.scratch)?;
        variant.fill(request, input, &self.units);
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
        let staged = study.model().plan.readings.iter().any(is_staged);
        let mut variant = Self { study, ranker, tiles: None, weights, staged, redone: Vec::new(), filled: Vec::new() };
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
            let found = section.leaves.get(indicator).zip(model.plan.readings.get(indicator));
            // What screening left out stays out.
            let Some((leaf, reading)) = found.filter(|(leaf, _)| !leaf.screened) else { continue };
            let by_data = leaf.normalised.placed.basis == EndsBasis::Data || !is_fixed(&reading.normalisation);
            let all = leaf.combined.iter().filter(|_| by_data).map(|combined| combined.value).collect();
            variant.redone.push(Redone { indicator, node: position(indicator), series, all });
        }
        for (indicator, unit) in space.missing() {
            let leaf = section.leaves.get(*indicator);
            let values = leaf.map(|leaf| leaf.normalised.values.as_slice()).unwrap_or_default();
            let donors = values.iter().zip(&section.ranked).enumerate();
            let donors = donors.filter(|(_, (value, ranked))| **ranked && !is_missing(**value)).map(|(unit, _)| unit);
            let donors: Vec<usize> = donors.collect();
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

    /// Runs all stages after combination again, on what was observed as drawn.
    fn redo_all(&mut self, space: &Space, input: &Input, units: &[usize], scratch: &mut Vec<f64>) -> Result<(), Error> {
        let model = Arc::clone(self.study.model());
        let period = self.ranker.period();
        let mut combined: Vec<_> = self.ranker.section().leaves.iter().map(|leaf| leaf.combined.clone()).collect();
        for series in space.series() {
            let place = combined.get_mut(series.indicator).and_then(|column| column.get_mut(series.unit));
            if let Some((place, reading)) = place.zip(model.plan.readings.get(series.indicator)) {
                place.value = series.combined(&model, reading, period, &input.values, scratch);
            }
        }
        let section = CrossSection::from_combined(&model, period, combined)?;
        for (position, node) in model.hierarchy.nodes().iter().enumerate() {
            let NodeKind::Indicator(indicator) = node.kind else { continue };
            let leaf = section.leaves.get(indicator);
            for (unit, value) in leaf.iter().flat_map(|leaf| &leaf.normalised.values).enumerate() {
                self.ranker.set_leaf(position, unit, *value);
                if let (Some(tiles), Ok(index)) = (self.tiles.as_mut(), units.binary_search(&unit)) {
                    tiles.set(position, index, *value);
                }
            }
        }
        Ok(())
    }

    /// Combines and normalises again what was observed, as drawn.
    fn redo(&mut self, space: &Space, input: &Input, units: &[usize], scratch: &mut Vec<f64>) -> Result<(), Error> {
        if self.staged && !self.redone.is_empty() {
            return self.redo_all(space, input, units, scratch);
        }
        let model = Arc::clone(self.study.model());
        let period = self.ranker.period();
        let Self { ranker, tiles, redone, .. } = self;
        // Only ranked units bear on bounds taken from the data.
        let ranked = if redone.is_empty() { Vec::new() } else { ranker.section().ranked.clone() };
        for Redone { indicator, node, series, all } in redone.iter() {
            let (Some(reading), Some(meaning)) =
                (model.plan.readings.get(*indicator), model.document.framework.indicators.get(*indicator))
            else {
                continue;
            };
            let own = space.series().get(series.clone()).unwrap_or_default();
            let drawn = own.iter().map(|series| series.combined(&model, reading, period, &input.values, scratch));
            let scale = model.document.method.scale;
            let normalise = |values: &[f64], pool: &[f64]| {
                let units = &model.document.dataset.units;
                reading.normalisation.normalise(&Raw { indicator: meaning, units, scale, values, pool }).values
            };
            let mut set = |unit: usize, value: f64| {
                ranker.set_leaf(*node, unit, value);
                if let (Some(tiles), Ok(index)) = (tiles.as_mut(), units.binary_search(&unit)) {
                    tiles.set(*node, index, value);
                }
            };
            if all.is_empty() {
                let values: Vec<f64> = drawn.collect();
                let placed = normalise(&values, &[]);
                for (series, value) in own.iter().zip(placed) {
                    set(series.unit, value);
                }
            } else {
                let mut values = all.clone();
                for (series, value) in own.iter().zip(drawn) {
                    if let Some(place) = values.get_mut(series.unit) {
                        *place = value;
                    }
                }
                let ranked = values.iter().zip(&ranked).filter(|(value, ranked)| **ranked && !is_missing(**value));
                let mut pool: Vec<f64> = ranked.map(|(value, _)| *value).collect();
                sort_numbers(&mut pool);
                let placed = normalise(&values, &pool);
                for (unit, value) in placed.into_iter().enumerate() {
                    set(unit, value);
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

/// Whether an indicator goes through more than combination and normalisation by its own period.
fn is_staged(reading: &Reading) -> bool {
    reading.imputation != Imputation::default()
        || reading.divisor.is_some()
        || reading.treatment != Treatment::default()
        || reading.pool == Pool::Panel
}

/// Whether a normalisation places each value by itself, between fixed raw values.
fn is_fixed(normalisation: &Normalisation) -> bool {
    matches!(
        normalisation,
        Normalisation::Goalposts(_)
            | Normalisation::LogSaturation(_)
            | Normalisation::RubricLevel(_)
            | Normalisation::Saturating(_)
            | Normalisation::SShaped(_)
            | Normalisation::PiecewiseLinear(_)
    )
}

/// The position among so many that a coordinate picks, each as often as any other.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a coordinate is between 0 and 1")]
pub(super) fn pick(u: f64, among: usize) -> usize {
    ((u * count(among)) as usize).min(among.saturating_sub(1))
}
