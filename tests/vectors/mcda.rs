//! The methods of multicriteria analysis.

use comity::numeric::Matrix;
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
use serde_json::{Map, Value, json};

use crate::case::{Case, Got, numbers, slices, value_of, value_of_rows};
use crate::weights::got;

pub fn run(case: &Case) -> Option<Got> {
    let owned = case.columns();
    let (columns, higher, weights) = (slices(&owned), case.higher_is_better(), case.weights());
    let table = Table { columns: &columns, higher: &higher, weights: &weights };
    let fits = "values that fit";
    let scores = match case.name.as_str() {
        "aras" => {
            case.describes(&["optimal_alternative"]);
            aras::scores(&table, case.list("optimal_alternative").as_deref()).expect(fits)
        }
        "cocoso" => cocoso::scores(&table, case.number("lambda").unwrap_or(0.5)).expect(fits),
        "codas" => codas::scores(&table, case.number("tau").unwrap_or(0.02)).expect(fits),
        "copras" => {
            case.describes(&["formula"]);
            copras::scores(&table).expect(fits)
        }
        "edas" => edas::scores(&table).expect(fits),
        "mabac" => mabac::scores(&table),
        "marcos" => marcos::scores(&table).expect(fits),
        "waspas" => {
            case.describes(&["normalisation"]);
            waspas::scores(&table, case.number("lambda").unwrap_or(0.5)).expect(fits)
        }
        "rim" => {
            let pairs = |key| case.rows(key).into_iter().map(|pair| (pair[0], pair[1]));
            let references: Vec<Reference> = pairs("ranges")
                .zip(pairs("reference_ideals"))
                .map(|(range, ideal)| Reference { range, ideal })
                .collect();
            rim::scores(&table, &references)
        }
        "topsis" => return of_topsis(case, table),
        "spotis" => {
            let bounds: Vec<(f64, f64)> = case.rows("bounds").into_iter().map(|pair| (pair[0], pair[1])).collect();
            let expected = case.list("expected_solution_point").filter(|point| !point.is_empty());
            return Some(scored(&spotis::scores(&table, &bounds, expected.as_deref()), true));
        }
        "moora_ratio" => {
            case.describes(&["normalisation", "weights"]);
            moora::ratio_system(&table)
        }
        "moora_full-multiplicative" => {
            case.describes(&["normalisation", "weights"]);
            moora::full_multiplicative(&table).expect(fits)
        }
        "moora_reference-point" => {
            case.describes(&["normalisation", "weights"]);
            let mut got = scored(&moora::reference_point(&table), true);
            got.insert("reference_point".into(), reference_point(&table));
            return Some(got);
        }
        "moora_multimoora" => {
            case.describes(&["normalisation", "weights"]);
            let result = moora::multimoora(&table).expect(fits);
            let mut got = scored(&result.points, false);
            let [a, b, c] = result.ranks;
            let rows: Vec<[u32; 3]> = a.iter().zip(b).zip(c).map(|((a, b), c)| [*a, b, c]).collect();
            got.insert("rank_matrix".into(), json!(rows));
            got.insert("reference_point".into(), reference_point(&table));
            return Some(got);
        }
        "vikor" => return of_vikor(case, &table),
        "promethee_ii" => return of_promethee(case, &table),
        "electre_i" => return of_electre_1(case, &table),
        "electre_ii" => return of_electre_2(case, &table),
        "electre_iii" => return Some(of_electre_3(case, &table)),
        "wsm_raw_and_wpm_ratios" => return Some(sums_and_products(case)),
        _ => return None,
    };
    Some(scored(&scores, false))
}

fn scored(scores: &[f64], lower_is_better: bool) -> Got {
    let values = value_of(scores);
    got(json!({ "scores": values, "printed": values, "rank": ranks(scores, lower_is_better) }))
}

