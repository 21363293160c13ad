//! The command line: `comity score|validate|simulate|methods|… study.json`, tables for people and `--json` for programs.

#[path = "comity/sensitivity.rs"]
mod sensitivity;

use std::fmt::Write as _;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use comity::analysis::agreement::Agreement;
use comity::csv::{self, Counts, Import, Layout, Mapping, Options};
use comity::document::{Decode, Decoder, Value};
use comity::method::{MethodAbout, methods};
use comity::study::{ObjectiveResult, ObjectiveTable};
use comity::uncertainty::{Partial, Plan, Shard, Simulation, SimulationRequest, Spread, Uncertainty, read_request};
use comity::{Error, Problem, ScoreRequest, Scorecard, Study, StudyDocument, Trace, Weight};

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

#[derive(clap::Args)]
struct Simulated {
    /// The study document; `-` reads standard input.
    study: PathBuf,
    /// What is asked, as a JSON file: `{ "vary": …, "draws": … }`; the options below take its place.
    #[arg(long, value_name = "FILE")]
    plan: Option<PathBuf>,
    /// The period; the study's own when absent.
    #[arg(long)]
    period: Option<i32>,
    /// How many draws.
    #[arg(long)]
    draws: Option<u64>,
    /// The seed.
    #[arg(long)]
    seed: Option<u64>,
    /// Stop when no share has a larger standard error.
    #[arg(long, value_name = "ERROR")]
    until: Option<f64>,
    /// Weigh a node otherwise, e.g. `public-opinion=2`; may be given again.
    #[arg(long = "weight", value_name = "ID=WEIGHT", value_parser = parse_weight)]
    weights: Vec<Weight>,
}

impl Simulated {
    /// The study and the request: the file's, with the options in their place, read as one.
    fn read(&self) -> Result<(Study, SimulationRequest), Failure> {
        let study = Study::open_json(&read(&self.study)?)?;
        let mut value = match &self.plan {
            Some(plan) => Value::from_json(&read(plan)?).map_err(Error::from)?,
            None => Value::Object(Vec::new()),
        };
        #[expect(clippy::cast_precision_loss, reason = "what is not exact is beyond the limits, and refused")]
        let options = [
            ("period", self.period.map(|period| Value::Number(f64::from(period)))),
            ("draws", self.draws.map(|draws| Value::Number(draws as f64))),
            ("seed", self.seed.map(|seed| Value::Number(seed as f64))),
            ("until", self.until.map(Value::Number)),
        ];
        if let Value::Object(fields) = &mut value {
            for (name, option) in options.into_iter().filter_map(|(name, option)| Some((name, option?))) {
                fields.retain(|(key, _)| key != name);
                fields.push((name.to_owned(), option));
            }
        }
        let mut request = read_request(&value)?;
        request.weights.extend(self.weights.iter().cloned());
        Ok((study, request))
    }
}

/// The lines of standard input that hold anything.
fn lines() -> Result<Vec<String>, Failure> {
    let text = read(&PathBuf::from("-"))?;
    Ok(text.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect())
}

