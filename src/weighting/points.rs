//! Weights from points that people give: swing, SMART and budget allocation.

use super::data::shares;

/// How the points were asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub enum Scheme {
    /// How much a swing from worst to best is worth, the most valued one 100.
    #[default]
    Swing,
    /// How many times as important as the least important one, which has 10.
    Smart,
    /// A budget divided among all.
    Budget(f64),
}

/// Points as shares of their sum; `None` when they are not what the scheme asks for: below 0, none above 0, or a swing whose most
/// is not 100, a SMART whose least is not 10, a budget that is not spent to within a millionth.
///
/// # Reference
/// von Winterfeldt and Edwards (1986), Decision Analysis and Behavioral Research (swing, SMART); OECD/JRC (2008), step 6 (budget
/// allocation).
#[must_use]
pub fn weights(points: &[f64], scheme: Scheme) -> Option<Vec<f64>> {
    let (low, high) = crate::numeric::stats::extent(points);
    let near = |found: f64, wanted: f64| (found - wanted).abs() <= 1e-6 * wanted;
    let as_asked = match scheme {
        Scheme::Swing => near(high, 100.0),
        Scheme::Smart => near(low, 10.0),
        Scheme::Budget(budget) => near(points.iter().sum(), budget),
    };
    (low >= 0.0 && high > 0.0 && as_asked).then(|| shares(points.iter().copied()))
}
