//! The difference of two scores, split over the nodes of the tree: parts of a node's children sum to its own.

use super::shapley::shapley;
use crate::aggregation::{Aggregate, Children, Missing};
use crate::framework::Node;
use crate::limits;
use crate::numeric::float::pow;
use crate::numeric::{MISSING, Scale, count, is_missing};
use crate::study::{Model, Ranker, contributions};

/// One side of a difference: every node's value and share, and what of the score is whose.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) score: f64,
    pub(crate) values: Vec<f64>,
    shares: Vec<f64>,
    /// The product of the shares applied, and the contribution: 0 where the node has none.
    applied: Vec<(f64, f64)>,
}

impl Row {
    /// A unit as last evaluated, under these weights.
    pub(crate) fn new(model: &Model, ranker: &Ranker, weights: &[f64], unit: usize) -> Self {
        let parts = contributions(model, weights, |node| ranker.value(node, unit));
        Self {
            score: ranker.value(0, unit),
            values: (0..weights.len()).map(|node| ranker.value(node, unit)).collect(),
            shares: model.node_weights(weights).iter().map(|node| node.share).collect(),
            applied: parts
                .iter()
                .map(|part| (part.applied_weight.unwrap_or(0.0), part.contribution.unwrap_or(0.0)))
                .collect(),
        }
    }

    fn value(&self, node: usize) -> f64 {
        self.values.get(node).copied().unwrap_or(MISSING)
    }

    fn share(&self, node: usize) -> f64 {
        self.shares.get(node).copied().unwrap_or(0.0)
    }

    fn applied(&self, node: usize) -> (f64, f64) {
        self.applied.get(node).copied().unwrap_or_default()
    }
}

/// What each node adds to `a`'s score less `b`'s: one entry a node, the root's the whole difference; the children of a node sum to
/// its own. Missing below a node that cannot be split: one that compares units, or one beyond [`limits::COALITIONS`].
///
/// As long as means are arithmetic from the root down, a part is the difference of two contributions, whatever weights missing values
/// rescaled. Below any other node it is Shapley's attribution of that node's children, from `b`'s values to `a`'s, each seen through the
/// mean that its parent makes of it over all orders in which its siblings could arrive: Owen's value for the tree.
///
/// ```text
/// partᵢ = Σ over sets S of the siblings of i: |S|! (n − |S| − 1)! / n! × (f(S and i from a) − f(S from a))
/// ```
///
/// A child carries its value and its share together. A value that one side lacks is missing in a set as it is in the score; a set in
/// which everything is missing counts as half-way between the two scores. Public opinion that scales the score is one more child of
/// the root.
///
/// # Reference
/// Shapley (1953); Owen (1977), *Values of games with a priori unions*; Winter (1989) for more levels than one.
pub(crate) fn attribution(model: &Model, a: &Row, b: &Row) -> Vec<f64> {
    let nodes = model.hierarchy.nodes();
    let mut parts = vec![0.0; nodes.len()];
    let split = Split { model, a, b };
    let gap = a.score - b.score;
    if is_missing(gap) {
        parts.fill(MISSING);
        return parts;
    }
    if model.adds_up(0) {
        split.contributions(0, &mut parts);
    } else {
        let half_way = |score: f64| if is_missing(score) { f64::midpoint(a.score, b.score) } else { score };
        match model.plan.credibility {
            None => split.shapley(0, &half_way, gap, 1, &mut parts),
            Some((position, exponent)) => {
                let scale = model.document.method.scale;
                let scaled = |root: f64, opinion: f64| half_way(scaled(root, opinion, exponent, scale));
                let roots = [a, b].map(|row| split.joined(0, row));
                let opinions = [a.value(position), b.value(position)];
                let over = |with: [f64; 2], of: &dyn Fn(f64) -> f64| f64::midpoint(of(with[0]), of(with[1]));
                let of_root = |root: f64| over(opinions, &|opinion| scaled(root, opinion));
                let of_opinion = |opinion: f64| over(roots, &|root| scaled(root, opinion));
                let opinion = of_opinion(opinions[0]) - of_opinion(opinions[1]);
                split.shapley(0, &of_root, gap - opinion, 1, &mut parts);
                let mut above = Some(position).filter(|position| *position > 0);
                while let Some(node) = above.filter(|node| *node > 0) {
                    add(&mut parts, node, opinion);
                    above = nodes.get(node).and_then(|node| node.parent);
                }
                split.below(position, &of_opinion, opinion, 1, &mut parts);
            }
        }
    }
    if let Some(root) = parts.first_mut() {
        *root = gap;
    }
    parts
}

/// A score scaled by public opinion: see [`OpinionAs::Credibility`](crate::method::OpinionAs).
fn scaled(score: f64, opinion: f64, exponent: f64, scale: Scale) -> f64 {
    if is_missing(opinion) {
        return score;
    }
    scale.lower + (score - scale.lower) * pow((opinion - scale.lower) / scale.width(), exponent)
}

fn add(parts: &mut [f64], node: usize, part: f64) {
    if let Some(place) = parts.get_mut(node) {
        *place += part;
    }
}

struct Split<'a> {
    model: &'a Model,
    a: &'a Row,
    b: &'a Row,
}

