//! The methods of multicriteria analysis.

use comity::Unfit;
use comity::ranking::electre_2::Levels;
use comity::ranking::electre_3::{Distillation, Thresholds};
use comity::ranking::promethee::Shape;
use comity::ranking::rim::Reference;
use comity::ranking::table::{Table, ranks};
use comity::ranking::topsis::Scaling;
use comity::ranking::{
    aras, cocoso, codas, copras, edas, electre_1, electre_2, electre_3, mabac, marcos, moora, promethee, rim, spotis,
    topsis, vikor, waspas,
};

use crate::support::generate::Random;
use crate::{columns, near, reordered, shuffled, slices};

/// A method, as one number a unit of which higher is better.
struct Method {
    name: &'static str,
    of: fn(&Table<'_>) -> Result<Vec<f64>, Unfit>,
    /// Whether a unit that is nowhere worse never has a lower number.
    dominance: bool,
    /// Whether a column in another unit of measure gives the same numbers.
    unit_free: bool,
}

const BOUNDS: [(f64, f64); 6] = [(0.0, 11.0); 6];

fn spotis_of(table: &Table<'_>) -> Result<Vec<f64>, Unfit> {
    Ok(negated(&spotis::scores(table, &BOUNDS, None)))
}

fn rim_of(table: &Table<'_>) -> Result<Vec<f64>, Unfit> {
    let reference = |higher: &bool| {
        let end = if *higher { 11.0 } else { 0.0 };
        Reference { range: (0.0, 11.0), ideal: (end, end) }
    };
    Ok(rim::scores(table, &table.higher.iter().map(reference).collect::<Vec<_>>()))
}

fn promethee_of(table: &Table<'_>, shape: Shape) -> Vec<f64> {
    promethee::flows(table, &vec![shape; table.columns.len()]).net
}

fn negated(scores: &[f64]) -> Vec<f64> {
    scores.iter().map(|score| -score).collect()
}

fn classes(classes: &[u32]) -> Vec<f64> {
    classes.iter().map(|class| -f64::from(*class)).collect()
}

fn thresholds(table: &Table<'_>) -> Vec<Thresholds> {
    vec![Thresholds { indifference: 0.5, preference: 2.0, veto: Some(6.0) }; table.columns.len()]
}

const METHODS: [Method; 26] = [
    Method { name: "topsis", of: |t| topsis::scores(t, Scaling::Vector), dominance: true, unit_free: true },
    Method { name: "topsis min-max", of: |t| topsis::scores(t, Scaling::MinMax), dominance: true, unit_free: true },
    Method { name: "topsis sum", of: |t| topsis::scores(t, Scaling::Sum), dominance: true, unit_free: true },
    Method { name: "topsis max", of: |t| topsis::scores(t, Scaling::Max), dominance: true, unit_free: true },
    Method { name: "vikor", of: |t| Ok(negated(&vikor::vikor(t, 0.5).q)), dominance: true, unit_free: true },
    Method { name: "usual", of: |t| Ok(promethee_of(t, Shape::Usual)), dominance: true, unit_free: true },
    Method {
        name: "u-shape",
        of: |t| Ok(promethee_of(t, Shape::UShape { indifference: 0.7 })),
        dominance: true,
        unit_free: false,
    },
    Method {
        name: "v-shape",
        of: |t| Ok(promethee_of(t, Shape::VShape { preference: 3.0 })),
        dominance: true,
        unit_free: false,
    },
    Method {
        name: "level",
        of: |t| Ok(promethee_of(t, Shape::Level { indifference: 0.7, preference: 3.0 })),
        dominance: true,
        unit_free: false,
    },
    Method {
        name: "linear",
        of: |t| Ok(promethee_of(t, Shape::Linear { indifference: 0.7, preference: 3.0 })),
        dominance: true,
        unit_free: false,
    },
    Method {
        name: "gaussian",
        of: |t| Ok(promethee_of(t, Shape::Gaussian { inflection: 2.0 })),
        dominance: true,
        unit_free: false,
    },
    // The kernel is a selection; a unit of it may be dominated by none.
    Method {
        name: "electre-1",
        of: |t| {
            let kernel = electre_1::electre_1(t, Scaling::Sum, 0.6, 0.4).kernel;
            Ok((0..t.units()).map(|unit| f64::from(u8::from(kernel.contains(&unit)))).collect())
        },
        dominance: false,
        unit_free: true,
    },
    Method {
        name: "electre-2",
        of: |t| Ok(negated(&electre_2::electre_2(t, Scaling::Sum, Levels::default()).score)),
        dominance: false,
        unit_free: true,
    },
    Method {
        name: "electre-3 descending",
        of: |t| Ok(classes(&electre_3::electre_3(t, &thresholds(t), Distillation::default()).descending)),
        dominance: true,
        unit_free: false,
    },
    Method {
        name: "electre-3 ascending",
        of: |t| Ok(classes(&electre_3::electre_3(t, &thresholds(t), Distillation::default()).ascending)),
        dominance: true,
        unit_free: false,
    },
    Method { name: "waspas", of: |t| waspas::scores(t, 0.5), dominance: true, unit_free: true },
    Method { name: "moora ratio", of: |t| Ok(moora::ratio_system(t)), dominance: true, unit_free: true },
    Method {
        name: "moora reference point",
        of: |t| Ok(negated(&moora::reference_point(t))),
        dominance: true,
        unit_free: true,
    },
    Method { name: "moora product", of: moora::full_multiplicative, dominance: true, unit_free: true },
    // A tie in one of the three ranks gives the point to nobody, so a better unit may have fewer.
    Method { name: "multimoora", of: |t| Ok(moora::multimoora(t)?.points), dominance: false, unit_free: true },
    Method { name: "aras", of: |t| aras::scores(t, None), dominance: true, unit_free: true },
    Method { name: "copras", of: copras::scores, dominance: true, unit_free: true },
    Method { name: "edas", of: edas::scores, dominance: true, unit_free: true },
    Method { name: "codas", of: |t| codas::scores(t, 0.0), dominance: true, unit_free: true },
    Method { name: "spotis", of: spotis_of, dominance: true, unit_free: false },
    Method { name: "rim", of: rim_of, dominance: true, unit_free: false },
];

const MORE: [Method; 3] = [
    Method { name: "mabac", of: |t| Ok(mabac::scores(t)), dominance: true, unit_free: true },
    Method { name: "marcos", of: marcos::scores, dominance: true, unit_free: true },
    Method { name: "cocoso", of: |t| cocoso::scores(t, 0.5), dominance: true, unit_free: true },
];

fn all() -> impl Iterator<Item = &'static Method> {
    METHODS.iter().chain(&MORE)
}

