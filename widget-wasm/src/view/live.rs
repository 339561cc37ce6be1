//! What changes on the page, each kind as one type.
//!
//! The code that keeps a part of the page up to date is in the page once for each type, and every closure is a type
//! of its own. In a box they are one.

use leptos::ev::MouseEvent;

/// Whether.
pub(super) type Flag = Box<dyn FnMut() -> bool + Send>;
/// What it says.
pub(super) type Words = Box<dyn FnMut() -> String + Send>;
/// What a click does.
pub(super) type Click = Box<dyn FnMut(MouseEvent)>;

/// Whether something is so.
pub(super) fn flag(is: impl FnMut() -> bool + Send + 'static) -> Flag {
    Box::new(is)
}

/// Whether an element is not shown: unless this holds.
pub(super) fn unless(mut is: impl FnMut() -> bool + Send + 'static) -> Flag {
    Box::new(move || !is())
}

/// What an element or an attribute says.
pub(super) fn words(say: impl FnMut() -> String + Send + 'static) -> Words {
    Box::new(say)
}

/// What a click does.
pub(super) fn click(mut call: impl FnMut() + 'static) -> Click {
    Box::new(move |_| call())
}
