//! `comity compare`, `change`, `reach`, `weights-for`, `what-if`, `audit`, `frontier`: what is asked, and the tables of what comes back.

use std::fmt::Write as _;
use std::path::PathBuf;

use comity::analysis::audit::{Audit, advice};
use comity::analysis::frontier::Frontier;
use comity::document::{Decode, Decoder, Value};
use comity::explanation::{
    Causes, Change, ChangeRequest, ChangeSide, Comparison, Goal, Honoured, Lever, Reach, ReachRequest, Standing,
    Statement, StatementsRequest, WhatIf, WhatIfRequest,
};
use comity::{Error, Problem, ScoreRequest, Study};

use super::{Asked, Failure, aligned, decimal, json, percent, read};

/// The commands that explain.
#[derive(clap::Subcommand)]
pub(crate) enum Explanation {
    /// Show why one partnership is above another, and what would swap them.
    Compare {
        #[command(flatten)]
        asked: Asked,
        /// One unit's id.
        a: String,
        /// The other's.
        b: String,
    },
    /// Show why one partnership's score moved between two periods.
    Change(ChangeArguments),
    /// Find the least change that brings a partnership to a rank or a score.
    Reach(ReachArguments),
    /// Find the nearest weights under which one partnership is above another, or which statements conflict.
    WeightsFor(StatementsArguments),
    /// Lay edits over a study and print the document with them in it.
    WhatIf {
        /// The study document; `-` reads standard input.
        study: PathBuf,
        /// The edits, as JSON: `{ "edits": [{ "unit", "indicator", "period", "value" }] }`.
        edits: PathBuf,
    },
    /// Ask whether the index itself is sound.
    Audit {
        #[command(flatten)]
        asked: Asked,
    },
    /// Set effort against outcome, with the efficient frontier.
    Frontier {
        #[command(flatten)]
        asked: Asked,
    },
}

impl Explanation {
    /// What is printed.
    pub(crate) fn answer(self) -> Result<String, Failure> {
        match self {
            Self::Compare { asked, a, b } => {
                let study = Study::open_json(&read(&asked.study)?)?;
                let found = study.compare(&a, &b, &request(&asked))?;
                Ok(if asked.json { json(&found)? } else { comparison_table(&found) })
            }
            Self::Change(arguments) => {
                let found = arguments.ask(&Study::open_json(&read(&arguments.study)?)?)?;
                Ok(if arguments.json { json(&found)? } else { change_table(&found) })
            }
            Self::Reach(arguments) => {
                let study = Study::open_json(&read(&arguments.asked.study)?)?;
                let found = arguments.ask(&study)?;
                Ok(if arguments.asked.json { json(&found)? } else { reach_table(&study, &found) })
            }
            Self::WeightsFor(arguments) => {
                let study = Study::open_json(&read(&arguments.asked.study)?)?;
                let found = arguments.ask(&study)?;
                let table = || honoured_table(&arguments, &found);
                Ok(if arguments.asked.json { json(&found)? } else { table() })
            }
            Self::WhatIf { study, edits } => {
                let study = Study::open_json(&read(&study)?)?;
                Ok(json(&what_if(&study, &edits)?.document)?)
            }
            Self::Audit { asked } => {
                let found = Study::open_json(&read(&asked.study)?)?.audit(&request(&asked))?;
                Ok(if asked.json { json(&found)? } else { audit_table(&found) })
            }
            Self::Frontier { asked } => {
                let found = Study::open_json(&read(&asked.study)?)?.frontier(&request(&asked))?;
                Ok(if asked.json { json(&found)? } else { frontier_table(&found) })
            }
        }
    }
}

