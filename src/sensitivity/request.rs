//! What is asked of a sensitivity analysis.

use crate::document::{Decode, Decoder, Value};
use crate::error::Code;
use crate::limits;
use crate::numeric::count;
use crate::study::Weight;
use crate::uncertainty::{SimulationRequest, Vary};

/// What is asked of a sensitivity analysis; by default what varies in a simulation by default, taken group by group.
#[derive(Debug, Clone, PartialEq)]
pub struct SensitivityRequest {
    /// The period; none: the study's own.
    pub period: Option<i32>,
    /// The weights to start from; nodes not named have the study's.
    pub weights: Vec<Weight>,
    /// By how much each weight is lowered and raised, as a part of its share: 0.25 is a quarter.
    pub change: f64,
    /// What varies.
    pub vary: Vary,
    /// What counts as one factor.
    pub factors: Grouping,
    /// Blocks of 1,024 base draws, at least [`limits::BLOCKS_FOR_ERROR`], since their differences show the sampling error; each base
    /// draw scores the study once for each factor and twice more.
    pub blocks: usize,
    /// The seed, a whole number below 2⁵³.
    pub seed: u64,
}

impl Default for SensitivityRequest {
    fn default() -> Self {
        Self {
            period: None,
            weights: Vec::new(),
            change: 0.25,
            vary: Vary::all(),
            factors: Grouping::default(),
            blocks: 8,
            seed: 1,
        }
    }
}

/// What counts as one factor.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Grouping {
    /// The weights of each dimension's children (`weights:` and its id), the observed values of each indicator (`data:`), its missing
    /// ones (`missing:`), each question of method (`method:`), and which indicator is left out (`left-out`).
    #[default]
    Each,
    /// The four sources: `weights`, `data`, `missing`, `method`.
    Sources,
    /// Groups of those; what is in none of them varies all the same, and is no factor.
    Groups(Vec<Group>),
}

/// Several factors taken as one.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Group {
    /// Its id.
    pub id: String,
    /// Ids of factors or sources.
    pub of: Vec<String>,
}

impl SensitivityRequest {
    /// The simulation whose variance is taken apart.
    pub(crate) fn simulation(&self) -> SimulationRequest {
        SimulationRequest {
            period: self.period,
            weights: self.weights.clone(),
            seed: self.seed,
            vary: self.vary.clone(),
            ..SimulationRequest::default()
        }
    }
}

impl Decode for SensitivityRequest {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        let usual = Self::default();
        if matches!(value, Value::Null) {
            return usual;
        }
        decoder.object(value, |fields| Self {
            period: fields.optional("period"),
            weights: fields.or("weights", Vec::new()),
            change: fields
                .with("change", |value, decoder| decoder.number_within(value, 0.0, 1.0))
                .unwrap_or(usual.change),
            vary: fields.or("vary", usual.vary),
            factors: fields.or("factors", Grouping::default()),
            blocks: fields.with("blocks", blocks).unwrap_or(usual.blocks),
            seed: fields.with("seed", |value, decoder| whole(value, decoder, 0.0, WHOLE)).unwrap_or(usual.seed),
        })
    }
}

/// Reads a whole number within bounds.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be whole and within bounds")]
fn whole(value: &Value, decoder: &mut Decoder, lower: f64, upper: f64) -> u64 {
    let number = decoder.number_within(value, lower, upper);
    if number.trunc().to_bits() != number.to_bits() {
        let problem = decoder.problem(Code::NumberNotWhole).arg("found", number);
        decoder.record(problem);
    }
    number as u64
}

fn blocks(value: &Value, decoder: &mut Decoder) -> usize {
    let (least, most) = (count(limits::BLOCKS_FOR_ERROR), count(limits::BLOCKS_OF_FACTORS));
    usize::try_from(whole(value, decoder, least, most)).unwrap_or(0)
}

/// The largest whole number that JavaScript holds exactly.
const WHOLE: f64 = 9_007_199_254_740_991.0;

impl Decode for Grouping {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        match value {
            Value::List(_) | Value::Numbers(_) => Self::Groups(Vec::decode(value, decoder)),
            _ if decoder.word(value, &[("each", false), ("sources", true)]) => Self::Sources,
            _ => Self::Each,
        }
    }
}

impl Decode for Group {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        decoder.object(value, |fields| Self {
            id: fields.required_with("id", |value, decoder| decoder.id(value)),
            of: fields.required("of"),
        })
    }
}
