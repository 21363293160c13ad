//! The study document: what is measured, what was observed, how it is combined.

use serde::Serialize;

use super::Weight;
use crate::data::Dataset;
use crate::document::{Decode, Decoder, SCHEMA, Value, canonical, id, json, order};
use crate::error::{Code, Error, Path, Problem};
use crate::framework::{Framework, check_ids};
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
    /// Other methods over the same framework, to choose among.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub presets: Vec<Preset>,
    /// Profiles of weights, one an objective that a partnership may serve.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub objectives: Vec<Objective>,
}

id! {
    /// The id of a preset or an objective.
    ProfileId
}

/// A method with a name.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Preset {
    /// Its id.
    pub id: ProfileId,
    /// Its title for people.
    pub title: String,
    /// What it stands for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The method.
    pub method: Method,
}

/// Weights for one objective of a partnership, such as deterrence; nodes not named weigh what the method says.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Objective {
    /// Its id.
    pub id: ProfileId,
    /// Its title for people.
    pub title: String,
    /// What it stands for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The weights.
    pub weights: Vec<Weight>,
}

impl Decode for Preset {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        decoder.object(value, |fields| Self {
            id: fields.required("id"),
            title: fields.required_with("title", |value, decoder| decoder.name(value)),
            description: fields.optional("description"),
            method: fields.required("method"),
        })
    }
}

impl Decode for Objective {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        decoder.object(value, |fields| Self {
            id: fields.required("id"),
            title: fields.required_with("title", |value, decoder| decoder.name(value)),
            description: fields.optional("description"),
            weights: fields.required("weights"),
        })
    }
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
            presets: fields.or("presets", Vec::new()),
            objectives: fields.or("objectives", Vec::new()),
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

    /// The document as a tree of values, as it would be read from its JSON.
    ///
    /// # Errors
    /// [`Code::NumberNotFinite`] when it holds an infinity, or a NaN that is no missing value: JSON has neither.
    pub(crate) fn to_value(&self) -> Result<Value, Error> {
        let text = json::to_text(self)
            .map_err(|error| Problem::new(Code::Unreadable, Path::root()).arg("reason", error.to_string()))?;
        let value = Value::parse(&text)?;
        // What JSON cannot hold is written as `null`, and so is every missing value of a column, and nothing else.
        let missing = |column: &crate::data::Column| column.values.iter().filter(|value| value.is_nan()).count();
        if value.nulls() != self.dataset.indicators.iter().map(missing).sum::<usize>() {
            let found = "a number that JSON cannot hold";
            return Err(Problem::new(Code::NumberNotFinite, Path::root()).arg("found", found).into());
        }
        Ok(value)
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
        self.framework.check(&path.then("framework"), problems);
        if self.framework.dimensions.len() + self.framework.indicators.len() > limits::NODES {
            // Said already; to look further would take time that grows with the square of it.
            return;
        }
        self.dataset.check(&self.framework, &path.then("dataset"), problems);
        self.method.check(&self.framework, &self.dataset, &path.then("method"), problems);
        let presets = path.then("presets");
        let ids = self.presets.iter().enumerate().map(|(index, preset)| (&presets, index, preset.id.as_str()));
        check_ids(&ids.collect::<Vec<_>>(), problems);
        for (index, preset) in self.presets.iter().enumerate() {
            let place = presets.then(index).with("method");
            preset.method.check(&self.framework, &self.dataset, &place, problems);
        }
        let objectives = path.with("objectives");
        let ids =
            self.objectives.iter().enumerate().map(|(index, objective)| (&objectives, index, objective.id.as_str()));
        check_ids(&ids.collect::<Vec<_>>(), problems);
        for (index, objective) in self.objectives.iter().enumerate() {
            self.check_weights(&objective.weights, &objectives.then(index).with("weights"), problems);
        }
        if problems.len() > limits::PROBLEMS {
            problems.truncate(limits::PROBLEMS);
            problems.push(Problem::new(Code::MoreProblems, Path::root()).arg("limit", limits::PROBLEMS));
        }
    }

    /// Checks that weights name nodes, each once.
    fn check_weights(&self, weights: &[Weight], path: &Path, problems: &mut Vec<Problem>) {
        let ids = weights.iter().enumerate().map(|(index, weight)| (path, index, weight.id.as_str()));
        check_ids(&ids.collect::<Vec<_>>(), problems);
        for (index, weight) in weights.iter().enumerate() {
            let is_node = self.framework.dimensions.iter().any(|node| node.id.as_str() == weight.id)
                || self.framework.indicators.iter().any(|node| node.id.as_str() == weight.id);
            if !is_node && !weight.id.is_empty() {
                let place = path.then(index).with("id");
                problems.push(Problem::new(Code::NodeUnknown, place).arg("id", weight.id.as_str()));
            }
        }
    }

    /// Sorts every list by id or period, so that listing order changes nothing that follows.
    pub(crate) fn sort(&mut self) {
        self.framework.sort();
        self.dataset.sort();
        self.method.sort();
        for preset in &mut self.presets {
            preset.method.sort();
        }
        order::sort_by_key(&mut self.presets, |preset| order::id(preset.id.as_str()));
        for objective in &mut self.objectives {
            order::sort_by_key(&mut objective.weights, |weight| order::id(&weight.id));
        }
        order::sort_by_key(&mut self.objectives, |objective| order::id(objective.id.as_str()));
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