/// `comity change`.
#[derive(clap::Args)]
pub(crate) struct ChangeArguments {
    /// The study document; `-` reads standard input.
    study: PathBuf,
    /// The unit's id.
    unit: String,
    /// The period before.
    from: i32,
    /// The period after.
    to: i32,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl ChangeArguments {
    pub(crate) fn ask(&self, study: &Study) -> Result<Change, Error> {
        let side = |period| ChangeSide { period, weights: Vec::new() };
        study.change(&self.unit, &ChangeRequest { from: side(self.from), to: side(self.to) })
    }
}

/// `comity reach`.
#[derive(clap::Args)]
pub(crate) struct ReachArguments {
    #[command(flatten)]
    pub(crate) asked: Asked,
    /// The unit's id.
    unit: String,
    /// The rank to reach, or a better one.
    #[arg(long, required_unless_present = "score", conflicts_with = "score")]
    rank: Option<u32>,
    /// The score to reach, or a higher one.
    #[arg(long, allow_negative_numbers = true)]
    score: Option<f64>,
    /// An indicator that may change and what a change over its whole range costs, e.g. `exercises=2`; may be given again. None: all,
    /// at a cost of 1.
    #[arg(long = "lever", value_name = "ID[=COST]", value_parser = parse_lever)]
    levers: Vec<Lever>,
}

fn parse_lever(text: &str) -> Result<Lever, String> {
    let (id, cost) = text.split_once('=').map_or((text, None), |(id, cost)| (id, Some(cost)));
    let cost = cost.map(|cost| cost.parse().map_err(|_| format!("`{cost}` is not a number"))).transpose()?;
    if cost.is_some_and(|cost: f64| !(1e-9..=1e9).contains(&cost)) {
        return Err("a cost is above 0".to_owned());
    }
    Ok(Lever { id: id.to_owned(), cost, ..Lever::default() })
}

impl ReachArguments {
    pub(crate) fn ask(&self, study: &Study) -> Result<Reach, Error> {
        let goal = self.score.map_or(Goal::Rank(self.rank.unwrap_or(1).max(1)), Goal::Score);
        let levers = Some(self.levers.clone()).filter(|levers| !levers.is_empty());
        let Asked { period, weights, .. } = &self.asked;
        study.reach(&self.unit, &ReachRequest { period: *period, weights: weights.clone(), goal, levers })
    }
}

/// `comity weights-for`.
#[derive(clap::Args)]
pub(crate) struct StatementsArguments {
    #[command(flatten)]
    pub(crate) asked: Asked,
    /// Who is to be above whom.
    #[arg(required = true, value_name = "ABOVE>BELOW", value_parser = parse_statement)]
    statements: Vec<Statement>,
    /// Change the weights of this dimension's children only.
    #[arg(long, value_name = "ID")]
    group: Option<String>,
}

fn parse_statement(text: &str) -> Result<Statement, String> {
    let (above, below) = text.split_once('>').ok_or("expected ABOVE>BELOW")?;
    Ok(Statement { above: above.to_owned(), below: below.to_owned() })
}

impl StatementsArguments {
    pub(crate) fn ask(&self, study: &Study) -> Result<Honoured, Error> {
        let Asked { period, weights, .. } = &self.asked;
        study.weights_for(&StatementsRequest {
            period: *period,
            weights: weights.clone(),
            statements: self.statements.clone(),
            group: self.group.clone(),
            margin: None,
        })
    }
}

/// What is asked of scores.
pub(crate) fn request(asked: &Asked) -> ScoreRequest {
    ScoreRequest { period: asked.period, weights: asked.weights.clone(), units: None }
}

/// Reads edits and lays them over a study.
pub(crate) fn what_if(study: &Study, edits: &PathBuf) -> Result<WhatIf, Failure> {
    let mut decoder = Decoder::default();
    let request = WhatIfRequest::decode(&Value::from_json(&read(edits)?).map_err(Error::from)?, &mut decoder);
    match Error::from_problems(decoder.into_problems()) {
        Some(error) => Err(error.into()),
        None => Ok(study.what_if(&request)?),
    }
}

fn names(head: &[&str]) -> Vec<String> {
    head.iter().map(|name| (*name).to_owned()).collect()
}

fn signed(part: Option<f64>) -> String {
    // A part that rounds to nothing has no sign.
    part.map_or("–".to_owned(), |part| if part.abs() < 0.005 { "0.00".to_owned() } else { format!("{part:+.2}") })
}

fn standing(standing: &Standing) -> String {
    let rank = standing.rank.map_or("no rank".to_owned(), |rank| format!("rank {rank}"));
    format!("{}: {}, {rank}", standing.name, decimal(standing.score))
}

/// A name, further in the deeper its node is.
fn indented<'a>(name: &str, parent: Option<&'a str>, parent_of: impl Fn(&str) -> Option<&'a str>) -> String {
    let mut above = parent;
    let mut text = name.to_owned();
    while let Some(id) = above {
        text.insert_str(0, "  ");
        above = parent_of(id);
    }
    text
}

