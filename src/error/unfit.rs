//! Why values are none that a method can work with.

use crate::numeric::float;

/// Why a method cannot work with the values of some indicators.
#[derive(Debug, Clone, PartialEq)]
pub struct Unfit {
    /// The position of the indicator, if it is one's fault.
    pub indicator: Option<usize>,
    /// What was found.
    pub found: f64,
    /// What the method needs.
    pub needs: &'static str,
}

impl Unfit {
    /// In words, with the name of the indicator.
    #[must_use]
    pub fn reason(&self, indicator: Option<&str>) -> String {
        match indicator {
            Some(id) if self.found.is_finite() => {
                ["`", id, "` has ", &float::text(self.found), ", it needs ", self.needs].concat()
            }
            Some(id) => ["it needs ", self.needs, ", `", id, "` has none"].concat(),
            None => ["it needs ", self.needs].concat(),
        }
    }
}
