//! Weightings from data, rankings without the tree and aggregations against their formulas, written down plainly.
//!
//! Not here: what is no formula but a procedure with a result of its own, which `tests/vectors` and `tests/methods` hold (ELECTRE,
//! eigenvectors, linear programmes, CILOS).

use std::collections::BTreeMap;

use comity::{ScoreRequest, Scorecard, Study};
use serde_json::{Value, json};

use crate::support::generate::Random;
use crate::{RANKS, SCORES, report, seeds};

/// Values on a scale of 0 to 100 that differ by no more than this are level.
const LEVEL: f64 = 1e-9;

/// A table of positive numbers: a row a unit.
struct Table {
    rows: Vec<Vec<Option<f64>>>,
    higher: Vec<bool>,
}

impl Table {
    fn new(random: &mut Random, gaps: bool) -> Self {
        let (units, width) = (2 + random.below(8) as usize, 1 + random.below(5) as usize);
        let few = random.once_in(4);
        let mut cell = || {
            let number = if few { 1.0 + random.below(4) as f64 } else { (1 + random.below(9_999)) as f64 / 100.0 };
            if gaps && random.once_in(9) { None } else { Some(number) }
        };
        let rows = (0..units).map(|_| (0..width).map(|_| cell()).collect()).collect();
        Self { rows, higher: (0..width).map(|_| !random.once_in(3)).collect() }
    }

    fn ids(&self) -> Vec<String> {
        (0..self.higher.len()).map(|index| format!("i{index}")).collect()
    }

    /// A study over the table: odd indicators under a second dimension where there are enough; weights as given, by id.
    fn document(&self, nested: bool, weights: &BTreeMap<String, f64>, method: &Value) -> Value {
        let ids = self.ids();
        let parent = |index: usize| if nested && index % 2 == 1 { "other" } else { "root" };
        let mut dimensions = vec![json!({ "id": "root", "name": "Root" })];
        if nested && ids.len() > 1 {
            dimensions.push(json!({ "id": "other", "name": "Other", "parent": "root" }));
        }
        let indicators = ids.iter().enumerate().map(|(index, id)| {
            json!({ "id": id, "name": id, "parent": parent(index), "unitOfMeasure": "points",
                "direction": if self.higher[index] { "higher-is-better" } else { "lower-is-better" },
                "goalposts": { "lower": 0, "upper": 100, "basis": "judgement" } })
        });
        let columns = ids.iter().enumerate().map(
            |(index, id)| json!({ "id": id, "values": self.rows.iter().map(|row| row[index]).collect::<Vec<_>>() }),
        );
        let mut method = method.clone();
        let nodes = weights.iter().map(|(id, weight)| json!({ "id": id, "weight": weight }));
        method["nodes"] = nodes.collect();
        json!({
            "schema": 0, "id": "table", "title": "Table",
            "framework": { "dimensions": dimensions, "indicators": indicators.collect::<Vec<_>>() },
            "dataset": {
                "units": (0..self.rows.len()).map(|unit| json!({ "id": format!("u{unit}"), "name": "U" })).collect::<Vec<_>>(),
                "periods": [2020], "indicators": columns.collect::<Vec<_>>(),
            },
            "method": method,
        })
    }

    /// The columns of the units that have everything, and which those are.
    fn complete(&self, used: &[usize]) -> (Vec<usize>, Vec<Vec<f64>>) {
        let whole = |unit: &usize| used.iter().all(|index| self.rows[*unit][*index].is_some());
        let units: Vec<usize> = (0..self.rows.len()).filter(whole).collect();
        let column = |index: &usize| units.iter().map(|unit| self.rows[*unit][*index].unwrap()).collect();
        let columns = used.iter().map(column).collect();
        (units, columns)
    }

    /// The values of one column that are there.
    fn present(&self, index: usize) -> Vec<f64> {
        self.rows.iter().filter_map(|row| row[index]).collect()
    }
}

fn sum(values: impl IntoIterator<Item = f64>) -> f64 {
    values.into_iter().sum()
}

fn max(values: &[f64]) -> f64 {
    values.iter().copied().fold(f64::NEG_INFINITY, f64::max)
}

fn min(values: &[f64]) -> f64 {
    values.iter().copied().fold(f64::INFINITY, f64::min)
}

fn mean(values: &[f64]) -> f64 {
    // Between its values, whatever rounding does.
    (sum(values.iter().copied()) / values.len() as f64).max(min(values)).min(max(values))
}

