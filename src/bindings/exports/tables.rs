//! Tables in and out.

use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use crate::bindings::error::scoring_error;
use crate::bindings::input;
use crate::bindings::output::import_to_js;
use crate::csv::{self, Layout};
use crate::study::StudyDocument;

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
