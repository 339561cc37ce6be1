//! Visitors' tokens, made as the deployment makes them: the tests have its keys.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::json;

use crate::deployment::SIGNING_KEYS;

/// The same token, signed with the right key, but with its end moved by so many days.
///
/// # Panics
/// When it is not a visitor's token.
pub fn resealed(token: &str, days: i64) -> String {
    let mut parts = token.split('.');
    let (version, key, payload) = (
        parts.next().unwrap(),
        parts.next().unwrap(),
        parts.next().unwrap(),
    );
    let mut payload: serde_json::Value =
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap();
    let end = payload
        .as_object_mut()
        .unwrap()
        .get_mut("exp")
        .expect("a token has an end");
    *end = json!(end.as_i64().unwrap() + days * 86_400_000);
    let head = format!("{version}.{key}.{}", URL_SAFE_NO_PAD.encode(payload.to_string()));
    let secret = base64::engine::general_purpose::STANDARD
        .decode(SIGNING_KEYS.split_once(':').unwrap().1)
        .unwrap();
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(&secret).unwrap();
    mac.update(b"gangway visitor\n");
    mac.update(head.as_bytes());
    format!("{head}.{}", URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
}
