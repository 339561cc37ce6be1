//! The pages of a site, fetched as a guest: what it forbids is left alone, and it is asked one thing at a time.
//!
//! 1. The sitemap, and those it names, say which pages there are (`sitemap`).
//! 2. Those that the row leaves out are left out, and so is what `robots.txt` forbids (`robots`).
//! 3. Each is asked for, with what is known of the copy that is kept (`client`, `shelf`).
//! 4. What a page says about itself is heard: its canonical address, and whether it wants to be found (`head`).
//!
//! A page that cannot be fetched is answered from the copy of the last time, and that is said. Without one it is an
//! error, and the other pages are taken.

mod client;
mod head;
mod robots;
mod shelf;
mod sitemap;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Duration;

use gangway_knowledge::document::{ENDINGS, LARGEST_DOCUMENT};
use gangway_playbook::sources::{Site, Sources};
use indicatif::ProgressBar;
use url::Url;

use self::client::{Client, Copy, Refused};
use crate::documents::{self, Document};
use crate::problem::Problem;

/// What is left out for one reason is named so often, and then counted.
const NAMED: usize = 3;

/// What a site may cost. Everything beyond is an error that names the address.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// One answer, from asking to its last byte.
    pub(crate) answer: Duration,
    /// All of a site.
    pub(crate) site: Duration,
    /// Bytes of a page.
    pub(crate) page: usize,
    /// Bytes of all that is fetched of a site.
    pub(crate) all: usize,
    /// Bytes of a sitemap, unpacked: the limit of the protocol.
    pub(crate) sitemap: usize,
    /// Sitemaps of a site.
    pub(crate) sitemaps: usize,
    /// Sitemaps that name sitemaps that name sitemaps.
    pub(crate) depth: usize,
    /// Redirects from one address.
    pub(crate) redirects: usize,
    /// The longest `Crawl-delay` that is waited.
    pub(crate) delay: Duration,
    /// After so many requests to a host without any answer, it is not asked again.
    pub(crate) silences: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            answer: Duration::from_secs(30),
            site: Duration::from_secs(2 * 60 * 60),
            page: LARGEST_DOCUMENT,
            all: 1024 * 1024 * 1024,
            sitemap: 50 * 1024 * 1024,
            sitemaps: 100,
            depth: 4,
            redirects: 5,
            delay: Duration::from_secs(60),
            silences: 3,
        }
    }
}

/// What the sites of a workspace came to.
#[derive(Debug, Default)]
pub(crate) struct Fetched {
    /// Their pages, in the order of their ids.
    pub(crate) documents: Vec<Document>,
    /// What is wrong.
    pub(crate) errors: Vec<Problem>,
    /// What is odd.
    pub(crate) warnings: Vec<Problem>,
}

/// Fetches all sites of a workspace. `file` is its playbook, for messages; with `offline` only what is kept is used.
pub(crate) fn fetch_all(
    sources: &Sources,
    file: &Path,
    cache: &Path,
    offline: bool,
    limits: &Limits,
    progress: &ProgressBar,
) -> Fetched {
    let mut fetched = Fetched::default();
    let mut documents = BTreeMap::new();
    for site in &sources.sites {
        let at = format!("{}:{}", file.display(), site.at);
        let client = Client::new(site, cache, offline, *limits, progress);
        Visit {
            site,
            sources,
            at,
            client,
            limits,
            documents: &mut documents,
            fetched: &mut fetched,
            left_out: BTreeMap::new(),
            older: Vec::new(),
        }
        .pages();
    }
    fetched.documents = documents.into_values().collect();
    fetched
}

/// One site on the way.
struct Visit<'a> {
    site: &'a Site,
    sources: &'a Sources,
    /// The row, for messages.
    at: String,
    client: Client<'a>,
    limits: &'a Limits,
    /// By id: an address that is met twice, or stands for another, is one document.
    documents: &'a mut BTreeMap<String, Document>,
    fetched: &'a mut Fetched,
    /// Pages that are left out, by the reason.
    left_out: BTreeMap<&'static str, Vec<String>>,
    /// Pages that could not be fetched and whose copy is used, with the reason of the first.
    older: Vec<(String, String)>,
}

