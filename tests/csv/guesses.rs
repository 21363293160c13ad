//! Every guess is said, with its code; what is not guessed is not said.

use comity::Study;
use comity::csv::{self, Import, Layout, Mapping, Options, Role};

pub(crate) fn import(text: &str) -> Import {
    csv::import(text.as_bytes(), Options::default()).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// The codes of the guesses, each once, in order.
fn said(import: &Import) -> Vec<&'static str> {
    let mut codes: Vec<_> = import.guesses.iter().map(|guess| guess.code().name()).collect();
    codes.dedup();
    codes
}

/// What is always said of a wide table that nothing describes.
const ALWAYS: [&str; 6] =
    ["csv-delimiter", "csv-column", "csv-layout", "csv-direction-assumed", "csv-tree-assumed", "csv-scale-assumed"];

/// The values of one indicator, unit by unit.
pub(crate) fn values(import: &Import, indicator: &str) -> Vec<Option<f64>> {
    let document = import.document.as_ref().unwrap_or_else(|| panic!("{:#?}", import.problems));
    let column = document.dataset.column(&indicator.into()).unwrap_or_else(|| panic!("no {indicator}"));
    column.values.iter().map(|value| Some(*value).filter(|value| !value.is_nan())).collect()
}

#[test]
fn each_thing_that_is_guessed_is_said_and_nothing_else() {
    // The table, what is said beside what always is, and the values of `x`.
    type Row<'a> = (&'a str, &'a [&'a str], &'a [Option<f64>]);
    let table: &[Row<'_>] = &[
        ("unit,year,x\na,2020,1\nb,2020,2\n", &[], &[Some(1.0), Some(2.0)]),
        ("unit,year,x\na,2020,1.5\nb,2020,2\n", &["csv-decimal"], &[Some(1.5), Some(2.0)]),
        ("unit;year;x\na;2020;1,5\nb;2020;0,25\n", &["csv-decimal"], &[Some(1.5), Some(0.25)]),
        ("unit\tyear\tx\na\t2020\t1.234\nb\t2020\t2\n", &["csv-decimal-assumed"], &[Some(1.234), Some(2.0)]),
        (
            "unit|year|x\na|2020|1.234,5\nb|2020|1.234\n",
            &["csv-decimal", "csv-thousands"],
            &[Some(1234.5), Some(1234.0)],
        ),
        (
            "unit,year,x\na,2020,\"1,234.5\"\nb,2020,\"12,345\"\n",
            &["csv-decimal", "csv-thousands"],
            &[Some(1234.5), Some(12_345.0)],
        ),
        (
            "unit,year,x\na,2020,1 234\nb,2020,1\u{a0}234\u{a0}567\n",
            &["csv-thousands"],
            &[Some(1234.0), Some(1_234_567.0)],
        ),
        ("unit,year,x\na,2020,1\u{2009}234\nb,2020,1'234\n", &["csv-thousands"], &[Some(1234.0), Some(1234.0)]),
        ("unit,year,x\na,2020,45%\nb,2020,7.5 %\n", &["csv-decimal", "csv-percent"], &[Some(45.0), Some(7.5)]),
        (
            "unit,year,x\na,2020,NA\nb,2020,3\nc,2020,..\nd,2020,n/a\ne,2020,-\nf,2020,null\ng,2020,\n",
            &["csv-missing-words"],
            &[None, Some(3.0), None, None, None, None, None],
        ),
        ("\u{feff}unit,year,x\r\na,2020,1\r\n\"b\nb\",2020,2\r\n", &[], &[Some(1.0)]),
        ("unit,name,year,x\na,A,2020,1\na,Other,2021,2\n", &["csv-name-differs"], &[Some(1.0), Some(2.0)]),
        ("unit,year,x,remarks\na,2020,1,so so\nb,2020,2,\n", &["csv-column-ignored"], &[Some(1.0), Some(2.0)]),
        ("unit,year,x,region\na,2020,1,East\nb,2020,2,East\n", &["csv-column-ignored"], &[Some(1.0), Some(2.0)]),
        ("unit,year,x,\na,2020,1,7\nb,2020,2,8\n", &["csv-column-ignored"], &[Some(1.0), Some(2.0)]),
        // Nothing is taken for years but what looks like them, nothing for units but texts.
        ("who,when,x\na,2020,1\nb,2021,2\n", &[], &[Some(1.0), None, None, Some(2.0)]),
    ];
    for (text, also, expected) in table {
        let import = import(text);
        let mut wanted: Vec<&str> = ALWAYS.into_iter().chain(also.iter().copied()).collect();
        let mut found = said(&import);
        wanted.sort_unstable();
        found.sort_unstable();
        found.dedup();
        assert_eq!(
            found,
            wanted,
            "{text:?}\n{:#?}",
            import.guesses.iter().map(comity::Problem::message).collect::<Vec<_>>()
        );
        let odd = text.contains("b\nb");
        assert_eq!(import.problems.len(), usize::from(odd), "{text:?} {:#?}", import.problems);
        assert_eq!(values(&import, "x"), *expected, "{text:?}");
        Study::open(&import.document.unwrap()).unwrap();
    }
}

