//! Numbers in JSON text, which is nearly all that a large document holds.

use super::float::decimal;

/// How the few numbers are read that need more than fifteen digits or an exponent.
type Parse = fn(&str) -> Option<f64>;

/// The number that a text begins with, and how many bytes it takes; none where no number stands there.
#[inline]
#[must_use]
pub fn number(text: &[u8], parse: Parse) -> Option<(f64, usize)> {
    let (negative, body) = match text {
        [b'-', body @ ..] => (true, body),
        body => (false, body),
    };
    let (mut digits, mut count, mut point) = (0_u64, 0_usize, usize::MAX);
    let mut used = 0;
    for byte in body {
        match byte {
            b'0'..=b'9' => {
                // What overflows has more digits than are taken below.
                digits = digits.wrapping_mul(10).wrapping_add(u64::from(byte - b'0'));
                count += 1;
            }
            b'.' if point == usize::MAX => point = count,
            b'.' | b'e' | b'E' | b'+' | b'-' => return slow(text, parse),
            _ => break,
        }
        used += 1;
    }
    let whole = point.min(count);
    let zeros = body.first() == Some(&b'0') && whole > 1;
    if whole == 0 || point == count || zeros || count > 15 {
        return slow(text, parse);
    }
    let value = decimal(digits, count - whole)?;
    Some((if negative { -value } else { value }, used + usize::from(negative)))
}

#[inline(never)]
fn slow(text: &[u8], parse: Parse) -> Option<(f64, usize)> {
    let is_part = |byte: &&u8| matches!(byte, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-');
    let used = text.iter().take_while(is_part).count();
    let number = text.get(..used).and_then(|number| std::str::from_utf8(number).ok());
    Some((number.and_then(parse)?, used))
}

/// The list of numbers and nulls that a text begins with, NaN for `null`, and how many bytes it takes; none where it is another list,
/// an empty one, or longer than `most`.
#[must_use]
pub fn numbers(text: &[u8], most: usize, parse: Parse) -> Option<(Vec<f64>, usize)> {
    let mut rest = after(text.strip_prefix(b"[")?);
    // A number takes some bytes: few lists need to grow from here.
    let mut list = Vec::new();
    loop {
        if let Some(more) = rest.strip_prefix(b"null") {
            list.push(f64::NAN);
            rest = more;
        } else {
            let (value, used) = number(rest, parse)?;
            list.push(value);
            rest = rest.get(used..)?;
        }
        if list.len() > most {
            return None;
        }
        match rest {
            [b',', more @ ..] => rest = after(more),
            _ => match after(rest) {
                [b',', more @ ..] => rest = after(more),
                [b']', more @ ..] => return Some((list, text.len() - more.len())),
                _ => return None,
            },
        }
    }
}

/// What comes after blanks.
#[inline]
#[must_use]
pub fn after(mut text: &[u8]) -> &[u8] {
    while let [b' ' | b'\n' | b'\t' | b'\r', more @ ..] = text {
        text = more;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Option<f64> {
        // Looser than JSON: what is refused is refused here.
        (text != "1e").then(|| text.parse().ok())?
    }

    #[test]
    fn a_number_is_read_to_the_last_bit_and_no_further() {
        for text in [
            "0",
            "-0",
            "12",
            "-1.5",
            "0.125",
            "999999999999999",
            "123456789.012345",
            "1e5",
            "-2.5E-3",
            "12345678901234567890",
        ] {
            for behind in ["", ",1", "]", " ", "}"] {
                let (value, used) = number(format!("{text}{behind}").as_bytes(), parse).unwrap();
                assert_eq!(
                    (value.to_bits(), used),
                    (text.parse::<f64>().unwrap().to_bits(), text.len()),
                    "{text}{behind}"
                );
            }
        }
        assert_eq!(number(b"01", |_| None), None);
        assert_eq!(number(b"1.", |_| None), None);
        for text in ["", "-", ".5", "x", "null", "\"1\""] {
            assert_eq!(number(text.as_bytes(), |_| None), None, "{text}");
        }
    }

    #[test]
    fn a_list_of_numbers_and_nulls_is_read_whatever_blanks_there_are() {
        let (list, used) = numbers(b"[ 1 ,2.5,\n null,-3e1 ] ,", 4, parse).unwrap();
        assert_eq!((list.len(), used), (4, 22));
        assert!(list.iter().zip([1.0, 2.5, f64::NAN, -30.0]).all(|(a, b)| a.to_bits() == b.to_bits()));
        for text in ["[]", "[1", "[1,]", "[1 2]", "[\"a\"]", "[1,[2]]", "[nul]", "[1,2,3,4,5]", "1"] {
            assert!(numbers(text.as_bytes(), 4, parse).is_none(), "{text}");
        }
    }
}
