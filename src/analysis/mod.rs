//! Is the index itself sound? So far: do its raters agree?

pub mod agreement;
pub mod components;
pub mod consistency;
pub mod krippendorff;
pub mod similarity;
pub mod summary;
