//! The search of the Worker as a WASM module for Node: timed by `bench/search.mjs`.
//!
//! In scope: handing bytes and strings over. Out of scope: everything that is measured (`knowledge`).

use gangway_knowledge::{Assembly, Filter, Index, Query, Table, Texts, Weights, search_with};
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

/// Bytes of memory the module has taken so far. It never gives any back: this is the peak.
#[wasm_bindgen]
pub fn memory_bytes() -> usize {
    #[cfg(target_arch = "wasm32")]
    let pages = core::arch::wasm32::memory_size(0);
    #[cfg(not(target_arch = "wasm32"))]
    let pages = 0;
    pages * 65_536
}
