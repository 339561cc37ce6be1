//! A panic, contained: what panics inside ends there, with an error, and is answered.
//!
//! This target cannot unwind. A panic that is not contained traps: the promise of its request is never settled,
//! and whoever asked waits until they give up. Contained, the panic is thrown on as a JavaScript error, which ends
//! every frame up to [`contained`] without running destructors (and, on its way through a transaction, takes its
//! rows back).
//!
//! What such frames had borrowed stays borrowed, and their part of the stack is lost, so the instance has to be
//! replaced. The platform's SDK does that at the next event after a panic. But everything that is under way in the
//! isolate, of any visitor, waits for promises that only the old instance can go on with, and would never be answered.
//! So the instance is kept until nothing is under way, or until it has contained [`AT_MOST`] panics.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::Once;
use std::task::{Context, Poll};

use gangway_protocol::Timestamp;
use serde_json::json;
use wasm_bindgen::prelude::*;

use crate::clock;

/// Something panicked. The platform's log has what and where.
#[derive(Debug, thiserror::Error)]
#[error("a panic")]
pub(crate) struct Panicked;

/// So many contained panics leave enough of the stack.
const AT_MOST: u32 = 16;
/// What has been under way for so long was broken off by the platform or the client, in milliseconds.
const BROKEN_OFF: i64 = 60_000;

#[wasm_bindgen(inline_js = "
export function run_contained(body) { body(); }
export function replace_instance(wanted) { globalThis.__worker_init_state.criticalError = wanted; }
")]
extern "C" {
    #[wasm_bindgen(catch)]
    fn run_contained(body: &mut dyn FnMut()) -> Result<(), JsValue>;
    /// Whether the SDK's shim begins the next event with a new instance.
    fn replace_instance(wanted: bool);
}

thread_local! {
    static DEPTH: Cell<u32> = const { Cell::new(0) };
    static PANICS: Cell<u32> = const { Cell::new(0) };
    static UNDER_WAY: RefCell<UnderWay> = const { RefCell::new(UnderWay::new()) };
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
    let depth = DEPTH.get();
    DEPTH.set(depth + 1);
    let ended = run_contained(&mut || value = body.take().map(|body| body()));
    DEPTH.set(depth);
    match (ended, value) {
        (Ok(()), Some(value)) => Ok(value),
        (Ok(()), None) | (Err(_), _) => {
            PANICS.set(PANICS.get() + 1);
            // The SDK's hook has asked for it, whatever is under way.
            replace_instance(PANICS.get() >= AT_MOST);
            replace_when_quiet();
            Err(Panicked)
        }
    }
}

/// Runs `work` to its end, each of its steps contained.
///
/// # Errors
/// When it panicked.
pub(crate) async fn contained_async<T>(work: impl Future<Output = T>) -> Result<T, Panicked> {
    Contained(Some(Box::pin(work))).await
}

/// Answers an event: contained, and under way until it is answered.
///
/// # Errors
/// When it panicked.
pub(crate) async fn event<T>(work: impl Future<Output = T>) -> Result<T, Panicked> {
    let _under_way = Event::begin();
    contained_async(work).await
}

/// Does what nobody waits for. A panic is logged.
pub(crate) async fn aside(doing: &'static str, work: impl Future<Output = ()>) {
    if let Err(panicked) = contained_async(work).await {
        let fields = json!({ "doing": doing, "reason": panicked.to_string() });
        crate::log::error("aside.panicked", &fields);
    }
}

struct Contained<F>(Option<Pin<Box<F>>>);

impl<F: Future> Future for Contained<F> {
    type Output = Result<F::Output, Panicked>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Some(mut work) = self.0.take() else {
            return Poll::Ready(Err(Panicked));
        };
        match contained(|| work.as_mut().poll(context)) {
            Ok(Poll::Ready(value)) => Poll::Ready(Ok(value)),
            Ok(Poll::Pending) => {
                self.0 = Some(work);
                Poll::Pending
            }
            Err(panicked) => {
                // It stopped in the middle of a step: what it holds may be gone already, and is not dropped again.
                std::mem::forget(work);
                Poll::Ready(Err(panicked))
            }
        }
    }
}

/// An event under way; over when dropped.
struct Event(u64);

impl Event {
    fn begin() -> Self {
        let now = clock::now();
        Self(UNDER_WAY.with_borrow_mut(|under_way| under_way.begin(now)))
    }
}

impl Drop for Event {
    fn drop(&mut self) {
        UNDER_WAY.with_borrow_mut(|under_way| under_way.began.remove(&self.0));
        replace_when_quiet();
    }
}

fn replace_when_quiet() {
    if PANICS.get() > 0 && UNDER_WAY.with_borrow(|under_way| under_way.is_quiet(clock::now())) {
        replace_instance(true);
    }
}

/// The events under way, by when they began.
struct UnderWay {
    next: u64,
    began: BTreeMap<u64, Timestamp>,
}

impl UnderWay {
    const fn new() -> Self {
        Self {
            next: 0,
            began: BTreeMap::new(),
        }
    }

    fn begin(&mut self, now: Timestamp) -> u64 {
        self.next += 1;
        self.began.insert(self.next, now);
        self.next
    }

    fn is_quiet(&self, now: Timestamp) -> bool {
        self.began.values().all(|began| began.plus(BROKEN_OFF) <= now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_quiet_when_every_event_is_over_or_was_broken_off() {
        let mut under_way = UnderWay::new();
        assert!(under_way.is_quiet(Timestamp(0)));
        let first = under_way.begin(Timestamp(0));
        let second = under_way.begin(Timestamp(30_000));
        under_way.began.remove(&first);
        assert!(!under_way.is_quiet(Timestamp(30_000)));
        under_way.began.remove(&second);
        assert!(under_way.is_quiet(Timestamp(30_000)));
        under_way.begin(Timestamp(40_000));
        assert!(!under_way.is_quiet(Timestamp(99_999)));
        assert!(under_way.is_quiet(Timestamp(100_000)));
    }
}
