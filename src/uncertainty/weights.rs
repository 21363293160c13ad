//! The weights of siblings as random numbers.

use super::request::{DimensionLaw, Statement, Vary, WeightLaw};
use crate::error::{Code, Error, Path, Problem};
use crate::framework::{Hierarchy, NodeId};
use crate::numeric::float::ln;
use crate::numeric::polytope::{HalfSpace, Polytope, Slice};
use crate::numeric::shares::make_shares;
use crate::numeric::{Random, gamma};

/// The siblings under one dimension whose weights vary together.
#[derive(Debug)]
pub(crate) struct Siblings {
    /// The dimension's position.
    pub(crate) parent: usize,
    /// The positions of the children that weigh anything: at least two.
    pub(crate) children: Vec<usize>,
    law: Law,
    stated: Vec<f64>,
}

/// A law made ready to be drawn from.
#[derive(Debug)]
enum Law {
    /// Gammas of these shapes, over their sum.
    Dirichlet(Vec<f64>),
    /// Exponentials over their sum, those at these positions sorted, the largest first.
    Sorted(Vec<usize>),
    Slice(Slice),
    Polytope(Polytope),
}

/// What drawing from one law goes on from: its stream of random numbers, and where its chain is.
#[derive(Debug)]
pub(crate) struct State {
    random: Random,
    point: Vec<f64>,
}

impl Siblings {
    /// How many coordinates of the unit cube their shares are made from.
    ///
    /// Laws without a quantile take one, which keys the stream of random numbers that they are drawn from: any law is a function
    /// of a point of the cube then, if not a smooth one.
    pub(crate) fn coordinates(&self) -> usize {
        match self.law {
            Law::Dirichlet(_) | Law::Sorted(_) => self.children.len(),
            Law::Slice(_) | Law::Polytope(_) => 1,
        }
    }

    /// Where drawing in a block starts.
    pub(crate) fn start(&self, mut random: Random) -> State {
        let mut point = vec![0.0; self.children.len()];
        if let Law::Polytope(polytope) = &self.law {
            point.copy_from_slice(polytope.centre());
            let mut direction = vec![0.0; point.len()];
            polytope.walk(&mut random, polytope.burn_in(), &mut point, &mut direction);
        }
        State { random, point }
    }

    /// Whether their next shares are drawn more quickly from a stream of their own than made from coordinates.
    pub(crate) fn has_own_stream(&self) -> bool {
        !matches!(self.law, Law::Sorted(_))
    }

    /// The next shares of a block's stream, written at the children's positions.
    pub(crate) fn draw(&self, state: &mut State, shares: &mut Vec<f64>, weights: &mut [f64]) {
        shares.clear();
        shares.resize(self.children.len(), 0.0);
        match &self.law {
            Law::Dirichlet(shapes) => {
                for (share, shape) in shares.iter_mut().zip(shapes) {
                    *share = state.random.gamma(*shape);
                }
            }
            Law::Sorted(order) => {
                state.random.fill(shares);
                exponentials(shares, order);
            }
            Law::Slice(slice) => slice.draw(&mut state.random, shares),
            Law::Polytope(polytope) => {
                polytope.walk(&mut state.random, polytope.thinning(), &mut state.point, shares);
                shares.copy_from_slice(&state.point);
            }
        }
        self.write(shares, weights);
    }

    /// The shares that a point of the unit cube makes, written at the children's positions.
    pub(crate) fn place(&self, point: &[f64], shares: &mut Vec<f64>, weights: &mut [f64]) {
        shares.clear();
        match &self.law {
            Law::Dirichlet(shapes) => {
                shares.extend(point.iter().zip(shapes).map(|(u, shape)| gamma::quantile(*shape, *u)));
            }
            Law::Sorted(order) => {
                shares.extend(point);
                exponentials(shares, order);
            }
            Law::Slice(_) | Law::Polytope(_) => {
                let key = point.first().map_or(0, |u| u.to_bits());
                let mut state = self.start(Random::new(key, 0, u64::MAX));
                return self.draw(&mut state, shares, weights);
            }
        }
        self.write(shares, weights);
    }

    fn write(&self, shares: &mut Vec<f64>, weights: &mut [f64]) {
        for share in shares.iter_mut() {
            *share = share.max(0.0);
        }
        if shares.iter().sum::<f64>() <= 0.0 {
            // Gammas of tiny shapes may all be below the smallest number.
            shares.clone_from(&self.stated);
        }
        make_shares(shares);
        for (child, share) in self.children.iter().zip(shares.iter()) {
            if let Some(place) = weights.get_mut(*child) {
                *place = *share;
            }
        }
    }
}

/// Uniform numbers become exponential ones, those at `order` sorted, the largest first.
///
/// Divided by their sum they are uniform on the simplex, and on the part of it where the order holds: each order of those named
/// is as likely as any other, and sorting maps them all onto the one.
fn exponentials(numbers: &mut [f64], order: &[usize]) {
    for number in numbers.iter_mut() {
        *number = -ln(*number);
    }
    for (index, first) in order.iter().enumerate() {
        for second in order.iter().skip(index + 1) {
            let (a, b) = (numbers.get(*first).copied(), numbers.get(*second).copied());
            if let (Some(a), Some(b)) = (a, b)
                && a < b
            {
                numbers.swap(*first, *second);
            }
        }
    }
}

