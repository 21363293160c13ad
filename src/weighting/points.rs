//! Weights from points that people give: swing, SMART and budget allocation.

use super::data::shares;
use super::stated::{Stated, each, unfit};
use super::{Sibling, Weigh};
use crate::document::Fields;
use crate::error::{Path, Problem};
use crate::limits;
use crate::stage::{About, Parameters};

/// How the points were asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub enum Scheme {
    /// How much a swing from worst to best is worth, the most valued one 100.
    #[default]
    Swing,
    /// How many times as important as the least important one, which has 10.
    Smart,
    /// A budget divided among all.
    Budget(f64),
}

/// Points as shares of their sum; `None` when they are not what the scheme asks for: below 0, none above 0, or a swing whose most
/// is not 100, a SMART whose least is not 10, a budget that is not spent to within a millionth.
///
/// # Reference
/// von Winterfeldt and Edwards (1986), Decision Analysis and Behavioral Research (swing, SMART); OECD/JRC (2008), step 6 (budget
/// allocation).
#[must_use]
pub fn weights(points: &[f64], scheme: Scheme) -> Option<Vec<f64>> {
    let (low, high) = crate::numeric::stats::extent(points);
    let near = |found: f64, wanted: f64| (found - wanted).abs() <= 1e-6 * wanted;
    let as_asked = match scheme {
        Scheme::Swing => near(high, 100.0),
        Scheme::Smart => near(low, 10.0),
        Scheme::Budget(budget) => near(points.iter().sum(), budget),
    };
    (low >= 0.0 && high > 0.0 && as_asked).then(|| shares(points))
}

/// Each child weighs what its swing from worst to best is worth, the most valued one 100: see [`weights`].
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
pub struct Swing {
    /// The points of each child.
    pub points: Vec<Stated>,
}

impl Parameters for Swing {
    const ABOUT: About = About {
        meaning: "each child weighs what its swing from worst to best is worth, the most valued one 100",
        formula: "points / Σ points",
        reference: "von Winterfeldt and Edwards (1986)",
    };

    fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self { points: fields.required("points") }
    }
}

impl Weigh for Swing {
    fn weigh(&self, siblings: &[Sibling<'_>], path: &Path) -> Result<Vec<f64>, Problem> {
        given(siblings, &self.points, Scheme::Swing, "swing", path)
    }
}

/// Each child weighs how many times as important it is as the least important one, which has 10: see [`weights`].
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
pub struct Smart {
    /// The points of each child.
    pub points: Vec<Stated>,
}

impl Parameters for Smart {
    const ABOUT: About = About {
        meaning: "each child weighs how many times as important it is as the least important one, which has 10",
        formula: "points / Σ points",
        reference: "Edwards (1977)",
    };

    fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self { points: fields.required("points") }
    }
}

impl Weigh for Smart {
    fn weigh(&self, siblings: &[Sibling<'_>], path: &Path) -> Result<Vec<f64>, Problem> {
        given(siblings, &self.points, Scheme::Smart, "smart", path)
    }
}

/// Each child weighs what it has of a budget: see [`weights`].
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
pub struct BudgetAllocation {
    /// The points of each child.
    pub points: Vec<Stated>,
    /// What they sum to; none: 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub budget: Option<f64>,
}

impl Parameters for BudgetAllocation {
    const ABOUT: About = About {
        meaning: "each child weighs what it has of a budget",
        formula: "points / budget",
        reference: "OECD/JRC (2008), step 6",
    };

    fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self {
            points: fields.required("points"),
            budget: fields.with("budget", |value, decoder| decoder.number_within(value, 0.0, limits::MAGNITUDE)),
        }
    }
}

impl Weigh for BudgetAllocation {
    fn weigh(&self, siblings: &[Sibling<'_>], path: &Path) -> Result<Vec<f64>, Problem> {
        given(siblings, &self.points, Scheme::Budget(self.budget.unwrap_or(100.0)), "budget-allocation", path)
    }
}

/// The weights that stated points give.
fn given(
    siblings: &[Sibling<'_>],
    points: &[Stated],
    scheme: Scheme,
    method: &str,
    path: &Path,
) -> Result<Vec<f64>, Problem> {
    let place = path.clone().with("points");
    let numbers = each(siblings, points, method, &place)?;
    let needs = match scheme {
        Scheme::Swing => "the most points must be 100",
        Scheme::Smart => "the fewest points must be 10",
        Scheme::Budget(_) => "the points must sum to the budget",
    };
    // Without children there is nothing to weigh.
    if siblings.is_empty() {
        Ok(Vec::new())
    } else {
        weights(&numbers, scheme).ok_or_else(|| unfit(method, place, &[needs]))
    }
}
