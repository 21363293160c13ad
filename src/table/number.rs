//! Numbers as people write them.

use comity_numeric::float::decimal;

/// What points and commas stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marks {
    /// `.` or `,`: what stands before decimals.
    pub decimal: u8,
    /// Whether the other of the two may stand between thousands.
    pub grouped: bool,
    /// Whether `decimal` itself is in doubt, so that three digits after it may be thousands.
    pub doubtful: bool,
}

/// What a cell holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Read {
    /// Nothing.
    Empty,
    /// A word for nothing.
    Missing,
    /// A finite number, with what was taken off it: a percent sign, marks between thousands.
    Number {
        /// The number; of a percentage, the number before the sign.
        value: f64,
        /// Whether there was a percent sign.
        percent: bool,
        /// Whether there were marks between thousands.
        grouped: bool,
    },
    /// Two numbers, according to what a mark stands for: decimals, or thousands.
    Ambiguous(f64, f64),
    /// No number.
    Not,
}

/// What points and commas in a table show about themselves.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Evidence {
    /// Cells in which a point can only stand before decimals.
    pub point: usize,
    /// Cells in which a comma can.
    pub comma: usize,
    /// Cells in which points can only stand between thousands.
    pub points_group: usize,
    /// Cells in which commas can.
    pub commas_group: usize,
    /// Cells with one point that could be either.
    pub lone_point: usize,
    /// Cells with one comma that could be either.
    pub lone_comma: usize,
}

impl Evidence {
    /// Looks at one cell; one that cannot be a number shows nothing.
    pub fn add(&mut self, cell: &[u8]) {
        // Nearly every cell is digits with a point among them, or none.
        let body = cell.strip_prefix(b"-").unwrap_or(cell);
        let mut point = usize::MAX;
        for (at, byte) in body.iter().enumerate() {
            match byte {
                b'0'..=b'9' => {}
                b'.' if point == usize::MAX => point = at,
                _ => return self.add_slowly(cell),
            }
        }
        if point == usize::MAX {
            return;
        }
        let either = body.len() - point == 4 && (1..=3).contains(&point) && body.first() != Some(&b'0');
        *(if either { &mut self.lone_point } else { &mut self.point }) += 1;
    }

    #[inline(never)]
    fn add_slowly(&mut self, cell: &[u8]) {
        if !cell.iter().any(|byte| matches!(byte, b'.' | b',')) {
            return;
        }
        let (mut points, mut commas, mut before, mut after, mut last, mut leading) = (0, 0, 0, 0, 0, 0);
        for byte in cell {
            match byte {
                b'0'..=b'9' => {
                    if last == 0 && before == 0 {
                        leading = *byte;
                    }
                    before += usize::from(last == 0);
                    after += 1;
                }
                b'.' | b',' => {
                    points += usize::from(*byte == b'.');
                    commas += usize::from(*byte == b',');
                    last = *byte;
                    after = 0;
                }
                b'+' | b'-' | b' ' | b'\'' | b'%' | 0x80.. => {}
                // An exponent: what comes before it are decimals.
                b'e' | b'E' if last != 0 => after = 0,
                _ => return,
            }
        }
        let either = after == 3 && (1..=3).contains(&before) && leading != b'0';
        match (points, commas, last) {
            (1, 0, _) if either => self.lone_point += 1,
            (0, 1, _) if either => self.lone_comma += 1,
            (1, 0, _) => self.point += 1,
            (0, 1, _) => self.comma += 1,
            (0, _, _) | (1, 2.., b'.') => {
                self.commas_group += 1;
                self.point += usize::from(points == 1);
            }
            (_, 0, _) | (2.., 1, b',') => {
                self.points_group += 1;
                self.comma += usize::from(commas == 1);
            }
            (1, 1, b'.') => {
                self.commas_group += 1;
                self.point += 1;
            }
            (1, 1, _) => {
                self.points_group += 1;
                self.comma += 1;
            }
            _ => {}
        }
    }

