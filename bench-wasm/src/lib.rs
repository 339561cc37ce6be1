//! The search of the Worker as a WASM module for Node: timed by `bench/search.mjs`.
//!
//! In scope: handing bytes and strings over. Out of scope: everything that is measured (`knowledge`).

use gangway_knowledge::{Filter, Index, Query, Table, search};
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

/// An index and its table, loaded.
#[wasm_bindgen]
pub struct Searcher {
    index: Index,
    table: Table,
}

#[wasm_bindgen]
impl Searcher {
    /// Loads a table and an index as the Worker does.
    ///
    /// # Errors
    /// When either is of another version or damaged.
    #[wasm_bindgen(constructor)]
    pub fn new(table: Vec<u8>, index: Vec<u8>) -> Result<Self, JsError> {
        Ok(Self {
            table: Table::take(table)?,
            index: Index::take(index)?,
        })
    }

    /// Asks, with the turns before, of every passage. Returns the ids of the ten best, each on a line.
    pub fn query(&self, text: &str, context: Vec<String>) -> String {
        let context: Vec<&str> = context.iter().map(String::as_str).collect();
        let found = search(
            &self.index,
            &self.table,
            &Query {
                text,
                context: &context,
                before: &[],
                language: None,
                filter: Filter::default(),
                limit: 10,
            },
        );
        let ids: Vec<&str> = found.hits.iter().map(|hit| self.index.id(hit.passage)).collect();
        ids.join("\n")
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
