//! How the plain types are read: numbers, texts, lists, words.

use super::decoder::{Decode, Decoder};
use super::tree::Value;
use crate::error::Code;
use crate::limits;
use crate::numeric::float::text as text_of;
use crate::numeric::{MISSING, is_missing};

impl Decode for bool {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        if let Value::Bool(truth) = value {
            return *truth;
        }
        decoder.wrong_type(value, "true or false");
        false
    }
}

/// A finite number of a magnitude that observations have; −0 becomes 0.
impl Decode for f64 {
    #[inline(never)]
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        let Value::Number(number) = value else {
            decoder.wrong_type(value, "a number");
            return 0.0;
        };
        let problem = if !number.is_finite() {
            decoder.problem(Code::NumberNotFinite).arg("found", *number)
        } else if number.abs() > limits::MAGNITUDE {
            decoder.problem(Code::NumberAbsurd).arg("found", *number).arg("limit", limits::MAGNITUDE)
        } else {
            return number + 0.0;
        };
        decoder.record(problem);
        0.0
    }
}

/// A whole number of at most nine digits: years, lengths of windows, versions.
impl Decode for i32 {
    #[expect(clippy::cast_possible_truncation, reason = "checked to be whole and within bounds")]
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        let Value::Number(number) = value else {
            decoder.wrong_type(value, "a whole number");
            return 0;
        };
        if !number.is_finite() {
            let problem = decoder.problem(Code::NumberNotFinite).arg("found", *number);
            decoder.record(problem);
            return 0;
        }
        if number.trunc().to_bits() != number.to_bits() || number.abs() >= 1e9 {
            let problem = decoder.problem(Code::NumberNotWhole).arg("found", *number);
            decoder.record(problem);
            return 0;
        }
        *number as i32
    }
}

/// A text of at most [`limits::TEXT_CHARACTERS`].
impl Decode for String {
    #[inline(never)]
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        text(value, decoder, limits::TEXT_CHARACTERS)
    }
}

/// Reads a text of at most `limit` characters.
#[inline(never)]
pub(super) fn text(value: &Value, decoder: &mut Decoder, limit: usize) -> String {
    let Value::Text(text) = value else {
        decoder.wrong_type(value, "a text");
        return String::new();
    };
    let found = text.chars().count();
    if found > limit {
        let problem = decoder.problem(Code::TextTooLong).arg("found", found).arg("limit", limit);
        decoder.record(problem);
    }
    text.clone()
}

impl<T: Decode> Decode for Vec<T> {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        let Some(list) = value.items() else {
            decoder.wrong_type(value, "a list");
            return Self::new();
        };
        // A plain loop, here and elsewhere: collecting is three functions more for every type.
        let mut read = Self::with_capacity(list.len());
        for (index, item) in list.iter().enumerate() {
            read.push(decoder.at(index, |decoder| T::decode(item, decoder)));
        }
        read
    }
}

impl Decoder {
    /// Reads a column of numbers where `null` is missing.
    pub(crate) fn numbers_or_missing(&mut self, value: &Value) -> Vec<f64> {
        if let Value::Numbers(list) = value
            && list.iter().all(|number| is_missing(*number) || number.abs() <= limits::MAGNITUDE)
        {
            // −0 becomes 0.
            return list.iter().map(|number| number + 0.0).collect();
        }
        let Some(list) = value.items() else {
            self.wrong_type(value, "a list of numbers and nulls");
            return Vec::new();
        };
        let mut read = |(index, item): (usize, &Value)| match item {
            Value::Null => MISSING,
            item => self.at(index, |decoder| f64::decode(item, decoder)),
        };
        list.iter().enumerate().map(&mut read).collect()
    }

    /// Reads a list of exactly two numbers, the first not above the second.
    pub(crate) fn ordered_pair(&mut self, value: &Value) -> (f64, f64) {
        let pair = match value {
            Value::List(_) | Value::Numbers(_) => Vec::<f64>::decode(value, self),
            _ => Vec::new(),
        };
        let [lower, upper] = pair.as_slice() else {
            self.wrong_type(value, "a list of two numbers");
            return (0.0, 0.0);
        };
        if lower > upper {
            let problem = self.problem(Code::BoundsOrder).arg("lower", *lower).arg("upper", *upper);
            self.record(problem);
        }
        (*lower, *upper)
    }

