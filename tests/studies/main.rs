//! How a study's reviewable files become one document, and what is refused: the assembler of the task runner, tested once.
#![cfg(not(target_arch = "wasm32"))]

#[path = "../../xtask/src/studies.rs"]
mod studies;

use std::path::Path;

use serde_json::{Value, json};
use studies::{Files, assemble, read};

const FILES: Files<'static> = Files {
    study: r#"{ "schema": 0, "id": "small", "title": "A small study" }"#,
    framework: r#"{
        "dimensions": [{ "id": "all", "name": "All" }],
        "indicators": [{ "id": "visits", "source": "diary" }, { "id": "polls" }, { "id": "unseen" }]
    }"#,
    method: r#"{ "period": 2003 }"#,
    units: "id,name,members\nKOR,South Korea,USA;KOR\nJPN,Japan,\n",
    sources: "id,citation,address,licence,tier\ndiary,\"A diary, kept\",https://example.org,CC0,A\nletter,A letter,,,\n",
    observations: "unit,period,indicator,value,source,note\n\
        KOR,2001,visits,3,diary,\n\
        KOR,2003,visits,-0.5,letter,\n\
        JPN,2003,visits,7,diary,\"two, in spring\"\n\
        JPN,2001,polls,61.25,,\n",
};

/// The document, or the fault where a document should be.
fn joined(files: &Files<'_>) -> Value {
    assemble(files).unwrap_or_else(Value::String)
}

/// What the document has at a JSON pointer.
fn part(files: &Files<'_>, pointer: &str) -> Value {
    let document = joined(files);
    document.pointer(pointer).cloned().unwrap_or(document)
}

/// The fault, or nothing.
fn refused(files: &Files<'_>) -> String {
    assemble(files).err().unwrap_or_default()
}

/// The fault of the small study with these observations.
fn fault(rows: &str) -> String {
    let observations = format!("unit,period,indicator,value,source,note\n{rows}");
    refused(&Files { observations: &observations, ..FILES })
}

#[test]
fn the_texts_become_one_document() {
    assert_eq!(part(&FILES, "/schema"), json!(0));
    assert_eq!(part(&FILES, "/id"), json!("small"));
    assert_eq!(part(&FILES, "/method"), json!({ "period": 2003 }));
    assert_eq!(part(&FILES, "/framework/dimensions"), json!([{ "id": "all", "name": "All" }]));
}

#[test]
fn sources_leave_out_what_is_empty() {
    let sources = json!([
        { "id": "diary", "citation": "A diary, kept", "address": "https://example.org", "licence": "CC0", "tier": "A" },
        { "id": "letter", "citation": "A letter" },
    ]);
    assert_eq!(part(&FILES, "/framework/sources"), sources);
}

#[test]
fn units_keep_their_order_and_members() {
    let units = json!([
        { "id": "KOR", "name": "South Korea", "members": [{ "id": "USA" }, { "id": "KOR" }] },
        { "id": "JPN", "name": "Japan" },
    ]);
    assert_eq!(part(&FILES, "/dataset/units"), units);
}

#[test]
fn periods_are_all_years_from_first_to_last() {
    assert_eq!(part(&FILES, "/dataset/periods"), json!([2001, 2002, 2003]));
}

#[test]
fn a_missing_row_is_null_and_an_indicator_without_rows_has_no_column() {
    let columns = json!([
        { "id": "visits", "values": [3, null, -0.5, null, null, 7] },
        { "id": "polls", "values": [null, null, null, 61.25, null, null] },
    ]);
    assert_eq!(part(&FILES, "/dataset/indicators"), columns);
}

#[test]
fn a_note_or_another_source_makes_an_observation_and_nothing_else_does() {
    let observations = json!([
        { "unit": "KOR", "indicator": "visits", "period": 2003, "source": "letter" },
        { "unit": "JPN", "indicator": "visits", "period": 2003, "note": "two, in spring" },
    ]);
    assert_eq!(part(&FILES, "/dataset/observations"), observations);
}

#[test]
fn a_study_of_plain_cells_has_no_list_of_observations() {
    let observations = "unit,period,indicator,value,source,note\nKOR,2001,visits,3,diary,\n";
    let dataset = part(&Files { observations, ..FILES }, "/dataset");
    assert_eq!(dataset.pointer("/indicators/0/values"), Some(&json!([3, null])));
    assert_eq!(dataset.get("observations"), None);
}

#[test]
fn the_order_of_rows_changes_nothing() {
    let (header, rows) = FILES.observations.split_once('\n').unwrap_or_default();
    let rows: Vec<&str> = rows.lines().rev().collect();
    let observations = format!("{header}\n{}", rows.join("\n"));
    assert_eq!(joined(&Files { observations: &observations, ..FILES }), joined(&FILES));
}

#[test]
fn a_source_where_the_indicator_names_none_makes_an_observation() {
    let observations = "unit,period,indicator,value,source,note\nKOR,2001,polls,3,letter,\n";
    let found = part(&Files { observations, ..FILES }, "/dataset/observations/0/source");
    assert_eq!(found, json!("letter"));
}

#[test]
fn line_ends_of_either_kind_are_read() {
    let observations = FILES.observations.replace('\n', "\r\n");
    assert_eq!(joined(&Files { observations: &observations, ..FILES }), joined(&FILES));
}

