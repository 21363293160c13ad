//! The normal law.

use super::float::{exp, ln};

/// The standard normal quantile: the number below which a share `p`, between 0 and 1, of the law lies.
///
/// Within 1e-15 of the size of the result. −∞ at 0 and ∞ at 1.
///
/// # Reference
/// Wichura (1988), algorithm AS 241 (PPND16), Applied Statistics 37(3).
#[must_use]
#[expect(clippy::excessive_precision, reason = "as published")]
pub fn quantile(p: f64) -> f64 {
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180_625 - q * q;
        let above = polynomial(
            r,
            &[
                2.509_080_928_730_122_672_7e3,
                3.343_057_558_358_812_810_5e4,
                6.726_577_092_700_870_085_3e4,
                4.592_195_393_154_987_145_7e4,
                1.373_169_376_550_946_112_5e4,
                1.971_590_950_306_551_442_7e3,
                1.331_416_678_917_843_774_5e2,
                3.387_132_872_796_366_608_0,
            ],
        );
        let below = polynomial(
            r,
            &[
                5.226_495_278_852_854_561_0e3,
                2.872_908_573_572_194_267_4e4,
                3.930_789_580_009_271_061_0e4,
                2.121_379_430_158_659_586_7e4,
                5.394_196_021_424_751_107_7e3,
                6.871_870_074_920_579_083_0e2,
                4.231_333_070_160_091_125_2e1,
                1.0,
            ],
        );
        return q * above / below;
    }
    let tail = (-ln(if q < 0.0 { p } else { 1.0 - p })).sqrt();
    let size = if tail <= 5.0 {
        let r = tail - 1.6;
        let above = polynomial(
            r,
            &[
                7.745_450_142_783_414_076_4e-4,
                2.272_384_498_926_918_458_3e-2,
                2.417_807_251_774_506_117_7e-1,
                1.270_458_252_452_368_382_6,
                3.647_848_324_763_204_605_0,
                5.769_497_221_460_691_405_5,
                4.630_337_846_156_545_295_9,
                1.423_437_110_749_683_577_3,
            ],
        );
        let below = polynomial(
            r,
            &[
                1.050_750_071_644_416_843_2e-9,
                5.475_938_084_995_344_946e-4,
                1.519_866_656_361_645_719_7e-2,
                1.481_039_764_274_800_745_9e-1,
                6.897_673_349_851_000_045_5e-1,
                1.676_384_830_183_803_849_0,
                2.053_191_626_637_758_821_9,
                1.0,
            ],
        );
        above / below
    } else {
        let r = tail - 5.0;
        let above = polynomial(
            r,
            &[
                2.010_334_399_292_288_132_7e-7,
                2.711_555_568_743_487_578_2e-5,
                1.242_660_947_388_078_438_6e-3,
                2.653_218_952_657_612_309_3e-2,
                2.965_605_718_285_048_912_3e-1,
                1.784_826_539_917_291_335_8,
                5.463_784_911_164_114_369_9,
                6.657_904_643_501_103_777_2,
            ],
        );
        let below = polynomial(
            r,
            &[
                2.044_263_103_389_939_785_6e-15,
                1.421_511_758_316_445_888_7e-7,
                1.846_318_317_510_054_681_8e-5,
                7.868_691_311_456_132_591_0e-4,
                1.487_536_129_085_061_485_2e-2,
                1.369_298_809_227_358_053_1e-1,
                5.998_322_065_558_879_376_9e-1,
                1.0,
            ],
        );
        above / below
    };
    if q < 0.0 { -size } else { size }
}

/// Horner's rule, the coefficient of the highest power first.
fn polynomial(x: f64, coefficients: &[f64]) -> f64 {
    coefficients.iter().fold(0.0, |sum, coefficient| sum * x + coefficient)
}

/// The share of the standard normal law below `x`.
///
/// Within 1e-15, from the continued fraction and the series of the error function; 0 and 1 beyond 38.
///
/// # Reference
/// Marsaglia (2004), evaluating the normal distribution, Journal of Statistical Software 11(4): the series.
#[must_use]
pub fn share_below(x: f64) -> f64 {
    const ROOT_OF_TWO_PI: f64 = 2.506_628_274_631_000_7;
    let density = exp(-0.5 * x * x) / ROOT_OF_TWO_PI;
    if x.abs() > 6.0 {
        // Far out, the continued fraction: what lies beyond is the density over x + 1/(x + 2/(x + …)).
        let size = x.abs();
        let mut fraction = size;
        for step in (1_u32..=30).rev() {
            fraction = size + f64::from(step) / fraction;
        }
        let beyond = density / fraction;
        return if x < 0.0 { beyond } else { 1.0 - beyond };
    }
    let (mut term, mut sum, mut odd) = (x, x, 3.0);
    for _ in 0..200 {
        term *= x * x / odd;
        sum += term;
        odd += 2.0;
    }
    0.5 + sum * density
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Printed in Wichura (1988) and, beyond, computed with R 4.2 `qnorm`.
    #[test]
    fn quantiles_are_as_published() {
        let table = [
            (0.25, -0.674_489_750_196_081_7),
            (0.001, -3.090_232_306_167_813_5),
            (1e-20, -9.262_340_089_798_408),
            (0.975, 1.959_963_984_540_054),
            (0.5, 0.0),
        ];
        for (p, expected) in table {
            assert!((quantile(p) - expected).abs() <= 1e-14, "{p}: {}", quantile(p));
        }
    }

    #[test]
    fn the_share_below_a_quantile_is_what_was_asked() {
        for p in [1e-300, 1e-12, 0.001, 0.2, 0.5, 0.8, 0.999, 1.0 - 1e-12] {
            let back = share_below(quantile(p));
            assert!((back - p).abs() <= 3e-15 && (back / p - 1.0).abs() < 1e-6, "{p}: {back}");
        }
    }
}
