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

/// The shortest text that reads back to the same number, as ECMAScript writes it: the same in every door.
#[must_use]
pub fn text(x: f64) -> String {
    short(x).unwrap_or_else(|| ryu_js::Buffer::new().format(x).to_owned())
}

/// The text of a number of at most fifteen digits, six of them decimals: nearly all that people write, at a fraction of the time.
///
/// Where `n` / 10^`k`, both exact and so rounded once, is the number, then `n` without the zeros at its end are its digits: no two
/// decimals of fifteen digits are the same number, so no shorter one is.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "whole, not negative and below 10^15; a digit"
)]
fn short(x: f64) -> Option<String> {
    let size = x.abs();
    let mut power = 1.0;
    for decimals in 0..=6 {
        let scaled = (size * power).round_ties_even();
        if !size.is_finite() || scaled >= 1e15 {
            return None;
        }
        if (scaled / power).to_bits() != size.to_bits() {
            power *= 10.0;
            continue;
        }
        let mut rest = scaled as u64;
        // From the last digit on: a sign, fifteen digits and a point at most, or a zero, a point and six digits.
        let mut digits = [0_u8; 20];
        let ones = if decimals > 0 { decimals + 1 } else { 0 };
        for (used, digit) in digits.iter_mut().rev().enumerate() {
            if decimals > 0 && used == decimals {
                *digit = b'.';
            } else if used > ones && rest == 0 {
                *digit = if x < 0.0 { b'-' } else { 0 };
                break;
            } else {
                *digit = b'0' + (rest % 10) as u8;
                rest /= 10;
            }
        }
        let blank = digits.iter().take_while(|digit| **digit == 0).count();
        return digits.get(blank..).and_then(|digits| std::str::from_utf8(digits).ok()).map(str::to_owned);
    }
    None
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
