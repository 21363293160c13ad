//! From "A is above B" to weights: the nearest ones that say so, or why none do.

use serde::Serialize;

use super::request::position;
use crate::document::{Decode, Decoder, Value};
use crate::error::{Code, Error, Path, Problem};
use crate::limits;
use crate::numeric::Simplex;
use crate::sensitivity::{View, differences, needs_means};
use crate::study::{Model, Study, Weight};

/// What is to hold.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StatementsRequest {
    /// The period; none: the study's own.
    pub period: Option<i32>,
    /// The weights to start from; nodes not named have the study's.
    pub weights: Vec<Weight>,
    /// Who is above whom.
    pub statements: Vec<Statement>,
    /// The dimension whose children's weights may change; none: the weights of all indicators.
    pub group: Option<String>,
    /// By how much of the scale at least, 0 to 1; none: a millionth.
    pub margin: Option<f64>,
}

/// One unit is above another.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Statement {
    /// The one that scores higher.
    pub above: String,
    /// The other.
    pub below: String,
}

impl Decode for StatementsRequest {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        decoder.object(value, |fields| Self {
            period: fields.optional("period"),
            weights: fields.or("weights", Vec::new()),
            statements: fields.required("statements"),
            group: fields.optional("group"),
            margin: fields.with("margin", |value, decoder| decoder.number_within(value, 0.0, 1.0)),
        })
    }
}

impl Decode for Statement {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        decoder.object(value, |fields| Self { above: fields.required("above"), below: fields.required("below") })
    }
}

/// The nearest weights that honour statements, or those that conflict.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Honoured {
    /// The weight that changes hands, 0 to 1; none where no weights honour all statements.
    pub moved: Option<f64>,
    /// The shares that change: of the group's children, or the effective weights of indicators.
    pub shares: Vec<crate::sensitivity::Moved>,
    /// The weights to score with; none where there are none.
    pub weights: Option<Vec<Weight>>,
    /// The positions of statements that no weights honour together; without any one of them, some do. Empty where all are honoured.
    pub conflict: Vec<usize>,
    /// The positions of statements that could not be turned into a condition on weights, each with the reason: `missing`, the two do
    /// not have the same values, so that weights are rescaled for them in two ways; `not-additive`, different means meet on the way to
    /// the score, or geometric ones where all indicators' weights may change. They are left out.
    pub left_out: Vec<LeftOut>,
}

/// A statement left out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LeftOut {
    /// Its position.
    pub statement: usize,
    /// Why.
    pub reason: &'static str,
}

/// The margin where none is asked for, a share of the scale.
const MARGIN: f64 = 1e-6;

/// What one statement asks of shares: Σ shareⱼ × coefficientⱼ ≥ margin.
struct Condition {
    statement: usize,
    coefficients: Vec<f64>,
}

