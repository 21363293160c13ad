//! What counts as one factor: runs of coordinates that are exchanged together.

use serde::Serialize;

use super::request::{Grouping, SensitivityRequest};
use crate::error::{Code, Error, Path, Problem};
use crate::study::Model;
use crate::uncertainty::{Factor, FactorOf};

/// One factor of a sensitivity analysis.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FactorName {
    /// `weights:`, `data:`, `missing:` or `method:` and an id, `left-out`; the source alone; or the id of the group asked for.
    pub id: String,
    /// How many uncertain things it holds: sets of weights, values, questions.
    pub things: usize,
    /// Which, as positions among what varies.
    #[serde(skip)]
    pub(crate) members: Vec<usize>,
}

/// The source of an uncertain thing.
fn source(of: FactorOf) -> &'static str {
    match of {
        FactorOf::Weights { .. } => "weights",
        FactorOf::Data { .. } => "data",
        FactorOf::Missing { .. } => "missing",
        FactorOf::Method { .. } | FactorOf::LeftOut => "method",
    }
}

/// The factor that an uncertain thing belongs to, taken group by group.
fn name(model: &Model, request: &SensitivityRequest, of: FactorOf) -> String {
    let indicator = |at: usize| model.document.framework.indicators.get(at).map(|indicator| indicator.id.as_str());
    let questions = request.vary.method.as_ref().map(|method| method.alternatives.as_slice()).unwrap_or_default();
    let id = match of {
        FactorOf::Weights { parent } => model.hierarchy.nodes().get(parent).map(|node| node.id.as_str()),
        FactorOf::Data { indicator: at, .. } | FactorOf::Missing { indicator: at, .. } => indicator(at),
        FactorOf::Method { question } => questions.get(question).map(|question| question.id.as_str()),
        FactorOf::LeftOut => return "left-out".to_owned(),
    };
    [source(of), ":", id.unwrap_or_default()].concat()
}

/// The factors of an analysis, in the order of what they hold.
///
/// # Errors
/// [`Code::FactorUnknown`], [`Code::DuplicateId`].
pub(super) fn factors(
    model: &Model,
    request: &SensitivityRequest,
    things: &[Factor],
) -> Result<Vec<FactorName>, Error> {
    let mut factors: Vec<FactorName> = Vec::new();
    let Grouping::Groups(groups) = &request.factors else {
        for (position, thing) in things.iter().enumerate() {
            let id = match request.factors {
                Grouping::Sources => source(thing.of).to_owned(),
                _ => name(model, request, thing.of),
            };
            add(&mut factors, &id, position);
        }
        return Ok(factors);
    };
    let names: Vec<String> = things.iter().map(|thing| name(model, request, thing.of)).collect();
    let mut problems = Vec::new();
    for (index, group) in groups.iter().enumerate() {
        let path = Path::root().with("factors").with(index);
        if groups.iter().take(index).any(|other| other.id == group.id) {
            problems.push(Problem::new(Code::DuplicateId, path.clone().with("id")).arg("id", group.id.as_str()));
        }
        for (position, of) in group.of.iter().enumerate() {
            let mut met = false;
            for (at, (thing, name)) in things.iter().zip(&names).enumerate() {
                if name == of || source(thing.of) == of {
                    met = true;
                    add(&mut factors, &group.id, at);
                }
            }
            if !met {
                let mut known: Vec<&str> = Vec::new();
                for name in &names {
                    if !known.contains(&name.as_str()) {
                        known.push(name);
                    }
                }
                let problem = Problem::new(Code::FactorUnknown, path.clone().with("of").with(position));
                problems.push(problem.arg("id", of.as_str()).arg("expected", known.join(", ")));
            }
        }
    }
    Error::from_problems(problems).map_or(Ok(factors), Err)
}

/// Adds an uncertain thing to the factor of this id, once.
fn add(factors: &mut Vec<FactorName>, id: &str, thing: usize) {
    match factors.iter_mut().find(|factor| factor.id == id) {
        Some(factor) if factor.members.contains(&thing) => {}
        Some(factor) => {
            factor.things += 1;
            factor.members.push(thing);
        }
        None => factors.push(FactorName { id: id.to_owned(), things: 1, members: vec![thing] }),
    }
}