#[test]
fn a_byte_order_mark_is_ignored() {
    let observations = format!("\u{feff}{}", FILES.observations);
    assert_eq!(joined(&Files { observations: &observations, ..FILES }), joined(&FILES));
}

#[test]
fn a_duplicate_cell_is_refused_with_its_line() {
    assert_eq!(
        fault("KOR,2001,visits,3,,\nJPN,2001,visits,3,,\nKOR,2001,visits,3,,\n"),
        "observations.csv, line 4: `visits` of `KOR` in 2001 is already given in line 2"
    );
}

#[test]
fn a_line_is_counted_past_a_note_of_two_lines() {
    let found = fault("KOR,2001,visits,3,,\"one\ntwo\"\nFRA,2001,visits,3,,\n");
    assert_eq!(found, "observations.csv, line 4: unit `FRA` is not in units.csv");
}

#[test]
fn an_unknown_name_is_refused_with_its_line() {
    for (row, expected) in [
        ("FRA,2001,visits,3,,", "unit `FRA` is not in units.csv"),
        (",2001,visits,3,,", "unit `` is not in units.csv"),
        ("KOR ,2001,visits,3,,", "unit `KOR ` is not in units.csv"),
        ("KOR,2001,calls,3,,", "indicator `calls` is not in framework.json"),
        ("KOR,2001,visits,3,rumour,", "source `rumour` is not in sources.csv"),
    ] {
        assert_eq!(fault(row), format!("observations.csv, line 2: {expected}"));
    }
}

#[test]
fn a_value_that_is_not_a_finite_number_is_refused() {
    for value in ["", "n/a", "NaN", "inf", "-infinity", "1e999", "1,5", " 3", "3 ", "0x10"] {
        let found = fault(&format!("KOR,2001,visits,\"{value}\",,"));
        assert_eq!(found, format!("observations.csv, line 2: value `{value}` is not a finite number"));
    }
}

#[test]
fn a_period_that_is_not_a_year_is_refused() {
    for period in ["", "2001.0", "201", "20011", "-2001", "MMI"] {
        let found = fault(&format!("KOR,{period},visits,3,,"));
        assert_eq!(found, format!("observations.csv, line 2: period `{period}` is not a year"));
    }
}

#[test]
fn a_row_of_another_length_is_refused_with_its_line() {
    let found = fault("KOR,2001,visits,3,,\nKOR,2002,visits,3\n");
    assert!(found.starts_with("observations.csv: ") && found.contains("line: 3"), "{found}");
}

#[test]
fn no_observations_at_all_are_refused() {
    assert_eq!(fault(""), "observations.csv: there are no observations");
}

#[test]
fn other_columns_are_refused() {
    let found = refused(&Files { units: "id,name\nKOR,South Korea\n", ..FILES });
    assert_eq!(found, "units.csv, line 1: expected the columns `id,name,members`, found `id,name`");
}

#[test]
fn an_id_listed_twice_or_empty_is_refused() {
    let units = "id,name,members\nKOR,South Korea,\nKOR,Korea,\n";
    assert_eq!(refused(&Files { units, ..FILES }), "units.csv, line 3: `KOR` is listed twice");
    let sources = "id,citation,address,licence,tier\n,A letter,,,\n";
    assert_eq!(refused(&Files { sources, ..FILES }), "sources.csv, line 2: the id is empty");
    let framework = r#"{ "indicators": [{ "id": "visits" }, { "id": "visits" }] }"#;
    let found = refused(&Files { framework, ..FILES });
    assert_eq!(found, "framework.json: indicator `visits` is listed twice");
}

#[test]
fn members_that_are_not_a_list_are_refused() {
    for members in ["USA;", ";", "USA; KOR"] {
        let units = format!("id,name,members\nKOR,South Korea,{members}\n");
        let found = refused(&Files { units: &units, ..FILES });
        assert_eq!(found, format!("units.csv, line 2: expected members such as `USA;KOR`, found `{members}`"));
    }
}

#[test]
fn an_indicator_citing_an_unlisted_source_is_refused() {
    let framework = r#"{ "indicators": [{ "id": "visits", "source": "rumour" }] }"#;
    let found = refused(&Files { framework, ..FILES });
    assert_eq!(found, "framework.json: indicator `visits` cites `rumour`, which sources.csv does not list");
}

#[test]
fn what_belongs_in_another_file_is_refused() {
    let study = r#"{ "schema": 0, "id": "small", "title": "A small study", "method": {} }"#;
    let found = refused(&Files { study, ..FILES });
    assert_eq!(found, "study.json: `method` is not to be given here, it comes from method.json");
    let framework = r#"{ "indicators": [], "sources": [] }"#;
    let found = refused(&Files { framework, ..FILES });
    assert_eq!(found, "framework.json: `sources` is not to be given here, it comes from sources.csv");
}

#[test]
fn text_that_is_not_an_object_is_refused() {
    assert_eq!(refused(&Files { method: "[]", ..FILES }), "method.json: expected one object");
    let found = refused(&Files { method: "{\n  \"period\": }", ..FILES });
    assert!(found.starts_with("method.json: ") && found.contains("line 2"), "{found}");
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let found = read(Path::new("no-such-study")).err().unwrap_or_default();
    assert!(found.starts_with("no-such-study") && found.contains("study.json"), "{found}");
}
