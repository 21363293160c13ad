//! `comity stability` and `comity sensitivity`: what is asked, and the tables of what comes back.

use std::fmt::Write as _;

use comity::document::{Decode, Decoder, Value};
use comity::sensitivity::{
    GroupAcceptability, Information, Interval, NodeStability, Pair, PairStability, RankShift, Sensitivity,
    SensitivityRequest, Solved, Specification, Stability, StabilityRequest, StatedRank, Variance, WeightEffect,
};
use comity::{Error, Study};

use super::{Asked, Failure, aligned, percent, read};

/// `comity stability`.
#[derive(clap::Args)]
pub(crate) struct StabilityArguments {
    #[command(flatten)]
    pub(crate) asked: Asked,
    /// Say what would swap two units, e.g. `japan,italy`.
    #[arg(long, value_name = "ID,ID", value_parser = parse_pair)]
    pair: Option<Pair>,
}

/// `comity sensitivity`.
#[derive(clap::Args)]
pub(crate) struct SensitivityArguments {
    #[command(flatten)]
    pub(crate) asked: Asked,
    /// What is asked, as JSON: what varies, what counts as one factor. What else is given here replaces what it says.
    #[arg(long, value_name = "FILE")]
    request: Option<std::path::PathBuf>,
    /// Blocks of 1,024 base draws.
    #[arg(long)]
    blocks: Option<usize>,
    /// The seed.
    #[arg(long)]
    seed: Option<u64>,
}

fn parse_pair(text: &str) -> Result<Pair, String> {
    let (a, b) = text.split_once(',').ok_or("expected ID,ID")?;
    Ok(Pair { a: a.to_owned(), b: b.to_owned() })
}

/// Asks how stable ranks are.
pub(crate) fn stability(study: &Study, arguments: &StabilityArguments) -> Result<Stability, Error> {
    let Asked { period, weights, .. } = &arguments.asked;
    study.stability(&StabilityRequest { period: *period, weights: weights.clone(), pair: arguments.pair.clone() })
}

/// Asks what ranks depend on.
pub(crate) fn sensitivity(study: &Study, arguments: &SensitivityArguments) -> Result<Sensitivity, Failure> {
    let mut request = SensitivityRequest::default();
    if let Some(path) = &arguments.request {
        let mut decoder = Decoder::default();
        request = SensitivityRequest::decode(&Value::from_json(&read(path)?).map_err(Error::from)?, &mut decoder);
        if let Some(error) = Error::from_problems(decoder.into_problems()) {
            return Err(error.into());
        }
    }
    let Asked { period, weights, .. } = &arguments.asked;
    request.period = period.or(request.period);
    if !weights.is_empty() {
        request.weights.clone_from(weights);
    }
    request.blocks = arguments.blocks.unwrap_or(request.blocks);
    request.seed = arguments.seed.unwrap_or(request.seed);
    Ok(study.sensitivity(&request)?)
}

fn names(head: &[&str]) -> Vec<String> {
    head.iter().map(|name| (*name).to_owned()).collect()
}

/// The intervals of every weight, and what else was asked.
pub(crate) fn stability_table(study: &Study, stability: &Stability) -> String {
    let name = |id: &str| name_of(study, id);
    let first = stability.first.as_deref().map_or("nobody".to_owned(), name);
    let mut rows = vec![names(&["node", "share", "first stays first", "nobody swaps", "swaps", "how", "nearest swap"])];
    let interval = |interval: Option<Interval>| {
        interval
            .map_or("–".to_owned(), |ends| format!("{} to {}", percent(Some(ends.lower)), percent(Some(ends.upper))))
    };
    for node in &stability.nodes {
        rows.push(vec![
            node.id.clone(),
            percent(Some(node.share)),
            interval(node.first),
            interval(node.order),
            node.flip_count.to_string(),
            node.fixed.or(node.solved.map(how)).unwrap_or_default().to_owned(),
            nearest_swap(node, &name),
        ]);
    }
    let mut text =
        format!("{}: {first} is first; how far one share may move\n\n{}", stability.period, aligned(&rows, 0));
    for group in &stability.groups {
        text.push('\n');
        text.push_str(&acceptability_line(group, &name));
    }
    if let Some(pair) = &stability.pair {
        text.push('\n');
        text.push_str(&pair_table(pair, &name));
    }
    text
}

fn how(solved: Solved) -> &'static str {
    match solved {
        Solved::Linear => "exact",
        Solved::Rational => "exact, weights rescaled",
        Solved::Bisection => "searched",
    }
}

