//! Why a score moved between two periods: data, weights, goalposts, and which indicators there are.

use serde::Serialize;

use super::comparison::Standing;
use super::difference::{Side, difference, order_share};
use super::request::position;
use crate::document::{Decode, Decoder, Value};
use crate::error::Error;
use crate::framework::NodeKind;
use crate::limits;
use crate::numeric::{MISSING, Scale, is_missing, present};
use crate::study::{Evaluation, Model, ScoreRequest, Study, Weight, kind};

/// What is asked about a change.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ChangeRequest {
    /// The earlier side.
    pub from: ChangeSide,
    /// The later side.
    pub to: ChangeSide,
}

/// One side of a change.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ChangeSide {
    /// The period.
    pub period: i32,
    /// Weights that replace the study's; nodes not named keep theirs.
    pub weights: Vec<Weight>,
}

impl Decode for ChangeRequest {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        decoder.object(value, |fields| Self { from: fields.required("from"), to: fields.required("to") })
    }
}

impl Decode for ChangeSide {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        decoder.object(value, |fields| Self {
            period: fields.required("period"),
            weights: fields.or("weights", Vec::new()),
        })
    }
}

/// Why a score moved.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// The ends of every score.
    pub scale: Scale,
    /// The period before.
    pub from: i32,
    /// The period after.
    pub to: i32,
    /// Where the unit stood.
    pub before: Standing,
    /// Where it stands.
    pub after: Standing,
    /// The score after less the score before; none where one of them is none.
    pub change: Option<f64>,
    /// What each cause did; they sum to the change. None where there is no change to split.
    pub causes: Causes,
    /// Parents before children, siblings by id: the same, node by node.
    pub nodes: Vec<NodeChange>,
}

/// What each cause did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Causes {
    /// Other values of indicators that are there in both periods.
    pub data: Option<f64>,
    /// Other ends of the scale: those taken from the units present.
    pub goalposts: Option<f64>,
    /// Other weights.
    pub weights: Option<f64>,
    /// Indicators that came or went.
    pub indicators: Option<f64>,
}

/// One node of a [`Change`].
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NodeChange {
    /// Its id.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// Its parent; none for the root.
    pub parent: Option<String>,
    /// `dimension` or `indicator`.
    pub kind: &'static str,
    /// Its part of the change; the children of a node sum to it. None where the node above cannot be split.
    pub part: Option<f64>,
    /// The causes of that part; they sum to it.
    pub causes: Causes,
}

/// How many causes there are.
const CAUSES: usize = 4;

impl Study {
    /// Splits the change of a unit's score between two periods by cause, and each cause by node: see [`Change`].
    ///
    /// ```text
    /// causeᵢ = Σ over sets S of the other causes: |S|! (3 − |S|)! / 4! × (score with S and i as after − score with S as after)
    /// ```
    ///
    /// Shapley's attribution over four causes: every order in which they could have changed counts alike. A score between the two
    /// periods takes the values of one as they are filled and divided, treats and places them as one does, weighs them with the weights
    /// of one, and takes the indicators that one has; of an indicator that only one period has, its one value. Each step from a score to
    /// the next is split over the tree as [`Study::compare`] splits a gap. Where a node compares units, the other units are those of the
    /// data's period.
    ///
    /// Parts sum to the change within 1e-12 of the scale. Weights change where the request says so, or where they are computed from the
    /// data; goalposts where ends and treatments are taken from the units present.
    ///
    /// # Errors
    /// As [`Study::score`]; [`Code::UnitUnknown`](crate::Code::UnitUnknown); [`Code::TreeNeeded`](crate::Code::TreeNeeded) for rankings
    /// without the tree.
    pub fn change(&self, unit: &str, request: &ChangeRequest) -> Result<Change, Error> {
        let model = self.model();
        model.needs_tree("a change")?;
        let at = position(model, "unit", unit)?;
        let evaluate = |side: &ChangeSide| {
            let weights = side.weights.clone();
            self.evaluate(&ScoreRequest { period: Some(side.period), weights, units: None })
        };
        let mut sides = [evaluate(&request.from)?, evaluate(&request.to)?];
        let [before, after] = sides.each_ref().map(|side| Standing::new(model, side, at));
        let change = before.score.zip(after.score).map(|(before, after)| after - before);
        let parts = match change {
            Some(_) => split(model, &mut sides, at),
            None => Vec::new(),
        };
        let of = |node: usize| {
            let cause =
                |cause: usize| parts.get(cause).and_then(|parts: &Vec<f64>| parts.get(node)).copied().and_then(present);
            Causes { data: cause(0), goalposts: cause(1), weights: cause(2), indicators: cause(3) }
        };
        let nodes = model.hierarchy.nodes().iter().enumerate().map(|(position, node)| {
            let causes = of(position);
            let all = [causes.data, causes.goalposts, causes.weights, causes.indicators];
            NodeChange {
                id: node.id.to_string(),
                name: model.node_name(node.kind).to_owned(),
                parent: model.parent_id(node.parent),
                kind: kind(node.kind),
                part: all.into_iter().sum(),
                causes,
            }
        });
        Ok(Change {
            scale: model.document.method.scale,
            from: request.from.period,
            to: request.to.period,
            before,
            after,
            change,
            causes: of(0),
            nodes: nodes.collect(),
        })
    }
}