/// Runs a check on generated tables, with directions of both kinds and weights that sum to 1.
fn for_tables(check: impl Fn(&mut Random, &[Vec<f64>], &[bool], &[f64])) {
    for seed in 0..60 {
        let random = &mut Random::new(seed);
        let (units, indicators) = (2 + random.below(9) as usize, 2 + random.below(5) as usize);
        let columns = columns(random, units, indicators);
        let higher: Vec<bool> = (0..indicators).map(|_| random.once_in(2)).collect();
        let weights: Vec<f64> = (0..indicators).map(|_| 0.1 + random.unit()).collect();
        let total: f64 = weights.iter().sum();
        let weights: Vec<f64> = weights.iter().map(|weight| weight / total).collect();
        check(random, &columns, &higher, &weights);
    }
}

#[test]
fn every_ranking_method_is_in_the_table() {
    let known: Vec<&str> = all().map(|method| method.name).collect();
    for name in comity::ranking::Ranking::NAMES.iter().filter(|name| **name != "tree") {
        let stem = name.split('-').next().unwrap();
        let other = match *name {
            "promethee-1" | "promethee-2" => known.contains(&"linear"),
            "full-multiplicative" => known.contains(&"moora product"),
            _ => known.iter().any(|known| known.starts_with(stem)),
        };
        assert!(other, "`{name}` is in no table here");
    }
}

