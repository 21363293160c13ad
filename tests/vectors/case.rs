//! One case: what goes in, which method, what must come out, and how near.

use std::cell::RefCell;
use std::path::Path;

use serde_json::{Map, Value};

/// What a method gave: one entry a key of `expected`.
pub type Got = Map<String, Value>;

/// A case as its file holds it.
pub struct Case {
    pub topic: String,
    pub name: String,
    inputs: Map<String, Value>,
    method: Map<String, Value>,
    expected: Map<String, Value>,
    tolerance: Map<String, Value>,
    asked: RefCell<Vec<String>>,
}

impl Case {
    /// Reads a file.
    pub fn read(path: &Path) -> Result<Self, String> {
        let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
        let value: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
        let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
        let object = |key: &str| value.get(key).and_then(Value::as_object).cloned();
        let method = object("method").ok_or("no method")?;
        Ok(Self {
            topic: text(value.get("topic")).ok_or("no topic")?,
            name: text(method.get("name")).ok_or("the method has no name")?,
            inputs: object("inputs").ok_or("no inputs")?,
            method,
            expected: object("expected").ok_or("nothing expected")?,
            tolerance: object("tolerance").unwrap_or_default(),
            asked: RefCell::new(vec!["name".into()]),
        })
    }

    /// An input, if the case has it.
    pub fn input(&self, key: &str) -> Option<&Value> {
        self.inputs.get(key)
    }

    /// A parameter of the method, if it is given. A parameter that nobody asks for fails the case.
    pub fn parameter(&self, key: &str) -> Option<&Value> {
        self.asked.borrow_mut().push(key.to_owned());
        self.method.get(key).filter(|value| !value.is_null())
    }

    /// A parameter that is a number.
    pub fn number(&self, key: &str) -> Option<f64> {
        self.parameter(key).and_then(Value::as_f64)
    }

    /// A parameter that is a text.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.parameter(key).and_then(Value::as_str)
    }

    /// Parameters that only describe, in words, what the method is anyway.
    pub fn describes(&self, keys: &[&str]) {
        self.asked.borrow_mut().extend(keys.iter().map(|key| (*key).to_owned()));
    }

    /// What is expected under a key: for cases whose expectation says which of several things is asked for.
    pub fn expects(&self, key: &str) -> Option<&Value> {
        self.expected.get(key)
    }

    /// The input `matrix` (or another one), a row a unit; missing values are NaN.
    pub fn rows(&self, key: &str) -> Vec<Vec<f64>> {
        self.input(key).map(numbers_of_rows).unwrap_or_default()
    }

    /// The input `matrix`, a column an indicator; missing values are NaN.
    pub fn columns(&self) -> Vec<Vec<f64>> {
        transposed(&self.rows("matrix"))
    }

    /// A list of numbers; missing values are NaN.
    pub fn list(&self, key: &str) -> Option<Vec<f64>> {
        self.input(key).map(numbers)
    }

    /// Whether each indicator is better when higher; all are when the case gives no directions.
    pub fn higher_is_better(&self) -> Vec<bool> {
        let width = self.rows("matrix").first().map_or(0, Vec::len);
        self.list("directions")
            .map_or(vec![true; width], |directions| directions.iter().map(|sign| *sign > 0.0).collect())
    }

    /// The input `weights`; 1 each when the case gives none.
    pub fn weights(&self) -> Vec<f64> {
        let width = self.rows("matrix").first().map_or(0, Vec::len);
        self.list("weights").unwrap_or_else(|| vec![1.0; width])
    }

    /// Every difference between what came out and what is expected.
    pub fn differences(&self, got: &Got) -> Vec<String> {
        let mut found = Vec::new();
        let asked = self.asked.borrow();
        for key in self.method.keys().filter(|key| !asked.contains(key)) {
            found.push(format!("the parameter `{key}` is unknown"));
        }
        for (key, want) in &self.expected {
            let (absolute, relative) = self.tolerance_of(key);
            match got.get(key) {
                None => found.push(format!("`{key}` was not given")),
                Some(got) => compare(key, got, want, absolute, relative, &mut found),
            }
        }
        found
    }

    /// The tolerance of an expected key: its own, which is absolute, or else the case's.
    pub fn tolerance_of(&self, key: &str) -> (f64, f64) {
        let number = |key: &str| self.tolerance.get(key).and_then(Value::as_f64);
        match number(key).filter(|_| key != "abs" && key != "rel") {
            Some(own) => (own, 0.0),
            None => (number("abs").unwrap_or(0.0), number("rel").unwrap_or(0.0)),
        }
    }
}

fn compare(place: &str, got: &Value, want: &Value, absolute: f64, relative: f64, found: &mut Vec<String>) {
    match (got, want) {
        (Value::Number(g), Value::Number(w)) => {
            let (g, w) = (g.as_f64().unwrap_or(f64::NAN), w.as_f64().unwrap_or(f64::NAN));
            let near = (g - w).abs() <= absolute + relative * w.abs();
            if !near {
                found.push(format!("{place}: got {g}, expected {w}"));
            }
        }
        (Value::Array(g), Value::Array(w)) if g.len() == w.len() => {
            for (index, (g, w)) in g.iter().zip(w).enumerate() {
                compare(&format!("{place}[{index}]"), g, w, absolute, relative, found);
            }
        }
        (Value::Object(g), Value::Object(w)) => {
            for (key, w) in w {
                match g.get(key) {
                    Some(g) => compare(&format!("{place}.{key}"), g, w, absolute, relative, found),
                    None => found.push(format!("{place}.{key} was not given")),
                }
            }
        }
        _ if got == want => {}
        _ => found.push(format!("{place}: got {got}, expected {want}")),
    }
}

/// A list of numbers as a case holds it; `null` becomes NaN.
pub fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().map(|list| list.iter().map(|item| item.as_f64().unwrap_or(f64::NAN)).collect()).unwrap_or_default()
}

/// A list of lists of numbers.
pub fn numbers_of_rows(value: &Value) -> Vec<Vec<f64>> {
    value.as_array().map(|rows| rows.iter().map(numbers).collect()).unwrap_or_default()
}

/// Columns as methods read them.
pub fn slices(columns: &[Vec<f64>]) -> Vec<&[f64]> {
    columns.iter().map(Vec::as_slice).collect()
}

/// Rows for columns.
pub fn transposed(rows: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let width = rows.first().map_or(0, Vec::len);
    (0..width).map(|column| rows.iter().map(|row| row[column]).collect()).collect()
}

/// A list as a case would hold it; NaN becomes `null`.
pub fn value_of(numbers: &[f64]) -> Value {
    numbers.iter().map(|number| serde_json::Number::from_f64(*number).map_or(Value::Null, Value::Number)).collect()
}

/// Lists as a case would hold them.
pub fn value_of_rows(rows: &[Vec<f64>]) -> Value {
    rows.iter().map(|row| value_of(row)).collect()
}
