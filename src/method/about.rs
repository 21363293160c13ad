//! Every method of every stage in its own words.

use serde::Serialize;

use crate::aggregation::Aggregation;
use crate::combination::{Combination, Members, Raters};
use crate::denomination::Denomination;
use crate::imputation::Imputation;
use crate::normalisation::Normalisation;
use crate::ranking::Ranking;
use crate::screening::Screening;
use crate::stage::{About, Parameter};
use crate::treatment::Treatment;
use crate::weighting::Weighting;

/// One method as a reader chooses it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MethodAbout {
    /// The stage, named as the choice in a document.
    pub stage: &'static str,
    /// The method's name, as documents write it.
    pub method: &'static str,
    /// What it is.
    #[serde(flatten)]
    pub about: About,
    /// Its parameters, in the order in which they are read.
    pub parameters: Vec<Parameter>,
}

/// Every method of every stage, in the order of the stages; the first of a stage is its default.
#[must_use]
pub fn methods() -> Vec<MethodAbout> {
    let stages = [
        ("raters", Raters::about()),
        ("members", Members::about()),
        ("combination", Combination::about()),
        ("screening", Screening::about()),
        ("imputation", Imputation::about()),
        ("denomination", Denomination::about()),
        ("treatment", Treatment::about()),
        ("normalisation", Normalisation::about()),
        ("weighting", Weighting::about()),
        ("aggregation", Aggregation::about()),
        ("ranking", Ranking::about()),
    ];
    let mut all = Vec::new();
    for (stage, methods) in stages {
        for (method, about, parameters) in methods {
            all.push(MethodAbout { stage, method, about, parameters });
        }
    }
    all
}
