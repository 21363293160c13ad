//! Exact rank acceptability over all weightings of two or three siblings.

use std::cmp::Ordering;

use serde::Serialize;

use super::tree::View;
use super::weight_interval::{Curves, swaps};
use crate::limits;
use crate::numeric::{STEPS, count, is_missing, sort_numbers};
use crate::study::{Model, Ranker};

/// The share of the weightings of two or three siblings, all equally likely, in which each unit takes each rank; all other weights
/// stay as they are. Areas and lengths, not samples.
///
/// Two siblings: the lengths between the shares at which pairs swap. Three: every pair of units parts the triangle of weightings by
/// a straight line, and the areas between those lines are added up. Ties share the better rank; they take up no room unless two
/// units are equal throughout.
///
/// # Reference
/// Lahdelma & Salminen (2001), *SMAA-2*, Operations Research 49, 444–454.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GroupAcceptability {
    /// The dimension.
    pub id: String,
    /// Its children.
    pub children: Vec<String>,
    /// Why it was not worked out: `not-linear`, because different means meet on the way to the root; `missing`, because a unit lacks
    /// one of the three, and the lines would be curves; `missing-refused`; or `too-many-units`.
    pub reason: Option<&'static str>,
    /// Every ranked unit, by id.
    pub units: Vec<UnitAcceptability>,
}

/// One unit over all weightings of a group.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UnitAcceptability {
    /// The unit.
    pub id: String,
    /// The share of weightings in which it takes each rank, rank 1 first; they sum to 1.
    pub ranks: Vec<f64>,
    /// The mean of the weightings in which it is first, in the order of the children; none when it never is.
    pub central_weights: Option<Vec<f64>>,
    /// The share of weightings in which its score is above each other unit's, in the order of the units; 0 against itself.
    pub wins: Vec<f64>,
}

/// The exact answers of all dimensions of two or three children.
pub(super) fn acceptability(model: &Model, ranker: &mut Ranker, weights: &[f64]) -> Vec<GroupAcceptability> {
    let mut groups = Vec::new();
    for (group, node) in model.hierarchy.nodes().iter().enumerate() {
        if node.children.len() != 2 && node.children.len() != 3 {
            continue;
        }
        let (units, reason) = match of_group(model, ranker, weights, (group, &node.children)) {
            Ok(units) => (units, None),
            Err(reason) => (Vec::new(), Some(reason)),
        };
        let mut children = Vec::new();
        for child in &node.children {
            children.push(model.node_id(*child));
        }
        groups.push(GroupAcceptability { id: node.id.to_string(), children, reason, units });
    }
    groups
}

fn of_group(
    model: &Model,
    ranker: &mut Ranker,
    weights: &[f64],
    (group, children): (usize, &[usize]),
) -> Result<Vec<UnitAcceptability>, &'static str> {
    if let [first, _] = children {
        let curves = Curves::new(model, ranker, weights, *first).map_err(|(_, reason)| reason)?;
        check_units(curves.units.len())?;
        return Ok(of_two(model, &curves));
    }
    let mut inside = weights.to_vec();
    for child in children {
        if let Some(weight) = inside.get_mut(*child) {
            *weight = 1.0;
        }
    }
    let view = View::new(model, ranker, &inside).ok_or("missing-refused")?;
    let ranked = view.ranked();
    check_units(ranked.len())?;
    let mut units = Vec::with_capacity(ranked.len());
    for unit in ranked {
        let mut ends = [0.0; 3];
        for (end, child) in ends.iter_mut().zip(children) {
            let (_, score) = view.alone(group, *child, unit).ok_or("not-linear")?;
            if is_missing(score) {
                return Err("missing");
            }
            if !score.is_finite() {
                return Err("not-linear");
            }
            *end = score;
        }
        units.push((unit, ends));
    }
    Ok(of_three(model, &units))
}

fn check_units(units: usize) -> Result<(), &'static str> {
    if units > limits::EXACT_UNITS { Err("too-many-units") } else { Ok(()) }
}

/// Two siblings: the share of the first runs from 0 to 1.
fn of_two(model: &Model, curves: &Curves) -> Vec<UnitAcceptability> {
    let mut result = Vec::with_capacity(curves.units.len());
    for (unit, curve) in &curves.units {
        let mut ranks = vec![0.0; curves.units.len()];
        let mut wins = Vec::with_capacity(curves.units.len());
        // Where another comes ahead of it or falls behind it, and how many are ahead at the share 0.
        let (mut changes, mut ahead): (Vec<f64>, usize) = (Vec::new(), 0);
        for (_, other) in &curves.units {
            let pieces = curve.pieces(other);
            ahead += usize::from(pieces.first().is_some_and(|piece| piece.order == Ordering::Less));
            // The sign says which way: a share of 0 is no swap.
            changes.extend(swaps(&pieces).map(|(share, gains)| if gains { share } else { -share }));
            let mut won = 0.0;
            let mut from = 0.0;
            for piece in &pieces {
                won += if piece.order == Ordering::Greater { piece.to - from } else { 0.0 };
                from = piece.to;
            }
            wins.push(won);
        }
        let mut order: Vec<f64> = changes.iter().map(|change| change.abs()).collect();
        sort_numbers(&mut order);
        let (mut first, mut middle, mut from) = (0.0, 0.0, 0.0);
        let mut spend = |from: f64, to: f64, ahead: usize| {
            if let Some(place) = ranks.get_mut(ahead) {
                *place += to - from;
            }
            if ahead == 0 {
                first += to - from;
                middle += (to - from) * f64::midpoint(from, to);
            }
        };
        let mut last = f64::NEG_INFINITY;
        for share in order {
            if share <= last {
                continue;
            }
            last = share;
            spend(from, share, ahead);
            for change in changes.iter().filter(|change| change.abs().to_bits() == share.to_bits()) {
                ahead = if *change > 0.0 { ahead.saturating_sub(1) } else { ahead + 1 };
            }
            from = share;
        }
        spend(from, 1.0, ahead);
        let central = (first > 0.0).then(|| vec![middle / first, 1.0 - middle / first]);
        result.push(unit_of(model, *unit, ranks, central, wins));
    }
    result
}

