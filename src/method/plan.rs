//! A method applied to a framework: what each node really does, and the checks of what fits what.

use super::{Choices, Method, NodeChoices, OpinionAs};
use crate::aggregation::{Aggregation, Missing};
use crate::combination::{Combination, Members, Raters};
use crate::data::Dataset;
use crate::denomination::Denomination;
use crate::document::order::{self, Index};
use crate::error::{Code, Path, Problem};
use crate::framework::{Direction, Framework, Hierarchy, Indicator, NodeId, NodeKind, check_ids};
use crate::imputation::Imputation;
use crate::limits;
use crate::normalisation::{Normalisation, Pool, rubric_level};
use crate::treatment::Treatment;
use crate::weighting::{Sibling, Weighting};

/// What is done with an indicator.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reading {
    pub(crate) raters: Raters,
    pub(crate) members: Members,
    pub(crate) combination: Combination,
    pub(crate) imputation: Imputation,
    pub(crate) denomination: Denomination,
    /// The position of the indicator that divides, if one does.
    pub(crate) divisor: Option<usize>,
    pub(crate) treatment: Treatment,
    pub(crate) normalisation: Normalisation,
    pub(crate) pool: Pool,
}

/// What is done with a dimension's children.
#[derive(Debug, Clone, Default)]
pub(crate) struct Joining {
    pub(crate) weighting: Weighting,
    pub(crate) aggregation: Aggregation,
    pub(crate) missing: Missing,
    /// The least share of the children that must be there.
    pub(crate) available: f64,
}

/// What is done with every node.
#[derive(Debug, Clone, Default)]
pub(crate) struct Plan {
    /// By the position of the indicator in the sorted framework.
    pub(crate) readings: Vec<Reading>,
    /// By the position of the node in the hierarchy; none for indicators.
    pub(crate) joinings: Vec<Option<Joining>>,
    /// What each node weighs among its siblings, by its position; 1 for the root, and where weights are computed from the data.
    pub(crate) weights: Vec<f64>,
    /// What is stated of each node's weight, by its position.
    pub(crate) stated: Vec<Option<f64>>,
    /// What about the judgements behind weights a reader must know.
    pub(crate) doubts: Vec<Problem>,
    /// The position of the node that modifies all others' score, and the exponent, if there is one.
    pub(crate) credibility: Option<(usize, f64)>,
}

