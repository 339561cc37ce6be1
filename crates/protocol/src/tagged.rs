//! Tagged enums that are read as they come.
//!
//! serde's own reading of `#[serde(tag = …)]` sets every value aside until it knows the tag, and reads it a second time
//! from there: all types within are compiled twice. What this project writes has the tag first, as serde writes it, so
//! that it is known before anything else comes. For enums that only this project's own code writes; what others may
//! write has its fields in any order, and is read as in [`flat`](crate::flat).

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeSeed, EnumAccess, Error, IgnoredAny, MapAccess, VariantAccess, Visitor};
use serde::{Deserializer, forward_to_deserialize_any};

/// Declares an enum that is written like one with `#[serde(tag = …, rename_all = "snake_case")]`, and read if the tag
/// comes first. Before the enum stand the tag and the enum's name.
///
/// ```
/// gangway_protocol::tagged! { "shape", "Shape",
/// /// What can be drawn.
/// #[derive(PartialEq, Debug)]
/// pub enum Shape {
///     /// A circle.
///     Circle {
///         /// In millimetres.
///         radius: u32,
///     },
/// }
/// }
/// # fn main() {
/// let text = r#"{"shape":"circle","radius":3}"#;
/// assert_eq!(serde_json::from_str::<Shape>(text).unwrap(), Shape::Circle { radius: 3 });
/// # }
/// ```
#[macro_export]
macro_rules! tagged {
    ($tag:literal, $quoted:literal, $(#[$meta:meta])* $vis:vis enum $name:ident { $($variants:tt)* }) => {
        $(#[$meta])*
        #[derive(::serde::Serialize)]
        #[serde(tag = $tag, rename_all = "snake_case")]
        $vis enum $name { $($variants)* }

        const _: () = {
            #[derive(::serde::Deserialize)]
            #[serde(remote = $quoted, rename_all = "snake_case")]
            enum Read { $($variants)* }

            impl<'de> ::serde::Deserialize<'de> for $name {
                fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    Read::deserialize($crate::tagged::TagFirst::new(deserializer, $tag))
                }
            }
        };
    };
}

/// Gives an enum that is read as `{"variant": {…}}` what is written as `{"tag": "variant", …}`.
#[derive(Debug)]
pub struct TagFirst<D> {
    inner: D,
    tag: &'static str,
}

impl<D> TagFirst<D> {
    /// Of a map whose first key is `tag`.
    pub fn new(inner: D, tag: &'static str) -> Self {
        Self { inner, tag }
    }
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for TagFirst<D> {
    type Error = D::Error;

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.inner.deserialize_map(OfMap {
            tag: self.tag,
            visitor,
        })
    }

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, D::Error> {
        Err(D::Error::custom("only enums have a tag"))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

struct OfMap<V> {
    tag: &'static str,
    visitor: V,
}

impl<'de, V: Visitor<'de>> Visitor<'de> for OfMap<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object that begins with `{}`", self.tag)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<V::Value, A::Error> {
        match map.next_key_seed(Key(self.tag))? {
            Some(true) => self.visitor.visit_enum(Rest(map)),
            _ => Err(A::Error::missing_field(self.tag)),
        }
    }
}

/// Whether a key is this one.
struct Key(&'static str);

impl<'de> DeserializeSeed<'de> for Key {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.0)
    }

    fn visit_str<E>(self, key: &str) -> Result<bool, E> {
        Ok(key == self.0)
    }
}

/// What stands after the key of the tag.
struct Rest<A>(A);

impl<'de, A: MapAccess<'de>> EnumAccess<'de> for Rest<A> {
    type Error = A::Error;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'de>>(mut self, seed: S) -> Result<(S::Value, Self), A::Error> {
        Ok((self.0.next_value_seed(seed)?, self))
    }
}

impl<'de, A: MapAccess<'de>> VariantAccess<'de> for Rest<A> {
    type Error = A::Error;

    fn unit_variant(mut self) -> Result<(), A::Error> {
        while self.0.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, A::Error> {
        seed.deserialize(MapAccessDeserializer::new(self.0))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, A::Error> {
        Err(A::Error::custom("a tuple has no tag"))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, A::Error> {
        visitor.visit_map(self.0)
    }
}

#[cfg(test)]
mod tests {
    use serde::{Deserialize, Serialize};

    #[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
    struct Inner {
        name: String,
        #[serde(default)]
        more: Option<Vec<u32>>,
    }

    tagged! { "kind", "Ours",
    #[derive(Clone, PartialEq, Debug)]
    enum Ours {
        Nothing,
        TwoWords {
            one: Box<Inner>,
            #[serde(default)]
            two: u32,
        },
        Whole(Inner),
    }
    }

    #[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
    #[serde(tag = "kind", rename_all = "snake_case")]
    enum Serdes {
        Nothing,
        TwoWords {
            one: Box<Inner>,
            #[serde(default)]
            two: u32,
        },
        Whole(Inner),
    }

    fn inner() -> Inner {
        Inner {
            name: "a \"quoted\" name".to_owned(),
            more: Some(vec![1, 2]),
        }
    }

    #[test]
    fn it_is_written_and_read_as_serde_does() {
        let pairs = [
            (Ours::Nothing, Serdes::Nothing),
            (
                Ours::TwoWords {
                    one: Box::new(inner()),
                    two: 7,
                },
                Serdes::TwoWords {
                    one: Box::new(inner()),
                    two: 7,
                },
            ),
            (Ours::Whole(inner()), Serdes::Whole(inner())),
        ];
        for (ours, serdes) in pairs {
            let text = serde_json::to_string(&serdes).expect("it is written");
            assert_eq!(serde_json::to_string(&ours).expect("it is written"), text);
            assert_eq!(serde_json::from_str::<Ours>(&text).expect("it is read"), ours);
        }
    }

    #[test]
    fn fields_that_are_not_known_are_skipped_and_those_with_a_default_may_be_missing() {
        for (text, expected) in [
            (r#"{"kind":"nothing","new":[{"a":1}]}"#, Ours::Nothing),
            (
                r#" { "\u006bind" : "two_words", "one": {"name":"n","new":null}, "new": {} }"#,
                Ours::TwoWords {
                    one: Box::new(Inner {
                        name: "n".to_owned(),
                        more: None,
                    }),
                    two: 0,
                },
            ),
        ] {
            assert_eq!(serde_json::from_str::<Ours>(text).expect("it is read"), expected);
        }
    }

    #[test]
    fn what_does_not_fit_is_refused_with_what_is_wrong() {
        for (text, expected) in [
            (r#"{"name":"n","kind":"whole"}"#, "missing field `kind`"),
            ("{}", "missing field `kind`"),
            (r#"{"kind":"third"}"#, "unknown variant `third`"),
            (r#"{"kind":"two_words"}"#, "missing field `one`"),
            (r#"["kind"]"#, "an object that begins with `kind`"),
            (r#"{"kind":"nothing""#, "EOF"),
        ] {
            let problem = serde_json::from_str::<Ours>(text)
                .expect_err("it is refused")
                .to_string();
            assert!(problem.contains(expected), "{text}: {problem}");
        }
    }
}
