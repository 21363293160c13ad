//! Choices of method as random numbers: every combination of options is a variant of the study.

use super::request::{MethodLaw, Patch};
use crate::error::{Code, Error, Path, Problem};
use crate::framework::Hierarchy;
use crate::limits;
use crate::method::{Choices, Method, NodeChoices};
use crate::study::{Study, StudyDocument};

/// The combinations of options.
#[derive(Debug, Default)]
pub(crate) struct Variants {
    /// How many answers each question has, the study's own among them.
    pub(crate) answers: Vec<usize>,
    /// The positions of the indicators that are left out in turn; empty when none is.
    pub(crate) left_out: Vec<usize>,
}

impl Variants {
    /// The variants that a request asks for.
    ///
    /// # Errors
    /// [`Code::TooLarge`] above [`limits::VARIANTS`], or when they would hold too many cells together; every fault of a patched
    /// method, with the path of its patch.
    pub(crate) fn new(study: &Study, law: &MethodLaw) -> Result<Self, Error> {
        let mut problems = Vec::new();
        let place = Path::root().with("vary").with("method").with("alternatives");
        let model = study.model();
        let document = &model.document;
        for (index, question) in law.alternatives.iter().enumerate() {
            for (option, patches) in question.options.iter().enumerate() {
                let path = place.clone().with(index).with("options").with(option);
                for patch in patches {
                    let known =
                        patch.node.as_ref().is_none_or(|node| model.hierarchy.position(node.as_str()).is_some());
                    if let Some(node) = patch.node.as_ref().filter(|_| !known) {
                        problems.push(Problem::new(Code::NodeUnknown, path.clone()).arg("id", node));
                    }
                }
                let mut method = document.method.clone();
                for patch in patches {
                    apply(patch, &mut method, &model.hierarchy);
                }
                let mut found = Vec::new();
                method.check(&document.framework, &document.dataset, &path, &mut found);
                problems.append(&mut found);
            }
        }
        let answers: Vec<usize> = law.alternatives.iter().map(|question| question.options.len() + 1).collect();
        let count = answers.iter().fold(1_usize, |count, answers| count.saturating_mul(*answers));
        let cells: usize = document.dataset.indicators.iter().map(|column| column.values.len()).sum();
        for (what, found, limit) in [
            ("variants of the method", count, limits::VARIANTS),
            ("variants × cells", count.saturating_mul(cells), limits::VARIANT_CELLS),
        ] {
            if found > limit && count > 1 {
                let problem = Problem::new(Code::TooLarge, place.clone());
                problems.push(problem.arg("what", what).arg("found", found).arg("limit", limit));
            }
        }
        let leaves = model.hierarchy.nodes().iter().enumerate().filter(|(_, node)| node.children.is_empty());
        let left_out = if law.leave_one_out { leaves.map(|(position, _)| position).collect() } else { Vec::new() };
        Error::from_problems(problems).map_or(Ok(Self { answers, left_out }), Err)
    }

    /// How many variants there are, left-out indicators aside.
    pub(crate) fn count(&self) -> usize {
        self.answers.iter().product()
    }

    /// The variant of these answers, one a question: the first question counts most.
    pub(crate) fn number(&self, answers: impl Iterator<Item = usize>) -> usize {
        self.answers.iter().zip(answers).fold(0, |number, (of, answer)| number * of + answer)
    }

    /// The study under a variant: number 0 is the study itself.
    ///
    /// # Errors
    /// What the combination of patches makes impossible.
    pub(crate) fn study(&self, study: &Study, law: Option<&MethodLaw>, number: usize) -> Result<Study, Error> {
        let Some(law) = law.filter(|_| number > 0) else { return Ok(study.clone()) };
        // Written and read again: to copy every part of a document as it is would be half as much code again in the wasm.
        let mut document = StudyDocument::from_value(&study.document().to_value()?)?;
        let mut left = number;
        for (question, of) in law.alternatives.iter().zip(&self.answers).rev() {
            let answer = left % of;
            left /= of;
            if let Some(patches) = answer.checked_sub(1).and_then(|option| question.options.get(option)) {
                for patch in patches {
                    apply(patch, &mut document.method, &study.model().hierarchy);
                }
            }
        }
        let mut problems = Vec::new();
        let path = Path::root().with("vary").with("method");
        document.method.check(&document.framework, &document.dataset, &path, &mut problems);
        Error::from_problems(problems).map_or_else(|| Ok(Study::lay_out(document)), Err)
    }
}

/// Changes a method as a patch says. A node's own choices stay where the defaults are patched; where a patch weighs siblings
/// without their stated weights, those are dropped.
fn apply(patch: &Patch, method: &mut Method, hierarchy: &Hierarchy) {
    if patch.choices.weighting.as_ref().is_some_and(|weighting| !weighting.method().uses_stated()) {
        for node in hierarchy.nodes() {
            let own = method.nodes.iter().find(|own| own.id == node.id);
            let patched = match &patch.node {
                Some(id) => *id == node.id,
                None => own.is_none_or(|own| own.choices.weighting.is_none()),
            };
            if patched {
                let children = node.children.iter().filter_map(|child| hierarchy.nodes().get(*child));
                for child in children {
                    for stated in method.nodes.iter_mut().filter(|stated| stated.id == child.id) {
                        stated.weight = None;
                    }
                }
            }
        }
    }
    let Some(id) = &patch.node else { return method.defaults.patch(&patch.choices) };
    match method.nodes.iter_mut().find(|node| node.id == *id) {
        Some(node) => node.choices.patch(&patch.choices),
        None => method.nodes.push(NodeChoices { id: id.clone(), weight: None, choices: patch.choices.clone() }),
    }
    method.sort();
}

impl Choices {
    /// Takes over what another makes.
    fn patch(&mut self, other: &Self) {
        fn take<T: Clone>(own: &mut Option<T>, other: Option<&T>) {
            if let Some(other) = other {
                *own = Some(other.clone());
            }
        }
        take(&mut self.raters, other.raters.as_ref());
        take(&mut self.members, other.members.as_ref());
        take(&mut self.combination, other.combination.as_ref());
        take(&mut self.imputation, other.imputation.as_ref());
        take(&mut self.denomination, other.denomination.as_ref());
        take(&mut self.treatment, other.treatment.as_ref());
        take(&mut self.pool, other.pool.as_ref());
        take(&mut self.normalisation, other.normalisation.as_ref());
        take(&mut self.weighting, other.weighting.as_ref());
        take(&mut self.aggregation, other.aggregation.as_ref());
        take(&mut self.missing, other.missing.as_ref());
        take(&mut self.available, other.available.as_ref());
    }
}
