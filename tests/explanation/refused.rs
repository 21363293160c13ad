//! What is no tree, or no mean that can be solved for weights, is refused with its code: never a wrong number.

use comity::explanation::{ChangeRequest, ChangeSide, ReachRequest, Statement, StatementsRequest};
use comity::{Error, ScoreRequest};
use serde_json::json;

use crate::open;
use crate::support::decisions;

#[test]
fn a_ranking_without_the_tree_is_refused_by_all_that_reads_the_tree() {
    let mut tried = 0;
    for ranking in decisions::rankings().iter().filter(|ranking| decisions::name(ranking) != "tree") {
        let study = open(&decisions::document(ranking, &json!("equal")));
        let (all, side) = (ScoreRequest::default(), ChangeSide { period: 2020, weights: Vec::new() });
        let statements = vec![Statement { above: "u0".into(), below: "u1".into() }];
        let refusals: [Option<Error>; 5] = [
            study.compare("u0", "u1", &all).err(),
            study.change("u0", &ChangeRequest { from: side.clone(), to: side }).err(),
            study.reach("u0", &ReachRequest::default()).err(),
            study.weights_for(&StatementsRequest { statements, ..StatementsRequest::default() }).err(),
            study.audit(&all).err(),
        ];
        for (at, refusal) in refusals.iter().enumerate() {
            let code = refusal.as_ref().map(|error| error.code().name());
            assert_eq!(code, Some("tree-needed"), "{ranking}, question {at}");
        }
        assert!(study.frontier(&all).is_ok(), "{ranking}");
        tried += 1;
    }
    assert!(tried > 20, "{tried}");
}

#[test]
fn weights_and_flips_are_given_for_the_means_they_are_solved_for_alone() {
    for aggregation in decisions::aggregations() {
        let mut document = decisions::document(&json!("tree"), &json!("given"));
        document["method"]["defaults"]["aggregation"] = aggregation.clone();
        let study = open(&document);
        let solved = ["arithmetic", "geometric"].contains(&decisions::name(&aggregation));
        let comparison = study.compare("u0", "u1", &ScoreRequest::default()).unwrap();
        assert_eq!(comparison.flips.is_some(), solved, "{aggregation}");
        let codes: Vec<&str> = comparison.unsolved.iter().map(|problem| problem.code().name()).collect();
        assert_eq!(codes, if solved { vec![] } else { vec!["analysis-impossible"] }, "{aggregation}");
        let statements = vec![Statement { above: "u0".into(), below: "u1".into() }];
        let found = study.weights_for(&StatementsRequest { statements, ..StatementsRequest::default() });
        assert_eq!(found.as_ref().err().map(|error| error.code().name()), (!solved).then_some("analysis-impossible"));
    }
}

#[test]
fn a_score_beyond_the_scale_is_refused() {
    let study = open(&decisions::document(&json!("tree"), &json!("equal")));
    let beyond = ReachRequest { goal: comity::explanation::Goal::Score(101.0), ..ReachRequest::default() };
    let error = study.reach("u0", &beyond).unwrap_err();
    assert_eq!(error.to_string(), "score: found 101, expected 0 to 100 [number-out-of-range]");
}
