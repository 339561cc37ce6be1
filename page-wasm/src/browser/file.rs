//! Files: chosen, made smaller, sent and fetched. What is done with them stands in `file.js`.

use gangway_protocol::{FileFormat, WIRE};
use wasm_bindgen::prelude::*;

use super::Answer;

#[wasm_bindgen(module = "/src/browser/file.js")]
extern "C" {
    fn choose(given: &JsValue, room: u32, chosen: &JsValue, each: &JsValue);
    fn receive(by: &str, take: &JsValue);
    fn post(path: &str, bearer: &str, wire: &str, blob: &JsValue, sent: &JsValue, done: &JsValue);
    fn fetched(path: &str, bearer: &str, wire: &str, done: &JsValue);
    fn shown(blob: &JsValue) -> String;
    fn revoke(address: &str);
    fn save(address: &str, name: &str);
}

/// What is in a file, as the browser has it.
pub type Blob = JsValue;
/// Several files, as the browser has them; `undefined`: none yet.
pub type Files = JsValue;

/// A file that the reader has chosen, ready to be sent: a large picture is a smaller one, the right way up.
#[derive(Clone, Debug)]
pub struct Chosen {
    /// Its name.
    pub name: String,
    /// What the browser takes it for. `None`: none that is taken.
    pub format: Option<FileFormat>,
    /// Its size.
    pub bytes: usize,
    /// What is in it.
    pub blob: Blob,
}

/// Calls with files that the reader pastes into the page or drops on it.
pub fn on_files(take: impl Fn(Files) + 'static) {
    let take = Closure::<dyn Fn(JsValue)>::new(take).into_js_value();
    for by in ["paste", "drop"] {
        receive(by, &take);
    }
}

/// Lets the reader choose files, unless there are some. Calls with how many they are, then with each for which there is
/// room.
pub fn choose_files(
    given: &Files,
    room: usize,
    chosen: impl FnOnce(usize) + 'static,
    each: impl Fn(Chosen) + 'static,
) {
    let chosen = Closure::once_into_js(move |count: u32| chosen(count as usize));
    let each = Closure::<dyn Fn(JsValue, String, String, f64)>::new(
        move |blob, name: String, media_type: String, bytes: f64| {
            let formats = [
                FileFormat::Jpeg,
                FileFormat::Png,
                FileFormat::Webp,
                FileFormat::Pdf,
            ];
            each(Chosen {
                format: formats
                    .into_iter()
                    .find(|format| format.media_type() == media_type)
                    // Some browsers do not say.
                    .or_else(|| FileFormat::of_name(&name)),
                name,
                bytes: bytes as usize,
                blob,
            });
        },
    );
    choose(
        given,
        u32::try_from(room).unwrap_or(u32::MAX),
        &chosen,
        &each.into_js_value(),
    );
}

/// Posts what is in a file, calls with how much has left in per cent, and at the end with what came back.
pub fn upload(
    path: &str,
    bearer: &str,
    blob: &Blob,
    sent: impl Fn(u8) + 'static,
    then: impl FnOnce(Answer) + 'static,
) {
    let sent = Closure::<dyn Fn(f64)>::new(move |percent: f64| sent(percent as u8));
    let done = Closure::once_into_js(move |status: u16, body: String| {
        then(Answer::of(match status {
            0 => Err(JsValue::NULL),
            _ => Ok((status, body)),
        }));
    });
    post(
        path,
        bearer,
        &WIRE.to_string(),
        blob,
        &sent.into_js_value(),
        &done,
    );
}

/// Fetches a file, and calls with an address that the page can show it from.
pub fn fetch_file(path: &str, bearer: &str, then: impl FnOnce(String) + 'static) {
    fetched(path, bearer, &WIRE.to_string(), &Closure::once_into_js(then));
}

/// An address that the page can show it from, until it is [let go of](let_go).
pub fn address_of(blob: &Blob) -> String {
    shown(blob)
}

/// The page shows nothing from this address any more.
pub fn let_go(address: &str) {
    revoke(address);
}

/// Gives the browser a file to save under a name, and lets go of the address.
pub fn save_file(address: &str, name: &str) {
    save(address, name);
}

/// A text as it stands in a query.
pub fn encoded(text: &str) -> String {
    js_sys::encode_uri_component(text).into()
}
