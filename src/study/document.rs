//! The study document: what is measured, what was observed, how it is combined.

use serde::Serialize;

use crate::data::Dataset;
use crate::document::{Decode, Decoder, SCHEMA, Value, canonical, id};
use crate::error::{Code, Error, Path, Problem};
use crate::framework::Framework;
use crate::limits;
use crate::method::Method;

id! {
    /// The id of a study.
    StudyId
}

/// One study as data. Read it with [`StudyDocument::from_json`], open it with [`Study::open`](super::Study::open).
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct StudyDocument {
    /// The version of the format.
    pub schema: i32,
    /// Its id.
    pub id: StudyId,
    /// Its title for people.
    pub title: String,
    /// What it is about, and its caveats.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What is measured.
    pub framework: Framework,
    /// What was observed.
    pub dataset: Dataset,
    /// How it is combined.
    pub method: Method,
}

impl Decode for StudyDocument {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        decoder.object(value, |fields| Self {
            schema: fields.required_with("schema", decode_schema),
            id: fields.required("id"),
            title: fields.required_with("title", |value, decoder| decoder.name(value)),
            description: fields.optional("description"),
            framework: fields.required("framework"),
            dataset: fields.required("dataset"),
            method: fields.required("method"),
        })
    }
}

fn decode_schema(value: &Value, decoder: &mut Decoder) -> i32 {
    let schema = i32::decode(value, decoder);
    if schema != SCHEMA {
        let problem = decoder.problem(Code::SchemaUnknown).arg("found", schema).arg("expected", SCHEMA);
        decoder.record(problem);
    }
    schema
}

impl StudyDocument {
    /// Reads a document from JSON text.
    ///
    /// # Errors
    /// Every fault of the document at once, each with its code and path.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        Self::from_value(&Value::from_json(text)?)
    }

    /// Reads a document from a tree of values.
    ///
    /// # Errors
    /// As [`StudyDocument::from_json`].
    pub fn from_value(value: &Value) -> Result<Self, Error> {
        let (document, problems) = Self::read(value);
        match Error::from_problems(problems) {
            Some(error) => Err(error),
            None => Ok(document),
        }
    }

    /// Every fault of a document: empty when it can be scored.
    #[must_use]
    pub fn validate(value: &Value) -> Vec<Problem> {
        Self::read(value).1
    }

    fn read(value: &Value) -> (Self, Vec<Problem>) {
        let mut decoder = Decoder::default();
        let document = Self::decode(value, &mut decoder);
        let mut problems = decoder.into_problems();
        // A document that is none at all would only raise a crowd of faults about what it lacks.
        if matches!(value, Value::Object(_)) {
            document.check(&mut problems);
        }
        (document, problems)
    }

    /// Every fault that no single field shows: references, ids used twice, the tree, what fits what.
    pub(crate) fn check(&self, problems: &mut Vec<Problem>) {
        let path = Path::root();
        self.framework.check(&path.clone().with("framework"), problems);
        self.dataset.check(&self.framework, &path.clone().with("dataset"), problems);
        self.method.check(&self.framework, &self.dataset.periods, &path.with("method"), problems);
        if problems.len() > limits::PROBLEMS {
            problems.truncate(limits::PROBLEMS);
            problems.push(Problem::new(Code::MoreProblems, Path::root()).arg("limit", limits::PROBLEMS));
        }
    }

    /// Sorts every list by id or period, so that listing order changes nothing that follows.
    pub(crate) fn sort(&mut self) {
        self.framework.sort();
        self.dataset.sort();
        self.method.sort();
    }

    /// The canonical JSON of the document: the same text for the same study, however its lists are ordered.
    ///
    /// # Errors
    /// [`Code::Unreadable`] when it holds what JSON cannot.
    pub fn canonical(&self) -> Result<String, Error> {
        let mut sorted = self.clone();
        sorted.sort();
        Ok(canonical::to_json(&sorted)?)
    }
}
