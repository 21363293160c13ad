//! The scorecard: scores, ranks, what they rest on, and what was done to get them.

use serde::Serialize;

use super::contributions::{NodePart, contributions};
use super::open::kind;
use super::{Evaluation, Model, notes};
use crate::document::SCHEMA;
use crate::error::{Problem, Severity};
use crate::framework::{NodeKind, Tag};
use crate::numeric::{Scale, is_missing, present};
use crate::ranking::Kind;
use crate::screening::Available;

/// Scores and ranks of one period, with everything needed to argue over them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Scorecard {
    /// The version of the engine.
    pub engine: &'static str,
    /// The version of the document format.
    pub schema: i32,
    /// The content hash of the study.
    pub hash: String,
    /// The period.
    pub period: i32,
    /// The ends of every node's value, and of every score of the index.
    pub scale: Scale,
    /// What decides the ranks, and what kind of numbers the scores are.
    pub ranking: RankedBy,
    /// How many of the framework's indicators have any value in the period.
    pub coverage: Coverage,
    /// The tree, parents before children, siblings by id.
    pub nodes: Vec<NodeWeight>,
    /// Ranked units in the order of their rank, ties by id; then those without a rank, by id.
    pub units: Vec<UnitScore>,
    /// What concerns the whole scorecard.
    pub notes: Vec<Problem>,
}

/// What decides the ranks, and what kind of numbers the scores are.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RankedBy {
    /// The method's name.
    pub method: &'static str,
    /// The kind of its result.
    pub kind: Kind,
    /// What the scores are, in a word or two.
    pub measure: &'static str,
    /// Whether a higher score comes first.
    pub higher_is_better: bool,
    /// The ends between which every score lies; none where there are none.
    pub bounds: Option<Scale>,
    /// Whether it is quick enough to follow a slider.
    pub live: bool,
}

/// How many indicators are observed.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Coverage {
    /// With a value.
    pub observed: usize,
    /// In the framework.
    pub expected: usize,
    /// `observed / expected`, 0 to 1.
    pub share: f64,
    /// The least share that is ranked, 0 to 1.
    pub minimum: f64,
}

/// One node's place in the tree and its weight.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NodeWeight {
    /// Its id.
    pub id: String,
    /// Its parent; none for the root.
    pub parent: Option<String>,
    /// `dimension` or `indicator`.
    pub kind: &'static str,
    /// As stated.
    pub weight: f64,
    /// Among its siblings, 0 to 1.
    pub share: f64,
    /// The product of shares from the root down, 0 to 1.
    pub effective_weight: f64,
}

/// One unit's score.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UnitScore {
    /// Its id.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// On the scale, or on that of the ranking method; none when it is not ranked, and the notes say why.
    pub score: Option<f64>,
    /// From 1; none when it is not ranked.
    pub rank: Option<u32>,
    /// The ids of the units with the same rank.
    pub tied_with: Vec<String>,
    /// The ids of the units that it outranks, where the ranking method gives a partial order or a kernel.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub outranks: Vec<String>,
    /// What the ranking method gives beside the score: VIKOR's S and R, PROMETHEE's flows.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub figures: Vec<Figure>,
    /// How many indicators it has.
    pub coverage: Coverage,
    /// The scores that its missing values could make, wherever on the scale they lie; none where its score depends on other units too,
    /// or could fall when a value rises.
    pub possible: Option<Scale>,
    /// One entry a node, in the order of the scorecard's nodes.
    pub parts: Vec<Part>,
    /// What is put in, what is done, what comes of it.
    pub tags: Vec<TagValue>,
    /// What concerns this unit.
    pub notes: Vec<Problem>,
}

/// A number that a ranking method gives beside the score.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Figure {
    /// What it is: `s`, `r` and `compromise` (1: among those that cannot be told apart from the first) of VIKOR; `positive-flow` and
    /// `negative-flow` of PROMETHEE; `descending` and `ascending`, the classes of both distillations of ELECTRE III; `ratio-rank`,
    /// `reference-point-rank` and `product-rank` of MULTIMOORA.
    pub name: &'static str,
    /// Its value.
    pub value: Option<f64>,
}

