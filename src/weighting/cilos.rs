//! CILOS: what the best unit of one indicator loses on the others.

use super::data::{Data, complete, is_higher, refuse_below, shares};
use super::{Sibling, Weigh};
use crate::error::{Path, Problem, Unfit};
use crate::numeric::Matrix;
use crate::numeric::column::{mapped, numbered};
use crate::numeric::stats::{extent, sum};
use crate::stage::plain_method;

/// Weights by the relative loss of the indicators when another one is at its best.
///
/// ```text
/// q = x / Σ x, where lower is better min / x first
/// row j of B: the unit with the largest q of indicator j, the first of several     Pₖⱼ = (Bⱼⱼ − Bₖⱼ) / Bⱼⱼ
/// F = P with minus the column's sum in the diagonal     F w = 0, Σ w = 1
/// ```
///
/// Units with a missing value are left out. Of a constant indicator nothing is ever lost, and the equations would give it all the
/// weight: it is left out and weighs 0; when all are constant, all weigh the same.
///
/// # Errors
/// [`Unfit`] below 0, or at 0 where lower is better; when the equations have no single solution, as when one unit is the best on
/// several indicators and nothing is lost between them.
///
/// # Reference
/// Zavadskas and Podvezko (2016), International Journal of Information Technology and Decision Making 15:267–283.
pub fn weights(columns: &[&[f64]], higher: &[bool]) -> Result<Vec<f64>, Unfit> {
    refuse_below(columns, |index| !is_higher(higher, index))?;
    let whole = complete(columns);
    let varying: Vec<usize> = (0..).zip(&whole).filter(|(_, own)| varies(own)).map(|(index, _)| index).collect();
    let scaled: Vec<Vec<f64>> = whole
        .into_iter()
        .enumerate()
        .filter(|(_, column)| varies(column))
        .map(|(index, mut column)| {
            if !is_higher(higher, index) {
                let (low, _) = extent(&column);
                for x in &mut column {
                    *x = low / *x;
                }
            }
            let (total, _) = sum(&column);
            mapped(&column, &|x| x / total)
        })
        .collect();
    if scaled.is_empty() {
        return Ok(shares(&vec![1.0; columns.len()]));
    }
    let best = |column: &Vec<f64>| {
        let (_, high) = extent(column);
        column.iter().position(|x| *x >= high).unwrap_or(0)
    };
    let rows: Vec<usize> = scaled.iter().map(best).collect();
    let size = scaled.len();
    let at = |row: usize, column: usize| {
        let unit = rows.get(row).copied().unwrap_or(0);
        scaled.get(column).and_then(|values| values.get(unit)).copied().unwrap_or(0.0)
    };
    let loss = |row: usize, column: usize| {
        let top = at(column, column);
        (top - at(row, column)) / top
    };
    let column_sum = |column: usize| (0..size).map(|row| loss(row, column)).sum::<f64>();
    // The equations depend on each other; the last one is replaced by the sum of the weights.
    let equations = Matrix::of(size, size, |row, column| match row {
        _ if row + 1 == size => 1.0,
        _ if row == column => -column_sum(column),
        _ => loss(row, column),
    });
    let mut right = vec![0.0; size];
    if let Some(last) = right.last_mut() {
        *last = 1.0;
    }
    let unsolved =
        Unfit { indicator: None, found: 0.0, needs: "indicators whose best units lose something on the others" };
    let solved = equations.solve(&right).ok_or(unsolved)?;
    let weight = |index: usize| {
        let place = varying.iter().position(|own| *own == index);
        place.and_then(|place| solved.get(place)).copied().unwrap_or(0.0)
    };
    Ok(shares(&numbered(columns.len(), &weight)))
}

fn varies(column: &[f64]) -> bool {
    let (low, high) = extent(column);
    low < high
}

plain_method! {
    /// Relative losses. See [`weights`].
    Cilos:
        "children that lose little when another is at its best weigh more",
        "F w = 0",
        "Zavadskas and Podvezko (2016)"
}

impl Weigh for Cilos {
    fn weigh(&self, siblings: &[Sibling<'_>], path: &Path) -> Result<Vec<f64>, Problem> {
        Data::of(siblings).weights("cilos", path, |data| weights(&data.columns, &data.higher))
    }

    fn uses_data(&self) -> bool {
        true
    }
}
