//! What crosses a wire or is stored: ids, timeline entries, signals, summaries, commands and events.
//!
//! In scope: the types, their serialised form, and [`visitor::view`], the one way from an entry to
//! what a visitor receives. Out of scope: every decision (`engine`), every reading of a text
//! (`reading`), every transport (`worker`).
//!
//! Stored and wire forms are JSON. A field that is added has a default, a variant that is added is
//! understood by version N−1 as `Unknown` where an older page or object can meet it.
//!
//! **Architecture Invariant:** this crate depends on `serde` alone, and a note has no way into
//! [`visitor::VisitorEntry`].

pub mod api;
pub mod card;
pub mod entry;
pub mod error;
pub mod event;
pub mod file;
mod flat;
pub mod ground;
pub mod id;
pub mod limits;
pub mod mask;
pub mod names;
pub mod queue;
pub mod routes;
pub mod signals;
pub mod status;
pub mod summary;
pub mod tagged;
pub mod visitor;

pub use entry::{
    By, Citation, Entry, EntryBody, Field, HandoffReason, Message, Priority, Question, SlotInput, Speaker,
    TagSource,
};
pub use error::{Code, Problem};
pub use file::{FileFormat, FileRef, SentFile};
pub use ground::{Ground, GroundKind};
pub use id::{
    ActionId, AgentId, ClientId, ConversationId, DocumentId, Epoch, Hash, PassageId, RuleId, Seq, SlotId,
    TagId, TeamId, Timestamp, WorkspaceId,
};
pub use signals::{Answer, Signals, Stamp};
pub use status::{AgentRef, Status};
pub use summary::Summary;

/// The version of what pages and Worker say to each other. A page sends it as [`WIRE_HEADER`]; a deployment that
/// supports only later ones answers with [`Code::PageTooOld`]. Raised when version N−1 is no longer understood.
pub const WIRE: u32 = 1;

/// The header that bears [`WIRE`]. Programs do not send it.
pub const WIRE_HEADER: &str = "gangway-wire";
