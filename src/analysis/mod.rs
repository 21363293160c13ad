//! Is the index itself sound, do its raters agree, and who gets most out of what is put in?

pub mod agreement;
#[cfg(feature = "analyses")]
pub mod audit;
pub mod components;
pub mod consistency;
#[cfg(feature = "analyses")]
pub mod frontier;
pub mod krippendorff;
pub mod similarity;
pub mod summary;