fn of_topsis(case: &Case, table: Table<'_>) -> Option<Got> {
    if case.text("distance").is_some_and(|distance| distance != "euclidean") {
        return None;
    }
    let words = case.text("normalisation").unwrap_or("vector");
    let scaling = [
        ("min_max", Scaling::MinMax),
        ("minmax", Scaling::MinMax),
        ("vector", Scaling::Vector),
        ("sum", Scaling::Sum),
        ("max", Scaling::Max),
        ("none", Scaling::None),
    ];
    let (_, scaling) = scaling.into_iter().find(|(word, _)| words.contains(word))?;
    let scores = if words.contains("1/x") {
        // Costs inverted first, as scikit-criteria's pipeline does: another column, the same method.
        let inverted: Vec<Vec<f64>> = table
            .columns
            .iter()
            .zip(table.higher)
            .map(|(column, higher)| column.iter().map(|x| if *higher { *x } else { 1.0 / x }).collect())
            .collect();
        let columns = slices(&inverted);
        topsis::scores(&Table { columns: &columns, higher: &vec![true; columns.len()], ..table }, scaling)
    } else {
        topsis::scores(&table, scaling)
    };
    Some(scored(&scores.expect("values that fit"), false))
}

/// The best value of each column divided by the root of the sum of squares.
fn reference_point(table: &Table<'_>) -> Value {
    let best = |(column, higher): (&&[f64], &bool)| {
        let norm = column.iter().map(|x| x * x).sum::<f64>().sqrt();
        let sign = if *higher { 1.0 } else { -1.0 };
        column.iter().map(|x| sign * x / norm).fold(f64::NEG_INFINITY, f64::max) * sign
    };
    value_of(&table.columns.iter().zip(table.higher).map(best).collect::<Vec<_>>())
}

fn of_vikor(case: &Case, table: &Table<'_>) -> Option<Got> {
    let v = vikor::vikor(table, case.number("v").unwrap_or(0.5));
    let shared = match case.parameter("compromise_set_shares_rank_1") {
        None => false,
        Some(shared) => shared.as_bool()?,
    };
    let (s, r, q) = (value_of(&v.s), value_of(&v.r), value_of(&v.q));
    Some(got(json!({
        "scores": q, "printed": q,
        "S": s, "R": r, "Q": q,
        "printed_S": s, "printed_R": r, "printed_Q": q,
        "acceptable_advantage": v.advantage,
        "acceptable_stability": v.stability,
        "compromise_set_index0": v.compromise,
        "printed_compromise_set_index0": v.compromise,
        "rank": if shared { v.shared_ranks() } else { v.ranks },
    })))
}

fn of_promethee(case: &Case, table: &Table<'_>) -> Option<Got> {
    if case.text("flow_divisor").is_some_and(|divisor| divisor != "n-1") {
        return None;
    }
    let list = |key| match case.parameter(key) {
        Some(Value::Number(number)) => vec![number.as_f64().unwrap_or(f64::NAN); table.columns.len()],
        Some(list) => numbers(list),
        None => Vec::new(),
    };
    let (q, p, s) = (list("q"), list("p"), list("s"));
    let words: Vec<&str> = match case.parameter("preference") {
        Some(Value::String(word)) => vec![word.as_str(); table.columns.len()],
        Some(Value::Array(words)) => words.iter().map(|word| word.as_str().unwrap_or("")).collect(),
        _ => return None,
    };
    let mut shapes = Vec::new();
    for (index, word) in words.iter().enumerate() {
        let at = |list: &[f64]| list.get(index).copied();
        shapes.push(match word.replace(['-', '_', ' '], "").as_str() {
            "usual" => Shape::Usual,
            "ushape" => Shape::UShape { indifference: at(&q)? },
            "vshape" => Shape::VShape { preference: at(&p)? },
            "level" => Shape::Level { indifference: at(&q)?, preference: at(&p)? },
            "linear" | "vshape2" => Shape::Linear { indifference: at(&q)?, preference: at(&p)? },
            "gaussian" => Shape::Gaussian { inflection: at(&s).or(at(&p))? },
            _ => return None,
        });
    }
    let flows = promethee::flows(table, &shapes);
    let mut got = scored(&flows.net, false);
    got.insert("positive_flow".into(), value_of(&flows.positive));
    got.insert("negative_flow".into(), value_of(&flows.negative));
    got.insert("net_flow".into(), value_of(&flows.net));
    Some(got)
}