fn unit_of(
    model: &Model,
    unit: usize,
    ranks: Vec<f64>,
    central_weights: Option<Vec<f64>>,
    wins: Vec<f64>,
) -> UnitAcceptability {
    UnitAcceptability { id: model.unit_id(unit), ranks, central_weights, wins }
}

/// A convex part of the triangle of weightings, by the first two of the three shares.
type Polygon = Vec<[f64; 2]>;

const TRIANGLE: [[f64; 2]; 3] = [[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]];

/// Three siblings: for each unit, the triangle is parted by the line on which it ties with each other unit in turn.
fn of_three(model: &Model, units: &[(usize, [f64; 3])]) -> Vec<UnitAcceptability> {
    let step = model.document.method.scale.width() / STEPS;
    let mut result = Vec::with_capacity(units.len());
    for (unit, own) in units {
        let mut parts: Vec<(Polygon, usize)> = vec![(TRIANGLE.to_vec(), 0)];
        let mut wins = Vec::with_capacity(units.len());
        for (_, other) in units {
            // By how much the other is ahead at each corner.
            let lead = [other[0] - own[0], other[1] - own[1], other[2] - own[2]];
            let lag = lead.map(|lead| -lead);
            if lead.iter().all(|lead| lead.abs() <= step) {
                wins.push(0.0);
                continue;
            }
            wins.push(measure(&half(&TRIANGLE, lag))[0]);
            let mut parted = Vec::with_capacity(parts.len() * 2);
            for (polygon, ahead) in parts {
                for (side, ahead) in [(half(&polygon, lead), ahead + 1), (half(&polygon, lag), ahead)] {
                    // What is left of a polygon on the wrong side of rounding is no part.
                    if measure(&side)[0] > 0.0 {
                        parted.push((side, ahead));
                    }
                }
            }
            parts = parted;
        }
        let mut ranks = vec![0.0; units.len()];
        let mut moments = [0.0; 2];
        for (polygon, ahead) in &parts {
            let [area, x, y] = measure(polygon);
            if let Some(place) = ranks.get_mut(*ahead) {
                *place += area;
            }
            if *ahead == 0 {
                moments = [moments[0] + x, moments[1] + y];
            }
        }
        let first = ranks.first().copied().unwrap_or(0.0);
        let [x, y] = moments.map(|sum| sum / first);
        let central = (first > 0.0).then(|| vec![x, y, 1.0 - x - y]);
        result.push(unit_of(model, *unit, ranks, central, wins));
    }
    result
}

/// The part of a convex polygon where a linear function is not negative, given by its values where the first, the second and the third
/// share is the whole.
fn half(polygon: &[[f64; 2]], corners: [f64; 3]) -> Polygon {
    let height = |[x, y]: [f64; 2]| corners[0] * x + corners[1] * y + corners[2] * (1.0 - x - y);
    let mut kept = Vec::with_capacity(polygon.len() + 1);
    let Some(mut before) = polygon.last().copied() else { return kept };
    let mut there = height(before);
    for point in polygon {
        let here = height(*point);
        if (there < 0.0) != (here < 0.0) {
            let at = there / (there - here);
            kept.push([before[0] + at * (point[0] - before[0]), before[1] + at * (point[1] - before[1])]);
        }
        if here >= 0.0 {
            kept.push(*point);
        }
        (before, there) = (*point, here);
    }
    kept
}

/// The area of a convex polygon as a share of the whole triangle, and that times its centre of gravity.
fn measure(polygon: &[[f64; 2]]) -> [f64; 3] {
    let mut sums = [0.0; 3];
    let Some((corner, rest)) = polygon.split_first() else { return sums };
    // Triangles fanned out from the first corner. The whole triangle has an area of ½, and so twice the area is its share.
    for (a, b) in rest.iter().zip(rest.iter().skip(1)) {
        let area = (a[0] - corner[0]) * (b[1] - corner[1]) - (b[0] - corner[0]) * (a[1] - corner[1]);
        let third = area / count(3);
        sums =
            [sums[0] + area, sums[1] + third * (corner[0] + a[0] + b[0]), sums[2] + third * (corner[1] + a[1] + b[1])];
    }
    sums
}