/// The gap between two units by node, and what would swap them.
pub(crate) fn comparison_table(found: &Comparison) -> String {
    let (a, b) = (&found.a, &found.b);
    let mut rows = vec![names(&["node", &a.name, &b.name, "part of the gap"])];
    let parent_of = |id: &str| found.nodes.iter().find(|node| node.id == id).and_then(|node| node.parent.as_deref());
    for node in &found.nodes {
        let name = indented(&node.name, node.parent.as_deref(), parent_of);
        rows.push(vec![name, decimal(node.a), decimal(node.b), signed(node.part)]);
    }
    let mut text = format!("{}\n{}\n", standing(a), standing(b));
    let Some(gap) = found.gap else {
        return text + "no gap to split: one of them has no score\n";
    };
    let leaves = found.nodes.iter().filter(|node| node.kind == "indicator");
    let most = |sign: f64| {
        let own = |node: &&comity::explanation::NodeGap| node.part.unwrap_or(0.0) * sign;
        leaves.clone().filter(|node| own(node) > 0.0).max_by(|x, y| own(x).total_cmp(&own(y)))
    };
    let _ = write!(text, "{} is {:.2} {} {}", a.name, gap.abs(), if gap < 0.0 { "below" } else { "above" }, b.name);
    for (node, word) in [(most(1.0), "most for it"), (most(-1.0), "most against it")] {
        if let Some(node) = node {
            let _ = write!(text, "; {word}: {} ({})", node.name, signed(node.part));
        }
    }
    let _ = write!(text, "\n\n{}\n", aligned(&rows, 0));
    if let Some(flips) = &found.flips {
        let nearest = flips.nodes.iter().find(|node| Some(&node.id) == flips.nearest.as_ref());
        match nearest.and_then(|node| Some((node, node.flip?))) {
            Some((node, flip)) => {
                let _ = writeln!(
                    text,
                    "they swap when the share of {} goes from {} to {}",
                    node.id,
                    percent(Some(node.share)),
                    percent(Some(flip))
                );
            }
            None => text.push_str("no single share swaps them\n"),
        }
    }
    text
}

/// The change of a score by cause and node.
pub(crate) fn change_table(found: &Change) -> String {
    let cells =
        |causes: &Causes| [causes.data, causes.goalposts, causes.weights, causes.indicators].map(signed).to_vec();
    let mut rows = vec![names(&["node", "change", "data", "goalposts", "weights", "indicators"])];
    let parent_of = |id: &str| found.nodes.iter().find(|node| node.id == id).and_then(|node| node.parent.as_deref());
    for node in &found.nodes {
        let mut row = vec![indented(&node.name, node.parent.as_deref(), parent_of), signed(node.part)];
        row.extend(cells(&node.causes));
        rows.push(row);
    }
    let mut text = format!("{}, {}\n{}, {}\n", found.from, standing(&found.before), found.to, standing(&found.after));
    if found.change.is_some() {
        let _ = write!(text, "\n{}", aligned(&rows, 0));
    } else {
        text.push_str("no change to split: one of the scores is none\n");
    }
    text
}

