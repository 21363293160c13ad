//! What is measured: a tree of dimensions whose leaves are indicators, with their meaning.
//!
//! Meaning only: what is *done* with an indicator (weights, goalposts really used, aggregation) is the
//! [`method`](crate::method)'s.

mod direction;
mod goalposts;
mod hierarchy;
mod indicator;
mod source;

use serde::Serialize;

use crate::document::{Decode, Decoder, Value, id, order};
use crate::error::{Code, Path, Problem};
use crate::limits;

pub use direction::Direction;
pub use goalposts::{Basis, Goalposts};
pub use hierarchy::{Hierarchy, Node, NodeKind};
pub use indicator::{Indicator, RubricLevel, Tag};
pub use source::{Source, Tier};

id! {
    /// The id of a dimension or an indicator: they share one name space.
    NodeId
}

id! {
    /// The id of a source.
    SourceId
}

/// What is measured.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Framework {
    /// Inner nodes; exactly one has no parent.
    pub dimensions: Vec<Dimension>,
    /// Leaves.
    pub indicators: Vec<Indicator>,
    /// What indicators and observations cite.
    pub sources: Vec<Source>,
}

/// A named group of indicators or dimensions.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Dimension {
    /// Its id, unique among all nodes.
    pub id: NodeId,
    /// Its name for people.
    pub name: String,
    /// The dimension it belongs to; none for the root.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<NodeId>,
    /// What it stands for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

impl Decode for Framework {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        decoder.object(value, |fields| Self {
            dimensions: fields.required("dimensions"),
            indicators: fields.required("indicators"),
            sources: fields.or("sources", Vec::new()),
        })
    }
}

impl Decode for Dimension {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        decoder.object(value, |fields| Self {
            id: fields.required("id"),
            name: fields.required_with("name", |value, decoder| decoder.name(value)),
            parent: fields.optional("parent"),
            description: fields.optional("description"),
        })
    }
}

impl Framework {
    /// Sorts every list by id, so that listing order changes nothing.
    pub(crate) fn sort(&mut self) {
        order::sort_by_key(&mut self.dimensions, |dimension| order::id(dimension.id.as_str()));
        order::sort_by_key(&mut self.indicators, |indicator| order::id(indicator.id.as_str()));
        order::sort_by_key(&mut self.sources, |source| order::id(source.id.as_str()));
    }

    /// The source of this id.
    #[must_use]
    pub fn source(&self, id: &SourceId) -> Option<&Source> {
        self.sources.iter().find(|source| source.id == *id)
    }

    /// Checks what a single field cannot show: ids used twice, references, and the tree. `path` is the framework's place.
    pub(crate) fn check(&self, path: &Path, problems: &mut Vec<Problem>) {
        let dimensions = path.then("dimensions");
        let indicators = path.then("indicators");
        let mut nodes = Vec::with_capacity(self.dimensions.len() + self.indicators.len());
        nodes.extend(self.dimensions.iter().enumerate().map(|(index, node)| (&dimensions, index, node.id.as_str())));
        nodes.extend(self.indicators.iter().enumerate().map(|(index, node)| (&indicators, index, node.id.as_str())));
        check_ids(&nodes, problems);
        let sources = path.then("sources");
        let ids = self.sources.iter().enumerate().map(|(index, source)| (&sources, index, source.id.as_str()));
        check_ids(&ids.collect::<Vec<_>>(), problems);

        for (index, indicator) in self.indicators.iter().enumerate() {
            let place = indicators.then(index);
            let cited = indicator.goalposts.as_ref().and_then(|goalposts| goalposts.source.as_ref());
            let cited = cited.map(|source| (place.then("goalposts").with("source"), source));
            let own = indicator.source.as_ref().map(|source| (place.then("source"), source));
            for (place, source) in own.into_iter().chain(cited) {
                self.check_source(source, place, problems);
            }
        }
        hierarchy::check(self, path, problems);
    }

    /// Checks that a source is listed.
    pub(crate) fn check_source(&self, source: &SourceId, path: Path, problems: &mut Vec<Problem>) {
        if self.source(source).is_none() {
            problems.push(Problem::new(Code::SourceUnknown, path).arg("source", source));
        }
    }
}

/// Names every id of a list, or of several that share their names, that was used before: each a list's place, the position in it
/// and the id.
pub(crate) fn check_ids(ids: &[(&Path, usize, &str)], problems: &mut Vec<Problem>) {
    let positions = order::Index::of_ids(ids.iter().map(|(_, _, id)| *id));
    for (position, (list, index, id)) in ids.iter().enumerate() {
        if problems.len() > limits::PROBLEMS {
            return;
        }
        if !id.is_empty() && positions.is_repeated(order::id(id), position) {
            let place = (*list).then(*index).with("id");
            problems.push(Problem::new(Code::DuplicateId, place).arg("id", *id));
        }
    }
}
