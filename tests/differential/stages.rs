//! The plain scorer's stages between combination and normalisation: screening, imputation, denomination, treatment.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::scorer::{Section, ends_of, list, name, quantile};

/// A column an indicator, an entry a unit, in the document's order.
pub(crate) type Columns = Vec<Vec<Option<f64>>>;

/// One period before normalisation.
pub(crate) struct Staged {
    pub(crate) columns: Columns,
    pub(crate) kept: Vec<bool>,
    pub(crate) period_kept: bool,
}

fn combined(document: &Value, period: i64) -> Columns {
    let section = Section { document, period };
    let units = list(&document["dataset"]["units"]).len();
    let indicators = list(&document["framework"]["indicators"]).iter();
    indicators.map(|indicator| (0..units).map(|unit| section.combined(indicator, unit)).collect()).collect()
}

/// What a rubric indicator's own override says, or what the method's default says of others.
fn choice<'a>(section: &'a Section<'a>, indicator: &'a Value, stage: &str, none: &'a Value) -> &'a Value {
    let method = &section.document["method"];
    let own = list(&method["nodes"]).iter().find(|entry| entry["id"] == indicator["id"]).map(|entry| &entry[stage]);
    match own {
        Some(own) if !own.is_null() => own,
        _ if indicator["rubric"].is_null() && !method["defaults"][stage].is_null() => &method["defaults"][stage],
        _ => none,
    }
}

/// Every stage up to treatment.
pub(crate) fn staged(document: &Value, period: i64) -> Staged {
    let section = Section { document, period };
    let none = Value::from("none");
    let indicators = list(&document["framework"]["indicators"]);
    let mut columns = combined(document, period);
    let units = list(&document["dataset"]["units"]).len();

    let least = |key: &str| document["method"]["screening"][key].as_f64().unwrap_or(0.0);
    let reaches = |values: &[Option<f64>], share: f64, not_zero: f64| {
        let there = values.iter().flatten().count();
        let zeros = values.iter().flatten().filter(|value| **value == 0.0).count();
        let of_there = if there == 0 { 1.0 } else { 1.0 - zeros as f64 / there as f64 };
        there as f64 / values.len() as f64 >= share && of_there >= not_zero
    };
    let row = |unit: usize| columns.iter().map(|column| column[unit]).collect::<Vec<_>>();
    let kept: Vec<bool> = (0..units).map(|unit| reaches(&row(unit), least("unit"), least("unitNonZero"))).collect();
    let seen = columns.iter().filter(|column| column.iter().flatten().count() > 0).count();
    let period_kept = seen as f64 / columns.len() as f64 >= least("period");
    let screened: Vec<bool> = columns
        .iter()
        .map(|column| {
            column.iter().flatten().count() > 0 && !reaches(column, least("indicator"), least("indicatorNonZero"))
        })
        .collect();
    for (column, _) in columns.iter_mut().zip(&screened).filter(|(_, screened)| **screened) {
        column.fill(None);
    }

    let before = columns.clone();
    for (position, indicator) in indicators.iter().enumerate().filter(|(position, _)| !screened[*position]) {
        let method = section.choice(indicator, "imputation", &none);
        for unit in 0..units {
            if before[position][unit].is_none() {
                columns[position][unit] = imputed(&section, &before, &kept, method, position, unit);
            }
        }
    }
    let before = columns.clone();
    for (position, indicator) in indicators.iter().enumerate() {
        let method = choice(&section, indicator, "denomination", &none);
        if name(method) == "by-indicator" && method["indicator"] != indicator["id"] {
            let by = indicators.iter().position(|other| other["id"] == method["indicator"]).unwrap();
            let times = method["times"].as_f64().unwrap_or(1.0);
            for unit in 0..units {
                let divisor = before[by][unit].filter(|divisor| *divisor > 0.0);
                columns[position][unit] =
                    before[position][unit].zip(divisor).map(|(x, divisor)| rounded(x / divisor * times));
            }
        }
    }
    for (position, indicator) in indicators.iter().enumerate() {
        let method = choice(&section, indicator, "treatment", &none);
        let sample = present(&columns[position], &kept);
        if let Some(curve) = treatment(method, &sample) {
            for value in columns[position].iter_mut().flatten() {
                *value = curve(*value);
            }
        }
    }
    Staged { columns, kept, period_kept }
}

