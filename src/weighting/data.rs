//! What weights taken from the data share.

use super::Sibling;
use crate::error::{Code, Path, Problem, Unfit};
use crate::numeric::column::{mapped, numbered};
use crate::numeric::stats::extent;
use crate::numeric::{count, is_missing};

/// The children's values as the methods read them.
#[derive(Debug)]
pub(super) struct Data<'a> {
    /// Raw values, a column a child.
    pub(super) columns: Vec<&'a [f64]>,
    /// Whether higher is better of each.
    pub(super) higher: Vec<bool>,
    siblings: &'a [Sibling<'a>],
}

impl<'a> Data<'a> {
    /// The values of siblings.
    pub(super) fn of(siblings: &'a [Sibling<'a>]) -> Self {
        let columns = siblings.iter().map(|sibling| sibling.raw.as_slice()).collect();
        Self { columns, higher: siblings.iter().map(|sibling| sibling.higher).collect(), siblings }
    }

    /// The weights that a method gives, or what it cannot do, worded.
    #[inline(never)]
    pub(super) fn weights(
        &self,
        method: &str,
        path: &Path,
        of: fn(&Self) -> Result<Vec<f64>, Unfit>,
    ) -> Result<Vec<f64>, Problem> {
        of(self).map_err(|unfit| {
            let id = unfit.indicator.and_then(|index| self.siblings.get(index)).map(|sibling| sibling.id);
            Problem::new(Code::WeightsImpossible, path.clone())
                .arg("method", method)
                .arg("reason", unfit.reason(id.map(crate::framework::NodeId::as_str)))
        })
    }
}

/// Shares of a sum; anything missing or below 0 counts 0, and where nothing is left all are equal.
#[must_use]
pub fn shares(numbers: &[f64]) -> Vec<f64> {
    let numbers = mapped(numbers, &|number| if number > 0.0 { number } else { 0.0 });
    let total: f64 = numbers.iter().sum();
    let equal = 1.0 / count(numbers.len());
    mapped(&numbers, &|number| if total > 0.0 { number / total } else { equal })
}

/// Shares of what a function makes of each column.
pub(super) fn shares_of(columns: &[&[f64]], of: &dyn Fn(&[f64]) -> f64) -> Vec<f64> {
    let own = |index: usize| columns.get(index).map_or(0.0, |column| of(column));
    shares(&numbered(columns.len(), &own))
}

/// Each value's way from the smallest to the largest, or from the largest to the smallest where lower is better; 0 where all are
/// one.
#[must_use]
pub fn min_max(column: &[f64], higher: bool) -> Vec<f64> {
    let (low, high) = extent(column);
    let width = high - low;
    let way = |x: f64| match (width > 0.0, higher) {
        (true, true) => (x - low) / width,
        (true, false) => (high - x) / width,
        (false, _) => x - low,
    };
    mapped(column, &way)
}

/// Refuses columns with values below 0, or at 0 when `positive` says so of the indicator.
pub(super) fn refuse_below(columns: &[&[f64]], positive: impl Fn(usize) -> bool) -> Result<(), Unfit> {
    for (indicator, column) in columns.iter().enumerate() {
        let (low, _) = extent(column);
        let positive = positive(indicator);
        if low < 0.0 || positive && low <= 0.0 {
            let needs = if positive { "values above 0" } else { "values of 0 or more" };
            return Err(Unfit { indicator: Some(indicator), found: low, needs });
        }
    }
    Ok(())
}

/// The columns over the rows where nothing is missing.
#[must_use]
pub fn complete(columns: &[&[f64]]) -> Vec<Vec<f64>> {
    let height = columns.first().map_or(0, |column| column.len());
    let whole: Vec<usize> = (0..height)
        .filter(|row| columns.iter().all(|column| column.get(*row).is_some_and(|x| !is_missing(*x))))
        .collect();
    columns.iter().map(|column| whole.iter().filter_map(|row| column.get(*row).copied()).collect()).collect()
}

/// Whether higher is better of an indicator; it is where nothing is said.
pub(super) fn is_higher(higher: &[bool], indicator: usize) -> bool {
    higher.get(indicator).copied().unwrap_or(true)
}
