//! The one decoder: from a [`Value`] to typed data, with the path of every fault, and all faults at once.

use super::tree::Value;
use crate::error::{Code, Path, Problem, Segment};
use crate::limits;

/// Data that can be read from a [`Value`].
///
/// Reading always gives something: where the value is faulty the fault is recorded in the [`Decoder`] and the field gets its
/// default, so that what stands beside it is still read and checked. A document with any recorded error is never scored.
pub trait Decode: Default {
    /// Reads `value`, recording every fault.
    fn decode(value: &Value, decoder: &mut Decoder) -> Self;
}

/// Where the reading is, and what was found wrong so far.
#[derive(Debug, Default)]
pub struct Decoder {
    path: Path,
    problems: Vec<Problem>,
    /// The fields asked for, while a reading only tells what it would read.
    asked: Option<Vec<Asked>>,
}

/// A field that a reading asks for, and what it takes for it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Asked {
    /// The key.
    pub(crate) key: &'static str,
    /// What kind of value, as in a message.
    pub(crate) expected: String,
    /// Whether it must be there.
    pub(crate) required: bool,
    /// Between which numbers, both included.
    pub(crate) within: Option<(f64, f64)>,
    /// One of which words.
    pub(crate) words: Vec<String>,
}

/// What every field holds while a reading only tells what it would read.
static NOTHING: Value = Value::Null;

impl Decoder {
    /// The fields that reading `value` as a `T` would ask for beyond those it holds: what reads parameters describes them too.
    pub(crate) fn asked<T: Decode>(value: &Value) -> Vec<Asked> {
        let mut decoder = Self { asked: Some(Vec::new()), ..Self::default() };
        T::decode(value, &mut decoder);
        decoder.asked.unwrap_or_default()
    }

    /// Notes what is taken for the field asked for last.
    #[inline(never)]
    pub(crate) fn note(&mut self, note: &dyn Fn(&mut Asked)) {
        if let Some(asked) = self.asked.as_mut().and_then(|asked| asked.last_mut()) {
            note(asked);
        }
    }

    /// A problem of this kind at the place being read; record it with [`Decoder::record`].
    #[must_use]
    #[inline(never)]
    pub fn problem(&self, code: Code) -> Problem {
        Problem::new(code, self.path.clone())
    }

    /// Keeps a problem, up to [`limits::PROBLEMS`].
    #[inline(never)]
    pub fn record(&mut self, problem: Problem) {
        match self.problems.len() {
            listed if listed < limits::PROBLEMS => self.problems.push(problem),
            limits::PROBLEMS => {
                self.problems.push(Problem::new(Code::MoreProblems, Path::root()).arg("limit", limits::PROBLEMS));
            }
            _ => {}
        }
    }

    /// All problems recorded.
    #[must_use]
    pub fn into_problems(self) -> Vec<Problem> {
        self.problems
    }

    /// Records that `value` is not what was expected, NaN among what it may be instead.
    #[inline(never)]
    pub fn wrong_type(&mut self, value: &Value, expected: &str) {
        self.note(&|asked| expected.clone_into(&mut asked.expected));
        let problem = match value {
            Value::TooDeep => self.problem(Code::TooDeep).arg("limit", limits::DOCUMENT_DEPTH),
            _ => self.problem(Code::WrongType).arg("found", value.kind()).arg("expected", expected),
        };
        self.record(problem);
    }

    /// Records that a field is absent.
    #[inline(never)]
    fn missing_key(&mut self, key: &str) {
        let problem = self.problem(Code::MissingKey).arg("key", key);
        self.record(problem);
    }

    /// Reads `value` one step further in.
    pub fn at<T>(&mut self, segment: impl Into<Segment>, read: impl FnOnce(&mut Self) -> T) -> T {
        self.path.push(segment);
        let result = read(self);
        self.path.pop();
        result
    }

    /// Reads an object: the fields that `read` asks for are the known ones, every other key is a fault.
    pub fn object<T: Default>(&mut self, value: &Value, read: impl FnOnce(&mut Fields<'_, '_>) -> T) -> T {
        let Value::Object(entries) = value else {
            self.wrong_type(value, "an object");
            return T::default();
        };
        self.fields(entries, &[], read)
    }

