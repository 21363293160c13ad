//! How far several people agree on the same things.

use comity_numeric::stats::{Ties, extent, moment, ranks};
use comity_numeric::{MISSING, count};

/// Kendall's W: how far orders agree, from 0 (no agreement) to 1 (one order). A row a person, a column a thing; entries are ranks,
/// or numbers whose order is meant.
///
/// ```text
/// W = 12 Σ (Rⱼ − R̄)² / (m² (n³ − n) − m Σ (t³ − t))     m people, n things, t: sizes of ties
/// ```
///
/// Equal numbers share their mean rank. Missing when fewer than two people or things are there, or everybody ties everything.
///
/// # Reference
/// Kendall and Babington Smith (1939), Annals of Mathematical Statistics 10:275–287.
#[must_use]
pub fn kendall_w(people: &[Vec<f64>]) -> f64 {
    let things = people.first().map_or(0, Vec::len);
    if people.len() < 2 || things < 2 {
        return MISSING;
    }
    let (m, n) = (count(people.len()), count(things));
    let mut sums = vec![0.0; things];
    let mut ties = 0.0;
    for own in people {
        let ranked = ranks(own, Ties::Average);
        for (sum, rank) in sums.iter_mut().zip(&ranked) {
            *sum += rank;
        }
        // A tie of t things counts t² − 1 for each of them: t³ − t in all.
        for rank in &ranked {
            let size = count(ranked.iter().filter(|other| (**other - rank).abs() < 0.25).count());
            ties += size * size - 1.0;
        }
    }
    let most = m * m * (n * n * n - n) - m * ties;
    if most > 0.0 { 12.0 * moment(&sums, 2) / most } else { MISSING }
}

/// The intraclass correlations of Shrout and Fleiss, by their names; k is the number of judges.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Icc {
    /// ICC(1,1): each thing has judges of its own; a single judgement.
    pub one: f64,
    /// ICC(2,1): the judges are a sample, and their levels count; a single judgement.
    pub two: f64,
    /// ICC(3,1): these judges only, whatever their levels; a single judgement.
    pub three: f64,
    /// ICC(1,k): the mean of k judgements.
    pub one_k: f64,
    /// ICC(2,k).
    pub two_k: f64,
    /// ICC(3,k).
    pub three_k: f64,
}

/// Intraclass correlations: how much of the variation of judgements is that of the things judged. A row a judge, a column a thing.
///
/// ```text
/// B between things, W within things, J between judges, E residual (mean squares)
/// ICC1 = (B − W) / (B + (k−1) W)     ICC2 = (B − E) / (B + (k−1) E + k (J − E) / n)     ICC3 = (B − E) / (B + (k−1) E)
/// ICC1k = (B − W) / B                ICC2k = (B − E) / (B + (J − E) / n)                ICC3k = (B − E) / B
/// ```
///
/// At most 1; below 0 where things vary less than by chance. A thing that a judge has not judged is left out. `None` below two
/// judges or two things; an entry is missing where nothing varies.
///
/// # Reference
/// Shrout and Fleiss (1979), Psychological Bulletin 86:420–428.
#[must_use]
pub fn icc(judges: &[Vec<f64>]) -> Option<Icc> {
    let things = judges.first().map_or(0, Vec::len);
    let judged = |thing: &usize| judges.iter().all(|own| own.get(*thing).is_some_and(|x| !x.is_nan()));
    let kept: Vec<usize> = (0..things).filter(judged).collect();
    let (n, k) = (count(kept.len()), count(judges.len()));
    if kept.len() < 2 || judges.len() < 2 {
        return None;
    }
    let at = |own: &Vec<f64>, thing: &usize| own.get(*thing).copied().unwrap_or(MISSING);
    let by_thing: Vec<f64> =
        kept.iter().map(|thing| judges.iter().map(|own| at(own, thing)).sum::<f64>() / k).collect();
    let by_judge: Vec<f64> =
        judges.iter().map(|own| kept.iter().map(|thing| at(own, thing)).sum::<f64>() / n).collect();
    let all: Vec<f64> = judges.iter().flat_map(|own| kept.iter().map(move |thing| at(own, thing))).collect();
    let (low, high) = extent(&all);
    if low >= high {
        return None;
    }
    let (things_ss, judges_ss, total) = (k * moment(&by_thing, 2), n * moment(&by_judge, 2), moment(&all, 2));
    let between = things_ss / (n - 1.0);
    let within = (total - things_ss) / (n * (k - 1.0));
    let judging = judges_ss / (k - 1.0);
    let residual = (total - things_ss - judges_ss) / ((n - 1.0) * (k - 1.0));
    let bias = (judging - residual) / n;
    Some(Icc {
        one: (between - within) / (between + (k - 1.0) * within),
        two: (between - residual) / (between + (k - 1.0) * residual + k * bias),
        three: (between - residual) / (between + (k - 1.0) * residual),
        one_k: (between - within) / between,
        two_k: (between - residual) / (between + bias),
        three_k: (between - residual) / between,
    })
}
