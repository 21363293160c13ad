//! The difference of two scores, split over the nodes of the tree: parts of a node's children sum to its own.

use super::shapley::{INPUTS, shapley};
use crate::aggregation::Children;
use crate::method::Joining;
use crate::numeric::float::pow;
use crate::numeric::{MISSING, Scale, count, is_missing};
use crate::screening::Availability;
use crate::study::{Model, Ranker, contributions};

/// One side of a difference: every node's value and share, and what of the score is whose.
#[derive(Debug, Clone)]
pub(super) struct Side {
    pub(super) score: f64,
    /// By node: the unit's value alone; where a node of the tree compares units, everybody's, missing for those that are not ranked.
    columns: Vec<Vec<f64>>,
    /// Where in the columns the unit is.
    row: usize,
    shares: Vec<f64>,
    /// The product of the shares applied, and the contribution: 0 where the node has none.
    applied: Vec<(f64, f64)>,
}

impl Side {
    /// A unit as last evaluated, under these weights.
    pub(super) fn new(model: &Model, ranker: &Ranker, weights: &[f64], unit: usize) -> Self {
        let ranked = &ranker.section().ranked;
        let alone = !model.plan.needs_all_units();
        let column = |node: usize| {
            if alone {
                return vec![ranker.value(node, unit)];
            }
            let of = |(unit, ranked): (usize, &bool)| if *ranked { ranker.value(node, unit) } else { MISSING };
            ranked.iter().enumerate().map(of).collect()
        };
        let parts = contributions(model, weights, |node| ranker.value(node, unit));
        let of = |part: &crate::study::NodePart| (part.applied_weight.unwrap_or(0.0), part.contribution.unwrap_or(0.0));
        Self {
            score: ranker.value(0, unit),
            columns: (0..weights.len()).map(column).collect(),
            row: if alone { 0 } else { unit },
            shares: model.node_weights(weights).iter().map(|node| node.share).collect(),
            applied: parts.iter().map(of).collect(),
        }
    }

    /// Two units, the second as if it stood where the first stands and the first where the second does: no method minds who is who, so
    /// each keeps its value of every node.
    pub(super) fn pair(model: &Model, ranker: &Ranker, weights: &[f64], (a, b): (usize, usize)) -> [Self; 2] {
        let [own, mut other] = [a, b].map(|unit| Self::new(model, ranker, weights, unit));
        for column in &mut other.columns {
            if column.len() > a.max(b) {
                column.swap(a, b);
            }
        }
        other.row = own.row;
        [own, other]
    }

    /// The unit's value of a node.
    pub(super) fn value(&self, node: usize) -> f64 {
        self.column(node).get(self.row).copied().unwrap_or(MISSING)
    }

    fn column(&self, node: usize) -> &[f64] {
        self.columns.get(node).map(Vec::as_slice).unwrap_or_default()
    }

    /// How many units the columns hold.
    fn units(&self) -> usize {
        self.columns.first().map_or(0, Vec::len)
    }

    fn share(&self, node: usize) -> f64 {
        self.shares.get(node).copied().unwrap_or(0.0)
    }

    fn applied(&self, node: usize) -> (f64, f64) {
        self.applied.get(node).copied().unwrap_or_default()
    }

    /// Whether a node has the same values, and so the same weights, on both sides.
    fn is_alike(&self, other: &Self, node: usize) -> bool {
        let bits = |value: &f64| value.to_bits();
        self.share(node).to_bits() == other.share(node).to_bits()
            && self.column(node).iter().map(bits).eq(other.column(node).iter().map(bits))
    }

    /// Whether nothing differs from another side.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        (0..self.columns.len()).all(|node| self.is_alike(other, node))
    }
}

