//! Is the index itself sound? So far: do its raters agree?

pub mod agreement;
pub mod krippendorff;
