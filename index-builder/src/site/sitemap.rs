//! Sitemaps (sitemaps.org, protocol 0.9): lists of pages, and lists of sitemaps.

use std::collections::BTreeSet;
use std::io::Read;

use flate2::read::MultiGzDecoder;
use quick_xml::Reader;
use quick_xml::events::Event;
use url::Url;

use super::Limits;
use super::client::{self, Client, Refused};
use crate::problem::Problem;

/// Longest address that is taken, in bytes: the limit of the protocol.
const LONGEST_ADDRESS: usize = 2_048;
/// Addresses of one sitemap: the limit of the protocol.
const ADDRESSES: usize = 50_000;

/// What the sitemaps of a site list.
#[derive(Debug, Default)]
pub(super) struct Listed {
    /// Pages, in the order of the sitemaps, each once.
    pub(super) pages: Vec<Url>,
    /// Sitemaps that could not be used.
    pub(super) problems: Vec<Problem>,
    /// Sitemaps whose copy of the last time was used, and why.
    pub(super) older: Vec<(String, String)>,
}

/// What one sitemap lists.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Sitemap {
    /// Addresses of pages.
    pub(super) pages: Vec<String>,
    /// Addresses of sitemaps.
    pub(super) sitemaps: Vec<String>,
}

/// Fetches a sitemap and those that it names, each once: sitemaps that name each other come to an end.
pub(super) fn collect(start: &Url, client: &mut Client<'_>, limits: &Limits) -> Listed {
    let mut listed = Listed::default();
    let mut seen = BTreeSet::from([start.clone()]);
    let mut pages = BTreeSet::new();
    let mut open = vec![(start.clone(), 1)];
    let mut fetched = 0;
    while let Some((at, depth)) = open.pop() {
        let mut fail = |message: String, hint: &str| {
            let problem = Problem::at(at.to_string(), format!("sitemap: {message}"));
            listed.problems.push(problem.hint(hint));
        };
        fetched += 1;
        if fetched > limits.sitemaps {
            let message = format!("the site has more than {} sitemaps", limits.sitemaps);
            fail(message, "name the sitemap of the pages that are to be read");
            break;
        }
        let copy = match client.get(&at, limits.sitemap) {
            Ok(copy) => copy,
            Err(Refused::Robots) => {
                fail(
                    "forbidden by robots.txt".to_owned(),
                    "name the pages with `pages`",
                );
                continue;
            }
            Err(Refused::Failed { message, hint }) => {
                fail(message, hint);
                continue;
            }
        };
        let read = copy
            .read()
            .map_err(|error| error.to_string())
            .and_then(|bytes| unpacked(bytes, limits.sitemap))
            .and_then(|bytes| parse(&bytes));
        let sitemap = match read {
            Ok(sitemap) => sitemap,
            Err(message) => {
                fail(
                    message,
                    "a sitemap is `<urlset>` or `<sitemapindex>` in XML, plain or in gzip",
                );
                continue;
            }
        };
        // The first is looked into first.
        for text in sitemap.sitemaps.iter().rev() {
            let Some(next) = client::address(text).filter(|next| client.is_own(next)) else {
                fail(
                    format!("names a sitemap elsewhere: {text}"),
                    "it is not asked for",
                );
                continue;
            };
            if !seen.insert(next.clone()) {
                continue;
            }
            if depth == limits.depth {
                let message = format!("sitemaps name sitemaps more than {} deep", limits.depth);
                fail(message, "name the sitemap of the pages that are to be read");
                break;
            }
            open.push((next, depth + 1));
        }
        for page in sitemap.pages.iter().filter_map(|text| client::address(text)) {
            if pages.insert(page.clone()) {
                listed.pages.push(page);
            }
        }
        if let Some(why) = copy.older {
            listed.older.push((at.to_string(), why));
        }
    }
    listed
}

/// The text of a sitemap that may be packed with gzip, up to a limit.
fn unpacked(bytes: Vec<u8>, most: usize) -> Result<Vec<u8>, String> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok(bytes);
    }
    let mut text = Vec::new();
    MultiGzDecoder::new(bytes.as_slice())
        .take(most as u64 + 1)
        .read_to_end(&mut text)
        .map_err(|error| format!("cannot be unpacked: {error}"))?;
    if text.len() > most {
        return Err(format!(
            "over {most} bytes when it is unpacked, which is the limit"
        ));
    }
    Ok(text)
}