/// Each cause's part at each node.
fn split(model: &Model, sides: &mut [Evaluation; 2], unit: usize) -> Vec<Vec<f64>> {
    let weights = sides.each_ref().map(|side| side.weights.clone());
    let scores = sides.each_ref().map(|side| side.scores.get(unit).copied().unwrap_or(MISSING));
    // Worked out before the rankers' leaves are overwritten.
    let leaves: Vec<Vec<f64>> = (0..1 << CAUSES).map(|after| mixed(model, sides, unit, after)).collect();
    let mut rows: Vec<Side> = Vec::with_capacity(leaves.len());
    for (after, leaves) in leaves.iter().enumerate() {
        let (Some(side), Some(weights)) = (sides.get_mut(after & 1), weights.get(after >> 2 & 1)) else { continue };
        for (position, node) in model.hierarchy.nodes().iter().enumerate() {
            if let NodeKind::Indicator(index) = node.kind {
                side.ranker.set_leaf(position, unit, leaves.get(index).copied().unwrap_or(MISSING));
            }
        }
        // What may not be missing is there in both periods, or that was said before.
        let _ = side.ranker.evaluate(weights);
        rows.push(Side::new(model, &side.ranker, weights, unit));
    }
    let whole = !rows.iter().any(|row| is_missing(row.score));
    for row in rows.iter_mut().filter(|row| is_missing(row.score)) {
        row.score = f64::midpoint(scores[0], scores[1]);
    }
    // A cause that never changes anything has no part in any order, and need not be tried.
    let changes = |cause: &usize| {
        let mut before = rows.iter().enumerate().filter(|(set, _)| set >> cause & 1 == 0);
        before.any(|(set, row)| rows.get(set | 1 << cause).is_some_and(|after| !after.is_same(row)))
    };
    let active: Vec<usize> = (0..CAUSES).filter(changes).collect();
    let nodes = model.hierarchy.nodes().len();
    let mut parts = vec![vec![0.0; nodes]; CAUSES];
    for (place, cause) in active.iter().enumerate() {
        for arrived in (0..1_usize << active.len()).filter(|arrived| arrived >> place & 1 == 0) {
            let set = active.iter().enumerate().filter(|(at, _)| arrived >> at & 1 == 1).map(|(_, other)| 1 << other);
            let set: usize = set.sum();
            let (Some(after), Some(before)) = (rows.get(set | 1 << cause), rows.get(set)) else { continue };
            let share = order_share(active.len() - 1, arrived);
            let room = limits::COALITIONS >> (active.len() - 1);
            let mut step = if whole { difference(model, after, before, room) } else { vec![MISSING; nodes] };
            if let Some(root) = step.first_mut() {
                *root = after.score - before.score;
            }
            for (part, step) in parts.get_mut(*cause).into_iter().flatten().zip(&step) {
                *part += share * step;
            }
        }
    }
    parts
}

/// The unit's values on the scale, an entry an indicator, where the causes in the set `after` are as after, the others as before.
fn mixed(model: &Model, sides: &[Evaluation; 2], unit: usize, after: usize) -> Vec<f64> {
    let divided = |side: usize, indicator: usize| {
        let leaf = sides.get(side).and_then(|side| side.ranker.section().leaves.get(indicator));
        leaf.map_or(MISSING, |leaf| leaf.divided(unit))
    };
    let (data, ends, there) = (after & 1, after >> 1 & 1, after >> 3 & 1);
    let of = |indicator: usize| {
        let own = divided(there, indicator);
        let value = divided(data, indicator);
        let value = if is_missing(value) { own } else { value };
        match sides.get(ends).map(|side| side.ranker.section()) {
            Some(section) if !is_missing(own) => section.place(model, indicator, unit, value),
            _ => MISSING,
        }
    };
    (0..model.document.framework.indicators.len()).map(of).collect()
}
