//! How sure scores and ranks are.

use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use super::OpenStudy;
use crate::bindings::error::scoring_error;
use crate::bindings::input;
use crate::bindings::output::to_js;
use crate::error::Error;
use crate::uncertainty::{Partial, Plan, Shard, Simulation};

#[wasm_bindgen]
impl OpenStudy {
    /// A simulation, nothing drawn yet.
    ///
    /// # Errors
    /// A `ScoringError`.
    pub fn simulation(
        &self,
        #[wasm_bindgen(unchecked_param_type = "SimulationRequest | undefined")] request: JsValue,
    ) -> Result<OpenSimulation, JsValue> {
        let request = input::request(request).map_err(|error| scoring_error(&error))?;
        Simulation::new(&self.study, request).map(OpenSimulation).map_err(|error| scoring_error(&error))
    }

    /// The shards of a simulation, a line each.
    ///
    /// # Errors
    /// A `ScoringError`.
    pub fn shards(
        &self,
        #[wasm_bindgen(unchecked_param_type = "SimulationRequest | undefined")] request: JsValue,
        number: u32,
    ) -> Result<Vec<String>, JsValue> {
        let plan = input::request(request).and_then(|request| Plan::new(&self.study, request).shards(number.into()));
        plan.map(|shards| shards.iter().map(Shard::to_line).collect()).map_err(|error| scoring_error(&error))
    }

    /// Runs a shard: its line in, its partial's line out.
    ///
    /// # Errors
    /// A `ScoringError`.
    #[wasm_bindgen(js_name = runShard)]
    pub fn run_shard(&self, shard: &str) -> Result<String, JsValue> {
        let partial = Shard::from_line(shard).and_then(|shard| self.study.run_shard(&shard));
        partial.map(|partial| partial.to_line()).map_err(|error| scoring_error(&error))
    }

    /// What the partials of all shards come to.
    ///
    /// # Errors
    /// A `ScoringError`.
    #[wasm_bindgen(unchecked_return_type = "Uncertainty")]
    #[expect(clippy::needless_pass_by_value, reason = "lists of texts cross by value only")]
    pub fn merge(&self, partials: Vec<String>) -> Result<JsValue, JsValue> {
        let partials: Result<Vec<Partial>, Error> = partials.iter().map(|line| Partial::from_line(line)).collect();
        let uncertainty = partials.and_then(|partials| self.study.conclude(partials));
        uncertainty.map(|uncertainty| to_js(&uncertainty)).map_err(|error| scoring_error(&error))
    }
}

/// A simulation under way.
#[wasm_bindgen]
#[derive(Debug)]
pub struct OpenSimulation(Simulation);

#[wasm_bindgen]
impl OpenSimulation {
    /// Runs the next block, and says whether it is done.
    ///
    /// # Errors
    /// A `ScoringError`.
    pub fn advance(&mut self) -> Result<bool, JsValue> {
        self.0.advance().map_err(|error| scoring_error(&error))
    }

    /// The share of its blocks that have been run, 0 to 1.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn done(&self) -> f64 {
        self.0.share_done()
    }

    /// Adds the partial of a shard of the same simulation.
    ///
    /// # Errors
    /// A `ScoringError`.
    pub fn add(&mut self, partial: &str) -> Result<(), JsValue> {
        Partial::from_line(partial).and_then(|partial| self.0.add(&partial)).map_err(|error| scoring_error(&error))
    }

    /// Everything drawn so far as one partial's line.
    #[must_use]
    pub fn partial(&self) -> String {
        self.0.partial().to_line()
    }

    /// What the draws so far came to, without confidence factors.
    #[wasm_bindgen(unchecked_return_type = "Uncertainty")]
    #[must_use]
    pub fn result(&self) -> JsValue {
        to_js(&self.0.result())
    }

    /// What the draws so far came to.
    ///
    /// # Errors
    /// A `ScoringError`.
    #[wasm_bindgen(unchecked_return_type = "Uncertainty")]
    pub fn conclude(&mut self) -> Result<JsValue, JsValue> {
        self.0.conclude().map(|uncertainty| to_js(&uncertainty)).map_err(|error| scoring_error(&error))
    }
}