/// Reads a sitemap. Elements of extensions, such as pictures, are left out.
fn parse(bytes: &[u8]) -> Result<Sitemap, String> {
    let text = String::from_utf8_lossy(bytes);
    let mut reader = Reader::from_str(&text);
    let mut sitemap = Sitemap::default();
    // The names of the elements that are open, without prefixes.
    let mut open: Vec<String> = Vec::new();
    let mut address = String::new();
    let mut is_sitemap = false;
    loop {
        let event = reader
            .read_event()
            .map_err(|error| format!("no XML at byte {}: {error}", reader.error_position()))?;
        let is_address = open.last().is_some_and(|name| name == "loc");
        match event {
            Event::Start(element) => {
                let name = element.local_name().as_ref().to_owned();
                is_sitemap |= open.is_empty() && matches!(name.as_str(), "urlset" | "sitemapindex");
                open.push(name);
                address.clear();
            }
            Event::Text(part) if is_address && address.len() <= LONGEST_ADDRESS => {
                address.push_str(&part.xml10_content())
            }
            Event::CData(part) if is_address && address.len() <= LONGEST_ADDRESS => {
                address.push_str(&part.xml10_content())
            }
            Event::GeneralRef(reference) if is_address => {
                let character = match reference.resolve_char_ref() {
                    Ok(Some(character)) => Some(character),
                    Ok(None) | Err(_) => match &*reference.xml10_content() {
                        "amp" => Some('&'),
                        "lt" => Some('<'),
                        "gt" => Some('>'),
                        "quot" => Some('"'),
                        "apos" => Some('\''),
                        _ => None,
                    },
                };
                address.extend(character);
            }
            Event::End(_) => {
                let path: Vec<&str> = open.iter().map(String::as_str).collect();
                let said = address.trim();
                if (1..=LONGEST_ADDRESS).contains(&said.len()) {
                    match path.as_slice() {
                        ["urlset", "url", "loc"] => sitemap.pages.push(said.to_owned()),
                        ["sitemapindex", "sitemap", "loc"] => sitemap.sitemaps.push(said.to_owned()),
                        _ => {}
                    }
                }
                open.pop();
                address.clear();
                if sitemap.pages.len() + sitemap.sitemaps.len() > ADDRESSES {
                    return Err(format!("more than {ADDRESSES} addresses"));
                }
            }
            Event::Eof if is_sitemap => return Ok(sitemap),
            Event::Eof => return Err("it is no sitemap".to_owned()),
            Event::Empty(_)
            | Event::Text(_)
            | Event::CData(_)
            | Event::GeneralRef(_)
            | Event::Comment(_)
            | Event::Decl(_)
            | Event::PI(_)
            | Event::DocType(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_and_sitemaps_are_read_and_extensions_are_not() {
        let text = "<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:image='x'>\
            <url><loc>\n https://a.example/?a=1&amp;b=&#50;\n</loc><lastmod>2026-11-01</lastmod>\
            <image:image><image:loc>https://a.example/car.jpg</image:loc></image:image></url>\
            <url><loc><![CDATA[https://a.example/faro]]></loc></url><url><loc/></url></urlset>";
        let sitemap = parse(text.as_bytes());
        let expected = Sitemap {
            pages: vec![
                "https://a.example/?a=1&b=2".to_owned(),
                "https://a.example/faro".to_owned(),
            ],
            sitemaps: Vec::new(),
        };
        assert_eq!(sitemap, Ok(expected));
        let index = "<sitemapindex><sitemap><loc>https://a.example/1.xml</loc></sitemap></sitemapindex>";
        assert_eq!(
            parse(index.as_bytes()).map(|sitemap| sitemap.sitemaps),
            Ok(vec!["https://a.example/1.xml".to_owned()])
        );
    }

    #[test]
    fn what_is_no_sitemap_is_said() {
        for text in ["<html><body>Not found</body></html>", "", "%PDF-1.7"] {
            assert_eq!(
                parse(text.as_bytes()),
                Err("it is no sitemap".to_owned()),
                "{text}"
            );
        }
        assert!(parse(b"<urlset><url></urlset>").is_err_and(|why| why.starts_with("no XML at byte")));
    }
}
