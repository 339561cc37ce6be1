//! The search and the reading of the Worker as a WASM module for Node: timed by `bench/search.mjs` and
//! `bench/read.mjs`.
//!
//! In scope: handing bytes and strings over. Out of scope: everything that is measured (`knowledge`, `reading`,
//! `engine`).

use gangway_engine::{Conversation, Input};
use gangway_knowledge::{Assembly, Day, Filter, Index, Query, Table, Texts, Weights, search_with};
use gangway_playbook::Playbook;
use gangway_protocol::signals::Turn;
use gangway_protocol::{Hash, Seq, Timestamp};
use gangway_reading::{Message, Prepared};
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

/// An index on its way, in the order of the Worker: its file, then its parts.
#[wasm_bindgen]
pub struct Loader {
    assembly: Assembly,
}

/// An index and its table, loaded.
#[wasm_bindgen]
pub struct Searcher {
    index: Index,
    table: Table,
}

#[wasm_bindgen]
impl Loader {
    /// Begins with the index file.
    ///
    /// # Errors
    /// When it is of another version or damaged.
    #[wasm_bindgen(constructor)]
    pub fn new(index: Vec<u8>) -> Result<Self, JsError> {
        let assembly = Assembly::begin(index)?;
        Ok(Self { assembly })
    }

    /// The hash of the part that comes next.
    pub fn lacking(&self) -> Option<String> {
        self.assembly.lacking()
    }

    /// Adds it.
    ///
    /// # Errors
    /// When it is another one or damaged.
    pub fn add(&mut self, part: &[u8]) -> Result<(), JsError> {
        Ok(self.assembly.add(part)?)
    }

    /// The index with its table.
    ///
    /// # Errors
    /// When something is lacking, of another version or damaged.
    pub fn finish(self, table: Vec<u8>) -> Result<Searcher, JsError> {
        Ok(Searcher {
            index: self.assembly.finish()?,
            table: Table::take(table)?,
        })
    }
}

#[wasm_bindgen]
impl Searcher {
    /// The hashes of the files of texts, when the index does not hold them.
    pub fn text_files(&self) -> Vec<String> {
        self.index.text_files().collect()
    }

    /// Adds a file of texts.
    ///
    /// # Errors
    /// When it is another one or damaged.
    pub fn add_texts(&mut self, texts: Vec<u8>) -> Result<(), JsError> {
        Ok(self.index.add(Texts::take(texts)?)?)
    }

    /// Asks, with the turns before, of every passage. Returns the ids of the ten best, each on a line.
    pub fn query(&self, text: &str, context: Vec<String>) -> String {
        self.ask(text, &context, &Weights::default())
    }

    /// [`Searcher::query`] with a look at every passage in the place of the graph.
    pub fn query_exactly(&self, text: &str, context: Vec<String>) -> String {
        let exact = Weights {
            scanned: usize::MAX,
            ..Weights::default()
        };
        self.ask(text, &context, &exact)
    }

    /// Bytes of memory that the table and the index take once they are loaded, as the Worker's cache counts them.
    pub fn memory(&self) -> usize {
        self.table.memory() + self.index.memory()
    }

    /// How many passages there are.
    pub fn passages(&self) -> usize {
        self.index.len()
    }

    /// One passage for the peers: id, document, name of the place, title and headings, text.
    pub fn passage(&self, number: usize) -> Option<Vec<String>> {
        let passage = self.index.passage(number)?;
        let place = passage.place.map_or("", |place| place.name);
        let mut headings = vec![passage.title];
        headings.extend(passage.heading);
        Some(vec![
            passage.id.to_owned(),
            passage.document.to_owned(),
            place.to_owned(),
            headings.join(" ").trim().to_owned(),
            passage.text?.to_owned(),
        ])
    }

    fn ask(&self, text: &str, context: &[String], weights: &Weights) -> String {
        let context: Vec<&str> = context.iter().map(String::as_str).collect();
        let query = Query {
            text,
            context: &context,
            before: &[],
            language: None,
            filter: Filter::default(),
            limit: 10,
        };
        let found = search_with(&self.index, &self.table, &query, weights);
        let ids: Vec<&str> = found.hits.iter().map(|hit| self.index.id(hit.passage)).collect();
        ids.join("\n")
    }
}

/// What the Worker keeps of a playbook to read messages by.
#[wasm_bindgen]
pub struct Reader {
    playbook: Playbook,
    prepared: Prepared,
}

#[wasm_bindgen]
impl Reader {
    /// From a compiled playbook.
    ///
    /// # Errors
    /// When it is of another version or damaged.
    #[wasm_bindgen(constructor)]
    pub fn new(playbook: &str) -> Result<Self, JsError> {
        let playbook = serde_json::from_str(playbook)?;
        let prepared = Prepared::new(&playbook);
        Ok(Self { playbook, prepared })
    }

    /// Everything that a message asks of the processor, but for storage and sockets: what it is (language, tags, slots,
    /// what the documents say after these turns), and what a conversation that begins with it decides by the rules.
    /// Returns the entries of the timeline as JSON.
    ///
    /// # Errors
    /// When texts are not at hand, or the conversation refuses the message.
    pub fn message(&self, searcher: &Searcher, text: &str, context: Vec<String>) -> Result<String, JsError> {
        let now = Timestamp(READ_AT);
        let mut conversation = Conversation::new("bench".into(), now, Hash::from("playbook"));
        let mut turns = Vec::new();
        for (seq, text) in (1..).zip(context) {
            turns.push(Turn {
                seq: Seq(seq),
                visitor: true,
                text,
            });
        }
        let message = Message {
            text,
            turns: &turns,
            today: u64::try_from(READ_AT).ok().and_then(Day::of_millis),
        };
        let stamp = conversation.basis().stamp;
        let (index, table) = (&searcher.index, &searcher.table);
        let signals = gangway_reading::read(&message, stamp, &self.playbook, &self.prepared, index, table)?;
        let input = Input::VisitorMessage {
            client_id: "bench".into(),
            text: text.to_owned(),
            signals: Some(Box::new(signals)),
        };
        let output = conversation
            .handle(now, &self.playbook, &input)
            .map_err(|refusal| JsError::new(&format!("{refusal:?}")))?;
        Ok(serde_json::to_string(&output.entries)?)
    }
}

/// A Wednesday's noon in June 2026: most teams are there.
const READ_AT: i64 = 1_781_092_800_000;

/// Bytes of memory the module has taken so far. It never gives any back: this is the peak.
#[wasm_bindgen]
pub fn memory_bytes() -> usize {
    #[cfg(target_arch = "wasm32")]
    let pages = core::arch::wasm32::memory_size(0);
    #[cfg(not(target_arch = "wasm32"))]
    let pages = 0;
    pages * 65_536
}
