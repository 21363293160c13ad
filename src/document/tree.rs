//! The tree of values that every input becomes first.

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;

use serde::de::{self, Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::plain;
use crate::error::{Code, Path, Problem};
use crate::limits;

/// Any JSON-like value, as given: keys in their order, duplicates kept, so that the decoder can name each fault.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// `null`, or `undefined` in JavaScript.
    Null,
    /// A truth value.
    Bool(bool),
    /// A number; may be NaN or infinite when it comes from JavaScript.
    Number(f64),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Value>),
    /// A list of numbers and nothing else but `null`, which is NaN: the columns of values, as they are read from text.
    Numbers(Vec<f64>),
    /// Named fields.
    Object(Vec<(String, Value)>),
    /// What lies deeper than [`limits::DOCUMENT_DEPTH`], a cycle among it: cut off here.
    TooDeep,
}

impl Value {
    /// Reads JSON text.
    ///
    /// # Errors
    /// [`Code::TooLarge`] above [`limits::DOCUMENT_BYTES`] or [`limits::DOCUMENT_VALUES`]; [`Code::JsonSyntax`] with line and
    /// column when the text is not JSON.
    pub fn from_json(text: &str) -> Result<Self, Problem> {
        if text.len() > limits::DOCUMENT_BYTES {
            return Err(too_large("bytes", text.len(), limits::DOCUMENT_BYTES));
        }
        Self::parse_up_to(text.strip_prefix('\u{feff}').unwrap_or(text), limits::DOCUMENT_VALUES)
    }

    /// Reads JSON text of any length, for text that the engine wrote itself.
    pub(crate) fn parse(text: &str) -> Result<Self, Problem> {
        Self::parse_up_to(text, usize::MAX)
    }

    /// How many `null`s there are in it.
    pub(crate) fn nulls(&self) -> usize {
        match self {
            Self::Null => 1,
            Self::List(list) => list.iter().map(Self::nulls).sum(),
            Self::Numbers(list) => list.iter().filter(|number| number.is_nan()).count(),
            Self::Object(fields) => fields.iter().map(|(_, value)| value.nulls()).sum(),
            _ => 0,
        }
    }

    fn parse_up_to(text: &str, values: usize) -> Result<Self, Problem> {
        // What is not plain there is read again by the reader that knows all of JSON, and words its faults.
        plain::read(text, values).map_or_else(|| Self::known(text, values), Ok)
    }

    /// Reads JSON text by the reader that knows all of it.
    pub(super) fn known(text: &str, values: usize) -> Result<Self, Problem> {
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let count = Cell::new(0);
        let node = Node { depth: 0, count: &count, values };
        let value = node.deserialize(&mut deserializer).and_then(|value| deserializer.end().map(|()| value));
        if count.get() > values {
            return Err(too_large("values", limits::DOCUMENT_VALUES + 1, limits::DOCUMENT_VALUES));
        }
        value.map_err(|error| {
            let place = format!(" at line {} column {}", error.line(), error.column());
            let reason = error.to_string();
            let reason = reason.strip_suffix(place.as_str()).unwrap_or(&reason);
            Problem::new(Code::JsonSyntax, Path::root())
                .arg("line", error.line())
                .arg("column", error.column())
                .arg("reason", reason)
        })
    }

    /// The items of a list; none when it is none.
    #[must_use]
    pub fn items(&self) -> Option<Cow<'_, [Self]>> {
        match self {
            Self::List(list) => Some(Cow::Borrowed(list)),
            Self::Numbers(list) => {
                let item = |number: &f64| if number.is_nan() { Self::Null } else { Self::Number(*number) };
                Some(Cow::Owned(list.iter().map(item).collect()))
            }
            _ => None,
        }
    }

    /// What kind of value it is, for a message.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a truth value",
            Self::Number(_) => "a number",
            Self::Text(_) => "a text",
            Self::List(_) | Self::Numbers(_) => "a list",
            Self::Object(_) => "an object",
            Self::TooDeep => "something nested too deep",
        }
    }
}

/// Reads a number that is written as JSON writes it: by the reader that knows all of JSON, so that no second one is carried.
pub(crate) fn number_of(text: &str) -> Option<f64> {
    match Value::known(text, usize::MAX) {
        Ok(Value::Number(number)) => Some(number),
        _ => None,
    }
}

fn too_large(what: &str, found: usize, limit: usize) -> Problem {
    Problem::new(Code::TooLarge, Path::root()).arg("what", what).arg("found", found).arg("limit", limit)
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let count = Cell::new(0);
        let value = Node { depth: 0, count: &count, values: limits::DOCUMENT_VALUES }.deserialize(deserializer);
        if count.get() > limits::DOCUMENT_VALUES { Err(de::Error::custom("too many values")) } else { value }
    }
}

/// Reads one value at a depth, counting all values read, so that neither cycles nor bombs are followed.
#[derive(Clone, Copy)]
struct Node<'a> {
    depth: usize,
    count: &'a Cell<usize>,
    values: usize,
}

impl Node<'_> {
    /// Whether more was read than may be: reading stops, and whoever asked for it says so. An error made here would bring the
    /// format's own way of taking messages apart.
    fn is_full(&self) -> bool {
        self.count.get() > self.values
    }
}

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.count.set(self.count.get() + 1);
        if self.depth > limits::DOCUMENT_DEPTH || self.is_full() {
            deserializer.deserialize_ignored_any(IgnoredAny)?;
            return Ok(Value::TooDeep);
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value that JSON can hold")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "a whole number beyond 2^53 is refused or rounded like any JSON number"
    )]
    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value as f64))
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "a whole number beyond 2^53 is refused or rounded like any JSON number"
    )]
    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value as f64))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Value::Number(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        let inner = Self { depth: self.depth + 1, ..self };
        while !self.is_full()
            && let Some(value) = access.next_element_seed(inner)?
        {
            list.push(value);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut fields = Vec::new();
        let inner = Self { depth: self.depth + 1, ..self };
        while !self.is_full()
            && let Some(key) = access.next_key::<String>()?
        {
            fields.push((key, access.next_value_seed(inner)?));
        }
        Ok(Value::Object(fields))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duplicate_key_is_kept_for_the_decoder_to_name() {
        let value = Value::from_json(r#"{"a": 1, "a": 2}"#).unwrap();
        assert_eq!(value, Value::Object(vec![("a".into(), Value::Number(1.0)), ("a".into(), Value::Number(2.0))]));
    }

    #[test]
    fn what_is_nested_too_deep_is_cut_off() {
        let text = format!("{}{}", "[".repeat(100), "]".repeat(100));
        let mut value = Value::from_json(&text).unwrap();
        for _ in 0..=limits::DOCUMENT_DEPTH {
            let Value::List(mut list) = value else { panic!("a list") };
            value = list.pop().unwrap();
        }
        assert_eq!(value, Value::TooDeep);
    }

    #[test]
    fn a_syntax_error_names_its_line_and_column() {
        let problem = Value::from_json("{\n  \"a\": }").unwrap_err();
        assert_eq!(problem.code(), Code::JsonSyntax);
        assert_eq!(problem.message(), "not JSON at line 2, column 8: expected value");
    }

    #[test]
    fn numbers_are_read_to_the_last_bit() {
        assert_eq!(Value::from_json("0.1e-6").unwrap(), Value::Number(0.1e-6));
        assert_eq!(Value::from_json("123456789.12345679").unwrap(), Value::Number(123_456_789.123_456_79));
    }
}
