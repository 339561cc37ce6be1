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
    pub fn new(table: &[u8], index: &[u8]) -> Result<Self, JsError> {
        Ok(Self {
            table: Table::read(table)?,
            index: Index::read(index)?,
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
        let ids: Vec<&str> = found
            .hits
            .iter()
            .map(|hit| self.index.passages()[hit.passage].id.as_str())
            .collect();
        ids.join("\n")
    }

    /// Bytes of memory that the table and the index take once they are loaded, as the Worker's cache counts them.
    pub fn memory(&self) -> usize {
        self.table.memory() + self.index.memory()
    }

    /// How many passages there are.
    pub fn passages(&self) -> usize {
        self.index.passages().len()
    }

    /// One passage for the peers: id, document, name of the place, title and headings, text.
    pub fn passage(&self, number: usize) -> Option<Vec<String>> {
        let passage = self.index.passages().get(number)?;
        let place = passage.place.as_ref().map_or("", |place| place.name.as_str());
        let mut headings = vec![passage.title.as_str()];
        headings.extend(passage.heading.iter().map(String::as_str));
        Some(vec![
            passage.id.clone(),
            passage.document.clone(),
            place.to_owned(),
            headings.join(" ").trim().to_owned(),
            passage.text.clone(),
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
