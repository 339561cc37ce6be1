//! What a page keeps in the browser.

use std::cell::RefCell;

use serde::Serialize;
use serde::de::DeserializeOwned;
use web_sys::Storage;

use super::window;
use crate::json;

thread_local! {
    static MEMORY: RefCell<Vec<(String, String)>> = const { RefCell::new(Vec::new()) };
}

/// The page's drawer, one per name: the browser's local storage; where a frame may not use it, the storage of
/// the tab; where it may use none, the memory of the page.
#[derive(Clone, Debug)]
pub struct Store {
    prefix: String,
}

impl Store {
    /// The drawer of this name.
    pub fn new(name: &str) -> Self {
        Self {
            prefix: format!("gangway/{name}/"),
        }
    }

    /// What is kept under a key, when it is there and still understood.
    pub fn read<T: DeserializeOwned>(&self, key: &str) -> Option<T> {
        let key = self.key(key);
        let text = match storage() {
            Some(storage) => storage.get_item(&key).ok().flatten(),
            None => MEMORY.with_borrow(|memory| {
                let kept = memory.iter().find(|(name, _)| *name == key);
                kept.map(|(_, text)| text.clone())
            }),
        }?;
        json::read(&text).ok()
    }

    /// Keeps a value under a key. A full storage keeps what it had.
    pub fn write(&self, key: &str, value: &impl Serialize) {
        let (key, Ok(text)) = (self.key(key), serde_json::to_string(value)) else {
            return;
        };
        match storage() {
            Some(storage) => drop(storage.set_item(&key, &text)),
            None => MEMORY.with_borrow_mut(|memory| {
                memory.retain(|(name, _)| *name != key);
                memory.push((key, text));
            }),
        }
    }

    /// Forgets a key.
    pub fn remove(&self, key: &str) {
        let key = self.key(key);
        match storage() {
            Some(storage) => drop(storage.remove_item(&key)),
            None => MEMORY.with_borrow_mut(|memory| memory.retain(|(name, _)| *name != key)),
        }
    }

    fn key(&self, key: &str) -> String {
        format!("{}{key}", self.prefix)
    }
}

/// Reading the property throws where storage is forbidden.
fn storage() -> Option<Storage> {
    let window = window();
    window
        .local_storage()
        .ok()
        .flatten()
        .or_else(|| window.session_storage().ok().flatten())
}