fn sd(values: &[f64]) -> f64 {
    let centre = mean(values);
    let squares = sum(values.iter().map(|x| (x - centre).powi(2)));
    if values.len() > 1 { (squares / (values.len() as f64 - 1.0)).sqrt() } else { 0.0 }
}

fn over(a: f64, b: f64) -> f64 {
    if b == 0.0 { 0.0 } else { a / b }
}

/// Which of the table's numbers a score is made of: what each unit has, by a rule of one column.
fn mapped(columns: &[Vec<f64>], of: impl Fn(usize, &[f64], f64) -> f64) -> Vec<Vec<f64>> {
    let one = |(index, column): (usize, &Vec<f64>)| column.iter().map(|x| of(index, column, *x)).collect();
    columns.iter().enumerate().map(one).collect()
}

/// One number a unit: the weighted sum of columns.
fn weighted(columns: &[Vec<f64>], weights: &[f64]) -> Vec<f64> {
    (0..columns[0].len()).map(|unit| sum(columns.iter().zip(weights).map(|(column, w)| w * column[unit]))).collect()
}

/// The score of each unit by a ranking; `None` where the formula divides by nothing.
#[expect(clippy::too_many_lines, reason = "one formula after another")]
fn ranked(method: &Value, x: &[Vec<f64>], w: &[f64], higher: &[bool]) -> Option<Vec<f64>> {
    let units = x[0].len();
    let each = |of: &dyn Fn(usize) -> f64| (0..units).map(of).collect::<Vec<f64>>();
    let vector = || mapped(x, |_, column, value| value / sum(column.iter().map(|x| x * x)).sqrt());
    let best = |index: usize, column: &[f64]| if higher[index] { max(column) } else { min(column) };
    let worst = |index: usize, column: &[f64]| if higher[index] { min(column) } else { max(column) };
    let of_best = || mapped(x, |index, column, x| if higher[index] { x / max(column) } else { min(column) / x });
    let way = || {
        mapped(x, |index, column, x| {
            let (best, worst) = (best(index, column), worst(index, column));
            if best == worst { 1.0 } else { (x - worst) / (best - worst) }
        })
    };
    let distance = |columns: &[Vec<f64>], to: &dyn Fn(usize, &[f64]) -> f64| {
        each(&|unit| sum(columns.iter().enumerate().map(|(index, own)| (own[unit] - to(index, own)).powi(2))).sqrt())
    };
    let scaled = |columns: Vec<Vec<f64>>| mapped(&columns, |index, _, x| w[index] * x);
    let number = |key: &str| method[key].as_f64().unwrap();
    Some(match method["method"].as_str().unwrap() {
        "topsis" => {
            let v = scaled(vector());
            let (near, far) = (distance(&v, &best), distance(&v, &worst));
            each(&|unit| if near[unit] + far[unit] > 0.0 { far[unit] / (near[unit] + far[unit]) } else { 0.5 })
        }
        "vikor" => {
            let regret = mapped(x, |index, column, x| {
                let (best, worst) = (best(index, column), worst(index, column));
                w[index] * over(best - x, best - worst)
            });
            let s = each(&|unit| sum(regret.iter().map(|own| own[unit])));
            let r = each(&|unit| max(&regret.iter().map(|own| own[unit]).collect::<Vec<_>>()));
            let part = |all: &[f64], unit: usize| {
                // What rounding leaves of equal regrets is nothing.
                if max(all) - min(all) > 1e-12 { (all[unit] - min(all)) / (max(all) - min(all)) } else { 0.0 }
            };
            each(&|unit| number("v") * part(&s, unit) + (1.0 - number("v")) * part(&r, unit))
        }
        "promethee-2" => {
            let shape = &method["preferences"][0];
            let (q, p) = (shape["indifference"].as_f64(), shape["preference"].as_f64());
            let preference = |index: usize, d: f64| match shape["shape"].as_str() {
                Some("u-shape") if index == 0 => f64::from(d > q.unwrap()),
                Some("v-shape") if index == 0 => (d / p.unwrap()).clamp(0.0, 1.0),
                Some("linear") if index == 0 => ((d - q.unwrap()) / (p.unwrap() - q.unwrap())).clamp(0.0, 1.0),
                Some("level") if index == 0 => (f64::from(d > q.unwrap()) + f64::from(d > p.unwrap())) / 2.0,
                Some("gaussian") if index == 0 && d > 0.0 => {
                    1.0 - (-d * d / (2.0 * number_of(shape, "inflection").powi(2))).exp()
                }
                Some("gaussian") if index == 0 => 0.0,
                _ => f64::from(d > 0.0),
            };
            let speaks = |a: usize, b: usize| {
                sum(x.iter().enumerate().map(|(index, column)| {
                    let d = if higher[index] { column[a] - column[b] } else { column[b] - column[a] };
                    w[index] * preference(index, d)
                }))
            };
            let others = (units as f64 - 1.0).max(1.0);
            each(&|a| sum((0..units).map(|b| speaks(a, b) - speaks(b, a))) / others)
        }
        "waspas" => {
            let n = of_best();
            let product = |unit: usize| n.iter().zip(w).map(|(column, w)| column[unit].powf(*w)).product::<f64>();
            let sums = weighted(&n, w);
            each(&|unit| number("lambda") * sums[unit] + (1.0 - number("lambda")) * product(unit))
        }
        "moora" => {
            let signed: Vec<f64> = w.iter().zip(higher).map(|(w, higher)| if *higher { *w } else { -w }).collect();
            weighted(&vector(), &signed)
        }
        "moora-reference-point" => {
            let v = scaled(vector());
            each(&|unit| {
                max(&v.iter().enumerate().map(|(index, own)| (own[unit] - best(index, own)).abs()).collect::<Vec<_>>())
            })
        }
        "full-multiplicative" => {
            let v = scaled(vector());
            each(&|unit| {
                sum(v.iter().zip(higher).map(|(own, higher)| if *higher { own[unit].ln() } else { -own[unit].ln() }))
            })
        }
        "aras" => {
            let share = |index: usize, column: &[f64], x: f64| {
                let of = |x: f64| if higher[index] { x } else { 1.0 / x };
                of(x) / (sum(column.iter().map(|x| of(*x))) + of(best(index, column)))
            };
            let all = weighted(&mapped(x, share), w);
            let optimal = sum(x.iter().enumerate().map(|(index, own)| w[index] * share(index, own, best(index, own))));
            each(&|unit| all[unit] / optimal)
        }
        "copras" => {
            let n = mapped(x, |_, column, x| x / sum(column.iter().copied()));
            let side = |which: bool| {
                let own: Vec<f64> =
                    w.iter().zip(higher).map(|(w, higher)| if *higher == which { *w } else { 0.0 }).collect();
                weighted(&n, &own)
            };
            let (plus, minus) = (side(true), side(false));
            let all = sum(minus.iter().copied());
            let inverse = sum(minus.iter().map(|s| 1.0 / s));
            let costs = higher.iter().zip(w).any(|(higher, w)| !higher && *w > 0.0);
            let q = each(&|unit| plus[unit] + if costs { all / (minus[unit] * inverse) } else { 0.0 });
            each(&|unit| q[unit] / max(&q))
        }
        "edas" => {
            let away = |which: f64| {
                let n = mapped(x, |index, column, x| {
                    let above = if higher[index] { x - mean(column) } else { mean(column) - x };
                    (which * above).max(0.0) / mean(column)
                });
                weighted(&n, w)
            };
            let (sp, sn) = (away(1.0), away(-1.0));
            // What rounding leaves of an average is nothing.
            let part = |all: &[f64], unit: usize| if max(all) > 1e-12 { all[unit] / max(all) } else { 0.0 };
            each(&|unit| (part(&sp, unit) + 1.0 - part(&sn, unit)) / 2.0)
        }
        "codas" => {
            let v = scaled(of_best());
            let e = distance(&v, &|_, column| min(column));
            let t = each(&|unit| sum(v.iter().map(|own| own[unit] - min(own))));
            let tau = number("tau");
            each(&|a| {
                sum((0..units).map(|b| {
                    let apart = if (e[a] - e[b]).abs() >= tau { t[a] - t[b] } else { 0.0 };
                    e[a] - e[b] + apart
                }))
            })
        }
        "mabac" => {
            let v = scaled(mapped(x, |index, column, x| {
                let (best, worst) = (best(index, column), worst(index, column));
                if best == worst { 2.0 } else { (x - worst) / (best - worst) + 1.0 }
            }));
            let border = |own: &[f64]| (sum(own.iter().map(|v| v.ln())) / units as f64).exp();
            each(&|unit| sum(v.iter().map(|own| own[unit] - border(own))))
        }
        "marcos" => {
            let of = |index: usize, column: &[f64], x: f64| {
                if higher[index] { x / best(index, column) } else { best(index, column) / x }
            };
            let s = weighted(&mapped(x, of), w);
            let anti = sum(x.iter().enumerate().map(|(index, own)| w[index] * of(index, own, worst(index, own))));
            let ideal = sum(w.iter().copied());
            each(&|unit| {
                let (minus, plus) = (s[unit] / anti, s[unit] / ideal);
                let (f_plus, f_minus) = (minus / (plus + minus), plus / (plus + minus));
                (plus + minus) / (1.0 + (1.0 - f_plus) / f_plus + (1.0 - f_minus) / f_minus)
            })
        }
        "cocoso" => {
            let n = way();
            let s = weighted(&n, w);
            let p = each(&|unit| sum(n.iter().zip(w).map(|(own, w)| own[unit].powf(*w))));
            if min(&s) <= 0.0 || min(&p) <= 0.0 {
                return None;
            }
            let lambda = number("lambda");
            let all = sum(s.iter().chain(&p).copied());
            each(&|unit| {
                let (s_i, p_i) = (s[unit], p[unit]);
                let a = (p_i + s_i) / all;
                let b = s_i / min(&s) + p_i / min(&p);
                let c = (lambda * s_i + (1.0 - lambda) * p_i) / (lambda * max(&s) + (1.0 - lambda) * max(&p));
                (a * b * c).cbrt() + (a + b + c) / 3.0
            })
        }
        "spotis" => each(&|unit| {
            sum(x.iter().enumerate().map(|(index, own)| {
                let ideal = if higher[index] { 120.0 } else { 0.0 };
                w[index] * (own[unit] - ideal).abs() / 120.0
            }))
        }),
        "rim" => {
            let near = |x: f64| {
                if x < 40.0 {
                    x / 40.0
                } else if x > 60.0 {
                    1.0 - (x - 60.0) / 60.0
                } else {
                    1.0
                }
            };
            each(&|unit| {
                let away = sum(x.iter().zip(w).map(|(own, w)| (w * near(own[unit]) - w).powi(2))).sqrt();
                let way = sum(x.iter().zip(w).map(|(own, w)| (w * near(own[unit])).powi(2))).sqrt();
                way / (away + way)
            })
        }
        other => panic!("{other}"),
    })
}

