//! What `comity score`, `objectives`, `agreement` and `trace` print for people.

use std::fmt::Write as _;

use comity::analysis::agreement::Agreement;
use comity::method::{MethodAbout, methods};
use comity::study::{ObjectiveResult, ObjectiveTable};
use comity::{Scorecard, Study, Trace};

use super::{Failure, aligned, decimal, json, percent};

/// The ranked table: rank, name, score, the value of each dimension under the root, coverage, and what is missing.
pub(crate) fn score_table(study: &Study, scorecard: &Scorecard) -> String {
    let root = scorecard.nodes.iter().find(|node| node.parent.is_none()).map(|node| node.id.clone());
    let columns: Vec<usize> = (0..scorecard.nodes.len())
        .filter(|index| scorecard.nodes.get(*index).is_some_and(|node| node.parent == root))
        .collect();
    let mut head = vec!["rank".to_owned(), "partnership".to_owned(), "score".to_owned()];
    head.extend(columns.iter().filter_map(|index| scorecard.nodes.get(*index)).map(|node| node.id.clone()));
    head.extend(["coverage".to_owned(), "missing".to_owned()]);
    let mut rows = vec![head];
    for unit in &scorecard.units {
        let tied = if unit.tied_with.is_empty() { "" } else { "=" };
        let mut row = vec![
            unit.rank.map_or("–".to_owned(), |rank| format!("{rank}{tied}")),
            unit.name.clone(),
            decimal(unit.score),
        ];
        row.extend(columns.iter().map(|index| decimal(unit.parts.get(*index).and_then(|part| part.value))));
        row.push(format!("{}/{}", unit.coverage.observed, unit.coverage.expected));
        let leaves = scorecard.nodes.iter().zip(&unit.parts).filter(|(node, _)| node.kind == "indicator");
        let missing: Vec<_> =
            leaves.filter(|(_, part)| part.value.is_none()).map(|(node, _)| node.id.as_str()).collect();
        row.push(missing.join(", "));
        rows.push(row);
    }
    let ranking = scorecard.ranking;
    let scores = match ranking.bounds {
        Some(bounds) => format!("scores from {} to {}", bounds.lower, bounds.upper),
        None => format!("scores of `{}`, on no scale", ranking.method),
    };
    let mut text = format!("{}, {}: {scores}\n\n{}", study.document().title, scorecard.period, aligned(&rows, 1));
    text.push('\n');
    for note in &scorecard.notes {
        let _ = writeln!(text, "note: {}", note.message());
    }
    let _ = writeln!(text, "study {}, engine {}", scorecard.hash, scorecard.engine);
    let _ = writeln!(text, "A score describes what was observed and chosen; it does not prove an effect.");
    text
}

/// Score and rank of each unit under each objective.
pub(crate) fn objectives_table(table: &ObjectiveTable) -> String {
    let mut head = vec!["partnership".to_owned()];
    head.extend(table.objectives.iter().map(|objective| objective.id.clone()));
    let mut rows = vec![head];
    for unit in &table.units {
        let cell = |result: &ObjectiveResult| {
            let rank = result.rank.map_or("–".to_owned(), |rank| rank.to_string());
            format!("{} ({rank})", decimal(result.score))
        };
        rows.push(std::iter::once(unit.name.clone()).chain(unit.results.iter().map(cell)).collect());
    }
    format!("{}: score (rank) under each objective's weights\n\n{}", table.period, aligned(&rows, 0))
}

/// The methods of one stage, or of all.
pub(crate) fn methods_of(stage: Option<&str>, as_json: bool) -> Result<String, Failure> {
    let mut methods = methods();
    methods.retain(|method| stage.is_none_or(|stage| method.stage == stage));
    if methods.is_empty() {
        return Err(Failure::Io(format!("no stage is called `{}`", stage.unwrap_or_default())));
    }
    if as_json { json(&methods) } else { Ok(methods_list(&methods)) }
}

