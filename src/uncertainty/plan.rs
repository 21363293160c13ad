//! A simulation as a plan, and its shards: what an existing distributed engine hands out, as lines of text.

use serde::Serialize;

use super::BLOCK;
use super::partial::BlockRange;
use super::request::SimulationRequest;
use crate::document::{Decode, Decoder, Fields, Value, json};
use crate::error::{Code, Error, Path, Problem};
use crate::study::Study;

/// The version of the lines that shards and partials are.
pub(crate) const VERSION: u32 = 1;

/// A simulation: the engine, the study and what is asked of it. Its blocks depend on nothing else.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Plan {
    /// The version of the engine.
    pub engine: String,
    /// The study.
    pub study: PlannedStudy,
    /// What is asked of it.
    pub request: SimulationRequest,
}

/// The study of a plan.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct PlannedStudy {
    /// Its content hash.
    pub hash: String,
    /// Where its document is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
}

/// Some blocks of a plan: from one to before another.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Shard {
    /// The simulation.
    pub plan: Plan,
    /// The first block.
    pub from: u64,
    /// The block after the last.
    pub to: u64,
}

/// A shard as its line holds it.
#[derive(Serialize)]
struct Line<'a> {
    comity: &'static str,
    version: u32,
    engine: &'a str,
    study: &'a PlannedStudy,
    request: &'a SimulationRequest,
    blocks: (u64, u64),
}

const BLOCK_DRAWS: u64 = BLOCK as u64;

impl Plan {
    /// The plan of a simulation of a study.
    #[must_use]
    pub fn new(study: &Study, request: SimulationRequest) -> Self {
        let study = PlannedStudy { hash: study.hash().to_owned(), path: None };
        Self { engine: env!("CARGO_PKG_VERSION").to_owned(), study, request }
    }

    /// How many blocks it has. The last one holds the draws that are left.
    #[must_use]
    pub fn blocks(&self) -> u64 {
        self.request.draws.div_ceil(BLOCK_DRAWS)
    }

    /// How many draws come before a block.
    #[must_use]
    pub fn draws_before(&self, block: u64) -> u64 {
        (block.saturating_mul(BLOCK_DRAWS)).min(self.request.draws)
    }

    /// The plan as so many shards of whole blocks, or as many as there are blocks, as even as can be.
    ///
    /// # Errors
    /// [`Code::StopRuleSplit`]: a part does not know when all together have drawn enough.
    pub fn shards(&self, number: u64) -> Result<Vec<Shard>, Error> {
        if self.request.until.is_some() {
            return Err(Problem::new(Code::StopRuleSplit, Path::root().with("until")).into());
        }
        let number = number.clamp(1, self.blocks().max(1));
        let bound = |index: u64| self.blocks() * index / number;
        Ok((0..number).map(|index| Shard { plan: self.clone(), from: bound(index), to: bound(index + 1) }).collect())
    }

    /// Checks that it is of this study and this engine.
    ///
    /// # Errors
    /// [`Code::StudyMismatch`], [`Code::PlanMismatch`].
    pub(crate) fn check(&self, study: &Study) -> Result<(), Error> {
        if self.study.hash != study.hash() {
            let problem = Problem::new(Code::StudyMismatch, Path::root().with("study").with("hash"));
            return Err(problem.arg("expected", self.study.hash.as_str()).arg("found", study.hash()).into());
        }
        if self.engine != env!("CARGO_PKG_VERSION") {
            return Err(Problem::new(Code::PlanMismatch, Path::root().with("engine")).arg("what", "engine").into());
        }
        Ok(())
    }

    /// Reads a line of this kind: the plan, and through a function what else it holds.
    pub(super) fn read_line(
        value: &Value,
        decoder: &mut Decoder,
        kind: &'static str,
        read: impl FnOnce(&mut Fields<'_, '_>),
    ) -> Self {
        decoder.object(value, |fields| {
            fields.required_with("comity", |value, decoder| decoder.word(value, &[(kind, ())]));
            fields.required_with("version", |value, decoder| {
                let version = i32::decode(value, decoder);
                if u32::try_from(version) != Ok(VERSION) {
                    let problem = decoder.problem(Code::SchemaUnknown).arg("found", version);
                    decoder.record(problem.arg("expected", f64::from(VERSION)));
                }
            });
            let plan = Self {
                engine: fields.required("engine"),
                study: fields.required("study"),
                request: fields.required("request"),
            };
            read(fields);
            plan
        })
    }
}

impl Decode for PlannedStudy {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        decoder.object(value, |fields| Self { hash: fields.required("hash"), path: fields.optional("path") })
    }
}

impl Shard {
    /// The shard as one line of JSON.
    #[must_use]
    pub fn to_line(&self) -> String {
        let Plan { engine, study, request } = &self.plan;
        let blocks = (self.from, self.to);
        json::to_text(&Line { comity: "shard", version: VERSION, engine, study, request, blocks }).unwrap_or_default()
    }

    /// Reads a shard from its line.
    ///
    /// # Errors
    /// Every fault of the line; [`Code::ShardBroken`] when its blocks are none of the plan's.
    pub fn from_line(line: &str) -> Result<Self, Error> {
        let value = Value::from_json(line)?;
        let mut decoder = Decoder::default();
        let mut blocks = BlockRange::default();
        let plan = Plan::read_line(&value, &mut decoder, "shard", |fields| blocks = fields.required("blocks"));
        if let Some(error) = Error::from_problems(decoder.into_problems()) {
            return Err(error);
        }
        let BlockRange(from, to) = blocks;
        if from > to || to > plan.blocks() {
            let problem = Problem::new(Code::ShardBroken, Path::root().with("blocks"));
            return Err(problem.arg("reason", "its blocks are none of the simulation's").into());
        }
        Ok(Self { plan, from, to })
    }
}