fn number_of(value: &Value, key: &str) -> f64 {
    value[key].as_f64().unwrap()
}

/// A ranking with parameters that vary.
fn ranking(random: &mut Random, ids: &[String]) -> Value {
    let share = random.below(5) as f64 / 4.0;
    let (q, p) = (5.0, 5.0 + (1 + random.below(40)) as f64);
    let bounds = |_: &str| ids.iter().map(|id| json!({ "id": id, "lower": 0, "upper": 120 })).collect::<Value>();
    let references: Value = ids.iter().map(|id| json!({ "id": id, "range": [0, 120], "ideal": [40, 60] })).collect();
    let shapes = [
        json!({ "id": ids[0], "shape": "usual" }),
        json!({ "id": ids[0], "shape": "u-shape", "indifference": q }),
        json!({ "id": ids[0], "shape": "v-shape", "preference": p }),
        json!({ "id": ids[0], "shape": "level", "indifference": q, "preference": p }),
        json!({ "id": ids[0], "shape": "linear", "indifference": q, "preference": p }),
        json!({ "id": ids[0], "shape": "gaussian", "inflection": p }),
    ];
    let promethee = json!({ "method": "promethee-2", "preferences": [random.pick(&shapes)] });
    let all = [
        json!({ "method": "topsis" }),
        json!({ "method": "vikor", "v": share }),
        promethee.clone(),
        promethee,
        json!({ "method": "waspas", "lambda": share }),
        json!({ "method": "moora" }),
        json!({ "method": "moora-reference-point" }),
        json!({ "method": "full-multiplicative" }),
        json!({ "method": "aras" }),
        json!({ "method": "copras" }),
        json!({ "method": "edas" }),
        json!({ "method": "codas", "tau": 0.015_625 }),
        json!({ "method": "mabac" }),
        json!({ "method": "marcos" }),
        json!({ "method": "cocoso", "lambda": share }),
        json!({ "method": "spotis", "bounds": bounds("") }),
        json!({ "method": "rim", "references": references }),
    ];
    random.pick(&all).clone()
}

