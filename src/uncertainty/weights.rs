//! The weights of siblings as random numbers.

use super::gamma;
use super::polytope::{HalfSpace, Polytope, Slice};
use super::request::{DimensionLaw, Statement, Vary, WeightLaw};
use crate::error::{Code, Error, Path, Problem};
use crate::framework::{Hierarchy, NodeId};
use crate::numeric::Random;
use crate::numeric::float::ln;
use crate::numeric::shares::make_shares;

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
            if children.len() < 2 || matches!(law, WeightLaw::Fixed) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::framework::{Dimension, Framework, Indicator};

    fn hierarchy() -> Hierarchy {
        let dimensions = vec![Dimension { id: "root".into(), ..Dimension::default() }];
        let indicator = |id: &&str| Indicator { id: NodeId::from(*id), parent: "root".into(), ..Indicator::default() };
        let indicators = ["a", "b", "c", "d"].iter().map(indicator).collect();
        Hierarchy::new(&Framework { dimensions, indicators, sources: Vec::new() })
    }

    /// Shares of many draws, plain ones and ones placed from a point each.
    fn draws(law: WeightLaw) -> [Vec<Vec<f64>>; 2] {
        let stated = [1.0, 4.0, 3.0, 2.0, 1.0];
        let all = Vary { weights: Some(law), ..Vary::default() }.siblings(&hierarchy(), &stated).unwrap();
        let [siblings] = all.as_slice() else { panic!("one dimension") };
        let mut state = siblings.start(Random::new(11, 0, 0));
        let mut random = Random::new(12, 0, 0);
        let (mut weights, mut scratch) = (stated.to_vec(), Vec::new());
        let mut point = vec![0.0; siblings.coordinates()];
        let mut kept = [Vec::new(), Vec::new()];
        for _ in 0..4_000 {
            siblings.draw(&mut state, &mut scratch, &mut weights);
            kept[0].push(weights[1..].to_vec());
            random.fill(&mut point);
            siblings.place(&point, &mut scratch, &mut weights);
            kept[1].push(weights[1..].to_vec());
        }
        kept
    }

    fn means(all: &[Vec<f64>]) -> Vec<f64> {
        (0..4)
            .map(|index| all.iter().map(|shares| shares[index]).sum::<f64>() / crate::numeric::count(all.len()))
            .collect()
    }

    fn assert_near(got: &[f64], expected: [f64; 4], what: &str) {
        for (got, expected) in got.iter().zip(expected) {
            assert!((got - expected).abs() < 0.012, "{what}: {got} for {expected}");
        }
    }

    #[test]
    fn every_law_sums_to_exactly_one_and_has_the_mean_it_must() {
        let third = |lower: f64| Statement { id: "b".into(), to: Some("a".into()), lower: Some(lower), upper: None };
        let order = WeightLaw::Order { order: vec!["d".into(), "b".into(), "a".into(), "c".into()] };
        let laws = [
            (WeightLaw::Uniform, [0.25; 4]),
            (WeightLaw::Around { concentration: 30.0 }, [0.4, 0.3, 0.2, 0.1]),
            (WeightLaw::Within { by: 0.05 }, [0.4, 0.3, 0.2, 0.1]),
            // The means of sorted shares: (1/4) Σ 1/k over the places from here down.
            (order, [0.145_83, 0.270_83, 0.0625, 0.520_83]),
            (WeightLaw::Statements { statements: vec![third(1.0)] }, [0.125, 0.375, 0.25, 0.25]),
        ];
        for (law, expected) in laws {
            let name = format!("{law:?}");
            for all in draws(law) {
                assert!(all.iter().all(|shares| shares.iter().sum::<f64>().to_bits() == 1.0_f64.to_bits()), "{name}");
                assert_near(&means(&all), expected, &name);
            }
        }
    }

    #[test]
    fn order_bounds_and_statements_are_honoured_in_every_draw() {
        let order = WeightLaw::Order { order: vec!["c".into(), "a".into()] };
        for shares in draws(order).concat() {
            assert!(shares[2] >= shares[0], "{shares:?}");
        }
        for shares in draws(WeightLaw::Within { by: 0.15 }).concat() {
            for (share, stated) in shares.iter().zip([0.4, 0.3, 0.2, 0.1]) {
                assert!((share - stated).abs() <= 0.15 + 1e-12, "{shares:?}");
            }
        }
        let statements = vec![
            Statement { id: "a".into(), to: Some("b".into()), lower: Some(2.0), upper: Some(3.0) },
            Statement { id: "d".into(), to: None, lower: Some(0.1), upper: Some(0.3) },
        ];
        for shares in draws(WeightLaw::Statements { statements }).concat() {
            let ratio = shares[0] / shares[1];
            assert!(
                (2.0 - 1e-9..=3.0 + 1e-9).contains(&ratio) && (0.1 - 1e-9..=0.3 + 1e-9).contains(&shares[3]),
                "{shares:?}"
            );
        }
    }

    #[test]
    fn a_dirichlet_law_spreads_as_its_docstring_says() {
        for all in draws(WeightLaw::Around { concentration: 30.0 }) {
            let mean = means(&all)[0];
            let variance = all.iter().map(|shares| (shares[0] - mean) * (shares[0] - mean)).sum::<f64>() / 4_000.0;
            assert!((variance.sqrt() - (0.4_f64 * 0.6 / 31.0).sqrt()).abs() < 0.003, "{variance}");
        }
    }

    #[test]
    fn impossible_laws_are_refused_with_their_place() {
        let refused = |law| {
            let vary = Vary { weights: Some(law), ..Vary::default() };
            vary.siblings(&hierarchy(), &[1.0; 5]).unwrap_err().code()
        };
        assert_eq!(refused(WeightLaw::Order { order: vec!["x".into()] }), Code::LawImpossible);
        assert_eq!(refused(WeightLaw::Order { order: vec!["a".into(), "a".into()] }), Code::LawImpossible);
        let above =
            |id: &str, to: &str| Statement { id: id.into(), to: Some(to.into()), lower: Some(1.1), upper: None };
        let statements = vec![above("a", "b"), above("b", "a")];
        assert_eq!(refused(WeightLaw::Statements { statements }), Code::LawImpossible);
    }
}
