//! RIM: nearness to an ideal that may lie anywhere in the range.

use super::table::{Table, ratio};

/// What an indicator may range over, and where in it the ideal lies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reference {
    /// The ends of the range.
    pub range: (f64, f64),
    /// The ends of the ideal, within the range; both the same for a single ideal value.
    pub ideal: (f64, f64),
}

impl Reference {
    /// 1 in the ideal, falling linearly to 0 at the end of the range on either side; beyond it 0.
    #[must_use]
    pub fn nearness(&self, x: f64) -> f64 {
        let (low, high) = self.ideal;
        let (distance, width) = if x < low {
            (low - x, low - self.range.0)
        } else if x > high {
            (x - high, self.range.1 - high)
        } else {
            return 1.0;
        };
        if width > 0.0 { (1.0 - distance / width).max(0.0) } else { 0.0 }
    }
}

/// The index of each unit relative to the ideal, from 0 (at the ends of every range) to 1 (ideal throughout).
///
/// ```text
/// n = nearness     I⁺ = √Σ (w n − w)²     I⁻ = √Σ (w n)²     score = I⁻ / (I⁺ + I⁻)
/// ```
///
/// Higher is better; directions play no part. Nothing depends on who else is present.
///
/// # Differs from
/// The paper's final table, in which its authors confirmed an error.
///
/// # Reference
/// Cables, Lamata and Verdegay (2016), Information Sciences 337:1–10.
#[must_use]
pub fn scores(table: &Table<'_>, references: &[Reference]) -> Vec<f64> {
    let (mut short, mut reached) = (vec![0.0; table.units()], vec![0.0; table.units()]);
    for criterion in table.criteria() {
        let Some(reference) = references.get(criterion.index) else { continue };
        for ((short, reached), x) in short.iter_mut().zip(&mut reached).zip(criterion.column) {
            let value = criterion.weight * reference.nearness(*x);
            *short += (value - criterion.weight) * (value - criterion.weight);
            *reached += value * value;
        }
    }
    let score = |(short, reached): (&f64, &f64)| ratio(reached.sqrt(), short.sqrt() + reached.sqrt());
    short.iter().zip(&reached).map(score).collect()
}
