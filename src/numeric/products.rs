//! Exact sums of products of whole numbers, output by output: what is merged must not depend on the order it was added in.

/// Adds each number to its sum.
#[inline(never)]
pub fn add(sums: &mut [i128], numbers: &[i64]) {
    for (sum, number) in sums.iter_mut().zip(numbers) {
        *sum += i128::from(*number);
    }
}

/// Adds each product `a × b` to its sum.
#[inline(never)]
pub fn add_products(sums: &mut [i128], a: &[i64], b: &[i64]) {
    for ((sum, a), b) in sums.iter_mut().zip(a).zip(b) {
        *sum += i128::from(*a) * i128::from(*b);
    }
}