#[test]
fn a_unit_that_is_nowhere_worse_is_never_behind() {
    for_tables(|random, columns, higher, weights| {
        // The first unit becomes better than the second on each indicator, or equal to it.
        let mut columns = columns.to_vec();
        for (column, higher) in columns.iter_mut().zip(higher) {
            let gain = if random.once_in(3) { 0.0 } else { random.unit() };
            column[0] = if *higher { column[1] + gain } else { column[1] * (1.0 - gain / 2.0) };
        }
        let columns = &slices(&columns);
        let table = Table { columns, higher, weights };
        for method in all().filter(|method| method.dominance) {
            if let Ok(scores) = (method.of)(&table) {
                assert!(scores[0] >= scores[1] - 1e-12, "{}: {scores:?}\n{table:?}", method.name);
            }
        }
    });
}

#[test]
fn the_order_of_units_and_of_indicators_changes_nothing() {
    for_tables(|random, columns, higher, weights| {
        let own = slices(columns);
        let table = Table { columns: &own, higher, weights };
        let units = shuffled(random, table.units());
        let order = shuffled(random, higher.len());
        let moved = reordered(columns, &units);
        let moved: Vec<&[f64]> = order.iter().map(|indicator| moved[*indicator].as_slice()).collect();
        let higher: Vec<bool> = order.iter().map(|indicator| higher[*indicator]).collect();
        let weights: Vec<f64> = order.iter().map(|indicator| weights[*indicator]).collect();
        let other = Table { columns: &moved, higher: &higher, weights: &weights };
        for method in all() {
            match ((method.of)(&table), (method.of)(&other)) {
                (Ok(before), Ok(after)) => {
                    let moved: Vec<f64> = units.iter().map(|unit| before[*unit]).collect();
                    for (a, b) in moved.iter().zip(&after) {
                        assert!(near(*a, *b), "{}: {moved:?} {after:?}", method.name);
                    }
                }
                (before, after) => assert_eq!(before.is_ok(), after.is_ok(), "{}", method.name),
            }
        }
    });
}

#[test]
fn another_unit_of_measure_changes_nothing_where_values_are_made_comparable() {
    for_tables(|_, columns, higher, weights| {
        let mut scaled = columns.to_vec();
        for value in &mut scaled[0] {
            *value *= 4096.0;
        }
        let (columns, scaled) = (&slices(columns), &slices(&scaled));
        for method in all().filter(|method| method.unit_free) {
            let before = (method.of)(&Table { columns, higher, weights });
            let after = (method.of)(&Table { columns: scaled, higher, weights });
            if let (Ok(before), Ok(after)) = (before, after) {
                assert!(before.iter().zip(&after).all(|(a, b)| near(*a, *b)), "{}: {before:?} {after:?}", method.name);
            }
        }
    });
}

#[test]
fn equal_units_have_equal_numbers_and_ranks() {
    for_tables(|_, columns, higher, weights| {
        let mut columns = columns.to_vec();
        for column in &mut columns {
            column[0] = column[1];
        }
        let columns = &slices(&columns);
        for method in all() {
            if let Ok(scores) = (method.of)(&Table { columns, higher, weights }) {
                assert_eq!(scores[0], scores[1], "{}", method.name);
                let ranks = ranks(&scores, false);
                assert_eq!(ranks[0], ranks[1], "{}", method.name);
            }
        }
    });
}

#[test]
fn a_single_unit_constants_and_any_magnitude_give_numbers_or_a_reason() {
    let cases: [&[&[f64]]; 7] = [
        &[&[3.0], &[5.0]],
        &[&[2.0, 2.0, 2.0], &[5.0, 5.0, 5.0]],
        &[&[2.0, 2.0, 2.0], &[1.0, 4.0, 2.0]],
        &[&[1e-30, 3e-30, 2e-30], &[1e30, 5e29, 2e29]],
        &[&[1e-30, 1e30, 1.0], &[1e30, 1e-30, 1.0]],
        &[&[0.0, 0.0, 0.0], &[0.0, 1.0, 2.0]],
        &[&[-1.0, 0.0, 1.0], &[-1e30, 1e-30, 1e30]],
    ];
    for columns in cases {
        for higher in [[true, true], [true, false], [false, false]] {
            let table = Table { columns, higher: &higher, weights: &[0.25, 0.75] };
            for method in all() {
                match (method.of)(&table) {
                    Ok(scores) => {
                        assert_eq!(scores.len(), table.units(), "{}", method.name);
                        let finite = scores.iter().all(|score| score.is_finite());
                        assert!(finite, "{}: {scores:?} of {columns:?} {higher:?}", method.name);
                    }
                    Err(unfit) => assert!(!unfit.needs.is_empty(), "{}", method.name),
                }
            }
        }
    }
}

