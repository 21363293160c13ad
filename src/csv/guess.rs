//! What each column is: as the caller says, else by its heading, else by what it holds.

use super::mapping::{DETAIL, Layout, MappedColumn, Mapping, ROLES, Role, WORDS, plain};
use super::read::parse;
use super::report::{Place, Report};
use super::text;
use crate::error::{Code, Path, Problem};
use crate::framework::Framework;
use comity_table::{Evidence, Marks, Names, Read, Table};

/// Rows that are looked at to see what a column holds.
const SAMPLE: usize = 400;

/// What is known of a table's columns before they are guessed.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Known<'a> {
    /// The framework that the values belong to.
    pub(super) framework: Option<&'a Framework>,
    /// What the metadata describe: `true` an indicator, `false` something else.
    pub(super) described: Option<&'a [(String, bool)]>,
}

/// What the cells of a column look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Nothing,
    Years,
    Numbers,
    Text,
}

fn kind(table: &Table, column: usize) -> Kind {
    let marks = Marks { decimal: b'.', grouped: true, doubtful: false };
    let (mut years, mut numbers, mut texts) = (0, 0, 0);
    for row in 1..table.rows().min(SAMPLE) {
        let cell = table.cell(row, column);
        match marks.read(cell, parse) {
            Read::Empty | Read::Missing => {}
            Read::Number { value, percent: false, .. }
                if (1500.0..2200.0).contains(&value) && !cell.contains(&b'.') =>
            {
                years += 1;
            }
            Read::Number { .. } | Read::Ambiguous(..) => numbers += 1,
            Read::Not => {
                // A number with other marks than these is none here, but shows that it is one.
                let mut evidence = Evidence::default();
                evidence.add(cell);
                if evidence == Evidence::default() { texts += 1 } else { numbers += 1 }
            }
        }
    }
    match (years, numbers, texts) {
        (0, 0, 0) => Kind::Nothing,
        (_, 0, 0) => Kind::Years,
        (years, numbers, texts) if years + numbers >= texts => Kind::Numbers,
        _ => Kind::Text,
    }
}

/// One table's columns, while they are guessed.
struct Guess<'a> {
    place: Place<'a>,
    columns: Vec<Column>,
    report: &'a mut Report,
}

struct Column {
    mapped: MappedColumn,
    /// Whether an apostrophe says that the heading is an indicator's id.
    literal: bool,
    /// What it holds.
    kind: Kind,
    /// Whether its role is settled.
    settled: bool,
}

