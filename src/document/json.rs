//! How data becomes JSON text: the one writer of results and documents.
//!
//! Numbers are written as [`float::text`] writes them, so that the module carries one way of writing a number; every value is
//! written by a call that cannot fail, so that no field needs a way out.

use std::fmt;

use serde::ser::{self, Serialize, Serializer};

use crate::numeric::float;

/// Writes `data` as JSON text without blanks, its keys as they come; a number that JSON has no text for becomes `null`.
///
/// # Errors
/// When a type refuses to be written, which none of the engine's does.
pub(crate) fn to_text<T: Serialize>(data: &T) -> Result<String, Unwritable> {
    written(data, None)
}

/// Writes `data` as JSON text whose keys are in order, those of RFC 8785: by their UTF-16 units, which for the format's ASCII keys is
/// the order of their bytes.
///
/// # Errors
/// As [`to_text`].
pub(crate) fn to_canonical<T: Serialize>(data: &T) -> Result<String, Unwritable> {
    written(data, Some(Vec::new()))
}

fn written<T: Serialize>(data: &T, fields: Option<Vec<usize>>) -> Result<String, Unwritable> {
    let mut writer = Writer { text: String::new(), fields };
    data.serialize(&mut writer)?;
    Ok(writer.text)
}

/// That a type refused to be written.
#[derive(Debug)]
pub(crate) struct Unwritable;

impl fmt::Display for Unwritable {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("it holds what JSON cannot")
    }
}

impl std::error::Error for Unwritable {}

impl ser::Error for Unwritable {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

/// Writes a text with its quotes, escaped as RFC 8785 demands.
#[inline(never)]
pub(super) fn quote(content: &str, text: &mut String) {
    text.push('"');
    if !content.bytes().any(|byte| byte < b' ' || byte == b'"' || byte == b'\\') {
        text.push_str(content);
        text.push('"');
        return;
    }
    for character in content.chars() {
        let escaped = match character {
            '"' => "\\\"",
            '\\' => "\\\\",
            '\u{8}' => "\\b",
            '\t' => "\\t",
            '\n' => "\\n",
            '\u{c}' => "\\f",
            '\r' => "\\r",
            '\0'..='\u{1f}' => {
                let code = u32::from(character);
                text.push_str(if code < 16 { "\\u000" } else { "\\u001" });
                text.extend(char::from_digit(code % 16, 16));
                continue;
            }
            _ => {
                text.push(character);
                continue;
            }
        };
        text.push_str(escaped);
    }
    text.push('"');
}

struct Writer {
    text: String,
    /// Where the fields begin of the objects that are open, the innermost last, each object's behind the place of its bracket; none:
    /// keys stay as they come.
    fields: Option<Vec<usize>>,
}

// Not inlined: these few are what every field of every type calls.
impl Writer {
    #[inline(never)]
    fn number(&mut self, number: f64) {
        if number.is_finite() {
            float::write(number, &mut self.text);
        } else {
            self.text.push_str("null");
        }
    }

    #[inline(never)]
    fn raw(&mut self, raw: &str) {
        self.text.push_str(raw);
    }

    #[inline(never)]
    fn quoted(&mut self, content: &str) {
        quote(content, &mut self.text);
    }

    /// The comma before all but the first of a list or an object, which is the one thing that stands behind its bracket.
    #[inline(never)]
    fn separate(&mut self) {
        if !matches!(self.text.as_bytes().last(), Some(b'[' | b'{')) {
            self.text.push(',');
        }
    }

    #[inline(never)]
    fn key(&mut self, key: &str) {
        self.separate();
        self.begin_field();
        self.quoted(key);
        self.text.push(':');
    }

    #[inline(never)]
    fn open(&mut self) {
        if let Some(fields) = &mut self.fields {
            fields.push(self.text.len());
        }
        self.text.push('{');
    }

    fn begin_field(&mut self) {
        if let Some(fields) = &mut self.fields {
            fields.push(self.text.len());
        }
    }

    #[inline(never)]
    fn close(&mut self) {
        self.sort();
        self.text.push('}');
    }

