//! The command line: `comity score|validate|trace|methods`, tables for people and `--json` for programs.

use std::fmt::Write as _;
use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use comity::analysis::agreement::Agreement;
use comity::document::Value;
use comity::method::{MethodAbout, methods};
use comity::study::{ObjectiveResult, ObjectiveTable};
use comity::{Error, Problem, ScoreRequest, Scorecard, Study, StudyDocument, Trace, Weight};

/// Scores how effective defence partnerships are, explains every number and says how sure anyone can be.
///
/// Exit codes: 0 done; 1 the study has faults, or what was asked is not in it; 2 the command line is wrong or a file cannot be read.
#[derive(Parser)]
#[command(version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Score and rank the partnerships of a study.
    Score {
        #[command(flatten)]
        asked: Asked,
        /// Rank among these units only.
        #[arg(long, value_name = "ID", value_delimiter = ',')]
        units: Option<Vec<String>>,
    },
    /// List every fault of a study.
    Validate {
        /// The study document; `-` reads standard input.
        study: PathBuf,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Score and rank the partnerships under each objective's weights.
    Objectives {
        /// The study document; `-` reads standard input.
        study: PathBuf,
        /// The period; the study's own when absent.
        #[arg(long)]
        period: Option<i32>,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Show how far the raters of each indicator agree (Krippendorff's alpha).
    Agreement {
        /// The study document; `-` reads standard input.
        study: PathBuf,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// List every method of every stage: what it does, its formula, where it comes from.
    Methods {
        /// Only of one stage, such as `normalisation`.
        stage: Option<String>,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Show what one partnership's score was made of, down to the sources.
    Trace {
        #[command(flatten)]
        asked: Asked,
        /// The unit's id.
        unit: String,
    },
}

#[derive(clap::Args)]
struct Asked {
    /// The study document; `-` reads standard input.
    study: PathBuf,
    /// The period; the study's own when absent.
    #[arg(long)]
    period: Option<i32>,
    /// Weigh a node otherwise, e.g. `public-opinion=2`; may be given again.
    #[arg(long = "weight", value_name = "ID=WEIGHT", value_parser = parse_weight)]
    weights: Vec<Weight>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

fn parse_weight(text: &str) -> Result<Weight, String> {
    let (id, weight) = text.split_once('=').ok_or("expected ID=WEIGHT")?;
    let weight = weight.parse().map_err(|_| format!("`{weight}` is not a number"))?;
    Ok(Weight { id: id.to_owned(), weight })
}

/// Why a command did not do its work.
enum Failure {
    /// The study, or what was asked of it.
    Study(Error),
    /// The surroundings: a file, a pipe.
    Io(String),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Study(error)
    }
}

fn main() -> ExitCode {
    let outcome = run(Cli::parse().command);
    let (code, said) = match outcome {
        Ok((code, said)) => (code, said),
        Err(Failure::Study(error)) => {
            let lines: String = error.problems().map(line).collect();
            let _ = write!(io::stderr(), "{lines}");
            return ExitCode::from(1);
        }
        Err(Failure::Io(reason)) => {
            let _ = writeln!(io::stderr(), "comity: {reason}");
            return ExitCode::from(2);
        }
    };
    // A reader that stops reading, such as `head`, is no failure.
    let _ = io::stdout().write_all(said.as_bytes());
    ExitCode::from(code)
}

fn run(command: Command) -> Result<(u8, String), Failure> {
    match command {
        Command::Score { asked, units } => {
            let request = ScoreRequest { period: asked.period, weights: asked.weights, units };
            let study = Study::open_json(&read(&asked.study)?)?;
            let scorecard = study.score(&request)?;
            Ok((0, if asked.json { json(&scorecard)? } else { score_table(&study, &scorecard) }))
        }
        Command::Validate { study, json: as_json } => {
            let problems = match Value::from_json(&read(&study)?) {
                Ok(value) => StudyDocument::validate(&value),
                Err(problem) => vec![problem],
            };
            let code = u8::from(!problems.is_empty());
            let said = if as_json {
                json(&problems)?
            } else if problems.is_empty() {
                "no faults\n".to_owned()
            } else {
                problems.iter().map(line).collect()
            };
            Ok((code, said))
        }
        Command::Objectives { study, period, json: as_json } => {
            let table = Study::open_json(&read(&study)?)?.objectives(period)?;
            Ok((0, if as_json { json(&table)? } else { objectives_table(&table) }))
        }
        Command::Agreement { study, json: as_json } => {
            let agreement = Study::open_json(&read(&study)?)?.agreement();
            Ok((0, if as_json { json(&agreement)? } else { agreement_table(&agreement) }))
        }
        Command::Methods { stage, json: as_json } => {
            let mut methods = methods();
            methods.retain(|method| stage.as_ref().is_none_or(|stage| method.stage == stage));
            if methods.is_empty() {
                return Err(Failure::Io(format!("no stage is called `{}`", stage.unwrap_or_default())));
            }
            Ok((0, if as_json { json(&methods)? } else { methods_list(&methods) }))
        }
        Command::Trace { asked, unit } => {
            let request = ScoreRequest { period: asked.period, weights: asked.weights, units: None };
            let trace = Study::open_json(&read(&asked.study)?)?.trace(&unit, &request)?;
            Ok((0, if asked.json { json(&trace)? } else { trace_table(&trace) }))
        }
    }
}

fn read(path: &PathBuf) -> Result<String, Failure> {
    let mut text = String::new();
    let outcome = if path.as_os_str() == "-" {
        io::stdin().read_to_string(&mut text).map(|_| ())
    } else {
        std::fs::read_to_string(path).map(|content| text = content)
    };
    outcome.map(|()| text).map_err(|error| Failure::Io(format!("{}: {error}", path.display())))
}

fn json<T: serde::Serialize>(data: &T) -> Result<String, Failure> {
    let text = serde_json::to_string_pretty(data).map_err(|error| Failure::Io(error.to_string()))?;
    Ok(text + "\n")
}

fn line(problem: &Problem) -> String {
    format!("{problem}\n")
}

/// The ranked table: rank, name, score, the value of each dimension under the root, coverage, and what is missing.
fn score_table(study: &Study, scorecard: &Scorecard) -> String {
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
fn objectives_table(table: &ObjectiveTable) -> String {
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

/// Every method under its stage.
fn methods_list(methods: &[MethodAbout]) -> String {
    let mut text = String::new();
    let mut last = "";
    for MethodAbout { stage, method, about } in methods {
        if *stage != last {
            let _ = writeln!(text, "{}{stage}", if last.is_empty() { "" } else { "\n" });
            last = *stage;
        }
        let _ = writeln!(text, "  {method}: {}", about.meaning);
        let _ = writeln!(text, "      {}", about.formula);
        if about.reference != "–" {
            let _ = writeln!(text, "      {}", about.reference);
        }
    }
    text
}

/// Alpha of each indicator, with its reading.
fn agreement_table(agreement: &[Agreement]) -> String {
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
fn trace_table(trace: &Trace) -> String {
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

fn decimal(value: Option<f64>) -> String {
    value.map_or("–".to_owned(), |value| format!("{value:.1}"))
}

fn percent(share: Option<f64>) -> String {
    share.map_or("–".to_owned(), |share| format!("{:.1} %", share * 100.0))
}

/// Columns side by side: those up to `text_column` and the last to the left, the others, numbers, to the right.
fn aligned(rows: &[Vec<String>], text_column: usize) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut text = String::new();
    for row in rows {
        let mut written = String::new();
        for (column, (cell, width)) in row.iter().zip(&widths).enumerate() {
            let width = *width;
            let left = column == text_column || column + 1 == columns;
            let cell = if left { format!("{cell:<width$}") } else { format!("{cell:>width$}") };
            written.push_str(&cell);
            written.push_str("  ");
        }
        text.push_str(written.trim_end());
        text.push('\n');
    }
    text
}
