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

/// The shortest text that reads back to the same number, as ECMAScript writes it: the same in every door.
#[must_use]
pub fn text(x: f64) -> String {
    ryu_js::Buffer::new().format(x).to_owned()
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
