//! One hash over the scorecards of the bundled study and of 1,000 generated ones: promise 1, the same bits everywhere.

use comity::document::canonical::hash;
use comity::{ScoreRequest, Study};

use super::{generate, us_partnerships};

/// The hash that native, Node and Chromium must all come to. It changes when scores change, and only then: say so in the changelog.
pub const EXPECTED: &str = include_str!("scorecards.sha256");

/// The hash of every scorecard: all periods of the bundled study, and every period of each generated study, by bits.
pub fn scorecards() -> String {
    let mut all = String::new();
    score_all(&us_partnerships(), &mut all);
    for seed in 0..1_000 {
        score_all(&generate::study(seed).to_string(), &mut all);
    }
    hash(&all)
}

fn score_all(document: &str, all: &mut String) {
    let study = Study::open_json(document).unwrap_or_else(|error| panic!("{error}\n{document}"));
    for period in study.outline().periods {
        let request = ScoreRequest { period: Some(period), ..ScoreRequest::default() };
        let scorecard = study.score(&request).unwrap_or_else(|error| panic!("{error}\n{document}"));
        // Numbers are written with as many digits as they need to be read back to the same bits.
        all.push_str(&serde_json::to_string(&scorecard).expect("a scorecard is plain data"));
        all.push('\n');
    }
}
