//! Small dense matrices: eigenvalues, rotation, linear equations.

use comity_numeric::MISSING;

/// A matrix, row by row.
#[derive(Debug, Clone, PartialEq)]
pub struct Matrix {
    width: usize,
    cells: Vec<f64>,
}

/// The turns of every pair of rows that [`Matrix::eigen`] makes at most; it settles within ten.
const SWEEPS: usize = 100;

/// The steps that [`Matrix::varimax`] makes at most, as R's.
const STEPS: usize = 1_000;

impl Matrix {
    /// A matrix of zeros.
    #[must_use]
    pub fn zero(height: usize, width: usize) -> Self {
        Self { width, cells: vec![0.0; height * width] }
    }

    /// A matrix from what each cell holds, by row and column.
    #[must_use]
    pub fn of(height: usize, width: usize, mut cell: impl FnMut(usize, usize) -> f64) -> Self {
        let mut cells = Vec::with_capacity(height * width);
        for row in 0..height {
            for column in 0..width {
                cells.push(cell(row, column));
            }
        }
        Self { width, cells }
    }

    /// How many rows it has.
    #[must_use]
    pub fn height(&self) -> usize {
        self.cells.len().checked_div(self.width).unwrap_or(0)
    }

    /// How many columns it has.
    #[must_use]
    pub fn width(&self) -> usize {
        self.width
    }

    /// A cell; missing outside.
    #[must_use]
    pub fn at(&self, row: usize, column: usize) -> f64 {
        self.cells.get(row * self.width + column).copied().unwrap_or(MISSING)
    }

    /// Sets a cell.
    pub fn set(&mut self, row: usize, column: usize, value: f64) {
        if let Some(cell) = self.cells.get_mut(row * self.width + column) {
            *cell = value;
        }
    }

    /// The rows.
    pub fn rows(&self) -> impl Iterator<Item = &[f64]> {
        self.cells.chunks(self.width.max(1))
    }

    /// A column.
    #[must_use]
    pub fn column(&self, column: usize) -> Vec<f64> {
        self.rows().filter_map(|row| row.get(column).copied()).collect()
    }

    /// The product with a vector.
    #[must_use]
    pub fn times(&self, vector: &[f64]) -> Vec<f64> {
        self.rows().map(|row| dot(row, vector)).collect()
    }

    /// Turns two columns by an angle: `(a, b)` becomes `(cos a + sin b, cos b − sin a)`.
    fn turn_columns(&mut self, a: usize, b: usize, cos: f64, sin: f64) {
        for row in self.cells.chunks_mut(self.width.max(1)) {
            let (Some(x), Some(y)) = (row.get(a).copied(), row.get(b).copied()) else { continue };
            if let Some(place) = row.get_mut(a) {
                *place = cos * x + sin * y;
            }
            if let Some(place) = row.get_mut(b) {
                *place = cos * y - sin * x;
            }
        }
    }

    fn turn_rows(&mut self, a: usize, b: usize, cos: f64, sin: f64) {
        for column in 0..self.width {
            let (x, y) = (self.at(a, column), self.at(b, column));
            self.set(a, column, cos * x + sin * y);
            self.set(b, column, cos * y - sin * x);
        }
    }