/// The indicators of one tag, taken together.
///
/// ```text
/// value = Σ wᵢ xᵢ / Σ wᵢ   over the tag's indicators present, w their effective weights
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct TagValue {
    /// The tag.
    pub tag: Tag,
    /// On the scale; none when no indicator of the tag is present and weighs anything.
    pub value: Option<f64>,
}

/// One node's part in a unit's score.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Part {
    /// The node.
    pub id: String,
    /// Its value on the scale; none when missing.
    pub value: Option<f64>,
    /// How much of the score it is; none below a node that does not add up.
    pub contribution: Option<f64>,
    /// The same, rounded to a thousandth of the scale so that shown parts add up to the shown score.
    pub shown: Option<f64>,
}

impl Coverage {
    pub(crate) fn new(available: Available, minimum: f64) -> Self {
        let Available { observed, expected } = available;
        Self { observed, expected, share: available.share(), minimum }
    }
}

impl Scorecard {
    pub(super) fn new(model: &Model, evaluation: &Evaluation) -> Self {
        let section = evaluation.ranker.section();
        let asked = evaluation.asked.iter().zip(&evaluation.ranks).enumerate();
        let unranked = asked.filter(|(_, (asked, rank))| **asked && **rank == 0).map(|(unit, _)| unit);
        let order = evaluation.order.iter().copied().chain(unranked);
        Self {
            engine: env!("CARGO_PKG_VERSION"),
            schema: SCHEMA,
            hash: model.hash().to_owned(),
            period: section.period,
            scale: model.document.method.scale,
            ranking: model.ranked_by(),
            coverage: Coverage::new(section.available, section.minimum.period),
            nodes: model.node_weights(&evaluation.weights),
            units: order.map(|unit| evaluation.unit_score(model, unit)).collect(),
            notes: notes::of_scorecard(model, evaluation),
        }
    }
}

impl Evaluation {
    /// What a reader must know of the scores: the warnings of the scorecard and of its rows.
    pub(crate) fn warnings(&self, model: &Model) -> Vec<Problem> {
        let mut warnings = notes::of_scorecard(model, self);
        for unit in (0..self.asked.len()).filter(|unit| self.asked.get(*unit) == Some(&true)) {
            warnings.extend(notes::of_unit(model, self, unit, &self.parts(model, unit)));
        }
        warnings.retain(|note| note.severity() == Severity::Warning);
        warnings
    }

    /// The parts of one unit's score, in the order of the hierarchy.
    pub(crate) fn parts(&self, model: &Model, unit: usize) -> Vec<NodePart> {
        if self.decided.is_some() {
            // The tree took no part.
            return vec![NodePart::default(); model.hierarchy.nodes().len()];
        }
        contributions(model, &self.weights, |node| self.ranker.value(node, unit))
    }

    /// The indicators of each tag, taken together by their effective weights.
    fn tags(&self, model: &Model, unit: usize) -> Vec<TagValue> {
        let weights = model.effective_weights(&self.weights);
        let value = |tag: Tag| {
            let mut sum = 0.0;
            let mut total = 0.0;
            for (position, node) in model.hierarchy.nodes().iter().enumerate() {
                let NodeKind::Indicator(index) = node.kind else { continue };
                let tagged =
                    model.document.framework.indicators.get(index).and_then(|indicator| indicator.tag) == Some(tag);
                let value = self.ranker.value(position, unit);
                let weight = weights.get(position).copied().unwrap_or(0.0);
                if tagged && !is_missing(value) && weight > 0.0 {
                    sum += weight * value;
                    total += weight;
                }
            }
            present(sum / total)
        };
        let value = |tag: Tag| if self.decided.is_some() { None } else { value(tag) };
        [Tag::Input, Tag::Output, Tag::Outcome].map(|tag| TagValue { tag, value: value(tag) }).to_vec()
    }