/// What each indicator's normalisation takes its numbers from.
pub(crate) fn pools(staged: &Staged, document: &Value, period: i64) -> Vec<Vec<f64>> {
    let section = Section { document, period };
    let others = list(&document["dataset"]["periods"]).iter().filter_map(Value::as_i64);
    let others: Vec<Staged> =
        others.filter(|other| *other != period).map(|other| self::staged(document, other)).collect();
    let indicators = list(&document["framework"]["indicators"]).iter().enumerate();
    let pool = |(position, indicator): (usize, &Value)| {
        let mut pool = present(&staged.columns[position], &staged.kept);
        if section.choice(indicator, "pool", &Value::Null) == "panel" {
            for other in others.iter().filter(|other| other.period_kept) {
                pool.extend(present(&other.columns[position], &other.kept));
            }
        }
        pool
    };
    indicators.map(pool).collect()
}

/// The nearest number of 44 bits: quotients that are equal but for their last bits are equal.
fn rounded(x: f64) -> f64 {
    f64::from_bits((x.to_bits() + (1 << 8)) & !((1 << 9) - 1))
}

fn present(column: &[Option<f64>], kept: &[bool]) -> Vec<f64> {
    column.iter().zip(kept).filter(|(_, kept)| **kept).filter_map(|(value, _)| *value).collect()
}

fn mean(values: &[f64]) -> Option<f64> {
    // Between its values, whatever rounding does.
    let (low, high) = ends_of(values);
    (!values.is_empty()).then(|| (values.iter().sum::<f64>() / values.len() as f64).max(low).min(high))
}

fn median(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| quantile(values, 50.0))
}

fn imputed(
    section: &Section<'_>,
    columns: &Columns,
    kept: &[bool],
    method: &Value,
    position: usize,
    unit: usize,
) -> Option<f64> {
    let document = section.document;
    let indicators = list(&document["framework"]["indicators"]);
    let units = list(&document["dataset"]["units"]);
    let all = present(&columns[position], kept);
    let of_group = || {
        let group = &units[unit]["group"];
        let own = |at: &usize| units[*at]["group"] == *group && !group.is_null() && kept[*at];
        (0..units.len()).filter(own).filter_map(|at| columns[position][at]).collect::<Vec<f64>>()
    };
    let elsewhere = || {
        let periods = list(&document["dataset"]["periods"]).iter().filter_map(Value::as_i64);
        let value = |period: i64| {
            let section = Section { document, period };
            Some((period, section.combined(&indicators[position], unit)?))
        };
        let seen = periods.filter(|period| *period != section.period).filter_map(value);
        let (mut earlier, mut later): (Vec<_>, Vec<_>) = seen.partition(|(period, _)| *period < section.period);
        earlier.sort_by_key(|(period, _)| *period);
        later.sort_by_key(|(period, _)| *period);
        (earlier.last().copied(), earlier.first().or(later.first()).copied(), later.first().copied())
    };
    match name(method) {
        "none" => None,
        "mean" => mean(&all),
        "median" => median(&all),
        "most-frequent" => {
            let mut counted: BTreeMap<u64, (f64, usize)> = BTreeMap::new();
            for value in &all {
                counted.entry(value.to_bits()).or_insert((*value, 0)).1 += 1;
            }
            let most = counted.values().map(|(_, number)| *number).max()?;
            counted.values().filter(|(_, number)| *number == most).map(|(value, _)| *value).reduce(f64::min)
        }
        "group-mean" => mean(&of_group()),
        "group-median" => median(&of_group()),
        "nearest" => {
            let count = method["count"].as_u64().unwrap_or(3) as usize;
            let range = |column: &[Option<f64>]| {
                let (low, high) = ends_of(&present(column, kept));
                if high > low { high - low } else { 1.0 }
            };
            let ranges: Vec<f64> = columns.iter().map(|column| range(column)).collect();
            let distance = |other: usize| {
                let both = columns
                    .iter()
                    .zip(&ranges)
                    .filter_map(|(column, range)| Some((column[unit]? / range - column[other]? / range).powi(2)));
                mean(&both.collect::<Vec<_>>())
            };
            let candidates = (0..units.len()).filter(|other| *other != unit && kept[*other]);
            let mut near: Vec<(f64, &Value, f64)> = candidates
                .filter_map(|other| Some((distance(other)?, &units[other]["id"], columns[position][other]?)))
                .collect();
            near.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.as_str().cmp(&b.1.as_str())));
            mean(&near.iter().take(count).map(|(_, _, value)| *value).collect::<Vec<_>>())
        }
        "siblings" => {
            let lower_is_better = |at: usize| indicators[at]["direction"] == "lower-is-better";
            let siblings =
                (0..indicators.len()).filter(|at| indicators[*at]["parent"] == indicators[position]["parent"]);
            let place = |at: usize| {
                let (low, high) = ends_of(&present(&columns[at], kept));
                let share = (columns[at][unit]?.clamp(low.min(high), high.max(low)) - low) / (high - low);
                (high > low).then_some(if lower_is_better(at) { 1.0 - share } else { share })
            };
            let average = mean(&siblings.filter_map(place).collect::<Vec<_>>())?;
            let (low, high) = ends_of(&all);
            let average = if lower_is_better(position) { 1.0 - average } else { average };
            (high >= low).then_some(low + average * (high - low))
        }
        "latest" => elsewhere().0.map(|(_, value)| value),
        "constant" => elsewhere().0.or(elsewhere().1).map(|(_, value)| value),
        "linear" => match elsewhere() {
            (Some((a, from)), _, Some((b, to))) => {
                Some(from + (section.period - a) as f64 / (b - a) as f64 * (to - from))
            }
            (before, _, after) => before.or(after).map(|(_, value)| value),
        },
        other => panic!("the plain scorer knows no {other}"),
    }
}

