//! A method applied to a framework: what each node really does, and the checks of what fits what.

use super::{Choices, Method, NodeChoices};
use crate::aggregation::{Aggregation, Missing};
use crate::combination::{Combination, Members, Raters};
use crate::document::order::{self, Index};
use crate::error::{Code, Path, Problem};
use crate::framework::{Framework, Hierarchy, Indicator, NodeId, NodeKind, check_ids};
use crate::normalisation::{Normalisation, rubric_level};
use crate::weighting::Weighting;

/// What is done with an indicator.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reading {
    pub(crate) raters: Raters,
    pub(crate) members: Members,
    pub(crate) combination: Combination,
    pub(crate) normalisation: Normalisation,
}

/// What is done with a dimension's children.
#[derive(Debug, Clone, Default)]
pub(crate) struct Joining {
    pub(crate) aggregation: Aggregation,
    pub(crate) missing: Missing,
}

/// What is done with every node.
#[derive(Debug, Clone, Default)]
pub(crate) struct Plan {
    /// By the position of the indicator in the sorted framework.
    pub(crate) readings: Vec<Reading>,
    /// By the position of the node in the hierarchy; none for indicators.
    pub(crate) joinings: Vec<Option<Joining>>,
    /// What each node weighs among its siblings, by its position; 1 for the root.
    pub(crate) weights: Vec<f64>,
    /// The position of the node that modifies all others' score, and the exponent, if there is one.
    pub(crate) credibility: Option<(usize, f64)>,
}

impl Plan {
    /// Applies a checked method to a checked framework, both sorted.
    pub(crate) fn new(method: &Method, framework: &Framework, hierarchy: &Hierarchy) -> Self {
        let overrides = method.overrides();
        let stated = |id: &NodeId| overrides.position(order::id(id.as_str())).and_then(|at| method.nodes.get(at));
        let own = |id: &NodeId| stated(id).map(|node| &node.choices);
        let readings = framework.indicators.iter().map(|indicator| Reading {
            raters: choice(own(&indicator.id), &method.defaults, |choices| choices.raters.as_ref()),
            members: choice(own(&indicator.id), &method.defaults, |choices| choices.members.as_ref()),
            combination: choice(own(&indicator.id), &method.defaults, |choices| choices.combination.as_ref()),
            normalisation: normalisation(own(&indicator.id), &method.defaults, indicator),
        });
        let joinings = hierarchy.nodes().iter().map(|node| match node.kind {
            NodeKind::Indicator(_) => None,
            NodeKind::Dimension(_) => Some(Joining {
                aggregation: choice(own(&node.id), &method.defaults, |choices| choices.aggregation.as_ref()),
                missing: choice(own(&node.id), &method.defaults, |choices| choices.missing.as_ref()),
            }),
        });
        let mut weights = vec![1.0; hierarchy.nodes().len()];
        for node in hierarchy.nodes() {
            let children = node.children.iter().filter_map(|child| hierarchy.nodes().get(*child));
            let stated: Vec<_> = children.map(|child| stated(&child.id).and_then(|node| node.weight)).collect();
            let weighed = weighting(own(&node.id), &method.defaults).method().weigh(&stated);
            for (child, weight) in node.children.iter().zip(weighed) {
                if let Some(place) = weights.get_mut(*child) {
                    *place = weight;
                }
            }
        }
        let mut plan = Self { readings: readings.collect(), joinings: joinings.collect(), weights, credibility: None };
        if let Some(opinion) = &method.opinion {
            plan.apply(opinion, hierarchy);
        }
        plan
    }
}

impl Plan {
    /// Whether a node's score depends on all units at once.
    pub(crate) fn needs_all_units(&self) -> bool {
        self.joinings.iter().flatten().any(|joining| joining.aggregation.method().needs_all_units())
    }
}

/// The node's own choice, else the method's default, else the engine's.
fn choice<T: Clone + Default>(own: Option<&Choices>, defaults: &Choices, which: impl Fn(&Choices) -> Option<&T>) -> T {
    own.and_then(&which).or_else(|| which(defaults)).cloned().unwrap_or_default()
}

fn weighting(own: Option<&Choices>, defaults: &Choices) -> Weighting {
    choice(own, defaults, |choices| choices.weighting.as_ref())
}

/// A rubric indicator is placed by its levels unless its own override says otherwise: a method's default for all indicators is
/// meant for quantitative ones.
fn normalisation(own: Option<&Choices>, defaults: &Choices, indicator: &Indicator) -> Normalisation {
    let own = own.and_then(|choices| choices.normalisation.clone());
    match (own, &indicator.rubric) {
        (Some(own), _) => own,
        (None, Some(_)) => Normalisation::RubricLevel(rubric_level::RubricLevel::default()),
        (None, None) => defaults.normalisation.clone().unwrap_or_default(),
    }
}

