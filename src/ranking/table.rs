//! What the methods of multicriteria analysis read, and what they share.

use crate::document::{Decode, Decoder, Value};
use crate::error::{Code, Path, Problem, Unfit};
use crate::framework::NodeId;
use crate::limits;
use crate::numeric::column::{mapped, slices};
use crate::numeric::stats::{extent, norm, sum};
use crate::numeric::{count, is_missing, ratio};

use super::competition::ranks_between;
use super::{Decision, Outcome};

/// The values that units are ranked by: complete columns, what each indicator weighs, and which way it is better.
///
/// Nothing is missing in them: a unit with a missing value is left out before, and said to be. An indicator of weight 0 takes no
/// part. Weights are used as they are; effective weights sum to 1.
#[derive(Debug, Clone, Copy)]
pub struct Table<'a> {
    /// A column an indicator, each as long as there are units.
    pub columns: &'a [&'a [f64]],
    /// Whether higher is better, an entry an indicator.
    pub higher: &'a [bool],
    /// What each indicator weighs: not negative.
    pub weights: &'a [f64],
}

impl Decision<'_> {
    /// What a method makes of the decision, with what makes that impossible in words.
    #[inline(never)]
    pub(super) fn outcome(
        &self,
        method: &str,
        path: &Path,
        of: &dyn Fn(&Table<'_>) -> Result<Outcome, Unfit>,
    ) -> Result<Outcome, Problem> {
        let columns = slices(self.columns);
        let table = Table { columns: &columns, higher: self.higher, weights: self.weights };
        of(&table).map_err(|unfit| {
            let id = unfit.indicator.and_then(|index| self.indicators.get(index).copied());
            impossible(method, path.clone(), unfit.reason(id.map(NodeId::as_str)))
        })
    }

    /// Scores alone.
    #[inline(never)]
    pub(super) fn scored(
        &self,
        method: &str,
        path: &Path,
        of: &dyn Fn(&Table<'_>) -> Result<Vec<f64>, Unfit>,
    ) -> Result<Outcome, Problem> {
        self.outcome(method, path, &|table| Ok(Outcome { scores: of(table)?, ..Outcome::default() }))
    }

    /// What is given of each indicator of the decision, in its order; `otherwise` where nothing is.
    pub(super) fn each<T, S: Copy>(&self, given: &[T], id: fn(&T) -> &NodeId, of: fn(&T) -> S, otherwise: S) -> Vec<S> {
        let own = |indicator: &&NodeId| given.iter().find(|own| id(own) == *indicator).map_or(otherwise, of);
        self.indicators.iter().map(own).collect()
    }
}

/// What makes a ranking impossible.
pub(super) fn impossible(method: &str, path: Path, reason: String) -> Problem {
    Problem::new(Code::RankingImpossible, path).arg("method", method).arg("reason", reason)
}

/// Refuses to compare more units two by two than there is time for.
pub(super) fn refuse_many(units: usize) -> Result<(), Unfit> {
    if units > limits::COMPARED_UNITS {
        return Err(Unfit {
            indicator: None,
            found: count(units),
            needs: "at most 1,000 units, since it compares each two",
        });
    }
    Ok(())
}

/// What a method says of two units, row by row.
pub(super) fn pairs(units: usize, says: &dyn Fn(usize, usize) -> bool) -> Vec<bool> {
    (0..units).flat_map(|a| (0..units).map(move |b| says(a, b))).collect()
}

/// Names every id in a list of parameters that is no indicator.
pub(super) fn unknown<T>(
    given: &[T],
    id: fn(&T) -> &NodeId,
    indicators: &[&NodeId],
    path: &Path,
    key: &'static str,
) -> Vec<Problem> {
    let each = given.iter().enumerate().filter(|(_, own)| !indicators.contains(&id(own)));
    each.map(|(index, own)| {
        let place = path.clone().with(key).with(index).with("id");
        Problem::new(Code::IndicatorUnknown, place).arg("indicator", id(own))
    })
    .collect()
}

/// A number given of one indicator.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
pub struct Given {
    /// The indicator.
    pub id: NodeId,
    /// The number, in the indicator's unit of measure.
    pub value: f64,
}

impl Decode for Given {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        decoder.object(value, |fields| Self { id: fields.required("id"), value: fields.required("value") })
    }
}

/// One indicator of a [`Table`].
#[derive(Debug, Clone, Copy)]
pub struct Criterion<'a> {
    /// Its position.
    pub index: usize,
    /// Its values.
    pub column: &'a [f64],
    /// Whether higher is better.
    pub higher: bool,
    /// What it weighs, above 0.
    pub weight: f64,
}

/// What the values of a method must be for its divisions and logarithms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Domain {
    /// Anything.
    Any,
    /// 0 or more, and not 0 throughout.
    NotNegative,
    /// Above 0.
    Positive,
}

