//! Loops over columns of units: additions in order, so that any width of vectors gives the same bits.

use super::is_missing;

/// Adds `weight` × `column` to `sums`, unit by unit; a missing value makes its sum missing.
#[inline(never)]
pub fn add_weighted(sums: &mut [f64], weight: f64, column: &[f64]) {
    for (sum, x) in sums.iter_mut().zip(column) {
        *sum += weight * x;
    }
}

/// Adds `weight` × `column` to `sums` and `weight` to `totals`, for the units whose value is not missing.
#[inline(never)]
pub fn add_weighted_present(sums: &mut [f64], totals: &mut [f64], weight: f64, column: &[f64]) {
    for ((sum, total), x) in sums.iter_mut().zip(totals).zip(column) {
        let present = !is_missing(*x);
        *sum += if present { weight * x } else { 0.0 };
        *total += if present { weight } else { 0.0 };
    }
}

/// Divides each sum by its total: 0 / 0, nothing present, is missing.
#[inline(never)]
pub fn divide(sums: &mut [f64], totals: &[f64]) {
    for (sum, total) in sums.iter_mut().zip(totals) {
        *sum /= total;
    }
}

/// Divides every sum by one total.
#[inline(never)]
pub fn divide_by(sums: &mut [f64], total: f64) {
    for sum in sums {
        *sum /= total;
    }
}

/// What a function makes of each number. Through one door for all functions: a copy of this loop for each would be most of what
/// they weigh.
#[must_use]
#[inline(never)]
pub fn mapped(column: &[f64], of: &dyn Fn(f64) -> f64) -> Vec<f64> {
    column.iter().map(|x| of(*x)).collect()
}

/// What a function makes of the numbers of two columns, row by row.
#[must_use]
#[inline(never)]
pub fn joined(left: &[f64], right: &[f64], of: &dyn Fn(f64, f64) -> f64) -> Vec<f64> {
    left.iter().zip(right).map(|(x, y)| of(*x, *y)).collect()
}

/// What a function makes of the positions from 0 to below `length`.
#[must_use]
#[inline(never)]
pub fn numbered(length: usize, of: &dyn Fn(usize) -> f64) -> Vec<f64> {
    (0..length).map(of).collect()
}

/// Columns as methods read them.
#[must_use]
#[inline(never)]
pub fn slices(columns: &[Vec<f64>]) -> Vec<&[f64]> {
    columns.iter().map(Vec::as_slice).collect()
}

/// Adds the squares of `factor` × (`column` − `reference`) to `sums`, unit by unit.
#[inline(never)]
pub fn add_square_distance(sums: &mut [f64], factor: f64, column: &[f64], reference: f64) {
    for (sum, x) in sums.iter_mut().zip(column) {
        let distance = factor * (x - reference);
        *sum += distance * distance;
    }
}