    /// One unit's row.
    pub(crate) fn unit_score(&self, model: &Model, unit: usize) -> UnitScore {
        let section = self.ranker.section();
        let (id, name) = match model.document.dataset.units.get(unit) {
            Some(unit) => (unit.id.to_string(), unit.name.clone()),
            None => (String::new(), String::new()),
        };
        let rank = self.ranks.get(unit).copied().filter(|rank| *rank > 0);
        let units = &model.document.dataset.units;
        let tied = rank.map(|rank| self.holders_of(rank)).unwrap_or_default();
        let tied = tied.iter().filter(|other| **other != unit).filter_map(|other| units.get(*other));
        let outranked = self.decided.as_ref().map(|decided| decided.outranked_by(unit)).unwrap_or_default();
        let outranked = outranked.iter().filter_map(|other| units.get(*other)).map(|other| other.id.to_string());
        let available = section.unit_available.get(unit).copied().unwrap_or_default().available;
        let parts = self.parts(model, unit);
        let notes = notes::of_unit(model, self, unit, &parts);
        // Widened by the score itself, which rounding may have put a last bit beyond.
        let own = self.ranker.value(0, unit);
        let lower = self.possible.0.get(unit).copied().and_then(present).map(|lower| lower.min(own));
        let upper = self.possible.1.get(unit).copied().and_then(present).map(|upper| upper.max(own));
        let nodes = model.hierarchy.nodes().iter().zip(parts);
        UnitScore {
            id,
            name,
            score: self.scores.get(unit).copied().and_then(present),
            rank,
            tied_with: tied.map(|unit| unit.id.to_string()).collect(),
            outranks: outranked.collect(),
            figures: self.decided.as_ref().map(|decided| decided.figures_of(unit)).unwrap_or_default(),
            coverage: Coverage::new(available, section.minimum.unit.0),
            possible: lower.zip(upper).map(|(lower, upper)| Scale { lower, upper }),
            parts: nodes
                .map(|(node, part)| Part {
                    id: node.id.to_string(),
                    value: part.value,
                    contribution: part.contribution,
                    shown: part.shown,
                })
                .collect(),
            tags: self.tags(model, unit),
            notes,
        }
    }
}

impl Model {
    /// What decides the ranks.
    pub(crate) fn ranked_by(&self) -> RankedBy {
        let method = &self.document.method;
        let name = method.ranking.name();
        match method.ranking.method().decides() {
            None => RankedBy {
                method: name,
                kind: Kind::Index,
                measure: "score",
                higher_is_better: true,
                bounds: Some(method.scale),
                live: true,
            },
            Some(decides) => RankedBy {
                method: name,
                kind: decides.kind(),
                measure: decides.measure(),
                higher_is_better: decides.higher_is_better(),
                bounds: decides.bounds().map(|(lower, upper)| Scale { lower, upper }),
                live: decides.is_live(),
            },
        }
    }

    /// Every node's product of shares from the root down, by position.
    pub(crate) fn effective_weights(&self, weights: &[f64]) -> Vec<f64> {
        let mut effective = vec![1.0; weights.len()];
        for (position, node) in self.hierarchy.nodes().iter().enumerate() {
            let above = effective.get(position).copied().unwrap_or(0.0);
            let total: f64 = node.children.iter().filter_map(|child| weights.get(*child)).sum();
            for child in &node.children {
                if let (Some(place), Some(weight)) = (effective.get_mut(*child), weights.get(*child)) {
                    *place = above * (weight / total);
                }
            }
        }
        effective
    }

    /// Every node's weight, share and effective weight under these weights.
    pub(crate) fn node_weights(&self, weights: &[f64]) -> Vec<NodeWeight> {
        let nodes = self.hierarchy.nodes();
        let mut result: Vec<NodeWeight> = Vec::with_capacity(nodes.len());
        for (position, node) in nodes.iter().enumerate() {
            let weight = weights.get(position).copied().unwrap_or(0.0);
            let (share, above) = match node.parent.and_then(|parent| Some((nodes.get(parent)?, result.get(parent)?))) {
                Some((parent, above)) => {
                    let total: f64 = parent.children.iter().filter_map(|sibling| weights.get(*sibling)).sum();
                    (weight / total, above.effective_weight)
                }
                None => (1.0, 1.0),
            };
            result.push(NodeWeight {
                id: node.id.to_string(),
                parent: self.parent_id(node.parent),
                kind: kind(node.kind),
                weight,
                share,
                effective_weight: above * share,
            });
        }
        result
    }
}
