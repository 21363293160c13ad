//! Is the index itself sound, do its raters agree, and who gets most out of what is put in?

pub mod agreement;
pub mod audit;
pub mod components;
pub mod consistency;
pub mod frontier;
pub mod krippendorff;
pub mod similarity;
pub mod summary;
