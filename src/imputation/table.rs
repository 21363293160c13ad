//! What an imputation reads.

use crate::data::Unit;
use crate::document::order::{self, Index};
use crate::framework::Indicator;
use crate::numeric::stats::available;
use crate::numeric::{MISSING, is_missing};

/// One period's combined values, a column an indicator and an entry a unit.
#[derive(Debug, Clone, Copy)]
pub struct Table<'a> {
    /// What the columns are.
    pub indicators: &'a [Indicator],
    /// What the entries are.
    pub units: &'a [Unit],
    /// One an indicator; missing where there is no value.
    pub columns: &'a [Vec<f64>],
    /// Whether each unit is ranked: only ranked units bear on what others get.
    pub ranked: &'a [bool],
    /// The same of every period.
    pub panel: Panel<'a>,
}

/// The combined values of every period; empty for a method that does not read them.
#[derive(Debug, Clone, Copy, Default)]
pub struct Panel<'a> {
    /// Rising.
    pub periods: &'a [i32],
    /// By period, then indicator, then unit.
    pub values: &'a [Vec<Vec<f64>>],
    /// The position of the table's own period.
    pub own: usize,
}

/// A number made of a unit's values by period, rising, and the period asked about.
pub(super) type OfPeriods = dyn Fn(&[(i32, f64)], i32) -> f64;

impl Table<'_> {
    /// A column.
    #[must_use]
    pub fn column(&self, indicator: usize) -> &[f64] {
        self.columns.get(indicator).map(Vec::as_slice).unwrap_or_default()
    }

    /// A column with the values of ranked units only.
    #[must_use]
    pub fn ranked_column(&self, indicator: usize) -> Vec<f64> {
        let values = self.column(indicator).iter().zip(self.ranked);
        values.map(|(value, ranked)| if *ranked { *value } else { MISSING }).collect()
    }

    /// The wanted columns, each missing value filled by a function of its column's position among the wanted and its unit's.
    #[must_use]
    #[inline(never)]
    pub fn fill(&self, wanted: &[usize], fill: &dyn Fn(usize, usize) -> f64) -> Vec<Vec<f64>> {
        let column = |(at, indicator): (usize, &usize)| {
            let values = self.column(*indicator).iter().enumerate();
            values.map(|(unit, value)| if is_missing(*value) { fill(at, unit) } else { *value }).collect()
        };
        wanted.iter().enumerate().map(column).collect()
    }

    /// The wanted columns, each filled by one number made of its values: those of ranked units, in their order.
    #[must_use]
    #[inline(never)]
    pub fn fill_by(&self, wanted: &[usize], number: &dyn Fn(&[f64]) -> f64) -> Vec<Vec<f64>> {
        let numbers: Vec<f64> =
            wanted.iter().map(|indicator| number(&available(&self.ranked_column(*indicator)))).collect();
        self.fill(wanted, &|at, _| numbers.get(at).copied().unwrap_or(MISSING))
    }

    /// The wanted columns, each filled by one number made of the values of the unit's group; a unit without a group keeps its gaps.
    #[must_use]
    #[inline(never)]
    pub fn fill_by_group(&self, wanted: &[usize], number: &dyn Fn(&[f64]) -> f64) -> Vec<Vec<f64>> {
        // Each unit's group is the position of the first unit of the group.
        let names = || self.units.iter().map(|unit| unit.group.as_deref().unwrap_or_default());
        let index = Index::of_ids(names());
        let groups: Vec<usize> = names().filter_map(|name| index.position(order::id(name))).collect();
        let numbers = |indicator: &usize| {
            let mut members: Vec<Vec<f64>> = vec![Vec::new(); self.units.len()];
            for (group, value) in groups.iter().zip(self.ranked_column(*indicator)) {
                if let Some(members) = members.get_mut(*group).filter(|_| !is_missing(value)) {
                    members.push(value);
                }
            }
            members.iter().map(|members| number(members)).collect()
        };
        let numbers: Vec<Vec<f64>> = wanted.iter().map(numbers).collect();
        self.fill(wanted, &|at, unit| {
            let group = groups.get(unit).filter(|_| self.units.get(unit).is_some_and(|unit| unit.group.is_some()));
            group.and_then(|group| numbers.get(at)?.get(*group)).copied().unwrap_or(MISSING)
        })
    }

    /// The wanted columns, each filled by a function of the unit's own values in other periods, rising, and the period.
    #[inline(never)]
    pub(super) fn fill_by_periods(&self, wanted: &[usize], number: &OfPeriods) -> Vec<Vec<f64>> {
        let Panel { periods, values, own } = self.panel;
        let now = periods.get(own).copied().unwrap_or_default();
        self.fill(wanted, &|at, unit| {
            let of_period = |columns: &Vec<Vec<f64>>| columns.get(*wanted.get(at)?)?.get(unit).copied();
            let all = periods.iter().zip(values).filter_map(|(period, columns)| Some((*period, of_period(columns)?)));
            let seen: Vec<(i32, f64)> = all.filter(|(period, value)| *period != now && !is_missing(*value)).collect();
            number(&seen, now)
        })
    }

    /// The positions of the indicators that share an indicator's parent, itself among them.
    #[must_use]
    pub fn siblings(&self, indicator: usize) -> Vec<usize> {
        let parent = |position: usize| self.indicators.get(position).map(|indicator| &indicator.parent);
        (0..self.indicators.len()).filter(|position| parent(*position) == parent(indicator)).collect()
    }
}