/// Weights divided by their sum where the case scales, and how it scales.
fn scaled(case: &Case, weights: &[f64]) -> Option<(Scaling, Vec<f64>)> {
    let shares = |weights: &[f64]| weights.iter().map(|weight| weight / weights.iter().sum::<f64>()).collect();
    match case.text("normalisation") {
        Some("none") | None => Some((Scaling::None, weights.to_vec())),
        Some("sum") => Some((Scaling::Sum, shares(weights))),
        Some(_) => None,
    }
}

fn off_diagonal(matrix: &Matrix) -> Value {
    let without = |(row, values): (usize, &[f64])| {
        let mut values = values.to_vec();
        values[row] = f64::NAN;
        values
    };
    value_of_rows(&matrix.rows().enumerate().map(without).collect::<Vec<_>>())
}

fn of_electre_1(case: &Case, table: &Table<'_>) -> Option<Got> {
    case.describes(&["discordance"]);
    let (scaling, weights) = scaled(case, table.weights)?;
    let table = Table { weights: &weights, ..*table };
    let result = electre_1::electre_1(&table, scaling, case.number("p")?, case.number("q")?);
    Some(got(json!({
        "concordance": off_diagonal(&result.pairs.concordance),
        "discordance": off_diagonal(&result.pairs.discordance),
        "outrank": result.outranks,
        "kernel_index0": result.kernel,
        "printed_kernel_index0": result.kernel,
    })))
}

fn of_electre_2(case: &Case, table: &Table<'_>) -> Option<Got> {
    let (scaling, weights) = scaled(case, table.weights)?;
    let table = Table { weights: &weights, ..*table };
    let level = |key, otherwise| case.number(key).unwrap_or(otherwise);
    let usual = Levels::default();
    let levels = Levels {
        p0: level("p0", usual.p0),
        p1: level("p1", usual.p1),
        p2: level("p2", usual.p2),
        q0: level("q0", usual.q0),
        q1: level("q1", usual.q1),
    };
    let result = electre_2::electre_2(&table, scaling, levels);
    Some(got(json!({ "score": value_of(&result.score), "rank": result.ranks })))
}

fn of_electre_3(case: &Case, table: &Table<'_>) -> Got {
    let list = |key| case.list(key).unwrap_or_default();
    let (indifference, preference, veto) = (list("indifference"), list("preference"), list("veto"));
    let thresholds: Vec<Thresholds> = (0..table.columns.len())
        .map(|index| Thresholds {
            indifference: indifference.get(index).copied().unwrap_or(0.0),
            preference: preference.get(index).copied().unwrap_or(0.0),
            veto: veto.get(index).copied().filter(|veto| !veto.is_nan()),
        })
        .collect();
    let usual = Distillation::default();
    let distillation = Distillation {
        alpha: case.number("distillation_alpha").unwrap_or(usual.alpha),
        beta: case.number("distillation_beta").unwrap_or(usual.beta),
    };
    let result = electre_3::electre_3(table, &thresholds, distillation);
    got(json!({
        "concordance": off_diagonal(&result.concordance),
        "credibility": off_diagonal(&result.credibility),
        "descending_class": result.descending,
        "ascending_class": result.ascending,
        "net_flow_of_credibility": value_of(&result.net),
    }))
}

/// The weighted sum and the weighted product of raw values: what the tree gives with `arithmetic` and `geometric`.
fn sums_and_products(case: &Case) -> Got {
    let (rows, weights) = (case.rows("matrix"), case.weights());
    let sum = |row: &Vec<f64>| row.iter().zip(&weights).map(|(x, w)| x * w).sum::<f64>();
    let mut entries = Map::new();
    entries.insert("wsm".into(), value_of(&rows.iter().map(sum).collect::<Vec<_>>()));
    for (a, x) in rows.iter().enumerate() {
        for (b, y) in rows.iter().enumerate() {
            let ratio: f64 = x.iter().zip(y).zip(&weights).map(|((x, y), w)| (x / y).powf(*w)).product();
            for prefix in ["wpm_ratio", "printed_ratio"] {
                entries.insert(format!("{prefix}_A{}_A{}", a + 1, b + 1), json!(ratio));
            }
        }
    }
    entries
}
