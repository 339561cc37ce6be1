//! What `workspace.toml` says about the documents: who they are for, where they hold, which sites they come from.
//!
//! Not part of the compiled playbook: what the Worker needs of it stands in the passages.

use std::fmt;

use crate::quality::Quality;

/// The documents' part of the file.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Sources {
    /// Rows about documents, in the order of the file: of two that say the same thing, the later one holds.
    pub documents: Vec<DocumentRow>,
    /// Sites whose pages are documents too.
    pub sites: Vec<Site>,
    /// What is asked of the operator's own questions to them.
    pub quality: Option<Quality>,
    /// The embedding table they are searched with; `None`: the deployment's.
    pub table: Option<TableFile>,
}

/// `table` of `[workspace]`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TableFile {
    /// A path below the workspace's folder or the folder of the deployment's table, with `/` between folders.
    pub path: String,
    /// Where it stands in the file.
    pub at: Position,
}

/// One `[[document]]`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DocumentRow {
    /// Which documents: by their paths below `documents/`.
    pub path: Pattern,
    /// What holds for them where they say nothing themselves.
    pub said: Said,
    /// Where the row stands in the file.
    pub at: Position,
}

/// One `[[site]]`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Site {
    /// The address of its sitemap.
    pub sitemap: Option<String>,
    /// Addresses of pages. Empty only when there is a sitemap.
    pub pages: Vec<String>,
    /// Pages of the sitemap that are taken, by the path of their address; all when empty.
    pub include: Vec<Pattern>,
    /// Pages of the sitemap that are left out, even when they are included.
    pub exclude: Vec<Pattern>,
    /// Pages that are taken at the most.
    pub most: u32,
    /// Rest between two requests, in milliseconds. The site's own `Crawl-delay` is kept when it is longer.
    pub pause: u64,
    /// What holds for its pages where they say nothing themselves.
    pub said: Said,
    /// Where it stands in the file.
    pub at: Position,
}

/// What can be said about a document. `None`: nothing is.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Said {
    /// What citations call it.
    pub title: Option<String>,
    /// The address that citations open.
    pub link: Option<String>,
    /// `true`: never shown to a visitor.
    pub for_agents: Option<bool>,
    /// The place, branch or product it is about, by name or id.
    pub place: Option<String>,
    /// ISO 639-1.
    pub language: Option<String>,
    /// The first day it holds on, as `2026-11-01`.
    pub from: Option<String>,
    /// The last day it holds on, not before `from`.
    pub until: Option<String>,
}

/// A line and a column, from 1.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Position {
    /// Line.
    pub line: usize,
    /// Column, in characters.
    pub column: usize,
}

/// A path in which `*` is anything but `/` and `**` is anything at all.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pattern {
    text: String,
    parts: Vec<Part>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Part {
    Char(char),
    /// `*`
    Within,
    /// `**`
    Any,
    /// `**/`, which is also nothing: `a/**/b` is met by `a/b`.
    Folders,
}

