//! Shapley's attribution: what each input adds to a result, whatever way the inputs are joined.

use crate::numeric::count;

/// Inputs of which every combination is looked at, at most: a million evaluations.
pub const INPUTS: usize = 20;

/// What each input adds to the value of a function, against a baseline: the mean, over all orders in which inputs could arrive, of
/// the change that its arrival makes. An input that has not arrived is at the baseline.
///
/// ```text
/// aᵢ = Σ over S without i of |S|! (n − |S| − 1)! / n! × (f(S ∪ i) − f(S))
/// ```
///
/// The attributions sum to `f(values) − f(baseline)`. An input at its baseline gets 0, equal inputs get the same; of a weighted
/// mean each gets its weight times its distance from the baseline. Exact. `None` beyond [`INPUTS`], or when the lists differ in
/// length.
///
/// # Reference
/// Shapley (1953); Lundberg and Lee (2017) for the baseline.
pub fn shapley(values: &[f64], baseline: &[f64], of: &mut dyn FnMut(&[f64]) -> f64) -> Option<Vec<f64>> {
    let n = values.len();
    if n > INPUTS || baseline.len() != n {
        return None;
    }
    let mut inputs = baseline.to_vec();
    let mut results = Vec::with_capacity(1 << n);
    for arrived in 0..1_usize << n {
        for (input, ((own, base), bit)) in inputs.iter_mut().zip(values.iter().zip(baseline).zip(0..)) {
            *input = if arrived >> bit & 1 == 1 { *own } else { *base };
        }
        results.push(of(&inputs));
    }
    // The share of orders in which a given set of a size has arrived just before an input.
    let mut shares = Vec::with_capacity(n);
    let mut share = 1.0 / count(n);
    for size in 0..n {
        shares.push(share);
        share *= (count(size) + 1.0) / (count(n - size) - 1.0);
    }
    let attribution = |input: usize| {
        let mut sum = 0.0;
        for (arrived, before) in results.iter().enumerate().filter(|(arrived, _)| arrived >> input & 1 == 0) {
            let size = usize::try_from(arrived.count_ones()).unwrap_or(0);
            if let (Some(after), Some(share)) = (results.get(arrived | 1 << input), shares.get(size)) {
                sum += share * (after - before);
            }
        }
        sum
    };
    Some((0..n).map(attribution).collect())
}
