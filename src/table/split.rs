//! Text becomes rows of cells.

use csv_core::{ReadRecordResult, ReaderBuilder};

/// What a table may hold at most, checked before memory is taken for more.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Cells of a row.
    pub columns: usize,
    /// Cells of all rows.
    pub cells: usize,
}

/// Why there is no table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// More columns than the limit.
    Columns,
    /// More cells than the limit.
    Cells,
}

/// A row that does not have as many cells as there are headings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ragged {
    /// Its number, as of [`Table::row_number`].
    pub row: usize,
    /// How many cells it has.
    pub found: usize,
}

/// A table: a row of headings, and rows of as many cells below it. Rows that are empty are left out.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// The text of all cells, one after the other, quotation marks taken off.
    text: Vec<u8>,
    /// Where each cell ends; it begins where the one before ends.
    ends: Vec<u32>,
    /// The number of each row, the headings' first.
    numbers: Vec<u32>,
    /// How many columns there are.
    columns: usize,
    /// Rows left out because they have more cells than headings, or fewer.
    pub ragged: Vec<Ragged>,
    /// The number of a row with a quotation mark that no other closes: it and all below are left out.
    pub open_quote: Option<usize>,
}

impl Table {
    /// Splits text into cells at `delimiter`, and at line breaks, both unless between quotation marks.
    ///
    /// A row may end with empty cells more than there are headings, and may leave out cells below empty headings at its end.
    ///
    /// # Errors
    /// [`Fault`] above `limits`.
    pub fn split(text: &[u8], delimiter: u8, limits: Limits) -> Result<Self, Fault> {
        let mut reader = ReaderBuilder::new().delimiter(delimiter).build();
        // One byte more than can be needed: the reader asks for room before it looks whether it needs any.
        let mut table = Self { text: vec![0; text.len() + 2], ..Self::default() };
        let mut ends = vec![0; limits.columns + 1];
        let (mut rest, mut row, mut used) = (text, 0, 0);
        loop {
            let read = text.get(..text.len() - rest.len()).unwrap_or_default();
            if let ([.., b'\r'], [b'\n', after @ ..]) = (read, rest) {
                // The reader ends a row at the first half of its line break.
                rest = after;
            }
            while let [b'\r', b'\n', after @ ..] | [b'\n' | b'\r', after @ ..] = rest {
                row += 1;
                rest = after;
            }
            if rest.is_empty() {
                break;
            }
            let (mut found, mut wrote) = (0, 0);
            let closed = loop {
                let at_end = rest.is_empty();
                let input = if at_end { b"\n" } else { rest };
                let output = table.text.get_mut(used + wrote..).unwrap_or_default();
                let (result, read, written, ended) =
                    reader.read_record(input, output, ends.get_mut(found..).unwrap_or_default());
                rest = rest.get(read..).unwrap_or_default();
                wrote += written;
                found += ended;
                match result {
                    ReadRecordResult::Record => break true,
                    ReadRecordResult::OutputEndsFull => return Err(Fault::Columns),
                    // A line break at the end that ends no row lies between quotation marks.
                    ReadRecordResult::InputEmpty if !at_end => {}
                    _ => break false,
                }
            };
            if !closed {
                table.open_quote = Some(row);
                break;
            }
            let cells = ends.get(..found).unwrap_or_default();
            if table.numbers.is_empty() {
                table.columns = found;
            } else if wrote == 0 {
                row += 1;
                continue;
            }
            match table.fitting(cells, wrote) {
                None => table.ragged.push(Ragged { row, found }),
                Some(cells) => {
                    if table.ends.len() + table.columns > limits.cells {
                        return Err(Fault::Cells);
                    }
                    let last = cells.last().copied().unwrap_or(0);
                    let lacking = std::iter::repeat_n(&last, table.columns - cells.len());
                    // The text is shorter than 4 GiB: what is longer is refused before it comes here.
                    table
                        .ends
                        .extend(cells.iter().chain(lacking).map(|end| u32::try_from(used + end).unwrap_or(u32::MAX)));
                    table.numbers.push(u32::try_from(row).unwrap_or(u32::MAX));
                    used += last;
                }
            }
            row += 1;
        }
        Ok(table)
    }

    /// The cells of a row that fit below the headings; none when the row has more, or fewer.
    fn fitting<'a>(&self, cells: &'a [usize], wrote: usize) -> Option<&'a [usize]> {
        match cells.get(..self.columns) {
            Some(fitting) => (fitting.last().copied().unwrap_or(0) == wrote).then_some(fitting),
            None => (cells.len()..self.columns).all(|column| self.cell(0, column).is_empty()).then_some(cells),
        }
    }

    /// How many columns there are.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// How many rows there are, the headings among them.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.numbers.len()
    }

    /// The number of a row in the file, from 0, empty rows counted and line breaks inside cells not: what a spreadsheet shows, less 1.
    #[must_use]
    pub fn row_number(&self, row: usize) -> usize {
        self.numbers.get(row).map_or(0, |number| *number as usize)
    }

    /// One cell; row 0 has the headings.
    #[inline]
    #[must_use]
    pub fn cell(&self, row: usize, column: usize) -> &[u8] {
        let cell = row * self.columns + column;
        let end = self.ends.get(cell).map_or(0, |end| *end as usize);
        let begin = cell.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |end| *end as usize);
        self.text.get(begin..end).unwrap_or_default()
    }
}