/// Weights of nodes, some 0 where something beside weighs.
fn weights(random: &mut Random, ids: &[String]) -> BTreeMap<String, f64> {
    let mut weights = BTreeMap::new();
    for (index, id) in ids.iter().enumerate() {
        let least = u64::from(index < 2);
        if random.once_in(2) || index >= 2 {
            weights.insert(id.clone(), (least + random.below(4)) as f64);
        }
    }
    weights
}

fn score(document: &Value) -> Result<Scorecard, comity::Error> {
    let study = Study::open_json(&document.to_string()).unwrap_or_else(|error| panic!("{error}\n{document}"));
    study.score(&ScoreRequest::default())
}

#[test]
fn rankings_without_the_tree_agree_with_their_formulas() {
    let (mut scores, mut refused) = (0, 0);
    for seed in seeds() {
        let random = &mut Random::new(seed ^ 0x0dec_1510_0000_0000);
        let gaps = random.once_in(3);
        let table = Table::new(random, gaps);
        let ids = table.ids();
        let (method, weights) = (ranking(random, &ids), weights(random, &ids));
        let nested = ids.len() > 1 && random.once_in(2);
        let document = table.document(nested, &weights, &json!({ "ranking": method }));
        // Effective weights: shares among siblings, down from the root, where the second dimension weighs 1.
        let stated = |index: usize| weights.get(&ids[index]).copied().unwrap_or(1.0);
        let inside = |index: &usize| nested && index % 2 == 1;
        let root: f64 = sum((0..ids.len()).filter(|index| !inside(index)).map(stated)) + f64::from(u8::from(nested));
        let other: f64 = sum((0..ids.len()).filter(inside).map(stated));
        let effective = |index: usize| if inside(&index) { stated(index) / other / root } else { stated(index) / root };
        let used: Vec<usize> = (0..ids.len()).filter(|index| effective(*index) > 0.0).collect();
        let (units, columns) = table.complete(&used);
        let higher: Vec<bool> = used.iter().map(|index| table.higher[*index]).collect();
        let w: Vec<f64> = used.iter().map(|index| effective(*index)).collect();
        let plain = if units.is_empty() { Some(Vec::new()) } else { ranked(&method, &columns, &w, &higher) };
        let (card, plain) = match (score(&document), plain) {
            (Ok(card), Some(plain)) => (card, plain),
            (Err(error), None) => {
                assert_eq!(error.code().name(), "ranking-impossible");
                refused += 1;
                continue;
            }
            (card, plain) => panic!("seed {seed}: {card:?}, the plain scorer {plain:?}\n{document}"),
        };
        let bounds = card.ranking.bounds.map(|bounds| bounds.upper - bounds.lower);
        let largest = plain.iter().fold(0.0_f64, |most, score| most.max(score.abs()));
        let scale = bounds.unwrap_or(1.0).max(largest);
        let range = bounds.unwrap_or(if plain.is_empty() { 1.0 } else { max(&plain) - min(&plain) });
        let place = |unit: &str| units.iter().position(|own| format!("u{own}") == unit);
        for unit in &card.units {
            let Some(at) = place(&unit.id) else {
                assert_eq!((unit.score, unit.rank), (None, None), "seed {seed}, {}", unit.id);
                continue;
            };
            let (engine, own) = (unit.score.unwrap(), plain[at]);
            assert!(
                (engine - own).abs() <= 10.0 * SCORES * scale,
                "seed {seed}, {method}, {}: {engine}, plain {own}",
                unit.id
            );
            let better = |by: f64| {
                let ahead =
                    |other: &&f64| if card.ranking.higher_is_better { **other > own + by } else { **other < own - by };
                1 + plain.iter().filter(ahead).count()
            };
            let by = RANKS * range.max(1e-3 * scale);
            let ranks = better(by)..=better(-by);
            let rank = usize::try_from(unit.rank.unwrap()).unwrap();
            assert!(
                ranks.contains(&rank) || ranks.is_empty(),
                "seed {seed}, {method}, {}: rank {rank}, plain {ranks:?}",
                unit.id
            );
            scores += 1;
        }
    }
    report(&format!("{scores} scores of rankings without the tree agree, {refused} refused alike"));
    assert!(scores > 2 * seeds().count());
}