impl Vary {
    /// The siblings whose weights vary under a hierarchy and the stated weights of its nodes.
    ///
    /// # Errors
    /// [`Code::NodeUnknown`], [`Code::DuplicateId`]; [`Code::LawImpossible`] for statements that contradict each other or name what
    /// is no sibling that weighs anything.
    pub(crate) fn siblings(&self, hierarchy: &Hierarchy, stated: &[f64]) -> Result<Vec<Siblings>, Error> {
        let mut problems = Vec::new();
        let place = Path::root().with("vary").with("dimensions");
        for (index, law) in self.dimensions.iter().enumerate() {
            let place = place.clone().with(index).with("id");
            let known = hierarchy.position(law.id.as_str()).and_then(|position| hierarchy.nodes().get(position));
            if known.is_none_or(|node| node.children.is_empty()) {
                problems.push(Problem::new(Code::NodeUnknown, place).arg("id", &law.id));
            } else if self.dimensions.iter().take(index).any(|other| other.id == law.id) {
                problems.push(Problem::new(Code::DuplicateId, place).arg("id", &law.id));
            }
        }
        let mut all = Vec::new();
        for (parent, node) in hierarchy.nodes().iter().enumerate() {
            let own = self.dimensions.iter().position(|law| law.id == node.id);
            let (law, place) = match own.and_then(|index| Some((index, self.dimensions.get(index)?))) {
                Some((index, DimensionLaw { weights, .. })) => (weights, place.clone().with(index).with("weights")),
                None => match &self.weights {
                    Some(law) => (law, Path::root().with("vary").with("weights")),
                    None => continue,
                },
            };
            let weighs = |child: &&usize| stated.get(**child).is_some_and(|weight| *weight > 0.0);
            let children: Vec<usize> = node.children.iter().filter(weighs).copied().collect();
            if children.len() < 2 || *law == WeightLaw::Fixed {
                continue;
            }
            let mut shares: Vec<f64> = children.iter().filter_map(|child| stated.get(*child)).copied().collect();
            make_shares(&mut shares);
            let position = |id: &NodeId| {
                children.iter().position(|child| hierarchy.nodes().get(*child).is_some_and(|node| node.id == *id))
            };
            match compile(law, &shares, &position) {
                Ok(Some(law)) => all.push(Siblings { parent, children, law, stated: shares }),
                Ok(None) => {}
                Err(reason) => {
                    problems.push(Problem::new(Code::LawImpossible, place).arg("id", &node.id).arg("reason", reason));
                }
            }
        }
        Error::from_problems(problems).map_or(Ok(all), Err)
    }
}

/// A law over siblings of these stated shares; none when they stay as stated.
fn compile(
    law: &WeightLaw,
    shares: &[f64],
    position: &dyn Fn(&NodeId) -> Option<usize>,
) -> Result<Option<Law>, &'static str> {
    const NO_SIBLING: &str = "a statement names what is none of its children that weigh anything";
    const NO_ROOM: &str = "the statements contradict each other, or leave no room to vary in";
    Ok(Some(match law {
        WeightLaw::Fixed => return Ok(None),
        WeightLaw::Uniform => Law::Sorted(Vec::new()),
        WeightLaw::Around { concentration } => {
            Law::Dirichlet(shares.iter().map(|share| (share * concentration).max(1e-6)).collect())
        }
        WeightLaw::Within { by } => {
            let bounds = shares.iter().map(|share| ((share - by).max(0.0), (share + by).min(1.0)));
            match Slice::new(bounds.collect()) {
                Some(slice) => Law::Slice(slice),
                None => return Ok(None),
            }
        }
        WeightLaw::Order { order } => {
            let mut places = Vec::with_capacity(order.len());
            for id in order {
                let place = position(id).ok_or(NO_SIBLING)?;
                if places.contains(&place) {
                    return Err("a child stands twice in the order");
                }
                places.push(place);
            }
            Law::Sorted(places)
        }
        WeightLaw::Statements { statements } => {
            let mut half_spaces = Vec::new();
            for Statement { id, to, lower, upper } in statements {
                let own = position(id).ok_or(NO_SIBLING)?;
                let other = match to {
                    Some(to) => Some(position(to).ok_or(NO_SIBLING)?),
                    None => None,
                };
                for (bound, sign) in [(lower, 1.0), (upper, -1.0)] {
                    let Some(bound) = bound else { continue };
                    let mut factors = vec![0.0; shares.len()];
                    let mut set = |at: usize, factor: f64| factors.get_mut(at).map_or((), |place| *place += factor);
                    set(own, sign);
                    let least = match other {
                        Some(other) => {
                            set(other, -sign * bound);
                            0.0
                        }
                        None => sign * bound,
                    };
                    half_spaces.push(HalfSpace { factors, least });
                }
            }
            Law::Polytope(Polytope::new(shares.len(), half_spaces).ok_or(NO_ROOM)?)
        }
    }))
}