impl Study {
    /// The weights nearest to those now that place units as the statements say: see [`Honoured`].
    ///
    /// ```text
    /// minimise   ½ Σ |vⱼ − wⱼ|    over v ≥ 0, Σ vⱼ = 1, Σ vⱼ dⱼ ≥ margin for every statement
    /// ```
    ///
    /// `w` are the shares now, `dⱼ` the difference of the two scores if `j` had all of the weight. The norm is half the city-block
    /// distance, the weight that is taken from some and given to others, as in [`Transfer`](crate::sensitivity::Transfer). A linear
    /// programme, solved through its dual; where it has no solution, statements are dropped one by one as long as it still has none,
    /// and what remains is a smallest conflict: not always the only one.
    ///
    /// # Errors
    /// As [`Study::weights`]; [`Code::PeriodUnknown`], [`Code::MissingRefused`], [`Code::UnitUnknown`]; [`Code::NodeUnknown`] for a
    /// group that is no dimension; [`Code::TreeNeeded`] for rankings without the tree; [`Code::AnalysisImpossible`] for a dimension
    /// that is neither an arithmetic nor a geometric mean; [`Code::TooLarge`] beyond [`limits::STATEMENTS`].
    ///
    /// # Reference
    /// Jacquet-Lagrèze & Siskos (1982), *Assessing a set of additive utility functions: the UTA method*, EJOR 10, 151–164; Chinneck
    /// (2008), *Feasibility and Infeasibility in Optimization*, section 6.2.1 (the deletion filter).
    pub fn weights_for(&self, request: &StatementsRequest) -> Result<Honoured, Error> {
        let model = self.model();
        model.needs_tree("weights for statements")?;
        needs_means(model, "weights for statements")?;
        let found = request.statements.len();
        if found > limits::STATEMENTS {
            let problem = Problem::new(Code::TooLarge, Path::root().with("statements")).arg("what", "statements");
            return Err(problem.arg("found", found).arg("limit", limits::STATEMENTS).into());
        }
        let group = match &request.group {
            None => None,
            Some(id) => {
                let at = model.hierarchy.position(id);
                let at = at.filter(|at| model.hierarchy.nodes().get(*at).is_some_and(|node| !node.children.is_empty()));
                let unknown = || Problem::new(Code::NodeUnknown, Path::root().with("group")).arg("id", id.as_str());
                Some(at.ok_or_else(unknown)?)
            }
        };
        let weights = self.weights_in(request.period, &request.weights)?;
        let mut ranker = self.ranker(request.period)?;
        ranker.evaluate(&weights)?;
        let Some(view) = View::new(model, &mut ranker, &weights) else { return Ok(Honoured::default()) };
        let scale = model.document.method.scale.width();
        let mut honoured = Honoured::default();
        let mut asked = Vec::new();
        let mut movable = group.map_or_else(|| model.leaves(), |group| model.children_of(group).to_vec());
        for (statement, Statement { above, below }) in request.statements.iter().enumerate() {
            let named = |key: &str, id: &str| {
                position(model, key, id).map_err(|_| {
                    let path = Path::root().with("statements").with(statement).with(key);
                    Error::from(Problem::new(Code::UnitUnknown, path).arg("unit", id))
                })
            };
            let pair = (named("above", above)?, named("below", below)?);
            match differences(&view, group, &weights, pair) {
                Err(reason) => honoured.left_out.push(LeftOut { statement, reason }),
                Ok(found) => asked.push((statement, found)),
            }
        }
        // What weighs nothing, and only one of two has, must go on weighing nothing.
        movable.retain(|node| asked.iter().all(|(_, found)| found.iter().any(|(at, _)| at == node)));
        let unit = if group.is_some_and(|group| view.is_geometric(group)) { 1.0 } else { scale };
        let conditions = asked.iter().map(|(statement, found)| {
            let of =
                |node: &usize| found.iter().find(|(at, _)| at == node).map_or(0.0, |(_, difference)| difference / unit);
            Condition { statement: *statement, coefficients: movable.iter().map(of).collect() }
        });
        let conditions: Vec<Condition> = conditions.collect();
        let all = model.node_weights(&weights);
        let share = |node: &usize| {
            all.get(*node).map_or(0.0, |node| if group.is_some() { node.share } else { node.effective_weight })
        };
        let shares: Vec<f64> = movable.iter().map(share).collect();
        let margin = request.margin.unwrap_or(MARGIN);
        let mut kept: Vec<&Condition> = conditions.iter().collect();
        if let Some(moves) = nearest(&shares, &kept, margin) {
            honoured.take(model, (&movable, &shares), &moves, (group, &weights));
            return Ok(honoured);
        }
        for at in (0..kept.len()).rev() {
            let mut without = kept.clone();
            without.remove(at);
            if nearest(&shares, &without, margin).is_none() {
                kept = without;
            }
        }
        honoured.conflict = kept.iter().map(|condition| condition.statement).collect();
        Ok(honoured)
    }
}