/// The weights of indicators from their values; none where a formula leaves nothing and all weigh the same.
fn weighed(method: &str, table: &Table) -> Vec<f64> {
    let all: Vec<Vec<f64>> = (0..table.higher.len()).map(|index| table.present(index)).collect();
    let varies = |column: &[f64]| !column.is_empty() && max(column) > min(column);
    let each = |of: &dyn Fn(&[f64]) -> f64| {
        all.iter().map(|column| if varies(column) { of(column) } else { 0.0 }).collect::<Vec<f64>>()
    };
    let on_range =
        |column: &[f64]| column.iter().map(|x| (x - min(column)) / (max(column) - min(column))).collect::<Vec<_>>();
    let measures = match method {
        "equal" => vec![1.0; all.len()],
        "standard-deviation" => each(&sd),
        "variance" => each(&|column| sd(column).powi(2)),
        "range-deviation" => each(&|column| sd(&on_range(column))),
        "entropy" => each(&|column| {
            let total = sum(column.iter().copied());
            1.0 + sum(column.iter().map(|x| x / total * (x / total).ln())) / (column.len() as f64).ln()
        }),
        "gini" => each(&|column| {
            let n = column.len() as f64;
            sum(column.iter().flat_map(|a| column.iter().map(move |b| (a - b).abs()))) / (2.0 * n * n * mean(column))
        }),
        "angle" => each(&|column| {
            let length = sum(column.iter().map(|x| x * x)).sqrt();
            (sum(column.iter().copied()) / (length * (column.len() as f64).sqrt())).clamp(-1.0, 1.0).acos()
        }),
        "merec" => {
            let every: Vec<usize> = (0..all.len()).collect();
            let (_, columns) = table.complete(&every);
            let n = mapped(
                &columns,
                |index, column, x| {
                    if table.higher[index] { min(column) / x } else { x / max(column) }
                },
            );
            let m = all.len() as f64;
            let s = |unit: usize, without: usize| {
                let parts = n.iter().enumerate().filter(|(index, _)| *index != without);
                (1.0 + sum(parts.map(|(_, own)| own[unit].ln().abs())) / m).ln()
            };
            let units = columns.first().map_or(0, Vec::len);
            let moved = |index: usize| sum((0..units).map(|unit| (s(unit, index) - s(unit, usize::MAX)).abs()));
            every.into_iter().map(moved).collect()
        }
        other => panic!("{other}"),
    };
    let total = sum(measures.iter().copied());
    if total > 0.0 { measures.iter().map(|own| own / total).collect() } else { vec![1.0 / all.len() as f64; all.len()] }
}

