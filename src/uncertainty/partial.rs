//! What was counted so far: whole numbers that add up to the same in any grouping and order, as one line of text.

use serde::Serialize;

use super::BLOCK;
use super::plan::{Plan, PlannedStudy, VERSION};
use super::request::{SimulationRequest, whole};
use crate::document::{Decode, Decoder, Value, json};
use crate::error::{Code, Error, Path, Problem};
use crate::limits;
use crate::numeric::Counts;

/// What the draws of some blocks of a simulation came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Partial {
    /// The simulation.
    pub(crate) plan: Plan,
    /// The blocks that are in it: from, to before; rising, apart.
    pub(crate) blocks: Vec<(u64, u64)>,
    pub(crate) counts: Counts,
}

/// A partial as its line holds it.
#[derive(Serialize)]
struct Line<'a> {
    comity: &'static str,
    version: u32,
    engine: &'a str,
    study: &'a PlannedStudy,
    request: &'a SimulationRequest,
    blocks: &'a [(u64, u64)],
    units: usize,
    weights: usize,
    draws: u64,
    columns: Vec<String>,
}

impl Partial {
    /// Nothing counted yet.
    pub(crate) fn new(plan: Plan, units: usize, weights: usize) -> Self {
        let counts = Counts::new(units, weights, BLOCK, plan.request.pairwise);
        Self { plan, blocks: Vec::new(), counts }
    }

    /// The simulation.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Notes that the blocks from one to before another are in it.
    ///
    /// # Errors
    /// [`Code::ShardDuplicate`].
    pub(crate) fn take_in(&mut self, from: u64, to: u64) -> Result<(), Error> {
        let at = self.blocks.partition_point(|(start, _)| *start < from);
        let overlaps_before = at.checked_sub(1).and_then(|at| self.blocks.get(at)).is_some_and(|(_, end)| *end > from);
        let overlaps_behind = self.blocks.get(at).is_some_and(|(start, _)| *start < to);
        if overlaps_before || overlaps_behind {
            let block = if overlaps_before { from } else { self.blocks.get(at).map_or(from, |(start, _)| *start) };
            return Err(Problem::new(Code::ShardDuplicate, Path::root()).arg("block", block.to_string()).into());
        }
        self.blocks.insert(at, (from, to));
        let mut joined: Vec<(u64, u64)> = Vec::with_capacity(self.blocks.len());
        for (from, to) in &self.blocks {
            match joined.last_mut().filter(|(_, end)| end == from) {
                Some((_, end)) => *end = *to,
                None => joined.push((*from, *to)),
            }
        }
        self.blocks = joined;
        Ok(())
    }

    /// Adds another partial of the same simulation.
    ///
    /// # Errors
    /// [`Code::PlanMismatch`], [`Code::ShardDuplicate`]: nothing is added then.
    pub fn merge(&mut self, other: &Self) -> Result<(), Error> {
        let (own, others) = (&self.plan, &other.plan);
        let sizes = |counts: &Counts| (counts.sums.len(), counts.centres.len());
        let what = if own.engine != others.engine {
            "engine"
        } else if own.study.hash != others.study.hash || sizes(&self.counts) != sizes(&other.counts) {
            "study"
        } else if json::to_text(&own.request).ok() != json::to_text(&others.request).ok() {
            // As they are written: comparing field by field would be code for every type in it.
            "request"
        } else {
            let before = self.blocks.clone();
            for (from, to) in &other.blocks {
                if let Err(error) = self.take_in(*from, *to) {
                    self.blocks = before;
                    return Err(error);
                }
            }
            self.counts.merge(&other.counts);
            return Ok(());
        };
        Err(Problem::new(Code::PlanMismatch, Path::root()).arg("what", what).into())
    }

    /// The partial as one line of JSON.
    #[must_use]
    pub fn to_line(&self) -> String {
        let Counts { draws, sums, products, ranks, bins, wins, centres, .. } = &self.counts;
        let [upper, mixed, lower] = products;
        let mut columns: Vec<String> =
            [sums, upper, mixed, lower, centres].map(|numbers| written(numbers.iter().copied())).to_vec();
        columns.extend([ranks, bins, wins].map(|numbers| written(numbers.iter().map(|number| u64::from(*number)))));
        let units = sums.len();
        let Plan { engine, study, request } = &self.plan;
        let line = Line {
            comity: "partial",
            version: VERSION,
            engine,
            study,
            request,
            blocks: &self.blocks,
            units,
            weights: centres.len().checked_div(units).unwrap_or(0),
            draws: *draws,
            columns,
        };
        json::to_text(&line).unwrap_or_default()
    }

