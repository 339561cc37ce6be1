//! An export of conversations, read line by line.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use gangway_engine::{Input, Recorded};
use gangway_playbook::Playbook;
use gangway_protocol::{ConversationId, Hash, Timestamp};
use serde::Deserialize;

use crate::failure::Failure;
use crate::problem::Problem;
use crate::rows::{MARK, wrong_line};

/// Bytes of the longest line that is read: an input with all that it cites has some thousand.
const LONGEST: usize = 4 << 20;

/// What an export holds.
#[derive(Debug, Default)]
pub(super) struct Export {
    /// The playbooks of the time.
    pub(super) playbooks: BTreeMap<Hash, Playbook>,
    /// By id.
    pub(super) conversations: BTreeMap<ConversationId, Past>,
    /// Lines that are none.
    pub(super) problems: Vec<Problem>,
    /// The last line says that there is more.
    pub(super) has_more: bool,
}

/// One conversation.
#[derive(Debug)]
pub(super) struct Past {
    pub(super) opened_at: Timestamp,
    /// The language of the visitor's browser.
    pub(super) language: Option<String>,
    /// Its inputs by their numbers, from 1.
    pub(super) inputs: BTreeMap<u64, Recorded>,
}

/// A line. Kinds that are added are skipped.
#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Line {
    Playbook {
        hash: Hash,
        playbook: Box<Playbook>,
    },
    Input {
        conversation: ConversationId,
        opened_at: Timestamp,
        #[serde(default)]
        language: Option<String>,
        n: u64,
        at: Timestamp,
        version: u32,
        playbook: Hash,
        input: Box<Input>,
    },
    Next {},
    #[serde(other)]
    Unknown,
}

impl Export {
    /// Reads a file: pages of an export, one behind the other.
    pub(super) fn read(path: &Path) -> Result<Self, Failure> {
        let io = |error| Failure::io("read", path, &error);
        let mut reader = BufReader::new(File::open(path).map_err(io)?);
        let mut export = Self::default();
        let mut line = Vec::new();
        for number in 1.. {
            line.clear();
            if reader.read_until(b'\n', &mut line).map_err(io)? == 0 {
                break;
            }
            // Before the first one may stand what some programs put there.
            let text = line.strip_prefix(MARK).filter(|_| number == 1).unwrap_or(&line);
            export.take(text, &format!("{}:{number}", path.display()));
        }
        Ok(export)
    }

    fn take(&mut self, line: &[u8], at: &str) {
        if line.trim_ascii().is_empty() {
            return;
        }
        let wrong = |message: String| Problem::at(at.to_owned(), message);
        if line.len() > LONGEST {
            self.problems
                .push(wrong(format!("a line of {} bytes", line.len())));
            return;
        }
        match serde_json::from_slice(line) {
            Ok(Line::Playbook { hash, playbook }) => {
                self.playbooks.insert(hash, *playbook);
            }
            Ok(Line::Input {
                conversation,
                opened_at,
                language,
                n,
                at,
                version,
                playbook,
                input,
            }) => {
                self.has_more = false;
                let past = self.conversations.entry(conversation).or_insert_with(|| Past {
                    opened_at,
                    language,
                    inputs: BTreeMap::new(),
                });
                let recorded = Recorded {
                    at,
                    version,
                    playbook,
                    input: *input,
                };
                past.inputs.insert(n, recorded);
            }
            Ok(Line::Next {}) => self.has_more = true,
            Ok(Line::Unknown) => {}
            Err(error) => {
                let mut problem = wrong_line(at.to_owned(), line, &error);
                problem.message = format!("not a line of an export: {}", problem.message);
                // Said once: the next lines are wrong in the same way, mostly.
                problem.hint = self.problems.is_empty().then(|| {
                    problem.hint.unwrap_or_else(|| {
                        "it is what `GET /v1/{workspace}/export` answers, see docs/api.md".to_owned()
                    })
                });
                self.problems.push(problem);
            }
        }
    }
}

impl Past {
    /// The first playbook of the time that is not at hand.
    pub(super) fn lacks(&self, playbooks: &BTreeMap<Hash, Playbook>) -> Option<&Hash> {
        let mut named = self.inputs.values().map(|recorded| &recorded.playbook);
        named.find(|hash| !playbooks.contains_key(*hash))
    }

    /// The inputs in order, when all of them are there.
    pub(super) fn recorded(&self) -> Option<Vec<Recorded>> {
        let whole = self.inputs.keys().copied().eq(1..=self.inputs.len() as u64);
        whole.then(|| self.inputs.values().cloned().collect())
    }
}
