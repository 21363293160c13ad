//! Whether values are so skewed that they want treatment.

use crate::document::Fields;
use crate::limits;
use crate::numeric::stats::{kurtosis, skewness};

/// Values want treatment when their skewness and their excess kurtosis are both beyond these.
///
/// ```text
/// |G₁| > skewness and G₂ > kurtosis
/// ```
///
/// adjusted for the number of values as in [`skewness`](fn@skewness) and [`kurtosis`](fn@kurtosis); with fewer than four values
/// nothing wants treatment.
///
/// # Reference
/// OECD/JRC (2008), step 3; COINr's `check_SkewKurt`, with its 2 and 3.5.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Skew {
    /// 2 unless said.
    pub skewness: f64,
    /// 3.5 unless said.
    pub kurtosis: f64,
}

impl Default for Skew {
    fn default() -> Self {
        Self { skewness: 2.0, kurtosis: 3.5 }
    }
}

impl Skew {
    pub(super) fn read(fields: &mut Fields<'_, '_>) -> Self {
        let mut threshold =
            |key| fields.with(key, |value, decoder| decoder.number_within(value, 0.0, limits::MAGNITUDE));
        Self { skewness: threshold("skewness").unwrap_or(2.0), kurtosis: threshold("kurtosis").unwrap_or(3.5) }
    }

    /// Whether values are in order.
    #[must_use]
    pub fn passes(&self, values: &[f64]) -> bool {
        // A missing skewness, of too few values, is beyond nothing.
        let beyond = skewness(values).abs() > self.skewness && kurtosis(values) > self.kurtosis;
        !beyond
    }
}