    /// Reads a partial from its line.
    ///
    /// # Errors
    /// Every fault of the line; [`Code::ShardBroken`] when it is not what an engine of this version wrote.
    pub fn from_line(line: &str) -> Result<Self, Error> {
        let value = Value::from_json(line)?;
        let mut decoder = Decoder::default();
        let mut read = Read::default();
        let plan = Plan::read_line(&value, &mut decoder, "partial", |fields| {
            let mut number = |key| fields.required_with(key, whole);
            let (units, weights, draws) = (number("units"), number("weights"), number("draws"));
            let blocks: Vec<BlockRange> = fields.required("blocks");
            let columns = fields.required_with("columns", texts);
            read = Read { units, weights, draws, blocks, columns };
        });
        if let Some(error) = Error::from_problems(decoder.into_problems()) {
            return Err(error);
        }
        let broken = |reason: &str| Error::from(Problem::new(Code::ShardBroken, Path::root()).arg("reason", reason));
        let size = |number: u64, limit: usize| usize::try_from(number).ok().filter(|number| *number <= limit);
        let sizes = size(read.units, limits::SIMULATED_UNITS).zip(size(read.weights, limits::NODES));
        let (units, weights) = sizes.ok_or_else(|| broken("its sizes are impossible"))?;
        let mut partial = Self::new(plan, units, weights);
        for BlockRange(from, to) in &read.blocks {
            if from >= to || *to > partial.plan.blocks() {
                return Err(broken("its blocks are none of the simulation's"));
            }
            partial.take_in(*from, *to)?;
        }
        let draws: u64 = partial
            .blocks
            .iter()
            .map(|(from, to)| partial.plan.draws_before(*to) - partial.plan.draws_before(*from))
            .sum();
        if draws != read.draws {
            return Err(broken("its draws are not those of its blocks"));
        }
        let counts = &mut partial.counts;
        counts.draws = draws;
        let [upper, mixed, lower] = &mut counts.products;
        let wide = [&mut counts.sums, upper, mixed, lower, &mut counts.centres];
        let mut columns = read.columns.iter();
        for numbers in wide {
            let filled = columns.next().is_some_and(|text| fill(text, numbers.iter_mut(), Some));
            if !filled {
                return Err(broken("a column is not what its sizes call for"));
            }
        }
        for numbers in [&mut counts.ranks, &mut counts.bins, &mut counts.wins] {
            let filled =
                columns.next().is_some_and(|text| fill(text, numbers.iter_mut(), |number| u32::try_from(number).ok()));
            if !filled {
                return Err(broken("a column is not what its sizes call for"));
            }
        }
        if columns.next().is_some() { Err(broken("it has too many columns")) } else { Ok(partial) }
    }
}

/// The fields of a partial's line besides its plan.
#[derive(Default)]
struct Read {
    units: u64,
    weights: u64,
    draws: u64,
    blocks: Vec<BlockRange>,
    columns: Vec<String>,
}

/// Blocks from one to before another.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct BlockRange(pub(crate) u64, pub(crate) u64);

impl Decode for BlockRange {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        if let Some([from, to]) = value.items().as_deref() {
            return Self(whole(from, decoder), whole(to, decoder));
        }
        decoder.wrong_type(value, "a list of two whole numbers");
        Self::default()
    }
}

/// Texts of any length.
fn texts(value: &Value, decoder: &mut Decoder) -> Vec<String> {
    let Some(list) = value.items() else {
        decoder.wrong_type(value, "a list of texts");
        return Vec::new();
    };
    list.iter().filter_map(|item| if let Value::Text(text) = item { Some(text.clone()) } else { None }).collect()
}

/// Whole numbers as one text, runs of zeros as `0*length`.
fn written(numbers: impl Iterator<Item = u64>) -> String {
    let mut text = String::new();
    let mut zeros = 0_u64;
    let push = |text: &mut String, number: u64, run: u64| {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&number.to_string());
        if run > 1 {
            text.push('*');
            text.push_str(&run.to_string());
        }
    };
    for number in numbers {
        if number == 0 {
            zeros += 1;
            continue;
        }
        if zeros > 0 {
            push(&mut text, 0, std::mem::take(&mut zeros));
        }
        push(&mut text, number, 1);
    }
    if zeros > 0 {
        push(&mut text, 0, zeros);
    }
    text
}

/// Fills places with the numbers of a text; says whether there was exactly one a place.
fn fill<'a, T: 'a>(text: &str, mut places: impl Iterator<Item = &'a mut T>, narrow: impl Fn(u64) -> Option<T>) -> bool {
    for token in text.split(' ').filter(|token| !token.is_empty()) {
        let (number, run) = token.split_once('*').unwrap_or((token, "1"));
        let (Ok(number), Ok(run)) = (number.parse::<u64>(), run.parse::<u64>()) else { return false };
        for _ in 0..run {
            match (places.next(), narrow(number)) {
                (Some(place), Some(number)) => *place = number,
                _ => return false,
            }
        }
    }
    places.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_back_as_they_were_written() {
        for numbers in [vec![], vec![0], vec![7], vec![0, 0, 5, 0, u64::MAX, 0, 0, 0]] {
            let text = written(numbers.iter().copied());
            let mut back = vec![9; numbers.len()];
            assert!(fill(&text, back.iter_mut(), Some), "{text}");
            assert_eq!(back, numbers);
            let mut longer = vec![9; numbers.len() + 1];
            assert!(!fill(&text, longer.iter_mut(), Some), "{text}");
        }
        assert!(!fill("1 x", [0_u64; 2].iter_mut(), Some));
        assert!(!fill("1*3", [0_u64; 2].iter_mut(), Some));
    }
}
