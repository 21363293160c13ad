//! The ends of the scale are a matter of taste.

use serde_json::json;

use crate::{choose, for_studies, open, scorecards, unit, width};

#[test]
fn another_scale_moves_scores_along_and_no_rank() {
    for_studies(150, |mut document, random| {
        choose(&mut document, "dimensions", "aggregation", &json!("arithmetic"));
        let mut other = document.clone();
        let lower = random.unit() * 20.0 - 10.0;
        other["method"]["scale"] = json!({ "lower": lower, "upper": lower + 1.0 + random.unit() * 1e3 });
        for (card, other) in scorecards(&open(&document)).iter().zip(scorecards(&open(&other))) {
            for row in &card.units {
                let same = unit(&other, &row.id);
                let share = row.score.map(|score| (score - card.scale.lower) / width(card));
                let other_share = same.score.map(|score| (score - other.scale.lower) / width(&other));
                let near = share.zip(other_share).is_none_or(|(share, other)| (share - other).abs() <= 1e-12);
                assert!(near && share.is_some() == other_share.is_some(), "{}: {share:?}, {other_share:?}", row.id);
            }
        }
    });
}