fn nearest_swap(node: &NodeStability, name: &impl Fn(&str) -> String) -> String {
    let distance = |share: f64| (share - node.share).abs();
    let nearest = node.flips.iter().reduce(|a, b| if distance(b.share) < distance(a.share) { b } else { a });
    nearest.map_or(String::new(), |flip| {
        let (beyond, ahead, behind) = if flip.share < node.share {
            ("below", &flip.behind, &flip.ahead)
        } else {
            ("above", &flip.ahead, &flip.behind)
        };
        format!("{beyond} {} {} is ahead of {}", percent(Some(flip.share)), name(ahead), name(behind))
    })
}

/// Who is first in how many of a group's weightings.
fn acceptability_line(group: &GroupAcceptability, name: &impl Fn(&str) -> String) -> String {
    let head = format!("of all weightings of {}", group.children.join(", "));
    if let Some(reason) = group.reason {
        return format!("{head}: not worked out, {reason}\n");
    }
    let mut firsts: Vec<(&str, f64)> =
        group.units.iter().filter_map(|unit| Some((unit.id.as_str(), *unit.ranks.first()?))).collect();
    firsts.retain(|(_, share)| *share > 0.0);
    firsts.sort_by(|a, b| b.1.total_cmp(&a.1));
    let told: Vec<String> =
        firsts.iter().take(5).map(|(id, share)| format!("{} in {}", name(id), percent(Some(*share)))).collect();
    format!("{head}, first are: {}\n", told.join(", "))
}

fn pair_table(pair: &PairStability, name: &impl Fn(&str) -> String) -> String {
    let (above, below) = (name(&pair.above), name(&pair.below));
    let mut text = if pair.tied {
        format!("{above} and {below} are tied\n")
    } else {
        format!("{above} is above {below}; they swap\n")
    };
    let mut rows = vec![names(&["where the share of", "goes from", "to"])];
    for node in &pair.nodes {
        let mark = if pair.nearest.as_ref() == Some(&node.id) { " (the least change)" } else { "" };
        let flip = node.flip.map_or("never".to_owned(), |flip| percent(Some(flip)) + mark);
        rows.push(vec![node.id.clone(), percent(Some(node.share)), flip]);
    }
    text.push_str(&aligned(&rows, 0));
    for transfer in &pair.transfers {
        let group = transfer.group.as_ref().map_or("over all indicators".to_owned(), |group| format!("within {group}"));
        let said = match (transfer.moved, transfer.reason) {
            (Some(moved), _) => {
                let moves = transfer.weights.iter();
                let moves = moves.map(|weight| {
                    format!("{} {} → {}", weight.id, percent(Some(weight.from)), percent(Some(weight.to)))
                });
                let moves: Vec<String> = moves.collect();
                format!("{} of the weight changing hands ties them: {}", percent(Some(moved)), moves.join(", "))
            }
            (None, reason) => format!("no weights swap them, or none were worked out ({})", reason.unwrap_or_default()),
        };
        let _ = writeln!(text, "{group}: {said}");
    }
    text
}

/// What ranks depend on.
pub(crate) fn sensitivity_table(study: &Study, found: &Sensitivity) -> String {
    let mut text = format!("{}: what the ranks of {} units depend on\n", found.period, found.units.len());
    if let Some(variance) = &found.variance {
        text.push_str(&variance_tables(variance, &found.units));
    }
    text.push_str(&effects_table(found.change, &found.weights, &found.units));
    if !found.information.is_empty() {
        text.push_str(&information_table(study, &found.information));
    }
    if let Some(specification) = &found.specification {
        text.push_str(&specification_table(specification, &found.units));
    }
    text
}

fn variance_tables(variance: &Variance, units: &[StatedRank]) -> String {
    let mut rows = vec![names(&["factor", "alone", "±", "with all others", "±"])];
    for (name, factor) in variance.factors.iter().zip(&variance.shift.factors) {
        let half = |lower: f64, upper: f64| percent(Some((upper - lower) / 2.0));
        rows.push(vec![
            name.id.clone(),
            percent(Some(factor.first.value)),
            half(factor.first.lower, factor.first.upper),
            percent(Some(factor.total.value)),
            half(factor.total.lower, factor.total.upper),
        ]);
    }
    let mut text = format!(
        "\nthe mean shift of ranks is {:.2}; its variance, by factor ({} base draws, {} scorings, seed {})\n\n{}",
        variance.shift.mean,
        variance.draws,
        variance.scorings,
        variance.seed,
        aligned(&rows, 0)
    );
    let mut rows = vec![names(&["partnership", "rank", "mean", "sd", "most of it from"])];
    let mut ranked: Vec<_> = units.iter().zip(&variance.units).collect();
    ranked.sort_by_key(|(unit, _)| unit.rank);
    for (unit, found) in ranked {
        let Some(rank) = found.as_ref().map(|found| &found.rank) else {
            rows.push(vec![
                unit.name.clone(),
                unit.rank.to_string(),
                "–".into(),
                "–".into(),
                "a draw leaves it unscored".into(),
            ]);
            continue;
        };
        let factors = variance.factors.iter().zip(&rank.factors);
        let most = factors.reduce(|a, b| if b.1.total.value > a.1.total.value { b } else { a });
        let most = most.filter(|_| !rank.constant);
        let most = most.map(|(name, factor)| format!("{} ({})", name.id, percent(Some(factor.total.value))));
        rows.push(vec![
            unit.name.clone(),
            unit.rank.to_string(),
            format!("{:.1}", rank.mean),
            format!("{:.2}", rank.variance.sqrt()),
            most.unwrap_or_else(|| "its rank never changes".to_owned()),
        ]);
    }
    text.push('\n');
    text.push_str(&aligned(&rows, 0));
    text
}

