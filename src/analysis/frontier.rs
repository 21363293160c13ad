//! Effort against outcome: who gets most out of what is put in.

use serde::Serialize;

use crate::aggregation::benefit_of_the_doubt;
use crate::error::Error;
use crate::framework::Tag;
use crate::numeric::Scale;
use crate::study::{ScoreRequest, Study};

/// What is put in against what comes of it, and the best that any mixture of units makes of as much.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Frontier {
    /// The period.
    pub period: i32,
    /// The ends of efforts and outcomes.
    pub scale: Scale,
    /// Ranked units in the order of their rank.
    pub units: Vec<UnitEfficiency>,
    /// The ids of the units on the frontier, rising by effort: between two of them it is a straight line, beyond the last it is flat.
    pub frontier: Vec<String>,
}

/// One unit of a [`Frontier`].
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UnitEfficiency {
    /// Its id.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// The mean of its input indicators, on the scale; none when all are missing.
    pub effort: Option<f64>,
    /// The mean of its output indicators.
    pub output: Option<f64>,
    /// The mean of its outcome indicators.
    pub outcome: Option<f64>,
    /// The outcome that the frontier has for no more than its effort.
    pub attainable: Option<f64>,
    /// Its outcome as a share of that, both from the scale's lower end, 0 to 1: variable returns to scale.
    pub efficiency: Option<f64>,
    /// Outputs and outcomes for each unit of effort under the weights of the two that suit it best, 0 to 1: constant returns to scale.
    /// None without an effort above the scale's lower end.
    pub benefit_of_the_doubt: Option<f64>,
}

impl Study {
    /// Sets effort against outcome by the indicators' tags, with the efficient frontier: see [`Frontier`].
    ///
    /// ```text
    /// attainable(e) = max Σ λₖ outcomeₖ   over λ ≥ 0, Σ λₖ = 1, Σ λₖ effortₖ ≤ e       (data envelopment, variable returns)
    /// doubtᵢ = max Σ wⱼ yᵢⱼ / eᵢ   over w ≥ 0 with Σ wⱼ yₖⱼ / eₖ ≤ 1 for every unit k      (constant returns)
    /// ```
    ///
    /// That more was put in and more came out does not show that the one came of the other. Few units make many of them efficient.
    ///
    /// # Errors
    /// As [`Study::score`].
    ///
    /// # Reference
    /// Banker, Charnes & Cooper (1984), Management Science 30, 1078–1092; Charnes, Cooper & Rhodes (1978), EJOR 2, 429–444.
    pub fn frontier(&self, request: &ScoreRequest) -> Result<Frontier, Error> {
        let card = self.score(request)?;
        let scale = card.scale;
        let ranked = card.units.into_iter().filter(|unit| unit.rank.is_some());
        let mut units: Vec<UnitEfficiency> = ranked
            .map(|unit| {
                let of = |tag: Tag| unit.tags.iter().find(|value| value.tag == tag).and_then(|value| value.value);
                UnitEfficiency {
                    effort: of(Tag::Input),
                    output: of(Tag::Output),
                    outcome: of(Tag::Outcome),
                    attainable: None,
                    efficiency: None,
                    benefit_of_the_doubt: None,
                    id: unit.id,
                    name: unit.name,
                }
            })
            .collect();
        let points: Vec<(f64, f64)> = units.iter().filter_map(|unit| unit.effort.zip(unit.outcome)).collect();
        let hull = hull(&points);
        for unit in &mut units {
            let Some((effort, outcome)) = unit.effort.zip(unit.outcome) else { continue };
            let attainable = attainable(&hull, effort);
            let (own, best) = (outcome - scale.lower, attainable - scale.lower);
            unit.attainable = Some(attainable);
            unit.efficiency = Some(if best > 0.0 { (own / best).min(1.0) } else { 1.0 });
        }
        let per_effort = |value: Option<f64>, effort: Option<f64>| {
            let effort = effort.map(|effort| effort - scale.lower).filter(|effort| *effort > 0.0);
            value.zip(effort).map_or(crate::numeric::MISSING, |(value, effort)| (value - scale.lower) / effort)
        };
        let outputs: Vec<f64> = units.iter().map(|unit| per_effort(unit.output, unit.effort)).collect();
        let outcomes: Vec<f64> = units.iter().map(|unit| per_effort(unit.outcome, unit.effort)).collect();
        // Outputs that nobody has are no output.
        let with_outputs = outputs.iter().any(|value| !value.is_nan());
        let columns: Vec<&[f64]> = if with_outputs { vec![&outputs, &outcomes] } else { vec![&outcomes] };
        if let Ok(scores) = benefit_of_the_doubt::scores(&columns) {
            for (unit, score) in units.iter_mut().zip(scores) {
                unit.benefit_of_the_doubt = crate::numeric::present(score);
            }
        }
        let on = |point: &(f64, f64)| {
            let same = |unit: &&UnitEfficiency| {
                unit.effort
                    .zip(unit.outcome)
                    .is_some_and(|own| own.0.to_bits() == point.0.to_bits() && own.1.to_bits() == point.1.to_bits())
            };
            units.iter().filter(same).map(|unit| unit.id.clone()).collect::<Vec<_>>()
        };
        let frontier = hull.iter().flat_map(on).collect();
        Ok(Frontier { period: card.period, scale, units, frontier })
    }
}

/// The points that no mixture of others is above, rising by effort: from the least effort on, always to where outcome rises fastest.
fn hull(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let better = |a: &(f64, f64), b: &(f64, f64)| a.0 < b.0 || a.0 <= b.0 && a.1 > b.1;
    let Some(mut at) = points.iter().copied().reduce(|best, point| if better(&point, &best) { point } else { best })
    else {
        return Vec::new();
    };
    let mut hull = vec![at];
    loop {
        let mut next: Option<(f64, (f64, f64))> = None;
        for point in points.iter().filter(|point| point.0 > at.0 && point.1 > at.1) {
            let slope = (point.1 - at.1) / (point.0 - at.0);
            if next.is_none_or(|(most, best)| slope > most || slope >= most && point.0 > best.0) {
                next = Some((slope, *point));
            }
        }
        let Some((_, point)) = next else { return hull };
        hull.push(point);
        at = point;
    }
}

/// The frontier's outcome for no more than an effort, which is no less than the least.
fn attainable(hull: &[(f64, f64)], effort: f64) -> f64 {
    let after = hull.partition_point(|point| point.0 <= effort);
    match (after.checked_sub(1).and_then(|before| hull.get(before)), hull.get(after)) {
        (Some(before), Some(after)) => before.1 + (after.1 - before.1) * ((effort - before.0) / (after.0 - before.0)),
        (Some(last), None) => last.1,
        (None, _) => crate::numeric::MISSING,
    }
}
