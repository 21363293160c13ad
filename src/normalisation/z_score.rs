//! Standard deviations from the mean.

use super::{Normalise, Placed, Raw};
use crate::document::{Fields, Value};
use crate::error::Code;
use crate::limits;
use crate::numeric::stats::{mean, sd};
use crate::stage::{About, Parameters};

/// Standard deviations from the mean of the pool, put on the scale.
///
/// ```text
/// y = mean + sd × (x − x̄) / s      s² = Σ (x − x̄)² / (n − ddof)
/// ```
///
/// turned round where less is better. A z-score has no ends and the scale has: `mean` says where on the scale the mean of the data
/// lies, its middle unless said, and `sd` how much of it one standard deviation is, a tenth of its width unless said. So 0 to 100
/// holds five standard deviations on either side (all there can be among 26 units); what lies beyond counts as the end and is said.
/// Scores therefore stay on the scale, and are ranked like all others. For plain z-scores take a scale of −5 to 5, mean 0, sd 1; a
/// geometric mean is refused there, since z-scores are negative.
///
/// `ddof` 1 (the sample's standard deviation) unless 0 is said. Missing stays missing. Constants: every unit gets the mean.
///
/// # Differs from
/// COINr, Compind and the Handbook divide by n − 1, scikit-criteria's `StandarScaler` by n; none of them has ends.
///
/// # Reference
/// OECD/JRC (2008), step 5.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct ZScore {
    /// Where on the scale the mean of the data lies; none: in its middle.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mean: Option<f64>,
    /// How much of the scale one standard deviation is; none: a tenth of its width.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sd: Option<f64>,
    /// Taken off the number of values: 1 or 0.
    pub ddof: i32,
}

impl Default for ZScore {
    fn default() -> Self {
        Self { mean: None, sd: None, ddof: 1 }
    }
}

impl Parameters for ZScore {
    const ABOUT: About = About {
        meaning: "standard deviations from the mean, put on the scale",
        formula: "mean + sd × (x − x̄) / s",
        reference: "OECD/JRC (2008), step 5",
    };

    fn read(fields: &mut Fields<'_, '_>) -> Self {
        let ddof = fields.with("ddof", |value: &Value, decoder| {
            let ddof = <i32 as crate::document::Decode>::decode(value, decoder);
            if !(0..=1).contains(&ddof) {
                let problem = decoder.problem(Code::NumberOutOfRange).arg("found", ddof).arg("expected", "0 or 1");
                decoder.record(problem);
            }
            ddof
        });
        Self {
            mean: fields.optional("mean"),
            sd: fields
                .with("sd", |value, decoder| decoder.number_within(value, limits::SCALE_WIDTH, limits::MAGNITUDE)),
            ddof: ddof.unwrap_or(1),
        }
    }
}

impl Normalise for ZScore {
    fn place(&self, raw: &Raw<'_>) -> Placed {
        let sample = raw.sample();
        let width = raw.scale.width();
        let centre = (self.mean.unwrap_or(raw.scale.middle()) - raw.scale.lower) / width;
        let step = self.sd.unwrap_or(width / 10.0) / width;
        let (average, spread) = (mean(&sample.pool), sd(&sample.pool, f64::from(self.ddof)));
        if spread > 0.0 {
            raw.by(&sample, &|x| {
                let z = (x - average) / spread;
                centre + step * if sample.higher { z } else { -z }
            })
        } else {
            // One value, or values too close for their squares to tell.
            raw.by(&sample, &|_| centre)
        }
    }
}
