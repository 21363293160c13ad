//! The built-in framework as an empty study: military diplomacy in 6 dimensions and 26 indicators, 12 of them rubrics.
//!
//! Its text is `framework/military_diplomacy.json`: framework, weight presets and objectives in the words of the document format.
//! Goalposts are judgements unless a source is cited. The npm package carries the same text as a file beside the wasm.

use super::{Objective, Preset, StudyDocument, StudyId};
use crate::data::{Dataset, Unit};
use crate::document::{Decode, Decoder, SCHEMA, Value};
use crate::error::Error;
use crate::framework::Framework;

/// The framework with its presets and objectives, as JSON.
pub const JSON: &str = include_str!("../framework/military_diplomacy.json");

/// What the JSON holds.
#[derive(Debug, Default)]
struct Template {
    framework: Framework,
    presets: Vec<Preset>,
    objectives: Vec<Objective>,
}

impl Decode for Template {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        decoder.object(value, |fields| Self {
            framework: fields.required("framework"),
            presets: fields.required("presets"),
            objectives: fields.required("objectives"),
        })
    }
}

/// An empty study over the built-in framework, with these partnerships and periods: every value is missing, the method is the
/// preset of equal dimensions, and all presets and objectives are there to choose among.
///
/// # Errors
/// Those of the units and periods given: [`Code::Empty`](crate::Code::Empty), duplicate ids.
pub fn empty_study(id: &str, title: &str, units: Vec<Unit>, periods: Vec<i32>) -> Result<StudyDocument, Error> {
    let mut decoder = Decoder::default();
    let Template { framework, presets, objectives } = Template::decode(&Value::from_json(JSON)?, &mut decoder);
    let mut problems = decoder.into_problems();
    let document = StudyDocument {
        schema: SCHEMA,
        id: StudyId::from(id),
        title: title.to_owned(),
        description: None,
        framework,
        dataset: Dataset { units, periods, ..Dataset::default() },
        method: presets.first().map(|preset| preset.method.clone()).unwrap_or_default(),
        presets,
        objectives,
    };
    document.check(&mut problems);
    Error::from_problems(problems).map_or(Ok(document), Err)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Study;

    fn empty() -> StudyDocument {
        let unit = |id: &str| Unit { id: id.into(), name: id.to_owned(), group: None, members: Vec::new() };
        empty_study("mine", "Mine", vec![unit("a"), unit("b")], vec![2024, 2025]).unwrap()
    }

    #[test]
    fn the_built_in_framework_has_26_indicators_of_which_12_are_rubrics() {
        let document = empty();
        let indicators = &document.framework.indicators;
        assert_eq!(indicators.len(), 26);
        let rubrics: Vec<_> = indicators.iter().filter_map(|indicator| indicator.rubric.as_ref()).collect();
        assert_eq!(rubrics.len(), 12);
        assert!(
            rubrics.iter().all(|levels| levels.len() == 6 && levels.iter().all(|level| !level.description.is_empty()))
        );
        let presets: Vec<_> = document.presets.iter().map(|preset| preset.id.as_str()).collect();
        let expected = [
            "equal-dimensions",
            "treaty-centred",
            "operational",
            "legitimacy-centred",
            "outcomes-only",
            "without-contested",
        ];
        assert_eq!(presets, expected);
        assert_eq!(document.objectives.len(), 5);
    }

    #[test]
    fn an_empty_study_opens_and_scores_nobody_under_every_preset() {
        let document = empty();
        for preset in document.presets.clone() {
            let study = Study::open(&StudyDocument { method: preset.method, ..document.clone() }).unwrap();
            let scorecard = study.score(&crate::ScoreRequest::default()).unwrap();
            assert!(scorecard.units.iter().all(|unit| unit.score.is_none() && unit.rank.is_none()), "{}", preset.id);
            assert!(study.objectives(None).is_ok());
        }
    }
}
