//! How a table is read: its marks, and what each of its columns is.

use serde::Serialize;

use crate::document::{Decode, Decoder, Value};

/// What a column is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Which unit a row is of.
    Unit,
    /// The unit's name for people.
    Name,
    /// The unit's members.
    Members,
    /// When.
    Period,
    /// Which indicator a row's value is of.
    Indicator,
    /// A row's value.
    Value,
    /// The values of one indicator.
    Values,
    /// The value's source.
    Source,
    /// What a reader should know of the value.
    Note,
    /// The member that the value is of.
    Of,
    /// Who judged it.
    Rater,
    /// The lowest plausible value.
    Lower,
    /// The highest.
    Upper,
    /// The value's standard deviation.
    Sd,
    /// How sure the rater is.
    Confidence,
    /// Not read.
    #[default]
    Ignore,
}

/// Each role with its name, which is also the heading that an export gives it.
pub(super) const ROLES: [(&str, Role); 16] = [
    ("unit", Role::Unit),
    ("name", Role::Name),
    ("members", Role::Members),
    ("period", Role::Period),
    ("indicator", Role::Indicator),
    ("value", Role::Value),
    ("values", Role::Values),
    ("source", Role::Source),
    ("note", Role::Note),
    ("of", Role::Of),
    ("rater", Role::Rater),
    ("lower", Role::Lower),
    ("upper", Role::Upper),
    ("sd", Role::Sd),
    ("confidence", Role::Confidence),
    ("ignore", Role::Ignore),
];

/// Headings of the shapes that people use, without blanks and marks, in lower case; of several for one role the first one wins.
pub(super) const WORDS: [(&str, Role); 75] = [
    ("unit", Role::Unit),
    ("ucode", Role::Unit),
    ("unitid", Role::Unit),
    ("unitcode", Role::Unit),
    ("iso3", Role::Unit),
    ("iso3c", Role::Unit),
    ("isoalpha3", Role::Unit),
    ("countrycode", Role::Unit),
    ("code", Role::Unit),
    ("ccode", Role::Unit),
    ("iso", Role::Unit),
    ("id", Role::Unit),
    ("dyad", Role::Unit),
    ("dyadid", Role::Unit),
    ("partnership", Role::Unit),
    ("partner", Role::Unit),
    ("alliance", Role::Unit),
    ("ally", Role::Unit),
    ("entity", Role::Unit),
    ("country", Role::Unit),
    ("state", Role::Unit),
    ("refarea", Role::Unit),
    ("geo", Role::Unit),
    ("name", Role::Name),
    ("uname", Role::Name),
    ("unitname", Role::Name),
    ("countryname", Role::Name),
    ("country", Role::Name),
    ("partnername", Role::Name),
    ("partner", Role::Name),
    ("partnership", Role::Name),
    ("entity", Role::Name),
    ("label", Role::Name),
    ("members", Role::Members),
    ("period", Role::Period),
    ("year", Role::Period),
    ("time", Role::Period),
    ("yr", Role::Period),
    ("timeperiod", Role::Period),
    ("date", Role::Period),
    ("detailof", Role::Indicator),
    ("indicator", Role::Indicator),
    ("icode", Role::Indicator),
    ("indicatorid", Role::Indicator),
    ("indicatorcode", Role::Indicator),
    ("variable", Role::Indicator),
    ("metric", Role::Indicator),
    ("measure", Role::Indicator),
    ("series", Role::Indicator),
    ("seriescode", Role::Indicator),
    ("value", Role::Value),
    ("obsvalue", Role::Value),
    ("score", Role::Value),
    ("amount", Role::Value),
    ("level", Role::Value),
    ("source", Role::Source),
    ("sourceid", Role::Source),
    ("reference", Role::Source),
    ("note", Role::Note),
    ("notes", Role::Note),
    ("comment", Role::Note),
    ("remark", Role::Note),
    ("of", Role::Of),
    ("member", Role::Of),
    ("side", Role::Of),
    ("rater", Role::Rater),
    ("coder", Role::Rater),
    ("expert", Role::Rater),
    ("lower", Role::Lower),
    ("low", Role::Lower),
    ("upper", Role::Upper),
    ("high", Role::Upper),
    ("sd", Role::Sd),
    ("confidence", Role::Confidence),
    ("stddev", Role::Sd),
];

/// The heading that marks the rows of details below a wide table.
pub(super) const DETAIL: &str = "detail of";

impl Role {
    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        ROLES.iter().find(|(_, role)| *role == self).map_or("", |(name, _)| name)
    }

    /// Whether it says something of the value of its row.
    pub(super) fn is_detail(self) -> bool {
        matches!(
            self,
            Self::Value
                | Self::Source
                | Self::Note
                | Self::Of
                | Self::Rater
                | Self::Lower
                | Self::Upper
                | Self::Sd
                | Self::Confidence
        )
    }
}

/// A heading without blanks and marks, in lower case: of ASCII, which the words above are written in.
pub(super) fn plain(heading: &str) -> String {
    let marks = |character: &char| !character.is_ascii() || character.is_ascii_alphanumeric();
    heading.chars().filter(marks).map(|character| character.to_ascii_lowercase()).collect()
}

/// Whether a heading is taken for something else than the id of an indicator.
pub(super) fn is_word(heading: &str) -> bool {
    let plain = plain(heading);
    WORDS.iter().any(|(word, _)| *word == plain)
}

/// The shape of a table.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Layout {
    /// A row a unit and period, a column an indicator.
    #[default]
    Wide,
    /// A row a value.
    Long,
}

/// How a table is read: as given, with what is left out to be guessed, or as it was read, complete.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Mapping {
    /// Its shape.
    pub layout: Option<Layout>,
    /// What separates cells.
    pub delimiter: Option<char>,
    /// What stands before decimals.
    pub decimal: Option<char>,
    /// What may stand between thousands beside blanks and apostrophes; empty: nothing.
    pub thousands: Option<&'static str>,
    /// The period of every row; none: a column says it.
    pub period: Option<i32>,
    /// The columns.
    pub columns: Vec<MappedColumn>,
}

/// What one column is.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct MappedColumn {
    /// Its heading.
    pub header: String,
    /// What it is.
    pub role: Role,
    /// With [`Role::Values`]: the indicator's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub indicator: Option<String>,
}

impl Decode for Mapping {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        let mark = |words: &'static [(&'static str, char)]| {
            move |value: &Value, decoder: &mut Decoder| decoder.word(value, words)
        };
        decoder.object(value, |fields| Self {
            layout: fields.with("layout", |value, decoder| {
                decoder.word(value, &[("wide", Layout::Wide), ("long", Layout::Long)])
            }),
            delimiter: fields.with("delimiter", mark(&[(",", ','), (";", ';'), ("\t", '\t'), ("|", '|')])),
            decimal: fields.with("decimal", mark(&[(".", '.'), (",", ',')])),
            thousands: fields
                .with("thousands", |value, decoder| decoder.word(value, &[("", ""), (".", "."), (",", ",")])),
            period: fields.optional("period"),
            columns: fields.or("columns", Vec::new()),
        })
    }
}

impl Decode for MappedColumn {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        decoder.object(value, |fields| Self {
            header: fields.required("header"),
            role: fields.required_with("role", |value, decoder| decoder.word(value, &ROLES)),
            indicator: fields.with("indicator", |value, decoder| decoder.id(value)),
        })
    }
}