    /// The eigenvalues of a symmetric matrix, falling, and its unit eigenvectors, a column each, by Jacobi's method.
    ///
    /// The sign of an eigenvector is arbitrary; here its entries sum to something that is not negative.
    ///
    /// # Reference
    /// Golub and Van Loan (2013), Matrix Computations, section 8.5.
    #[must_use]
    pub fn eigen(&self) -> (Vec<f64>, Self) {
        let size = self.height();
        let mut diagonal = self.clone();
        let mut vectors = Self::of(size, size, |row, column| f64::from(u8::from(row == column)));
        let scale = self.cells.iter().fold(0.0_f64, |largest, cell| largest.max(cell.abs()));
        for _ in 0..SWEEPS {
            let mut settled = true;
            for a in 0..size {
                for b in a + 1..size {
                    let off = diagonal.at(a, b);
                    if off.abs() <= scale * f64::EPSILON * 0.01 {
                        continue;
                    }
                    settled = false;
                    let theta = (diagonal.at(b, b) - diagonal.at(a, a)) / (2.0 * off);
                    let root = (1.0 + theta * theta).sqrt();
                    let tangent = if theta < 0.0 { 1.0 / (theta - root) } else { 1.0 / (theta + root) };
                    let cos = 1.0 / (1.0 + tangent * tangent).sqrt();
                    let sin = -tangent * cos;
                    diagonal.turn_columns(a, b, cos, sin);
                    diagonal.turn_rows(a, b, cos, sin);
                    vectors.turn_columns(a, b, cos, sin);
                }
            }
            if settled {
                break;
            }
        }
        let values: Vec<f64> = (0..size).map(|position| diagonal.at(position, position)).collect();
        let mut order: Vec<usize> = (0..size).collect();
        // An insertion sort: a handful of components, and equal ones stay in their order.
        for end in 1..size {
            let mut place = end;
            while place > 0 && value(&values, &order, place) > value(&values, &order, place - 1) {
                order.swap(place, place - 1);
                place -= 1;
            }
        }
        let signs: Vec<f64> = order
            .iter()
            .map(|column| if vectors.column(*column).iter().sum::<f64>() < 0.0 { -1.0 } else { 1.0 })
            .collect();
        let sorted = Self::of(size, size, |row, place| {
            let column = order.get(place).copied().unwrap_or(0);
            vectors.at(row, column) * signs.get(place).copied().unwrap_or(1.0)
        });
        ((0..size).map(|place| value(&values, &order, place)).collect(), sorted)
    }

    /// Loadings, a row an indicator and a column a factor, turned so that each indicator loads on few factors: varimax with
    /// Kaiser's normalisation of the rows.
    ///
    /// ```text
    /// z = rows of unit length, turned by T     B = loadingsᵀ (z³ − z × mean of the squares of its column)     T: the rotation nearest to B
    /// ```
    ///
    /// It stops, as R's `varimax` does, when a step gains less than a hundred-thousandth: loadings are then within 5e-4 of those that
    /// no step would change. Order and sign of the factors are as they come.
    ///
    /// # Reference
    /// Kaiser (1958), The varimax criterion for analytic rotation in factor analysis, Psychometrika 23:187–200; R's `stats::varimax`.
    #[must_use]
    pub fn varimax(&self) -> Self {
        let lengths: Vec<f64> = self.rows().map(comity_numeric::stats::norm).collect();
        let length = |row: usize| lengths.get(row).copied().filter(|length| *length > 0.0).unwrap_or(1.0);
        let unit = Self::of(self.height(), self.width, |row, column| self.at(row, column) / length(row));
        let columns = |matrix: &Self| (0..self.width).map(|column| matrix.column(column)).collect::<Vec<_>>();
        let unit_columns = columns(&unit);
        let mut turned = unit.clone();
        let mut gained = 0.0;
        for _ in 0..STEPS {
            let steeper: Vec<Vec<f64>> = columns(&turned)
                .iter()
                .map(|column| {
                    let square = dot(column, column) / comity_numeric::count(self.height());
                    column.iter().map(|x| x * x * x - x * square).collect()
                })
                .collect();
            let target = Self::of(self.width, self.width, |row, column| {
                unit_columns.get(row).zip(steeper.get(column)).map_or(0.0, |(a, b)| dot(a, b))
            });
            let Some((rotation, gain)) = target.nearest_rotation() else { break };
            turned = unit.product(&rotation);
            if gain < gained * (1.0 + 1e-5) {
                break;
            }
            gained = gain;
        }
        Self::of(self.height(), self.width, |row, column| turned.at(row, column) * length(row))
    }

    /// The product with another matrix.
    #[must_use]
    pub fn product(&self, other: &Self) -> Self {
        let columns: Vec<Vec<f64>> = (0..other.width).map(|column| other.column(column)).collect();
        let cells = self.rows().flat_map(|row| columns.iter().map(move |column| dot(row, column))).collect();
        Self { width: other.width, cells }
    }

