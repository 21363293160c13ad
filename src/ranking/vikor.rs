//! VIKOR: the compromise between the many and the worst off.

use super::competition::ranks_between;
use super::table::{Table, least, most, same};
use super::{Decide, Decision, Outcome, Rank};
use crate::document::Fields;
use crate::error::{Path, Problem};
use crate::numeric::column::joined;
use crate::numeric::{count, ratio};
use crate::stage::{About, Parameters};

/// The ends between which every Q lies.
const Q: (f64, f64) = (0.0, 1.0);

/// What VIKOR says. Lower is better of `s`, `r` and `q`.
#[derive(Debug, Clone, PartialEq)]
pub struct Vikor {
    /// S: the weighted sum of regrets.
    pub s: Vec<f64>,
    /// R: the largest regret.
    pub r: Vec<f64>,
    /// Q: the compromise of both, from 0 to 1.
    pub q: Vec<f64>,
    /// The competition ranks by Q.
    pub ranks: Vec<u32>,
    /// Whether the first is clear of the second: nobody else is within `1 / (units − 1)` of its Q.
    pub advantage: bool,
    /// Whether a first by Q is first by S or R too.
    pub stability: bool,
    /// The units that cannot be told apart from the first.
    pub compromise: Vec<usize>,
}

/// Ranks by the compromise of group utility (`v` towards 1) and individual regret (`v` towards 0).
///
/// ```text
/// regretᵢⱼ = wⱼ (bestⱼ − xᵢⱼ) / (bestⱼ − worstⱼ)     S = Σⱼ regret     R = maxⱼ regret
/// Q = v (S − min S) / (max S − min S) + (1 − v) (R − min R) / (max R − min R)
/// ```
///
/// A constant indicator regrets nothing; where all S (or R) are one, rounding aside, their part of Q is 0. The compromise set is the first alone
/// when both conditions hold, ranks 1 and 2 when only the advantage does, and everybody within `1 / (units − 1)` of the first's Q
/// when it does not.
///
/// # Differs from
/// scikit-criteria, which by default gives the whole compromise set rank 1: here ranks are those of Q, and
/// [`Vikor::shared_ranks`] the others.
///
/// # Reference
/// Opricovic and Tzeng (2004), EJOR 156:445–455; (2007), EJOR 178:514–529.
#[must_use]
pub fn vikor(table: &Table<'_>, v: f64) -> Vikor {
    let units = table.units();
    let mut s = vec![0.0; units];
    let mut r = vec![0.0_f64; units];
    for criterion in table.criteria() {
        let (best, worst) = criterion.ends();
        for ((s, r), x) in s.iter_mut().zip(&mut r).zip(criterion.column) {
            let regret = criterion.weight * ratio(best - x, best - worst);
            *s += regret;
            *r = r.max(regret);
        }
    }
    let (least_s, least_r) = (least(&s), least(&r));
    let (width_s, width_r) = (most(&s) - least_s, most(&r) - least_r);
    // Regrets that differ by rounding alone are one: divided by their distance, rounding would decide.
    let way = |x: f64, least: f64, width: f64| if width > 1e-12 { (x - least) / width } else { 0.0 };
    let part = |s: f64, r: f64| v * way(s, least_s, width_s) + (1.0 - v) * way(r, least_r, width_r);
    let q = joined(&s, &r, &part);
    let mut ranks = vec![0; units];
    ranks_between(&q, false, Some(Q), &mut ranks);
    let first = least(&q);
    let clear = 1.0 / (count(units) - 1.0);
    let near: Vec<usize> = (0..units).zip(&q).filter(|(_, q)| **q - first < clear).map(|(unit, _)| unit).collect();
    let advantage = near.len() <= 1 || units <= 1;
    let each = ranks.iter().zip(s.iter().zip(&r));
    let stability = each.clone().any(|(rank, (s, r))| *rank == 1 && (same(*s, least_s) || same(*r, least_r)));
    let ranked = |last: u32| ranks.iter().enumerate().filter(move |(_, rank)| **rank <= last).map(|(unit, _)| unit);
    let compromise = match (advantage, stability) {
        (false, _) => near,
        (true, true) => ranked(1).collect(),
        (true, false) => ranked(2).collect(),
    };
    Vikor { s, r, q, ranks, advantage, stability, compromise }
}

impl Vikor {
    /// The ranks when the whole compromise set is first and everybody else moves up accordingly.
    #[must_use]
    pub fn shared_ranks(&self) -> Vec<u32> {
        let moved = u32::try_from(self.compromise.len().saturating_sub(1)).unwrap_or(0);
        let rank = |(unit, rank): (usize, &u32)| if self.compromise.contains(&unit) { 1 } else { rank - moved };
        self.ranks.iter().enumerate().map(rank).collect()
    }
}

/// The compromise Q: see [`vikor`].
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Method {
    /// v, the part of the many against the worst off, from 0 to 1; 0.5 when nothing is said.
    pub v: f64,
}

impl Default for Method {
    fn default() -> Self {
        Self { v: 0.5 }
    }
}

impl Parameters for Method {
    const ABOUT: About = About {
        meaning: "the compromise between the many and the worst off",
        formula: "v (S − min S) / (max S − min S) + (1 − v) (R − min R) / (max R − min R)",
        reference: "Opricovic and Tzeng (2004)",
    };

    fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self { v: fields.with("v", |value, decoder| decoder.number_within(value, 0.0, 1.0)).unwrap_or(0.5) }
    }
}

impl Rank for Method {
    fn decides(&self) -> Option<&dyn Decide> {
        Some(self)
    }
}

impl Decide for Method {
    fn decide(&self, decision: &Decision<'_>, path: &Path) -> Result<Outcome, Problem> {
        decision.outcome("vikor", path, &|table| {
            let Vikor { s, r, q, compromise, .. } = vikor(table, self.v);
            let chosen = (0..q.len()).map(|unit| f64::from(u8::from(compromise.contains(&unit)))).collect();
            Ok(Outcome { scores: q, figures: vec![("s", s), ("r", r), ("compromise", chosen)], ..Outcome::default() })
        })
    }

    fn measure(&self) -> &'static str {
        "compromise Q"
    }

    fn higher_is_better(&self) -> bool {
        false
    }

    fn bounds(&self) -> Option<(f64, f64)> {
        Some(Q)
    }
}
