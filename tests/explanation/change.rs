use comity::Weight;
use comity::explanation::{Causes, ChangeRequest, ChangeSide};
use serde_json::json;

use crate::{assert_sums, flat, for_studies, open, report, studies};

fn all(causes: &Causes) -> [Option<f64>; 4] {
    [causes.data, causes.goalposts, causes.weights, causes.indicators]
}

#[test]
fn the_parts_of_a_change_sum_to_it_by_cause_and_by_node() {
    let (split, most) = (std::cell::Cell::new(0), std::cell::Cell::new(0.0_f64));
    for_studies(studies(), |document, random| {
        let study = open(&document);
        let outline = study.outline();
        let mut side = |weigh: bool| {
            let weights =
                outline.nodes.iter().skip(1).map(|node| Weight { id: node.id.clone(), weight: random.unit() + 0.01 });
            let weights = weights.collect();
            ChangeSide { period: *random.pick(&outline.periods), weights: if weigh { weights } else { Vec::new() } }
        };
        let request = ChangeRequest { from: side(false), to: side(outline.periods.len().is_multiple_of(2)) };
        let unit = &random.pick(&outline.units).id;
        let change = study.change(unit, &request).unwrap();
        let Some(whole) = change.change else { return };
        let slack = 1e-12 * (change.scale.upper - change.scale.lower);
        let sum: f64 = all(&change.causes).iter().map(|cause| cause.unwrap()).sum();
        assert!((sum - whole).abs() <= slack, "{sum}, {whole}");
        let parts: Vec<_> =
            change.nodes.iter().map(|node| (node.id.as_str(), node.parent.as_deref(), node.part)).collect();
        most.set(most.get().max(assert_sums(&parts, slack) * 1e-12 / slack));
        for cause in 0..4 {
            let of: Vec<_> = change
                .nodes
                .iter()
                .map(|node| (node.id.as_str(), node.parent.as_deref(), all(&node.causes)[cause]))
                .collect();
            assert_sums(&of, slack);
        }
        let weighs = ["standard-deviation", "entropy", "critic"];
        let weighs = document["method"]["nodes"]
            .as_array()
            .unwrap()
            .iter()
            .any(|node| weighs.iter().any(|one| node["weighting"] == *one));
        if request.to.weights.is_empty() && !weighs {
            assert!(change.causes.weights.unwrap().abs() <= slack, "{:?}", change.causes);
        }
        split.set(split.get() + u64::from(request.from.period != request.to.period));
    });
    assert!(split.get() > studies() / 5, "only {} changes were split", split.get());
    let (split, most) = (split.get(), most.get());
    let text = format!(
        "{split} changes of {} studies: children sum to their parent within {most:.1e} of the scale",
        studies()
    );
    report("change", &text);
}

#[test]
fn each_cause_gets_what_it_did() {
    let mut document = flat(&[1.0, 1.0], &[vec![0.0, 0.0]]);
    document["dataset"]["periods"] = json!([2019, 2020]);
    document["dataset"]["indicators"] =
        json!([{ "id": "i0", "values": [40, 60] }, { "id": "i1", "values": [null, 80] }]);
    let side = |period, weight: Option<f64>| ChangeSide {
        period,
        weights: weight.map(|weight| Weight { id: "i0".into(), weight }).into_iter().collect(),
    };
    let change =
        open(&document).change("u0", &ChangeRequest { from: side(2019, None), to: side(2020, Some(3.0)) }).unwrap();
    // From 40 to (3 × 60 + 80) / 4 = 65. Of twenty-four orders, data alone moves the score by 20, 10 or 15; and so on.
    assert_eq!(change.change, Some(25.0));
    let causes = all(&change.causes).map(Option::unwrap);
    assert!((causes.iter().sum::<f64>() - 25.0).abs() < 1e-12);
    assert_eq!(causes[1], 0.0);
    assert!(causes[0] > 10.0 && causes[3] > 0.0 && causes[2] < 0.0, "{causes:?}");
}

#[test]
fn ends_taken_from_the_units_present_are_a_cause_of_their_own() {
    let mut document = flat(&[1.0], &[vec![0.0], vec![0.0]]);
    document["method"]["defaults"] = json!({ "normalisation": "min-max" });
    document["dataset"]["periods"] = json!([2019, 2020]);
    document["dataset"]["units"] =
        json!([{ "id": "u0", "name": "U" }, { "id": "u1", "name": "U" }, { "id": "u2", "name": "U" }]);
    // The first stays where it is; the best falls back, so that the first is nearer to it.
    document["dataset"]["indicators"] = json!([{ "id": "i0", "values": [5, 5, 0, 0, 20, 10] }]);
    let side = |period| ChangeSide { period, weights: Vec::new() };
    let change = open(&document).change("u0", &ChangeRequest { from: side(2019), to: side(2020) }).unwrap();
    assert_eq!((change.change, change.causes.data), (Some(25.0), Some(0.0)));
    assert!((change.causes.goalposts.unwrap() - 25.0).abs() < 1e-12);
}
