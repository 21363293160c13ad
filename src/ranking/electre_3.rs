//! ELECTRE III: degrees of outranking, distilled into classes from above and from below.

use super::table::{Table, pairs, refuse_many, unknown, whole};
use super::{Decide, Decision, Kind, Outcome, Rank};
use crate::document::{Decode, Decoder, Fields, Value};
use crate::error::{Code, Path, Problem};
use crate::framework::NodeId;
use crate::limits;
use crate::numeric::Matrix;
use crate::numeric::column::numbered;
use crate::stage::{About, Parameters};

/// The thresholds of one indicator, in its own unit; differences are in the better direction of `b` over `a`.
#[derive(Debug, Clone, Copy, Default, PartialEq, serde::Serialize)]
pub struct Thresholds {
    /// q: below it a difference is none.
    pub indifference: f64,
    /// p: from here on a difference is decisive.
    pub preference: f64,
    /// v: from here on the indicator vetoes; none: it never does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub veto: Option<f64>,
}

/// s(λ) = αλ + β: how much less credible a relation must be to count as weaker.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Distillation {
    /// α, −0.15 when nothing is said.
    pub alpha: f64,
    /// β, 0.3 when nothing is said.
    pub beta: f64,
}

impl Default for Distillation {
    fn default() -> Self {
        Self { alpha: -0.15, beta: 0.3 }
    }
}

/// What ELECTRE III says. The diagonals of the matrices are 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Electre3 {
    /// How far the indicators agree that row `a` is at least as good as column `b`.
    pub concordance: Matrix,
    /// The same, less what vetoes take.
    pub credibility: Matrix,
    /// The class of each unit, best first: 1 is the best.
    pub descending: Vec<u32>,
    /// The class of each unit, worst taken first; 1 is the best here too.
    pub ascending: Vec<u32>,
    /// The sum of a unit's row of credibilities less its column.
    pub net: Vec<f64>,
}

/// Degrees of outranking and the two distillations. `thresholds` has one entry an indicator; where it is short, any difference
/// is decisive and nothing vetoes.
///
/// ```text
/// d = how much b is better than a
/// c(a, b) = 1 for d < q, 0 for d ≥ p, else (p − d) / (p − q)          C = Σ w c / Σ w
/// D(a, b) = 0 for d < p, 1 for d ≥ v, else (d − p) / (v − p)          S = C Π (1 − D) / (1 − C) where D > C
/// ```
///
/// Distillation: from the highest credibility λ of those left, `a` beats `b` when S(a, b) > λ′ and S(a, b) − S(b, a) > s(S(a, b)),
/// where λ′ is the highest credibility below λ − s(λ); who beats the most others and is beaten by the fewest is kept, and among
/// several it is repeated from λ′. They are the next class. The ascending one keeps the lowest each time.
///
/// Two classes are a partial order: `a` is before `b` where no distillation says otherwise and one does say so. A single unit is a
/// class. Equal units are in one class.
///
/// # Differs from
/// pyDecision, whose distillation departs from Roy's rule on about a third of random matrices; Roy's is followed.
///
/// # Reference
/// Roy (1978), Cahiers du CERO 20:3–24; Figueira, Mousseau and Roy (2016), ELECTRE methods, section 5.4.2.
#[must_use]
pub fn electre_3(table: &Table<'_>, thresholds: &[Thresholds], distillation: Distillation) -> Electre3 {
    let units = table.units();
    let mut concordance = Matrix::zero(units, units);
    let total: f64 = table.criteria().map(|criterion| criterion.weight).sum();
    for criterion in table.criteria() {
        let own = thresholds.get(criterion.index).copied().unwrap_or_default();
        for (a, x) in criterion.column.iter().enumerate() {
            for (b, y) in criterion.column.iter().enumerate() {
                let part = criterion.weight * agreement(criterion.sign() * (y - x), own);
                concordance.set(a, b, concordance.at(a, b) + part);
            }
        }
    }
    let concordance = Matrix::of(units, units, |a, b| concordance.at(a, b) / total);
    let mut credibility = concordance.clone();
    for criterion in table.criteria() {
        let own = thresholds.get(criterion.index).copied().unwrap_or_default();
        for (a, x) in criterion.column.iter().enumerate() {
            for (b, y) in criterion.column.iter().enumerate() {
                let disagreement = disagreement(criterion.sign() * (y - x), own);
                let agreed = concordance.at(a, b);
                if disagreement > agreed {
                    credibility.set(a, b, credibility.at(a, b) * (1.0 - disagreement) / (1.0 - agreed));
                }
            }
        }
    }
    let descending = distil(&credibility, distillation, 1.0);
    let mut ascending = distil(&credibility, distillation, -1.0);
    let last = ascending.iter().copied().max().unwrap_or(0);
    for class in &mut ascending {
        *class = last + 1 - *class;
    }
    let net = (0..units)
        .map(|a| (0..units).filter(|b| *b != a).map(|b| credibility.at(a, b) - credibility.at(b, a)).sum())
        .collect();
    Electre3 { concordance, credibility, descending, ascending, net }
}

