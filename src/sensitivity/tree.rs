//! What a study's tree makes of one group of weights: the way from a dimension's value to the score, unit by unit.

use crate::aggregation::Aggregation;
use crate::numeric::float::{exp, ln, pow};
use crate::numeric::{MISSING, is_missing};
use crate::study::{Model, Ranker};

/// One mean on the way to the root, as a unit meets it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Level {
    geometric: bool,
    /// The share of what comes from below, among the children present.
    share: f64,
    /// What the others present add, in logarithms where the mean is geometric.
    rest: f64,
}

impl Level {
    /// The mean, given what comes from below.
    pub(crate) fn at(self, below: f64) -> f64 {
        // A mean that what comes from below has no share in, stays as it is even where that is 0.
        let below = if self.share <= 0.0 {
            0.0
        } else if self.geometric {
            self.share * ln(below)
        } else {
            self.share * below
        };
        if self.geometric { exp(self.rest + below) } else { self.rest + below }
    }
}

/// The score as a linear function of a dimension's value, or the score's logarithm of the value's.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line {
    pub(crate) logarithm: bool,
    pub(crate) constant: f64,
    pub(crate) slope: f64,
}

/// Node values as last evaluated, and the weights they were evaluated under.
#[derive(Debug)]
pub(crate) struct View<'a> {
    pub(crate) model: &'a Model,
    ranker: &'a Ranker,
    weights: &'a [f64],
}

impl<'a> View<'a> {
    /// Evaluates a study under `weights`. `None` when the method refuses what is missing under them.
    pub(crate) fn new(model: &'a Model, ranker: &'a mut Ranker, weights: &'a [f64]) -> Option<Self> {
        ranker.evaluate(weights).ok()?;
        Some(Self { model, ranker, weights })
    }

    /// The units that have a rank.
    pub(crate) fn ranked(&self) -> Vec<usize> {
        let ranked = self.ranker.section().ranked.iter().enumerate();
        ranked.filter(|(unit, ranked)| **ranked && !is_missing(self.value(0, *unit))).map(|(unit, _)| unit).collect()
    }

    /// A node's value for a unit.
    pub(crate) fn value(&self, node: usize, unit: usize) -> f64 {
        self.ranker.value(node, unit)
    }

    /// The children of a node.
    pub(crate) fn children(&self, node: usize) -> &'a [usize] {
        children(self.model, node)
    }

    /// Whether a node is a geometric mean.
    pub(crate) fn is_geometric(&self, node: usize) -> bool {
        let joining = self.model.plan.joinings.get(node).and_then(Option::as_ref);
        joining.is_some_and(|joining| matches!(joining.aggregation, Aggregation::Geometric(_)))
    }

    fn weight(&self, node: usize) -> f64 {
        self.weights.get(node).copied().unwrap_or(0.0)
    }

    /// The means on the way from a dimension to the root; `None` where the unit's score does not depend on its value: it is
    /// missing, or weighs nothing.
    pub(crate) fn levels(&self, node: usize, unit: usize) -> Option<Vec<Level>> {
        let mut levels = Vec::new();
        let mut below = node;
        let moves_opinion = self.opinion(node, unit).is_some();
        if is_missing(self.value(node, unit)) {
            return None;
        }
        while let Some(parent) = self.model.hierarchy.nodes().get(below).and_then(|node| node.parent) {
            if is_missing(self.value(parent, unit)) {
                return None;
            }
            let geometric = self.is_geometric(parent);
            let (mut rest, mut total) = (0.0, 0.0);
            for child in self.children(parent) {
                let (value, weight) = (self.value(*child, unit), self.weight(*child));
                if weight > 0.0 && !is_missing(value) {
                    total += weight;
                    if *child != below {
                        rest += weight * if geometric { ln(value) } else { value };
                    }
                }
            }
            let share = self.weight(below) / total;
            if share <= 0.0 && !moves_opinion {
                return None;
            }
            levels.push(Level { geometric, share, rest: rest / total });
            below = parent;
        }
        Some(levels)
    }

    /// Where on the way from a dimension to the root public opinion is reached, and its exponent; `None` where the dimension is
    /// no part of it, or the unit has none.
    pub(crate) fn opinion(&self, node: usize, unit: usize) -> Option<(usize, f64)> {
        let (position, exponent) = self.model.plan.credibility?;
        let mut above = Some(node);
        let mut after = 0;
        while let Some(at) = above {
            if at == position {
                return (!is_missing(self.value(position, unit))).then_some((after, exponent));
            }
            above = self.model.hierarchy.nodes().get(at).and_then(|node| node.parent);
            after += 1;
        }
        None
    }

    /// By what public opinion scales a unit's score, where it is no part of the way.
    pub(crate) fn support(&self, unit: usize) -> f64 {
        let Some((position, exponent)) = self.model.plan.credibility else { return 1.0 };
        let scale = self.model.document.method.scale;
        let opinion = self.value(position, unit);
        if is_missing(opinion) { 1.0 } else { pow((opinion - scale.lower) / scale.width(), exponent) }
    }

    /// The score as a linear function of a dimension's value: `None` where different means meet on the way.
    pub(crate) fn line(&self, node: usize, unit: usize) -> Option<Line> {
        let logarithm = self.is_geometric(node);
        if !self.is_uniform(node) {
            return None;
        }
        let (mut constant, mut slope) = (0.0, 1.0);
        let Some(levels) = self.levels(node, unit) else {
            let score = self.value(0, unit);
            return Some(Line { logarithm, constant: if logarithm { ln(score) } else { score }, slope: 0.0 });
        };
        for level in levels {
            constant = level.rest + level.share * constant;
            slope *= level.share;
        }
        let lower = self.model.document.method.scale.lower;
        let support = self.support(unit);
        Some(Line { logarithm, constant: lower + (constant - lower) * support, slope: slope * support })
    }

    /// Whether one kind of mean leads from a node to the root, and public opinion does not stand in its way.
    pub(crate) fn is_uniform(&self, node: usize) -> bool {
        let geometric = self.is_geometric(node);
        let mut above = Some(node);
        while let Some(at) = above {
            let opinion = self.model.plan.credibility.is_some_and(|(position, _)| geometric || position == at);
            if opinion || self.is_geometric(at) != geometric {
                return false;
            }
            above = self.model.hierarchy.nodes().get(at).and_then(|node| node.parent);
        }
        true
    }

    /// The score of a unit, or its logarithm, if one child of a dimension had all of the weight; missing where that child is.
    /// `None` where different means meet on the way to the root.
    pub(crate) fn alone(&self, node: usize, child: usize, unit: usize) -> Option<(bool, f64)> {
        let line = self.line(node, unit)?;
        let value = self.value(child, unit);
        let value = if line.logarithm { ln(value) } else { value };
        Some((line.logarithm, if is_missing(value) { MISSING } else { line.constant + line.slope * value }))
    }
}

/// The children of a node.
pub(crate) fn children(model: &Model, node: usize) -> &[usize] {
    model.hierarchy.nodes().get(node).map(|node| node.children.as_slice()).unwrap_or_default()
}
