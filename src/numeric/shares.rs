//! Shares that sum to 1 to the last bit.

/// Steps that a share is a whole number of.
pub const SHARE_STEPS: f64 = 281_474_976_710_656.0;

/// Divides non-negative numbers, not all 0, by their sum, as whole numbers of 2⁻⁴⁸ that sum to exactly 1.
///
/// What rounding leaves over goes to the largest. Every sum of such shares is exact, so dividing a weighted mean by its weights'
/// sum divides by 1 and can be left out without moving a bit; and sums of shares over draws are exact whole numbers.
#[inline(never)]
pub fn make_shares(numbers: &mut [f64]) {
    let total: f64 = numbers.iter().sum();
    let mut left = SHARE_STEPS;
    let mut largest = (0.0, 0);
    for (index, number) in numbers.iter_mut().enumerate() {
        if *number > largest.0 {
            largest = (*number, index);
        }
        // Rounded to a whole number by the size of what is added: 2⁵² has no bits below 1.
        let steps = (*number / total * SHARE_STEPS + WHOLE) - WHOLE;
        left -= steps;
        *number = steps;
    }
    if let Some(number) = numbers.get_mut(largest.1) {
        *number += left;
    }
    for number in numbers {
        *number *= 1.0 / SHARE_STEPS;
    }
}

/// 2⁵²: a number added to it and taken off again is whole.
const WHOLE: f64 = 4_503_599_627_370_496.0;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_sum_to_exactly_one_in_any_order() {
        for numbers in [vec![1.0, 1.0, 1.0], vec![0.1, 0.7, 1e-30, 55.0], vec![3.0], vec![0.0, 1.0, 1e30]] {
            let mut shares = numbers.clone();
            make_shares(&mut shares);
            assert_eq!(shares.iter().sum::<f64>().to_bits(), 1.0_f64.to_bits(), "{numbers:?}");
            assert_eq!(shares.iter().rev().sum::<f64>().to_bits(), 1.0_f64.to_bits(), "{numbers:?}");
            let total: f64 = numbers.iter().sum();
            for (share, number) in shares.iter().zip(&numbers) {
                assert!(*share >= 0.0 && (share - number / total).abs() < 1e-13, "{numbers:?}");
            }
        }
    }
}
