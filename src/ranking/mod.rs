//! Who is first.
//!
//! | method | file | rank |
//! |---|---|---|
//! | `tree` | [`tree`] | by the score of the tree's root |
//! | `topsis` | [`topsis`] | near the ideal, far from its opposite |
//! | `vikor` | [`vikor`] | the compromise between the many and the worst off |
//! | `promethee-1`, `promethee-2` | [`promethee`] | what speaks for a unit against every other, and what against it |
//! | `electre-1` | [`electre_1`] | the units that nobody outranks |
//! | `electre-2` | [`electre_2`] | the mean of two rankings from strong and weak outranking |
//! | `electre-3` | [`electre_3`] | degrees of outranking, distilled into classes |
//! | `waspas` | [`waspas`] | a weighted sum and a weighted product, mixed |
//! | `moora`, `moora-reference-point`, `full-multiplicative`, `multimoora` | [`moora`] | ratios, distances from the best, products, and the three together |
//! | `aras` | [`aras`] | the share of an optimal unit |
//! | `copras` | [`copras`] | what speaks for a unit, and what its costs leave |
//! | `edas` | [`edas`] | above and below the average |
//! | `codas` | [`codas`] | how far from the worst, by two distances |
//! | `mabac` | [`mabac`] | above or below the border of approximation |
//! | `marcos` | [`marcos`] | utility between the ideal and its opposite |
//! | `cocoso` | [`cocoso`] | three compromises of a weighted sum and a weighted product |
//! | `spotis` | [`spotis`] | the distance from an ideal between fixed bounds |
//! | `rim` | [`rim`] | nearness to an ideal that may lie anywhere in the range |
//!
//! A method other than the tree reads the treated values themselves ([`Decision`]) and says what comes of it ([`Outcome`]): numbers
//! on its own scale, never passed off as the index's. [`competition`] is how ranks are counted and ties are found, by one rule for
//! all: scores are rounded to 10⁻¹¹ of the scale, which is the index's, or lies between the method's [bounds](Decide::bounds), or, for
//! a method without any, between the lowest and the highest score of those that it ranks.

pub mod aras;
pub mod cocoso;
pub mod codas;
pub mod competition;
pub mod copras;
pub mod edas;
pub mod electre_1;
pub mod electre_2;
pub mod electre_3;
pub mod mabac;
pub mod marcos;
pub mod moora;
pub mod outranking;
pub mod promethee;
pub mod rim;
pub mod spotis;
pub mod table;
pub mod topsis;
pub mod tree;
pub mod vikor;
pub mod waspas;

use crate::error::{Path, Problem};
use crate::framework::NodeId;
use crate::stage::stage;

/// What a method reads that ranks without the tree: the treated values of the units that have them all.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision<'a> {
    /// The indicators that weigh anything.
    pub indicators: &'a [&'a NodeId],
    /// One column an indicator, one entry an alternative, in the indicator's own unit of measure (the distance from its target
    /// where it has one); nothing is missing.
    pub columns: &'a [Vec<f64>],
    /// Whether a higher value is better, one an indicator (MCDA: benefit or cost).
    pub higher: &'a [bool],
    /// The effective weight of each indicator, above 0; they sum to 1.
    pub weights: &'a [f64],
}

impl Decision<'_> {
    /// How many alternatives there are.
    #[must_use]
    pub fn alternatives(&self) -> usize {
        self.columns.first().map_or(0, Vec::len)
    }
}

/// What kind of result a method has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The index: scores on the method's scale.
    #[default]
    Index,
    /// Numbers on the method's own scale.
    Scores,
    /// Numbered classes.
    Classes,
    /// Some units come before others, some cannot be compared.
    PartialOrder,
    /// A set of units that no unit outside outranks.
    Kernel,
}

/// What comes of a method that ranks without the tree.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Outcome {
    /// One an alternative: the score, the class, or 1 in the kernel and 0 outside. Missing where the method cannot tell.
    pub scores: Vec<f64>,
    /// Row by row, whether the first alternative outranks the second; empty unless the result is a partial order or a kernel.
    pub outranks: Vec<bool>,
    /// The numbers that the method gives beside the score, by name, one an alternative.
    pub figures: Vec<(&'static str, Vec<f64>)>,
}

/// What every method does that ranks without the tree.
pub trait Decide {
    /// The result for a decision of at least one alternative and one indicator.
    ///
    /// # Errors
    /// What about the values makes the method impossible, at `path`, the place of the choice.
    fn decide(&self, decision: &Decision<'_>, path: &Path) -> Result<Outcome, Problem>;

    /// What its numbers are, in a word or two for the head of a column.
    fn measure(&self) -> &'static str;

    /// What kind of result it is.
    fn kind(&self) -> Kind {
        Kind::Scores
    }

    /// Whether a higher score comes first.
    fn higher_is_better(&self) -> bool {
        true
    }

    /// The ends between which all scores lie, where there are such: ties are decided on 10⁻¹¹ of that, or of the scores' own range.
    fn bounds(&self) -> Option<(f64, f64)> {
        None
    }

    /// Whether it is quick enough to follow a slider: its time grows with units × indicators, not with their square.
    fn is_live(&self) -> bool {
        true
    }

    /// What is impossible about the parameters for these indicators, if anything.
    fn check(&self, _indicators: &[&NodeId], _path: &Path) -> Vec<Problem> {
        Vec::new()
    }
}

/// What every ranking rule does.
pub trait Rank {
    /// How it decides, if it reads the values themselves; none: by the score of the tree's root.
    fn decides(&self) -> Option<&dyn Decide> {
        None
    }
}

stage! {
    /// What decides who is first.
    Ranking: Rank {
        Tree(tree::Tree) = "tree",
        Topsis(topsis::Topsis) = "topsis",
        Vikor(vikor::Method) = "vikor",
        PrometheeOne(promethee::PrometheeOne) = "promethee-1",
        PrometheeTwo(promethee::PrometheeTwo) = "promethee-2",
        ElectreOne(electre_1::Method) = "electre-1",
        ElectreTwo(electre_2::Method) = "electre-2",
        ElectreThree(electre_3::Method) = "electre-3",
        Waspas(waspas::Waspas) = "waspas",
        Moora(moora::Moora) = "moora",
        MooraReferencePoint(moora::MooraReferencePoint) = "moora-reference-point",
        FullMultiplicative(moora::FullMultiplicative) = "full-multiplicative",
        Multimoora(moora::Multimoora) = "multimoora",
        Aras(aras::Aras) = "aras",
        Copras(copras::Copras) = "copras",
        Edas(edas::Edas) = "edas",
        Codas(codas::Codas) = "codas",
        Mabac(mabac::Mabac) = "mabac",
        Marcos(marcos::Marcos) = "marcos",
        Cocoso(cocoso::Cocoso) = "cocoso",
        Spotis(spotis::Spotis) = "spotis",
        Rim(rim::Rim) = "rim",
    }
}