/// What each node adds to `a`'s score less `b`'s: one entry a node, the root's the whole difference; the children of a node sum to
/// its own. Missing below a node whose split would take more than `room` values of it to be worked out, or of which more than
/// [`INPUTS`] children differ.
///
/// As long as means are arithmetic from the root down, a part is the difference of two contributions, whatever weights missing values
/// rescaled. Below any other node it is Shapley's attribution of that node's children, from `b`'s values to `a`'s, each seen through the
/// mean that its parent makes of it over all orders in which its siblings could arrive: Owen's value for the tree.
///
/// ```text
/// partᵢ = Σ over sets S of the siblings of i: |S|! (n − |S| − 1)! / n! × (f(S and i from a) − f(S from a))
/// ```
///
/// A child carries its value and its share together, and, where units are compared, everybody's value. A value that one side lacks is
/// missing in a set as it is in the score; a set in which everything is missing counts as half-way between the two scores. Public
/// opinion that scales the score is one more child of the root.
///
/// # Reference
/// Shapley (1953); Owen (1977), *Values of games with a priori unions*; Winter (1989) for more levels than one.
pub(super) fn difference(model: &Model, a: &Side, b: &Side, room: usize) -> Vec<f64> {
    let nodes = model.hierarchy.nodes();
    let mut parts = vec![0.0; nodes.len()];
    let split = Split { model, a, b, room };
    let gap = a.score - b.score;
    if is_missing(gap) {
        parts.fill(MISSING);
        return parts;
    }
    let row = a.row;
    let of = |column: &[f64]| column.get(row).copied().unwrap_or(MISSING);
    if model.adds_up(0) {
        split.contributions(0, &mut parts);
    } else {
        let half_way = |score: f64| if is_missing(score) { f64::midpoint(a.score, b.score) } else { score };
        match model.plan.credibility {
            None => split.below(0, &mut |root| half_way(of(root)), gap, 1, &mut parts),
            Some((position, exponent)) => {
                let scale = model.document.method.scale;
                let scaled = |root: f64, opinion: f64| half_way(scaled(root, opinion, exponent, scale));
                let roots = [a, b].map(|side| split.joined(side));
                let opinions = [a, b].map(|side| side.value(position));
                let of_root = |root: f64| f64::midpoint(scaled(root, opinions[0]), scaled(root, opinions[1]));
                let of_opinion = |opinion: f64| f64::midpoint(scaled(roots[0], opinion), scaled(roots[1], opinion));
                let opinion = of_opinion(opinions[0]) - of_opinion(opinions[1]);
                split.below(0, &mut |root| of_root(of(root)), gap - opinion, 1, &mut parts);
                let mut above = Some(position).filter(|position| *position > 0);
                while let Some(node) = above.filter(|node| *node > 0) {
                    add(&mut parts, node, opinion);
                    above = nodes.get(node).and_then(|node| node.parent);
                }
                split.below(position, &mut |values| of_opinion(of(values)), opinion, 1, &mut parts);
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
        // −0 is 0.
        *place += part + 0.0;
    }
}

struct Split<'a> {
    model: &'a Model,
    a: &'a Side,
    b: &'a Side,
    room: usize,
}

impl Split<'_> {
    fn children(&self, node: usize) -> &[usize] {
        self.model.hierarchy.nodes().get(node).map(|node| node.children.as_slice()).unwrap_or_default()
    }

    /// Whether nothing differs at a node and below.
    fn is_alike(&self, node: usize) -> bool {
        self.a.is_alike(self.b, node) && self.children(node).iter().all(|child| self.is_alike(*child))
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
                let row = self.a.row;
                let of = |value: f64| if is_missing(value) { 0.0 } else { slope * value };
                let mut through = |column: &[f64]| column.get(row).map_or(0.0, |value| of(*value));
                self.below(*child, &mut through, own - other, 1, parts);
            }
        }
    }

    /// Splits a node's part among its children, if it has any; `through` makes of its values what the score makes of them.
    fn below(&self, node: usize, through: &mut dyn FnMut(&[f64]) -> f64, part: f64, sets: usize, parts: &mut [f64]) {
        let children = self.children(node);
        // Where nothing differs and nothing is left by weights further up, every part is 0.
        if children.is_empty() || part.abs() <= 0.0 && self.is_alike(node) {
            return;
        }
        let Some(mut joint) = Joint::new(self.model, node, self.a.units()) else { return };
        // Children that are the same on both sides have no part in any order, and need not arrive.
        let differs = |child: &usize| !self.a.is_alike(self.b, *child);
        let players: Vec<usize> = (0..children.len()).filter(|at| children.get(*at).is_some_and(differs)).collect();
        let work = u32::try_from(players.len()).ok().and_then(|number| 1_usize.checked_shl(number));
        let sets = work.unwrap_or(usize::MAX).saturating_mul(sets);
        if players.len() > INPUTS || sets.saturating_mul(joint.work(self.a)) > self.room {
            return self.refuse(node, parts);
        }
        for (at, child) in children.iter().enumerate() {
            joint.set(at, self.b.column(*child), self.b.share(*child));
        }
        let arrive = |joint: &mut Joint<'_>, at: usize, arrived: bool| {
            let (Some(place), side) = (players.get(at), if arrived { self.a } else { self.b }) else { return };
            if let Some(child) = children.get(*place) {
                joint.set(*place, side.column(*child), side.share(*child));
            }
        };
        let number = players.len();
        let mut now: Vec<f64> = vec![0.0; number];
        let found = shapley(&vec![1.0; number], &vec![0.0; number], &mut |sides| {
            for (at, (side, now)) in sides.iter().zip(&mut now).enumerate() {
                if side.to_bits() != now.to_bits() {
                    *now = *side;
                    arrive(&mut joint, at, *side > 0.5);
                }
            }
            through(joint.out())
        });
        let mut own = vec![0.0; children.len()];
        for (place, part) in players.iter().zip(found.unwrap_or_default()) {
            add(&mut own, *place, part);
        }
        self.settle(children, part, &mut own);
        for (index, (child, own)) in children.iter().zip(&own).enumerate() {
            add(parts, *child, *own);
            if self.children(*child).is_empty() || own.abs() <= 0.0 && self.is_alike(*child) {
                continue;
            }
            let others: Vec<usize> = (0..number).filter(|at| players.get(*at) != Some(&index)).collect();
            let share = f64::midpoint(self.a.share(*child), self.b.share(*child));
            let mut averaged = |values: &[f64]| {
                // Its siblings in every set, each as often as an order makes it.
                let mut sum = 0.0;
                joint.set(index, values, share);
                let mut last = usize::MAX;
                for set in 0..1_usize << others.len() {
                    for (bit, at) in others.iter().enumerate().filter(|(bit, _)| (set ^ last) >> bit & 1 == 1) {
                        arrive(&mut joint, *at, set >> bit & 1 == 1);
                    }
                    last = set;
                    sum += order_share(others.len(), set) * through(joint.out());
                }
                sum
            };
            self.below(*child, &mut averaged, *own, sets, parts);
            joint.set(index, self.b.column(*child), self.b.share(*child));
        }
    }

    /// Gives the children what is left of a node's part: what shares that differ on the two sides leave, and rounding. It goes by
    /// share, to those that differ if any do.
    fn settle(&self, children: &[usize], part: f64, own: &mut [f64]) {
        let rest = part - own.iter().sum::<f64>();
        let differ = children.iter().any(|child| !self.is_alike(*child));
        let weight = |child: &usize| {
            let takes = !differ || !self.is_alike(*child);
            if takes { f64::midpoint(self.a.share(*child), self.b.share(*child)) } else { 0.0 }
        };
        let mut weights: Vec<f64> = children.iter().map(weight).collect();
        let mut total: f64 = weights.iter().sum();
        if total <= 0.0 {
            weights.fill(1.0);
            total = count(weights.len());
        }
        for (own, weight) in own.iter_mut().zip(weights) {
            *own += rest * (weight / total);
        }
    }

    /// The root of one side, without what scales the score.
    fn joined(&self, side: &Side) -> f64 {
        let Some(mut joint) = Joint::new(self.model, 0, side.units()) else { return MISSING };
        for (at, child) in self.children(0).iter().enumerate() {
            joint.set(at, side.column(*child), side.share(*child));
        }
        joint.out().get(side.row).copied().unwrap_or(MISSING)
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
    joining: &'a Joining,
    scale: Scale,
    nodes: Vec<crate::framework::Node>,
    positions: Vec<usize>,
    ranked: Vec<bool>,
    /// Child after child.
    columns: Vec<f64>,
    weights: Vec<f64>,
    out: Vec<f64>,
    scratch: Vec<f64>,
}