/// The study of a plan: where it is said to be here, or else where the plan says.
fn study_of(plan: &comity::uncertainty::Plan, given: Option<PathBuf>) -> Result<Study, Failure> {
    let path = given.or_else(|| plan.study.path.as_ref().map(PathBuf::from));
    let path = path.ok_or_else(|| Failure::Io("the plan names no study: give one with --study".to_owned()))?;
    Ok(Study::open_json(&read(&path)?)?)
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

fn read_mapping(text: &str) -> Result<Mapping, Failure> {
    let mut decoder = Decoder::default();
    let mapping = Value::from_json(text).map(|value| Mapping::decode(&value, &mut decoder)).map_err(Error::from);
    let problems = decoder.into_problems();
    let mapping = mapping.and_then(|mapping| Error::from_problems(problems).map_or(Ok(mapping), Err));
    Ok(mapping.map_err(|error| error.within("mapping"))?)
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

/// Stated rank and score, and where they lie in 90 of 100 draws.
fn uncertainty_table(study: &Study, uncertainty: &Uncertainty) -> String {
    let top = format!("top {}", uncertainty.top);
    let mut rows = vec![
        ["rank", "partnership", "score", "90 % of scores", "90 % of ranks", "best", "worst", "first", &top]
            .map(str::to_owned)
            .to_vec(),
    ];
    let share = |share: f64| format!("{:.1} %", share * 100.0);
    for unit in &uncertainty.units {
        let between = |spread: Option<Spread>, digits: usize| {
            spread.map_or("–".to_owned(), |spread| {
                format!("{:.digits$} to {:.digits$}", spread.p5.value, spread.p95.value)
            })
        };
        let rank = |rank: Option<u32>| rank.map_or("–".to_owned(), |rank| rank.to_string());
        rows.push(vec![
            rank(unit.rank),
            unit.name.clone(),
            decimal(unit.score),
            between(unit.scores, 1),
            between(unit.ranks, 0),
            rank(unit.best),
            rank(unit.worst),
            share(unit.acceptability.share.first().copied().unwrap_or(0.0)),
            share(unit.top.value),
        ]);
    }
    let varied = &uncertainty.varied;
    let mut text = format!(
        "{}, {}: how sure scores and ranks are\n\n{}\n",
        study.document().title,
        uncertainty.period,
        aligned(&rows, 1)
    );
    let _ = writeln!(
        text,
        "varied: the weights under {}; {} observed and {} missing values; {} variants of the method, {} indicators left out",
        if varied.weights.is_empty() { "no dimension".to_owned() } else { varied.weights.join(", ") },
        varied.data,
        varied.missing,
        varied.variants,
        varied.left_out
    );
    let _ = writeln!(
        text,
        "{} draws, seed {}; largest standard error of a share {:.2} points",
        uncertainty.draws,
        uncertainty.seed,
        uncertainty.largest_error * 100.0
    );
    let _ = writeln!(text, "study {}, engine {}", uncertainty.hash, uncertainty.engine);
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

/// The methods of one stage, or of all.
fn methods_of(stage: Option<&str>, as_json: bool) -> Result<String, Failure> {
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

/// How the table was read, what was guessed, and what was refused.
fn import_table(import: &Import, output: Option<&Path>) -> String {
    let mut text = String::from("columns\n");
    let mut rows = vec![["column", "heading", "read as"].map(str::to_owned).to_vec()];
    for (index, column) in import.mapping.columns.iter().enumerate() {
        let role = match &column.indicator {
            Some(indicator) => format!("values of {indicator}"),
            None => column.role.name().to_owned(),
        };
        rows.push(vec![(index + 1).to_string(), one_line(&column.header), role]);
    }
    text.push_str(&aligned(&rows, 1));
    text.push_str("\nguesses\n");
    for guess in import.guesses.iter().filter(|guess| guess.code() != comity::Code::CsvColumn) {
        let _ = writeln!(text, "{}", guess.message());
    }
    if !import.problems.is_empty() {
        text.push_str("\nrefused\n");
        let mut rows =
            vec![["row", "column", "heading", "value", "reason, and what would mend it"].map(str::to_owned).to_vec()];
        for problem in &import.problems {
            let argument = |name: &str| {
                let found = problem.args().iter().find(|(known, _)| *known == name);
                found.map_or(String::new(), |(_, argument)| one_line(&argument.to_string()))
            };
            let mut row = ["row", "column", "header", "value"].map(argument).to_vec();
            row.push(format!("{} [{}]", one_line(&problem.message()), problem.code().name()));
            rows.push(row);
        }
        text.push_str(&aligned(&rows, 2));
    }
    let Counts { rows, cells, imported, missing, refused } = import.counts;
    let _ = writeln!(text, "\n{rows} rows, {cells} cells: {imported} imported, {missing} missing, {refused} refused");
    let _ = match (&import.document, output) {
        (None, _) => writeln!(text, "no study can be made yet: see above what is needed"),
        (Some(_), None) => writeln!(text, "nothing is written: `-o study.json` writes the study"),
        (Some(_), Some(path)) => writeln!(text, "the study is in {}", path.display()),
    };
    text
}

/// A text of a table's cell, on one line.
fn one_line(text: &str) -> String {
    text.chars().map(|character| if character.is_control() { ' ' } else { character }).collect()
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