#[test]
fn weights_from_data_agree_with_their_formulas() {
    let mut checked = 0;
    for seed in seeds() {
        let random = &mut Random::new(seed ^ 0x0ee1_6475_0000_0000);
        let name = *random.pick(&[
            "equal",
            "standard-deviation",
            "variance",
            "range-deviation",
            "entropy",
            "gini",
            "angle",
            "merec",
        ]);
        let gaps = random.once_in(3);
        let table = Table::new(random, gaps);
        let method = match name {
            "standard-deviation" | "variance" => json!({ "method": name, "of": "values" }),
            "range-deviation" => json!({ "method": "standard-deviation", "of": "range" }),
            _ => json!(name),
        };
        let document = table.document(false, &BTreeMap::new(), &json!({ "defaults": { "weighting": method } }));
        let card = score(&document).unwrap_or_else(|error| panic!("seed {seed}, {name}: {error}\n{document}"));
        for (id, own) in table.ids().iter().zip(weighed(name, &table)) {
            let share = card.nodes.iter().find(|node| node.id == *id).unwrap().share;
            // An arc cosine near 1 loses half of the digits.
            let within = if name == "angle" { 1e-6 } else { 1e-11 };
            assert!((share - own).abs() <= within, "seed {seed}, {name}, {id}: {share}, plain {own}");
            checked += 1;
        }
    }
    report(&format!("{checked} weights from data agree"));
}

/// An aggregation with parameters that vary.
fn aggregation(random: &mut Random, ids: &[String]) -> Value {
    let exponent: f64 = *random.pick(&[-2.0, -0.5, 0.5, 2.0, 3.0]);
    let two: Vec<&String> = ids.iter().take(2).collect();
    let mut all = vec![
        json!({ "method": "power", "exponent": exponent }),
        json!({ "method": "owa", "exponent": exponent.abs() }),
        json!({ "method": "owa", "weights": [3, 1, 2] }),
        json!({ "method": "veto", "floor": 25, "cap": 40 }),
        json!({ "method": "veto", "floor": 30 }),
        json!({ "method": "mazziotta-pareto", "penalty": "down" }),
        json!({ "method": "adjusted-mazziotta-pareto", "penalty": "up" }),
        json!({ "method": "adjusted-mazziotta-pareto", "penalty": "down" }),
    ];
    if let [first, second] = two[..] {
        let interaction = random.below(9) as f64 / 4.0 - 1.0;
        all.push(
            json!({ "method": "choquet", "pairs": [{ "first": first, "second": second, "interaction": interaction }] }),
        );
    }
    for name in ["arithmetic", "harmonic", "median", "minimum", "maximum", "borda", "copeland", "wroclaw"] {
        all.push(json!({ "method": name }));
    }
    random.pick(&all).clone()
}