    /// What to take points and commas for.
    ///
    /// The mark before decimals is the one that more cells show to be it; the other one may stand between thousands where some cell
    /// shows that it does. Where no cell shows anything it is the point; where cells with either mark could be either, both are in doubt.
    #[must_use]
    pub fn marks(&self) -> Marks {
        let comma = self.comma + self.points_group;
        let point = self.point + self.commas_group;
        let decimal = if comma > point { b',' } else { b'.' };
        let grouped = if decimal == b',' { self.points_group > 0 } else { self.commas_group > 0 };
        Marks { decimal, grouped, doubtful: comma + point == 0 && self.lone_comma > 0 }
    }
}

/// The words that stand for nothing, in lower case.
const MISSING_WORDS: [&[u8]; 22] = [
    b"na",
    b"n/a",
    b"n.a.",
    b"#n/a",
    b"nan",
    b"null",
    b"nil",
    b"none",
    b"missing",
    b"unknown",
    b"nd",
    b"n.d.",
    b"no data",
    b"-",
    b"--",
    b".",
    b"..",
    b"...",
    b"?",
    b"#value!",
    b"\xe2\x80\x93",
    b"\xe2\x80\x94",
];

/// Whether a text is a word for nothing, such as `NA`, `n/a`, `..` or a dash.
#[must_use]
pub fn is_missing_word(text: &[u8]) -> bool {
    MISSING_WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
}

impl Marks {
    /// Reads a cell. `parse` reads the few numbers that need more than fifteen digits or an exponent, written as JSON writes them.
    #[inline]
    pub fn read(self, cell: &[u8], parse: fn(&str) -> Option<f64>) -> Read {
        let (negative, body) = match cell {
            [b'-', body @ ..] => (true, body),
            body => (false, body),
        };
        let (mut digits, mut count, mut mark) = (0_u64, 0, usize::MAX);
        for byte in body {
            match byte {
                b'0'..=b'9' if count < 15 => {
                    digits = digits * 10 + u64::from(byte - b'0');
                    count += 1;
                }
                byte if *byte == self.decimal && mark == usize::MAX && !self.doubtful && count > 0 => mark = count,
                _ => return self.read_slowly(cell, parse),
            }
        }
        if count == 0 || mark == count {
            return self.read_slowly(cell, parse);
        }
        match decimal(digits, count - mark.min(count)) {
            Some(value) => {
                Read::Number { value: if negative { 0.0 - value } else { value }, percent: false, grouped: false }
            }
            None => self.read_slowly(cell, parse),
        }
    }

    #[inline(never)]
    fn read_slowly(self, cell: &[u8], parse: fn(&str) -> Option<f64>) -> Read {
        let Ok(text) = std::str::from_utf8(cell) else { return Read::Not };
        let text = text.trim();
        if text.is_empty() {
            return Read::Empty;
        }
        if is_missing_word(text.as_bytes()) {
            return Read::Missing;
        }
        let (text, percent) = match text.strip_suffix('%') {
            Some(rest) => (rest.trim_end(), true),
            None => (text, false),
        };
        match self.number(text, self.grouped, parse) {
            Some((value, grouped)) if !(self.doubtful && is_lone(text, self.decimal)) => {
                Read::Number { value, percent, grouped }
            }
            _ => {
                // One mark before three digits: the other reading of it.
                let other =
                    Self { decimal: if self.decimal == b'.' { b',' } else { b'.' }, grouped: false, doubtful: false };
                let mark = if is_lone(text, self.decimal) && self.doubtful { self.decimal } else { other.decimal };
                if !is_lone(text, mark) {
                    return Read::Not;
                }
                let decimals = Self { decimal: mark, ..other };
                let thousands = Self { decimal: if mark == b'.' { b',' } else { b'.' }, ..other };
                match (decimals.number(text, false, parse), thousands.number(text, true, parse)) {
                    (Some((first, _)), Some((second, _))) => Read::Ambiguous(first, second),
                    _ => Read::Not,
                }
            }
        }
    }

