//! Limits on what comes from outside, in one place so that pages and Worker agree.

/// Longest message a visitor or an agent may send, in Unicode scalar values.
pub const MESSAGE_CHARS: usize = 4_000;
/// Longest client id, tag, slot id or similar short name, in bytes.
pub const NAME_BYTES: usize = 64;
/// Longest slot value, in Unicode scalar values.
pub const SLOT_CHARS: usize = 500;
/// Largest request body, in bytes. A message of 4,000 four-byte scalars with its context stays below it.
pub const BODY_BYTES: usize = 64 * 1024;
/// Turns of context a client may send with a message.
pub const CONTEXT_TURNS: usize = 12;
/// Entries in one page of a timeline.
pub const PAGE_ENTRIES: usize = 500;
/// Largest file, in bytes.
pub const FILE_BYTES: usize = 5 * 1024 * 1024;
/// Longest name of a file, in Unicode scalar values.
pub const FILE_NAME_CHARS: usize = 100;
/// Most files in one conversation.
pub const FILES: u32 = 20;
/// Most bytes of all files in one conversation.
pub const FILES_BYTES: u64 = 50 * 1024 * 1024;
/// Longest search query, in Unicode scalar values.
pub const QUERY_CHARS: usize = 1_000;
/// Largest answer of an operator's system to a check, in bytes.
pub const CHECK_BYTES: usize = 64 * 1024;
/// Most things that such an answer may say.
pub const CHECK_FIELDS: usize = 32;
