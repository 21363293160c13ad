//! The most frequent of the values there.

use super::{Impute, Table};
use crate::numeric::{MISSING, sort_numbers};
use crate::stage::plain_method;

plain_method! {
    /// The most frequent value of the ranked units, the smallest of those that are equally frequent: for levels and counts. With no value
    /// at all, missing stays missing.
    ///
    /// # Reference
    /// OECD/JRC (2008), step 2; scikit-learn's `SimpleImputer(most_frequent)`.
    MostFrequent:
        "most frequent of the indicator's values",
        "mode of x",
        "OECD/JRC (2008), step 2"
}

impl Impute for MostFrequent {
    fn impute(&self, table: &Table<'_>, wanted: &[usize]) -> Vec<Vec<f64>> {
        table.fill_by(wanted, &|values| {
            let mut sorted = values.to_vec();
            sort_numbers(&mut sorted);
            let groups = sorted.chunk_by(|before, after| before >= after);
            // The first of equally long runs, for they rise.
            let longest =
                groups.fold(&[][..], |best: &[f64], group| if group.len() > best.len() { group } else { best });
            longest.first().copied().unwrap_or(MISSING)
        })
    }
}