/// c: how far an indicator agrees that a unit is at least as good as one that is better by `d`.
fn agreement(d: f64, thresholds: Thresholds) -> f64 {
    let Thresholds { indifference, preference, .. } = thresholds;
    if d < indifference || d <= 0.0 {
        1.0
    } else if d >= preference {
        0.0
    } else {
        (preference - d) / (preference - indifference)
    }
}

/// D: how far an indicator vetoes it.
fn disagreement(d: f64, thresholds: Thresholds) -> f64 {
    let preference = thresholds.preference;
    match thresholds.veto {
        Some(veto) if d >= veto && d > 0.0 => 1.0,
        Some(veto) if d >= preference && d > 0.0 => (d - preference) / (veto - preference),
        _ => 0.0,
    }
}

/// The classes of the units, in the order in which they are taken: the highest qualification first when `sign` is 1, the lowest
/// when it is −1.
fn distil(credibility: &Matrix, distillation: Distillation, sign: f64) -> Vec<u32> {
    let weaker = |level: f64| distillation.alpha * level + distillation.beta;
    let mut classes = vec![0; credibility.height()];
    let mut left: Vec<usize> = (0..classes.len()).collect();
    let mut class = 0;
    while !left.is_empty() {
        class += 1;
        let mut inside = left.clone();
        let mut level = highest(credibility, &inside, f64::INFINITY);
        loop {
            let next = highest(credibility, &inside, level - weaker(level));
            let beats = |a: usize, b: usize| {
                let own = credibility.at(a, b);
                a != b && own > next && own - credibility.at(b, a) > weaker(own)
            };
            let qualification = |unit: usize| {
                let mut sum = 0_i32;
                for other in &inside {
                    sum += i32::from(beats(unit, *other)) - i32::from(beats(*other, unit));
                }
                sign * f64::from(sum)
            };
            let own = |place: usize| inside.get(place).map_or(0.0, |unit| qualification(*unit));
            let qualifications = numbered(inside.len(), &own);
            let best = super::table::most(&qualifications);
            let kept = inside.iter().zip(&qualifications).filter(|(_, own)| **own >= best);
            inside = kept.map(|(unit, _)| *unit).collect();
            if inside.len() <= 1 || next <= 0.0 {
                break;
            }
            level = next;
        }
        for unit in &inside {
            if let Some(place) = classes.get_mut(*unit) {
                *place = class;
            }
        }
        left.retain(|unit| !inside.contains(unit));
    }
    classes
}

/// The highest credibility between different units that lies below a level; 0 if none does.
fn highest(credibility: &Matrix, units: &[usize], below: f64) -> f64 {
    let mut highest = 0.0_f64;
    for a in units {
        for b in units.iter().filter(|b| *b != a) {
            let own = credibility.at(*a, *b);
            if own < below {
                highest = highest.max(own);
            }
        }
    }
    highest
}