#[test]
fn an_indicator_that_weighs_nothing_takes_no_part() {
    for_tables(|_, columns, higher, weights| {
        let mut with = columns.to_vec();
        let units = columns[0].len();
        with.push((0..units).map(|unit| -7.0 - unit as f64).collect());
        let higher_with: Vec<bool> = higher.iter().copied().chain([true]).collect();
        let weights_with: Vec<f64> = weights.iter().copied().chain([0.0]).collect();
        let (columns, with) = (&slices(columns), &slices(&with));
        for method in all() {
            let before = (method.of)(&Table { columns, higher, weights });
            let after = (method.of)(&Table { columns: with, higher: &higher_with, weights: &weights_with });
            assert_eq!(format!("{before:?}"), format!("{after:?}"), "{}", method.name);
        }
    });
}

#[test]
fn values_outside_a_methods_domain_are_named() {
    let table = Table { columns: &[&[1.0, 2.0], &[1.0, 0.0]], higher: &[true, false], weights: &[0.5, 0.5] };
    for (name, of) in [
        ("waspas", (|t| waspas::scores(t, 0.5)) as fn(&Table<'_>) -> _),
        ("aras", |t| aras::scores(t, None)),
        ("copras", copras::scores),
        ("codas", |t| codas::scores(t, 0.02)),
        ("marcos", marcos::scores),
        ("moora product", moora::full_multiplicative),
    ] {
        let unfit = of(&table).expect_err(name);
        assert_eq!((unfit.indicator, unfit.found), (Some(1), 0.0), "{name}");
    }
}

#[test]
fn flows_of_promethee_sum_to_nothing_and_its_first_form_is_a_partial_order() {
    for_tables(|_, columns, higher, weights| {
        let columns = &slices(columns);
        let table = Table { columns, higher, weights };
        let flows =
            promethee::flows(&table, &vec![Shape::Linear { indifference: 0.5, preference: 2.0 }; columns.len()]);
        assert!(flows.net.iter().sum::<f64>().abs() < 1e-12);
        for a in 0..table.units() {
            assert!(!flows.prefers(a, a));
            for b in 0..table.units() {
                assert!(!(flows.prefers(a, b) && flows.prefers(b, a)));
                if flows.prefers(a, b) {
                    assert!(flows.net[a] > flows.net[b] - 1e-12, "the second form agrees with the first");
                }
            }
        }
    });
}

#[test]
fn the_classes_of_electre_3_number_on_without_gaps() {
    for_tables(|_, columns, higher, weights| {
        let columns = &slices(columns);
        let table = Table { columns, higher, weights };
        let result = electre_3::electre_3(&table, &thresholds(&table), Distillation::default());
        for classes in [&result.descending, &result.ascending] {
            let last = *classes.iter().max().unwrap();
            assert!((1..=last).all(|class| classes.contains(&class)), "{classes:?}");
        }
    });
}

#[test]
fn what_rounding_leaves_of_equal_numbers_decides_nothing() {
    // A tenth thrice has a mean that is not a tenth; the regrets of opposite units are sums in another order.
    let constant = [[0.1, 0.1, 0.1].as_slice(), &[1.0, 1.0, 1.0]];
    let table = Table { columns: &constant, higher: &[true, false], weights: &[0.5, 0.5] };
    assert_eq!(comity::ranking::edas::scores(&table).unwrap(), [0.5; 3]);
    let opposite = [[1.0, 2.0].as_slice(), &[2.0, 1.0], &[3.0, 4.0], &[4.0, 3.0]];
    let table = Table { columns: &opposite, higher: &[true; 4], weights: &[0.1, 0.2, 0.3 - 0.1, 0.1] };
    let vikor = comity::ranking::vikor::vikor(&table, 0.5);
    assert_eq!((vikor.q, vikor.ranks), (vec![0.0; 2], vec![1, 1]));
}