    /// Reads a number from `lower` to `upper`, both included.
    #[inline(never)]
    pub(crate) fn number_within(&mut self, value: &Value, lower: f64, upper: f64) -> f64 {
        let number = f64::decode(value, self);
        self.note(&|asked| asked.within = Some((lower, upper)));
        if number < lower || number > upper {
            let mut expected = text_of(lower);
            if upper >= limits::MAGNITUDE {
                expected.insert_str(0, "at least ");
            } else {
                expected.push_str(" to ");
                expected.push_str(&text_of(upper));
            }
            let problem = self.problem(Code::NumberOutOfRange).arg("found", number).arg("expected", expected);
            self.record(problem);
        }
        number
    }

    /// Reads one of several words.
    pub(crate) fn word<T: Copy + Default>(&mut self, value: &Value, words: &[(&str, T)]) -> T {
        let names: Vec<_> = words.iter().map(|(word, _)| *word).collect();
        let choice = self.position_of_word(value, &names).and_then(|position| words.get(position));
        choice.map_or_else(T::default, |(_, choice)| *choice)
    }

    #[inline(never)]
    fn position_of_word(&mut self, value: &Value, words: &[&str]) -> Option<usize> {
        let Value::Text(found) = value else {
            self.wrong_type(value, "a text");
            self.note(&|asked| asked.words = words.iter().map(|word| (*word).to_owned()).collect());
            return None;
        };
        let position = words.iter().position(|word| word == found);
        if position.is_none() {
            let problem = self.problem(Code::UnknownChoice).arg("found", found.as_str());
            self.record(problem.arg("expected", super::decoder::quoted(words)));
        }
        position
    }
}

/// Declares an id: a newtype of text, so that one kind of id is never taken for another.
macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The id as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(id: &str) -> Self {
                Self(id.to_owned())
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(&self.0)
            }
        }

        impl From<&$name> for $crate::error::Argument {
            fn from(id: &$name) -> Self {
                Self::from(id.as_str())
            }
        }

        impl $crate::document::Decode for $name {
            fn decode(value: &$crate::document::Value, decoder: &mut $crate::document::Decoder) -> Self {
                let id = decoder.id(value);
                decoder.note(&|asked| stringify!($name).clone_into(&mut asked.expected));
                Self(id)
            }
        }
    };
}
pub(crate) use id;

impl Decoder {
    /// Reads an id: 1 to [`limits::NAME_CHARACTERS`] characters, no control characters, no blank ends.
    #[inline(never)]
    pub(crate) fn id(&mut self, value: &Value) -> String {
        let id = text(value, self, limits::NAME_CHARACTERS);
        let reason = if id.is_empty() {
            if !matches!(value, Value::Text(_)) {
                return id;
            }
            "it is empty"
        } else if id.trim() != id {
            "it begins or ends with a blank"
        } else if id.chars().any(char::is_control) {
            "it has a control character"
        } else if id == "__proto__" {
            "JavaScript objects cannot hold it as a key"
        } else {
            return id;
        };
        let problem = self.problem(Code::IdUnusable).arg("id", id.as_str()).arg("reason", reason);
        self.record(problem);
        id
    }

    /// Reads a name: 1 to [`limits::NAME_CHARACTERS`] characters.
    #[inline(never)]
    pub(crate) fn name(&mut self, value: &Value) -> String {
        let name = text(value, self, limits::NAME_CHARACTERS);
        if name.is_empty() && matches!(value, Value::Text(_)) {
            let problem = self.problem(Code::Empty);
            self.record(problem);
        }
        name
    }
}

impl Decode for crate::numeric::Scale {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        decoder.object(value, |fields| {
            let scale = Self { lower: fields.required("lower"), upper: fields.required("upper") };
            if scale.lower >= scale.upper {
                let problem =
                    fields.decoder().problem(Code::BoundsOrder).arg("lower", scale.lower).arg("upper", scale.upper);
                fields.decoder().record(problem);
                return Self::default();
            }
            let farthest = scale.lower.abs().max(scale.upper.abs());
            if scale.width() < limits::SCALE_WIDTH || scale.width() * limits::SCALE_DISTANCE < farthest {
                let problem =
                    fields.decoder().problem(Code::ScaleNarrow).arg("lower", scale.lower).arg("upper", scale.upper);
                fields.decoder().record(problem);
                return Self::default();
            }
            scale
        })
    }
}