#[test]
fn an_encoding_other_than_utf_8_is_said() {
    let text = "unit,year,x\nKöln,2020,1\n";
    let sixteen: Vec<u8> = [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let windows: Vec<u8> = text.chars().map(|character| u8::try_from(u32::from(character)).unwrap()).collect();
    for (bytes, expected) in [(text.as_bytes(), None), (&sixteen, Some("UTF-16")), (&windows, Some("Windows-1252"))] {
        let import = csv::import(bytes, Options::default()).unwrap();
        let said = import.guesses.iter().find(|guess| guess.code() == comity::Code::CsvEncoding);
        assert_eq!(said.map(comity::Problem::message), expected.map(|name| format!("the file is read as {name}")));
        assert_eq!(import.document.unwrap().dataset.units[0].name, "Köln");
    }
}

#[test]
fn what_the_caller_says_is_not_guessed_and_what_it_gets_back_says_everything() {
    let text = "what;land;jahr;wert\nvisits;a;2020;1,234\nvisits;b;2020;5\ncalls;a;2021;7\n";
    let first = import(text);
    // Two columns of texts beside one of numbers are a long table; which text is which is for the caller to say.
    assert_eq!(first.mapping.layout, Some(Layout::Long));
    assert_eq!(first.mapping.decimal, None, "in doubt, and not decided");
    let codes: Vec<_> = first.problems.iter().map(|problem| problem.code().name()).collect();
    assert_eq!(codes, ["csv-number-ambiguous"]);
    let mut mapping = first.mapping;
    mapping.columns[0].role = Role::Indicator;
    mapping.columns[1].role = Role::Unit;
    mapping.decimal = Some(',');
    let second = csv::import(text.as_bytes(), Options { mapping, ..Options::default() }).unwrap();
    assert!(second.problems.is_empty(), "{:#?}", second.problems);
    assert_eq!(values(&second, "visits"), [Some(1.234), None, Some(5.0), None]);
    assert!(
        second
            .guesses
            .iter()
            .all(|guess| !matches!(guess.code().name(), "csv-column" | "csv-layout" | "csv-delimiter"))
    );
    let again =
        csv::import(text.as_bytes(), Options { mapping: second.mapping.clone(), ..Options::default() }).unwrap();
    assert_eq!(again.mapping, second.mapping);
    let hash = |import: &Import| Study::open(import.document.as_ref().unwrap()).unwrap().hash().to_owned();
    assert_eq!(hash(&again), hash(&second));
}

#[test]
fn a_year_that_no_column_says_is_given_in_the_mapping() {
    let text = "country,x\nA,1\nB,2\n";
    let without = import(text);
    assert!(without.document.is_none());
    assert!(without.problems[0].message().contains("period"), "{}", without.problems[0]);
    let mapping = Mapping { period: Some(2024), ..Mapping::default() };
    let with = csv::import(text.as_bytes(), Options { mapping, ..Options::default() }).unwrap();
    assert_eq!(with.document.unwrap().dataset.periods, [2024]);
}

#[test]
fn a_refused_cell_names_its_row_as_a_spreadsheet_does_its_column_and_what_it_held() {
    let import = import("unit,year,x\n\na,2020,1\n\"b\nb2\",2020,2\nc,2020,\"1,5\"\nd,2020,2.5\n");
    let problem = import.problems.iter().find(|problem| problem.code() == comity::Code::CsvNumber).unwrap();
    let argument = |name: &str| problem.args().iter().find(|(known, _)| *known == name).unwrap().1.to_string();
    assert_eq!(["row", "column", "header", "value"].map(argument), ["5", "3", "x", "1,5"]);
    assert_eq!(problem.path().to_string(), "data[4][2]");
    assert_eq!(
        problem.message(),
        "`1,5` is not a number: write digits, with `.` before decimals, or nothing where nothing is known"
    );
}