impl Honoured {
    /// Takes up a solution: what each share becomes.
    fn take(
        &mut self,
        model: &Model,
        (movable, shares): (&[usize], &[f64]),
        moves: &[f64],
        (group, weights): (Option<usize>, &[f64]),
    ) {
        let nodes = model.hierarchy.nodes();
        let mut all = weights.to_vec();
        // What lies above moved indicators weighs what they weigh together.
        let mut effective = vec![0.0; nodes.len()];
        let mut moved = 0.0;
        for ((node, share), change) in movable.iter().zip(shares).zip(moves) {
            let to = (share + change).max(0.0);
            if change.abs() > 0.0 {
                let id = nodes.get(*node).map(|node| node.id.to_string()).unwrap_or_default();
                self.shares.push(crate::sensitivity::Moved { id, from: *share, to });
                moved += change.abs() / 2.0;
            }
            let mut above = Some(*node);
            while let Some(at) = above {
                if let Some(place) = effective.get_mut(at) {
                    *place += to;
                }
                above = if group.is_some() { None } else { nodes.get(at).and_then(|node| node.parent) };
            }
        }
        let inner = (0..nodes.len()).filter(|node| group.is_none_or(|group| group == *node));
        for node in inner {
            let children = model.children_of(node);
            let weighs = |child: &usize| effective.get(*child).copied().unwrap_or(0.0);
            // A dimension that weighs nothing keeps the weights of its children: some weights it must have.
            if children.iter().map(weighs).sum::<f64>() > 0.0 && !self.shares.is_empty() {
                for child in children {
                    if let Some(place) = all.get_mut(*child) {
                        *place = weighs(child);
                    }
                }
            }
        }
        self.moved = Some(moved);
        let named = nodes.iter().zip(all).map(|(node, weight)| Weight { id: node.id.to_string(), weight });
        self.weights = Some(named.collect());
    }
}

/// The least changes of shares that meet all conditions; `None` where none do.
///
/// What is given to a share and what is taken from it are variables of their own. Their programme has no point to start from, but its
/// dual has: a variable a condition, and the changes are its prices.
fn nearest(shares: &[f64], conditions: &[&Condition], margin: f64) -> Option<Vec<f64>> {
    let count = conditions.len();
    let variables = count + shares.len() + 2;
    let mut rows = Vec::with_capacity(2 * shares.len());
    for sign in [1.0, -1.0] {
        for share in 0..shares.len() {
            // Half of what a change costs is the right side, 1 when all is doubled.
            let mut row = vec![0.0; variables];
            for (place, condition) in row.iter_mut().zip(conditions) {
                *place = 2.0 * sign * condition.coefficients.get(share).copied().unwrap_or(0.0);
            }
            if let Some(place) = row.get_mut(count + share).filter(|_| sign < 0.0) {
                *place = -2.0;
            }
            if let [.., more, less] = row.as_mut_slice() {
                (*more, *less) = (2.0 * sign, -2.0 * sign);
            }
            rows.push(row);
        }
    }
    let short = conditions.iter().map(|condition| {
        margin - condition.coefficients.iter().zip(shares).map(|(difference, share)| difference * share).sum::<f64>()
    });
    let objective: Vec<f64> = short.chain(shares.iter().map(|share| -share)).chain([0.0, 0.0]).collect();
    let mut programme = Simplex::new(&rows, variables);
    programme.maximise(&objective)?;
    let prices = programme.prices(&objective, variables);
    let (given, taken) = prices.split_at(shares.len());
    // Prices are of the doubled rows.
    Some(given.iter().zip(taken).map(|(given, taken)| 2.0 * (given - taken)).collect())
}

impl Model {
    /// The positions of the indicators.
    pub(crate) fn leaves(&self) -> Vec<usize> {
        let nodes = self.hierarchy.nodes();
        (0..nodes.len()).filter(|node| self.children_of(*node).is_empty()).collect()
    }

    /// The positions of a node's children.
    pub(crate) fn children_of(&self, node: usize) -> &[usize] {
        self.hierarchy.nodes().get(node).map(|node| node.children.as_slice()).unwrap_or_default()
    }
}
