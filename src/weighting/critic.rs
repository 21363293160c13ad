//! CRITIC: how much an indicator varies, and how little the others say the same.

use super::data::Data;
use super::data::{is_higher, min_max, shares};
use super::{Sibling, Weigh};
use crate::document::{Decode, Decoder, Fields, Value};
use crate::error::{Path, Problem};
use crate::numeric::column::{joined, mapped, numbered};
use crate::numeric::present;
use crate::numeric::stats::{pearson, sd, spearman};
use crate::stage::{About, Parameters};

/// Which correlation is meant.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Correlation {
    /// Pearson's, of the values.
    #[default]
    Pearson,
    /// Spearman's, of their ranks.
    Spearman,
}

impl Decode for Correlation {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        decoder.word(value, &[("pearson", Self::Pearson), ("spearman", Self::Spearman)])
    }
}

/// Contrast times conflict, as shares.
///
/// ```text
/// n = min–max of x, turned round where lower is better     C = sd(n) Σₖ (1 − r(n, nₖ))     w = C / Σ C
/// ```
///
/// `higher` says which way each indicator is better; empty, directions are ignored. Missing values are left out, pair by pair. A
/// constant indicator weighs 0 and conflicts with nobody. Where no two conflict, those that vary weigh the same; where none varies, all
/// do.
///
/// # Differs from
/// pymcdm, which ignores directions: so does this with `higher` empty. scikit-criteria and pyDecision turn columns round;
/// pyDecision adds 1e-10 to each range, which shows on small data.
///
/// # Reference
/// Diakoulaki, Mavrotas and Papayannakis (1995), Computers and Operations Research 22:763–770.
#[must_use]
pub fn weights(columns: &[&[f64]], higher: &[bool], correlation: Correlation) -> Vec<f64> {
    let turned: Vec<Vec<f64>> =
        columns.iter().enumerate().map(|(index, column)| min_max(column, is_higher(higher, index))).collect();
    let of = match correlation {
        Correlation::Pearson => pearson,
        Correlation::Spearman => spearman,
    };
    let contrast = numbered(turned.len(), &|index| turned.get(index).map_or(0.0, |column| sd(column, 1.0)));
    let conflict = |index: usize| -> f64 {
        let own = turned.get(index).map(Vec::as_slice).unwrap_or_default();
        turned.iter().filter_map(|other| present(of(own, other))).map(|r| 1.0 - r).sum()
    };
    let both = joined(&contrast, &numbered(turned.len(), &conflict), &|contrast, conflict| contrast * conflict);
    // Indicators that all say the same do not conflict: those that vary share the weight.
    let varies = |contrast: f64| f64::from(u8::from(contrast > 0.0));
    if both.iter().any(|own| *own > 1e-12) { shares(&both) } else { shares(&mapped(&contrast, &varies)) }
}

/// CRITIC weights: see [`weights`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Critic {
    /// Which correlation says how alike two children are.
    pub correlation: Correlation,
    /// Whether directions are ignored, as pymcdm does.
    #[serde(rename = "ignoreDirections")]
    pub ignore_directions: bool,
}

impl Parameters for Critic {
    const ABOUT: About = About {
        meaning: "children that vary, and that the others do not repeat, weigh more",
        formula: "C / Σ C, C = sd Σ (1 − r)",
        reference: "Diakoulaki, Mavrotas and Papayannakis (1995)",
    };

    fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self {
            correlation: fields.or("correlation", Correlation::default()),
            ignore_directions: fields.or("ignoreDirections", false),
        }
    }
}

impl Weigh for Critic {
    fn weigh(&self, siblings: &[Sibling<'_>], _: &Path) -> Result<Vec<f64>, Problem> {
        let data = Data::of(siblings);
        let higher = if self.ignore_directions { &[] } else { data.higher.as_slice() };
        Ok(weights(&data.columns, higher, self.correlation))
    }

    fn uses_data(&self) -> bool {
        true
    }
}