impl Plan {
    /// Applies a checked method to a checked framework, both sorted.
    pub(crate) fn new(method: &Method, framework: &Framework, hierarchy: &Hierarchy) -> Self {
        let overrides = method.overrides();
        let stated = |id: &NodeId| overrides.position(order::id(id.as_str())).and_then(|at| method.nodes.get(at));
        let own = |id: &NodeId| stated(id).map(|node| &node.choices);
        let of_framework = Index::of_ids(framework.indicators.iter().map(|indicator| indicator.id.as_str()));
        let readings = framework.indicators.iter().map(|indicator| {
            let (own, defaults) = (own(&indicator.id), &method.defaults);
            let denomination = denomination(own, defaults, indicator);
            Reading {
                raters: choice(own, defaults, |choices| choices.raters.as_ref()),
                members: choice(own, defaults, |choices| choices.members.as_ref()),
                combination: choice(own, defaults, |choices| choices.combination.as_ref()),
                imputation: choice(own, defaults, |choices| choices.imputation.as_ref()),
                divisor: denomination.method().by().and_then(|by| of_framework.position(order::id(by.as_str()))),
                denomination,
                treatment: treatment(own, defaults, indicator),
                normalisation: normalisation(own, defaults, indicator),
                pool: choice(own, defaults, |choices| choices.pool.as_ref()),
            }
        });
        let joinings: Vec<Option<Joining>> = hierarchy
            .nodes()
            .iter()
            .map(|node| match node.kind {
                NodeKind::Indicator(_) => None,
                NodeKind::Dimension(_) => Some(Joining {
                    weighting: weighting(own(&node.id), &method.defaults),
                    aggregation: choice(own(&node.id), &method.defaults, |choices| choices.aggregation.as_ref()),
                    missing: choice(own(&node.id), &method.defaults, |choices| choices.missing.as_ref()),
                    available: choice(own(&node.id), &method.defaults, |choices| choices.available.as_ref()),
                }),
            })
            .collect();
        let stated: Vec<Option<f64>> =
            hierarchy.nodes().iter().map(|node| stated(&node.id).and_then(|node| node.weight)).collect();
        let (mut weights, mut doubts) = (vec![1.0; hierarchy.nodes().len()], Vec::new());
        for (node, joining) in hierarchy.nodes().iter().zip(&joinings) {
            let Some(joining) = joining.as_ref().filter(|joining| !joining.weighting.method().uses_data()) else {
                continue;
            };
            let siblings: Vec<Sibling<'_>> = node
                .children
                .iter()
                .filter_map(|child| Some(sibling(&hierarchy.nodes().get(*child)?.id, *stated.get(*child)?)))
                .collect();
            let path = Path::root().with("nodes").with(node.id.as_str()).with("weighting");
            doubts.extend(joining.weighting.method().doubts(&siblings, &path));
            // Checked when the study opened: there always are weights.
            let weighed = joining.weighting.method().weigh(&siblings, &Path::root()).unwrap_or_default();
            for (child, weight) in node.children.iter().zip(weighed) {
                if let Some(place) = weights.get_mut(*child) {
                    *place = weight;
                }
            }
        }
        let mut credibility = None;
        if let Some(opinion) = &method.opinion {
            opinion.apply(hierarchy, &mut weights);
            credibility = opinion.credibility(hierarchy);
        }
        Self { readings: readings.collect(), joinings, weights, stated, doubts, credibility }
    }
}

impl Plan {
    /// Whether any weights are computed from the data.
    pub(crate) fn weighs_by_data(&self) -> bool {
        self.joinings.iter().flatten().any(|joining| joining.weighting.method().uses_data())
    }

    /// Whether the children's missing values bound a score from both ends: none of its means looks at other units, or falls when a
    /// child rises.
    pub(crate) fn is_bounded_by_missing(&self) -> bool {
        let mut all = self.joinings.iter().flatten().map(|joining| joining.aggregation.method());
        all.all(|method| !method.needs_all_units() && method.is_monotone())
    }

    /// Whether a node's score depends on other units.
    /// Whether a node's score depends on all units at once.
    pub(crate) fn needs_all_units(&self) -> bool {
        self.joinings.iter().flatten().any(|joining| joining.aggregation.method().needs_all_units())
    }
}

/// The node's own choice, else the method's default, else the engine's.
fn choice<T: Clone + Default>(own: Option<&Choices>, defaults: &Choices, which: impl Fn(&Choices) -> Option<&T>) -> T {
    own.and_then(&which).or_else(|| which(defaults)).cloned().unwrap_or_default()
}

/// A child without columns, for a weighting that reads none.
fn sibling(id: &NodeId, stated: Option<f64>) -> Sibling<'_> {
    Sibling { id, stated, raw: Vec::new(), higher: true, normalised: Vec::new() }
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

/// A method's default for all indicators divides quantitative ones, and none by itself.
fn denomination(own: Option<&Choices>, defaults: &Choices, indicator: &Indicator) -> Denomination {
    let stated = own.and_then(|choices| choices.denomination.clone());
    let default = || {
        let default = defaults.denomination.clone().unwrap_or_default();
        let passes = indicator.rubric.is_some() || default.method().by() == Some(&indicator.id);
        if passes { Denomination::default() } else { default }
    };
    stated.unwrap_or_else(default)
}

