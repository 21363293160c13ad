//! Opening: everything is checked once and laid out flat; after that nothing re-checks.

use std::sync::{Arc, OnceLock};

use serde::Serialize;

use super::cells::Cells;
use super::{CrossSection, Ranker, StudyDocument};
use crate::document::{Value, canonical};
use crate::error::{Code, Error, Path, Problem};
use crate::framework::{Hierarchy, NodeKind};
use crate::method::{Method, Plan};

/// A study, opened: validated, sorted and flat. Cheap to clone; never changes.
#[derive(Debug, Clone)]
pub struct Study {
    model: Arc<Model>,
}

/// What an opened study is made of.
#[derive(Debug)]
pub(crate) struct Model {
    /// The document, every list sorted.
    pub(crate) document: StudyDocument,
    /// The framework's tree, flat.
    pub(crate) hierarchy: Hierarchy,
    /// What each node does and weighs.
    pub(crate) plan: Plan,
    /// Every cell as one value.
    pub(crate) cells: Cells,
    hash: OnceLock<String>,
    /// The combined values of every period, where a method reads them: by period, indicator and unit.
    pub(super) panel: OnceLock<Vec<Vec<Vec<f64>>>>,
    /// The treated values of every period, where a method reads them: by period and indicator.
    pub(super) pools: OnceLock<Vec<Vec<Vec<f64>>>>,
}

impl Model {
    /// The content hash of the study.
    pub(crate) fn hash(&self) -> &str {
        // A document that was read holds nothing that JSON cannot, so there is always a text to hash.
        self.hash.get_or_init(|| canonical::hash(&canonical::to_json(&self.document).unwrap_or_default()))
    }

    /// The position of a period among the sorted periods; the study's own, or the last one, when none is asked for.
    pub(crate) fn period(&self, period: Option<i32>) -> Result<i32, Error> {
        let periods = &self.document.dataset.periods;
        let Some(period) = period.or(self.document.method.period).or(periods.last().copied()) else {
            return Err(Problem::new(Code::Empty, Path::root().with("dataset").with("periods")).into());
        };
        match periods.binary_search(&period) {
            Ok(_) => Ok(period),
            Err(_) => Err(Problem::new(Code::PeriodUnknown, Path::root().with("period")).arg("period", period).into()),
        }
    }
}

/// What a study holds, in the engine's order: the order of the arrays that [`Ranker::rank`] reads and fills.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outline {
    /// By id.
    pub units: Vec<OutlineUnit>,
    /// Parents before children, siblings by id.
    pub nodes: Vec<OutlineNode>,
    /// Rising.
    pub periods: Vec<i32>,
    /// The one shown when none is asked for.
    pub period: i32,
}

/// A unit of an [`Outline`].
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OutlineUnit {
    /// Its id.
    pub id: String,
    /// Its name for people.
    pub name: String,
}

/// A node of an [`Outline`].
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OutlineNode {
    /// Its id.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// Its parent; none for the root.
    pub parent: Option<String>,
    /// `dimension` or `indicator`.
    pub kind: &'static str,
    /// The study's own weight of it among its siblings.
    pub weight: f64,
}

impl Study {
    /// Opens a document made in Rust. It is written and read once, so that the one decoder judges it like any other.
    ///
    /// # Errors
    /// Every fault of the document at once, each with its code and path.
    pub fn open(document: &StudyDocument) -> Result<Self, Error> {
        Self::open_value(&document.to_value()?)
    }

    /// Reads and opens a tree of values.
    ///
    /// # Errors
    /// As [`Study::open`].
    pub fn open_value(value: &Value) -> Result<Self, Error> {
        StudyDocument::from_value(value).map(Self::lay_out)
    }

    /// Reads and opens JSON text.
    ///
    /// # Errors
    /// As [`Study::open`].
    pub fn open_json(text: &str) -> Result<Self, Error> {
        StudyDocument::from_json(text).map(Self::lay_out)
    }

