//! The one place where this crate looks at the clock.

use gangway_protocol::Timestamp;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = scheduler, js_name = wait)]
    fn scheduler_wait(milliseconds: f64) -> Result<js_sys::Promise, JsValue>;
}

/// The present moment. In the runtime it stands still while code computes.
pub(crate) fn now() -> Timestamp {
    Timestamp(i64::try_from(worker::Date::now().as_millis()).unwrap_or(i64::MAX))
}

/// Waits. The SDK's own `Delay` takes what `setTimeout` returns for a number, and panics where the runtime, as Node
/// does, returns an object.
pub(crate) async fn wait(milliseconds: u32) {
    match scheduler_wait(f64::from(milliseconds)) {
        // A wait that is broken off is over.
        Ok(promise) => drop(wasm_bindgen_futures::JsFuture::from(promise).await),
        Err(thrown) => {
            let reason = worker::Error::from(thrown).to_string();
            crate::log::error("clock.wait", &serde_json::json!({ "reason": reason }));
        }
    }
}
