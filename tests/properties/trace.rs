//! Every number can be traced.

use serde_json::Value;

use crate::{bits, for_studies, open, part, score, traces, unit, variation};

#[test]
fn the_trace_of_every_unit_carries_the_very_numbers_of_the_scorecard() {
    for_studies(250, |document, _| {
        let study = open(&document);
        for period in study.outline().periods {
            let card = score(&study, period);
            let ranked = card.units.iter().filter(|unit| unit.rank.is_some()).count();
            for trace in traces(&study, period) {
                let row = unit(&card, &trace.unit);
                assert_eq!(trace.score.map(f64::to_bits), row.score.map(f64::to_bits), "{}", row.id);
                assert_eq!(
                    (trace.rank, &trace.tied_with, trace.ranked),
                    (row.rank, &row.tied_with, ranked),
                    "{}",
                    row.id
                );
                assert_eq!(
                    bits(&(trace.coverage, trace.possible, &trace.notes)),
                    bits(&(row.coverage, row.possible, &row.notes))
                );
                assert_eq!(trace.nodes.len(), row.parts.len());
                for (node, weight) in trace.nodes.iter().zip(&card.nodes) {
                    assert_eq!(bits(&node.node), bits(weight), "{}, {}", row.id, weight.id);
                    let part = part(row, &weight.id);
                    for (traced, scored) in
                        [(node.value, part.value), (node.contribution, part.contribution), (node.shown, part.shown)]
                    {
                        assert_eq!(traced.map(f64::to_bits), scored.map(f64::to_bits), "{}, {}", row.id, weight.id);
                    }
                }
            }
        }
    });
}

#[test]
fn applied_weights_times_values_are_the_contributions() {
    for_studies(150, |document, _| {
        let study = open(&document);
        for trace in traces(&study, study.period()) {
            for node in &trace.nodes {
                if let (Some(weight), Some(value), Some(contribution)) =
                    (node.applied_weight, node.value, node.contribution)
                {
                    let product = weight * value;
                    let slack = 1e-12 * (trace.scale.upper - trace.scale.lower);
                    assert!(
                        (product - contribution).abs() <= slack,
                        "{}, {}: {product}, {contribution}",
                        trace.unit,
                        node.node.id
                    );
                }
                assert_eq!(node.applied_share.is_some(), node.applied_weight.is_some());
            }
        }
    });
}

#[test]
fn raw_values_of_a_trace_are_the_documents_own_with_their_sources() {
    for_studies(200, |document, _| {
        let study = open(&document);
        let dataset = &document["dataset"];
        let periods = dataset["periods"].as_array().unwrap();
        for trace in traces(&study, study.period()) {
            for node in &trace.nodes {
                let Some(evidence) = &node.evidence else { continue };
                let id = node.node.id.as_str();
                assert_eq!(evidence.combined.is_some(), node.value.is_some(), "{}, {id}", trace.unit);
                assert!(
                    evidence.combined.is_none() || !evidence.raw.is_empty(),
                    "{}, {id}: rests on nothing",
                    trace.unit
                );
                let column = find(&dataset["indicators"], "id", id);
                let own = find(&document["framework"]["indicators"], "id", id);
                for raw in &evidence.raw {
                    let place = periods.iter().position(|period| *period == raw.period).unwrap();
                    let cell = crate::cells(&document, &trace.unit).start + place;
                    assert_eq!(
                        column["values"][cell].as_f64().map(|value| (value + 0.0).to_bits()),
                        Some(raw.value.to_bits())
                    );
                    let detail = dataset["observations"].as_array().into_iter().flatten().find(|detail| {
                        detail["unit"] == *trace.unit && detail["indicator"] == *id && detail["period"] == raw.period
                    });
                    let sources = [detail.unwrap_or(&Value::Null), column, own].map(|place| &place["source"]);
                    let source = sources.into_iter().find_map(Value::as_str);
                    assert_eq!(raw.source.as_ref().map(|source| source.id.as_str()), source, "{}, {id}", trace.unit);
                    assert_eq!(raw.note.as_deref(), detail.and_then(|detail| detail["note"].as_str()));
                    assert_eq!(raw.sd, detail.and_then(|detail| detail["sd"].as_f64()));
                    assert_eq!(raw.range.is_some(), detail.is_some_and(|detail| !detail["range"].is_null()));
                }
            }
        }
    });
}

fn find<'a>(list: &'a Value, key: &str, id: &str) -> &'a Value {
    list.as_array().unwrap().iter().find(|item| item[key] == *id).unwrap_or(&Value::Null)
}

#[test]
fn one_raw_value_that_is_taken_as_it_is_is_the_combined_value() {
    for_studies(100, |document, _| {
        let study = open(&document);
        let _ = variation::ids(&document["dataset"]["units"]);
        for trace in traces(&study, study.period()) {
            for evidence in trace.nodes.iter().filter_map(|node| node.evidence.as_ref()) {
                if matches!(evidence.combination.name(), "value" | "latest") {
                    let raw: Vec<_> = evidence.raw.iter().map(|raw| raw.value.to_bits()).collect();
                    let combined: Vec<_> = evidence.combined.iter().map(|value| value.to_bits()).collect();
                    assert_eq!(raw, combined, "{}", trace.unit);
                    let newest = evidence.raw.last().map(|raw| trace.period - raw.period);
                    assert_eq!(evidence.age, newest, "{}", trace.unit);
                }
            }
        }
    });
}
