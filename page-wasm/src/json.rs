//! JSON as the service writes it, read into types.
//!
//! In scope: everything that serde asks of a format that describes itself. Out of scope: why a text could not be
//! read. A page can only say that it does not understand, and the words for each mistake, with the tables that
//! print numbers in them, would be a tenth of what a traveller loads.

use std::fmt;

use serde::de::value::StringDeserializer;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Error, Expected, MapAccess, SeqAccess,
    Unexpected, VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;

/// The text is no JSON, or not of the expected shape.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Misread;

/// Reads a whole text.
///
/// # Errors
/// When it is no JSON or not of the expected shape.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, Misread> {
    let mut reader = Reader { rest: text, depth: 0 };
    let value = T::deserialize(&mut reader)?;
    match reader.peek() {
        None => Ok(value),
        Some(_) => Err(Misread),
    }
}

/// No text of the service is nested deeper: a page does not run out of stack over one that is.
const DEPTH: u8 = 64;

struct Reader<'a> {
    rest: &'a str,
    depth: u8,
}

/// What a value begins with; for a plain one, the whole of it.
enum Token {
    Null,
    Truth(bool),
    Natural(u64),
    Negative(i64),
    Broken(f64),
    Text(String),
    List,
    Map,
}

// Nothing here knows what is being read: it is in the page's code once.
impl Reader<'_> {
    /// The next byte that is no white space.
    fn peek(&mut self) -> Option<u8> {
        self.rest = self.rest.trim_ascii_start();
        self.rest.bytes().next()
    }

    /// Passes by a byte, if it is the next.
    fn takes(&mut self, byte: u8) -> bool {
        let is_next = self.peek() == Some(byte);
        if is_next {
            self.skip(1);
        }
        is_next
    }

    fn expects(&mut self, byte: u8) -> Result<(), Misread> {
        if self.takes(byte) { Ok(()) } else { Err(Misread) }
    }

    /// Passes by bytes that were looked at and are whole characters.
    fn skip(&mut self, bytes: usize) {
        self.rest = self.rest.get(bytes..).unwrap_or_default();
    }

    fn word(&mut self, word: &str) -> Result<(), Misread> {
        self.rest = self.rest.strip_prefix(word).ok_or(Misread)?;
        Ok(())
    }

    fn token(&mut self) -> Result<Token, Misread> {
        match self.peek().ok_or(Misread)? {
            b'n' => self.word("null").map(|()| Token::Null),
            b't' => self.word("true").map(|()| Token::Truth(true)),
            b'f' => self.word("false").map(|()| Token::Truth(false)),
            b'"' => self.text().map(Token::Text),
            b'[' => self.enters().map(|()| Token::List),
            b'{' => self.enters().map(|()| Token::Map),
            b'-' | b'0'..=b'9' => self.number(),
            _ => Err(Misread),
        }
    }

    fn enters(&mut self) -> Result<(), Misread> {
        self.skip(1);
        self.depth += 1;
        if self.depth > DEPTH { Err(Misread) } else { Ok(()) }
    }

    /// Whether another item stands in the list or map, which ends with `close` and began before the `first`.
    fn goes_on(&mut self, close: u8, first: &mut bool) -> Result<bool, Misread> {
        if self.takes(close) {
            self.depth -= 1;
            return Ok(false);
        }
        if !std::mem::take(first) {
            self.expects(b',')?;
        }
        Ok(true)
    }

    fn text(&mut self) -> Result<String, Misread> {
        self.expects(b'"')?;
        let mut text = String::new();
        loop {
            let plain = self
                .rest
                .bytes()
                .position(|byte| byte == b'"' || byte == b'\\' || byte < b' ');
            let (before, after) = self.rest.split_at_checked(plain.ok_or(Misread)?).ok_or(Misread)?;
            text.push_str(before);
            self.rest = after;
            match self.bytes::<1>()? {
                [b'"'] => return Ok(text),
                [b'\\'] => text.push(self.escape()?),
                _ => return Err(Misread),
            }
        }
    }

    fn escape(&mut self) -> Result<char, Misread> {
        Ok(match self.bytes::<1>()? {
            [b'n'] => '\n',
            [b't'] => '\t',
            [b'r'] => '\r',
            [b'b'] => '\u{8}',
            [b'f'] => '\u{c}',
            [plain @ (b'"' | b'\\' | b'/')] => char::from(plain),
            [b'u'] => {
                let first = self.unit()?;
                // Characters beyond the basic plane come as two units, which are worth nothing alone.
                let code = match first {
                    0xD800..0xDC00 => {
                        self.word("\\u")?;
                        let second = self.unit()?;
                        0x1_0000 + ((first - 0xD800) << 10) + second.checked_sub(0xDC00).ok_or(Misread)?
                    }
                    _ => first,
                };
                char::from_u32(code).ok_or(Misread)?
            }
            _ => return Err(Misread),
        })
    }

    /// Four hexadecimal digits.
    fn unit(&mut self) -> Result<u32, Misread> {
        self.bytes::<4>()?.iter().try_fold(0, |unit, &digit| {
            let digit = char::from(digit).to_digit(16).ok_or(Misread)?;
            Ok(unit << 4 | digit)
        })
    }

    fn bytes<const N: usize>(&mut self) -> Result<[u8; N], Misread> {
        let (bytes, _) = self.rest.as_bytes().split_first_chunk().ok_or(Misread)?;
        self.rest = self.rest.get(N..).ok_or(Misread)?;
        Ok(*bytes)
    }

    /// A number. With a point or an exponent it is exact as long as it has at most 15 digits and 22 places, as all
    /// have that the service makes; beyond that it is off by the last digits.
    fn number(&mut self) -> Result<Token, Misread> {
        let negative = self.takes(b'-');
        let (digits, whole) = self.digits();
        if !matches!(self.rest.as_bytes().first(), Some(b'.' | b'e' | b'E')) {
            let natural = whole.ok_or(Misread)?;
            return match (digits, negative) {
                (0, _) => Err(Misread),
                (_, false) => Ok(Token::Natural(natural)),
                (_, true) => Ok(Token::Negative(
                    0_i64.checked_sub_unsigned(natural).ok_or(Misread)?,
                )),
            };
        }
        let mut number = whole.ok_or(Misread)? as f64;
        let mut exponent = 0;
        if self.word(".").is_ok() {
            let (places, part) = self.digits();
            exponent = -places;
            number = number * power_of_ten(places) + part.ok_or(Misread)? as f64;
        }
        if self.word("e").or_else(|Misread| self.word("E")).is_ok() {
            let negative = self.word("-").is_ok();
            if !negative {
                // A plus says nothing.
                let _ = self.word("+");
            }
            let (_, shift) = self.digits();
            let shift = shift
                .and_then(|shift| i32::try_from(shift).ok())
                .unwrap_or(i32::MAX);
            exponent = exponent.saturating_add(if negative { -shift } else { shift });
        }
        let size = power_of_ten(exponent.saturating_abs());
        let number = if exponent < 0 {
            number / size
        } else {
            number * size
        };
        Ok(Token::Broken(if negative { -number } else { number }))
    }

    /// How many digits follow, and what they make; `None` when that is too much.
    fn digits(&mut self) -> (i32, Option<u64>) {
        let (mut count, mut number) = (0, Some(0_u64));
        while let Some(digit @ b'0'..=b'9') = self.rest.bytes().next() {
            number = number.and_then(|number| number.checked_mul(10)?.checked_add(u64::from(digit - b'0')));
            count += 1;
            self.skip(1);
        }
        (count, number)
    }
}