/// One child of a node: its id, what it weighs, its value for every unit.
type Child = (String, f64, Vec<Option<f64>>);

/// The value of a node for every unit, on a scale of 0 to 100.
fn joined(method: &Value, children: &[Child]) -> Vec<Option<f64>> {
    let units = children[0].2.len();
    let children: Vec<&Child> = children.iter().filter(|child| child.1 > 0.0).collect();
    let there = |unit: usize| -> Vec<(f64, f64)> {
        children.iter().filter_map(|(_, weight, values)| Some((*weight, values[unit]?))).collect()
    };
    let name = method["method"].as_str().unwrap();
    let value = |unit: usize| -> Option<f64> {
        let parts = there(unit);
        if parts.is_empty() {
            return None;
        }
        let total = sum(parts.iter().map(|(w, _)| *w));
        let power = |p: f64| (sum(parts.iter().map(|(w, x)| w / total * x.powf(p)))).powf(1.0 / p);
        let average = sum(parts.iter().map(|(w, x)| w / total * x));
        let values: Vec<f64> = parts.iter().map(|(_, x)| *x).collect();
        let mut falling = parts.clone();
        falling.sort_by(|a, b| b.1.total_cmp(&a.1));
        let column = |values: &[Option<f64>]| values.iter().flatten().copied().collect::<Vec<f64>>();
        let unbalanced = |z: &[(f64, f64)], ddof: f64, sign: f64| {
            let n = z.len() as f64;
            let centre = sum(z.iter().map(|(w, z)| w / total * z));
            let spread = sum(z.iter().map(|(w, z)| w / total * (z - centre).powi(2)));
            if n > 1.0 { centre + sign * spread * n / (n - ddof) / centre } else { centre }
        };
        let on_scale = |index: f64| ((index - 70.0) / 60.0).clamp(0.0, 1.0) * 100.0;
        let sign = if method["penalty"] == "up" { 1.0 } else { -1.0 };
        Some(match name {
            "arithmetic" => average,
            "harmonic" => power(-1.0),
            "power" => power(number_of(method, "exponent")),
            "minimum" => min(&values),
            "maximum" => max(&values),
            "median" => {
                let mut passed = 0.0;
                let mut both = Vec::new();
                for (w, x) in falling {
                    let before = passed;
                    passed += w;
                    if before <= total / 2.0 && passed >= total / 2.0 {
                        both.push(x);
                    }
                }
                mean(&both)
            }
            "owa" => {
                let upto = |s: f64| {
                    let Some(weights) = method["weights"].as_array() else {
                        return s.powf(number_of(method, "exponent"));
                    };
                    let weights: Vec<f64> = weights.iter().map(|w| w.as_f64().unwrap()).collect();
                    let places = s * weights.len() as f64;
                    let own = weights.iter().enumerate().map(|(at, w)| w * (places - at as f64).clamp(0.0, 1.0));
                    sum(own) / sum(weights.iter().copied())
                };
                let mut passed = 0.0;
                sum(falling.iter().map(|(w, x)| {
                    let before = passed;
                    passed += w / total;
                    (upto(passed) - upto(before)) * x
                }))
            }
            "veto" => {
                let floor = number_of(method, "floor");
                let cap = method["cap"].as_f64().unwrap_or(floor);
                if min(&values) < floor { average.min(cap) } else { average }
            }
            "choquet" => {
                let pair = &method["pairs"][0];
                let of = |key: &str| {
                    let (_, weight, values) = children.iter().find(|(id, _, _)| pair[key] == **id)?;
                    Some((weight / total, values[unit]?))
                };
                let away = of("first").zip(of("second")).map_or(0.0, |((v, x), (u, y))| {
                    let interaction = number_of(pair, "interaction") * 2.0 * v.min(u) / (parts.len() as f64 - 1.0);
                    interaction * (x - y).abs() / 2.0
                });
                average - away
            }
            "adjusted-mazziotta-pareto" => {
                let z: Vec<(f64, f64)> = parts.iter().map(|(w, x)| (*w, 70.0 + 60.0 * x / 100.0)).collect();
                on_scale(unbalanced(&z, 0.0, sign))
            }
            "mazziotta-pareto" => {
                let z = children.iter().filter_map(|(_, w, values)| {
                    let (all, x) = (column(values), values[unit]?);
                    let spread = sd(&all);
                    Some((*w, if max(&all) > min(&all) { 100.0 + 10.0 * (x - mean(&all)) / spread } else { 100.0 }))
                });
                on_scale(unbalanced(&z.collect::<Vec<_>>(), 1.0, sign))
            }
            "borda" => {
                let points = children.iter().filter_map(|(_, w, values)| {
                    let (all, x) = (column(values), values[unit]?);
                    let behind = all.iter().filter(|y| **y < x - LEVEL).count() as f64;
                    let level = all.iter().filter(|y| (**y - x).abs() <= LEVEL).count() as f64 - 1.0;
                    let others = all.len() as f64 - 1.0;
                    Some(w * if others > 0.0 { (behind + level / 2.0) / others } else { 0.5 })
                });
                sum(points) / total * 100.0
            }
            "copeland" => {
                let compared: Vec<usize> = (0..units).filter(|other| !there(*other).is_empty()).collect();
                let against = |other: usize| {
                    let mut balance = 0.0;
                    for (_, w, values) in &children {
                        if let (Some(x), Some(y)) = (values[unit], values[other]) {
                            balance += w * f64::from(i32::from(x > y + LEVEL) - i32::from(x < y - LEVEL));
                        }
                    }
                    f64::from(i32::from(balance > 0.0) - i32::from(balance < 0.0))
                };
                let others = compared.len() as f64 - 1.0;
                let wins = sum(compared.iter().filter(|other| **other != unit).map(|other| against(*other)));
                if others > 0.0 { (wins / others + 1.0) / 2.0 * 100.0 } else { 50.0 }
            }
            "wroclaw" => {
                let far = |unit: usize| {
                    let (mut square, mut weight) = (0.0, 0.0);
                    for (_, w, values) in &children {
                        if let Some(x) = values[unit] {
                            square += w * (x - max(&column(values))).powi(2);
                            weight += w;
                        }
                    }
                    (weight > 0.0).then(|| (square / weight).sqrt())
                };
                let all: Vec<f64> = (0..units).filter_map(far).collect();
                let end = mean(&all) + 2.0 * sd(&all);
                if end > 0.0 { 100.0 * (1.0 - (far(unit).unwrap() / end).min(1.0)) } else { 100.0 }
            }
            other => panic!("{other}"),
        })
    };
    (0..units).map(value).collect()
}