/// What has to change, or how far it gets.
pub(crate) fn reach_table(study: &Study, found: &Reach) -> String {
    let mut text = format!("{}, {}\n", found.period, standing(&found.now));
    let outcome = |outcome: &comity::explanation::Outcome| {
        let rank = outcome.rank.map_or("no rank".to_owned(), |rank| format!("rank {rank}"));
        format!("{}, {rank}", decimal(outcome.score))
    };
    match &found.then {
        Some(_) if found.steps.is_empty() => text.push_str("is there already\n"),
        Some(then) => {
            let mut rows = vec![names(&["indicator", "from", "to", "cost", "unit of measure"])];
            for step in &found.steps {
                let indicators = &study.document().framework.indicators;
                let described = indicators.iter().find(|indicator| indicator.id.as_str() == step.indicator);
                rows.push(vec![
                    described.map_or(step.indicator.clone(), |indicator| indicator.name.clone()),
                    format!("{:.4}", step.from),
                    format!("{:.4}", step.to),
                    format!("{:.3}", step.cost),
                    described.map(|indicator| indicator.unit_of_measure.clone()).unwrap_or_default(),
                ]);
            }
            let how = if found.solved == "exact" { "nothing is cheaper" } else { "the cheapest found by a search" };
            let _ = writeln!(text, "\n{}\nthen {}; {how}", aligned(&rows, 0), outcome(then));
        }
        None => {
            let proof = if found.solved == "exact" {
                "cannot be reached"
            } else {
                "not reached by a search, which is no proof"
            };
            let _ = writeln!(text, "{proof}: at best {}", outcome(&found.best));
        }
    }
    if found.others == "move" {
        text.push_str("the others' scores depend on this one, and were scored anew\n");
    }
    for held in &found.held {
        let reason = match held.reason {
            "missing" => "has no value to change from",
            "best" => "cannot be better within its bounds",
            "range" => "has no range to measure a change by",
            _ => "weighs nothing",
        };
        let _ = writeln!(text, "held: {} {reason}", held.indicator);
    }
    text
}

/// The nearest weights, or what conflicts.
pub(crate) fn honoured_table(arguments: &StatementsArguments, found: &Honoured) -> String {
    let said = |at: &usize| {
        let statement = arguments.statements.get(*at);
        statement.map_or(String::new(), |Statement { above, below }| format!("{above} above {below}"))
    };
    let mut text = match found.moved {
        Some(moved) if found.shares.is_empty() => format!("the weights honour them as they are ({moved:.0} moved)\n"),
        Some(moved) => {
            let mut rows = vec![names(&["weight of", "from", "to"])];
            for share in &found.shares {
                rows.push(vec![share.id.clone(), percent(Some(share.from)), percent(Some(share.to))]);
            }
            format!("{} of the weight changes hands\n\n{}", percent(Some(moved)), aligned(&rows, 0))
        }
        None => {
            let conflict: Vec<String> = found.conflict.iter().map(said).collect();
            format!("no weights honour together: {}\n", conflict.join("; "))
        }
    };
    for left_out in &found.left_out {
        let reason =
            if left_out.reason == "missing" { "they do not have the same values" } else { "scores do not add up" };
        let _ = writeln!(text, "left out: {}: {reason}", said(&left_out.statement));
    }
    text
}

/// The findings, each with what to do, and the indicators' figures.
pub(crate) fn audit_table(found: &Audit) -> String {
    let mut text = format!("{}: {} ranked units\n\n", found.period, found.units);
    if found.findings.is_empty() {
        text.push_str("nothing found\n");
    }
    let findings = |finding: &Problem| {
        let severity = format!("{:?}", finding.severity()).to_lowercase();
        format!("{severity}: {}\n  {}\n", finding.message(), advice(finding.code()))
    };
    text.extend(found.findings.iter().map(findings));
    let mut rows = vec![names(&["indicator", "coverage", "weight", "of variance", "skewness", "kurtosis"])];
    let number = |number: Option<f64>| number.map_or("–".to_owned(), |number| format!("{number:.2}"));
    for indicator in &found.indicators {
        rows.push(vec![
            indicator.id.clone(),
            percent(Some(indicator.coverage)),
            percent(Some(indicator.weight)),
            percent(indicator.variance),
            number(indicator.skewness),
            number(indicator.kurtosis),
        ]);
    }
    let _ = write!(text, "\n{}", aligned(&rows, 0));
    text
}

/// Effort, outcome and efficiency of each unit.
pub(crate) fn frontier_table(found: &Frontier) -> String {
    let mut rows =
        vec![names(&["partnership", "effort", "output", "outcome", "attainable", "efficiency", "in doubt", ""])];
    for unit in &found.units {
        let on = found.frontier.contains(&unit.id);
        rows.push(vec![
            unit.name.clone(),
            decimal(unit.effort),
            decimal(unit.output),
            decimal(unit.outcome),
            decimal(unit.attainable),
            percent(unit.efficiency),
            percent(unit.benefit_of_the_doubt),
            if on { "frontier" } else { "" }.to_owned(),
        ]);
    }
    let text = format!("{}: what is put in against what comes of it\n\n{}", found.period, aligned(&rows, 0));
    text + "\nMore put in and more come of it: that does not show that the one came of the other.\n"
}