/// Every method under its stage.
fn methods_list(methods: &[MethodAbout]) -> String {
    let mut text = String::new();
    let mut last = "";
    for MethodAbout { stage, method, about, parameters } in methods {
        if *stage != last {
            let _ = writeln!(text, "{}{stage}", if last.is_empty() { "" } else { "\n" });
            last = *stage;
        }
        let _ = writeln!(text, "  {method}: {}", about.meaning);
        let _ = writeln!(text, "      {}", about.formula);
        if about.reference != "–" {
            let _ = writeln!(text, "      {}", about.reference);
        }
        let names: Vec<&str> = parameters.iter().map(|parameter| parameter.name).collect();
        if !names.is_empty() {
            let _ = writeln!(text, "      parameters: {}", names.join(", "));
        }
    }
    text
}

/// Alpha of each indicator, with its reading.
pub(crate) fn agreement_table(agreement: &[Agreement]) -> String {
    let mut rows = vec![
        ["indicator", "raters", "cells", "nominal", "ordinal", "interval", "ratio", "reading"]
            .map(str::to_owned)
            .to_vec(),
    ];
    let alpha = |alpha: Option<f64>| alpha.map_or("–".to_owned(), |alpha| format!("{alpha:.3}"));
    for row in agreement {
        rows.push(vec![
            row.indicator.clone(),
            row.raters.to_string(),
            row.cells.to_string(),
            alpha(row.nominal),
            alpha(row.ordinal),
            alpha(row.interval),
            alpha(row.ratio),
            format!("{:?}", row.reading).to_lowercase(),
        ]);
    }
    format!("Krippendorff's alpha: 1 agreement, 0 as by chance\n\n{}", aligned(&rows, 0))
}

/// The tree of one unit, each indicator with its raw values and their sources.
pub(crate) fn trace_table(trace: &Trace) -> String {
    let rank = trace.rank.map_or("not ranked".to_owned(), |rank| format!("rank {rank} of {}", trace.ranked));
    let mut text = format!("{}, {}: score {}, {rank}\n\n", trace.name, trace.period, decimal(trace.score));
    let mut rows =
        vec![["node", "value", "weight", "applied", "part", "combined", "between"].map(str::to_owned).to_vec()];
    for node in &trace.nodes {
        let mut depth = 0;
        let mut above = node.node.parent.clone();
        while let Some(id) = above {
            depth += 1;
            above = trace.nodes.iter().find(|node| node.node.id == id).and_then(|node| node.node.parent.clone());
        }
        let evidence = node.evidence.as_ref();
        let raw = evidence.map(|evidence| {
            let stages = [&evidence.imputed, &evidence.denominated, &evidence.treated].into_iter().flatten();
            let steps = stages.map(|stage| (stage.method, stage.value));
            let text = |value: Option<f64>| value.map_or("–".to_owned(), |value| format!("{value}"));
            steps.fold(text(evidence.combined), |said, (method, value)| format!("{said} → {} ({method})", text(value)))
        });
        let ends = evidence.and_then(|evidence| evidence.normalisation.lower.zip(evidence.normalisation.upper));
        rows.push(vec![
            format!("{}{}", "  ".repeat(depth), node.name),
            decimal(node.value),
            percent(Some(node.node.effective_weight)),
            percent(node.applied_weight),
            decimal(node.shown),
            raw.unwrap_or_default(),
            ends.map_or(String::new(), |(lower, upper)| format!("{lower} to {upper}")),
        ]);
    }
    text.push_str(&aligned(&rows, 0));
    text.push_str("\nobservations\n");
    for node in &trace.nodes {
        let Some(evidence) = &node.evidence else { continue };
        for raw in &evidence.raw {
            let source = raw.source.as_ref().map_or("no source", |source| source.citation.as_str());
            let note = raw.note.as_ref().map_or(String::new(), |note| format!(" ({note})"));
            let _ = writeln!(
                text,
                "  {} {}: {} {}{note}: {source}",
                node.name, raw.period, raw.value, evidence.unit_of_measure
            );
        }
    }
    text.push('\n');
    for note in &trace.notes {
        let _ = writeln!(text, "note: {}", note.message());
    }
    text
}
