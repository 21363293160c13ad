//! The least cost that gains enough: levers of which each has a choice of ways, each way gaining at once, then more and more slowly.

use crate::limits;
use crate::numeric::float::{exp, ln};

/// One way of a lever: what it gains and costs at once, and how it goes on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Way {
    pub(super) gain: f64,
    pub(super) cost: f64,
    pub(super) then: Then,
}

/// How gain grows with what is spent beyond a way's own cost.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Then {
    /// Not at all.
    Stop,
    /// In proportion, up to a spending.
    Line { rate: f64, most: f64 },
    /// As `height × ln(1 + bend × spent)`, up to a spending.
    Log { height: f64, bend: f64, most: f64 },
}

impl Then {
    fn gain(self, spent: f64) -> f64 {
        match self {
            Self::Stop => 0.0,
            Self::Line { rate, .. } => rate * spent,
            Self::Log { height, bend, .. } => height * ln(1.0 + bend * spent),
        }
    }

    /// What is spent when a gain of 1 is worth `worth`: as long as more gains more than it costs.
    fn spent(self, worth: f64) -> f64 {
        match self {
            Self::Stop => 0.0,
            Self::Line { rate, most } => {
                if worth * rate > 1.0 {
                    most
                } else {
                    0.0
                }
            }
            Self::Log { height, bend, most } => (worth * height - 1.0 / bend).min(most).max(0.0),
        }
    }

    /// What has to be spent for a gain.
    fn needed(self, gain: f64) -> f64 {
        match self {
            Self::Stop => 0.0,
            Self::Line { rate, most } => (gain / rate).min(most),
            Self::Log { height, bend, most } => ((exp(gain / height) - 1.0) / bend).min(most),
        }
    }
}

impl Way {
    /// Cost less the worth of gain, at best.
    fn reduced(&self, worth: f64) -> f64 {
        let spent = self.then.spent(worth);
        self.cost + spent - worth * (self.gain + self.then.gain(spent))
    }
}

/// A solution: its cost, the way of each lever, and what is spent beyond.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Least {
    pub(super) cost: f64,
    pub(super) ways: Vec<(usize, f64)>,
    /// Whether all combinations were looked at or ruled out.
    pub(super) exact: bool,
}

/// Steps of a bisection: to the last bit.
const HALVINGS: usize = 200;

/// The least cost of gaining `need` in all, one way a lever; `None` where the best of all ways does not.
///
/// Branch and bound. The bound is Lagrange's: whatever a gain is worth, no choice costs less than `worth × need` plus the least reduced
/// costs, and the worth that makes the bound highest is found once. With every way chosen, what is spent beyond is exact: all spend up
/// to where gaining more costs the same everywhere.
///
/// # Reference
/// Fisher (1981), *The Lagrangian relaxation method for solving integer programming problems*, Management Science 27, 1–18.
pub(super) fn least(levers: &[Vec<Way>], need: f64) -> Option<Least> {
    let most =
        |ways: &Vec<Way>| ways.iter().map(|way| way.gain + way.then.gain(way.then.spent(f64::MAX))).fold(0.0, f64::max);
    let gains: Vec<f64> = levers.iter().map(most).collect();
    if gains.iter().sum::<f64>() < need {
        return None;
    }
    let bound = |worth: f64| {
        let reduced = |ways: &Vec<Way>| ways.iter().map(|way| way.reduced(worth)).fold(f64::INFINITY, f64::min);
        worth * need + levers.iter().map(reduced).sum::<f64>()
    };
    // The bound is concave in the worth: up to where it falls, then thirds.
    let mut high = 1e-9;
    while high < 1e12 && bound(high * 2.0) >= bound(high) {
        high *= 2.0;
    }
    let (mut low, mut high) = (0.0, high * 2.0);
    for _ in 0..HALVINGS {
        let third = (high - low) / 3.0;
        if bound(low + third) < bound(high - third) { low += third } else { high -= third }
    }
    let mut search = Search { levers, gains, worth: low, need, chosen: Vec::new(), best: None, left: limits::CHANGES };
    search.go(bound(low), need);
    let exact = search.left > 0;
    search.best.map(|(cost, ways)| Least { cost, ways, exact })
}

struct Search<'a> {
    levers: &'a [Vec<Way>],
    /// The most that each lever gains.
    gains: Vec<f64>,
    worth: f64,
    need: f64,
    chosen: Vec<usize>,
    best: Option<(f64, Vec<(usize, f64)>)>,
    left: usize,
}

impl Search<'_> {
    /// Chooses a way of the next lever; `bound` is that of what is chosen, `short` what is left to gain after it at most ways.
    fn go(&mut self, bound: f64, short: f64) {
        let at = self.chosen.len();
        let Some(ways) = self.levers.get(at) else { return self.finish() };
        let least = ways.iter().map(|way| way.reduced(self.worth)).fold(f64::INFINITY, f64::min);
        let rest: f64 = self.gains.iter().skip(at + 1).sum();
        // The most promising way first, so that a good solution rules out the others early.
        let mut tried = vec![false; ways.len()];
        for _ in 0..ways.len() {
            let mut next: Option<(usize, f64)> = None;
            for (index, way) in ways.iter().enumerate() {
                let reduced = way.reduced(self.worth);
                if tried.get(index) == Some(&false) && next.is_none_or(|(_, least)| reduced < least) {
                    next = Some((index, reduced));
                }
            }
            let Some((index, reduced)) = next else { break };
            if let Some(place) = tried.get_mut(index) {
                *place = true;
            }
            let Some(way) = ways.get(index) else { break };
            let bound = bound + reduced - least;
            let most = way.gain + way.then.gain(way.then.spent(f64::MAX));
            let worse = self.best.as_ref().is_some_and(|(best, _)| bound >= best - 1e-12);
            if self.left == 0 || worse || most + rest < short {
                continue;
            }
            self.left -= 1;
            self.chosen.push(index);
            self.go(bound, short - most);
            self.chosen.pop();
        }
    }

    /// Every way is chosen: what is spent beyond them.
    fn finish(&mut self) {
        let ways: Vec<Way> =
            self.levers.iter().zip(&self.chosen).filter_map(|(ways, index)| ways.get(*index).copied()).collect();
        let need = self.need - ways.iter().map(|way| way.gain).sum::<f64>();
        let gained = |worth: f64| ways.iter().map(|way| way.then.gain(way.then.spent(worth))).sum::<f64>();
        let mut spent = vec![0.0; ways.len()];
        if need > 0.0 {
            let (mut low, mut high) = (0.0_f64, 1.0);
            while gained(high) < need && high < 1e30 {
                high *= 2.0;
            }
            for _ in 0..HALVINGS {
                let middle = f64::midpoint(low, high);
                if gained(middle) < need { low = middle } else { high = middle }
            }
            for (place, way) in spent.iter_mut().zip(&ways) {
                *place = way.then.spent(low);
            }
            // At one worth several may be indifferent: they are filled one after another.
            let mut short = need - gained(low);
            for (place, way) in spent.iter_mut().zip(&ways) {
                let own = way.then.gain(*place);
                let more = (way.then.gain(way.then.spent(high)) - own).min(short);
                if more > 0.0 {
                    *place = way.then.needed(own + more);
                    short -= more;
                }
            }
            if short > 1e-9 * self.need.max(1e-9) {
                return;
            }
        }
        let cost = ways.iter().zip(&spent).map(|(way, spent)| way.cost + spent).sum();
        if self.best.as_ref().is_none_or(|(best, _)| cost < *best) {
            self.best = Some((cost, self.chosen.iter().copied().zip(spent).collect()));
        }
    }
}