impl<'a> Joint<'a> {
    fn new(model: &'a Model, node: usize, units: usize) -> Option<Self> {
        let joining = model.plan.joinings.get(node)?.as_ref()?;
        let all = model.hierarchy.nodes();
        let nodes: Vec<_> = all.get(node)?.children.iter().filter_map(|child| all.get(*child).cloned()).collect();
        Some(Self {
            joining,
            scale: model.document.method.scale,
            positions: (0..nodes.len()).collect(),
            columns: vec![MISSING; nodes.len() * units],
            weights: vec![0.0; nodes.len()],
            ranked: vec![true; units],
            out: vec![MISSING; units],
            scratch: vec![0.0; units],
            nodes,
        })
    }

    /// How many values one working-out takes: a unit's one, all units' where they are compared, and each with each where in pairs.
    fn work(&self, side: &Side) -> usize {
        let units = self.out.len();
        let pairs = self.joining.aggregation.method().compares_pairs();
        let there =
            side.columns.first().map_or(units, |column| column.iter().filter(|value| !is_missing(**value)).count());
        units.saturating_mul(if pairs { there } else { 1 })
    }

    fn set(&mut self, child: usize, values: &[f64], weight: f64) {
        let units = self.out.len();
        if let Some(place) = self.columns.get_mut(child * units..(child + 1) * units).filter(|_| values.len() == units)
        {
            place.copy_from_slice(values);
        }
        if let Some(place) = self.weights.get_mut(child) {
            *place = weight;
        }
    }

    /// The node's values for its children's.
    fn out(&mut self) -> &[f64] {
        if !self.weights.iter().any(|weight| *weight > 0.0) {
            self.out.fill(MISSING);
            return &self.out;
        }
        let children = Children {
            columns: &self.columns,
            first: 0,
            stride: self.out.len(),
            units: 0..self.out.len(),
            positions: &self.positions,
            weights: &self.weights,
            missing: self.joining.missing,
            complete: false,
            ranked: &self.ranked,
            scale: self.scale,
            nodes: &self.nodes,
        };
        self.joining.aggregation.method().aggregate(&children, &mut self.out, &mut self.scratch);
        if self.joining.available > 0.0 {
            for (unit, value) in self.out.iter_mut().enumerate() {
                let there = children.weighted().filter_map(|(_, column)| column.get(unit).copied());
                if Availability::of(there).available.share() < self.joining.available {
                    *value = MISSING;
                }
            }
        }
        &self.out
    }
}