/// Skewness and kurtosis as Excel, SAS and COINr give them.
fn skewness_and_kurtosis(x: &[f64]) -> (f64, f64) {
    let n = x.len() as f64;
    let centre = x.iter().sum::<f64>() / n;
    let moment = |power: i32| x.iter().map(|x| (x - centre).powi(power)).sum::<f64>();
    let skewness = n.sqrt() * moment(3) / moment(2).powf(1.5) * (n * (n - 1.0)).sqrt() / (n - 2.0);
    let kurtosis = ((n + 1.0) * (n * moment(4) / moment(2).powi(2) - 3.0) + 6.0) * (n - 1.0) / ((n - 2.0) * (n - 3.0));
    (skewness, kurtosis)
}

type Curve = Box<dyn Fn(f64) -> f64>;

fn clip(low: f64, high: f64) -> Curve {
    Box::new(move |x| x.clamp(low, high))
}

/// What becomes of a value; nothing where all stay as they are.
fn treatment(method: &Value, sample: &[f64]) -> Option<Curve> {
    let number = |key: &str, default: f64| method[key].as_f64().unwrap_or(default);
    let n = sample.len();
    let mut sorted = sample.to_vec();
    sorted.sort_by(f64::total_cmp);
    let (min, max) = (*sorted.first()?, *sorted.last()?);
    let beyond = |x: &[f64]| {
        let (low, high) = ends_of(x);
        if x.len() < 4 || low == high {
            return false;
        }
        let (skewness, kurtosis) = skewness_and_kurtosis(x);
        skewness.abs() > number("skewness", 2.0) && kurtosis > number("kurtosis", 3.5)
    };
    let winsorised = || {
        let mut x = sorted.clone();
        let (mut high_side, mut low_side) = (0, 0);
        while beyond(&x) && high_side + low_side < number("maximum", 5.0) as usize {
            let (low, high) = ends_of(&x);
            if skewness_and_kurtosis(&x).0 >= 0.0 {
                let next = x.iter().copied().filter(|value| *value < high).fold(f64::NEG_INFINITY, f64::max);
                high_side = x.iter().filter(|value| **value == high).count();
                x = x.iter().map(|value| value.min(next)).collect();
            } else {
                let next = x.iter().copied().filter(|value| *value > low).fold(f64::INFINITY, f64::min);
                low_side = x.iter().filter(|value| **value == low).count();
                x = x.iter().map(|value| value.max(next)).collect();
            }
        }
        x
    };
    let log_ct = || -> Option<Curve> {
        (max > min).then(|| Box::new(move |x: f64| (x.clamp(min, max) - min + 0.01 * (max - min)).ln()) as Curve)
    };
    match name(method) {
        "none" => None,
        "winsorise" => {
            let (low, high) = ends_of(&winsorised());
            (low > min || high < max).then(|| clip(low, high))
        }
        "percentile" => Some(clip(quantile(sample, number("lower", 2.5)), quantile(sample, number("upper", 97.5)))),
        "fraction" => {
            let cut = |share: f64| (share * n as f64).floor() as usize;
            Some(clip(sorted[cut(number("lower", 0.05))], sorted[n - 1 - cut(number("upper", 0.05))]))
        }
        "log-ct" => log_ct(),
        "log-ct-plus" => {
            if n >= 3 && skewness_and_kurtosis(sample).0 > 1e-9 {
                return log_ct();
            }
            (max > min).then(|| Box::new(move |x: f64| -(max + 0.01 * (max - min) - x.clamp(min, max)).ln()) as Curve)
        }
        "log-shift-one" => (max > min).then(|| Box::new(move |x: f64| (x.clamp(min, max) - min + 1.0).ln()) as Curve),
        "box-cox" => {
            let lambda = method["lambda"].as_f64().expect("the plain scorer looks for no power");
            // As it is written, x − min + 1: the lowest value is at 1 and not a last bit below.
            let (from, add) = if method["shift"] == true { (min, 1.0) } else { (0.0, 0.0) };
            (max > min && min - from + add > 0.0).then(|| {
                Box::new(move |x: f64| ((x.clamp(min, max) - from + add).powf(lambda) - 1.0) / lambda) as Curve
            })
        }
        "two-stage" => {
            let first = winsorised();
            if beyond(&first) {
                return log_ct();
            }
            let (low, high) = ends_of(&first);
            (low > min || high < max).then(|| clip(low, high))
        }
        other => panic!("the plain scorer knows no {other}"),
    }
}