impl<'a> Table<'a> {
    /// How many units it has.
    #[must_use]
    pub fn units(&self) -> usize {
        self.columns.first().map_or(0, |column| column.len())
    }

    /// The indicators that weigh anything.
    pub fn criteria(&self) -> impl Iterator<Item = Criterion<'a>> + use<'a> {
        let each = self.columns.iter().zip(self.higher).zip(self.weights).enumerate();
        each.filter_map(|(index, ((column, higher), weight))| {
            (*weight > 0.0).then_some(Criterion { index, column, higher: *higher, weight: *weight })
        })
    }

    /// Checks that all values lie where the method is defined: `higher` for indicators better when higher, `lower` for others.
    ///
    /// # Errors
    /// [`Unfit`] with the first value that does not.
    pub fn within(&self, higher: Domain, lower: Domain) -> Result<(), Unfit> {
        for criterion in self.criteria() {
            let (low, high) = extent(criterion.column);
            let (bad, needs) = match if criterion.higher { higher } else { lower } {
                Domain::Any => (false, ""),
                Domain::NotNegative => (low < 0.0 || high <= 0.0, "values of 0 or more, not all 0"),
                Domain::Positive => (low <= 0.0, "values above 0"),
            };
            if bad {
                return Err(Unfit { indicator: Some(criterion.index), found: low, needs });
            }
        }
        Ok(())
    }

    /// One number a unit: the sum over indicators of what `add` makes of the weight and the value as `normalise` gives it.
    pub fn sum(&self, normalise: fn(&Criterion<'a>) -> Vec<f64>, add: &dyn Fn(&Criterion<'a>, f64) -> f64) -> Vec<f64> {
        let mut sums = vec![0.0; self.units()];
        for criterion in self.criteria() {
            for (sum, value) in sums.iter_mut().zip(normalise(&criterion)) {
                *sum += add(&criterion, value);
            }
        }
        sums
    }
}

impl Criterion<'_> {
    /// The best and the worst value.
    #[must_use]
    pub fn ends(&self) -> (f64, f64) {
        let (low, high) = extent(self.column);
        if self.higher { (high, low) } else { (low, high) }
    }

    /// Each value's way from the worst (0) to the best (1); 1 where all are equal, since nobody is behind.
    #[must_use]
    pub fn min_max(&self) -> Vec<f64> {
        let (best, worst) = self.ends();
        let width = best - worst;
        self.map(&|x| if width.abs() > 0.0 { (x - worst) / width } else { 1.0 })
    }

    /// Each value as a share of the best: `x / max`, where lower is better `min / x`.
    #[must_use]
    pub fn share_of_best(&self) -> Vec<f64> {
        let (best, _) = self.ends();
        self.map(&|x| if self.higher { x / best } else { best / x })
    }

    /// Each value divided by the root of the sum of squares; 0 where all are 0.
    #[must_use]
    pub fn vector(&self) -> Vec<f64> {
        let length = norm(self.column);
        self.map(&|x| ratio(x, length))
    }

    /// Each value divided by the sum of all; 0 where that is 0.
    #[must_use]
    pub fn share_of_sum(&self) -> Vec<f64> {
        let (total, _) = sum(self.column);
        self.map(&|x| ratio(x, total))
    }

    /// 1 where higher is better, −1 where lower is.
    #[must_use]
    pub fn sign(&self) -> f64 {
        if self.higher { 1.0 } else { -1.0 }
    }

    fn map(&self, of: &dyn Fn(f64) -> f64) -> Vec<f64> {
        mapped(self.column, of)
    }
}

/// The competition ranks of scores without bounds, missing ones 0: see [`ranks_between`].
#[must_use]
pub fn ranks(scores: &[f64], lower_is_better: bool) -> Vec<u32> {
    let mut ranks = vec![0; scores.len()];
    ranks_between(scores, !lower_is_better, None, &mut ranks);
    ranks
}

/// Ranks as numbers.
pub(super) fn whole(ranks: &[u32]) -> Vec<f64> {
    ranks.iter().map(|rank| f64::from(*rank)).collect()
}

/// Whether two numbers differ by no more than rounding.
pub(super) fn same(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-12 * a.abs().max(b.abs()).max(1.0)
}

/// The smallest value, missing ones left out.
pub(super) fn least(values: &[f64]) -> f64 {
    extent(values).0
}

/// The largest value, missing ones left out.
pub(super) fn most(values: &[f64]) -> f64 {
    extent(values).1
}

/// Refuses a single missing score that a division by nothing has left behind.
pub(super) fn defined(scores: Vec<f64>, needs: &'static str) -> Result<Vec<f64>, Unfit> {
    match scores.iter().find(|score| is_missing(**score) || score.is_infinite()) {
        Some(found) => Err(Unfit { indicator: None, found: *found, needs }),
        None => Ok(scores),
    }
}