/// Beyond the range of numbers, infinity.
fn power_of_ten(exponent: i32) -> f64 {
    (0..exponent.min(400)).fold(1.0, |power, _| power * 10.0)
}

/// The items of a list, or the pairs of a map.
struct Items<'r, 'a> {
    reader: &'r mut Reader<'a>,
    close: u8,
    first: bool,
    ended: bool,
}

impl<'r, 'a> Items<'r, 'a> {
    fn new(reader: &'r mut Reader<'a>, close: u8) -> Self {
        Self {
            reader,
            close,
            first: true,
            ended: false,
        }
    }

    fn goes_on(&mut self) -> Result<bool, Misread> {
        self.ended = !self.reader.goes_on(self.close, &mut self.first)?;
        Ok(!self.ended)
    }

    /// A visitor that wants so many items may not have asked whether there is another.
    fn end(mut self) -> Result<(), Misread> {
        if self.ended || !self.goes_on()? {
            Ok(())
        } else {
            Err(Misread)
        }
    }
}

impl<'de> SeqAccess<'de> for &mut Items<'_, '_> {
    type Error = Misread;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Misread> {
        if !self.goes_on()? {
            return Ok(None);
        }
        seed.deserialize(&mut *self.reader).map(Some)
    }
}

impl<'de> MapAccess<'de> for &mut Items<'_, '_> {
    type Error = Misread;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Misread> {
        if !self.goes_on()? {
            return Ok(None);
        }
        match self.reader.peek() {
            Some(b'"') => seed.deserialize(&mut *self.reader).map(Some),
            _ => Err(Misread),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Misread> {
        self.reader.expects(b':')?;
        seed.deserialize(&mut *self.reader)
    }
}

/// `{"variant": …}`, after the brace.
impl<'de> EnumAccess<'de> for &mut Reader<'_> {
    type Error = Misread;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Misread> {
        let variant = seed.deserialize(&mut *self)?;
        self.expects(b':')?;
        Ok((variant, self))
    }
}

impl<'de> VariantAccess<'de> for &mut Reader<'_> {
    type Error = Misread;

