//! The same study under several methods.

use serde::Serialize;

use super::RankShift;
use crate::document::{Decode, Decoder, Value};
use crate::error::{Code, Error, Path, Problem};
use crate::limits;
use crate::method::Method;
use crate::numeric::present;
use crate::study::{Evaluation, RankedBy, ScoreRequest, Study};

/// What is asked of a comparison of methods.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct MethodsRequest {
    /// The period; none: the study's own.
    pub period: Option<i32>,
    /// Rank among these units only; none: all.
    pub units: Option<Vec<String>>,
    /// Whole methods over the study's framework. The first is the one that the others are compared with.
    pub methods: Vec<Candidate>,
}

/// A method to be compared, and what was wrong when it was read: the faults of one leave the others alone.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Candidate {
    /// The method.
    pub method: Method,
    /// Its faults, with paths from the method in.
    pub problems: Vec<Problem>,
}

impl From<Method> for Candidate {
    fn from(method: Method) -> Self {
        Self { method, problems: Vec::new() }
    }
}

impl Decode for Candidate {
    fn decode(value: &Value, _: &mut Decoder) -> Self {
        let mut own = Decoder::default();
        Self { method: Method::decode(value, &mut own), problems: own.into_problems() }
    }
}

impl Decode for MethodsRequest {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        decoder.object(value, |fields| Self {
            period: fields.optional("period"),
            units: fields.optional("units"),
            methods: fields.required("methods"),
        })
    }
}

/// The same study under several methods.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MethodComparison {
    /// The period.
    pub period: i32,
    /// By id: every list of units is in this order.
    pub units: Vec<ComparedUnit>,
    /// In the order asked for.
    pub methods: Vec<ComparedMethod>,
    /// Kendall's tau-b of each method's ranks with each other's, over the units ranked in both; none where a ranking ties everybody,
    /// or is none.
    pub tau: Vec<Vec<Option<f64>>>,
}

/// A unit's id and name.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ComparedUnit {
    /// Its id.
    pub id: String,
    /// Its name for people.
    pub name: String,
}

/// What one method comes to.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct ComparedMethod {
    /// What its scores are; none where it scores nothing, and `problems` say why.
    pub ranking: Option<RankedBy>,
    /// How many units it ranks.
    pub ranked: usize,
    /// One a unit; none where it is not scored.
    pub scores: Vec<Option<f64>>,
    /// One a unit; none where it is not ranked.
    pub ranks: Vec<Option<u32>>,
    /// How far its ranks are from the first method's, both counted among the units that both rank, so that leaving somebody unranked
    /// moves nobody; none where one of the two is none.
    pub shift: Option<RankShift>,
    /// Why it scores nothing.
    pub problems: Vec<Problem>,
    /// What a reader must know of the result: the warnings of its scorecard and its rows.
    pub warnings: Vec<Problem>,
}

impl Study {
    /// Scores and ranks every unit under each of several methods, and says how far their ranks agree. A method that does not fit says
    /// why, and the others are compared all the same.
    ///
    /// # Errors
    /// [`Code::TooLarge`] above [`limits::COMPARED_METHODS`]; [`Code::PeriodUnknown`]; [`Code::UnitUnknown`].
    pub fn compare_methods(&self, request: &MethodsRequest) -> Result<MethodComparison, Error> {
        let found = request.methods.len();
        if found > limits::COMPARED_METHODS {
            let problem = Problem::new(Code::TooLarge, Path::root().with("methods")).arg("what", "methods");
            return Err(problem.arg("found", found).arg("limit", limits::COMPARED_METHODS).into());
        }
        let period = self.model().period(request.period)?;
        let asked = ScoreRequest { period: Some(period), units: request.units.clone(), ..ScoreRequest::default() };
        self.asked(request.units.as_deref())?;
        let mut ranks: Vec<Vec<u32>> = Vec::with_capacity(found);
        let mut methods = Vec::with_capacity(found);
        for candidate in &request.methods {
            let mut compared = ComparedMethod::default();
            match self.under(candidate).and_then(|study| Ok((study.evaluate(&asked)?, study))) {
                Ok((evaluation, study)) => {
                    compared.fill(&study, &evaluation);
                    ranks.push(evaluation.ranks);
                    compared.shift = ranks.first().zip(ranks.last()).and_then(|(first, own)| shift(first, own));
                }
                Err(error) => {
                    ranks.push(Vec::new());
                    compared.problems = error.problems().cloned().collect();
                }
            }
            methods.push(compared);
        }
        let mut tau = Vec::with_capacity(found);
        for first in &ranks {
            let mut row = Vec::with_capacity(found);
            for second in &ranks {
                row.push(shift(first, second).and_then(|shift| shift.tau));
            }
            tau.push(row);
        }
        let mut units = Vec::new();
        for unit in &self.document().dataset.units {
            units.push(ComparedUnit { id: unit.id.to_string(), name: unit.name.clone() });
        }
        Ok(MethodComparison { period, units, methods, tau })
    }

    /// The study under another method, if it fits.
    fn under(&self, candidate: &Candidate) -> Result<Self, Error> {
        let document = self.document();
        let mut problems = candidate.problems.clone();
        if problems.is_empty() {
            candidate.method.check(&document.framework, &document.dataset, &Path::root(), &mut problems);
        }
        Error::from_problems(problems).map_or_else(|| Ok(self.with_method(candidate.method.clone())), Err)
    }
}

impl ComparedMethod {
    fn fill(&mut self, study: &Study, evaluation: &Evaluation) {
        self.ranking = Some(study.model().ranked_by());
        for (score, rank) in evaluation.scores.iter().zip(&evaluation.ranks) {
            let rank = Some(*rank).filter(|rank| *rank > 0);
            self.ranked += usize::from(rank.is_some());
            self.ranks.push(rank);
            self.scores.push(present(*score));
        }
        self.warnings = evaluation.warnings(study.model());
    }
}

/// How far ranks are from others, both counted anew among the units that both rank; none where one of both is none.
fn shift(first: &[u32], second: &[u32]) -> Option<RankShift> {
    let none = first.is_empty() || second.is_empty();
    (!none).then(|| RankShift::new(&among(first, second), &among(second, first)))
}

/// Ranks counted among the units that have one in `others` too; 0 for those without.
fn among(ranks: &[u32], others: &[u32]) -> Vec<u32> {
    let mut held = Vec::new();
    for (rank, other) in ranks.iter().zip(others) {
        held.push(if *other == 0 { 0 } else { *rank });
    }
    // How many hold each rank, and then how many come before it: no rank is above the number of units.
    let mut before = vec![0; held.len() + 2];
    for rank in held.iter().filter(|rank| **rank > 0) {
        if let Some(place) = before.get_mut(*rank as usize + 1) {
            *place += 1;
        }
    }
    let mut sum = 0;
    for place in &mut before {
        sum += *place;
        *place = sum;
    }
    for rank in held.iter_mut().filter(|rank| **rank > 0) {
        *rank = before.get(*rank as usize).map_or(*rank, |before| before + 1);
    }
    held
}
