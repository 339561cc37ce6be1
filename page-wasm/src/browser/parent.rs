//! The page that a frame stands in.

use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, Window};

use super::window;

/// The page around this one. Texts go to one origin alone, and only those of that window and that origin are heard.
#[derive(Clone, Debug)]
pub struct Parent {
    window: Window,
    origin: String,
}

impl Parent {
    /// The page of this origin that this page is framed by. `None` when it stands alone.
    ///
    /// The origin is what the frame's address claims. A false one gains nothing: the browser delivers a text to
    /// the claimed origin or not at all, and the page's policy names who may frame it.
    pub fn new(origin: String) -> Option<Self> {
        let own = window();
        let parent = own.parent().ok().flatten()?;
        (parent != own).then_some(Self {
            window: parent,
            origin,
        })
    }

    /// Sends a text.
    pub fn post(&self, text: &str) {
        let _ = self.window.post_message(&JsValue::from_str(text), &self.origin);
    }

    /// Calls with each text for the life of the page.
    pub fn on_text(&self, call: impl Fn(String) + 'static) {
        let expected = self.clone();
        let handler = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let source = event.source().map(JsValue::from);
            if source != Some(JsValue::from(expected.window.clone())) || event.origin() != expected.origin {
                return;
            }
            if let Some(text) = event.data().as_string() {
                call(text);
            }
        })
        .into_js_value();
        let _ = window().add_event_listener_with_callback("message", handler.unchecked_ref());
    }
}
