//! Screening by the share of indicators observed.

use super::Screen;
use crate::document::Fields;
use crate::stage::Parameters;

/// A unit is ranked when at least `unit` of the framework's indicators have a value for it; a period, when at least `period` of
/// them have a value for any unit.
///
/// Shares from 0 to 1, reached = kept. Shares count indicators, not weights, so that moving a weight drops nobody. Both 0 by
/// default: everything is ranked.
///
/// # Reference
/// OECD/JRC (2008), step 3; the threshold rule is COINr's `Screen`.
#[derive(Debug, Clone, Copy, Default, PartialEq, serde::Serialize)]
pub struct MinimumCoverage {
    /// Least share for a unit.
    pub unit: f64,
    /// Least share for a period.
    pub period: f64,
}

impl Parameters for MinimumCoverage {
    fn read(fields: &mut Fields<'_, '_>) -> Self {
        let mut share = |key| fields.with(key, |value, decoder| decoder.number_within(value, 0.0, 1.0)).unwrap_or(0.0);
        Self { unit: share("unit"), period: share("period") }
    }
}

impl Screen for MinimumCoverage {
    fn unit_minimum(&self) -> f64 {
        self.unit
    }

    fn period_minimum(&self) -> f64 {
        self.period
    }
}
