//! Bytes of a file become UTF-8.

use std::borrow::Cow;

/// How the characters of a file are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a mark in front.
    Utf8,
    /// UTF-16, by its mark, or by the zeros that every second byte of plain text then is.
    Utf16,
    /// None of these: the old encoding of Windows, in which every sequence of bytes is some text.
    Windows1252,
}

impl Encoding {
    /// Its usual name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16 => "UTF-16",
            Self::Windows1252 => "Windows-1252",
        }
    }
}

/// The text of a file in UTF-8, without a byte-order mark, and how it was written.
///
/// Half a character of UTF-16 becomes U+FFFD; bytes that Windows-1252 leaves open become the control characters of their number.
#[must_use]
pub fn decode(bytes: &[u8]) -> (Cow<'_, [u8]>, Encoding) {
    let sixteen = match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] if std::str::from_utf8(rest).is_ok() => {
            return (Cow::Borrowed(rest), Encoding::Utf8);
        }
        [0xff, 0xfe, rest @ ..] => Some((rest, u16::from_le_bytes as fn([u8; 2]) -> u16)),
        [0xfe, 0xff, rest @ ..] => Some((rest, u16::from_be_bytes as fn([u8; 2]) -> u16)),
        [_, 0, _, 0, ..] => Some((bytes, u16::from_le_bytes as fn([u8; 2]) -> u16)),
        [0, _, 0, _, ..] => Some((bytes, u16::from_be_bytes as fn([u8; 2]) -> u16)),
        _ => None,
    };
    let text: String = if let Some((bytes, read)) = sixteen {
        let units = bytes.chunks(2).map(|pair| match pair {
            [first, second] => read([*first, *second]),
            _ => 0xfffd,
        });
        char::decode_utf16(units).map(|character| character.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
    } else if std::str::from_utf8(bytes).is_ok() {
        return (Cow::Borrowed(bytes), Encoding::Utf8);
    } else {
        bytes.iter().map(|byte| windows_1252(*byte)).collect()
    };
    let encoding = if sixteen.is_some() { Encoding::Utf16 } else { Encoding::Windows1252 };
    (Cow::Owned(text.into_bytes()), encoding)
}

/// What Windows-1252 puts in the place of the control characters 0x80 to 0x9f; U+0000: left open.
const UPPER: [u16; 32] = [
    0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017d, 0, 0,
    0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e, 0x0178,
];

fn windows_1252(byte: u8) -> char {
    let upper = byte.checked_sub(0x80).and_then(|place| UPPER.get(usize::from(place))).filter(|code| **code != 0);
    upper.and_then(|code| char::from_u32(u32::from(*code))).unwrap_or(char::from(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_encoding_comes_to_the_same_text() {
        let text = "unit,Größe\nK€,1\n";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let windows = b"unit,Gr\xf6\xdfe\nK\x80,1\n".to_vec();
        let table: [(Vec<u8>, Encoding); 7] = [
            (text.as_bytes().to_vec(), Encoding::Utf8),
            ([b"\xef\xbb\xbf", text.as_bytes()].concat(), Encoding::Utf8),
            ([b"\xff\xfe".as_slice(), &little].concat(), Encoding::Utf16),
            ([b"\xfe\xff".as_slice(), &big].concat(), Encoding::Utf16),
            (little, Encoding::Utf16),
            (big, Encoding::Utf16),
            (windows, Encoding::Windows1252),
        ];
        for (bytes, expected) in table {
            let (decoded, encoding) = decode(&bytes);
            assert_eq!((std::str::from_utf8(&decoded).unwrap(), encoding), (text, expected), "{bytes:?}");
        }
    }

    #[test]
    fn half_a_character_is_replaced_and_nothing_dies_of_few_bytes() {
        for bytes in
            [b"".as_slice(), b"\xff", b"\xff\xfe", b"\xff\xfea", b"\xef\xbb\xbf", b"\0", b"a\0b", b"\xff\xfe\x00\xd8"]
        {
            let (decoded, _) = decode(bytes);
            assert!(std::str::from_utf8(&decoded).is_ok(), "{bytes:?}");
        }
    }
}
