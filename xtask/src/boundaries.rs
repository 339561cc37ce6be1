//! Who may import whom, and what the pure crates may not name. The tables are the invariants of `ARCHITECTURE.md`.

use std::collections::BTreeSet;
use std::path::Path;

use crate::project::{Failure, Outcome, Project, files_below, read};

/// Our crates that each crate may depend on. A crate that is absent here fails the check.
const IMPORTS: &[(&str, &[&str])] = &[
    ("crates/protocol", &[]),
    ("crates/knowledge", &[]),
    ("crates/playbook", &["gangway-protocol"]),
    (
        "crates/reading",
        &["gangway-protocol", "gangway-knowledge", "gangway-playbook"],
    ),
    ("crates/engine", &["gangway-protocol", "gangway-playbook"]),
    (
        "index-builder",
        &[
            "gangway-protocol",
            "gangway-knowledge",
            "gangway-playbook",
            "gangway-reading",
            "gangway-engine",
        ],
    ),
    (
        "worker",
        &[
            "gangway-protocol",
            "gangway-knowledge",
            "gangway-playbook",
            "gangway-reading",
            "gangway-engine",
        ],
    ),
    ("page-wasm", &["gangway-protocol"]),
    ("widget-wasm", &["gangway-protocol", "gangway-page"]),
    ("inbox-wasm", &["gangway-protocol", "gangway-page"]),
    ("tests", &["gangway-protocol"]),
    (
        "bench-wasm",
        &[
            "gangway-engine",
            "gangway-knowledge",
            "gangway-playbook",
            "gangway-protocol",
            "gangway-reading",
        ],
    ),
    ("xtask", &[]),
];

/// The pure crates, and every dependency they may have beside ours.
const PURE: &[(&str, &[&str])] = &[
    ("crates/protocol", &["serde"]),
    (
        "crates/knowledge",
        &[
            "bytemuck",
            "bytes",
            "calamine",
            "crc32fast",
            "csv",
            "encoding_rs",
            "flate2",
            "hayro-font",
            "hayro-interpret",
            "instant-distance",
            "memchr",
            "postcard",
            "pulldown-cmark",
            "quick-xml",
            "rayon",
            "rust-stemmers",
            "scraper",
            "serde",
            "serde_json",
            "sha2",
            "ssfmt",
            "thiserror",
            "unicode-normalization",
            "unicode-properties",
            "wide",
            "zip",
        ],
    ),
    (
        "crates/playbook",
        &[
            "jiff",
            "regex-automata",
            "regex-lite",
            "serde",
            "toml",
            "unicode-normalization",
        ],
    ),
    ("crates/reading", &[]),
    ("crates/engine", &["serde", "thiserror"]),
];

/// What may stand only in certain files.
struct Confined {
    /// Below these folders …
    within: &'static [&'static str],
    /// … none of these may be written …
    words: &'static [&'static str],
    /// … except in files whose path ends so.
    except: &'static [&'static str],
    /// The invariant.
    because: &'static str,
}

const CONFINED: &[Confined] = &[
    Confined {
        within: &[
            "crates/protocol/src",
            "crates/knowledge/src",
            "crates/playbook/src",
            "crates/reading/src",
            "crates/engine/src",
        ],
        words: &[
            "SystemTime",
            "Instant",
            "thread_rng",
            "getrandom",
            "OsRng",
            "std::env",
            "std::fs",
            "std::net",
            "std::process",
            "std::thread",
            "tokio",
            "web_sys",
            "js_sys",
            "wasm_bindgen",
        ],
        except: &[
            "src/tests.rs",
            "document/tests/mod.rs",
            "document/tests/hostile.rs",
            "slot/tests.rs",
        ],
        because: "pure crates have no clock, randomness, network, storage or platform type",
    },
    Confined {
        within: &["worker/src"],
        words: &[
            "SELECT ",
            "INSERT ",
            "UPDATE ",
            "DELETE FROM",
            "CREATE TABLE",
            "CREATE INDEX",
        ],
        // The table of versions, which every object has, stands with the migrations.
        except: &["sql.rs", "src/storage.rs"],
        because: "all SQL stands in one file per object",
    },
    Confined {
        within: &["worker/src"],
        words: &["with_status(4", "with_status(5", "Response::error("],
        // What an object answers the Worker with is no answer to a client.
        except: &["http/problem.rs", "directory/object.rs"],
        because: "the statuses of refusals stand in one file",
    },
    Confined {
        within: &["page-wasm/src", "widget-wasm/src", "inbox-wasm/src"],
        words: &["web_sys", "js_sys", "wasm_bindgen", "wasm_bindgen_futures"],
        except: &[
            "page-wasm/src/browser/call.rs",
            "page-wasm/src/browser/date.rs",
            "page-wasm/src/browser/file.rs",
            "page-wasm/src/browser/keys.rs",
            "page-wasm/src/browser/mod.rs",
            "page-wasm/src/browser/http.rs",
            "page-wasm/src/browser/line.rs",
            "page-wasm/src/browser/parent.rs",
            "page-wasm/src/browser/socket.rs",
            "page-wasm/src/browser/store.rs",
            // Where a page starts.
            "widget-wasm/src/lib.rs",
            "inbox-wasm/src/lib.rs",
        ],
        because: "JavaScript interop stands in one module for both pages",
    },
];

/// Checks every crate of the workspace.
pub(crate) fn run(project: &Project) -> Outcome {
    let mut wrong = imports(project)?;
    wrong.extend(confined(project, CONFINED)?);
    if wrong.is_empty() {
        return Ok(());
    }
    Err(Failure::new(wrong.join("\n"))
        .hint("the tables stand in xtask/src/boundaries.rs, the reasons in ARCHITECTURE.md"))
}