    /// The number that a text is, and whether thousands were apart.
    fn number(self, text: &str, grouped: bool, parse: fn(&str) -> Option<f64>) -> Option<(f64, bool)> {
        let (negative, body) = match text.chars().next()? {
            sign @ ('-' | '\u{2212}') => (true, text.strip_prefix(sign)?),
            '+' => (false, text.strip_prefix('+')?),
            _ => (false, text),
        };
        let (body, exponent) = match body.split_once(['e', 'E']) {
            Some((body, exponent)) => (body, exponent.parse::<i16>().ok()?),
            None => (body, 0),
        };
        let decimal = char::from(self.decimal);
        let (whole, decimals) = body.split_once(decimal).unwrap_or((body, ""));
        let mut json = String::from(if negative { "-0" } else { "0" });
        let mut mark = None;
        let mut run = 0;
        for character in whole.chars() {
            if character.is_ascii_digit() {
                run += 1;
                if json.ends_with('0') && json.trim_start_matches('-') == "0" {
                    json.pop();
                }
                json.push(character);
                continue;
            }
            let allowed = matches!(character, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}' | '\'' | '\u{2019}')
                || (grouped && matches!(character, '.' | ','));
            let fits = if mark.is_none() { (1..=3).contains(&run) } else { run == 3 && mark == Some(character) };
            if !allowed || !fits {
                return None;
            }
            mark = Some(character);
            run = 0;
        }
        if (mark.is_some() && run != 3) || (whole.is_empty() && decimals.is_empty()) {
            return None;
        }
        if !decimals.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        if !decimals.is_empty() {
            json.push('.');
            json.push_str(decimals);
        }
        if exponent != 0 {
            json.push('e');
            json.push_str(&exponent.to_string());
        }
        let value = parse(&json).filter(|value| value.is_finite())?;
        Some((value + 0.0, mark.is_some()))
    }
}

