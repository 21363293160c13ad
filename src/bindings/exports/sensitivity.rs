//! What ranks and scores depend on.

use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use super::OpenStudy;
use crate::bindings::error::scoring_error;
use crate::bindings::input;
use crate::bindings::output::to_js;
use crate::sensitivity::{SensitivityBlock, SensitivityRun};

#[wasm_bindgen]
impl OpenStudy {
    /// How far each weight may move before ranks do.
    ///
    /// # Errors
    /// A `ScoringError`.
    #[wasm_bindgen(unchecked_return_type = "Stability")]
    pub fn stability(
        &self,
        #[wasm_bindgen(unchecked_param_type = "StabilityRequest | undefined")] request: JsValue,
    ) -> Result<JsValue, JsValue> {
        let request = input::request(request).map_err(|error| scoring_error(&error))?;
        self.study.stability(&request).map(|found| to_js(&found)).map_err(|error| scoring_error(&error))
    }

    /// What ranks and scores depend on, nothing scored yet.
    ///
    /// # Errors
    /// A `ScoringError`.
    pub fn sensitivity(
        &self,
        #[wasm_bindgen(unchecked_param_type = "SensitivityRequest | undefined")] request: JsValue,
    ) -> Result<OpenSensitivity, JsValue> {
        let request = input::request(request).and_then(|request| SensitivityRun::new(&self.study, &request));
        request.map(|run| OpenSensitivity { run, blocks: Vec::new() }).map_err(|error| scoring_error(&error))
    }
}

/// A sensitivity analysis under way.
#[wasm_bindgen]
#[derive(Debug)]
pub struct OpenSensitivity {
    run: SensitivityRun,
    blocks: Vec<SensitivityBlock>,
}

#[wasm_bindgen]
impl OpenSensitivity {
    /// How many blocks there are to score.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn blocks(&self) -> usize {
        self.run.blocks()
    }

    /// Scores the next block.
    ///
    /// # Errors
    /// A `ScoringError`.
    pub fn advance(&mut self) -> Result<(), JsValue> {
        let block = self.run.block(self.blocks.len()).map_err(|error| scoring_error(&error))?;
        self.blocks.push(block);
        Ok(())
    }

    /// What all blocks came to.
    ///
    /// # Errors
    /// A `ScoringError`.
    #[wasm_bindgen(unchecked_return_type = "Sensitivity")]
    pub fn finish(self) -> Result<JsValue, JsValue> {
        self.run.finish(&self.blocks).map(|found| to_js(&found)).map_err(|error| scoring_error(&error))
    }
}
