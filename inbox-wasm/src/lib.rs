//! The inbox: where an operator's agents work.
//!
//! In scope: [`list`] and [`thread`], the list of conversations and the one that is open as pure state machines;
//! `page`, which carries out what they ask for; `view`, which shows them. Out of scope: every decision about a
//! conversation: the page asks, and shows what the service says.
//!
//! **Architecture Invariant:** what an agent wrote is shown and kept until the conversation has it, and a command
//! that was refused says why and changes nothing on the page.

pub mod keys;
pub mod list;
pub mod snooze;
pub mod thread;
pub mod words;

#[cfg(target_arch = "wasm32")]
mod page;
#[cfg(target_arch = "wasm32")]
mod view;

/// Starts the page.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen::prelude::wasm_bindgen(start)]
pub fn start() {
    gangway_page::browser::report_panics();
    view::mount();
}