fn imports(project: &Project) -> Outcome<Vec<String>> {
    let mut wrong = Vec::new();
    let workspace = parse(&project.path("Cargo.toml"))?;
    let members = workspace["workspace"]["members"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    for member in members.iter().filter_map(toml::Value::as_str) {
        let manifest = parse(&project.path(member).join("Cargo.toml"))?;
        let named = dependencies(&manifest);
        let Some((_, allowed)) = IMPORTS.iter().find(|(crate_, _)| *crate_ == member) else {
            wrong.push(format!("{member}: not in the table of imports"));
            continue;
        };
        for ours in named
            .iter()
            .filter(|name| name.starts_with("gangway-") && !allowed.contains(&name.as_str()))
        {
            wrong.push(format!("{member}: may not import `{ours}`"));
        }
        if let Some((_, outside)) = PURE.iter().find(|(crate_, _)| *crate_ == member) {
            for name in named
                .iter()
                .filter(|name| !name.starts_with("gangway-") && !outside.contains(&name.as_str()))
            {
                wrong.push(format!("{member}: a pure crate may not depend on `{name}`"));
            }
        }
    }
    Ok(wrong)
}

/// The crates a manifest depends on to run; what its tests need is its own affair.
fn dependencies(manifest: &toml::Value) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut collect = |table: Option<&toml::Value>| {
        names.extend(
            table
                .and_then(toml::Value::as_table)
                .into_iter()
                .flat_map(|table| table.keys().cloned()),
        );
    };
    collect(manifest.get("dependencies"));
    collect(manifest.get("build-dependencies"));
    for target in manifest
        .get("target")
        .and_then(toml::Value::as_table)
        .into_iter()
        .flat_map(toml::Table::values)
    {
        collect(target.get("dependencies"));
    }
    names
}

fn confined(project: &Project, rules: &[Confined]) -> Outcome<Vec<String>> {
    let mut wrong = Vec::new();
    for rule in rules {
        for folder in rule.within {
            for path in files_below(&project.path(folder))? {
                let name = path.to_string_lossy().replace('\\', "/");
                if !name.ends_with(".rs") || rule.except.iter().any(|except| name.ends_with(except)) {
                    continue;
                }
                let short = path
                    .strip_prefix(project.path(""))
                    .unwrap_or(&path)
                    .display()
                    .to_string();
                wrong.extend(offences(&short, &read(&path)?, rule));
            }
        }
    }
    Ok(wrong)
}

/// Lines of code that name what they may not. Comments and the tests at a file's end are not code of the crate.
fn offences(name: &str, source: &str, rule: &Confined) -> Vec<String> {
    source
        .lines()
        .take_while(|line| !line.starts_with("#[cfg(test)]"))
        .enumerate()
        .filter_map(|(at, line)| {
            let code = line.split("//").next().unwrap_or_default();
            let word = rule.words.iter().find(|word| contains_word(code, word))?;
            Some(format!("{name}:{}: `{}`: {}", at + 1, word.trim(), rule.because))
        })
        .collect()
}

/// Whether a word stands in a line, not as the part of a longer name.
fn contains_word(code: &str, word: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    let name = |c: char| c.is_alphabetic() || c == '_';
    code.match_indices(word).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        let after = code[at + word.len()..].chars().next();
        let open = word.starts_with(part) && before.is_some_and(part);
        let runs_on = word.ends_with(name) && after.is_some_and(part);
        !open && !runs_on
    })
}

fn parse(path: &Path) -> Outcome<toml::Value> {
    toml::from_str(&read(path)?).map_err(|error| Failure::new(format!("{}: {error}", path.display())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(source: &str, rule: usize) -> Vec<String> {
        offences("x.rs", source, &CONFINED[rule])
    }

    #[test]
    fn a_clock_in_a_pure_crate_is_found_with_its_line() {
        let wrong = found("use std::time::Duration;\nlet now = SystemTime::now();\n", 0);
        assert_eq!(
            wrong,
            [
                "x.rs:2: `SystemTime`: pure crates have no clock, randomness, network, storage or platform type"
            ]
        );
    }

    #[test]
    fn a_clock_in_a_comment_or_a_test_or_a_longer_name_is_not_one() {
        assert!(
            found(
                "// Instant\nlet InstantDistance = 1;\n#[cfg(test)]\nmod tests { use std::fs; }\n",
                0
            )
            .is_empty()
        );
    }

    #[test]
    fn a_query_outside_the_file_of_queries_is_found() {
        assert_eq!(found("exec(\"SELECT 1\")", 1).len(), 1);
    }

    #[test]
    fn a_refusal_s_status_outside_its_table_is_found_and_a_success_is_not() {
        assert_eq!(found("response.with_status(404)", 2).len(), 1);
        assert!(found("response.with_status(201)", 2).is_empty());
    }

    #[test]
    fn dependencies_of_a_platform_count_and_those_of_tests_do_not() {
        let manifest = toml::from_str(
            "[dependencies]\nserde = \"1\"\n[dev-dependencies]\nproptest = \"1\"\n[target.'cfg(unix)'.dependencies]\nlibc = \"1\"\n",
        );
        let names = dependencies(&manifest.unwrap_or(toml::Value::Boolean(false)));
        assert_eq!(names.into_iter().collect::<Vec<_>>(), ["libc", "serde"]);
    }
}