    /// Reads the fields of an object that has some keys already dealt with.
    pub(super) fn fields<T>(
        &mut self,
        entries: &[(String, Value)],
        dealt_with: &[&'static str],
        read: impl FnOnce(&mut Fields<'_, '_>) -> T,
    ) -> T {
        let mut fields = Fields { entries, known: dealt_with.to_vec(), decoder: self };
        let result = read(&mut fields);
        fields.finish();
        result
    }

    /// Reads a method of a stage: its name alone, or an object whose `method` is the name and whose other fields are its
    /// parameters. `read` gets the name and the parameters, and says `None` when no method is called so.
    pub fn method<T: Default>(
        &mut self,
        value: &Value,
        names: &[&str],
        read: impl FnOnce(&str, &mut Fields<'_, '_>) -> Option<T>,
    ) -> T {
        let Some((name, entries)) = self.named_method(value, names) else { return T::default() };
        self.fields(entries, &["method"], |fields| read(name, fields)).unwrap_or_default()
    }

    #[inline(never)]
    fn named_method<'v>(&mut self, value: &'v Value, names: &[&str]) -> Option<(&'v str, &'v [(String, Value)])> {
        let none: &[(String, Value)] = &[];
        let (name, entries) = match value {
            Value::Text(name) => (name, none),
            Value::Object(entries) => match entries.iter().find(|(key, _)| key == "method") {
                Some((_, Value::Text(name))) => (name, entries.as_slice()),
                None | Some((_, Value::Null)) => {
                    self.missing_key("method");
                    return None;
                }
                Some((_, other)) => {
                    self.at("method", |decoder| decoder.wrong_type(other, "a text"));
                    return None;
                }
            },
            _ => {
                self.wrong_type(value, "the name of a method, or an object with `method`");
                return None;
            }
        };
        if !names.contains(&name.as_str()) {
            let problem = self.problem(Code::UnknownChoice).arg("found", name.as_str()).arg("expected", quoted(names));
            self.record(problem);
            return None;
        }
        Some((name, entries))
    }
}

/// The fields of one object, asked for by name.
#[derive(Debug)]
pub struct Fields<'v, 'd> {
    entries: &'v [(String, Value)],
    known: Vec<&'static str>,
    decoder: &'d mut Decoder,
}

impl<'v> Fields<'v, '_> {
    /// The decoder, to record a fault of the object as a whole.
    pub fn decoder(&mut self) -> &mut Decoder {
        self.decoder
    }

    /// The raw value of a field; `None` when absent or `null`.
    #[inline(never)]
    pub fn value(&mut self, key: &'static str) -> Option<&'v Value> {
        self.known.push(key);
        if let Some(asked) = &mut self.decoder.asked {
            asked.push(Asked { key, ..Asked::default() });
            return Some(&NOTHING);
        }
        let found = self.entries.iter().find(|(name, _)| name == key).map(|(_, value)| value);
        found.filter(|value| !matches!(value, Value::Null))
    }

    /// Reads a field that must be there.
    pub fn required<T: Decode>(&mut self, key: &'static str) -> T {
        self.required_with(key, T::decode)
    }

    /// Reads a field that may be absent or `null`.
    pub fn optional<T: Decode>(&mut self, key: &'static str) -> Option<T> {
        self.with(key, T::decode)
    }

    /// Reads a field that has a default.
    pub fn or<T: Decode>(&mut self, key: &'static str, default: T) -> T {
        self.optional(key).unwrap_or(default)
    }

    /// Reads a field that must be there through a function.
    pub fn required_with<T: Default>(&mut self, key: &'static str, read: impl FnOnce(&Value, &mut Decoder) -> T) -> T {
        let Some(value) = self.required_value(key) else { return T::default() };
        self.decoder.at(key, |decoder| read(value, decoder))
    }

    /// The raw value of a field that must be there; the fault is recorded when it is not.
    #[inline(never)]
    fn required_value(&mut self, key: &'static str) -> Option<&'v Value> {
        let value = self.value(key);
        self.decoder.note(&|asked| asked.required = true);
        if value.is_none() {
            self.decoder.missing_key(key);
        }
        value
    }

    /// Reads a field through a function, for types with rules of their own; `None` when absent.
    pub fn with<T>(&mut self, key: &'static str, read: impl FnOnce(&Value, &mut Decoder) -> T) -> Option<T> {
        let value = self.value(key)?;
        Some(self.decoder.at(key, |decoder| read(value, decoder)))
    }

    #[inline(never)]
    fn finish(self) {
        // Known keys met so far: never more than are known, however many fields there are.
        let mut met: Vec<&str> = Vec::new();
        for (key, _) in self.entries {
            let key = key.as_str();
            if !self.known.contains(&key) {
                let problem = self.decoder.at(key, |decoder| decoder.problem(Code::UnknownKey));
                self.decoder.record(problem.arg("key", key).arg("expected", quoted(&self.known)));
            } else if met.contains(&key) {
                let problem = self.decoder.at(key, |decoder| decoder.problem(Code::DuplicateKey));
                self.decoder.record(problem.arg("key", key));
            } else {
                met.push(key);
            }
        }
    }
}

/// Names in backticks, separated by commas.
#[inline(never)]
pub(crate) fn quoted(names: &[&str]) -> String {
    let mut text = String::new();
    for name in names {
        for piece in [if text.is_empty() { "`" } else { ", `" }, name, "`"] {
            text.push_str(piece);
        }
    }
    text
}