/// A method's default for all indicators treats quantitative ones.
fn treatment(own: Option<&Choices>, defaults: &Choices, indicator: &Indicator) -> Treatment {
    let stated = own.and_then(|choices| choices.treatment.clone());
    let default = if indicator.rubric.is_some() { None } else { defaults.treatment.clone() };
    stated.or(default).unwrap_or_default()
}

impl Method {
    /// Checks what fits what, in the document's own order. `path` is the method's place.
    pub(crate) fn check(&self, framework: &Framework, dataset: &Dataset, path: &Path, problems: &mut Vec<Problem>) {
        let nodes = path.then("nodes");
        if let Some(period) = self.period.filter(|period| !dataset.periods.contains(period)) {
            problems.push(Problem::new(Code::PeriodUnknown, path.then("period")).arg("period", period));
        }
        let ids = self.nodes.iter().enumerate().map(|(index, node)| (&nodes, index, node.id.as_str()));
        check_ids(&ids.collect::<Vec<_>>(), problems);

        let dimensions = Index::of_ids(framework.dimensions.iter().map(|dimension| dimension.id.as_str()));
        let indicators = Index::of_ids(framework.indicators.iter().map(|indicator| indicator.id.as_str()));
        for (index, node) in self.nodes.iter().enumerate() {
            let place = nodes.then(index);
            let id = order::id(node.id.as_str());
            let Choices {
                raters, members, combination, imputation, denomination, treatment, pool, normalisation, ..
            } = &node.choices;
            let of_indicators = [
                ("raters", raters.is_some()),
                ("members", members.is_some()),
                ("combination", combination.is_some()),
                ("imputation", imputation.is_some()),
                ("denomination", denomination.is_some()),
                ("treatment", treatment.is_some()),
                ("pool", pool.is_some()),
                ("normalisation", normalisation.is_some()),
            ];
            let Choices { weighting, aggregation, missing, available, .. } = &node.choices;
            let of_dimensions = [
                ("weighting", weighting.is_some()),
                ("aggregation", aggregation.is_some()),
                ("missing", missing.is_some()),
                ("available", available.is_some()),
            ];
            if dimensions.position(id).is_some() {
                misplaced(&of_indicators, "indicators", node, &place, problems);
            } else if indicators.position(id).is_some() {
                misplaced(&of_dimensions, "dimensions", node, &place, problems);
            } else if !node.id.as_str().is_empty() {
                problems.push(Problem::new(Code::NodeUnknown, place.then("id")).arg("id", &node.id));
            }
        }
        self.check_opinion(framework, path, problems);
        let overrides = self.overrides();
        self.check_indicators(framework, dataset, &overrides, path, problems);
        self.check_dimensions(framework, dataset.units.len(), &overrides, path, problems);
        if let Some(decides) = self.ranking.method().decides() {
            let place = path.then("ranking");
            let ids: Vec<&NodeId> = framework.indicators.iter().map(|indicator| &indicator.id).collect();
            problems.extend(decides.check(&ids, &place));
            if self.opinion.as_ref().is_some_and(|opinion| opinion.kind == OpinionAs::Credibility) {
                let problem = Problem::new(Code::RankingImpossible, place).arg("method", self.ranking.name());
                problems
                    .push(problem.arg("reason", "public opinion is to scale the score of the tree, and it reads none"));
            }
        }
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

    fn check_indicators(
        &self,
        framework: &Framework,
        dataset: &Dataset,
        overrides: &Index<'_>,
        path: &Path,
        problems: &mut Vec<Problem>,
    ) {
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
            let imputation: Imputation = choice(own, &self.defaults, |choices| choices.imputation.as_ref());
            let units = dataset.units.len();
            let placed = place.then("imputation");
            problems.extend(imputation.method().check(indicator, framework, units, &placed));
            let normalisation = normalisation(own, &self.defaults, indicator);
            let placed = place.then("normalisation");
            problems.extend(normalisation.method().check(indicator, &placed));
            if let Some(reference) = normalisation.method().reference()
                && !dataset.units.iter().any(|unit| unit.id == *reference)
            {
                problems.push(Problem::new(Code::UnitUnknown, placed.with("unit")).arg("unit", reference));
            }
            let denomination = denomination(own, &self.defaults, indicator);
            let treatment = treatment(own, &self.defaults, indicator);
            problems.extend(treatment.method().check(&place.then("treatment")));
            let misfit = |path: Path, method: &str, needs: &str| {
                let problem = Problem::new(Code::MethodMisfit, path).arg("indicator", &indicator.id);
                problem.arg("method", method).arg("needs", needs)
            };
            let placed = place.then("denomination");
            if let Some(by) = denomination.method().by() {
                if *by == indicator.id {
                    problems.push(misfit(placed.with("indicator"), denomination.name(), "another indicator"));
                } else if !by.as_str().is_empty() && !framework.indicators.iter().any(|other| other.id == *by) {
                    problems.push(Problem::new(Code::IndicatorUnknown, placed.with("indicator")).arg("indicator", by));
                }
            }
            // What the framework says in its unit of measure means nothing in another.
            let divided = denomination.method().by().is_some().then(|| ("denomination", denomination.name()));
            let bent = treatment.method().bends().then(|| ("treatment", treatment.name()));
            for (stage, method) in divided.into_iter().chain(bent) {
                if matches!(indicator.direction, Direction::Target(_) | Direction::Range(..)) {
                    let needs = "an indicator of which more or less is better, since it changes the unit of measure";
                    problems.push(misfit(place.then(stage), method, needs));
                } else if normalisation.method().reads_framework() {
                    let needs = "a normalisation with ends of its own, since it changes the unit of measure";
                    problems.push(misfit(place.then(stage), method, needs));
                }
            }
        }
    }

