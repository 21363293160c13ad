//! The 2-additive Choquet integral: a mean in which pairs of children need each other or stand in for each other.

use super::{Aggregate, Children};
use crate::document::{Decode, Decoder, Fields, Value};
use crate::error::{Code, Path, Problem};
use crate::framework::NodeId;
use crate::numeric::{MISSING, count, is_missing};
use crate::stage::{About, Parameters};

/// How two children act together.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
pub struct Pair {
    /// One child.
    pub first: NodeId,
    /// Another one.
    pub second: NodeId,
    /// From −1, either is enough, over 0 to 1, both are needed.
    pub interaction: f64,
}

impl Decode for Pair {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        decoder.object(value, |fields| Self {
            first: fields.required("first"),
            second: fields.required("second"),
            interaction: fields.required_with("interaction", |value, decoder| decoder.number_within(value, -1.0, 1.0)),
        })
    }
}

/// The 2-additive Choquet integral, with the weights as Shapley values.
///
/// ```text
/// y = Σ vᵢ xᵢ − ½ Σ Iᵢⱼ |xᵢ − xⱼ|     v = w / Σ w     Iᵢⱼ = interaction × 2 min(vᵢ, vⱼ) / (n − 1)
/// ```
///
/// An interaction is a share of the most that the weights admit when every pair interacts, so the result never falls when a child
/// rises, whatever the weights, and stays on the scale. Of two equal children, 1 is the lower one and −1 the higher. Missing
/// children take no part; what is missing otherwise as [`Missing`](super::Missing) says.
///
/// # Differs from
/// Texts that give Iᵢⱼ itself, which not all weights admit.
///
/// # Errors
/// [`Code::PairUnknown`] when a pair is not of two children of the node.
///
/// # Reference
/// Grabisch (1997), Fuzzy Sets and Systems 92:167–189.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
pub struct Choquet {
    /// The pairs that interact; others do not.
    pub pairs: Vec<Pair>,
}

impl Parameters for Choquet {
    const ABOUT: About = About {
        meaning: "weighted mean in which pairs of children need each other or stand in for each other",
        formula: "Σ vᵢ xᵢ − ½ Σ Iᵢⱼ |xᵢ − xⱼ|",
        reference: "Grabisch (1997)",
    };

    fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self { pairs: fields.required("pairs") }
    }
}

impl Aggregate for Choquet {
    fn aggregate(&self, children: &Children<'_>, out: &mut [f64], scratch: &mut [f64]) {
        super::arithmetic::Arithmetic::default().aggregate(children, out, scratch);
        let all: Vec<(f64, &[f64])> = children.weighted().collect();
        let named = |id: &NodeId| {
            let at = children
                .positions
                .iter()
                .find(|position| children.nodes.get(**position).is_some_and(|node| node.id == *id));
            at.and_then(|position| children.one(*position))
        };
        let pairs: Vec<_> = self
            .pairs
            .iter()
            .filter_map(|pair| Some((named(&pair.first)?, named(&pair.second)?, pair.interaction)))
            .collect();
        for (unit, place) in out.iter_mut().enumerate() {
            let at = |column: &[f64]| column.get(unit).copied().unwrap_or(MISSING);
            let (mut total, mut present) = (0.0, 0_usize);
            for (weight, _) in all.iter().filter(|(_, column)| !is_missing(at(column))) {
                total += weight;
                present += 1;
            }
            for ((first, x), (second, y), interaction) in &pairs {
                let distance = (at(x) - at(y)).abs();
                if !is_missing(distance) {
                    *place -= interaction * first.min(*second) / total / (count(present) - 1.0) * distance;
                }
            }
        }
    }

    fn adds_up(&self) -> bool {
        false
    }

    fn check_children(&self, children: &[&NodeId], path: &Path) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (index, pair) in self.pairs.iter().enumerate() {
            let known = children.contains(&&pair.first) && children.contains(&&pair.second);
            let again = self.pairs.iter().take(index).any(|other| {
                other.first == pair.first && other.second == pair.second
                    || other.first == pair.second && other.second == pair.first
            });
            if !known || again || pair.first == pair.second {
                let problem = Problem::new(Code::PairUnknown, path.clone().with("pairs").with(index));
                problems.push(problem.arg("first", &pair.first).arg("second", &pair.second));
            }
        }
        problems
    }
}
