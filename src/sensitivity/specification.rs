//! The multiverse: every combination of the method's alternatives, and which choice moves whom.

use serde::Serialize;

use super::rank_shift::RankShift;
use super::request::SensitivityRequest;
use crate::error::{Error, Problem};
use crate::limits;
use crate::numeric::{Random, count};
use crate::study::Model;
use crate::uncertainty::{Evaluator, Space};

/// Every combination of the method's alternatives: the specification curve.
///
/// # Reference
/// Simonsohn, Simmons & Nelson (2020), *Specification curve analysis*, Nature Human Behaviour 4, 1208–1214; Steegen et al. (2016),
/// *Increasing transparency through a multiverse analysis*, Perspectives on Psychological Science 11, 702–712.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Specification {
    /// The questions of method, in the order of every list of answers here.
    pub questions: Vec<Question>,
    /// How many combinations there are.
    pub combinations: usize,
    /// Whether those listed are a sample, each combination as likely as any other, since there are more than
    /// [`limits::SPECIFICATIONS`].
    pub sampled: bool,
    /// What ranks come of each combination; the study's own answers first unless it is a sample.
    pub variants: Vec<SpecifiedVariant>,
}

/// One question of method and what its answers do.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Question {
    /// Its id; `left-out` for which indicator is left out.
    pub id: String,
    /// What each answer does against the study's own, the answer 0, everything else averaged over.
    pub answers: Vec<AnswerEffect>,
}

/// What one answer does against the study's own.
///
/// ```text
/// shift(unit) = mean rank over the variants with this answer − mean rank over those with the study's own
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AnswerEffect {
    /// The indicator that is left out, where that is the question; none for the study's own answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub indicator: Option<String>,
    /// The mean of |shift| over the units.
    pub mean: f64,
    /// The largest |shift|.
    pub largest: f64,
    /// The shift of each unit, in the order of the result's units: below 0 is better; none where no variant of either ranks it.
    pub units: Vec<Option<f64>>,
}

/// One combination of answers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SpecifiedVariant {
    /// One a question; 0 is the study's own.
    pub answers: Vec<usize>,
    /// How far its ranks are from the stated ones; none where it scores nothing, and `problems` says why.
    pub shift: Option<RankShift>,
    /// Why it scores nothing.
    pub problems: Vec<Problem>,
}

/// The stream of random numbers that a sample of combinations is drawn from.
const STREAM: u64 = u64::MAX - 2;

/// Ranks under every combination, or a sample of them, against the stated ranks of units by their place among the evaluator's;
/// `None` when the method has no alternatives.
pub(super) fn specification(
    space: &Space,
    evaluator: &mut Evaluator,
    request: &SensitivityRequest,
    stated: &[(usize, u32)],
    model: &Model,
) -> Option<Specification> {
    let variants = space.variants();
    let left_out = &variants.left_out;
    let mut sizes = variants.answers.clone();
    if !left_out.is_empty() {
        sizes.push(left_out.len() + 1);
    }
    let combinations = sizes.iter().fold(1_usize, |product, size| product.saturating_mul(*size));
    if combinations < 2 {
        return None;
    }
    let sampled = combinations > limits::SPECIFICATIONS;
    let mut random = Random::new(request.seed, 0, STREAM);
    let own: Vec<u32> = stated.iter().map(|(_, rank)| *rank).collect();
    let mut listed = Vec::new();
    for number in 0..combinations.min(limits::SPECIFICATIONS) {
        let answers = if sampled { drawn(&sizes, &mut random) } else { nth(&sizes, number) };
        let mut input = space.stated();
        input.variant = variants.number(answers.iter().copied());
        input.left_out =
            answers.get(variants.answers.len()).and_then(|answer| left_out.get(answer.checked_sub(1)?)).copied();
        let (shift, problems) = match evaluator.evaluate(&input) {
            Ok(()) => {
                let ranks = stated.iter().map(|(unit, _)| evaluator.ranks().get(*unit).copied().unwrap_or(0));
                (Some(RankShift::new(&own, &ranks.collect::<Vec<_>>())), Vec::new())
            }
            Err(error) => (None, Error::problems(&error).cloned().collect()),
        };
        listed.push(SpecifiedVariant { answers, shift, problems });
    }
    let alternatives = request.vary.method.as_ref().map(|method| method.alternatives.as_slice()).unwrap_or_default();
    let mut questions = Vec::with_capacity(sizes.len());
    for (position, size) in sizes.iter().enumerate() {
        let question = alternatives.get(position);
        let mut answers = Vec::with_capacity(*size);
        for answer in 0..*size {
            let left = left_out.get(answer.wrapping_sub(1)).filter(|_| question.is_none());
            answers.push(effect(&listed, position, answer, left.map(|left| model.node_id(*left))));
        }
        let id = question.map_or_else(|| "left-out".to_owned(), |question| question.id.clone());
        questions.push(Question { id, answers });
    }
    Some(Specification { questions, combinations, sampled, variants: listed })
}

/// The combination of this number: the last question counts fastest.
fn nth(sizes: &[usize], number: usize) -> Vec<usize> {
    let mut left = number;
    let mut answers: Vec<usize> = sizes
        .iter()
        .rev()
        .map(|size| {
            let answer = left % size;
            left /= size;
            answer
        })
        .collect();
    answers.reverse();
    answers
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "rounds down to a position among a few")]
fn drawn(sizes: &[usize], random: &mut Random) -> Vec<usize> {
    sizes.iter().map(|size| ((random.uniform() * count(*size)) as usize).min(size - 1)).collect()
}

fn effect(variants: &[SpecifiedVariant], question: usize, answer: usize, indicator: Option<String>) -> AnswerEffect {
    let units = variants.iter().find_map(|variant| variant.shift.as_ref()).map_or(0, |shift| shift.units.len());
    // Shifts against the stated ranks: the stated ranks drop out of their difference.
    let mean = |unit: usize, answer: usize| {
        let (mut sum, mut ranked) = (0.0, 0.0);
        for variant in variants.iter().filter(|variant| variant.answers.get(question) == Some(&answer)) {
            if let Some(Some(shift)) = variant.shift.as_ref().and_then(|shift| shift.units.get(unit)) {
                sum += shift;
                ranked += 1.0;
            }
        }
        (ranked > 0.0).then(|| sum / ranked)
    };
    let mut result = AnswerEffect { indicator, mean: 0.0, largest: 0.0, units: Vec::with_capacity(units) };
    let mut ranked = 0.0;
    for unit in 0..units {
        let shift = mean(unit, answer).zip(mean(unit, 0)).map(|(mean, own)| mean - own);
        if let Some(shift) = shift {
            result.mean += shift.abs();
            result.largest = result.largest.max(shift.abs());
            ranked += 1.0;
        }
        result.units.push(shift);
    }
    result.mean /= f64::max(ranked, 1.0);
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn combinations_count_like_digits() {
        let all: Vec<Vec<usize>> = (0..6).map(|number| nth(&[2, 3], number)).collect();
        assert_eq!(all, [[0, 0], [0, 1], [0, 2], [1, 0], [1, 1], [1, 2]]);
    }
}
