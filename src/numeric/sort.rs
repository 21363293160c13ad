//! Sorting whole numbers: what ranking spends its time on.

/// Bits of one digit: 37 bits of score are three digits.
const DIGIT_BITS: u32 = 13;

/// The bit that a negative number has.
const SIGN: u64 = 1 << 63;

/// From this many keys on, counting digits is faster than comparing keys; below, the counters cost more than they save.
const COUNTING_FROM: usize = 1_500;

/// Sorts keys that are whole numbers; kept and used again, so that sorting again allocates nothing.
#[derive(Debug, Default)]
pub struct KeySorter {
    spare: Vec<u64>,
    counts: Vec<u32>,
}

impl KeySorter {
    /// Sorts keys whose bits below `low` are rising already, such as the index that each was made from.
    ///
    /// Many keys are sorted digit by digit from `low` up (radix sort: the order of equal digits is kept), few by comparing them.
    pub fn sort(&mut self, keys: &mut Vec<u64>, low: u32) {
        if keys.len() < COUNTING_FROM {
            keys.sort_unstable();
            return;
        }
        self.spare.clear();
        self.spare.resize(keys.len(), 0);
        let mut shift = low;
        while shift < u64::BITS {
            self.sort_by_digit(keys, shift);
            shift += DIGIT_BITS;
        }
    }

    fn sort_by_digit(&mut self, keys: &mut Vec<u64>, shift: u32) {
        let Self { spare, counts } = self;
        let digit = |key: u64| usize::try_from(key >> shift & ((1 << DIGIT_BITS) - 1)).unwrap_or(0);
        counts.clear();
        counts.resize(1 << DIGIT_BITS, 0);
        for key in keys.iter() {
            if let Some(count) = counts.get_mut(digit(*key)) {
                *count += 1;
            }
        }
        let mut next = 0;
        for place in counts.iter_mut() {
            next += std::mem::replace(place, next);
        }
        for key in keys.iter() {
            let Some(place) = counts.get_mut(digit(*key)) else { continue };
            if let Some(slot) = usize::try_from(*place).ok().and_then(|place| spare.get_mut(place)) {
                *slot = *key;
            }
            *place += 1;
        }
        std::mem::swap(keys, spare);
    }
}

/// Sorts numbers, rising; a missing one comes last.
#[inline(never)]
pub fn sort_numbers(numbers: &mut [f64]) {
    // As whole numbers that rise as they do, so that one sort serves both; the sign's bit turns the order of what is below 0.
    let mut keys: Vec<u64> = numbers.iter().map(|number| number.to_bits()).collect();
    for key in &mut keys {
        *key = if *key & SIGN == 0 { *key | SIGN } else { !*key };
    }
    keys.sort_unstable();
    for (number, key) in numbers.iter_mut().zip(keys) {
        *number = f64::from_bits(if key & SIGN == 0 { !key } else { key & !SIGN });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_rise_to_the_last_bit_and_a_missing_one_is_last() {
        let given =
            [2.0, -0.0, f64::NAN, -3.5, 0.0, 1e300, f64::NEG_INFINITY, -1e-310, 5e-324, f64::INFINITY, 2.0, -3.0];
        let mut expected = given;
        expected.sort_by(f64::total_cmp);
        let mut sorted = given;
        sort_numbers(&mut sorted);
        assert_eq!(sorted.map(f64::to_bits), expected.map(f64::to_bits));
    }

    #[test]
    fn both_ways_of_sorting_agree() {
        for length in [0, 1, 2, 500, COUNTING_FROM, 5_000] {
            let mut state = 7_u64;
            let keys: Vec<u64> = (0..length as u64)
                .map(|index| {
                    state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                    // Few distinct scores in the upper bits, so that many keys are equal there.
                    (state >> 60) << 27 | (state >> 40 & 1) << 63 | index
                })
                .collect();
            let mut expected = keys.clone();
            expected.sort_unstable();
            let mut sorted = keys;
            KeySorter::default().sort(&mut sorted, 27);
            assert_eq!(sorted, expected, "{length} keys");
        }
    }
}
