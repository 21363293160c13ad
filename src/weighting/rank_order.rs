//! Weights from an order of importance alone.

use super::data::shares;
use super::stated::{Stated, each};
use super::{Sibling, Weigh};
use crate::document::{Decode, Decoder, Fields, Value};
use crate::error::{Path, Problem};
use crate::numeric::column::joined;
use crate::numeric::count;
use crate::numeric::float::pow;
use crate::numeric::stats::{Ties, ranks};
use crate::stage::{About, Parameters};

/// How a position in the order becomes a weight.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub enum Rule {
    /// The centre of all weights that the order admits: `(1/n) Σ_{j ≥ k} 1/j`.
    #[default]
    Centroid,
    /// Falling in equal steps: `n + 1 − k`.
    Sum,
    /// `1 / k`.
    Reciprocal,
    /// `(n + 1 − k)` to a power: 0 makes all equal, 1 is `Sum`.
    Exponent(f64),
}

/// The weights of things whose positions are given, 1 the most important; they sum to 1.
///
/// Equal positions share the mean of the weights of the places they take.
///
/// # Reference
/// Barron and Barrett (1996), Management Science 42:1515–1523; Stillwell, Seaver and Edwards (1981).
#[must_use]
pub fn weights(positions: &[f64], rule: Rule) -> Vec<f64> {
    let n = count(positions.len());
    let of = |place: usize| {
        let k = count(place) + 1.0;
        match rule {
            Rule::Centroid => (place..positions.len()).map(|j| 1.0 / (count(j) + 1.0)).sum::<f64>() / n,
            Rule::Sum => n + 1.0 - k,
            Rule::Reciprocal => 1.0 / k,
            Rule::Exponent(power) => pow(n + 1.0 - k, power),
        }
    };
    let (first, last) = (ranks(positions, Ties::Min), ranks(positions, Ties::Max));
    let shared = joined(&first, &last, &|first, last| {
        let mut total = 0.0;
        let mut place = first;
        while place <= last {
            total += of(crate::numeric::stats::whole(place - 1.0));
            place += 1.0;
        }
        total / (last - first + 1.0)
    });
    shares(&shared)
}

/// The rules without a parameter, as documents write them, and the exponent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RuleName {
    /// [`Rule::Centroid`].
    #[default]
    Centroid,
    /// [`Rule::Sum`].
    Sum,
    /// [`Rule::Reciprocal`].
    Reciprocal,
    /// [`Rule::Exponent`].
    Exponent,
}

impl Decode for RuleName {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        let words = [
            ("centroid", Self::Centroid),
            ("sum", Self::Sum),
            ("reciprocal", Self::Reciprocal),
            ("exponent", Self::Exponent),
        ];
        decoder.word(value, &words)
    }
}

/// Weights from an order of importance: see [`weights`].
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
pub struct RankOrder {
    /// The position of each child, 1 the most important; equal ones are tied.
    pub positions: Vec<Stated>,
    /// How a position becomes a weight.
    pub rule: RuleName,
    /// The power of the rule `exponent`, from 0 to 100; 2 when nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exponent: Option<f64>,
}

impl Parameters for RankOrder {
    const ABOUT: About = About {
        meaning: "weights from an order of importance alone",
        formula: "centroid (1/n) Σ 1/j, sum n + 1 − k, reciprocal 1/k, exponent (n + 1 − k)ᶻ",
        reference: "Barron and Barrett (1996)",
    };

    fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self {
            positions: fields.required("positions"),
            rule: fields.or("rule", RuleName::default()),
            exponent: fields.with("exponent", |value, decoder| decoder.number_within(value, 0.0, 100.0)),
        }
    }
}

impl Weigh for RankOrder {
    fn weigh(&self, siblings: &[Sibling<'_>], path: &Path) -> Result<Vec<f64>, Problem> {
        let positions = each(siblings, &self.positions, "rank-order", &path.clone().with("positions"))?;
        let rule = match self.rule {
            RuleName::Centroid => Rule::Centroid,
            RuleName::Sum => Rule::Sum,
            RuleName::Reciprocal => Rule::Reciprocal,
            RuleName::Exponent => Rule::Exponent(self.exponent.unwrap_or(2.0)),
        };
        Ok(weights(&positions, rule))
    }
}
