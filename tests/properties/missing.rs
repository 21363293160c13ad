//! Missing is never zero.

use serde_json::{Value, json};

use crate::{cells, choose, column, for_studies, open, part, score, unit, variation, width, without_details};

/// Every node rescales, nothing is screened, every child weighs something.
fn rescaling(document: &mut Value) {
    document["method"]["screening"] = Value::Null;
    choose(document, "dimensions", "missing", &json!("rescale"));
    for node in document["method"]["nodes"].as_array_mut().unwrap() {
        if node["weight"] == json!(0) {
            node["weight"] = json!(0.5);
        }
    }
}

/// Removes nodes with all that hangs on them, and the dimensions that are left empty.
pub(crate) fn prune(document: &mut Value, gone: &[String]) {
    let mut gone = gone.to_vec();
    loop {
        let framework = &document["framework"];
        let nodes = ["dimensions", "indicators"].map(|kind| framework[kind].as_array().unwrap());
        let orphans = nodes.into_iter().flatten().filter(|node| gone.iter().any(|id| node["parent"] == **id));
        let all = variation::ids(&framework["dimensions"]);
        let empty =
            all.into_iter().filter(|id| variation::children(document, id).iter().all(|child| gone.contains(child)));
        let orphans: Vec<String> = orphans.map(|node| node["id"].as_str().unwrap().to_owned()).chain(empty).collect();
        let before = gone.len();
        gone.extend(orphans);
        gone.sort();
        gone.dedup();
        if gone.len() == before {
            break;
        }
    }
    for (list, key) in [
        ("/framework/dimensions", "id"),
        ("/framework/indicators", "id"),
        ("/dataset/indicators", "id"),
        ("/dataset/observations", "indicator"),
        ("/method/nodes", "id"),
    ] {
        if let Some(Value::Array(list)) = document.pointer_mut(list) {
            list.retain(|item| !gone.iter().any(|id| item[key] == **id));
        }
    }
}

#[test]
fn a_missing_value_scores_as_a_tree_without_that_child_does() {
    for_studies(150, |mut document, random| {
        rescaling(&mut document);
        let study = open(&document);
        let period = *random.pick(&study.outline().periods);
        let card = score(&study, period);
        for row in &card.units {
            let leaf = |id: &str| card.nodes.iter().any(|node| node.id == id && node.kind == "indicator");
            let gone = row.parts.iter().filter(|part| part.value.is_none() && leaf(&part.id));
            let gone: Vec<String> = gone.map(|part| part.id.clone()).collect();
            if gone.len() == card.nodes.iter().filter(|node| node.kind == "indicator").count() {
                assert_eq!(row.score, None, "{}: nothing is observed", row.id);
                continue;
            }
            let mut pruned = document.clone();
            prune(&mut pruned, &gone);
            let pruned = score(&open(&pruned), period);
            let same = unit(&pruned, &row.id);
            assert_eq!(row.score.map(f64::to_bits), same.score.map(f64::to_bits), "{} without {gone:?}", row.id);
            for other in &same.parts {
                assert_eq!(part(row, &other.id).value, other.value, "{}, {}", row.id, other.id);
                assert_eq!(part(row, &other.id).contribution, other.contribution, "{}, {}", row.id, other.id);
            }
        }
    });
}

#[test]
fn a_missing_value_never_scores_as_a_zero_would() {
    let mut compared = 0;
    for seed in 0..400 {
        let mut document = variation::study(seed);
        let random = &mut crate::Random::new(seed);
        rescaling(&mut document);
        choose(&mut document, "dimensions", "aggregation", &json!("arithmetic"));
        without_details(&mut document);
        let indicators = document["framework"]["indicators"].as_array().unwrap().clone();
        let indicator = random.pick(&indicators);
        let (id, parent) = (indicator["id"].as_str().unwrap(), indicator["parent"].as_str().unwrap());
        let units = variation::ids(&document["dataset"]["units"]);
        let chosen = random.pick(&units);
        let with = |value: &Value| {
            let mut document = document.clone();
            for cell in cells(&document, chosen) {
                column(&mut document, id)[cell] = value.clone();
            }
            open(&document)
        };
        let (missing, zero) = (with(&Value::Null), with(&json!(0)));
        for period in missing.outline().periods {
            let (missing, zero) = (score(&missing, period), score(&zero, period));
            let share = zero.nodes.iter().find(|node| node.id == id).unwrap().share;
            let (row, other) = (unit(&missing, chosen), unit(&zero, chosen));
            assert_eq!(part(row, id).value, None);
            let (Some(without), Some(placed)) = (part(row, parent).value, part(other, id).value) else { continue };
            let with_zero = part(other, parent).value.unwrap();
            // Equal only where the place of a zero happens to be the mean of the others.
            let moved = (placed - without) * share;
            if moved.abs() > 1e-9 * width(&zero) && share > 1e-6 {
                assert!((with_zero - without).abs() > 0.0, "seed {seed}, {chosen}, {id}: {without} either way");
                compared += 1;
            }
        }
    }
    assert!(compared > 300, "{compared}");
}

#[test]
fn a_missing_value_moves_no_other_unit_under_fixed_goalposts() {
    for_studies(150, |mut document, random| {
        choose(&mut document, "indicators", "normalisation", &json!("goalposts"));
        document["method"]["screening"] = Value::Null;
        without_details(&mut document);
        let units = variation::ids(&document["dataset"]["units"]);
        let indicators = variation::ids(&document["framework"]["indicators"]);
        let (chosen, indicator) = (random.pick(&units), random.pick(&indicators));
        let mut gone = document.clone();
        for cell in cells(&document, chosen) {
            column(&mut gone, indicator)[cell] = Value::Null;
        }
        let (study, gone) = (open(&document), open(&gone));
        for period in study.outline().periods {
            let (card, gone) = (score(&study, period), score(&gone, period));
            for row in card.units.iter().filter(|row| row.id != *chosen) {
                assert_eq!(row.score, unit(&gone, &row.id).score, "{}", row.id);
            }
        }
    });
}