impl Pattern {
    /// Reads a pattern. Every text is one.
    pub fn new(text: &str) -> Self {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let at_start = matches!(parts.last(), None | Some(Part::Char('/')));
            let (part, taken) = if at_start && rest.starts_with("**/") {
                (Part::Folders, 3)
            } else if rest.starts_with("**") {
                (Part::Any, 2)
            } else if c == '*' {
                (Part::Within, 1)
            } else {
                (Part::Char(c), c.len_utf8())
            };
            parts.push(part);
            rest = &rest[taken..];
        }
        Self {
            text: text.to_owned(),
            parts,
        }
    }

    /// Whether a path is met, from its beginning to its end. Takes time in proportion to the product of both lengths.
    pub fn matches(&self, path: &str) -> bool {
        // Which beginnings of the path are met by the parts so far; by position in characters.
        let path: Vec<char> = path.chars().collect();
        let mut met = vec![false; path.len() + 1];
        met[0] = true;
        for part in &self.parts {
            let mut next = vec![false; path.len() + 1];
            match part {
                Part::Char(c) => {
                    for (at, have) in path.iter().enumerate() {
                        next[at + 1] = met[at] && have == c;
                    }
                }
                Part::Within | Part::Any => {
                    let mut open = false;
                    for at in 0..=path.len() {
                        let passes = at > 0 && (*part == Part::Any || path[at - 1] != '/');
                        open = met[at] || (open && passes);
                        next[at] = open;
                    }
                }
                Part::Folders => {
                    let mut open = false;
                    for at in 0..=path.len() {
                        next[at] = met[at] || (open && at > 0 && path[at - 1] == '/');
                        open |= met[at];
                    }
                }
            }
            met = next;
        }
        met[path.len()]
    }

    /// Whether it is a path and nothing else.
    pub fn is_plain(&self) -> bool {
        self.parts.iter().all(|part| matches!(part, Part::Char(_)))
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

impl Said {
    /// What is said here, and where nothing is, what `other` says. The two days belong together: either of them here
    /// leaves both of `other` out.
    #[must_use]
    pub fn or(self, other: &Self) -> Self {
        let own_days = self.from.is_some() || self.until.is_some();
        let (from, until) = if own_days {
            (self.from, self.until)
        } else {
            (other.from.clone(), other.until.clone())
        };
        Self {
            title: self.title.or_else(|| other.title.clone()),
            link: self.link.or_else(|| other.link.clone()),
            for_agents: self.for_agents.or(other.for_agents),
            place: self.place.or_else(|| other.place.clone()),
            language: self.language.or_else(|| other.language.clone()),
            from,
            until,
        }
    }
}

impl Sources {
    /// What the rows say about a document, and which rows they are.
    pub fn about(&self, document: &str) -> Said {
        let rows = self.documents.iter().rev();
        rows.filter(|row| row.path.matches(document))
            .fold(Said::default(), |said, row| said.or(&row.said))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stays_in_its_folder_and_two_do_not() {
        let check = |pattern: &str, met: &[&str], not: &[&str]| {
            let pattern = Pattern::new(pattern);
            for path in met {
                assert!(pattern.matches(path), "{pattern} should meet {path}");
            }
            for path in not {
                assert!(!pattern.matches(path), "{pattern} should not meet {path}");
            }
        };
        check(
            "prices.xlsx",
            &["prices.xlsx"],
            &["a/prices.xlsx", "prices.xls", ""],
        );
        check(
            "branches/*.md",
            &["branches/faro.md", "branches/.md"],
            &["branches/a/faro.md", "faro.md"],
        );
        check("**", &["", "a", "a/b.md"], &[]);
        check("**/*.pdf", &["a.pdf", "a/b/c.pdf"], &["a.pdf/b"]);
        check(
            "a/**/b.md",
            &["a/b.md", "a/x/b.md", "a/x/y/b.md"],
            &["ab.md", "a/xb.md", "b.md"],
        );
        check(
            "internal/**",
            &["internal/a", "internal/a/b"],
            &["internal", "external/a"],
        );
        check(
            "/branches/*",
            &["/branches/faro"],
            &["/branches/faro/cars", "branches/faro"],
        );
        check(
            "*a*a*a*a*b",
            &["aaaab"],
            &["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"],
        );
        check("Preços-*.csv", &["Preços-2026.csv"], &["Precos-2026.csv"]);
    }

    #[test]
    fn of_two_rows_the_later_one_holds_key_by_key() {
        let row = |path: &str, said: Said| DocumentRow {
            path: Pattern::new(path),
            said,
            at: Position::default(),
        };
        let text = |text: &str| Some(text.to_owned());
        let sources = Sources {
            documents: vec![
                row(
                    "**",
                    Said {
                        language: text("en"),
                        place: text("Lisbon"),
                        from: text("2026-11-01"),
                        ..Said::default()
                    },
                ),
                row(
                    "es/**",
                    Said {
                        language: text("es"),
                        until: text("2027-03-31"),
                        ..Said::default()
                    },
                ),
            ],
            sites: Vec::new(),
            ..Sources::default()
        };
        let spanish = sources.about("es/precios.pdf");
        assert_eq!(
            (spanish.language, spanish.place, spanish.from, spanish.until),
            (text("es"), text("Lisbon"), None, text("2027-03-31"))
        );
        assert_eq!(sources.about("prices.pdf").language, text("en"));
    }
}
