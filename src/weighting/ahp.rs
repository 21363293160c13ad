//! The analytic hierarchy process: weights from comparisons of pairs.

use super::stated::{position, unfit};
use super::{Sibling, Weigh};
use crate::document::{Decode, Decoder, Fields, Value};
use crate::error::{Code, Path, Problem};
use crate::framework::NodeId;
use crate::numeric::column::mapped;
use crate::numeric::float::{exp, ln};
use crate::numeric::{Matrix, count};
use crate::stage::{About, Parameters};

/// The mean consistency index of random judgements, by the number of things compared (Saaty 1977).
const RANDOM_INDEX: [f64; 15] =
    [0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59];

/// Steps of the power method at most: judgements settle within a hundred.
const STEPS: usize = 10_000;

/// How judgements become weights.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Priority {
    /// The principal eigenvector.
    #[default]
    Eigenvector,
    /// The geometric mean of each row.
    GeometricMean,
}

/// Weights, and how far the judgements contradict each other.
#[derive(Debug, Clone, PartialEq)]
pub struct Ahp {
    /// The weights, summing to 1.
    pub weights: Vec<f64>,
    /// The principal eigenvalue: the number of things when nothing contradicts.
    pub lambda_max: f64,
    /// `(λ − n) / (n − 1)`; 0 when nothing contradicts.
    pub consistency_index: f64,
    /// The index as a share of that of random judgements (Saaty 1977); up to 0.1 is usually accepted. 0 for two things, missing
    /// beyond 15.
    pub consistency_ratio: f64,
    /// The judgements that contradict the weights most, worst first.
    pub worst: Vec<Doubt>,
}

/// A judgement that contradicts the weights.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Doubt {
    /// The thing compared.
    pub row: usize,
    /// With which.
    pub column: usize,
    /// The judgement: so many times as important.
    pub judged: f64,
    /// What the weights say instead.
    pub implied: f64,
}

/// Judgements that are listed as the worst, at most.
const WORST: usize = 3;

/// The weights of things compared pair by pair: a row's thing is so many times as important as a column's.
///
/// ```text
/// A w = λ w     CI = (λ − n) / (n − 1)     CR = CI / RI(n)
/// ```
///
/// The matrix is square, its entries are above 0 and `a(j, i) = 1 / a(i, j)`: whoever reads judgements sees to that. λ is that of
/// the eigenvector, whichever way the weights are made. A judgement contradicts the weights by `|ln(a wⱼ / wᵢ)|`.
///
/// # Differs from
/// The mean of normalised columns, which npm's `ahp` gives: another vector unless nothing contradicts. AHPy and others divide by
/// newer random indices: other ratios, the same weights.
///
/// # Reference
/// Saaty (1977), Journal of Mathematical Psychology 15:234–281; Crawford and Williams (1985) for the geometric mean.
#[must_use]
pub fn ahp(judgements: &Matrix, priority: Priority) -> Ahp {
    let size = judgements.height();
    let n = count(size);
    let (eigenvector, lambda_max) = principal(judgements);
    let weights = match priority {
        Priority::Eigenvector => eigenvector,
        Priority::GeometricMean => geometric_means(judgements),
    };
    let consistency_index = if size > 1 { ((lambda_max - n) / (n - 1.0)).max(0.0) } else { 0.0 };
    let random = RANDOM_INDEX.get(size.saturating_sub(1)).copied().unwrap_or(crate::numeric::MISSING);
    let consistency_ratio = crate::numeric::ratio(consistency_index, random);
    let consistency_ratio = if size > RANDOM_INDEX.len() { crate::numeric::MISSING } else { consistency_ratio };
    let mut worst: Vec<(f64, Doubt)> = Vec::new();
    for (row, own) in weights.iter().enumerate() {
        for (column, other) in weights.iter().enumerate().skip(row + 1) {
            let doubt = Doubt { row, column, judged: judgements.at(row, column), implied: own / other };
            let by = ln(doubt.judged / doubt.implied).abs();
            let place = worst.iter().position(|(least, _)| by > *least).unwrap_or(worst.len());
            // What rounding leaves is no contradiction.
            if by > 1e-9 && place < WORST {
                worst.insert(place, (by, doubt));
                worst.truncate(WORST);
            }
        }
    }
    let worst = worst.into_iter().map(|(_, doubt)| doubt).collect();
    Ahp { weights, lambda_max, consistency_index, consistency_ratio, worst }
}

/// The principal eigenvector of a matrix of positive entries, summing to 1, and its eigenvalue, by the power method.
fn principal(judgements: &Matrix) -> (Vec<f64>, f64) {
    let mut vector = geometric_means(judgements);
    let mut value = 0.0;
    for _ in 0..STEPS {
        let stretched = judgements.times(&vector);
        value = stretched.iter().sum();
        let next = mapped(&stretched, &|entry| entry / value);
        let moved = next.iter().zip(&vector).fold(0.0_f64, |moved, (a, b)| moved.max((a - b).abs()));
        vector = next;
        if moved <= 1e-16 {
            break;
        }
    }
    (vector, value)
}

fn geometric_means(judgements: &Matrix) -> Vec<f64> {
    let n = count(judgements.height());
    let mut means = Vec::with_capacity(judgements.height());
    for row in judgements.rows() {
        let sum: f64 = row.iter().map(|entry| ln(*entry)).sum();
        means.push(exp(sum / n));
    }
    super::data::shares(&means)
}

