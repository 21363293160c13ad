//! Plain JSON text, read in a fraction of the time that a reader takes which has to say what is wrong.

use super::tree::{Value, number_of};
use crate::limits;
use crate::numeric::json::{after, number, numbers};

/// Reads a text that has nothing to be said of; none where it is no JSON, or holds more than `most` values or what is nested too deep.
pub(super) fn read(text: &str, most: usize) -> Option<Value> {
    let mut reader = Reader { text, rest: after(text.as_bytes()), left: most };
    let value = reader.value(0)?;
    reader.rest.is_empty().then_some(value)
}

struct Reader<'a> {
    text: &'a str,
    rest: &'a [u8],
    /// How many values may still come.
    left: usize,
}

impl Reader<'_> {
    fn value(&mut self, depth: usize) -> Option<Value> {
        self.left = self.left.checked_sub(1)?;
        if depth > limits::DOCUMENT_DEPTH {
            return None;
        }
        let value = match self.rest.first()? {
            b'"' => Value::Text(self.string()?),
            b'{' => self.object(depth)?,
            b'[' => self.list(depth)?,
            b'n' => self.word("null", Value::Null)?,
            b't' => self.word("true", Value::Bool(true))?,
            b'f' => self.word("false", Value::Bool(false))?,
            _ => {
                let (value, used) = number(self.rest, number_of)?;
                self.rest = self.rest.get(used..)?;
                Value::Number(value)
            }
        };
        self.rest = after(self.rest);
        Some(value)
    }

    fn object(&mut self, depth: usize) -> Option<Value> {
        let mut fields = Vec::new();
        self.take(b'{');
        if self.take(b'}') {
            return Some(Value::Object(fields));
        }
        loop {
            let key = self.string()?;
            self.rest = after(self.rest);
            if !self.take(b':') {
                return None;
            }
            fields.push((key, self.value(depth + 1)?));
            if self.take(b'}') {
                return Some(Value::Object(fields));
            }
            if !self.take(b',') {
                return None;
            }
        }
    }

    fn list(&mut self, depth: usize) -> Option<Value> {
        if let Some((list, used)) = numbers(self.rest, self.left, number_of) {
            // Its numbers lie one deeper.
            if depth >= limits::DOCUMENT_DEPTH {
                return None;
            }
            self.left -= list.len();
            self.rest = self.rest.get(used..)?;
            return Some(Value::Numbers(list));
        }
        let mut list = Vec::new();
        self.take(b'[');
        if self.take(b']') {
            return Some(Value::List(list));
        }
        loop {
            list.push(self.value(depth + 1)?);
            if self.take(b']') {
                return Some(Value::List(list));
            }
            if !self.take(b',') {
                return None;
            }
        }
    }

    /// The text between quotation marks; its escapes are left to the other reader.
    fn string(&mut self) -> Option<String> {
        let rest = self.rest.strip_prefix(b"\"")?;
        let end = rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..b' '))?;
        let begin = self.text.len() - rest.len();
        if rest.get(end) == Some(&b'"') {
            self.rest = rest.get(end + 1..)?;
            return self.text.get(begin..begin + end).map(str::to_owned);
        }
        // Up to the mark that no odd number of backslashes stands before.
        let mut escaped = false;
        let end = rest.iter().position(|byte| {
            let closes = *byte == b'"' && !escaped;
            escaped = *byte == b'\\' && !escaped;
            closes
        })?;
        self.rest = rest.get(end + 1..)?;
        match Value::known(self.text.get(begin - 1..=begin + end)?, usize::MAX) {
            Ok(Value::Text(text)) => Some(text),
            _ => None,
        }
    }

    fn word(&mut self, word: &str, value: Value) -> Option<Value> {
        self.rest = self.rest.strip_prefix(word.as_bytes())?;
        Some(value)
    }

    /// Takes a mark and the blanks behind it, if it stands there.
    fn take(&mut self, mark: u8) -> bool {
        match self.rest {
            [first, rest @ ..] if *first == mark => {
                self.rest = after(rest);
                true
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A value with its lists of numbers as all others are.
    fn listed(value: Value) -> Value {
        match &value {
            Value::Numbers(_) => Value::List(value.items().unwrap().into_owned()),
            Value::List(list) => Value::List(list.iter().cloned().map(listed).collect()),
            Value::Object(fields) => {
                Value::Object(fields.iter().map(|(key, value)| (key.clone(), listed(value.clone()))).collect())
            }
            _ => value,
        }
    }

    #[test]
    fn whatever_is_read_here_is_read_alike_by_the_reader_that_knows_all_of_json() {
        let whole = include_str!("../../tests/malformed/whole-document.json");
        let mut cases: Vec<String> = [
            "{}",
            "[]",
            "[[]]",
            " [ 1 , null ] ",
            "[1,\"a\",null,true,false,{}]",
            "\"\\u00e9\\n\\\\\"",
            "\"\\\\\"",
            "-0",
            "1e400",
            "01",
            "1.",
            ".5",
            "+1",
            "1e5",
            "12345678901234567890",
            "0.30000000000000004",
            "[1,]",
            "[1 2]",
            "{\"a\":1,}",
            "{\"a\" 1}",
            "{a:1}",
            "nul",
            "nulll",
            "[null,nul]",
            "\"a\nb\"",
            "\"\\x\"",
            "\"\\ud800\"",
            "\"open",
            "\u{feff}1",
            "1 1",
            "{\"a\":1,\"a\":2}",
            "\"€𝄞\"",
            "",
            " ",
        ]
        .map(str::to_owned)
        .to_vec();
        // Every text that a document is when it breaks off, or has another character somewhere.
        let marks = ['"', '\\', ',', '}', ']', '0', '.', '-', 'e', ' ', '\n', 'n'];
        for (at, _) in whole.char_indices() {
            cases.push(whole.get(..at).unwrap().to_owned());
            let mark = marks[at % marks.len()];
            cases.push([whole.get(..at).unwrap(), &mark.to_string(), whole.get(at + 1..).unwrap_or_default()].concat());
        }
        let mut plain = 0;
        for text in &cases {
            for most in [3, usize::MAX] {
                let known = Value::known(text, most);
                if let Some(value) = read(text, most) {
                    plain += 1;
                    assert_eq!(Ok(listed(value)), known, "{text}");
                } else if most == usize::MAX {
                    // Nothing that JSON holds is left to the slower reader.
                    assert!(known.is_err(), "{text}");
                }
            }
        }
        assert!(plain > 100, "{plain}");
    }

    #[test]
    fn values_are_counted_and_depth_is_measured_alike() {
        let nested = |depth: usize, inner: &str| format!("{}{inner}{}", "[".repeat(depth), "]".repeat(depth));
        for depth in 0..limits::DOCUMENT_DEPTH + 4 {
            for inner in ["1", "1,null", "\"a\",1", "{}", ""] {
                let text = nested(depth, inner);
                let Ok(known) = Value::known(&text, usize::MAX) else { continue };
                let cut = format!("{known:?}").contains("TooDeep");
                assert_eq!(read(&text, usize::MAX).map(listed), (!cut).then_some(known), "{text}");
                for most in 0..depth + 6 {
                    assert_eq!(read(&text, most).is_some(), !cut && Value::known(&text, most).is_ok(), "{text} {most}");
                }
            }
        }
    }
}