impl Method {
    /// Checks what fits what, in the document's own order. `path` is the method's place.
    pub(crate) fn check(&self, framework: &Framework, periods: &[i32], path: &Path, problems: &mut Vec<Problem>) {
        let nodes = path.then("nodes");
        if let Some(period) = self.period.filter(|period| !periods.contains(period)) {
            problems.push(Problem::new(Code::PeriodUnknown, path.then("period")).arg("period", period));
        }
        let ids = self.nodes.iter().enumerate().map(|(index, node)| (&nodes, index, node.id.as_str()));
        check_ids(&ids.collect::<Vec<_>>(), problems);

        let dimensions = Index::of_ids(framework.dimensions.iter().map(|dimension| dimension.id.as_str()));
        let indicators = Index::of_ids(framework.indicators.iter().map(|indicator| indicator.id.as_str()));
        for (index, node) in self.nodes.iter().enumerate() {
            let place = nodes.then(index);
            let id = order::id(node.id.as_str());
            if dimensions.position(id).is_some() {
                misplaced(node.choices.raters.as_ref(), "raters", "indicators", node, &place, problems);
                misplaced(node.choices.members.as_ref(), "members", "indicators", node, &place, problems);
                misplaced(node.choices.combination.as_ref(), "combination", "indicators", node, &place, problems);
                misplaced(node.choices.normalisation.as_ref(), "normalisation", "indicators", node, &place, problems);
            } else if indicators.position(id).is_some() {
                misplaced(node.choices.weighting.as_ref(), "weighting", "dimensions", node, &place, problems);
                misplaced(node.choices.aggregation.as_ref(), "aggregation", "dimensions", node, &place, problems);
                misplaced(node.choices.missing.as_ref(), "missing", "dimensions", node, &place, problems);
            } else if !node.id.as_str().is_empty() {
                problems.push(Problem::new(Code::NodeUnknown, place.then("id")).arg("id", &node.id));
            }
        }
        self.check_opinion(framework, path, problems);
        let overrides = self.overrides();
        self.check_indicators(framework, &overrides, path, problems);
        self.check_dimensions(framework, &overrides, path, problems);
    }

    /// Where the overrides of each node are.
    fn overrides(&self) -> Index<'_> {
        Index::of_ids(self.nodes.iter().map(|node| node.id.as_str()))
    }

    /// What is stated of a node, and where; nothing for most nodes.
    fn stated(&self, id: &NodeId, overrides: &Index<'_>, path: &Path) -> Option<(&NodeChoices, Path)> {
        let at = overrides.position(order::id(id.as_str()))?;
        Some((self.nodes.get(at)?, path.then("nodes").with(at)))
    }

    /// A node's own choices and their place; the defaults' place when it has none.
    fn own_choices(&self, id: &NodeId, overrides: &Index<'_>, path: &Path) -> (Option<&Choices>, Path) {
        match self.stated(id, overrides, path) {
            Some((node, place)) => (Some(&node.choices), place),
            None => (None, path.then("defaults")),
        }
    }

    fn check_indicators(&self, framework: &Framework, overrides: &Index<'_>, path: &Path, problems: &mut Vec<Problem>) {
        for indicator in &framework.indicators {
            let (own, place) = self.own_choices(&indicator.id, overrides, path);
            let members: Members = choice(own, &self.defaults, |choices| choices.members.as_ref());
            if let Some(by) = members.method().weighted_by()
                && !framework.indicators.iter().any(|indicator| indicator.id == *by)
            {
                let problem = Problem::new(Code::IndicatorUnknown, place.then("members").with("by"));
                problems.push(problem.arg("indicator", by));
            }
            let combination: Combination = choice(own, &self.defaults, |choices| choices.combination.as_ref());
            problems.extend(combination.method().check(&place.then("combination")));
            let normalisation = normalisation(own, &self.defaults, indicator);
            problems.extend(normalisation.method().check(indicator, &place.with("normalisation")));
        }
    }

    fn check_dimensions(&self, framework: &Framework, overrides: &Index<'_>, path: &Path, problems: &mut Vec<Problem>) {
        for dimension in &framework.dimensions {
            let (own, place) = self.own_choices(&dimension.id, overrides, path);
            let aggregation: Aggregation = choice(own, &self.defaults, |choices| choices.aggregation.as_ref());
            problems.extend(aggregation.method().check(&dimension.id, self.scale, &place.then("aggregation")));

            let below = framework.dimensions.iter().filter(|child| child.parent.as_ref() == Some(&dimension.id));
            let below = below.map(|child| &child.id);
            let leaves =
                framework.indicators.iter().filter(|child| child.parent == dimension.id).map(|child| &child.id);
            let children: Vec<&NodeId> = below.chain(leaves).collect();
            problems.extend(aggregation.method().check_children(&children, &place.clone().with("aggregation")));
            let stated: Vec<_> = children.iter().map(|child| self.stated(child, overrides, path)).collect();
            let weighting = weighting(own, &self.defaults);
            if !weighting.method().uses_stated() {
                for (node, place) in stated.iter().flatten().filter(|(node, _)| node.weight.is_some()) {
                    let problem = Problem::new(Code::WeightUnused, place.then("weight"));
                    problems.push(problem.arg("id", &node.id).arg("parent", &dimension.id));
                }
            }
            let stated: Vec<_> =
                stated.iter().map(|stated| stated.as_ref().and_then(|(node, _)| node.weight)).collect();
            let weights = weighting.method().weigh(&stated);
            if !weights.is_empty() && !weights.iter().any(|weight| *weight > 0.0) {
                problems.push(Problem::new(Code::WeightsZero, path.then("nodes")).arg("id", &dimension.id));
            }
        }
    }
}

fn misplaced<T>(
    choice: Option<&T>,
    name: &'static str,
    expected: &'static str,
    node: &NodeChoices,
    place: &Path,
    problems: &mut Vec<Problem>,
) {
    if choice.is_some() {
        let problem = Problem::new(Code::ChoiceMisplaced, place.then(name));
        problems.push(problem.arg("choice", name).arg("expected", expected).arg("id", &node.id));
    }
}
