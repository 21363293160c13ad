//! A draw has the very ranks and scores that ranking those weights gives.

use comity::numeric::shares::make_shares;
use serde_json::json;

use crate::support::generate::{self, Random};
use crate::{open, simulate};

#[test]
fn a_draw_of_weights_has_the_ranks_and_scores_of_ranking_them() {
    let mut compared = 0;
    for seed in 0..400 {
        let study = open(&generate::study(seed));
        let outline = study.outline();
        let random = &mut Random::new(seed);
        let mut ranker = study.ranker(None).unwrap();
        let (mut scores, mut ranks) = (vec![0.0; outline.units.len()], vec![0; outline.units.len()]);
        for turn in 0..4 {
            let mut weights: Vec<f64> = outline.nodes.iter().map(|_| random.unit() + 1e-6).collect();
            if turn % 2 == 0 {
                // As draws are: shares of siblings that sum to exactly 1.
                for parent in &outline.nodes {
                    let is_child = |at: &usize| outline.nodes[*at].parent.as_ref() == Some(&parent.id);
                    let children: Vec<usize> = (0..outline.nodes.len()).filter(is_child).collect();
                    let mut shares: Vec<f64> = children.iter().map(|child| weights[*child]).collect();
                    make_shares(&mut shares);
                    for (child, share) in children.iter().zip(shares) {
                        weights[*child] = share;
                    }
                }
            }
            ranker.rank(&weights, &mut scores, &mut ranks).unwrap();
            let named = outline.nodes.iter().zip(&weights);
            let named: Vec<_> = named.map(|(node, weight)| json!({ "id": node.id, "weight": weight })).collect();
            let drawn = simulate(&study, &json!({ "draws": 1, "weights": named, "vary": {} }));
            for row in &drawn.units {
                let at = outline.units.iter().position(|unit| unit.id == row.id).unwrap();
                assert_eq!(row.best.unwrap_or(0), ranks[at], "seed {seed}, {}", row.id);
                let mean = row.scores.map(|scores| scores.mean.value);
                match mean {
                    Some(mean) => {
                        assert_eq!(drawn.scale.steps(mean), drawn.scale.steps(scores[at]), "seed {seed}, {}", row.id);
                        compared += 1;
                    }
                    None => assert!(scores[at].is_nan(), "seed {seed}, {}", row.id),
                }
            }
            let ranked = ranks.iter().filter(|rank| **rank > 0).count();
            assert_eq!(drawn.units.iter().filter(|row| row.best.is_some()).count(), ranked);
        }
    }
    assert!(compared > 2_000, "{compared}");
}
