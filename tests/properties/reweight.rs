//! Moving one share.

use comity::ScoreRequest;
use comity::study::Reweight;

use crate::{for_studies, open, request};

#[test]
fn reweight_gives_the_share_asked_for_and_the_others_keep_their_proportions() {
    for_studies(250, |document, random| {
        let study = open(&document);
        let outline = study.outline();
        let node = random.pick(&outline.nodes);
        let siblings: Vec<_> = outline.nodes.iter().filter(|other| other.parent == node.parent).collect();
        if node.parent.is_none() || siblings.len() < 2 {
            return;
        }
        let share = *random.pick(&[0.0, 1.0, 0.5, 0.123_456_789]);
        let weights =
            study.reweight(&Reweight { period: None, weights: Vec::new(), id: node.id.clone(), share }).unwrap();
        let card = study.score(&ScoreRequest { weights, ..request(study.period()) }).unwrap();
        let now = |id: &str| card.nodes.iter().find(|other| other.id == id).unwrap().share;
        assert!((now(&node.id) - share).abs() <= 1e-15, "{}: {share} became {}", node.id, now(&node.id));
        let others: f64 = siblings.iter().filter(|other| other.id != node.id).map(|other| other.weight).sum();
        for other in siblings.iter().filter(|other| other.id != node.id && others > 0.0) {
            let expected = other.weight / others * (1.0 - share);
            assert!((now(&other.id) - expected).abs() <= 1e-14, "{}: {}, {expected}", other.id, now(&other.id));
        }
    });
}