/// The character that separates the cells of the first row: the one of `,` `;` tab `|` that it has most of outside quotation marks.
#[must_use]
pub fn guess_delimiter(text: &[u8]) -> u8 {
    const CANDIDATES: [u8; 4] = *b",;\t|";
    let mut counts = [0_usize; 4];
    let mut quoted = false;
    for byte in text {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted && counts.iter().any(|count| *count > 0) => break,
            _ if quoted => {}
            byte => {
                for (candidate, count) in CANDIDATES.iter().zip(&mut counts) {
                    *count += usize::from(candidate == byte);
                }
            }
        }
    }
    let most = counts.iter().max().copied().unwrap_or(0);
    CANDIDATES.iter().zip(&counts).find(|(_, count)| **count == most).map_or(b',', |(candidate, _)| *candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits { columns: 8, cells: 100 };

    fn cells(text: &str) -> Vec<(usize, Vec<String>)> {
        let table = Table::split(text.as_bytes(), b',', LIMITS).unwrap();
        let cell = |row, column| String::from_utf8(table.cell(row, column).to_vec()).unwrap();
        (0..table.rows())
            .map(|row| (table.row_number(row), (0..table.columns()).map(|column| cell(row, column)).collect()))
            .collect()
    }

    /// The number of a row's line, and its cells.
    type Row<'a> = (usize, &'a [&'a str]);

    #[test]
    fn rows_are_numbered_as_a_spreadsheet_numbers_them_whatever_ends_them() {
        let table: &[(&str, &[Row<'_>])] = &[
            ("", &[]),
            ("\n\r\n", &[]),
            ("a,b", &[(0, &["a", "b"])]),
            ("a,b\n1,2", &[(0, &["a", "b"]), (1, &["1", "2"])]),
            ("a,b\r\n1,2\r\n3,4\r\n", &[(0, &["a", "b"]), (1, &["1", "2"]), (2, &["3", "4"])]),
            ("a,b\r1,2\r", &[(0, &["a", "b"]), (1, &["1", "2"])]),
            ("a,b\n\n1,2\n,\n3,4\n", &[(0, &["a", "b"]), (2, &["1", "2"]), (4, &["3", "4"])]),
            ("a,b\r\n\r\n1,2\r\n", &[(0, &["a", "b"]), (2, &["1", "2"])]),
            ("\na,b\n\"x\ny\",2\n3,\"\"\"\"\n", &[(1, &["a", "b"]), (2, &["x\ny", "2"]), (3, &["3", "\""])]),
            ("a,b\n5\" gun,2\n", &[(0, &["a", "b"]), (1, &["5\" gun", "2"])]),
            ("a,\n1\n2,\n3,,,\n", &[(0, &["a", ""]), (1, &["1", ""]), (2, &["2", ""]), (3, &["3", ""])]),
        ];
        for (text, expected) in table {
            let expected: Vec<_> =
                expected.iter().map(|(row, cells)| (*row, cells.iter().map(ToString::to_string).collect())).collect();
            assert_eq!(cells(text), expected, "{text:?}");
        }
    }

    #[test]
    fn rows_with_other_than_the_headings_cells_are_left_out_and_named() {
        let table = Table::split(b"a,b,c\n1,2\n1,2,3\n1,2,3,4\n1,2,3,,\n", b',', LIMITS).unwrap();
        assert_eq!(table.ragged, [Ragged { row: 1, found: 2 }, Ragged { row: 3, found: 4 }]);
        assert_eq!((table.rows(), table.row_number(1), table.row_number(2)), (3, 2, 4));
        assert_eq!(table.cell(2, 2), b"3");
    }

    #[test]
    fn a_quotation_mark_that_nothing_closes_is_found_where_it_opens() {
        for (text, row) in
            [("a,b\n1,2\n3,\"4\n5,6\n", Some(2)), ("a,\"b", Some(0)), ("a,b\n\"1\",2", None), ("a,b\n1,\"", Some(1))]
        {
            assert_eq!(Table::split(text.as_bytes(), b',', LIMITS).unwrap().open_quote, row, "{text:?}");
        }
    }

    #[test]
    fn what_is_above_a_limit_is_refused() {
        let wide = ",".repeat(1_000_000);
        assert_eq!(Table::split(wide.as_bytes(), b',', LIMITS).unwrap_err(), Fault::Columns);
        let long = "a,b\n".repeat(1_000);
        assert_eq!(Table::split(long.as_bytes(), b',', LIMITS).unwrap_err(), Fault::Cells);
    }

    #[test]
    fn the_delimiter_is_what_the_headings_have_most_of_outside_quotation_marks() {
        let table = [
            ("a,b\n1;2;3;4", b','),
            ("a;b,c;d\n", b';'),
            ("a\tb", b'\t'),
            ("a|b|c", b'|'),
            ("\"a,b,c\";d", b';'),
            ("a\n1;2", b';'),
            ("", b','),
        ];
        for (text, expected) in table {
            assert_eq!(guess_delimiter(text.as_bytes()), expected, "{text:?}");
        }
    }
}