/// One step of expectation and maximisation for three columns: each row's gaps from its own regression on what is there, by solving
/// the normal equations; then means and covariances, the conditional ones added.
pub(crate) fn maximised(columns: &[Vec<f64>], mean: &[f64], covariance: &[Vec<f64>]) -> (Vec<f64>, Vec<Vec<f64>>) {
    let (width, rows) = (columns.len(), columns[0].len());
    let mut filled = vec![vec![0.0; width]; rows];
    let mut rest = vec![vec![0.0; width]; width];
    for (row, filled) in filled.iter_mut().enumerate() {
        let there: Vec<usize> = (0..width).filter(|at| !columns[*at][row].is_nan()).collect();
        let gone: Vec<usize> = (0..width).filter(|at| columns[*at][row].is_nan()).collect();
        for at in &there {
            filled[*at] = columns[*at][row];
        }
        // Σ there, inverted by Gauss and Jordan.
        let n = there.len();
        let mut matrix: Vec<Vec<f64>> = there
            .iter()
            .enumerate()
            .map(|(i, a)| {
                let left = there.iter().map(|b| covariance[*a][*b]);
                left.chain((0..n).map(|j| if i == j { 1.0 } else { 0.0 })).collect()
            })
            .collect();
        for pivot in 0..n {
            let own: Vec<f64> = matrix[pivot].iter().map(|x| x / matrix[pivot][pivot]).collect();
            for (i, line) in matrix.iter_mut().enumerate() {
                let factor = line[pivot];
                for (x, own) in line.iter_mut().zip(&own) {
                    *x = if i == pivot { *own } else { *x - factor * own };
                }
            }
        }
        let slopes = |gap: usize| -> Vec<f64> {
            (0..n).map(|j| (0..n).map(|i| covariance[gap][there[i]] * matrix[i][n + j]).sum()).collect()
        };
        for gap in &gone {
            let slopes = slopes(*gap);
            filled[*gap] = mean[*gap]
                + slopes.iter().zip(&there).map(|(slope, at)| slope * (columns[*at][row] - mean[*at])).sum::<f64>();
            for other in &gone {
                let told: f64 = slopes.iter().zip(&there).map(|(slope, at)| slope * covariance[*at][*other]).sum();
                rest[*gap][*other] += covariance[*gap][*other] - told;
            }
        }
    }
    let n = rows as f64;
    let mean: Vec<f64> = (0..width).map(|at| filled.iter().map(|row| row[at]).sum::<f64>() / n).collect();
    let cell = |i: usize, j: usize| {
        (filled.iter().map(|row| (row[i] - mean[i]) * (row[j] - mean[j])).sum::<f64>() + rest[i][j]) / n
    };
    let covariance = (0..width).map(|i| (0..width).map(|j| cell(i, j)).collect()).collect();
    (mean, covariance)
}
