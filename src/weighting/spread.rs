//! Weights by how much each indicator varies: standard deviation and variance.

use super::data::{min_max, shares_of};
use super::{Sibling, Weigh};
use crate::document::{Decode, Decoder, Fields, Value};
use crate::error::{Path, Problem};
use crate::numeric::column::slices;
use crate::numeric::stats::{sd, variance};
use crate::stage::{About, Parameters};

/// Standard deviations as shares of their sum.
///
/// ```text
/// w = sd / Σ sd
/// ```
///
/// Of the columns as they are (so units of measure count) or, `on_range`, of each one's way from its smallest to its largest value.
/// Missing values are left out. A constant indicator weighs 0; when all are constant, all weigh the same.
///
/// # Reference
/// Wang and Luo (2010), Mathematical and Computer Modelling 51:1–12.
#[must_use]
pub fn standard_deviation(columns: &[&[f64]], on_range: bool, ddof: f64) -> Vec<f64> {
    shares_of(columns, &|column| if on_range { sd(&min_max(column, true), ddof) } else { sd(column, ddof) })
}

/// Variances as shares of their sum, of each column's way from its smallest to its largest value or, not `on_range`, of the columns
/// as they are. Missing values, constants: as [`standard_deviation`].
///
/// # Reference
/// Rao and Patel (2010), International Journal of Production Research 48:4665–4679.
#[must_use]
pub fn statistical_variance(columns: &[&[f64]], on_range: bool, ddof: f64) -> Vec<f64> {
    let spread =
        |column: &[f64]| if on_range { variance(&min_max(column, true), ddof) } else { variance(column, ddof) };
    shares_of(columns, &spread)
}

/// What a spread is taken of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Of {
    /// Each child's way from its smallest to its largest value.
    #[default]
    Range,
    /// The children's scores on the scale of the study.
    Scores,
    /// Values as they are: units of measure count.
    Values,
}

impl Decode for Of {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        decoder.word(value, &[("range", Self::Range), ("scores", Self::Scores), ("values", Self::Values)])
    }
}

/// The spread of siblings by one of the two measures.
fn weigh(siblings: &[Sibling<'_>], of: Of, measure: fn(&[&[f64]], bool, f64) -> Vec<f64>) -> Vec<f64> {
    let column =
        |sibling: &'_ Sibling<'_>| if of == Of::Scores { sibling.normalised.clone() } else { sibling.raw.clone() };
    let columns: Vec<Vec<f64>> = siblings.iter().map(column).collect();
    measure(&slices(&columns), of == Of::Range, 1.0)
}

/// Weights by standard deviations: see [`standard_deviation`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct StandardDeviation {
    /// What the spread is taken of.
    pub of: Of,
}

impl Parameters for StandardDeviation {
    const ABOUT: About =
        About {
            meaning: "children that vary more weigh more", formula: "sd / Σ sd", reference: "Wang and Luo (2010)"
        };

    fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self { of: fields.or("of", Of::default()) }
    }
}

impl Weigh for StandardDeviation {
    fn weigh(&self, siblings: &[Sibling<'_>], _: &Path) -> Result<Vec<f64>, Problem> {
        Ok(weigh(siblings, self.of, standard_deviation))
    }

    fn uses_data(&self) -> bool {
        true
    }
}

/// Weights by variances: see [`statistical_variance`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Variance {
    /// What the spread is taken of.
    pub of: Of,
}

impl Parameters for Variance {
    const ABOUT: About = About {
        meaning: "children that vary more weigh much more",
        formula: "variance / Σ variance",
        reference: "Rao and Patel (2010)",
    };

    fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self { of: fields.or("of", Of::default()) }
    }
}

impl Weigh for Variance {
    fn weigh(&self, siblings: &[Sibling<'_>], _: &Path) -> Result<Vec<f64>, Problem> {
        Ok(weigh(siblings, self.of, statistical_variance))
    }

    fn uses_data(&self) -> bool {
        true
    }
}