/// One matrix of judgements from those of several people: the geometric mean of each entry, the only mean that keeps them reciprocal.
///
/// # Reference
/// Aczél and Saaty (1983), Journal of Mathematical Psychology 27:93–102.
#[must_use]
pub fn joint(judgements: &[Matrix]) -> Matrix {
    let size = judgements.first().map_or(0, Matrix::height);
    let people = count(judgements.len());
    Matrix::of(
        size,
        size,
        |row, column| exp(judgements.iter().map(|own| ln(own.at(row, column))).sum::<f64>() / people),
    )
}

/// The weights of things at the end of a hierarchy: for each criterion a matrix that compares the things by it.
///
/// ```text
/// global = Σ over criteria: criterion's weight × local weight
/// ```
#[must_use]
pub fn hierarchy(criteria: &[f64], local: &[Vec<f64>]) -> Vec<f64> {
    let mut global = vec![0.0; local.first().map_or(0, Vec::len)];
    for (weight, own) in criteria.iter().zip(local) {
        crate::numeric::column::add_weighted(&mut global, *weight, own);
    }
    global
}

impl Decode for Priority {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        decoder.word(value, &[("eigenvector", Self::Eigenvector), ("geometric-mean", Self::GeometricMean)])
    }
}

/// How many times as important one child is as another.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
pub struct Judgement {
    /// The child.
    pub first: NodeId,
    /// The other one.
    pub second: NodeId,
    /// So many times as important; below 1 where the other is more important.
    pub value: f64,
    /// Who says so; judgements of several people are joined by their geometric mean.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
}

impl Decode for Judgement {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        decoder.object(value, |fields| Self {
            first: fields.required("first"),
            second: fields.required("second"),
            value: fields.required_with("value", |value, decoder| decoder.number_within(value, 1e-3, 1e3)),
            person: fields.optional("person"),
        })
    }
}

/// Weights from comparisons of pairs: see [`ahp`]. Every person compares every pair once.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
pub struct Pairwise {
    /// The comparisons.
    pub judgements: Vec<Judgement>,
    /// How they become weights.
    pub priority: Priority,
}

/// The consistency ratio that is usually accepted at most (Saaty).
const ACCEPTED: f64 = 0.1;

impl Parameters for Pairwise {
    const ABOUT: About = About {
        meaning: "weights from comparisons of every pair of children",
        formula: "A w = λ w",
        reference: "Saaty (1977)",
    };

    fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self { judgements: fields.required("judgements"), priority: fields.or("priority", Priority::default()) }
    }
}

impl Pairwise {
    /// The joint judgements of all people; 0 where nobody has judged, which is a fault.
    fn matrix(&self, siblings: &[Sibling<'_>], path: &Path) -> Result<Matrix, Problem> {
        let place = path.clone().with("judgements");
        let mut people: Vec<(Option<&str>, Matrix)> = Vec::new();
        let size = siblings.len();
        let unjudged = || Matrix::of(size, size, |row, column| f64::from(u8::from(row == column)));
        if self.judgements.is_empty() {
            people.push((None, unjudged()));
        }
        for (index, own) in self.judgements.iter().enumerate() {
            let at = place.clone().with(index);
            let row = position(siblings, &own.first, "ahp", at.clone().with("first"))?;
            let column = position(siblings, &own.second, "ahp", at.clone().with("second"))?;
            let person = own.person.as_deref();
            if !people.iter().any(|(name, _)| *name == person) {
                people.push((person, unjudged()));
            }
            let Some((_, matrix)) = people.iter_mut().find(|(name, _)| *name == person) else { continue };
            if matrix.at(row, column) > 0.0 {
                let names = [own.first.as_str(), own.second.as_str()];
                return Err(unfit("ahp", at, &["`", names[0], "` and `", names[1], "` are compared already"]));
            }
            matrix.set(row, column, own.value);
            matrix.set(column, row, 1.0 / own.value);
        }
        for (row, first) in siblings.iter().enumerate() {
            for (column, second) in siblings.iter().enumerate() {
                if people.iter().any(|(_, matrix)| matrix.at(row, column) <= 0.0) {
                    let names =
                        ["`", first.id.as_str(), "` and `", second.id.as_str(), "` are not compared by everybody"];
                    return Err(unfit("ahp", place, &names));
                }
            }
        }
        let matrices: Vec<Matrix> = people.into_iter().map(|(_, matrix)| matrix).collect();
        Ok(joint(&matrices))
    }
}

impl Weigh for Pairwise {
    fn weigh(&self, siblings: &[Sibling<'_>], path: &Path) -> Result<Vec<f64>, Problem> {
        Ok(ahp(&self.matrix(siblings, path)?, self.priority).weights)
    }

    fn doubts(&self, siblings: &[Sibling<'_>], path: &Path) -> Vec<Problem> {
        let Ok(matrix) = self.matrix(siblings, path) else { return Vec::new() };
        let result = ahp(&matrix, self.priority);
        if result.consistency_ratio <= ACCEPTED {
            return Vec::new();
        }
        let id = |at: usize| siblings.get(at).map_or("", |sibling| sibling.id.as_str());
        let said = |doubt: &Doubt| {
            let problem = Problem::new(Code::JudgementsContradict, path.clone()).arg("ratio", result.consistency_ratio);
            let problem = problem.arg("first", id(doubt.row)).arg("second", id(doubt.column));
            problem.arg("judged", doubt.judged).arg("implied", doubt.implied)
        };
        result.worst.iter().map(said).collect()
    }
}
