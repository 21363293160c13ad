//! Moving one weight among siblings.

/// The weights after one sibling is given a share and the others keep their proportions.
///
/// ```text
/// w′ᵢ = share,   w′ⱼ = wⱼ / Σ_{k ≠ i} wₖ × (1 − share)
/// ```
///
/// `share` from 0 to 1; the results are shares themselves and sum to 1. Where all others weigh 0 they divide the rest equally.
/// `None` when there is no sibling at `index`, when `share` is out of range, or when an only child is to have less than the whole.
#[must_use]
pub fn with_share(weights: &[f64], index: usize, share: f64) -> Option<Vec<f64>> {
    if index >= weights.len() || !(0.0..=1.0).contains(&share) {
        return None;
    }
    let others = weights.len() - 1;
    if others == 0 {
        return (share >= 1.0).then(|| vec![1.0]);
    }
    let sum: f64 =
        weights.iter().enumerate().filter(|(position, _)| *position != index).map(|(_, weight)| weight).sum();
    let rest = 1.0 - share;
    let moved = weights.iter().enumerate().map(|(position, weight)| {
        if position == index {
            share
        } else if sum > 0.0 {
            weight / sum * rest
        } else {
            rest / crate::numeric::count(others)
        }
    });
    Some(moved.collect())
}

#[cfg(test)]
mod tests {
    use super::with_share;

    #[test]
    fn the_others_keep_their_proportions() {
        assert_eq!(with_share(&[1.0, 1.0, 3.0], 0, 0.5), Some(vec![0.5, 0.125, 0.375]));
        assert_eq!(with_share(&[1.0, 1.0, 2.0], 0, 1.0), Some(vec![1.0, 0.0, 0.0]));
        assert_eq!(with_share(&[1.0, 0.0, 0.0], 0, 0.5), Some(vec![0.5, 0.25, 0.25]));
    }

    #[test]
    fn an_impossible_share_is_refused() {
        assert_eq!(with_share(&[1.0], 0, 0.5), None);
        assert_eq!(with_share(&[1.0, 1.0], 0, 1.5), None);
        assert_eq!(with_share(&[1.0, 1.0], 0, f64::NAN), None);
        assert_eq!(with_share(&[1.0, 1.0], 2, 0.5), None);
    }
}
