//! The interval that normalised values and scores live on.

/// The two ends of every normalised value and score; `lower` < `upper`.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Scale {
    /// The worst possible value.
    pub lower: f64,
    /// The best possible value.
    pub upper: f64,
}

/// 0 to 100.
impl Default for Scale {
    fn default() -> Self {
        Self { lower: 0.0, upper: 100.0 }
    }
}

/// Steps that a scale has when ranks are decided: a score is rounded to 10⁻¹¹ of the scale, which fits 37 bits.
pub const STEPS: f64 = 1e11;

impl Scale {
    /// How wide it is.
    #[must_use]
    pub fn width(self) -> f64 {
        self.upper - self.lower
    }

    /// Its middle.
    #[must_use]
    pub fn middle(self) -> f64 {
        self.lower + self.width() / 2.0
    }

    /// The value at a share (0 to 1) of the way up.
    #[must_use]
    pub fn at(self, share: f64) -> f64 {
        self.lower + share * self.width()
    }

    /// A score as a whole number of [`STEPS`], on which ranks and ties are decided; a score beyond an end counts as that end.
    ///
    /// ```text
    /// steps = ⌊(score − lower) / width × 10¹¹ + ½⌋
    /// ```
    #[must_use]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast rounds down and stops at 0")]
    pub fn steps(self, score: f64) -> u64 {
        (((score - self.lower) / self.width() * STEPS + 0.5) as u64).min(STEPS as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_that_differ_by_rounding_alone_are_the_same_number_of_steps() {
        let scale = Scale::default();
        assert_eq!(scale.steps(0.1 + 0.2), scale.steps(0.3));
        assert_eq!(scale.steps(100.000_000_000_000_01), scale.steps(100.0));
        assert_eq!(scale.steps(-1e-14), 0);
        assert_ne!(scale.steps(50.0), scale.steps(50.000_000_01));
    }
}
