//! Everything the pages ask of JavaScript.
//!
//! Nothing here decides: a function does one thing or says that it could not. Handlers that are registered for
//! the life of the page are never removed, which their names say (`on_…`).

mod call;
mod date;
mod file;
mod http;
mod keys;
mod line;
mod parent;
mod socket;
mod store;

pub use call::{Permission, ask_permission, chime, notify, permission};
pub use date::{
    calendar_day, clock, clock_or_date, date_and_clock, day_and_clock, field_time, full_date, hour_of_day,
    read_field_time, write_times_in,
};
pub use file::{
    Blob, Chosen, Files, address_of, choose_files, encoded, fetch_file, let_go, on_files, save_file, upload,
};
pub use http::{Answer, Request, answered, ask};
pub use keys::{Key, Pressed, on_key, pressed};
pub use line::{Line, LineEvent, Place};
pub use parent::Parent;
pub use store::Store;

use std::pin::Pin;

use gangway_protocol::{ClientId, Timestamp};
use js_sys::{Date, Math, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{
    Document, Event, HtmlDialogElement, HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition, Window,
};

/// Reports a panic with its place to the console.
pub fn report_panics() {
    console_error_panic_hook::set_once();
}

/// Runs a future to its end.
pub fn spawn(future: impl Future<Output = ()> + 'static) {
    // Boxed: the machinery around a future is in the page's code once.
    let future: Pin<Box<dyn Future<Output = ()>>> = Box::pin(future);
    wasm_bindgen_futures::spawn_local(future);
}

/// The present moment.
pub fn now() -> Timestamp {
    Timestamp(Date::now() as i64)
}

/// A number in [0, 1), not for secrets.
pub fn random() -> f64 {
    Math::random()
}

/// A new client id: a random UUID. `randomUUID` exists in secure contexts only, random bytes everywhere.
pub fn client_id() -> ClientId {
    let mut bytes = [0_u8; 16];
    if let Ok(crypto) = window().crypto() {
        let _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] = bytes;
    let (g, i) = (g & 0x0F | 0x40, i & 0x3F | 0x80);
    ClientId(format!(
        "{a:02x}{b:02x}{c:02x}{d:02x}-{e:02x}{f:02x}-{g:02x}{h:02x}-{i:02x}{j:02x}-{k:02x}{l:02x}{m:02x}{n:02x}{o:02x}{p:02x}"
    ))
}

/// Calls once, after a time.
pub fn after(millis: u32, call: impl FnOnce() + 'static) {
    let call = Closure::once_into_js(call);
    let millis = i32::try_from(millis).unwrap_or(i32::MAX);
    let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(call.unchecked_ref(), millis);
}

/// Calls again and again for the life of the page.
pub fn every(millis: u32, call: impl FnMut() + 'static) {
    let call = Closure::<dyn FnMut()>::new(call).into_js_value();
    let millis = i32::try_from(millis).unwrap_or(i32::MAX);
    let _ = window().set_interval_with_callback_and_timeout_and_arguments_0(call.unchecked_ref(), millis);
}

/// Calls when the browser says that there is no network.
pub fn on_offline(call: impl Fn() + 'static) {
    let handler = Closure::<dyn FnMut()>::new(call).into_js_value();
    let _ = window().add_event_listener_with_callback("offline", handler.unchecked_ref());
}

/// Calls whenever the network comes back, or the page is seen again and there is one.
pub fn on_wake(call: impl Fn() + 'static) {
    let handler = Closure::<dyn FnMut()>::new(move || {
        if is_visible() && window().navigator().on_line() {
            call();
        }
    })
    .into_js_value();
    let _ = window().add_event_listener_with_callback("online", handler.unchecked_ref());
    let _ = document().add_event_listener_with_callback("visibilitychange", handler.unchecked_ref());
}

/// Calls whenever the page comes into view or goes out of it.
pub fn on_visibility(call: impl Fn() + 'static) {
    let handler = Closure::<dyn FnMut()>::new(call).into_js_value();
    let _ = document().add_event_listener_with_callback("visibilitychange", handler.unchecked_ref());
}

/// Whether someone can see the page.
pub fn is_visible() -> bool {
    !document().hidden()
}

/// The browser's first language, as `en-GB`.
pub fn language() -> Option<String> {
    window().navigator().language()
}

/// A text that the script which starts the page has left for it, once.
pub fn left(name: &str) -> Option<String> {
    let window = window();
    let name = JsValue::from_str(name);
    let text = Reflect::get(&window, &name).ok()?.as_string()?;
    let _ = Reflect::set(&window, &name, &JsValue::NULL);
    Some(text)
}

/// The path of the page's address.
pub fn path() -> String {
    window().location().pathname().unwrap_or_default()
}

/// The `name=value` pairs behind the `#` of the page's address, decoded.
pub fn fragment() -> Vec<(String, String)> {
    let hash = window().location().hash().unwrap_or_default();
    hash.trim_start_matches('#')
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (name.to_owned(), decoded(value)))
        .collect()
}

/// Puts `name=value` pairs behind the `#`. With `step`, the browser's back button leads to what was there before.
pub fn set_fragment(pairs: &[(&str, &str)], step: bool) {
    let encoded: Vec<String> = pairs
        .iter()
        .map(|(name, value)| format!("{name}={}", String::from(js_sys::encode_uri_component(value))))
        .collect();
    let address = format!("{}#{}", path(), encoded.join("&"));
    let Ok(history) = window().history() else { return };
    let _ = if step {
        history.push_state_with_url(&JsValue::NULL, "", Some(&address))
    } else {
        history.replace_state_with_url(&JsValue::NULL, "", Some(&address))
    };
}