    /// The rotation nearest to a square matrix, and the sum of its singular values; `None` when the matrix is singular, so that there
    /// is not one.
    ///
    /// ```text
    /// R = A (AᵀA)^(−½)
    /// ```
    fn nearest_rotation(&self) -> Option<(Self, f64)> {
        let transposed = Self::of(self.width, self.height(), |row, column| self.at(column, row));
        let (squares, vectors) = transposed.product(self).eigen();
        let values: Vec<f64> = squares.iter().map(|square| square.max(0.0).sqrt()).collect();
        let (largest, smallest) = (values.first().copied()?, values.last().copied()?);
        if smallest <= largest * 1e-12 {
            return None;
        }
        let inverse = Self::of(self.width, self.width, |row, column| {
            let each = values.iter().enumerate();
            each.map(|(place, value)| vectors.at(row, place) * vectors.at(column, place) / value).sum()
        });
        Some((self.product(&inverse), values.iter().sum()))
    }

    /// The solution of as many linear equations as unknowns, by elimination with the largest pivot; `None` when there is not
    /// exactly one.
    #[must_use]
    pub fn solve(&self, right: &[f64]) -> Option<Vec<f64>> {
        let size = self.height();
        let mut rows: Vec<Vec<f64>> =
            self.rows().zip(right).map(|(row, right)| row.iter().copied().chain([*right]).collect()).collect();
        for pivot in 0..size {
            let cell = |row: &Vec<f64>| row.get(pivot).map_or(0.0, |cell| cell.abs());
            let best = (pivot..size).fold(pivot, |best, row| {
                if rows.get(row).map_or(0.0, cell) > rows.get(best).map_or(0.0, cell) { row } else { best }
            });
            rows.swap(pivot, best);
            let row = rows.get(pivot)?.clone();
            let head = *row.get(pivot)?;
            let largest = self.rows().flatten().fold(0.0_f64, |largest, cell| largest.max(cell.abs()));
            if head.is_nan() || head.abs() <= largest * 1e-14 {
                return None;
            }
            for (position, other) in rows.iter_mut().enumerate() {
                let factor = other.get(pivot).copied().unwrap_or(0.0) / head;
                for (cell, own) in other.iter_mut().zip(&row) {
                    *cell = if position == pivot { own / head } else { *cell - factor * own };
                }
            }
        }
        rows.iter().map(|row| row.last().copied()).collect()
    }
}

/// The sum of the products of two vectors.
#[must_use]
pub fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// The value at a place of an order.
fn value(values: &[f64], order: &[usize], place: usize) -> f64 {
    order.get(place).and_then(|position| values.get(*position)).copied().unwrap_or(MISSING)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eigenvectors_are_unit_vectors_that_the_matrix_stretches_by_the_eigenvalues() {
        let matrix = Matrix::of(4, 4, |a, b| 1.0 / comity_numeric::count(a + b + 1));
        let (values, vectors) = matrix.eigen();
        assert!(values.windows(2).all(|pair| pair[0] >= pair[1]));
        for (place, value) in values.iter().enumerate() {
            let vector = vectors.column(place);
            assert!((dot(&vector, &vector) - 1.0).abs() < 1e-14);
            for (left, right) in matrix.times(&vector).iter().zip(&vector) {
                assert!((left - value * right).abs() < 1e-14, "{place}");
            }
        }
    }

    #[test]
    fn a_rotation_keeps_the_length_of_every_row() {
        let loadings = Matrix::of(6, 3, |a, b| comity_numeric::count((a * 7 + b * 5) % 11) / 11.0 - 0.4);
        let turned = loadings.varimax();
        for (before, after) in loadings.rows().zip(turned.rows()) {
            assert!((dot(before, before) - dot(after, after)).abs() < 1e-13);
        }
    }

    #[test]
    fn equations_are_solved_and_dependent_ones_are_not() {
        let matrix = Matrix::of(2, 2, |a, b| if a == 0 && b == 0 { 0.0 } else { 1.0 });
        let solved = matrix.solve(&[2.0, 5.0]).unwrap();
        assert!((solved[0] - 3.0).abs() < 1e-15 && (solved[1] - 2.0).abs() < 1e-15);
        assert_eq!(Matrix::of(2, 2, |_, _| 1.0).solve(&[1.0, 1.0]), None);
    }
}
