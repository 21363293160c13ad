//! Why scores are what they are, and what it would take.

use serde::Serialize;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use super::OpenStudy;
use crate::bindings::error::scoring_error;
use crate::bindings::input::request;
use crate::bindings::output::to_js;
use crate::error::Error;

#[wasm_bindgen]
impl OpenStudy {
    /// Why one unit is above another.
    ///
    /// # Errors
    /// A `ScoringError`.
    #[wasm_bindgen(unchecked_return_type = "Comparison")]
    pub fn compare(
        &self,
        a: &str,
        b: &str,
        #[wasm_bindgen(unchecked_param_type = "ScoreRequest | undefined")] asked: JsValue,
    ) -> Result<JsValue, JsValue> {
        answer(request(asked).and_then(|asked| self.study.compare(a, b, &asked)))
    }

    /// Why a unit's score moved between two periods.
    ///
    /// # Errors
    /// A `ScoringError`.
    #[wasm_bindgen(unchecked_return_type = "Change")]
    pub fn change(
        &self,
        unit: &str,
        #[wasm_bindgen(unchecked_param_type = "ChangeRequest")] asked: JsValue,
    ) -> Result<JsValue, JsValue> {
        answer(request(asked).and_then(|asked| self.study.change(unit, &asked)))
    }

    /// The least change that brings a unit to a rank or a score.
    ///
    /// # Errors
    /// A `ScoringError`.
    #[wasm_bindgen(unchecked_return_type = "Reach")]
    pub fn reach(
        &self,
        unit: &str,
        #[wasm_bindgen(unchecked_param_type = "ReachRequest")] asked: JsValue,
    ) -> Result<JsValue, JsValue> {
        answer(request(asked).and_then(|asked| self.study.reach(unit, &asked)))
    }

    /// The nearest weights that place units as somebody says.
    ///
    /// # Errors
    /// A `ScoringError`.
    #[wasm_bindgen(js_name = weightsFor, unchecked_return_type = "Honoured")]
    pub fn weights_for(
        &self,
        #[wasm_bindgen(unchecked_param_type = "StatementsRequest")] asked: JsValue,
    ) -> Result<JsValue, JsValue> {
        answer(request(asked).and_then(|asked| self.study.weights_for(&asked)))
    }

    /// The study with edits laid over it.
    ///
    /// # Errors
    /// A `ScoringError`.
    #[wasm_bindgen(js_name = whatIf, unchecked_return_type = "WhatIf")]
    pub fn what_if(
        &self,
        #[wasm_bindgen(unchecked_param_type = "WhatIfRequest")] asked: JsValue,
    ) -> Result<JsValue, JsValue> {
        answer(request(asked).and_then(|asked| self.study.what_if(&asked)))
    }

    /// Whether the index itself is sound.
    ///
    /// # Errors
    /// A `ScoringError`.
    #[wasm_bindgen(unchecked_return_type = "Audit")]
    pub fn audit(
        &self,
        #[wasm_bindgen(unchecked_param_type = "ScoreRequest | undefined")] asked: JsValue,
    ) -> Result<JsValue, JsValue> {
        answer(request(asked).and_then(|asked| self.study.audit(&asked)))
    }

    /// Effort against outcome.
    ///
    /// # Errors
    /// A `ScoringError`.
    #[wasm_bindgen(unchecked_return_type = "Frontier")]
    pub fn frontier(
        &self,
        #[wasm_bindgen(unchecked_param_type = "ScoreRequest | undefined")] asked: JsValue,
    ) -> Result<JsValue, JsValue> {
        answer(request(asked).and_then(|asked| self.study.frontier(&asked)))
    }
}

/// A result as JavaScript has it.
fn answer<T: Serialize>(result: Result<T, Error>) -> Result<JsValue, JsValue> {
    result.map(|found| to_js(&found)).map_err(|error| scoring_error(&error))
}
