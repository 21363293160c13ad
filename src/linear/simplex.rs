//! Linear programmes of the one form that methods here need: the origin is feasible.

use comity_numeric::MISSING;

/// What counts as zero: the programmes of methods here are scaled to about 1.
const ZERO: f64 = 1e-11;
/// Pivots at most for one objective: a ceiling that no programme here comes near.
const PIVOTS: usize = 100_000;

/// The programme `maximise c·x subject to A x ≤ 1, x ≥ 0`, solved by the simplex method with Bland's rule, which cannot cycle.
///
/// A tableau is kept between objectives, so that the next one starts where the last one ended. The vertices visited, and so the
/// bits of the result, depend on the order of rows and columns alone.
///
/// # Reference
/// Chvátal (1983), Linear Programming, chapters 2 and 3.
#[derive(Debug, Clone)]
pub struct Simplex {
    /// A row a constraint: the coefficients of the variables at 0, then the right side.
    rows: Vec<Vec<f64>>,
    /// The variable whose value a row's right side is; slack variables come after the programme's own.
    basis: Vec<usize>,
    /// The variable of each column: those at 0.
    columns: Vec<usize>,
    /// Columns that must stay at 0.
    frozen: Vec<bool>,
}

impl Simplex {
    /// A programme from the rows of `A`, each as long as there are variables.
    #[must_use]
    pub fn new(constraints: &[Vec<f64>], variables: usize) -> Self {
        Self {
            rows: constraints.iter().map(|row| row.iter().copied().chain([1.0]).collect()).collect(),
            basis: (variables..variables + constraints.len()).collect(),
            columns: (0..variables).collect(),
            frozen: vec![false; variables],
        }
    }

    /// Goes on to the optimum of an objective; gives its value, or `None` when it has no bound.
    pub fn maximise(&mut self, objective: &[f64]) -> Option<f64> {
        let cost = |variable: usize| objective.get(variable).copied().unwrap_or(0.0);
        for _ in 0..PIVOTS {
            let gains = self.gains(objective);
            let mut entering: Option<(usize, usize)> = None;
            for (column, gain) in gains.iter().enumerate() {
                let Some(variable) = self.columns.get(column).copied() else { continue };
                let free = self.frozen.get(column) == Some(&false) && *gain > ZERO;
                if free && entering.is_none_or(|(_, least)| variable < least) {
                    entering = Some((column, variable));
                }
            }
            let Some((column, _)) = entering else {
                let rights = self.rows.iter().map(|row| row.last().copied().unwrap_or(MISSING));
                return Some(self.basis.iter().zip(rights).map(|(variable, right)| cost(*variable) * right).sum());
            };
            let mut leaving: Option<(usize, f64, usize)> = None;
            for (position, (row, variable)) in self.rows.iter().zip(&self.basis).enumerate() {
                let (Some(cell), Some(right)) = (row.get(column), row.last()) else { continue };
                if *cell <= ZERO {
                    continue;
                }
                let ratio = right / cell;
                let better = leaving.is_none_or(|(_, least, last)| ratio < least || ratio <= least && *variable < last);
                if better {
                    leaving = Some((position, ratio, *variable));
                }
            }
            let (row, ..) = leaving?;
            self.pivot(row, column);
        }
        None
    }

    /// Keeps every later objective among the optima of this one, which must have been reached.
    pub fn stay_optimal(&mut self, objective: &[f64]) {
        let gains = self.gains(objective);
        for (frozen, gain) in self.frozen.iter_mut().zip(gains) {
            *frozen |= gain < -ZERO;
        }
    }

    /// The values of the programme's own variables where it stands.
    #[must_use]
    pub fn values(&self, variables: usize) -> Vec<f64> {
        let mut values = vec![0.0; variables];
        for (variable, row) in self.basis.iter().zip(&self.rows) {
            if let (Some(value), Some(right)) = (values.get_mut(*variable), row.last()) {
                *value = *right;
            }
        }
        values
    }

    /// What one more of each constraint's right side would add to the objective at its optimum: the solution of the dual programme.
    #[must_use]
    pub fn prices(&self, objective: &[f64], variables: usize) -> Vec<f64> {
        let mut prices = vec![0.0; self.rows.len()];
        for (variable, gain) in self.columns.iter().zip(self.gains(objective)) {
            if let Some(place) = variable.checked_sub(variables).and_then(|row| prices.get_mut(row)) {
                *place = 0.0 - gain;
            }
        }
        prices
    }

    /// What a unit more of each variable at 0 would add to the objective.
    fn gains(&self, objective: &[f64]) -> Vec<f64> {
        let cost = |variable: &usize| objective.get(*variable).copied().unwrap_or(0.0);
        let mut gains: Vec<f64> = self.columns.iter().map(cost).collect();
        for (variable, row) in self.basis.iter().zip(&self.rows) {
            let cost = cost(variable);
            if cost.abs() > 0.0 {
                for (gain, cell) in gains.iter_mut().zip(row) {
                    *gain -= cost * cell;
                }
            }
        }
        gains
    }

    /// Exchanges the variable of a row for that of a column.
    fn pivot(&mut self, row: usize, column: usize) {
        let Some(mut own) = self.rows.get(row).cloned() else { return };
        let head = own.get(column).copied().unwrap_or(1.0);
        for (position, cell) in own.iter_mut().enumerate() {
            *cell = if position == column { 1.0 / head } else { *cell / head };
        }
        for (position, other) in self.rows.iter_mut().enumerate() {
            if position == row {
                continue;
            }
            let factor = other.get(column).copied().unwrap_or(0.0);
            for (place, (cell, new)) in other.iter_mut().zip(&own).enumerate() {
                *cell = if place == column { -factor * new } else { *cell - factor * new };
            }
        }
        if let Some(place) = self.rows.get_mut(row) {
            *place = own;
        }
        if let (Some(inside), Some(outside)) = (self.basis.get_mut(row), self.columns.get_mut(column)) {
            std::mem::swap(inside, outside);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_optimum_is_found_and_a_second_objective_stays_among_the_first_ones() {
        // x + y ≤ 1: the first objective has a whole edge of optima, the second picks one end.
        let mut programme = Simplex::new(&[vec![1.0, 1.0]], 2);
        assert_eq!(programme.maximise(&[1.0, 1.0]), Some(1.0));
        programme.stay_optimal(&[1.0, 1.0]);
        assert_eq!(programme.maximise(&[0.0, 1.0]), Some(1.0));
        assert_eq!(programme.values(2), [0.0, 1.0]);
        assert_eq!(programme.maximise(&[1.0, 0.0]), Some(1.0));
        assert_eq!(programme.maximise(&[-1.0, -1.0]), Some(-1.0));
    }

    #[test]
    fn an_objective_without_a_bound_is_said_to_have_none() {
        assert_eq!(Simplex::new(&[vec![1.0, -1.0]], 2).maximise(&[0.0, 1.0]), None);
    }
}