/// Calls when the reader goes back or forward, or changes what stands behind the `#`.
pub fn on_fragment(call: impl Fn() + 'static) {
    let handler = Closure::<dyn FnMut()>::new(call).into_js_value();
    let _ = window().add_event_listener_with_callback("popstate", handler.unchecked_ref());
}

/// Tells `guard.js` that this page is too old for its service.
fn stale() {
    if let Ok(event) = web_sys::Event::new("gangway:stale") {
        let _ = window().dispatch_event(&event);
    }
}

/// Loads the page again.
pub fn reload() {
    let _ = window().location().reload();
}

/// The whole address of a path of this deployment.
pub fn address(path: &str) -> String {
    format!("{}{path}", window().location().origin().unwrap_or_default())
}

/// Sets the name of the browser's tab.
pub fn set_title(title: &str) {
    document().set_title(title);
}

/// Sets a custom property of the page's style. Through the object model, which a strict policy allows.
pub fn set_property(name: &str, value: &str) {
    if let Some(root) = document()
        .document_element()
        .and_then(|root| root.dyn_into::<HtmlElement>().ok())
    {
        let _ = root.style().set_property(name, value);
    }
}

/// The element of this id, emptied of what stood there until the page was ready.
pub fn empty_element(id: &str) -> Option<HtmlElement> {
    let element = element(id)?;
    element.set_text_content(None);
    Some(element)
}

/// The element of this id.
pub fn element(id: &str) -> Option<HtmlElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// Moves the focus to the element of this id, once what is being changed on the page stands.
pub fn focus_soon(id: impl Into<String>) {
    let id = id.into();
    after(0, move || focus(&id));
}

/// Moves the focus to the element of this id.
pub fn focus(id: &str) {
    if let Some(element) = element(id) {
        let _ = element.focus();
    }
}

/// Takes the focus from the element that has it.
pub fn blur() {
    let focused = document().active_element();
    if let Some(focused) = focused.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = focused.blur();
    }
}

/// Opens the dialog of this id over everything. The browser keeps the focus in it, closes it on Escape and gives the
/// focus back. That it is closed is told by an event some time after it is.
pub fn open_dialog(id: &str) {
    if let Some(dialog) = dialog(id).filter(|dialog| !dialog.open()) {
        let _ = dialog.show_modal();
    }
}

/// Whether the dialog of this id is open.
pub fn is_dialog_open(id: &str) -> bool {
    dialog(id).is_some_and(|dialog| dialog.open())
}

fn dialog(id: &str) -> Option<HtmlDialogElement> {
    element(id).and_then(|element| element.dyn_into().ok())
}

/// Whether a part that can be unfolded is.
pub fn is_unfolded(part: &HtmlElement) -> bool {
    part.has_attribute("open")
}

/// Whether an event happened on the very element that hears it, and not on something in it.
pub fn is_itself(event: &Event) -> bool {
    event.target() == event.current_target()
}

/// Closes the dialog of this id.
pub fn close_dialog(id: &str) {
    if let Some(dialog) = dialog(id) {
        dialog.close();
    }
}

/// Whether the element of this id is scrolled to its end, give or take a line.
pub fn is_at_end(id: &str) -> bool {
    element(id).is_none_or(|list| list.scroll_height() - list.scroll_top() - list.client_height() < 48)
}

/// Calls whenever the element of this id has another size, once what is being changed on the page stands.
pub fn on_size(id: &'static str, call: impl Fn() + 'static) {
    after(0, move || {
        let handler = Closure::<dyn FnMut()>::new(call).into_js_value();
        if let (Some(element), Ok(observer)) =
            (element(id), web_sys::ResizeObserver::new(handler.unchecked_ref()))
        {
            observer.observe(&element);
        }
    });
}

/// Scrolls the element of this id to its end, once what is being changed on the page stands.
pub fn scroll_to_end_soon(id: &'static str) {
    after(0, move || {
        if let Some(list) = element(id) {
            list.set_scroll_top(list.scroll_height());
        }
    });
}

/// Scrolls no further than it takes to see the whole of an element.
pub fn reveal(element: &HtmlElement) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

/// Whether the page is wide enough to show everything beside each other.
pub fn has_room() -> bool {
    matches("(min-width: 1100px)")
}

/// Whether the reader has a keyboard to hand rather than a thumb: focus may move without one covering the page.
pub fn has_fine_pointer() -> bool {
    matches("(pointer: fine)")
}

/// Copies a text. `false` when the browser does not allow it.
pub async fn copy(text: &str) -> bool {
    let promise = window().navigator().clipboard().write_text(text);
    wasm_bindgen_futures::JsFuture::from(promise).await.is_ok()
}

fn matches(query: &str) -> bool {
    window()
        .match_media(query)
        .ok()
        .flatten()
        .is_some_and(|query| query.matches())
}

fn decoded(text: &str) -> String {
    js_sys::decode_uri_component(text).map_or_else(|_| text.to_owned(), String::from)
}

fn window() -> Window {
    // A page that runs has a window; a worker would not, and there is none.
    web_sys::window().unwrap_or_else(|| unreachable!("no window"))
}

fn document() -> Document {
    window().document().unwrap_or_else(|| unreachable!("no document"))
}