    fn check_dimensions(
        &self,
        framework: &Framework,
        units: usize,
        overrides: &Index<'_>,
        path: &Path,
        problems: &mut Vec<Problem>,
    ) {
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
            if aggregation.method().compares_pairs() && units > limits::COMPARED_UNITS {
                let problem = Problem::new(Code::TooLarge, place.clone().with("aggregation"));
                let what = "units of which each two are compared";
                problems.push(problem.arg("what", what).arg("found", units).arg("limit", limits::COMPARED_UNITS));
            }
            let stated: Vec<_> = children.iter().map(|child| self.stated(child, overrides, path)).collect();
            let weighting = weighting(own, &self.defaults);
            if !weighting.method().uses_stated() {
                for (node, place) in stated.iter().flatten().filter(|(node, _)| node.weight.is_some()) {
                    let problem = Problem::new(Code::WeightUnused, place.then("weight"));
                    problems.push(problem.arg("id", &node.id).arg("parent", &dimension.id));
                }
            }
            if weighting.method().uses_data() {
                continue;
            }
            let siblings: Vec<Sibling<'_>> = children
                .iter()
                .zip(&stated)
                .map(|(id, stated)| sibling(id, stated.as_ref().and_then(|(node, _)| node.weight)))
                .collect();
            match weighting.method().weigh(&siblings, &place.with("weighting")) {
                Err(problem) => problems.push(problem.arg("id", &dimension.id)),
                Ok(weights) if weights.is_empty() || weights.iter().any(|weight| *weight > 0.0) => {}
                Ok(_) => problems.push(Problem::new(Code::WeightsZero, path.then("nodes")).arg("id", &dimension.id)),
            }
        }
    }
}

fn misplaced(
    choices: &[(&'static str, bool)],
    expected: &'static str,
    node: &NodeChoices,
    place: &Path,
    problems: &mut Vec<Problem>,
) {
    for (name, _) in choices.iter().filter(|(_, made)| *made) {
        let problem = Problem::new(Code::ChoiceMisplaced, place.then(*name));
        problems.push(problem.arg("choice", *name).arg("expected", expected).arg("id", &node.id));
    }
}
