//! The widget: the traveller's chat, in a frame on the operator's site.
//!
//! In scope: [`model`], the page as a pure state machine (inputs in, requests out); `page`, which carries the
//! requests out; `view`, which shows the model. Out of scope: every decision about the conversation (the
//! service makes them) and the launcher on the host page (`loader.js`).
//!
//! **Architecture Invariant:** what was written is shown and kept until the conversation has it, and no entry is
//! shown twice, whatever the network does. That is the model's work, tested natively.

pub mod frame;
pub mod model;
pub mod words;

#[cfg(target_arch = "wasm32")]
mod page;
#[cfg(target_arch = "wasm32")]
mod view;

/// Starts the page.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen::prelude::wasm_bindgen(start)]
pub fn start() {
    use gangway_page::browser;

    browser::report_panics();
    if let Some(lines) = browser::left("gangwayWords") {
        words::settle(lines);
    }
    if let Some(language) = browser::left("gangwayLanguage") {
        browser::write_times_in(language);
    }
    view::mount();
}
