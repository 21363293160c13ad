//! The weights of several people, combined.

use super::data::shares;
use super::stated::{Stated, each};
use super::{Sibling, Weigh};
use crate::document::{Decode, Decoder, Fields, Value};
use crate::error::{Path, Problem};
use crate::numeric::column::numbered;
use crate::numeric::count;
use crate::numeric::float::{exp, ln};
use crate::numeric::stats::{Ties, ranks};
use crate::stage::{About, Parameters};

/// How several weights of one thing become one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mean {
    /// The arithmetic mean of shares.
    #[default]
    Arithmetic,
    /// The geometric mean of shares, rescaled: whoever gives 0 decides alone.
    Geometric,
}

/// Weights of several people combined, and how far they agree.
#[derive(Debug, Clone, PartialEq)]
pub struct Combined {
    /// The combined weights, summing to 1.
    pub weights: Vec<f64>,
    /// Kendall's W of their orders of importance, from 0 (none) to 1 (all the same); missing for one person or one thing.
    pub concordance: f64,
}

/// The mean of several people's weights, each first made to sum to 1, so that nobody counts more for giving larger numbers.
///
/// # Reference
/// Forman and Peniwati (1998), EJOR 108:165–169.
#[must_use]
pub fn combine(people: &[Vec<f64>], mean: Mean) -> Combined {
    let own: Vec<Vec<f64>> = people.iter().map(|weights| shares(weights)).collect();
    let things = own.first().map_or(0, Vec::len);
    let each = numbered(things, &|thing| {
        let given = own.iter().filter_map(|weights| weights.get(thing));
        match mean {
            Mean::Arithmetic => given.sum::<f64>() / count(own.len()),
            Mean::Geometric => exp(given.map(|weight| ln(*weight)).sum::<f64>() / count(own.len())),
        }
    });
    let weights = shares(&each);
    let orders: Vec<Vec<f64>> = own.iter().map(|weights| ranks(weights, Ties::Average)).collect();
    Combined { weights, concordance: crate::numeric::reliability::kendall_w(&orders) }
}

impl Decode for Mean {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        decoder.word(value, &[("arithmetic", Self::Arithmetic), ("geometric", Self::Geometric)])
    }
}

/// The weights that one person gives.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
pub struct Person {
    /// Who.
    pub name: String,
    /// What each child weighs.
    pub weights: Vec<Stated>,
}

impl Decode for Person {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        decoder.object(value, |fields| Self { name: fields.required("name"), weights: fields.required("weights") })
    }
}

/// The mean of several people's weights: see [`combine`].
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
pub struct Panel {
    /// The people.
    pub people: Vec<Person>,
    /// Which mean.
    pub mean: Mean,
}

impl Parameters for Panel {
    const ABOUT: About = About {
        meaning: "the mean of several people's weights",
        formula: "Σ shares / people",
        reference: "Forman and Peniwati (1998)",
    };

    fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self { people: fields.required("people"), mean: fields.or("mean", Mean::default()) }
    }
}

impl Weigh for Panel {
    fn weigh(&self, siblings: &[Sibling<'_>], path: &Path) -> Result<Vec<f64>, Problem> {
        let mut all = Vec::with_capacity(self.people.len());
        for (index, person) in self.people.iter().enumerate() {
            let place = path.clone().with("people").with(index).with("weights");
            all.push(each(siblings, &person.weights, "panel", &place)?);
        }
        if all.is_empty() {
            return Err(super::stated::unfit("panel", path.clone().with("people"), &["nobody gives any weights"]));
        }
        Ok(combine(&all, self.mean).weights)
    }
}