impl Electre3 {
    /// Whether a unit comes before another: in one distillation, and in the other not behind.
    #[must_use]
    pub fn precedes(&self, a: usize, b: usize) -> bool {
        let behind = |classes: &[u32]| {
            i64::from(classes.get(b).copied().unwrap_or(0)) - i64::from(classes.get(a).copied().unwrap_or(0))
        };
        let (down, up) = (behind(&self.descending), behind(&self.ascending));
        down >= 0 && up >= 0 && down + up > 0
    }
}

/// The thresholds of one indicator.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
pub struct Given {
    /// The indicator.
    pub id: NodeId,
    /// Its thresholds, in its unit of measure.
    #[serde(flatten)]
    pub thresholds: Thresholds,
}

impl Decode for Given {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        let given = decoder.object(value, |fields| {
            let mut number =
                |key| fields.with(key, |value, decoder| decoder.number_within(value, 0.0, limits::MAGNITUDE));
            let (indifference, preference) = (number("indifference"), number("preference"));
            let veto = number("veto");
            let thresholds = Thresholds {
                indifference: indifference.unwrap_or(0.0),
                preference: preference.or(indifference).unwrap_or(0.0),
                veto,
            };
            Self { id: fields.required("id"), thresholds }
        });
        let Thresholds { indifference, preference, veto } = given.thresholds;
        if indifference > preference || veto.is_some_and(|veto| veto < preference) {
            let problem = decoder.problem(Code::BoundsOrder).arg("lower", indifference).arg("upper", preference);
            decoder.record(problem);
        }
        given
    }
}

/// The mean of the two classes, 1 the best, and the partial order of both: see [`electre_3`].
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Method {
    /// The thresholds of each indicator; where none are given any difference is decisive, and nothing vetoes.
    pub thresholds: Vec<Given>,
    /// α of the distillation, from −1 to 1.
    pub alpha: f64,
    /// β, from 0 to 1.
    pub beta: f64,
}

impl Default for Method {
    fn default() -> Self {
        Self { thresholds: Vec::new(), alpha: -0.15, beta: 0.3 }
    }
}

impl Parameters for Method {
    const ABOUT: About = About {
        meaning: "degrees of outranking, distilled into classes from above and from below",
        formula: "S = C Π (1 − D) / (1 − C)",
        reference: "Roy (1978)",
    };

    fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self {
            thresholds: fields.or("thresholds", Vec::new()),
            alpha: fields.with("alpha", |value, decoder| decoder.number_within(value, -1.0, 1.0)).unwrap_or(-0.15),
            beta: fields.with("beta", |value, decoder| decoder.number_within(value, 0.0, 1.0)).unwrap_or(0.3),
        }
    }
}

impl Rank for Method {
    fn decides(&self) -> Option<&dyn Decide> {
        Some(self)
    }
}

impl Decide for Method {
    fn decide(&self, decision: &Decision<'_>, path: &Path) -> Result<Outcome, Problem> {
        let thresholds = decision.each(&self.thresholds, |own| &own.id, |own| own.thresholds, Thresholds::default());
        let distillation = Distillation { alpha: self.alpha, beta: self.beta };
        decision.outcome("electre-3", path, &|table| {
            refuse_many(table.units())?;
            let result = electre_3(table, &thresholds, distillation);
            let class = |(down, up): (&u32, &u32)| f64::midpoint(f64::from(*down), f64::from(*up));
            let scores = result.descending.iter().zip(&result.ascending).map(class).collect();
            let outranks = pairs(table.units(), &|a, b| result.precedes(a, b));
            let figures = vec![("descending", whole(&result.descending)), ("ascending", whole(&result.ascending))];
            Ok(Outcome { scores, outranks, figures })
        })
    }

    fn measure(&self) -> &'static str {
        "mean of two classes"
    }

    fn kind(&self) -> Kind {
        Kind::PartialOrder
    }

    fn higher_is_better(&self) -> bool {
        false
    }

    fn is_live(&self) -> bool {
        false
    }

    fn check(&self, indicators: &[&NodeId], path: &Path) -> Vec<Problem> {
        unknown(&self.thresholds, |own| &own.id, indicators, path, "thresholds")
    }
}
