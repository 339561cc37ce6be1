//! JSON as the service writes it, read into types.
//!
//! In scope: everything that serde asks of a format that describes itself. Out of scope: why a text could not be
//! read. A page can only say that it does not understand, and the words for each mistake, with the tables that
//! print numbers in them, would be a tenth of what a traveller loads.

mod reader;

use std::fmt;

use serde::de::value::StringDeserializer;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Error, Expected, MapAccess, SeqAccess,
    Unexpected, VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;

use reader::{Reader, Token};

/// The text is no JSON, or not of the expected shape.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Misread;

/// Reads a whole text.
///
/// # Errors
/// When it is no JSON or not of the expected shape.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, Misread> {
    let mut reader = Reader::new(text);
    let value = T::deserialize(&mut reader)?;
    match reader.peek() {
        None => Ok(value),
        Some(_) => Err(Misread),
    }
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
                self.leaves();
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