    /// Puts the fields of the innermost object in order.
    fn sort(&mut self) {
        let Some(fields) = &mut self.fields else { return };
        // Fields begin behind the bracket, and so does nothing of an object around.
        let bracket = fields.iter().rposition(|at| self.text.as_bytes().get(*at) == Some(&b'{')).unwrap_or(0);
        let starts = fields.split_off(bracket);
        super::canonical::sort_fields(&mut self.text, starts.get(1..).unwrap_or_default());
    }
}

impl<'w> Serializer for &'w mut Writer {
    type Ok = ();
    type Error = Unwritable;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Self;
    type SerializeTupleVariant = Variant<'w>;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = Variant<'w>;

    fn serialize_bool(self, value: bool) -> Result<(), Unwritable> {
        self.raw(if value { "true" } else { "false" });
        Ok(())
    }

    fn serialize_i8(self, value: i8) -> Result<(), Unwritable> {
        self.serialize_i64(value.into())
    }

    fn serialize_i16(self, value: i16) -> Result<(), Unwritable> {
        self.serialize_i64(value.into())
    }

    fn serialize_i32(self, value: i32) -> Result<(), Unwritable> {
        self.serialize_i64(value.into())
    }

    fn serialize_i64(self, value: i64) -> Result<(), Unwritable> {
        self.raw(&value.to_string());
        Ok(())
    }

    fn serialize_u8(self, value: u8) -> Result<(), Unwritable> {
        self.serialize_u64(value.into())
    }

    fn serialize_u16(self, value: u16) -> Result<(), Unwritable> {
        self.serialize_u64(value.into())
    }

    fn serialize_u32(self, value: u32) -> Result<(), Unwritable> {
        self.serialize_u64(value.into())
    }

    fn serialize_u64(self, value: u64) -> Result<(), Unwritable> {
        self.raw(&value.to_string());
        Ok(())
    }

    fn serialize_f32(self, value: f32) -> Result<(), Unwritable> {
        self.serialize_f64(value.into())
    }

    fn serialize_f64(self, value: f64) -> Result<(), Unwritable> {
        self.number(value);
        Ok(())
    }

    fn serialize_char(self, value: char) -> Result<(), Unwritable> {
        self.quoted(value.encode_utf8(&mut [0; 4]));
        Ok(())
    }

    fn serialize_str(self, value: &str) -> Result<(), Unwritable> {
        self.quoted(value);
        Ok(())
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), Unwritable> {
        self.collect_seq(value)
    }

    fn serialize_none(self) -> Result<(), Unwritable> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Unwritable> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Unwritable> {
        self.raw("null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Unwritable> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Unwritable> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), Unwritable> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Unwritable> {
        self.open();
        self.key(variant);
        value.serialize(&mut *self)?;
        self.close();
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self, Unwritable> {
        self.raw("[");
        Ok(self)
    }

    fn serialize_tuple(self, length: usize) -> Result<Self, Unwritable> {
        self.serialize_seq(Some(length))
    }

    fn serialize_tuple_struct(self, _: &'static str, length: usize) -> Result<Self, Unwritable> {
        self.serialize_seq(Some(length))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Variant<'w>, Unwritable> {
        self.open();
        self.key(variant);
        self.raw("[");
        Ok(Variant(self))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self, Unwritable> {
        self.open();
        Ok(self)
    }

    fn serialize_struct(self, _: &'static str, length: usize) -> Result<Self, Unwritable> {
        self.serialize_map(Some(length))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Variant<'w>, Unwritable> {
        self.open();
        self.key(variant);
        self.open();
        Ok(Variant(self))
    }
}

/// What an enum's variant holds: written inside an object whose one key is the variant's name.
struct Variant<'w>(&'w mut Writer);

impl ser::SerializeSeq for &mut Writer {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        self.separate();
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<(), Unwritable> {
        self.raw("]");
        Ok(())
    }
}

impl ser::SerializeTuple for &mut Writer {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        ser::SerializeSeq::serialize_element(self, value)
    }

    fn end(self) -> Result<(), Unwritable> {
        ser::SerializeSeq::end(self)
    }
}

impl ser::SerializeTupleStruct for &mut Writer {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        ser::SerializeSeq::serialize_element(self, value)
    }

