//! Winsorised, and a logarithm where that is not enough.

use super::log_ct::log_ct;
use super::winsorise::Winsorise;
use super::{Curve, Treat};
use crate::document::Fields;
use crate::stage::{About, Parameters};

/// Values that [want treatment](super::skew::Skew) are [winsorised](super::winsorise); where they still do, [`log-ct`](super::log_ct)
/// takes the place of it, on the values as they were, or with `combined` on the winsorised ones.
///
/// Missing stays missing. The values may leave their unit of measure.
///
/// # Reference
/// COINr's `Treat`: winsorisation, then `log_CT`; OECD/JRC (2008), step 3.
#[derive(Debug, Clone, Copy, Default, PartialEq, serde::Serialize)]
pub struct TwoStage {
    /// The first stage.
    #[serde(flatten)]
    pub first: Winsorise,
    /// Whether the second stage goes on from the first.
    pub combined: bool,
}

impl Parameters for TwoStage {
    const ABOUT: About = About {
        meaning: "winsorised, and a logarithm where that is not enough",
        formula: "winsorise; if |G₁| > 2 and G₂ > 3.5 still: ln(x − min + (max − min) / 100)",
        reference: "COINr Treat; OECD/JRC (2008), step 3",
    };

    fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self { first: Winsorise::read_in(fields), combined: fields.or("combined", false) }
    }
}

impl Treat for TwoStage {
    fn fit(&self, values: &[f64]) -> Curve {
        let winsorised = self.first.fit(values);
        let held: Vec<f64> = values.iter().map(|value| winsorised.at(*value)).collect();
        if self.first.skew.passes(&held) {
            return winsorised;
        }
        let from = if self.combined { held.as_slice() } else { values };
        Curve::bent(from, log_ct(from))
    }

    fn bends(&self) -> bool {
        true
    }
}
