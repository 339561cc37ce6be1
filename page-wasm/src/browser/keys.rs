//! Keys that act on the page as a whole.

use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, KeyboardEvent};

use super::document;

/// A key that went down.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Key {
    /// Its name: `j`, `Enter`, `?`.
    pub name: String,
    /// Whether the reader is writing or choosing in a field: there, keys are for the field.
    pub in_field: bool,
    /// Whether Control, Alt or the command key is held: such keys are the browser's.
    pub modified: bool,
    /// The id of the element that has the focus, when it has one.
    pub at: String,
}

/// Calls with every key that goes down, for the life of the page. A key for which the call answers `true` does
/// nothing else.
pub fn on_key(call: impl Fn(&Key) -> bool + 'static) {
    let handler = Closure::<dyn FnMut(KeyboardEvent)>::new(move |event: KeyboardEvent| {
        if event.is_composing() || event.default_prevented() {
            return;
        }
        let at = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok());
        let key = Key {
            name: event.key(),
            in_field: at.as_ref().is_some_and(|at| {
                at.matches("input:not([type=checkbox]), textarea, select")
                    .unwrap_or(false)
            }),
            modified: event.ctrl_key() || event.meta_key() || event.alt_key(),
            at: at.as_ref().map(Element::id).unwrap_or_default(),
        };
        if call(&key) {
            event.prevent_default();
        }
    })
    .into_js_value();
    let _ = document().add_event_listener_with_callback("keydown", handler.unchecked_ref());
}

/// A key that went down in a field.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pressed {
    /// Its name: `j`, `Enter`.
    pub name: String,
    /// Whether Shift is held.
    pub shift: bool,
}

/// The key of an event, unless it belongs to a word that is being composed of several.
pub fn pressed(event: &Event) -> Option<Pressed> {
    let event: &KeyboardEvent = event.dyn_ref()?;
    (!event.is_composing()).then(|| Pressed {
        name: event.key(),
        shift: event.shift_key(),
    })
}