    fn unit_variant(self) -> Result<(), Misread> {
        serde::Deserialize::deserialize(self)
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Misread> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Misread> {
        self.deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misread> {
        self.deserialize_map(visitor)
    }
}

// What is expected is looked for, so that the code for each type has only its own kind of value.
impl Reader<'_> {
    fn a_truth<'de, V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Misread> {
        let Token::Truth(truth) = self.token()? else {
            return Err(Misread);
        };
        visitor.visit_bool(truth)
    }

    fn a_number<'de, V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Misread> {
        match self.token()? {
            Token::Natural(number) => visitor.visit_u64(number),
            Token::Negative(number) => visitor.visit_i64(number),
            Token::Broken(number) => visitor.visit_f64(number),
            Token::Null | Token::Truth(_) | Token::Text(_) | Token::List | Token::Map => Err(Misread),
        }
    }

    fn a_text<'de, V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Misread> {
        let Token::Text(text) = self.token()? else {
            return Err(Misread);
        };
        visitor.visit_string(text)
    }
}

macro_rules! expect {
    ($($kind:ident: $($name:ident)+;)*) => {$($(
        fn $name<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misread> {
            self.$kind(visitor)
        }
    )+)*};
}

impl<'de> Deserializer<'de> for &mut Reader<'_> {
    type Error = Misread;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misread> {
        match self.peek() {
            Some(b'[') => return self.deserialize_seq(visitor),
            Some(b'{') => return self.deserialize_map(visitor),
            _ => {}
        }
        match self.token()? {
            Token::Null => visitor.visit_unit(),
            Token::Truth(truth) => visitor.visit_bool(truth),
            Token::Natural(number) => visitor.visit_u64(number),
            Token::Negative(number) => visitor.visit_i64(number),
            Token::Broken(number) => visitor.visit_f64(number),
            Token::Text(text) => visitor.visit_string(text),
            Token::List | Token::Map => Err(Misread),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misread> {
        let Token::List = self.token()? else {
            return Err(Misread);
        };
        let mut items = Items::new(self, b']');
        let value = visitor.visit_seq(&mut items)?;
        items.end()?;
        Ok(value)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misread> {
        let Token::Map = self.token()? else {
            return Err(Misread);
        };
        let mut items = Items::new(self, b'}');
        let value = visitor.visit_map(&mut items)?;
        items.end()?;
        Ok(value)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misread> {
        self.deserialize_map(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misread> {
        if self.peek() == Some(b'n') {
            self.word("null")?;
            return visitor.visit_none();
        }
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Misread> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misread> {
        match self.token()? {
            Token::Text(text) => visitor.visit_enum(StringDeserializer::new(text)),
            Token::Map => {
                let value = visitor.visit_enum(&mut *self)?;
                self.expects(b'}')?;
                self.depth -= 1;
                Ok(value)
            }
            Token::Null
            | Token::Truth(_)
            | Token::Natural(_)
            | Token::Negative(_)
            | Token::Broken(_)
            | Token::List => Err(Misread),
        }
    }

    expect! {
        a_truth: deserialize_bool;
        a_number: deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_i8 deserialize_i16
            deserialize_i32 deserialize_i64 deserialize_f32 deserialize_f64;
        a_text: deserialize_str deserialize_string deserialize_identifier deserialize_char;
    }

    forward_to_deserialize_any! {
        i128 u128 bytes byte_buf unit unit_struct tuple tuple_struct ignored_any
    }
}

/// Each mistake is the same one: what serde would say of it is not even put together.
impl Error for Misread {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }

    fn invalid_type(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self
    }

    fn invalid_value(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self
    }

    fn invalid_length(_: usize, _: &dyn Expected) -> Self {
        Self
    }

    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }

    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }

    fn missing_field(_: &'static str) -> Self {
        Self
    }

    fn duplicate_field(_: &'static str) -> Self {
        Self
    }
}

impl fmt::Display for Misread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("misread")
    }
}

impl std::error::Error for Misread {}

#[cfg(test)]
mod tests {
    use serde::{Deserialize, Serialize};
    use serde_json::{Value, json};

    use super::*;

    #[derive(PartialEq, Debug, Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Shape {
        Point,
        Disc(f32),
        Box { width: i32, height: i32 },
    }

    #[derive(PartialEq, Debug, Serialize, Deserialize)]
    #[serde(tag = "kind")]
    enum Tagged {
        #[serde(rename = "a")]
        First { size: u64 },
        #[serde(other)]
        Other,
    }

    #[derive(PartialEq, Debug, Serialize, Deserialize)]
    struct Parcel {
        name: String,
        #[serde(default)]
        note: Option<String>,
        shapes: Vec<Shape>,
        #[serde(default)]
        pair: (u8, bool),
    }

    #[test]
    fn what_serde_writes_is_read_back_as_it_was() {
        let parcel = Parcel {
            name: "Pérez \"El Rápido\"\n\u{1}\u{1F60A}\\ שלום".to_owned(),
            note: None,
            shapes: vec![
                Shape::Point,
                Shape::Disc(0.347_22),
                Shape::Box {
                    width: i32::MIN,
                    height: 7,
                },
            ],
            pair: (255, true),
        };
        let written = serde_json::to_string(&parcel).unwrap_or_default();
        assert_eq!(read::<Parcel>(&written), Ok(parcel));
    }

    #[test]
    fn a_text_says_the_same_here_and_to_serde_json() {
        let texts = [
            r#" { "a" : [ 1 , -2 , 3.25, 1e3, 2.5E-2, 0.1, 123456789012.345 ], "b" : { } , "c" : null } "#,
            r#""\u00e9\uD83D\uDE0A\/\b\f\t\r""#,
            "18446744073709551615",
            "-9223372036854775808",
            "[[],[[]],{}]",
            "true",
        ];
        for text in texts {
            let expected: Value = serde_json::from_str(text).unwrap_or_default();
            assert_eq!(read::<Value>(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_a_newer_service_adds_is_passed_over() {
        let text = json!({"name": "a", "shapes": [], "colour": {"deep": [1, {"x": "]}"}]}}).to_string();
        let parcel = read::<Parcel>(&text);
        assert_eq!(parcel.map(|parcel| parcel.name), Ok("a".to_owned()));
        assert_eq!(read(r#"{"size":3,"kind":"a"}"#), Ok(Tagged::First { size: 3 }));
        assert_eq!(read(r#"{"kind":"z","size":{}}"#), Ok(Tagged::Other));
    }

    #[test]
    fn what_is_torn_or_of_another_shape_is_misread() {
        let texts = [
            "",
            "nul",
            "{",
            r#"{"name":"a","shapes":[]"#,
            r#"{"name":"a","shapes":[]}x"#,
            r#"{"name":"a","shapes":[],}"#,
            r#"{"name":"a" "shapes":[]}"#,
            r#"{"name":1,"shapes":[]}"#,
            r#"{"name":"a"}"#,
            r#"{"name":"\ud83d","shapes":[]}"#,
            r#"{"name":"\uD83D\u0041","shapes":[]}"#,
            r#"{"name":"a","shapes":["circle"]}"#,
            r#"{"name":"a","shapes":[{"disc":1,"point":null}]}"#,
            r#"{"name":"a","shapes":[],"pair":[1,true,3]}"#,
            r#"{"name":"a","shapes":[],"pair":[256,true]}"#,
            "<html>Bad gateway</html>",
        ];
        for text in texts {
            assert_eq!(read::<Parcel>(text), Err(Misread), "{text}");
        }
        assert_eq!(read::<u64>("18446744073709551616"), Err(Misread));
        assert_eq!(read::<String>("\"a\nb\""), Err(Misread));
    }

    #[test]
    fn a_text_nested_without_end_is_misread_and_no_more() {
        assert_eq!(read::<Value>(&"[".repeat(100_000)), Err(Misread));
    }
}