impl Guess<'_> {
    /// The column of a role.
    fn of(&self, role: Role) -> Option<&Column> {
        self.columns.iter().find(|column| column.settled && column.mapped.role == role)
    }

    /// The first column that is free and fits.
    fn free(&self, fits: impl Fn(&Column) -> bool) -> Option<usize> {
        self.columns.iter().position(|column| !column.settled && fits(column))
    }

    fn free_of(&self, kinds: &[Kind]) -> Option<usize> {
        self.free(|column| kinds.contains(&column.kind))
    }

    /// Settles a column, and says so where there is a reason to give.
    fn settle(&mut self, at: usize, role: Role, indicator: Option<&str>, reason: &str) {
        let Some(column) = self.columns.get_mut(at) else { return };
        column.settled = true;
        column.mapped.role = role;
        column.mapped.indicator = indicator.map(str::to_owned);
        if reason.is_empty() {
            return;
        }
        let code = if role == Role::Ignore { Code::CsvColumnIgnored } else { Code::CsvColumn };
        self.report.guess(self.place.problem(code, 0, at).arg("role", role.name()).arg("reason", reason));
    }

    /// Settles the columns whose heading is a word for a role that is free yet.
    fn by_word(&mut self, words: &[(&str, Role)], wanted: impl Fn(Role) -> bool) {
        for (word, role) in words {
            if wanted(*role)
                && self.of(*role).is_none()
                && let Some(at) = self.free(|column| !column.literal && plain(&column.mapped.header) == *word)
            {
                self.settle(at, *role, None, "heading");
            }
        }
    }

    /// Takes what the caller says: columns by their heading, those of one heading in their order.
    fn take(&mut self, given: &[MappedColumn], framework: Option<&Framework>) {
        for (index, wanted) in given.iter().enumerate() {
            let earlier = given.iter().take(index).filter(|other| other.header == wanted.header).count();
            let mut same = (0..self.columns.len())
                .filter(|at| self.columns.get(*at).is_some_and(|column| column.mapped.header == wanted.header));
            let path = Path::root().with("mapping").with("columns").with(index);
            let Some(at) = same.nth(earlier) else {
                let problem = Problem::new(Code::CsvColumnUnknown, path.with("header"));
                self.report.refuse(problem.arg("header", wanted.header.as_str()));
                continue;
            };
            let first = self.columns.iter().position(|column| column.settled && column.mapped.role == wanted.role);
            if let (Some(first), false) = (first, matches!(wanted.role, Role::Values | Role::Ignore)) {
                let problem =
                    Problem::new(Code::CsvRoleDuplicate, path.with("role")).arg("header", wanted.header.as_str());
                self.report.refuse(problem.arg("role", wanted.role.name()).arg("first", first + 1));
                self.settle(at, Role::Ignore, None, "");
                continue;
            }
            let mut indicator = None;
            if wanted.role == Role::Values {
                let id = wanted.indicator.as_deref().unwrap_or(&wanted.header);
                indicator = match framework {
                    None => Some(id.to_owned()),
                    Some(framework) => id_of(framework, id).map(str::to_owned),
                };
                if indicator.is_none() {
                    let problem = Problem::new(Code::IndicatorUnknown, path.with("indicator"));
                    self.report.refuse(problem.arg("indicator", id));
                }
            }
            let role = if wanted.role == Role::Values && indicator.is_none() { Role::Ignore } else { wanted.role };
            self.settle(at, role, indicator.as_deref(), "");
        }
    }

    /// Leaves out columns without a heading, and all but the first of those that share one.
    fn leave_out(&mut self) {
        let (mut met, mut first) = (Names::default(), Vec::new());
        for at in 0..self.columns.len() {
            let Some(column) = self.columns.get(at) else { return };
            let (header, kind, settled) = (column.mapped.header.clone(), column.kind, column.settled);
            if header.is_empty() && !settled {
                let reason = if kind == Kind::Nothing { "" } else { "it has no heading" };
                self.settle(at, Role::Ignore, None, reason);
                continue;
            }
            match met.find(header.as_bytes()) {
                Some(known) if !settled => {
                    let problem = self.place.problem(Code::CsvHeaderDuplicate, 0, at);
                    self.report.refuse(problem.arg("first", first.get(known).copied().unwrap_or(0_usize)));
                    self.settle(at, Role::Ignore, None, "");
                }
                Some(_) => {}
                None => {
                    met.insert(header.as_bytes());
                    first.push(at + 1);
                }
            }
        }
    }

    /// Settles the columns that are called as indicators are.
    fn by_indicator(&mut self, known: Known<'_>) {
        for at in 0..self.columns.len() {
            let Some(column) = self.columns.get(at).filter(|column| !column.settled) else { continue };
            let header = column.mapped.header.clone();
            if let Some(id) = known.framework.and_then(|framework| id_of(framework, &header)) {
                self.settle(at, Role::Values, Some(id), "heading, an indicator's");
            } else {
                let described = known.described.and_then(|all| all.iter().find(|(code, _)| *code == header));
                match described.map(|(_, is_indicator)| is_indicator) {
                    Some(true) => self.settle(at, Role::Values, Some(&header), "heading, described by the metadata"),
                    Some(false) => self.settle(at, Role::Ignore, None, "the metadata say that it is no indicator"),
                    None => {}
                }
            }
        }
    }

    /// Settles what the headings left open, by what the cells hold. `layout` is the caller's.
    fn by_content(&mut self, layout: Option<Layout>, needs_period: bool) {
        if needs_period
            && self.of(Role::Period).is_none()
            && let Some(at) = self.free_of(&[Kind::Years])
        {
            self.settle(at, Role::Period, None, "content, years");
        }
        if self.of(Role::Unit).is_none()
            && let Some(at) = self.free_of(&[Kind::Text])
        {
            self.settle(at, Role::Unit, None, "content, texts");
        }
        if self.of(Role::Indicator).is_none() && layout != Some(Layout::Wide) {
            let numbers = |column: &&Column| !column.settled && matches!(column.kind, Kind::Numbers | Kind::Years);
            let alone = self.of(Role::Values).is_none() && self.columns.iter().filter(numbers).count() == 1;
            if (layout == Some(Layout::Long) || (alone && self.keys_repeat()))
                && let Some(at) = self.free_of(&[Kind::Text])
            {
                self.settle(at, Role::Indicator, None, "content, texts where units and periods have several rows");
            }
        }
    }

    /// Whether a unit has several rows in one period, so that something else must tell them apart.
    fn keys_repeat(&self) -> bool {
        let at = |role| self.columns.iter().position(|column| column.settled && column.mapped.role == role);
        let (Some(unit), period) = (at(Role::Unit), at(Role::Period)) else { return false };
        let table = self.place.table;
        let mut met = Names::default();
        (1..table.rows()).any(|row| {
            let year = period.map_or(&[][..], |period| table.cell(row, period));
            let known = met.len();
            met.insert(&[table.cell(row, unit), b"\0", year].concat());
            met.len() == known
        })
    }

    /// Settles all that is left: values, or nothing.
    fn rest(&mut self, long: bool, known: Known<'_>) {
        for at in 0..self.columns.len() {
            let Some(column) = self.columns.get(at).filter(|column| !column.settled) else { continue };
            let (header, kind) = (column.mapped.header.clone(), column.kind);
            if long {
                self.settle(at, Role::Ignore, None, "a row has one value, and another column holds it");
            } else if kind == Kind::Text {
                self.settle(at, Role::Ignore, None, "it holds texts");
            } else if known.framework.is_some() {
                let problem = self.place.problem(Code::IndicatorUnknown, 0, at).arg("indicator", header);
                self.report.refuse(problem);
                self.settle(at, Role::Ignore, None, "");
            } else if known.described.is_some() {
                self.settle(at, Role::Ignore, None, "the metadata do not describe it");
            } else {
                self.settle(at, Role::Values, Some(&header), "content, numbers");
            }
        }
    }
}