    fn end(self) -> Result<(), Unwritable> {
        ser::SerializeSeq::end(self)
    }
}

impl ser::SerializeTupleVariant for Variant<'_> {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        ser::SerializeSeq::serialize_element(&mut self.0, value)
    }

    fn end(self) -> Result<(), Unwritable> {
        self.0.raw("]");
        self.0.close();
        Ok(())
    }
}

/// Keys are texts, or numbers, which are quoted.
impl ser::SerializeMap for &mut Writer {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Unwritable> {
        let key = to_text(&key)?;
        self.separate();
        self.begin_field();
        if key.starts_with('"') {
            self.raw(&key);
        } else {
            self.quoted(&key);
        }
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        self.raw(":");
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<(), Unwritable> {
        self.close();
        Ok(())
    }
}

impl ser::SerializeStruct for &mut Writer {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Unwritable> {
        self.key(key);
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<(), Unwritable> {
        self.close();
        Ok(())
    }
}

impl ser::SerializeStructVariant for Variant<'_> {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Unwritable> {
        ser::SerializeStruct::serialize_field(&mut self.0, key, value)
    }

    fn end(self) -> Result<(), Unwritable> {
        self.0.close();
        self.0.close();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Serialize;

    use super::*;

    #[derive(Serialize)]
    enum Choice {
        Plain,
        Newtype(Option<u8>),
        Tuple(i32, bool),
        Struct { a: f32, b: () },
    }

    #[derive(Serialize)]
    #[serde(tag = "kind", rename_all = "camelCase")]
    enum Tagged {
        Empty,
        Some { first_field: f64 },
    }

    #[derive(Serialize)]
    struct Everything {
        #[serde(flatten)]
        inner: Inner,
        choices: Vec<Choice>,
        tagged: (Tagged, Tagged),
        map: BTreeMap<u8, &'static str>,
        empty: (Vec<u8>, BTreeMap<String, u8>),
        text: String,
        letter: char,
        numbers: [f64; 6],
        whole: (u64, i64, i8),
    }

    #[derive(Serialize)]
    struct Inner {
        a: u16,
        #[serde(skip_serializing_if = "Option::is_none")]
        b: Option<u8>,
    }

    fn everything() -> Everything {
        Everything {
            inner: Inner { a: 7, b: None },
            choices: vec![
                Choice::Plain,
                Choice::Newtype(None),
                Choice::Newtype(Some(3)),
                Choice::Tuple(-4, true),
                Choice::Struct { a: 0.5, b: () },
            ],
            tagged: (Tagged::Empty, Tagged::Some { first_field: 0.25 }),
            map: BTreeMap::from([(1, "one"), (2, "two")]),
            empty: (Vec::new(), BTreeMap::new()),
            text: (0..0x80).filter_map(char::from_u32).chain("€𝄞{[".chars()).collect(),
            letter: '"',
            numbers: [0.1, -2.5, 1e-7, f64::NAN, f64::INFINITY, 123_456.789],
            whole: (u64::MAX, i64::MIN, -1),
        }
    }

    #[test]
    fn every_kind_of_data_is_written_as_serde_json_writes_it() {
        let data = everything();
        assert_eq!(to_text(&data).unwrap(), serde_json::to_string(&data).unwrap());
    }

    #[test]
    fn canonical_text_has_the_keys_of_every_object_in_order_however_deep() {
        let data = (everything(), [everything(), everything()]);
        // A tree of values whose objects are sorted maps.
        let sorted: serde_json::Value = serde_json::from_str(&to_text(&data).unwrap()).unwrap();
        assert_eq!(to_canonical(&data).unwrap(), sorted.to_string());
    }

    #[test]
    fn a_whole_number_has_no_point() {
        assert_eq!(to_text(&(1.0, -0.0, 1e21)).unwrap(), "[1,0,1e+21]");
    }
}
