//! Calling for someone who looks elsewhere: a tone, and a notification of the desktop.

use js_sys::Reflect;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AudioContext, Notification, NotificationOptions, NotificationPermission};

use super::{after, window};

/// The notes of the tone: when it begins, in seconds, and its frequency.
const NOTES: [(f64, f32); 2] = [(0.0, 659.26), (0.16, 880.0)];
/// How long a note takes to fade, in seconds.
const FADE: f64 = 0.7;
/// How loud it is at most, of 1.
const LOUDNESS: f32 = 0.07;
/// When the last note has faded, in milliseconds.
const SILENT_AFTER: u32 = 1_500;

/// Two short, soft notes. Browsers keep a page silent until its reader has touched it.
pub fn chime() {
    if let Ok(context) = AudioContext::new() {
        let _ = play(&context);
        after(SILENT_AFTER, move || {
            let _ = context.close();
        });
    }
}

fn play(context: &AudioContext) -> Result<(), JsValue> {
    let now = context.current_time();
    for (begins, frequency) in NOTES {
        let begins = now + begins;
        let note = context.create_oscillator()?;
        let fade = context.create_gain()?;
        note.frequency().set_value(frequency);
        fade.gain().set_value_at_time(0.0, begins)?;
        fade.gain()
            .linear_ramp_to_value_at_time(LOUDNESS, begins + 0.02)?;
        fade.gain()
            .exponential_ramp_to_value_at_time(0.000_1, begins + FADE)?;
        note.connect_with_audio_node(&fade)?
            .connect_with_audio_node(&context.destination())?;
        note.start_with_when(begins)?;
        note.stop_with_when(begins + FADE)?;
    }
    Ok(())
}

/// Whether notifications may be shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Permission {
    /// The reader was not asked yet.
    NotAsked,
    /// They may.
    Granted,
    /// The reader said no: only the browser's own settings can change that.
    Denied,
    /// This browser has none, or not on this page.
    Missing,
}

/// Whether notifications may be shown.
pub fn permission() -> Permission {
    if !Reflect::has(&window(), &JsValue::from_str("Notification")).unwrap_or(false) {
        return Permission::Missing;
    }
    match Notification::permission() {
        NotificationPermission::Granted => Permission::Granted,
        NotificationPermission::Denied => Permission::Denied,
        NotificationPermission::Default | _ => Permission::NotAsked,
    }
}

/// Asks the reader whether notifications may be shown. Only from within a click.
pub async fn ask_permission() -> Permission {
    if let Ok(asked) = Notification::request_permission() {
        let _ = JsFuture::from(asked).await;
    }
    permission()
}

/// Shows a notification in the place of an earlier one of the same tag. A click brings the page to the front.
pub fn notify(title: &str, body: &str, tag: &str, clicked: impl FnOnce() + 'static) {
    let options = NotificationOptions::new();
    options.set_body(body);
    options.set_tag(tag);
    // Phones have the type and refuse to make one.
    let Ok(notification) = Notification::new_with_options(title, &options) else {
        return;
    };
    let shown = notification.clone();
    let clicked = Closure::once_into_js(move || {
        let _ = window().focus();
        shown.close();
        clicked();
    });
    notification.set_onclick(Some(clicked.unchecked_ref()));
}