impl Split<'_> {
    fn children(&self, node: usize) -> &[usize] {
        self.model.hierarchy.nodes().get(node).map(|node| node.children.as_slice()).unwrap_or_default()
    }

    /// Below a node that adds up, as all above it do.
    fn contributions(&self, node: usize, parts: &mut [f64]) {
        for child in self.children(node) {
            let ((a, own), (b, other)) = (self.a.applied(*child), self.b.applied(*child));
            add(parts, *child, own - other);
            if self.model.adds_up(*child) {
                self.contributions(*child, parts);
            } else {
                // A side that lacks the node has no weight for it.
                let slope = if a > 0.0 && b > 0.0 { f64::midpoint(a, b) } else { a.max(b) };
                let through = |value: f64| if is_missing(value) { 0.0 } else { slope * value };
                self.below(*child, &through, own - other, 1, parts);
            }
        }
    }

    /// Below a node, if it has anything below.
    fn below(&self, node: usize, through: &dyn Fn(f64) -> f64, part: f64, sets: usize, parts: &mut [f64]) {
        if !self.children(node).is_empty() {
            self.shapley(node, through, part, sets, parts);
        }
    }

    /// Splits a node's part among its children; `through` makes of its value what the score makes of it.
    fn shapley(&self, node: usize, through: &dyn Fn(f64) -> f64, part: f64, sets: usize, parts: &mut [f64]) {
        let children = self.children(node);
        let sets = 1_usize
            .checked_shl(u32::try_from(children.len()).unwrap_or(u32::MAX))
            .unwrap_or(usize::MAX)
            .saturating_mul(sets);
        let Some(joint) = Joint::new(self.model, node).filter(|_| sets <= limits::COALITIONS) else {
            return self.refuse(node, parts);
        };
        let of = |side: bool, child: usize| {
            let row = if side { self.a } else { self.b };
            (row.value(child), row.share(child))
        };
        let ones = vec![1.0; children.len()];
        let from_a =
            |sides: &[f64]| children.iter().zip(sides).map(|(child, side)| of(*side > 0.5, *child)).collect::<Vec<_>>();
        let found = shapley(&ones, &vec![0.0; children.len()], &mut |sides| through(joint.at(&from_a(sides))));
        let found = found.unwrap_or_default();
        // What shares that differ on the two sides leave, and rounding.
        let rest = part - found.iter().sum::<f64>();
        let shares = |child: usize| f64::midpoint(self.a.share(child), self.b.share(child));
        for (index, (child, own)) in children.iter().zip(&found).enumerate() {
            let own = own + rest * shares(*child);
            add(parts, *child, own);
            let averaged = |value: f64| {
                // Its siblings in every set, each as often as an order makes it.
                let mut sum = 0.0;
                let others = children.len() - 1;
                for set in 0..1_usize << others {
                    let sides: Vec<f64> = (0..children.len())
                        .map(|at| {
                            let bit = if at < index { at } else { at.saturating_sub(1) };
                            f64::from(u8::from(at != index && set >> bit & 1 == 1))
                        })
                        .collect();
                    let mut inputs = from_a(&sides);
                    if let Some(input) = inputs.get_mut(index) {
                        *input = (value, shares(*child));
                    }
                    sum += order_share(others, set) * through(joint.at(&inputs));
                }
                sum
            };
            self.below(*child, &averaged, own, sets, parts);
        }
    }

    /// A node of one row, without what scales the score.
    fn joined(&self, node: usize, row: &Row) -> f64 {
        let inputs: Vec<(f64, f64)> =
            self.children(node).iter().map(|child| (row.value(*child), row.share(*child))).collect();
        Joint::new(self.model, node).map_or(MISSING, |joint| joint.at(&inputs))
    }

    /// Leaves all below a node without a part.
    fn refuse(&self, node: usize, parts: &mut [f64]) {
        for child in self.children(node) {
            add(parts, *child, MISSING);
            self.refuse(*child, parts);
        }
    }
}

/// The share of orders in which exactly this set of the others has arrived before one.
pub(super) fn order_share(others: usize, set: usize) -> f64 {
    let arrived = usize::try_from(set.count_ones()).unwrap_or(0);
    let mut share = 1.0 / count(others + 1);
    for size in 0..arrived {
        share *= count(size + 1) / count(others - size);
    }
    share
}

/// One node's aggregation, for values that no unit has.
struct Joint<'a> {
    aggregation: &'a dyn Aggregate,
    missing: Missing,
    scale: Scale,
    nodes: Vec<Node>,
    positions: Vec<usize>,
}

impl<'a> Joint<'a> {
    /// `None` where a score depends on the other units.
    fn new(model: &'a Model, node: usize) -> Option<Self> {
        let joining = model.plan.joinings.get(node)?.as_ref()?;
        let all = model.hierarchy.nodes();
        let nodes: Vec<Node> = all.get(node)?.children.iter().filter_map(|child| all.get(*child).cloned()).collect();
        let aggregation = joining.aggregation.method();
        (!aggregation.needs_all_units()).then(|| Self {
            aggregation,
            missing: joining.missing,
            scale: model.document.method.scale,
            positions: (0..nodes.len()).collect(),
            nodes,
        })
    }

    /// The node's value for its children's values and weights.
    fn at(&self, inputs: &[(f64, f64)]) -> f64 {
        let (columns, weights): (Vec<f64>, Vec<f64>) = inputs.iter().copied().unzip();
        if !inputs.iter().any(|(value, weight)| *weight > 0.0 && !is_missing(*value)) {
            return MISSING;
        }
        let children = Children {
            columns: &columns,
            first: 0,
            stride: 1,
            units: 0..1,
            positions: &self.positions,
            weights: &weights,
            missing: self.missing,
            complete: false,
            ranked: &[true],
            scale: self.scale,
            nodes: &self.nodes,
        };
        let mut out = [MISSING];
        self.aggregation.aggregate(&children, &mut out, &mut [0.0]);
        out[0]
    }
}
