//! The fast path gives the very numbers of the slow one.

use comity::{Code, ScoreRequest, Weight};

use crate::{for_studies, open, request};

#[test]
fn rank_gives_the_very_bits_of_score_whatever_the_weights() {
    for_studies(300, |document, random| {
        let study = open(&document);
        let outline = study.outline();
        for period in outline.periods {
            let mut ranker = study.ranker(Some(period)).unwrap();
            let (mut scores, mut ranks) = (vec![0.0; outline.units.len()], vec![0; outline.units.len()]);
            for _ in 0..4 {
                let weights: Vec<f64> = outline
                    .nodes
                    .iter()
                    .map(|node| {
                        if random.once_in(5) {
                            0.0
                        } else if random.once_in(2) {
                            node.weight
                        } else {
                            random.unit() + 1e-6
                        }
                    })
                    .collect();
                let named = outline.nodes.iter().zip(&weights);
                let named = named.map(|(node, weight)| Weight { id: node.id.clone(), weight: *weight }).collect();
                let card = study.score(&ScoreRequest { weights: named, ..request(period) });
                match (card, ranker.rank(&weights, &mut scores, &mut ranks)) {
                    (Ok(card), Ok(count)) => {
                        assert_eq!(count, card.units.iter().filter(|unit| unit.rank.is_some()).count());
                        for (unit, (score, rank)) in outline.units.iter().zip(scores.iter().zip(&ranks)) {
                            let row = crate::unit(&card, &unit.id);
                            let score = Some(*score).filter(|score| !score.is_nan());
                            assert_eq!(row.score.map(f64::to_bits), score.map(f64::to_bits), "{period}, {}", unit.id);
                            assert_eq!(row.rank.unwrap_or(0), *rank, "{period}, {}", unit.id);
                        }
                    }
                    (Err(error), Err(other)) => {
                        assert_eq!((error.code(), other.code()), (Code::WeightsZero, Code::WeightsZero));
                    }
                    (card, count) => panic!("score {:?}, rank {count:?}", card.map(|card| card.units.len())),
                }
            }
        }
    });
}