/// The mean shift and who moves furthest.
fn shift_cell(shift: Option<&RankShift>, units: &[StatedRank]) -> String {
    let Some(shift) = shift else { return "–".to_owned() };
    let size = |shift: &Option<f64>| shift.map_or(0.0, f64::abs);
    let moved = units.iter().zip(&shift.units);
    let most = moved.reduce(|a, b| if size(b.1) > size(a.1) { b } else { a });
    match most.and_then(|(unit, shift)| Some((unit, shift.filter(|shift| shift.abs() > 0.0)?))) {
        Some((unit, places)) => format!("{:.2} ({} {places:+.0})", shift.mean, unit.name),
        None => format!("{:.2}", shift.mean),
    }
}

fn effects_table(change: f64, effects: &[WeightEffect], units: &[StatedRank]) -> String {
    let (less, more) = (format!("{} less", percent(Some(change))), format!("{} more", percent(Some(change))));
    let mut rows = vec![names(&["node", "share", "left out", "tau", &less, &more])];
    for effect in effects {
        let tau = effect.left_out.as_ref().and_then(|shift| shift.tau);
        rows.push(vec![
            effect.id.clone(),
            percent(Some(effect.share)),
            shift_cell(effect.left_out.as_ref(), units),
            tau.map_or("–".to_owned(), |tau| format!("{tau:.3}")),
            shift_cell(effect.lowered.as_ref(), units),
            shift_cell(effect.raised.as_ref(), units),
        ]);
    }
    format!("\nmean shift of ranks, and who moves furthest, when one weight changes\n\n{}", aligned(&rows, 0))
}

fn information_table(study: &Study, information: &[Information]) -> String {
    let mut rows = vec![names(&["indicator", "partnership", "would settle", "±", "now"])];
    for value in information.iter().take(10) {
        rows.push(vec![
            value.indicator.clone(),
            name_of(study, &value.unit),
            percent(Some(value.settled.value)),
            percent(Some((value.settled.upper - value.settled.lower) / 2.0)),
            if value.missing { "missing" } else { "uncertain" }.to_owned(),
        ]);
    }
    format!("\nwhich value, if it were known, would settle most of the variance of all ranks\n\n{}", aligned(&rows, 0))
}

fn specification_table(specification: &Specification, units: &[StatedRank]) -> String {
    let mut rows = vec![names(&["question", "answer", "mean shift", "largest", "whom it moves furthest"])];
    for question in &specification.questions {
        for (position, answer) in question.answers.iter().enumerate().skip(1) {
            let moved = units.iter().zip(&answer.units).filter_map(|(unit, shift)| Some((unit, (*shift)?)));
            let most = moved.reduce(|a, b| if b.1.abs() > a.1.abs() { b } else { a });
            rows.push(vec![
                question.id.clone(),
                answer.indicator.clone().unwrap_or_else(|| position.to_string()),
                format!("{:.2}", answer.mean),
                format!("{:.2}", answer.largest),
                most.filter(|_| answer.largest > 0.0)
                    .map_or(String::new(), |(unit, shift)| format!("{} {shift:+.2}", unit.name)),
            ]);
        }
    }
    let listed = specification.variants.len();
    let sampled = if specification.sampled { format!(", of which {listed} drawn") } else { String::new() };
    format!("\n{} combinations of the method's answers{sampled}\n\n{}", specification.combinations, aligned(&rows, 1))
}

fn name_of(study: &Study, id: &str) -> String {
    let units = &study.document().dataset.units;
    units.iter().find(|unit| unit.id.as_str() == id).map_or_else(|| id.to_owned(), |unit| unit.name.clone())
}
