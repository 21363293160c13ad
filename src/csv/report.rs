//! What is said of a table: every guess, and every cell that was refused, each with its place.

use serde::Serialize;

use super::text;
use crate::error::{Code, Path, Problem};
use crate::limits;
use comity_table::Table;

/// Characters of a cell that a problem repeats.
const SHOWN: usize = 80;

/// Names that a guess lists.
const LISTED: usize = 12;

/// How much was read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Rows below the headings, empty ones left out.
    pub rows: usize,
    /// Cells that may hold a value: the sum of the three below.
    pub cells: usize,
    /// Values in the study.
    pub imported: usize,
    /// Empty cells, and words for nothing.
    pub missing: usize,
    /// Cells that could not be read.
    pub refused: usize,
}

/// What is said.
#[derive(Debug, Default)]
pub(super) struct Report {
    pub(super) guesses: Vec<Problem>,
    pub(super) problems: Vec<Problem>,
    pub(super) counts: Counts,
}

impl Report {
    /// Says a guess.
    pub(super) fn guess(&mut self, guess: Problem) {
        self.guesses.push(guess);
    }

    /// Says a guess about several things by their names.
    pub(super) fn guess_of(&mut self, code: Code, what: &str, names: &[&str]) {
        if names.is_empty() {
            return;
        }
        let mut list = names.iter().take(LISTED).copied().collect::<Vec<_>>().join(", ");
        if names.len() > LISTED {
            list.push_str(" …");
        }
        self.guess(Problem::new(code, Path::root()).arg("count", names.len()).arg("what", what).arg("names", list));
    }

    /// Lists a fault, up to the ceiling.
    pub(super) fn refuse(&mut self, problem: Problem) {
        match self.problems.len() {
            listed if listed < limits::PROBLEMS => self.problems.push(problem),
            limits::PROBLEMS => {
                self.problems.push(Problem::new(Code::MoreProblems, Path::root()).arg("limit", limits::PROBLEMS));
            }
            _ => {}
        }
    }

    /// Whether further faults would not be listed.
    pub(super) fn is_full(&self) -> bool {
        self.problems.len() > limits::PROBLEMS
    }
}

/// Where cells are: a table, and what it is called in paths.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) table: &'a Table,
    pub(super) name: &'static str,
}

impl Place<'_> {
    /// A problem of one cell. `row` counts the rows that were kept, the headings being the first.
    #[inline(never)]
    pub(super) fn problem(&self, code: Code, row: usize, column: usize) -> Problem {
        self.locate(Problem::new(code, Path::root()), row, column)
    }

    /// The same problem as one of this cell.
    #[inline(never)]
    pub(super) fn locate(&self, problem: Problem, row: usize, column: usize) -> Problem {
        let number = self.table.row_number(row);
        let heading = shown(self.table.cell(0, column));
        let problem = problem
            .moved(Path::root().with(self.name).with(number).with(column))
            .arg("row", number + 1)
            .arg("column", column + 1)
            .arg("header", heading);
        if row == 0 { problem } else { problem.arg("value", shown(self.table.cell(row, column))) }
    }
}

/// A cell as a problem shows it.
pub(super) fn shown(cell: &[u8]) -> String {
    let text = text::read(cell);
    let mut shown: String = text.chars().take(SHOWN).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}
