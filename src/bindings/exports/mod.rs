//! What the wasm module offers: here what scores, which every module has, and beside it what only the whole module has.

#[cfg(feature = "analyses")]
pub mod explanation;
#[cfg(feature = "analyses")]
pub mod methods;
#[cfg(feature = "analyses")]
pub mod sensitivity;
#[cfg(feature = "tables")]
pub mod tables;
#[cfg(feature = "analyses")]
pub mod uncertainty;

use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use super::error::scoring_error;
use super::input;
use super::output::to_js;
use crate::study::{Ranker, Study, StudyDocument};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("../types.d.ts");

/// The version of the engine.
#[wasm_bindgen]
#[must_use]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// Every fault of a document, an object or JSON text; empty when it can be scored.
#[wasm_bindgen(unchecked_return_type = "Problem[]")]
#[must_use]
pub fn validate(#[wasm_bindgen(unchecked_param_type = "unknown")] document: JsValue) -> JsValue {
    match input::document(document) {
        Ok(value) => to_js(&StudyDocument::validate(&value)),
        Err(error) => to_js(&error.problems().collect::<Vec<_>>()),
    }
}

/// An opened study, and the ranker of the period last ranked.
#[wasm_bindgen]
#[derive(Debug)]
pub struct OpenStudy {
    study: Study,
    ranker: Option<Ranker>,
}

#[wasm_bindgen]
impl OpenStudy {
    /// Opens a document, an object or JSON text.
    ///
    /// # Errors
    /// A `ScoringError` with every fault.
    pub fn open(#[wasm_bindgen(unchecked_param_type = "unknown")] document: JsValue) -> Result<Self, JsValue> {
        let value = input::document(document).map_err(|error| scoring_error(&error))?;
        let study = Study::open_value(&value).map_err(|error| scoring_error(&error))?;
        Ok(Self { study, ranker: None })
    }

    /// The content hash of the study.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn hash(&self) -> String {
        self.study.hash().to_owned()
    }

    /// Units, nodes and periods in the engine's order.
    #[wasm_bindgen(unchecked_return_type = "Outline")]
    #[must_use]
    pub fn outline(&self) -> JsValue {
        to_js(&self.study.outline())
    }

    /// Scores and ranks the units.
    ///
    /// # Errors
    /// A `ScoringError`.
    #[wasm_bindgen(unchecked_return_type = "Scorecard")]
    pub fn score(
        &self,
        #[wasm_bindgen(unchecked_param_type = "ScoreRequest | undefined")] request: JsValue,
    ) -> Result<JsValue, JsValue> {
        let request = input::request(request).map_err(|error| scoring_error(&error))?;
        self.study.score(&request).map(|scorecard| to_js(&scorecard)).map_err(|error| scoring_error(&error))
    }

    /// Fills `scores` and `ranks` under `weights`, and gives how many units are ranked.
    ///
    /// # Errors
    /// A `ScoringError`.
    pub fn rank(
        &mut self,
        period: Option<i32>,
        weights: &[f64],
        scores: &mut [f64],
        ranks: &mut [u32],
    ) -> Result<usize, JsValue> {
        let wanted = period.unwrap_or(self.study.period());
        let kept = self.ranker.take().filter(|ranker| ranker.period() == wanted);
        let ranker = match kept {
            Some(ranker) => ranker,
            None => self.study.ranker(Some(wanted)).map_err(|error| scoring_error(&error))?,
        };
        let ranker = self.ranker.insert(ranker);
        ranker.rank(weights, scores, ranks).map_err(|error| scoring_error(&error))
    }

    /// Traces one unit's score down to its sources.
    ///
    /// # Errors
    /// A `ScoringError`.
    #[wasm_bindgen(unchecked_return_type = "Trace")]
    pub fn trace(
        &self,
        unit: &str,
        #[wasm_bindgen(unchecked_param_type = "ScoreRequest | undefined")] request: JsValue,
    ) -> Result<JsValue, JsValue> {
        let request = input::request(request).map_err(|error| scoring_error(&error))?;
        self.study.trace(unit, &request).map(|trace| to_js(&trace)).map_err(|error| scoring_error(&error))
    }

    /// Each unit under each objective's weights.
    ///
    /// # Errors
    /// A `ScoringError`.
    #[wasm_bindgen(unchecked_return_type = "ObjectiveTable")]
    pub fn objectives(&self, period: Option<i32>) -> Result<JsValue, JsValue> {
        self.study.objectives(period).map(|table| to_js(&table)).map_err(|error| scoring_error(&error))
    }

    /// How far the raters of each indicator agree.
    #[wasm_bindgen(unchecked_return_type = "Agreement[]")]
    #[must_use]
    pub fn agreement(&self) -> JsValue {
        to_js(&self.study.agreement())
    }

    /// The weights after one node is given a share among its siblings.
    ///
    /// # Errors
    /// A `ScoringError`.
    #[wasm_bindgen(unchecked_return_type = "Weight[]")]
    pub fn reweight(
        &self,
        #[wasm_bindgen(unchecked_param_type = "ReweightRequest")] request: JsValue,
    ) -> Result<JsValue, JsValue> {
        let request = input::request(request).map_err(|error| scoring_error(&error))?;
        self.study.reweight(&request).map(|weights| to_js(&weights)).map_err(|error| scoring_error(&error))
    }
}
