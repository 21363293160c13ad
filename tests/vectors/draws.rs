//! Draws that a case gives, scored, ranked and counted by the engine's own loops.

use comity::numeric::tiles::{Join, Tiles};
use comity::numeric::{Counts, Ranking, Scale};
use serde_json::{Value, json};

/// Counts over draws of weights, and of values where those differ from draw to draw.
pub struct Draws {
    pub counts: Counts,
    /// The ends of the scale that scores are counted on: around all of them.
    pub scale: Scale,
    ranking: Ranking,
    ranks: Vec<Vec<u32>>,
}

impl Draws {
    /// Nothing counted yet of so many units and weights, on a scale from 0 to 1.
    pub fn new(units: usize, weights: usize) -> Self {
        Self::on(Scale { lower: 0.0, upper: 1.0 }, units, weights)
    }

    pub fn on(scale: Scale, units: usize, weights: usize) -> Self {
        let counts = Counts::new(units, weights, 1_024, true);
        Self { counts, scale, ranking: Ranking::default(), ranks: Vec::new() }
    }

    /// Counts one draw: rows of values, and a weight a value. Weights that sum to 1 but for rounding are used as they are.
    pub fn add(&mut self, rows: &[Vec<f64>], weights: &[f64]) {
        let join = Join { node: 0, children: (1..=weights.len()).collect(), missing_spreads: true };
        let mut tiles = Tiles::new(rows.len(), weights.len() + 1, vec![join]);
        for (unit, row) in rows.iter().enumerate() {
            for (column, value) in row.iter().enumerate() {
                tiles.set(column + 1, unit, *value);
            }
        }
        let (mut scores, mut steps, mut ranks) = (vec![0.0; rows.len()], vec![0; rows.len()], vec![0; rows.len()]);
        let with_root: Vec<f64> = std::iter::once(1.0).chain(weights.iter().copied()).collect();
        tiles.scores(&with_root, &mut scores);
        // A mean divides by the weights' sum; a case's score is the sum itself.
        let total: f64 = weights.iter().sum();
        for score in &mut scores {
            *score *= total;
        }
        self.scale.all_steps(&scores, &mut steps);
        self.ranking.rank(&steps, &mut ranks);
        self.counts.add(&steps, &ranks, weights);
        self.ranks.push(ranks);
    }

    /// How often each complete ranking came.
    pub fn rankings(&self) -> Vec<u64> {
        let mut all = self.ranks.clone();
        all.sort();
        all.chunk_by(|a, b| a == b).map(|same| same.len() as u64).collect()
    }
}

/// A study of these rows, their values on the scale as they are.
pub fn study(rows: &[Vec<f64>], lower: f64, upper: f64) -> Value {
    let id = |column: usize| format!("i{column:03}");
    let columns = 0..rows[0].len();
    let indicators = columns.clone().map(|column| {
        json!({ "id": id(column), "name": "x", "parent": "root", "unitOfMeasure": "", "direction": "higher-is-better",
                "goalposts": { "lower": lower, "upper": upper, "basis": "judgement" } })
    });
    let values = columns
        .map(|column| json!({ "id": id(column), "values": rows.iter().map(|row| row[column]).collect::<Vec<_>>() }));
    let units = (0..rows.len()).map(|unit| json!({ "id": format!("u{unit:03}"), "name": "x" }));
    json!({
        "schema": 0, "id": "case", "title": "Case",
        "framework": { "dimensions": [{ "id": "root", "name": "Root" }], "indicators": indicators.collect::<Vec<_>>() },
        "dataset": { "units": units.collect::<Vec<_>>(), "periods": [2020], "indicators": values.collect::<Vec<_>>() },
        "method": { "scale": { "lower": lower, "upper": upper } },
    })
}
