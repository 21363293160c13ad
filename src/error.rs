//! What went wrong, or must be known: [`Problem`], its [`Code`], its [`Path`], and the [`Error`] that carries problems.
//!
//! A problem names its place and its particulars, so that a door can word it in any language; Rust carries English.

mod code;
mod unfit;

use std::fmt;

use crate::numeric::float;
use serde::ser::{Serialize, SerializeMap, SerializeStruct, Serializer};

pub use code::Code;
pub use unfit::Unfit;

/// How much a [`Problem`] matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Done as the method says, and said.
    Note,
    /// Scored, but a reader must know.
    Warning,
    /// Nothing is scored until it is mended.
    Error,
}

/// One step of a [`Path`].
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(untagged)]
pub enum Segment {
    /// The name of a field.
    Key(String),
    /// The position in a list, from 0.
    Index(usize),
}

impl From<&str> for Segment {
    #[inline(never)]
    fn from(key: &str) -> Self {
        Self::Key(key.to_owned())
    }
}

impl From<usize> for Segment {
    fn from(index: usize) -> Self {
        Self::Index(index)
    }
}

/// Where in a document something is: keys and indexes from the outermost in.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
#[serde(transparent)]
pub struct Path(Vec<Segment>);

impl Path {
    /// The whole document.
    #[must_use]
    pub fn root() -> Self {
        Self::default()
    }

    /// This path with one more step.
    #[must_use]
    pub fn with(self, segment: impl Into<Segment>) -> Self {
        self.with_segment(segment.into())
    }

    #[inline(never)]
    fn with_segment(mut self, segment: Segment) -> Self {
        self.0.push(segment);
        self
    }

    /// A copy with one more step.
    #[must_use]
    pub(crate) fn then(&self, segment: impl Into<Segment>) -> Self {
        self.then_segment(segment.into())
    }

    #[inline(never)]
    fn then_segment(&self, segment: Segment) -> Self {
        self.clone().with_segment(segment)
    }

    /// The steps from the outermost in.
    #[must_use]
    pub fn segments(&self) -> &[Segment] {
        &self.0
    }

    pub(crate) fn push(&mut self, segment: impl Into<Segment>) {
        self.0.push(segment.into());
    }

    pub(crate) fn pop(&mut self) {
        self.0.pop();
    }
}

/// Written as `framework.indicators[3].direction`; the whole document is `document`.
impl fmt::Display for Path {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return formatter.write_str("document");
        }
        for (position, segment) in self.0.iter().enumerate() {
            match segment {
                Segment::Key(key) if position == 0 => formatter.write_str(key)?,
                Segment::Key(key) => write!(formatter, ".{key}")?,
                Segment::Index(index) => write!(formatter, "[{index}]")?,
            }
        }
        Ok(())
    }
}

/// One particular of a [`Problem`]: a text as found, or a number.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(untagged)]
pub enum Argument {
    /// A text, as found.
    Text(String),
    /// A number, finite.
    Number(f64),
}

impl fmt::Display for Argument {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => formatter.write_str(text),
            Self::Number(number) => formatter.write_str(&float::text(*number)),
        }
    }
}