    /// Lays out a document that was checked.
    pub(crate) fn lay_out(mut document: StudyDocument) -> Self {
        document.sort();
        let hierarchy = Hierarchy::new(&document.framework);
        let plan = Plan::new(&document.method, &document.framework, &hierarchy);
        let cells = Cells::new(&document.framework, &document.dataset, &plan);
        let (hash, panel, pools) = (OnceLock::new(), OnceLock::new(), OnceLock::new());
        Self { model: Arc::new(Model { document, hierarchy, plan, cells, hash, panel, pools }) }
    }

    /// The same framework and data under another checked method.
    pub(crate) fn with_method(&self, method: Method) -> Self {
        Self::lay_out(StudyDocument { method, ..self.document().clone() })
    }

    pub(crate) fn model(&self) -> &Arc<Model> {
        &self.model
    }

    /// The document, every list sorted.
    #[must_use]
    pub fn document(&self) -> &StudyDocument {
        &self.model.document
    }

    /// The SHA-256 of the canonical document: it identifies the study, however its lists were ordered.
    #[must_use]
    pub fn hash(&self) -> &str {
        self.model.hash()
    }

    /// The period shown when none is asked for.
    #[must_use]
    pub fn period(&self) -> i32 {
        self.model.period(None).unwrap_or_default()
    }

    /// Units, nodes and periods in the engine's order.
    #[must_use]
    pub fn outline(&self) -> Outline {
        let model = &self.model;
        let document = &model.document;
        let units = document.dataset.units.iter();
        let units = units.map(|unit| OutlineUnit { id: unit.id.to_string(), name: unit.name.clone() });
        // Where the period's values allow no weights, scoring says why.
        let weights = self.weights(&[]).unwrap_or_else(|_| model.plan.weights.clone());
        let nodes = model.hierarchy.nodes().iter().zip(&weights).map(|(node, weight)| OutlineNode {
            id: node.id.to_string(),
            name: model.node_name(node.kind).to_owned(),
            parent: model.parent_id(node.parent),
            kind: kind(node.kind),
            weight: *weight,
        });
        Outline {
            units: units.collect(),
            nodes: nodes.collect(),
            periods: document.dataset.periods.clone(),
            period: self.period(),
        }
    }

    /// A ranker of one period, the study's own when none is asked for: everything before weighting is done once, so that each
    /// change of weights costs only the aggregation and the ranking.
    ///
    /// # Errors
    /// [`Code::PeriodUnknown`]; [`Code::DenominatorRefused`]; what makes weights impossible that are computed from the data.
    pub fn ranker(&self, period: Option<i32>) -> Result<Ranker, Error> {
        let period = self.model.period(period)?;
        Ranker::new(Arc::clone(&self.model), CrossSection::new(&self.model, period)?)
    }
}

impl Model {
    /// A node's name for people.
    pub(crate) fn node_name(&self, kind: NodeKind) -> &str {
        let framework = &self.document.framework;
        let name = match kind {
            NodeKind::Dimension(index) => framework.dimensions.get(index).map(|dimension| &dimension.name),
            NodeKind::Indicator(index) => framework.indicators.get(index).map(|indicator| &indicator.name),
        };
        name.map(String::as_str).unwrap_or_default()
    }

    /// The id of the unit at a position; empty where there is none.
    #[inline(never)]
    pub(crate) fn unit_id(&self, unit: usize) -> String {
        self.document.dataset.units.get(unit).map(|unit| unit.id.to_string()).unwrap_or_default()
    }

    /// The id of the node at a position; empty where there is none.
    #[inline(never)]
    pub(crate) fn node_id(&self, node: usize) -> String {
        self.hierarchy.nodes().get(node).map(|node| node.id.to_string()).unwrap_or_default()
    }

    /// The id of the node at a position.
    pub(crate) fn parent_id(&self, parent: Option<usize>) -> Option<String> {
        parent.and_then(|parent| self.hierarchy.nodes().get(parent)).map(|parent| parent.id.to_string())
    }
}

/// `dimension` or `indicator`.
pub(crate) fn kind(kind: NodeKind) -> &'static str {
    match kind {
        NodeKind::Dimension(_) => "dimension",
        NodeKind::Indicator(_) => "indicator",
    }
}
