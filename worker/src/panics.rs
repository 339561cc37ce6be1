//! A panic, contained: what panics inside [`contained`] ends there, with an error, and is answered.
//!
//! This target cannot unwind. A panic that is not contained traps: the promise of its request is never settled,
//! and whoever asked waits until they give up. Contained, the panic is thrown on as a JavaScript error, which ends
//! every frame up to [`contained`] without running destructors (and, on its way through a transaction, takes its
//! rows back). What such a frame had borrowed stays borrowed, so memory is not to be trusted: the panic hook of the
//! platform's SDK has marked the instance, and the next event finds a new one.

use std::cell::Cell;
use std::sync::Once;

use wasm_bindgen::prelude::*;

/// Something panicked. The platform's log has what and where.
#[derive(Debug, thiserror::Error)]
#[error("a panic")]
pub(crate) struct Panicked;

#[wasm_bindgen(inline_js = "export function run_contained(body) { body(); }")]
extern "C" {
    #[wasm_bindgen(catch)]
    fn run_contained(body: &mut dyn FnMut()) -> Result<(), JsValue>;
}

thread_local! {
    static DEPTH: Cell<u32> = const { Cell::new(0) };
}

static HOOK: Once = Once::new();

/// Runs `body`. It does not wait for anything, so that nothing else runs inside.
///
/// # Errors
/// When it panicked.
pub(crate) fn contained<T>(body: impl FnOnce() -> T) -> Result<T, Panicked> {
    HOOK.call_once(|| {
        let inner = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            inner(info);
            if DEPTH.get() > 0 {
                wasm_bindgen::throw_str("a contained panic");
            }
        }));
    });
    let mut body = Some(body);
    let mut value = None;
    DEPTH.set(DEPTH.get() + 1);
    let ended = run_contained(&mut || value = body.take().map(|body| body()));
    DEPTH.set(DEPTH.get().saturating_sub(1));
    match (ended, value) {
        (Ok(()), Some(value)) => Ok(value),
        (Ok(()), None) | (Err(_), _) => Err(Panicked),
    }
}