impl Visit<'_> {
    fn pages(mut self) {
        // (1) (2) The addresses.
        let addresses = self.addresses();
        // (3) (4) The pages.
        for address in addresses {
            self.page(&address);
        }
        self.tell();
    }

    /// The addresses of the row and of its sitemap, each once.
    fn addresses(&mut self) -> Vec<Url> {
        let mut addresses = Vec::new();
        let mut seen = BTreeSet::new();
        for page in &self.site.pages {
            match client::address(page) {
                Some(url) if seen.insert(url.clone()) => addresses.push(url),
                Some(_) => {}
                None => self.fail(
                    page,
                    "not an address of the web",
                    "it begins with `https://` or `http://`",
                ),
            }
        }
        let Some(sitemap) = &self.site.sitemap else {
            return addresses;
        };
        let Some(start) = client::address(sitemap) else {
            self.fail(
                sitemap,
                "not an address of the web",
                "it begins with `https://` or `http://`",
            );
            return addresses;
        };
        let listed = sitemap::collect(&start, &mut self.client, self.limits);
        for problem in listed.problems {
            self.fetched.errors.push(problem);
        }
        for (address, why) in listed.older {
            self.older.push((address, why));
        }
        let mut taken = 0;
        let mut beyond = 0;
        for url in listed.pages {
            let path = url.path();
            let included =
                self.site.include.is_empty() || self.site.include.iter().any(|pattern| pattern.matches(path));
            if !included
                || self.site.exclude.iter().any(|pattern| pattern.matches(path))
                || seen.contains(&url)
            {
                continue;
            }
            if !self.client.is_own(&url) {
                self.leave_out("on another host", &url);
            } else if taken == self.site.most {
                beyond += 1;
            } else {
                taken += 1;
                seen.insert(url.clone());
                addresses.push(url);
            }
        }
        if beyond > 0 {
            let message = format!(
                "{beyond} pages of the sitemap are over the {} that are taken",
                self.site.most
            );
            let problem = Problem::at(self.at.clone(), message);
            self.fetched
                .warnings
                .push(problem.hint("raise `most`, or choose with `include` and `exclude`"));
        }
        addresses
    }

    fn page(&mut self, address: &Url) {
        let copy = match self.client.get(address, self.limits.page) {
            Ok(copy) => copy,
            Err(Refused::Robots) => return self.leave_out("forbidden by robots.txt", address),
            Err(Refused::Failed { message, hint }) => return self.fail(address.as_str(), &message, hint),
        };
        if let Some(why) = &copy.older {
            self.older.push((address.to_string(), why.clone()));
        }
        let Some(format) = format_of(&copy) else {
            return self.leave_out("of a kind that is not read", address);
        };
        // What stands behind a redirect is called by the address that it has.
        let mut own = copy.address.clone();
        let mut hidden = copy.hidden;
        if format == "html" {
            let head = copy.read().map(|body| head::of(&body, &own)).unwrap_or_default();
            hidden |= head.hidden;
            if let Some(canonical) = head.canonical.filter(|canonical| self.client.is_own(canonical)) {
                own = canonical;
            }
        }
        if hidden {
            return self.leave_out("asks not to be found (noindex)", address);
        }
        let id = id(&own);
        if self.documents.contains_key(&id) {
            return;
        }
        let mut about = documents::about_page(self.sources, &id, &self.site.said);
        about.link.get_or_insert_with(|| own.to_string());
        about.format = Some(format);
        let document = Document {
            id: id.clone(),
            at: own.to_string(),
            file: copy.body.clone(),
            about,
            hash: None,
        };
        self.documents.insert(id, document);
    }

    fn fail(&mut self, address: &str, message: &str, hint: &str) {
        let problem = Problem::at(address.to_owned(), message.to_owned());
        self.fetched.errors.push(problem.hint(hint));
    }

    fn leave_out(&mut self, why: &'static str, address: &Url) {
        self.left_out.entry(why).or_default().push(address.to_string());
    }

    /// Says once for each reason what was left out, and what is as it was the last time.
    fn tell(self) {
        for (why, addresses) in &self.left_out {
            let message = format!("left out, {why}: {}", few(addresses));
            self.fetched.warnings.push(Problem::at(self.at.clone(), message));
        }
        let addresses: Vec<String> = self.older.iter().map(|(address, _)| address.clone()).collect();
        if let Some((_, why)) = self.older.first() {
            let message = format!(
                "taken as it was when it was last fetched, {why}: {}",
                few(&addresses)
            );
            self.fetched.warnings.push(Problem::at(self.at.clone(), message));
        }
    }
}

/// The first few addresses and how many more there are.
fn few(addresses: &[String]) -> String {
    let named = addresses
        .iter()
        .take(NAMED)
        .cloned()
        .collect::<Vec<_>>()
        .join(", ");
    match addresses.len().saturating_sub(NAMED) {
        0 => named,
        more => format!("{named} and {more} more"),
    }
}

/// A page's id: `site/www.example.com/branches/faro`. A port that is not the scheme's own belongs to the host.
fn id(address: &Url) -> String {
    let host = client::host(address);
    let query = address
        .query()
        .map(|query| format!("?{query}"))
        .unwrap_or_default();
    format!("site/{host}{}{query}", address.path())
}

/// The ending that names a copy's format: by what the server calls it, or else by the address.
fn format_of(copy: &Copy) -> Option<String> {
    let kind = copy
        .kind
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    let named = match kind.as_str() {
        "text/html" | "application/xhtml+xml" => "html",
        "application/pdf" => "pdf",
        "text/plain" => "txt",
        "text/markdown" => "md",
        "text/csv" => "csv",
        "text/tab-separated-values" => "tsv",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document" => "docx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" => "xlsx",
        "" | "application/octet-stream" | "binary/octet-stream" => "",
        _ => return None,
    };
    // Servers call Markdown and tables plain text.
    let ending = copy
        .address
        .path()
        .rsplit('/')
        .next()?
        .rsplit_once('.')
        .map(|(_, ending)| ending);
    let ending = ending
        .map(str::to_ascii_lowercase)
        .filter(|ending| ENDINGS.contains(&ending.as_str()));
    let named = Some(named.to_owned()).filter(|named| !named.is_empty());
    if named.as_deref() == Some("txt") {
        ending.or(named)
    } else {
        named.or(ending)
    }
}
