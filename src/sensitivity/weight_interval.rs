//! Weight stability intervals: how far one weight may move, and who swaps where.

use std::cmp::Ordering;

use serde::Serialize;

use super::curve::{Curve, Piece, Solved, keeps};
use super::one_at_a_time::moved;
use super::tree::{View, children};
use crate::document::order;
use crate::limits;
use crate::study::{Model, Ranker};
use crate::weighting::share::with_share;

/// How far one node's share may move.
///
/// The closed intervals hold the present share. Inside the first, nobody is above the unit that is first now; inside the second, no
/// pair of units swaps. Both hold ties at their ends; units tied now that any movement parts make the second a single point.
///
/// # Differs from
/// Solver methods and MCDA packages that scan a grid of shares: these ends are exact where `solved` is not `bisection`.
///
/// # Reference
/// Mareschal (1988), *Weight stability intervals in multicriteria decision aid*, EJOR 33, 54–64; Triantaphyllou & Sánchez (1997),
/// *A sensitivity analysis approach for some deterministic multi-criteria decision-making methods*, Decision Sciences 28, 151–194.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NodeStability {
    /// The node.
    pub id: String,
    /// Its share among its siblings now, 0 to 1.
    pub share: f64,
    /// Why there is nothing to say: `only-child`, which has all of the weight whatever it is, or `missing-refused`.
    pub fixed: Option<&'static str>,
    /// The shares at which the first stays first.
    pub first: Option<Interval>,
    /// The shares at which no pair swaps.
    pub order: Option<Interval>,
    /// How the ends were found.
    pub solved: Option<Solved>,
    /// Who swaps where, rising by share; the nearest to the present share where there are more than [`limits::FLIPS`].
    pub flips: Vec<Flip>,
    /// How many there are.
    pub flip_count: usize,
}

/// A run of shares, both ends included, 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Interval {
    /// The least.
    pub lower: f64,
    /// The greatest.
    pub upper: f64,
}

/// A share at which two units swap.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Flip {
    /// Where, 0 to 1.
    pub share: f64,
    /// Who is ahead beyond it.
    pub ahead: String,
    /// Who is ahead before it.
    pub behind: String,
}

/// The curves of one node: all ranked units' scores as its share moves.
#[derive(Debug)]
pub(crate) struct Curves {
    /// Its share now.
    pub(crate) now: f64,
    /// The units, and their curves.
    pub(crate) units: Vec<(usize, Curve)>,
}

/// Why a node's share cannot move.
pub(crate) const ONLY_CHILD: &str = "only-child";
const MISSING_REFUSED: &str = "missing-refused";

impl Curves {
    /// The curves of a node other than the root.
    pub(crate) fn new(
        model: &Model,
        ranker: &mut Ranker,
        weights: &[f64],
        node: usize,
    ) -> Result<Self, (f64, &'static str)> {
        let parent = model.hierarchy.nodes().get(node).and_then(|node| node.parent).unwrap_or(0);
        let siblings = children(model, parent);
        let among: Vec<f64> = siblings.iter().filter_map(|sibling| weights.get(*sibling).copied()).collect();
        let index = siblings.iter().position(|sibling| *sibling == node).unwrap_or(0);
        let now = among.get(index).copied().unwrap_or(0.0) / among.iter().sum::<f64>();
        let (Some(inside), Some(ratios)) = (moved(model, weights, node, 0.5), with_share(&among, index, 0.0)) else {
            return Err((1.0, ONLY_CHILD));
        };
        let view = View::new(model, ranker, &inside).ok_or((now, MISSING_REFUSED))?;
        let mut units = Vec::new();
        for unit in view.ranked() {
            if let Some(curve) = Curve::new(&view, parent, index, &ratios, unit) {
                units.push((unit, curve));
            }
        }
        Ok(Self { now, units })
    }

    /// How the ends are found: the least exact of all curves' ways.
    fn solved(&self) -> Solved {
        self.units.iter().fold(Solved::Linear, |least, (_, curve)| least.max(curve.solved()))
    }
}