impl From<&str> for Argument {
    #[inline(never)]
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Argument {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

/// A number that is not finite becomes its name, since JSON has no such number.
impl From<f64> for Argument {
    #[inline(never)]
    fn from(number: f64) -> Self {
        if number.is_finite() { Self::Number(number) } else { Self::Text(float::text(number)) }
    }
}

impl From<i32> for Argument {
    fn from(number: i32) -> Self {
        Self::Number(f64::from(number))
    }
}

impl From<usize> for Argument {
    #[expect(clippy::cast_precision_loss, reason = "counts here stay far below 2^53")]
    fn from(number: usize) -> Self {
        Self::Number(number as f64)
    }
}

/// One fault found, or one thing done that a reader must know.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    code: Code,
    path: Path,
    args: Vec<(&'static str, Argument)>,
}

impl Problem {
    /// A problem of the kind `code` at `path`, without particulars yet.
    #[must_use]
    #[inline(never)]
    pub fn new(code: Code, path: Path) -> Self {
        Self { code, path, args: Vec::new() }
    }

    /// The same problem with one more particular.
    #[must_use]
    pub fn arg(self, name: &'static str, value: impl Into<Argument>) -> Self {
        self.with_argument(name, value.into())
    }

    /// The same problem at another place.
    #[must_use]
    pub(crate) fn moved(mut self, path: Path) -> Self {
        self.path = path;
        self
    }

    // Not inlined, here and elsewhere on the way of a fault: there are hundreds of calls, and faults are no place to be fast.
    #[inline(never)]
    fn with_argument(mut self, name: &'static str, value: Argument) -> Self {
        self.args.push((name, value));
        self
    }

    /// What kind of problem it is.
    #[must_use]
    pub fn code(&self) -> Code {
        self.code
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Its particulars, by name.
    #[must_use]
    pub fn args(&self) -> &[(&'static str, Argument)] {
        &self.args
    }

    /// How much it matters.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }

    /// One line of English: what was found and what was expected.
    #[must_use]
    pub fn message(&self) -> String {
        // In one pass, so that a particular that looks like a place for another is left as it is.
        let mut message = String::new();
        let mut rest = self.code.template();
        while let Some((before, after)) = rest.split_once('{') {
            message.push_str(before);
            let Some((name, after)) = after.split_once('}') else { break };
            if let Some((_, value)) = self.args.iter().find(|(known, _)| *known == name) {
                message.push_str(&value.to_string());
            }
            rest = after;
        }
        message + rest
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {} [{}]", self.path, self.message(), self.code.name())
    }
}

/// `{ code, path, args, severity, message }`, the shape that every door shows.
impl Serialize for Problem {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        struct Args<'a>(&'a [(&'static str, Argument)]);
        impl Serialize for Args<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut map = serializer.serialize_map(Some(self.0.len()))?;
                for (name, value) in self.0 {
                    map.serialize_entry(name, value)?;
                }
                map.end()
            }
        }
        let mut fields = serializer.serialize_struct("Problem", 5)?;
        fields.serialize_field("code", self.code.name())?;
        fields.serialize_field("path", &self.path)?;
        fields.serialize_field("args", &Args(&self.args))?;
        fields.serialize_field("severity", &self.severity())?;
        fields.serialize_field("message", &self.message())?;
        fields.end()
    }
}

/// Why something asked for was not done: at least one [`Problem`] of severity [`Severity::Error`].
#[derive(Debug, Clone, PartialEq)]
pub struct Error {
    first: Problem,
    rest: Vec<Problem>,
}

impl Error {
    /// The problems as an error, the errors among them first; `None` when none of them is an error.
    #[must_use]
    pub fn from_problems(problems: Vec<Problem>) -> Option<Self> {
        let (errors, others): (Vec<_>, Vec<_>) =
            problems.into_iter().partition(|problem| problem.severity() == Severity::Error);
        let mut errors = errors.into_iter();
        let first = errors.next()?;
        Some(Self { first, rest: errors.chain(others).collect() })
    }

    /// The same problems one step further in.
    #[must_use]
    pub fn within(mut self, key: &str) -> Self {
        for problem in std::iter::once(&mut self.first).chain(&mut self.rest) {
            problem.path.0.insert(0, Segment::from(key));
        }
        self
    }

    /// The kind of the first problem.
    #[must_use]
    pub fn code(&self) -> Code {
        self.first.code
    }

    /// The place of the first problem.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.first.path
    }

    /// Every problem found: what single fields show first, then what only the whole does.
    pub fn problems(&self) -> impl Iterator<Item = &Problem> {
        std::iter::once(&self.first).chain(&self.rest)
    }
}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        Self { first: problem, rest: Vec::new() }
    }
}

/// The first problem, and how many more there are.
impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.first)?;
        match self.rest.len() {
            0 => Ok(()),
            1 => formatter.write_str(" (and one more problem)"),
            more => write!(formatter, " (and {more} more problems)"),
        }
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_carries_its_particulars() {
        let problem = Problem::new(Code::UnknownKey, Path::root().with("method").with("nodes").with(2))
            .arg("key", "wieght")
            .arg("expected", "`id`, `weight`");
        assert_eq!(
            problem.to_string(),
            "method.nodes[2]: unknown key `wieght`, expected one of `id`, `weight` [unknown-key]"
        );
    }

    #[test]
    fn problems_that_are_only_notes_are_no_error() {
        let note = Problem::new(Code::IndicatorConstant, Path::root());
        assert_eq!(Error::from_problems(vec![note]), None);
    }

    #[test]
    fn every_code_has_its_own_name_and_no_message_is_empty() {
        let mut names: Vec<_> = Code::ALL.iter().map(|code| code.name()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Code::ALL.len());
        assert!(Code::ALL.iter().all(|code| !code.template().is_empty()));
    }
}
