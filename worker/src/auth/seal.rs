//! What the deployment gives out and gets back: a payload, readable by anyone, that only it can have made.
//!
//! `v1.<kid>.<payload>.<mac>`, payload and MAC in unpadded URL-safe base64. The MAC (HMAC-SHA256) covers the purpose
//! and everything before it, so that a visitor's token cannot be passed off as an agent's session.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::Sha256;

use super::keys::{Key, Keys};
use crate::json;

const VERSION: &str = "v1";
/// Longest sealed text that is looked at; a cookie may have 4,096 bytes.
const SEALED_BYTES: usize = 4_096;

/// What a sealed payload is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Purpose {
    /// A visitor's token.
    Visitor,
    /// An agent's session.
    Session,
}

impl Purpose {
    fn name(self) -> &'static str {
        match self {
            Self::Visitor => "gangway visitor",
            Self::Session => "gangway session",
        }
    }
}

/// Seals a payload with the signing key.
pub(crate) fn seal<T: Serialize>(
    keys: &Keys,
    purpose: Purpose,
    payload: &T,
) -> Result<String, serde_json::Error> {
    let key = keys.signing();
    let payload = URL_SAFE_NO_PAD.encode(serde_json::to_vec(payload)?);
    let signed = format!("{VERSION}.{}.{payload}", key.id);
    let mac = mac(key, purpose, &signed).finalize().into_bytes();
    Ok(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(mac)))
}

/// The payload, when this deployment sealed it for this purpose. `None` says nothing about why not.
pub(crate) fn open<T: DeserializeOwned>(keys: &Keys, purpose: Purpose, sealed: &str) -> Option<T> {
    if sealed.len() > SEALED_BYTES {
        return None;
    }
    let (signed, tag) = sealed.rsplit_once('.')?;
    let mut parts = signed.split('.');
    let (version, key, payload) = (parts.next()?, parts.next()?, parts.next()?);
    if version != VERSION || parts.next().is_some() {
        return None;
    }
    let tag = URL_SAFE_NO_PAD.decode(tag).ok()?;
    // Compares in constant time, and the whole tag: a truncated one is refused.
    mac(keys.named(key)?, purpose, signed).verify_slice(&tag).ok()?;
    json::read(&URL_SAFE_NO_PAD.decode(payload).ok()?).ok()
}

fn mac(key: &Key, purpose: Purpose, signed: &str) -> Hmac<Sha256> {
    // HMAC takes a key of any length; the error of the constructor is for other MACs.
    let mut mac =
        Hmac::<Sha256>::new_from_slice(&key.bytes).unwrap_or_else(|_| unreachable!("any length is a key"));
    mac.update(purpose.name().as_bytes());
    mac.update(b"\n");
    mac.update(signed.as_bytes());
    mac
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

    use super::*;

    fn keys(variable: &str) -> Keys {
        Keys::parse(variable).unwrap()
    }

    const A: &str = "a:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    const B: &str = "b:BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBA";

    #[test]
    fn the_sealed_format_is_unchanged() {
        let sealed = seal(&keys(A), Purpose::Visitor, &7).unwrap();
        assert_eq!(sealed, "v1.a.Nw.NaK5svkOJ1toG11rNWk_TVlX7dLVp2CZCBSl0oLL1Kw");
    }

    #[test]
    fn a_rotated_key_still_opens_what_it_sealed_until_it_is_taken_away() {
        let sealed = seal(&keys(A), Purpose::Visitor, &7).unwrap();
        assert_eq!(
            open::<u32>(&keys(&format!("{B},{A}")), Purpose::Visitor, &sealed),
            Some(7)
        );
        assert_eq!(open::<u32>(&keys(B), Purpose::Visitor, &sealed), None);
    }

    #[test]
    fn what_was_altered_or_made_for_something_else_does_not_open() {
        let both = keys(&format!("{A},{B}"));
        let sealed = seal(&both, Purpose::Visitor, &7).unwrap();
        let tag = sealed.rsplit_once('.').unwrap().1;
        assert_eq!(open::<u32>(&both, Purpose::Visitor, &sealed), Some(7));
        assert_eq!(
            open::<u32>(&both, Purpose::Session, &sealed),
            None,
            "another purpose"
        );
        for forged in [
            format!("v1.a.OA.{tag}"),
            format!("v1.b.Nw.{tag}"),
            format!("v2.a.Nw.{tag}"),
            format!("v1.a.Nw.x.{tag}"),
            format!("v1.c.Nw.{tag}"),
            "v1.a.Nw.".to_owned(),
            format!("v1.a.Nw.{}", &tag[..8]),
            format!("{sealed}A"),
            sealed.replace("v1", ""),
            String::new(),
            "....".to_owned(),
            "a".repeat(5_000),
        ] {
            assert_eq!(open::<u32>(&both, Purpose::Visitor, &forged), None, "{forged}");
        }
    }
}
