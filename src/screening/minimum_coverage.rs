//! Screening by the share of indicators observed.

use super::{Minimum, Screen};
use crate::document::Fields;
use crate::stage::{About, Parameters};

/// A unit is ranked when at least `unit` of the framework's indicators have a value for it, and at least `unitNonZero` of those
/// values are not 0; a period, when at least `period` of the indicators have a value for any unit. An indicator is used when at
/// least `indicator` of the units have a value of it, and at least `indicatorNonZero` of those are not 0; else it counts as missing
/// for everybody in this period, is not filled either, and the scorecard says so.
///
/// ```text
/// share available = values / all        share not zero = values other than 0 / values
/// ```
///
/// Shares from 0 to 1, reached = kept. Shares count indicators and units, not weights, so that moving a weight drops nobody; each is
/// counted over the combined values as they are, so that no order of screening matters. All 0 by default: everything is kept.
///
/// # Reference
/// OECD/JRC (2008), step 3; the threshold rule is COINr's `Screen`.
#[derive(Debug, Clone, Copy, Default, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MinimumCoverage {
    /// Least share for a unit.
    pub unit: f64,
    /// Least share for a period.
    pub period: f64,
    /// Least share for an indicator.
    #[serde(skip_serializing_if = "is_zero")]
    pub indicator: f64,
    /// Least share of a unit's values that are not 0.
    #[serde(skip_serializing_if = "is_zero")]
    pub unit_non_zero: f64,
    /// Least share of an indicator's values that are not 0.
    #[serde(skip_serializing_if = "is_zero")]
    pub indicator_non_zero: f64,
}

/// Whether a share is 0, so that a document that does not name it keeps its hash.
#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks by reference")]
fn is_zero(share: &f64) -> bool {
    *share <= 0.0
}

impl Parameters for MinimumCoverage {
    const ABOUT: About = About {
        meaning: "units, indicators and periods below a least share available or not zero are left out",
        formula: "share available ≥ minimum, share not zero ≥ minimum",
        reference: "OECD/JRC (2008), step 3; COINr Screen",
    };

    fn read(fields: &mut Fields<'_, '_>) -> Self {
        let mut share = |key| fields.with(key, |value, decoder| decoder.number_within(value, 0.0, 1.0)).unwrap_or(0.0);
        Self {
            unit: share("unit"),
            period: share("period"),
            indicator: share("indicator"),
            unit_non_zero: share("unitNonZero"),
            indicator_non_zero: share("indicatorNonZero"),
        }
    }
}

impl Screen for MinimumCoverage {
    fn minimum(&self) -> Minimum {
        Minimum {
            period: self.period,
            unit: (self.unit, self.unit_non_zero),
            indicator: (self.indicator, self.indicator_non_zero),
        }
    }
}
