//! The command line: `comity score|validate|simulate|methods|… study.json`, tables for people and `--json` for programs.

#[path = "comity/explanation.rs"]
mod explanation;
#[path = "comity/import.rs"]
mod import;
#[path = "comity/sensitivity.rs"]
mod sensitivity;
#[path = "comity/simulation.rs"]
mod simulation;
#[path = "comity/tables.rs"]
mod tables;

use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use comity::csv::{self, Layout, Options};
use comity::document::Value;
use comity::uncertainty::{Partial, Plan, Shard, Simulation};
use comity::{Error, Problem, ScoreRequest, Study, StudyDocument, Weight};

use import::{import_table, read_mapping};
use simulation::{Simulated, lines, study_of, uncertainty_table};
use tables::{agreement_table, methods_of, objectives_table, score_table, trace_table};

/// Scores how effective defence partnerships are, explains every number and says how sure anyone can be.
///
/// Exit codes: 0 done; 1 the study has faults, what was asked is not in it, or cells of a table were refused; 2 the command line is wrong or a file cannot be read.
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
    /// Show how far each weight may move before ranks do, exactly, and what would swap two partnerships.
    Stability(sensitivity::StabilityArguments),
    /// Show what ranks depend on: each weight, each uncertain value, each choice of the method.
    Sensitivity(sensitivity::SensitivityArguments),
    /// Show how sure scores and ranks are, over weights, data and missing values that vary.
    Simulate {
        #[command(flatten)]
        asked: Simulated,
        /// Threads; the answer is the same on any number.
        #[arg(long, default_value_t = 1)]
        threads: usize,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Make a study of a table, long or wide; say every guess, and list every cell that was refused.
    Import {
        /// The table: comma, semicolon, tab or pipe separated; `-` reads standard input.
        table: PathBuf,
        /// The study whose framework and method the values belong to; its own values are replaced.
        #[arg(long, value_name = "STUDY", conflicts_with = "metadata")]
        into: Option<PathBuf>,
        /// A table that describes the indicators, as COINr's iMeta.
        #[arg(long, value_name = "TABLE")]
        metadata: Option<PathBuf>,
        /// How to read the table, as JSON: all or part of the mapping that `--json` prints.
        #[arg(long, value_name = "MAPPING")]
        mapping: Option<PathBuf>,
        /// Where to write the study.
        #[arg(short, long, value_name = "STUDY")]
        output: Option<PathBuf>,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Split a simulation into shards: one line each, for `run-shard`.
    Plan {
        #[command(flatten)]
        asked: Simulated,
        /// How many shards.
        #[arg(long, default_value_t = 1)]
        shards: u64,
    },
    /// Run the shard on standard input: one line in, one line out, for `merge`.
    RunShard {
        /// The study document, where it is not at the path that the shard names.
        #[arg(long)]
        study: Option<PathBuf>,
    },
    /// Merge the shards' results on standard input, in any order, and show what they come to.
    Merge {
        /// The study document, where it is not at the path that the results name.
        #[arg(long)]
        study: Option<PathBuf>,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Write the observations of a study as a table that `import --into` the study reads back.
    Export {
        /// The study document; `-` reads standard input.
        study: PathBuf,
        /// A row a value, or a column an indicator.
        #[arg(long, default_value = "long", value_parser = ["long", "wide"])]
        shape: String,
    },
    #[command(flatten)]
    Explanation(explanation::Explanation),
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
        Command::Stability(arguments) => {
            let study = Study::open_json(&read(&arguments.asked.study)?)?;
            let found = sensitivity::stability(&study, &arguments)?;
            Ok((0, if arguments.asked.json { json(&found)? } else { sensitivity::stability_table(&study, &found) }))
        }
        Command::Sensitivity(arguments) => {
            let study = Study::open_json(&read(&arguments.asked.study)?)?;
            let found = sensitivity::sensitivity(&study, &arguments)?;
            Ok((0, if arguments.asked.json { json(&found)? } else { sensitivity::sensitivity_table(&study, &found) }))
        }
        Command::Simulate { asked, threads, json: as_json } => {
            let (study, request) = asked.read()?;
            let uncertainty = study.simulate_on(request, threads)?;
            Ok((0, if as_json { json(&uncertainty)? } else { uncertainty_table(&study, &uncertainty) }))
        }
        Command::Plan { asked, shards } => {
            let (study, request) = asked.read()?;
            // What cannot be simulated is refused here, not in every shard.
            Simulation::new(&study, request.clone())?;
            let mut plan = Plan::new(&study, request);
            let named = asked.study.as_os_str() != "-";
            plan.study.path = named.then(|| asked.study.display().to_string());
            let lines = plan.shards(shards)?.into_iter().map(|shard| shard.to_line() + "\n");
            Ok((0, lines.collect()))
        }
        Command::RunShard { study } => {
            let mut said = String::new();
            for line in lines()? {
                let shard = Shard::from_line(&line)?;
                said.push_str(&study_of(&shard.plan, study.clone())?.run_shard(&shard)?.to_line());
                said.push('\n');
            }
            Ok((0, said))
        }
        Command::Merge { study, json: as_json } => {
            let partials: Result<Vec<Partial>, Error> = lines()?.iter().map(|line| Partial::from_line(line)).collect();
            let partials = partials?;
            let first = partials.first().ok_or_else(|| Failure::Io("nothing to merge on standard input".to_owned()))?;
            let study = study_of(first.plan(), study)?;
            let uncertainty = study.conclude(partials)?;
            Ok((0, if as_json { json(&uncertainty)? } else { uncertainty_table(&study, &uncertainty) }))
        }
        Command::Import { table, into, metadata, mapping, output, json: as_json } => {
            let into =
                into.map(|path| -> Result<_, Failure> { Ok(StudyDocument::from_json(&read(&path)?)?) }).transpose()?;
            let metadata = metadata.map(|path| read_bytes(&path)).transpose()?;
            let mapping = mapping.map(|path| read_mapping(&read(&path)?)).transpose()?.unwrap_or_default();
            let options = Options { mapping, into, metadata: metadata.as_deref() };
            let import = csv::import(&read_bytes(&table)?, options)?;
            if let (Some(path), Some(document)) = (&output, &import.document) {
                let written = std::fs::write(path, json(document)?);
                written.map_err(|error| Failure::Io(format!("{}: {error}", path.display())))?;
            }
            let code = u8::from(!import.problems.is_empty());
            Ok((code, if as_json { json(&import)? } else { import_table(&import, output.as_deref()) }))
        }
        Command::Export { study, shape } => {
            let document = StudyDocument::from_json(&read(&study)?)?;
            let layout = if shape == "wide" { Layout::Wide } else { Layout::Long };
            Ok((0, csv::export(document, layout)))
        }
        Command::Methods { stage, json: as_json } => Ok((0, methods_of(stage.as_deref(), as_json)?)),
        Command::Explanation(asked) => Ok((0, asked.answer()?)),
        Command::Trace { asked, unit } => {
            let request = ScoreRequest { period: asked.period, weights: asked.weights, units: None };
            let trace = Study::open_json(&read(&asked.study)?)?.trace(&unit, &request)?;
            Ok((0, if asked.json { json(&trace)? } else { trace_table(&trace) }))
        }
    }
}

fn read(path: &PathBuf) -> Result<String, Failure> {
    String::from_utf8(read_bytes(path)?).map_err(|error| Failure::Io(format!("{}: {error}", path.display())))
}

fn read_bytes(path: &PathBuf) -> Result<Vec<u8>, Failure> {
    let outcome = if path.as_os_str() == "-" {
        let mut bytes = Vec::new();
        io::stdin().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        std::fs::read(path)
    };
    outcome.map_err(|error| Failure::Io(format!("{}: {error}", path.display())))
}

fn json<T: serde::Serialize>(data: &T) -> Result<String, Failure> {
    let text = serde_json::to_string_pretty(data).map_err(|error| Failure::Io(error.to_string()))?;
    Ok(text + "\n")
}

fn line(problem: &Problem) -> String {
    format!("{problem}\n")
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