/// The id of the indicator that has this id or this name.
pub(super) fn id_of<'a>(framework: &'a Framework, text: &str) -> Option<&'a str> {
    let indicators = &framework.indicators;
    let found = indicators.iter().find(|indicator| indicator.id.as_str() == text);
    found.or_else(|| indicators.iter().find(|indicator| indicator.name == text)).map(|indicator| indicator.id.as_str())
}

/// Completes a mapping: what the caller gave stands, the rest is guessed and said.
pub(super) fn complete(given: &Mapping, table: &Table, known: Known<'_>, report: &mut Report) -> Mapping {
    let columns = (0..table.columns()).map(|at| {
        let (header, literal) = text::heading(table.cell(0, at));
        Column {
            mapped: MappedColumn { header, ..MappedColumn::default() },
            literal,
            kind: kind(table, at),
            settled: false,
        }
    });
    let mut guess = Guess { place: Place { table, name: "data" }, columns: columns.collect(), report };
    guess.take(&given.columns, known.framework);
    guess.leave_out();
    let of_row = |role| matches!(role, Role::Unit | Role::Name | Role::Members | Role::Period);
    // The format's own words come first, then what indicators are called, then what else people write.
    guess.by_word(&ROLES, of_row);
    guess.by_indicator(known);
    guess.by_word(&WORDS, of_row);
    if given.layout == Some(Layout::Wide) {
        guess.by_word(&[(&plain(DETAIL), Role::Indicator)], |_| true);
    } else {
        guess.by_word(&WORDS, |role| role == Role::Indicator);
    }
    guess.by_content(given.layout, given.period.is_none());
    let indicator = guess.of(Role::Indicator).map(|column| column.mapped.header == DETAIL);
    if indicator.is_some() {
        guess.by_word(&WORDS, Role::is_detail);
    }
    let long = indicator == Some(false) && given.layout != Some(Layout::Wide);
    if long
        && guess.of(Role::Value).is_none()
        && let Some(at) = guess.free_of(&[Kind::Numbers, Kind::Years])
    {
        guess.settle(at, Role::Value, None, "content, numbers");
    }
    guess.rest(long, known);
    let columns = guess.columns.into_iter().map(|column| column.mapped).collect();
    let layout = if long { Layout::Long } else { Layout::Wide };
    if given.layout.is_none() {
        let words = if long { "long: a row a value" } else { "wide: a column an indicator" };
        report.guess(Problem::new(Code::CsvLayout, Path::root().with("mapping").with("layout")).arg("layout", words));
    }
    Mapping { layout: Some(layout), columns, ..given.clone() }
}
