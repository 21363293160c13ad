//! What was observed: units, periods, one column of values an indicator, and details of single cells.

mod dataset;
mod observation;
mod unit;

pub use dataset::{Column, Dataset};
pub use observation::{Observation, RaterId};
pub use unit::{Member, Unit, UnitId};