/// Whether a text has one point or comma, this one, with one to three digits before it and three after.
fn is_lone(text: &str, mark: u8) -> bool {
    let digits = text.trim_start_matches(['-', '+', '\u{2212}']);
    let Some((before, after)) = digits.split_once(char::from(mark)) else { return false };
    let all = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    (1..=3).contains(&before.len()) && !before.starts_with('0') && after.len() == 3 && all(before) && all(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    const POINT: Marks = Marks { decimal: b'.', grouped: false, doubtful: false };
    const COMMA: Marks = Marks { decimal: b',', grouped: false, doubtful: false };

    fn read(marks: Marks, cell: &str) -> Read {
        marks.read(cell.as_bytes(), |text| text.parse().ok())
    }

    fn number(value: f64) -> Read {
        Read::Number { value, percent: false, grouped: false }
    }

    #[test]
    fn numbers_are_read_to_the_last_bit() {
        for text in [
            "0",
            "1",
            "-1",
            "12.5",
            "0.1",
            "123456789012345",
            "1234567890123456",
            "0.30000000000000004",
            "5e-324",
            "1.7976931348623157e308",
            "-0.000001",
            "9007199254740993",
            "1e22",
            "1e-7",
            "0.00000000000000000000000123",
            "123456789.12345679",
            "1E+5",
        ] {
            let Read::Number { value, .. } = read(POINT, text) else { panic!("{text}") };
            assert_eq!(value.to_bits(), text.parse::<f64>().unwrap().to_bits(), "{text}");
        }
        assert_eq!(read(POINT, "-0"), number(0.0));
        let Read::Number { value, .. } = read(POINT, "-0.0") else { panic!() };
        assert_eq!(value.to_bits(), 0);
    }

    #[test]
    fn marks_signs_and_blanks_are_read_as_people_write_them() {
        let grouped = |value| Read::Number { value, percent: false, grouped: true };
        let percent = |value| Read::Number { value, percent: true, grouped: false };
        let both = Marks { grouped: true, ..POINT };
        let comma_both = Marks { grouped: true, ..COMMA };
        let doubtful = Marks { doubtful: true, ..POINT };
        let table = [
            (POINT, " 1.5 ", number(1.5)),
            (POINT, "+3", number(3.0)),
            (POINT, "\u{2212}3", number(-3.0)),
            (POINT, ".5", number(0.5)),
            (POINT, "5.", number(5.0)),
            (POINT, "007", number(7.0)),
            (POINT, "1 234.5", grouped(1234.5)),
            (POINT, "1\u{a0}234\u{a0}567", grouped(1_234_567.0)),
            (POINT, "1\u{2009}234", grouped(1234.0)),
            (POINT, "1\u{202f}234", grouped(1234.0)),
            (POINT, "1'234", grouped(1234.0)),
            (POINT, "1\u{2019}234", grouped(1234.0)),
            (both, "1,234,567.5", grouped(1_234_567.5)),
            (both, "1,234", grouped(1234.0)),
            (both, "1,23", Read::Not),
            (both, "1,234'567", Read::Not),
            (comma_both, "1.234,5", grouped(1234.5)),
            (COMMA, "1,5", number(1.5)),
            (COMMA, "1.5", Read::Not),
            (COMMA, "1.234", Read::Ambiguous(1.234, 1234.0)),
            (POINT, "-1,234", Read::Ambiguous(-1.234, -1234.0)),
            (POINT, "0,234", Read::Not),
            (POINT, "1.234", number(1.234)),
            (doubtful, "1.234", Read::Ambiguous(1.234, 1234.0)),
            (doubtful, "1,234", Read::Ambiguous(1.234, 1234.0)),
            (doubtful, "12", number(12.0)),
            (POINT, "45%", percent(45.0)),
            (POINT, "45.5 %", percent(45.5)),
            (POINT, "", Read::Empty),
            (POINT, " \u{a0}", Read::Empty),
            (POINT, "n/a", Read::Missing),
            (POINT, "NA", Read::Missing),
            (POINT, "-", Read::Missing),
            (POINT, "..", Read::Missing),
            (POINT, "\u{2013}", Read::Missing),
            (POINT, "NULL", Read::Missing),
            (POINT, "12a", Read::Not),
            (POINT, "1 2", Read::Not),
            (POINT, "1 23", Read::Not),
            (POINT, "12 34 567", Read::Not),
            (POINT, "1.2.3", Read::Not),
            (POINT, "1e", Read::Not),
            (POINT, "1e999", Read::Not),
            (POINT, "e5", Read::Not),
            (POINT, "inf", Read::Not),
            (POINT, "--1", Read::Not),
            (POINT, "+-1", Read::Not),
            (POINT, "%", Read::Not),
            (POINT, "1\n2", Read::Not),
            (POINT, "$5", Read::Not),
            (POINT, "\u{661}", Read::Not),
        ];
        for (marks, text, expected) in table {
            assert_eq!(read(marks, text), expected, "{text:?} {marks:?}");
        }
        assert_eq!(POINT.read(b"\xff", |_| None), Read::Not);
    }

    #[test]
    fn marks_follow_from_what_cells_show() {
        let table: [(&[&str], Marks); 13] = [
            (&[], POINT),
            (&["1", "2"], POINT),
            (&["1.5"], POINT),
            (&["1,5"], COMMA),
            (&["0,125"], COMMA),
            (&["1.5", "1,234"], POINT),
            (&["1,5", "1.234"], COMMA),
            (&["1.234"], POINT),
            (&["1,234.5"], Marks { grouped: true, ..POINT }),
            (&["1.234.567", "12"], Marks { grouped: true, ..COMMA }),
            (&["1,234,567.5", "1,234"], Marks { grouped: true, ..POINT }),
            (&["1,234"], Marks { doubtful: true, ..POINT }),
            (&["1,234", "1.234"], Marks { doubtful: true, ..POINT }),
        ];
        for (cells, expected) in table {
            let mut evidence = Evidence::default();
            cells.iter().for_each(|cell| evidence.add(cell.as_bytes()));
            assert_eq!(evidence.marks(), expected, "{cells:?} {evidence:?}");
        }
    }
}
