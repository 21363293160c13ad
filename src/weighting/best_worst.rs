//! The best–worst method: each thing compared with the best and with the worst only.

use super::data::shares;
use super::stated::{Stated, each, unfit};
use super::{Sibling, Weigh};
use crate::document::Fields;
use crate::error::{Path, Problem};
use crate::numeric::column::{mapped, numbered};
use crate::numeric::{Simplex, count};
use crate::stage::{About, Parameters};

/// Weights, and how far the judgements contradict each other.
#[derive(Debug, Clone, PartialEq)]
pub struct BestWorst {
    /// The weights, summing to 1: the middle of their ranges.
    pub weights: Vec<f64>,
    /// ξ: the largest contradiction that the weights must leave; 0 when nothing contradicts.
    pub xi: f64,
    /// What each weight ranges over among all that leave no more; one value each when the weights are unique.
    pub ranges: Vec<(f64, f64)>,
    /// `max |a(B, j) a(j, W) − a(B, W)| / (a(B, W)² − a(B, W))`, from the judgements alone: 0 when nothing contradicts.
    pub input_based_consistency: f64,
}

/// The weights that contradict the judgements least, by the linear model.
///
/// ```text
/// minimise ξ   subject to   |w_B − a(B, j) wⱼ| ≤ ξ,   |wⱼ − a(j, W) w_W| ≤ ξ,   Σ w = 1,   w ≥ 0
/// ```
///
/// `best` says how many times as important the best is as each thing, `worst` how many times as important each is as the worst;
/// the best and the worst are the first entries of 1. `None` when either is absent, when a judgement is below 1, or the two lists
/// differ in length.
///
/// # Differs from
/// pyDecision, which minimises a penalty instead.
///
/// # Reference
/// Rezaei (2015), Omega 53:49–57; (2016), Omega 64:126–130; Liang, Brunelli and Rezaei (2020) for the consistency.
#[must_use]
pub fn best_worst(best: &[f64], worst: &[f64]) -> Option<BestWorst> {
    let size = best.len();
    if worst.len() != size || best.iter().chain(worst).any(|judgement| judgement.is_nan() || *judgement < 1.0) {
        return None;
    }
    let is_one = |judgement: &f64| *judgement <= 1.0;
    let (at_best, at_worst) = (best.iter().position(is_one)?, worst.iter().position(is_one)?);
    let best_over_worst = *best.get(at_worst)?;
    let contradiction = best.iter().zip(worst).fold(0.0_f64, |most, (a, b)| most.max((a * b - best_over_worst).abs()));
    let range = best_over_worst * best_over_worst - best_over_worst;
    let input_based_consistency = crate::numeric::ratio(contradiction, range);
    if contradiction <= 1e-12 * best_over_worst {
        let weights = shares(&mapped(best, &|judgement| 1.0 / judgement));
        let ranges = weights.iter().map(|weight| (*weight, *weight)).collect();
        return Some(BestWorst { weights, xi: 0.0, ranges, input_based_consistency });
    }
    // Scaled by 1 / ξ, the programme starts at the origin: the largest Σ v with every contradiction at most 1 has w = v / Σ v.
    let mut constraints = Vec::new();
    let mut both = |plus: usize, minus: usize, factor: f64| {
        if plus == minus {
            return;
        }
        for sign in [1.0, -1.0] {
            let mut row = vec![0.0; size];
            if let Some(cell) = row.get_mut(plus) {
                *cell = sign;
            }
            if let Some(cell) = row.get_mut(minus) {
                *cell = -sign * factor;
            }
            constraints.push(row);
        }
    };
    for (thing, (from_best, to_worst)) in best.iter().zip(worst).enumerate() {
        both(at_best, thing, *from_best);
        both(thing, at_worst, *to_worst);
    }
    let mut programme = Simplex::new(&constraints, size);
    let all = vec![1.0; size];
    let total = programme.maximise(&all)?;
    programme.stay_optimal(&all);
    let mut ranges = Vec::with_capacity(size);
    for thing in 0..size {
        let mut objective = vec![0.0; size];
        let mut end = |sign: f64| {
            if let Some(cell) = objective.get_mut(thing) {
                *cell = sign;
            }
            Some(sign * programme.maximise(&objective)? / total)
        };
        let high = end(1.0)?;
        ranges.push((end(-1.0)?, high));
    }
    let weights =
        shares(&numbered(size, &|thing| ranges.get(thing).map_or(0.0, |(low, high)| f64::midpoint(*low, *high))));
    Some(BestWorst { weights, xi: 1.0 / total, ranges, input_based_consistency })
}

impl BestWorst {
    /// Whether no other weights contradict the judgements as little.
    #[must_use]
    pub fn is_unique(&self) -> bool {
        self.ranges.iter().all(|(low, high)| high - low <= 1e-9 * count(self.ranges.len()))
    }
}

/// The best–worst method: see [`best_worst`].
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Judged {
    /// How many times as important the best child is as each; the best itself has 1.
    pub best_to_others: Vec<Stated>,
    /// How many times as important each child is as the worst, which has 1.
    pub others_to_worst: Vec<Stated>,
}

impl Parameters for Judged {
    const ABOUT: About = About {
        meaning: "weights that contradict comparisons with the best and the worst child least",
        formula: "minimise ξ: |w_B − a w|, |w − a w_W| ≤ ξ",
        reference: "Rezaei (2016)",
    };

    fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self { best_to_others: fields.required("bestToOthers"), others_to_worst: fields.required("othersToWorst") }
    }
}

impl Weigh for Judged {
    fn weigh(&self, siblings: &[Sibling<'_>], path: &Path) -> Result<Vec<f64>, Problem> {
        let read = |stated: &[Stated], key: &'static str| each(siblings, stated, "best-worst", &path.clone().with(key));
        let best = read(&self.best_to_others, "bestToOthers")?;
        let worst = read(&self.others_to_worst, "othersToWorst")?;
        let result = best_worst(&best, &worst);
        let needs = "judgements must be 1 or more, 1 of the best and of the worst child";
        result.map(|result| result.weights).ok_or_else(|| unfit("best-worst", path.clone(), &[needs]))
    }
}
