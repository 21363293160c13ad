//! `comity simulate`, `plan`, `run-shard` and `merge`: what is asked, and the table of what comes back.

use std::fmt::Write as _;
use std::path::PathBuf;

use comity::document::Value;
use comity::uncertainty::{SimulationRequest, Spread, Uncertainty, read_request};
use comity::{Error, Study, Weight};

use super::{Failure, aligned, decimal, parse_weight, read};

#[derive(clap::Args)]
pub(crate) struct Simulated {
    /// The study document; `-` reads standard input.
    pub(crate) study: PathBuf,
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
    pub(crate) fn read(&self) -> Result<(Study, SimulationRequest), Failure> {
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
pub(crate) fn lines() -> Result<Vec<String>, Failure> {
    let text = read(&PathBuf::from("-"))?;
    Ok(text.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect())
}

/// The study of a plan: where it is said to be here, or else where the plan says.
pub(crate) fn study_of(plan: &comity::uncertainty::Plan, given: Option<PathBuf>) -> Result<Study, Failure> {
    let path = given.or_else(|| plan.study.path.as_ref().map(PathBuf::from));
    let path = path.ok_or_else(|| Failure::Io("the plan names no study: give one with --study".to_owned()))?;
    Ok(Study::open_json(&read(&path)?)?)
}

/// Stated rank and score, and where they lie in 90 of 100 draws.
pub(crate) fn uncertainty_table(study: &Study, uncertainty: &Uncertainty) -> String {
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