/// What can be said of every node but the root; `ranks` are those of all units now.
pub(super) fn intervals(model: &Model, ranker: &mut Ranker, weights: &[f64], ranks: &[u32]) -> Vec<NodeStability> {
    let mut all = Vec::new();
    for (position, node) in model.hierarchy.nodes().iter().enumerate().skip(1) {
        let mut stability = NodeStability {
            id: node.id.to_string(),
            share: 1.0,
            fixed: None,
            first: None,
            order: None,
            solved: None,
            flips: Vec::new(),
            flip_count: 0,
        };
        match Curves::new(model, ranker, weights, position) {
            Ok(curves) => of_node(model, &curves, ranks, &mut stability),
            Err((share, fixed)) => (stability.share, stability.fixed) = (share, Some(fixed)),
        }
        all.push(stability);
    }
    all
}

fn of_node(model: &Model, curves: &Curves, ranks: &[u32], stability: &mut NodeStability) {
    let now = curves.now;
    let best = ranks.iter().position(|rank| *rank == 1);
    let rank = |unit: usize| ranks.get(unit).copied().unwrap_or(0);
    // At an end itself a missing value may not matter that does beside it: what changes at once leaves a single point.
    let at_end = now <= 0.0 || now >= 1.0;
    let (mut first, mut order) = ((0.0, 1.0), (0.0, 1.0));
    let ranked = ranks.iter().filter(|rank| **rank > 0).count();
    if at_end && (curves.units.len() != ranked || curves.units.iter().any(|(unit, _)| rank(*unit) == 0)) {
        (first, order) = ((now, now), (now, now));
    }
    let mut flips: Vec<Swap> = Vec::new();
    for (position, (a, above)) in curves.units.iter().enumerate() {
        for (b, below) in curves.units.iter().skip(position + 1) {
            if at_end && rank(*b).cmp(&rank(*a)) != above.compare(below, now) {
                order = (now, now);
                if Some(*a) == best || Some(*b) == best {
                    first = (now, now);
                }
            }
            // The one that is ahead now comes first.
            let comparison = above.compare(below, now);
            let ((a, above), (b, below)) = if comparison == Ordering::Less || Some(*b) == best {
                ((b, below), (a, above))
            } else {
                ((a, above), (b, below))
            };
            let pieces = above.pieces(below);
            let tied = comparison == Ordering::Equal;
            let kept = keeps(&pieces, now, tied);
            if Some(*a) == best {
                first = within(first, kept);
            }
            let parts = tied && pieces.iter().any(|piece| piece.order != Ordering::Equal);
            order = within(order, if parts { (now, now) } else { kept });
            for (share, gains) in swaps(&pieces) {
                flips.push(if gains { (share, *a, *b) } else { (share, *b, *a) });
            }
        }
    }
    let mut nearest = sorted_by(&flips, |share, now| (share - now).abs(), now);
    nearest.truncate(limits::FLIPS);
    for (share, ahead, behind) in sorted_by(&nearest, |share, _| share, now) {
        stability.flips.push(Flip { share, ahead: model.unit_id(ahead), behind: model.unit_id(behind) });
    }
    stability.flip_count = flips.len();
    stability.share = now;
    stability.solved = Some(curves.solved());
    if best.is_some() {
        stability.first = Some(Interval { lower: first.0, upper: first.1 });
        stability.order = Some(Interval { lower: order.0, upper: order.1 });
    }
}

/// Where two units swap, and whether the first gains there.
pub(crate) fn swaps(pieces: &[Piece]) -> impl Iterator<Item = (f64, bool)> + '_ {
    pieces.iter().zip(pieces.iter().skip(1)).map(|(before, after)| (before.to, after.order == Ordering::Greater))
}

/// Flips in the order of a number from 0 to 1, equal ones in their own order.
fn sorted_by(flips: &[Swap], key: fn(f64, f64) -> f64, now: f64) -> Vec<Swap> {
    let mut keys = Vec::with_capacity(flips.len());
    for (share, _, _) in flips {
        keys.push(order::fraction(key(*share, now)));
    }
    let mut sorted = Vec::with_capacity(flips.len());
    for position in order::rising(keys) {
        sorted.extend(flips.get(position).copied());
    }
    sorted
}

fn within(a: (f64, f64), b: (f64, f64)) -> (f64, f64) {
    (a.0.max(b.0), a.1.min(b.1))
}

/// A share, who is ahead beyond it and who before it.
type Swap = (f64, usize, usize);
