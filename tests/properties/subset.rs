//! Ranking among some units only.

use comity::ScoreRequest;

use crate::{for_studies, open, request, score, unit};

#[test]
fn ranking_among_some_units_keeps_their_scores_and_their_order() {
    for_studies(250, |document, random| {
        let study = open(&document);
        let all: Vec<String> = study.outline().units.into_iter().map(|unit| unit.id).collect();
        let some: Vec<String> = all.into_iter().filter(|_| random.once_in(2)).collect();
        for period in study.outline().periods {
            let card = score(&study, period);
            let among = study.score(&ScoreRequest { units: Some(some.clone()), ..request(period) }).unwrap();
            assert_eq!(among.units.len(), some.len());
            for row in &among.units {
                let whole = unit(&card, &row.id);
                assert_eq!(row.score.map(f64::to_bits), whole.score.map(f64::to_bits), "{}", row.id);
                let ahead = among.units.iter().filter(|other| unit(&card, &other.id).rank < whole.rank);
                let ahead = ahead.filter(|other| other.rank.is_some()).count();
                assert_eq!(row.rank.map(|rank| rank as usize), whole.rank.map(|_| ahead + 1), "{}", row.id);
                assert!(row.tied_with.iter().all(|tied| some.contains(tied)), "{}", row.id);
            }
        }
    });
}
