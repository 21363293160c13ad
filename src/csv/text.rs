//! Texts in cells: an apostrophe in front says that what follows is text as it stands.
//!
//! Spreadsheets take a cell that begins with `=`, `+`, `-` or `@` for a formula, whatever quotation marks stand around it
//! (CWE-1236), and skip blanks and control characters before it. An export puts an apostrophe before such texts; an import takes it
//! off, and only where an export would have put it.

use std::borrow::Cow;

use super::mapping::is_word;

/// Whether a text would be read otherwise than as it stands: as a formula, as missing, or as one with an apostrophe to take off.
fn needs_apostrophe(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\0', '\'']) || text == "NA"
}

/// The text of a cell.
pub(super) fn read(cell: &[u8]) -> Cow<'_, str> {
    let text = String::from_utf8_lossy(cell);
    match text.strip_prefix('\'') {
        Some(rest) if needs_apostrophe(rest) => Cow::Owned(rest.to_owned()),
        _ => text,
    }
}

/// The text of a cell that may be missing: empty, or the `NA` that R writes.
pub(super) fn optional(cell: &[u8]) -> Option<Cow<'_, str>> {
    if cell.is_empty() || cell == b"NA" { None } else { Some(read(cell)) }
}

/// The id that a cell holds: without blanks around it.
#[inline]
pub(super) fn key(cell: &[u8]) -> &[u8] {
    let key = cell.trim_ascii();
    match key {
        [b'\'', rest @ ..] if std::str::from_utf8(rest).is_ok_and(needs_apostrophe) => rest,
        key => key,
    }
}

/// A heading, and whether an apostrophe says that it is the id of an indicator though it is a word for something else.
pub(super) fn heading(cell: &[u8]) -> (String, bool) {
    let text = String::from_utf8_lossy(cell);
    let text = text.trim();
    match text.strip_prefix('\'') {
        Some(rest) if needs_apostrophe(rest) || is_word(rest) => (rest.to_owned(), true),
        _ => (text.to_owned(), false),
    }
}

/// Writes a text as a cell.
pub(super) fn write(text: &str, row: &mut String) {
    write_cell(text, needs_apostrophe(text), row);
}

/// Writes the id of an indicator as a heading.
pub(super) fn write_heading(id: &str, row: &mut String) {
    write_cell(id, needs_apostrophe(id) || is_word(id), row);
}

fn write_cell(text: &str, apostrophe: bool, row: &mut String) {
    let quoted = text.contains(['"', ',', ';', '\n', '\r', '\t']) || text.trim() != text;
    if quoted {
        row.push('"');
    }
    if apostrophe {
        row.push('\'');
    }
    if quoted {
        row.push_str(&text.replace('"', "\"\""));
        row.push('"');
    } else {
        row.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_as_it_was_written_and_never_begins_as_a_formula_does() {
        let starts = ["=", "+", "-", "@", "\t", "\r", "\0", "\n", "'", "''", "'=", "", " ", "\"", "NA", "'NA", "ä"];
        for start in starts {
            for rest in ["", "1+1", "x", "'", "NA", "\"\n"] {
                let text = format!("{start}{rest}");
                let mut cell = String::new();
                write(&text, &mut cell);
                let bare = match cell.strip_prefix('"') {
                    Some(bare) => bare.strip_suffix('"').unwrap().replace("\"\"", "\""),
                    None => cell,
                };
                assert!(!bare.starts_with(['=', '+', '-', '@', '\t', '\r', '\0', '\n']), "{bare:?}");
                assert_eq!(read(bare.as_bytes()), text);
                assert_eq!(optional(bare.as_bytes()).unwrap_or_default(), text);
            }
        }
    }
}
