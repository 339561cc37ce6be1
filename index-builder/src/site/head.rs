//! What a page says about itself to whoever keeps it.

use scraper::Html;
use url::Url;

use super::robots::NAME;

/// What stands in a page's head.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Head {
    /// The address that the page is to be known by.
    pub(super) canonical: Option<Url>,
    /// The page asks not to be found.
    pub(super) hidden: bool,
}

/// Reads a page's head. `address` is the page's own, for relative links.
pub(super) fn of(body: &[u8], address: &Url) -> Head {
    let page = Html::parse_document(&String::from_utf8_lossy(body));
    let mut head = Head::default();
    for node in page.tree.nodes() {
        let Some(element) = node.value().as_element() else {
            continue;
        };
        match element.name() {
            "link" if head.canonical.is_none() => {
                let is_canonical = element.attr("rel").is_some_and(|rel| {
                    rel.split_ascii_whitespace()
                        .any(|rel| rel.eq_ignore_ascii_case("canonical"))
                });
                let href = element.attr("href").filter(|_| is_canonical);
                head.canonical = href.and_then(|href| address.join(href.trim()).ok()).map(plain);
            }
            "meta" => {
                let name = element.attr("name").unwrap_or_default();
                let is_for_us = name.eq_ignore_ascii_case("robots") || name.eq_ignore_ascii_case(NAME);
                head.hidden |= is_for_us && says_hidden(element.attr("content").unwrap_or_default());
            }
            _ => {}
        }
    }
    head
}

/// Whether an `X-Robots-Tag` asks that the answer not be found: for all, or by name for us.
pub(super) fn header_hides(value: &str) -> bool {
    match value.split_once(':') {
        // `unavailable_after: …` is a rule, not a name.
        Some((name, rules)) if name.trim().eq_ignore_ascii_case(NAME) => says_hidden(rules),
        Some((name, _)) if !name.contains(',') => false,
        Some(_) | None => says_hidden(value),
    }
}

fn says_hidden(rules: &str) -> bool {
    rules
        .split(',')
        .map(str::trim)
        .any(|rule| rule.eq_ignore_ascii_case("noindex") || rule.eq_ignore_ascii_case("none"))
}

/// The address without a fragment.
fn plain(mut address: Url) -> Url {
    address.set_fragment(None);
    address
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn head(html: &str) -> (Option<String>, bool) {
        let head = of(html.as_bytes(), &"https://a.example/b/c".parse().unwrap());
        (head.canonical.map(String::from), head.hidden)
    }

    #[test]
    fn the_canonical_address_is_taken_as_the_page_means_it() {
        let canonical =
            |href: &str| head(&format!("<title>A</title><link rel='x Canonical' href='{href}'>")).0;
        assert_eq!(canonical("/faro#top").as_deref(), Some("https://a.example/faro"));
        assert_eq!(canonical("d").as_deref(), Some("https://a.example/b/d"));
        assert_eq!(
            canonical("https://b.example/").as_deref(),
            Some("https://b.example/")
        );
        assert_eq!(canonical("https://"), None);
        assert_eq!(head("<link rel=stylesheet href=/a>"), (None, false));
    }

    #[test]
    fn a_page_may_ask_not_to_be_found() {
        let hidden = |name: &str, content: &str| head(&format!("<meta name='{name}' content='{content}'>")).1;
        assert!(hidden("robots", "noindex"));
        assert!(hidden("ROBOTS", "nofollow, NoIndex"));
        assert!(hidden("gangway", "none"));
        assert!(!hidden("robots", "index, follow"));
        assert!(!hidden("googlebot", "noindex"));
        assert!(header_hides("noindex"));
        assert!(header_hides("nofollow, noindex"));
        assert!(header_hides("gangway: noindex"));
        assert!(!header_hides("otherbot: noindex, nofollow"));
        assert!(!header_hides("unavailable_after: 25 Jun 2027 15:00:00 PST"));
    }
}
