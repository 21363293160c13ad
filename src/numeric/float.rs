//! The only door to exp, ln and pow, and how a number is written.
//!
//! The standard library's differ between native and wasm in 2–10 % of arguments; the `libm` crate gives the same bits on
//! both. Addition, subtraction, multiplication, division and square root are exact everywhere and need no door.

/// e to the power of `x`.
#[must_use]
pub fn exp(x: f64) -> f64 {
    libm::exp(x)
}

/// The natural logarithm of `x`: −∞ at 0, NaN below.
#[must_use]
pub fn ln(x: f64) -> f64 {
    libm::log(x)
}

/// The logarithm of the gamma function at `x`, above 0.
#[must_use]
pub fn ln_gamma(x: f64) -> f64 {
    libm::lgamma(x)
}

const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
];

/// `digits` × 10^−`decimals`: with at most fifteen digits and 22 decimals both are exact, and so is the one rounding of a division.
#[inline]
#[must_use]
pub fn decimal(digits: u64, decimals: usize) -> Option<f64> {
    #[expect(clippy::cast_precision_loss, reason = "fifteen digits are below 2^53")]
    POWERS.get(decimals).filter(|_| digits < 1_000_000_000_000_000).map(|power| digits as f64 / power)
}

/// The shortest text that reads back to the same number, as ECMAScript writes it: the same in every door.
#[must_use]
pub fn text(x: f64) -> String {
    let mut text = String::new();
    write(x, &mut text);
    text
}

/// Adds [`text`] of a number to a text: without memory of its own, for documents have a hundred thousand numbers.
pub fn write(x: f64, text: &mut String) {
    // From the last digit on: a sign, nine digits, a point and six digits at most.
    let mut digits = [0_u8; 18];
    match short(x, &mut digits) {
        Some(digits) => text.push_str(digits),
        None => text.push_str(ryu_js::Buffer::new().format(x)),
    }
}

/// The text of a number below 10^9 with at most six decimals: nearly all that people write, at a fraction of the time.
///
/// Where `n` / 10^6, both exact and so rounded once, is the number, then `n` without the zeros at its end are its digits: no two
/// decimals of fifteen digits are the same number, so no shorter one is.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "whole, not negative and below 10^9 or 10^6; a digit"
)]
fn short(x: f64, digits: &mut [u8; 18]) -> Option<&str> {
    let size = x.abs();
    // No number is none of these either.
    if size.is_nan() || size >= 1e9 {
        return None;
    }
    let scaled = (size * 1e6).round_ties_even();
    if (scaled / 1e6).to_bits() != size.to_bits() {
        return None;
    }
    // In two halves of 32 bits: to divide 64 of them takes wasm several times as long.
    let whole = size.trunc();
    let (mut rest, mut used) = ((scaled - whole * 1e6) as u32, 0);
    let mut decimals = 6;
    while decimals > 0 && rest.is_multiple_of(10) {
        rest /= 10;
        decimals -= 1;
    }
    let mut put = |digit: u8| {
        used += 1;
        if let Some(place) = digits.len().checked_sub(used).and_then(|at| digits.get_mut(at)) {
            *place = digit;
        }
    };
    if decimals > 0 {
        for _ in 0..decimals {
            put(b'0' + (rest % 10) as u8);
            rest /= 10;
        }
        put(b'.');
    }
    rest = whole as u32;
    loop {
        put(b'0' + (rest % 10) as u8);
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if x < 0.0 {
        put(b'-');
    }
    let begin = digits.len() - used;
    digits.get(begin..).and_then(|digits| std::str::from_utf8(digits).ok())
}

/// `x` to the power of `y`.
#[must_use]
pub fn pow(x: f64, y: f64) -> f64 {
    libm::pow(x, y)
}

/// The angle of a vector from the first axis, from −π to π.
#[must_use]
pub fn angle(across: f64, along: f64) -> f64 {
    libm::atan2(across, along)
}

#[cfg(test)]
mod tests {
    use super::text;

    /// The digits that count, and the number's sign and place.
    fn digits(written: &str) -> String {
        let digits: String = written.chars().take_while(|mark| *mark != 'e').filter(char::is_ascii_digit).collect();
        digits.trim_matches('0').to_owned()
    }

    fn is_shortest(number: f64) {
        let written = text(number);
        assert_eq!(written.parse::<f64>().unwrap().to_bits(), number.to_bits(), "{written}");
        assert_eq!(digits(&written).len(), digits(&format!("{number:e}")).len(), "{written}");
    }

    #[test]
    fn numbers_of_few_digits_are_written_as_all_others_are() {
        let by_the_rule = |number: f64| ryu_js::Buffer::new().format(number).to_owned();
        let mut state = 3_u64;
        for size in 0..17 {
            for decimals in 0..9 {
                for _ in 0..500 {
                    state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    let whole = (state >> 11) % 10_u64.pow(size);
                    let number = format!("{whole}e-{decimals}").parse::<f64>().unwrap();
                    for number in [number, -number, f64::from_bits(number.to_bits() + 1)] {
                        assert_eq!(text(number), by_the_rule(number));
                    }
                }
            }
        }
        for (number, expected) in [
            (0.0, "0"),
            (-0.0, "0"),
            (f64::NAN, "NaN"),
            (f64::INFINITY, "Infinity"),
            (1e15, "1000000000000000"),
            (1e-6, "0.000001"),
            (1e-7, "1e-7"),
            (-10.5, "-10.5"),
        ] {
            assert_eq!(text(number), expected);
        }
    }

    #[test]
    fn a_number_is_written_in_as_few_digits_as_read_back_to_it() {
        let around = |bits: u64| (0..5).map(move |step| f64::from_bits((bits + step).saturating_sub(2).max(1)));
        for power in -323..=308 {
            around(format!("1e{power}").parse::<f64>().unwrap().to_bits()).for_each(is_shortest);
        }
        for exponent in 0..2047_u64 {
            around(exponent << 52).filter(|number| number.is_finite()).for_each(is_shortest);
        }
        let mut state = 7_u64;
        for _ in 0..50_000 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let bits = state ^ state >> 29;
            // Of everyday magnitudes, of every one, and below the least normal one.
            let everyday = f64::from_bits(bits >> 12 | 1_023 << 52) * 100.0;
            for number in
                [everyday, (everyday * 1e9).round() / 1e9, f64::from_bits(bits), f64::from_bits(bits >> 12 | 1)]
            {
                if number.is_finite() {
                    is_shortest(number);
                }
            }
        }
    }
}