#[test]
fn aggregations_agree_with_their_formulas_node_by_node() {
    let mut checked = 0;
    for seed in seeds() {
        let random = &mut Random::new(seed ^ 0x0a66_1e6a_0000_0000);
        let gaps = random.once_in(2);
        let table = Table::new(random, gaps);
        let ids = table.ids();
        let nested = ids.len() > 1 && random.once_in(2);
        let weights = weights(random, &ids);
        let of = |inside: bool| -> Vec<Child> {
            let own = ids.iter().enumerate().filter(|(index, _)| (nested && index % 2 == 1) == inside);
            own.map(|(index, id)| {
                let value =
                    |row: &Vec<Option<f64>>| row[index].map(|x| if table.higher[index] { x } else { 100.0 - x });
                (id.clone(), weights.get(id).copied().unwrap_or(1.0), table.rows.iter().map(value).collect())
            })
            .collect()
        };
        let inner: Vec<String> = of(true).iter().map(|child| child.0.clone()).collect();
        let outer: Vec<String> =
            of(false).iter().map(|child| child.0.clone()).chain(nested.then(|| "other".to_owned())).collect();
        let (below, above) = (aggregation(random, &inner), aggregation(random, &outer));
        let mut document = table.document(nested, &weights, &json!({}));
        let nodes = document["method"]["nodes"].as_array_mut().unwrap();
        nodes.push(json!({ "id": "root", "aggregation": above }));
        let mut children = of(false);
        if nested {
            nodes.push(json!({ "id": "other", "aggregation": below }));
            children.push(("other".to_owned(), 1.0, joined(&below, &of(true))));
        }
        children.sort_by(|a, b| a.0.cmp(&b.0));
        let plain = joined(&above, &children);
        let card = score(&document).unwrap_or_else(|error| panic!("seed {seed}: {error}\n{document}"));
        for (at, own) in plain.iter().enumerate() {
            let unit = card.units.iter().find(|unit| unit.id == format!("u{at}")).unwrap();
            let agree = match (unit.score, own) {
                (Some(engine), Some(own)) => (engine - own).abs() <= SCORES * 100.0,
                (engine, own) => engine.is_none() && own.is_none(),
            };
            assert!(agree, "seed {seed}, u{at}: {:?}, plain {own:?}\n{above} over {below}\n{document}", unit.score);
            checked += 1;
        }
    }
    report(&format!("{checked} scores of aggregations of every kind agree"));
}
