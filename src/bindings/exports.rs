//! What the wasm module offers.

use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use super::error::scoring_error;
use super::input;
use super::output::{import_to_js, to_js};
use crate::csv::{self, Layout};
use crate::error::Error;
use crate::sensitivity::{SensitivityBlock, SensitivityRun};
use crate::study::{Ranker, Study, StudyDocument};
use crate::uncertainty::{Partial, Plan, Shard, Simulation};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types.d.ts");

/// The version of the engine.
#[wasm_bindgen]
#[must_use]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// Every method of every stage in its own words.
#[wasm_bindgen(unchecked_return_type = "MethodAbout[]")]
#[must_use]
pub fn methods() -> JsValue {
    to_js(&crate::method::methods())
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

/// Makes a study of a table: `table` and `metadata` are the bytes of files, `mapping` and `into` may be absent.
///
/// # Errors
/// A `ScoringError` when there is no table to read, or when the mapping or the study has faults.
#[expect(clippy::needless_pass_by_value, reason = "what JavaScript hands over is let go here")]
#[wasm_bindgen(js_name = importCsv, unchecked_return_type = "CsvImport")]
pub fn import_csv(
    table: &[u8],
    metadata: Option<Vec<u8>>,
    #[wasm_bindgen(unchecked_param_type = "unknown")] mapping: JsValue,
    #[wasm_bindgen(unchecked_param_type = "unknown")] into: JsValue,
) -> Result<JsValue, JsValue> {
    let import = input::table(table, metadata.as_deref(), mapping, into).map_err(|error| scoring_error(&error))?;
    Ok(import_to_js(&import))
}

/// The observations of a study as comma separated text, wide or long.
///
/// # Errors
/// A `ScoringError` with every fault of the study.
#[wasm_bindgen(js_name = exportCsv)]
pub fn export_csv(
    #[wasm_bindgen(unchecked_param_type = "unknown")] document: JsValue,
    wide: bool,
) -> Result<String, JsValue> {
    let value = input::document(document).map_err(|error| scoring_error(&error))?;
    let document = StudyDocument::from_value(&value).map_err(|error| scoring_error(&error))?;
    Ok(csv::export(document, if wide { Layout::Wide } else { Layout::Long }))
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
