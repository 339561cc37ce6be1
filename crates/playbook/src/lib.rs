//! The operator's configuration: `workspace.toml`, parsed, linted, compiled.
//!
//! In scope: the types of a playbook that cannot be wrong, the parser with file, line and column in every
//! message, the pure validators of slot values, when a team is open. Out of scope: matching a text (`reading`), acting (`engine`).
//!
//! **Architecture Invariant:** a [`Playbook`] that exists is valid: every id it names is defined.

pub mod hours;
mod model;
#[cfg(feature = "parse")]
pub mod parse;
#[cfg(feature = "parse")]
pub mod quality;
#[cfg(feature = "parse")]
pub mod rehearsal;
mod rule;
mod said;
pub mod slot;
#[cfg(feature = "parse")]
pub mod sources;
pub mod template;

pub use model::*;
pub use rule::{Condition, Matching, Rule, RuleEffect, SlotCondition, SlotTest, Standing};
pub use said::Said;
