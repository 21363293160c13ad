//! Where the unit stands on the indicator's siblings.

use super::{Impute, Table};
use crate::framework::Direction;
use crate::numeric::stats::{extent, mean};
use crate::numeric::{MISSING, present};
use crate::stage::plain_method;

plain_method! {
    /// Where the unit stands, on average, on the other indicators of the same dimension: each is min–max normalised with its direction
    /// over the ranked units, the unit's places are averaged, and the mean place is turned back into the indicator's unit of measure.
    ///
    /// ```text
    /// n(x) = (d(x) − min d) / (max d − min d)       x = d⁻¹(min d + mean n × (max d − min d))
    /// ```
    ///
    /// Siblings whose values are all one tell nothing; of a target or a range, more is taken as better, since a distance has no one value.
    /// A unit without any sibling, and an indicator without values, keep their gaps.
    ///
    /// # Reference
    /// COINr's `i_mean_ind` over normalised data.
    Siblings:
        "where the unit stands, on average, on the indicator's siblings",
        "min + (max − min) × mean of the siblings' min–max",
        "OECD/JRC (2008), step 2"
}

impl Impute for Siblings {
    fn impute(&self, table: &Table<'_>, wanted: &[usize]) -> Vec<Vec<f64>> {
        let siblings: Vec<Vec<usize>> = wanted.iter().map(|indicator| table.siblings(*indicator)).collect();
        let ends: Vec<(f64, f64)> =
            (0..table.columns.len()).map(|column| extent(&table.ranked_column(column))).collect();
        let is_lower = |position: usize| {
            table.indicators.get(position).is_some_and(|indicator| indicator.direction == Direction::LowerIsBetter)
        };
        let range = |position: usize| ends.get(position).copied().filter(|(low, high)| low <= high);
        table.fill(wanted, &|at, unit| {
            let indicator = wanted.get(at).copied().unwrap_or_default();
            let place = |position: &usize| {
                let (low, high) = range(*position).filter(|(low, high)| low < high)?;
                let value = table.column(*position).get(unit).copied().and_then(present)?;
                let share = (value.max(low).min(high) - low) / (high - low);
                Some(if is_lower(*position) { 1.0 - share } else { share })
            };
            let places: Vec<f64> = siblings.get(at).into_iter().flatten().filter_map(place).collect();
            let average = mean(&places);
            let (low, high) = range(indicator).unwrap_or((MISSING, MISSING));
            low + if is_lower(indicator) { 1.0 - average } else { average } * (high - low)
        })
    }
}
