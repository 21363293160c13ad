//! Sums over all pairs without looking at all pairs.

use comity::numeric::flows::{Preference, add_flows};
use comity::ranking::promethee::Shape;

use crate::support::generate::Random;

/// The definition: every pair.
fn literal(column: &[f64], shape: Shape) -> (Vec<f64>, Vec<f64>) {
    let sum = |of: &dyn Fn(f64) -> f64| column.iter().map(|x| of(*x)).sum::<f64>();
    column.iter().map(|a| (sum(&|b| shape.of(a - b)), sum(&|b| shape.of(b - a)))).unzip()
}

fn check(column: &[f64], shape: Shape, rule: Preference, tolerance: f64) {
    let (over, under) = literal(column, shape);
    let (mut fast_over, mut fast_under) = (vec![0.0; column.len()], vec![0.0; column.len()]);
    add_flows(column, 1.0, rule, &mut fast_over, &mut fast_under);
    for ((a, b), (c, d)) in over.iter().zip(&under).zip(fast_over.iter().zip(&fast_under)) {
        let allowed = tolerance * column.len() as f64;
        assert!((a - c).abs() <= allowed && (b - d).abs() <= allowed, "{shape:?}: {a} {c}, {b} {d}\n{column:?}");
    }
}

#[test]
fn the_fast_sums_are_those_of_the_definition() {
    for seed in 0..400 {
        let random = &mut Random::new(seed);
        let units = 1 + random.below(60) as usize;
        let magnitude = *random.pick(&[1e-30, 1e-6, 1.0, 1e9, 1e29]);
        let grid = random.once_in(2);
        let column: Vec<f64> = (0..units)
            .map(|_| {
                // Half of the columns lie on a grid, so that differences meet the thresholds exactly.
                let value = if grid { random.below(20) as f64 } else { random.unit() * 20.0 };
                (value - 7.0) * magnitude
            })
            .collect();
        let (q, p) = (random.below(4) as f64 * magnitude, (random.below(8) as f64 + 0.5) * magnitude);
        let (q, p) = if seed % 7 == 0 { (q, q) } else { (q.min(p), p) };
        let range = 20.0 * magnitude;
        let width = if p > q { p - q } else { range };
        let tolerance = 1e-12 * (range / width).max(1.0);
        let rule = |indifference, preference, half| Preference { indifference, preference, half };
        check(&column, Shape::Usual, rule(0.0, 0.0, false), 0.0);
        check(&column, Shape::UShape { indifference: q }, rule(q, q, false), 0.0);
        check(&column, Shape::Level { indifference: q, preference: p }, rule(q, p, true), 0.0);
        check(
            &column,
            Shape::VShape { preference: p },
            rule(0.0, p, false),
            1e-12 * (range / p.max(magnitude / 2.0)).max(1.0),
        );
        check(&column, Shape::Linear { indifference: q, preference: p }, rule(q, p, false), tolerance);
    }
}

#[test]
fn a_narrow_threshold_far_from_zero_keeps_its_digits() {
    let column: Vec<f64> = (0..500).map(|unit| 1e6 + f64::from(unit % 97) * 0.37).collect();
    let (q, p) = (0.5, 0.75);
    let tolerance = 1e-12 * (96.0 * 0.37 / (p - q));
    let shape = Shape::Linear { indifference: q, preference: p };
    check(&column, shape, Preference { indifference: q, preference: p, half: false }, tolerance);
}
