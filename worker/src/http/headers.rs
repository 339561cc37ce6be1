//! Headers that keep a page to itself.

use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

/// What every answer bears. `same-origin` keeps addresses from other sites and still lets a page's own requests name
/// their origin.
pub(crate) const EVERYWHERE: [(&str, &str); 2] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
];

/// The policy of the home page, the demo and the documentation. The demo frames the widget.
pub(crate) const PAGE_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; frame-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/// The policy of a workspace's widget: only the operator's own sites, and ours, may frame it. `own` is the origin of
/// this deployment.
pub(crate) fn widget_policy(own: &str, origins: &[String]) -> String {
    let mut ancestors = String::from("'self'");
    for origin in origins.iter().filter(|origin| is_plain(origin)) {
        ancestors.push(' ');
        ancestors.push_str(origin.trim_end_matches('/'));
    }
    application_policy(own, &ancestors)
}

/// The policy of the inbox: nobody may frame it.
pub(crate) fn inbox_policy(own: &str) -> String {
    application_policy(own, "'none'")
}

/// The one script that stands in the pages themselves: the same file that they were built with.
static GUARD: LazyLock<String> = LazyLock::new(|| {
    let digest = Sha256::digest(include_str!("../../../page-wasm/guard.js"));
    format!("'sha256-{}'", STANDARD.encode(digest))
});

/// The sockets' origin is named beside `'self'`, which older browsers do not take for it.
fn application_policy(own: &str, ancestors: &str) -> String {
    let (sockets, guard) = (own.replacen("http", "ws", 1), &*GUARD);
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' {guard}; style-src 'self'; img-src 'self' data: blob:; connect-src 'self' {sockets}; frame-ancestors {ancestors}; base-uri 'none'; form-action 'none'"
    )
}

/// Whether an origin has nothing in it that could end the list or the policy.
fn is_plain(origin: &str) -> bool {
    !origin.is_empty()
        && origin.bytes().all(|byte| {
            byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'/' | b'.' | b'-' | b'*' | b'[' | b']')
        })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test ends where it is wrong")]

    use super::*;

    #[test]
    fn the_only_script_in_a_page_is_allowed_by_its_hash() {
        let policy = inbox_policy("https://chat.example");
        let (_, rest) = policy
            .split_once("script-src 'self' 'wasm-unsafe-eval' 'sha256-")
            .unwrap();
        let (hash, _) = rest.split_once("';").unwrap();
        assert_eq!(hash.len(), 44);
    }

    #[test]
    fn a_widget_is_framed_by_its_operator_and_by_us() {
        let origins = [
            "https://www.operator.example/".to_owned(),
            "https://evil.example; script-src *".to_owned(),
            "https://*.operator.example".to_owned(),
            String::new(),
        ];
        let policy = widget_policy("https://chat.example", &origins);
        assert!(policy.contains(
            "frame-ancestors 'self' https://www.operator.example https://*.operator.example; base-uri"
        ));
        assert!(policy.contains("connect-src 'self' wss://chat.example;"));
        assert!(!policy.contains("evil") && !policy.contains("unsafe-inline"));
        assert!(
            inbox_policy("http://localhost:8787").contains("ws://localhost:8787; frame-ancestors 'none'")
        );
    }
}
