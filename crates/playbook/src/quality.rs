//! What `workspace.toml` asks of the operator's own questions.
//!
//! Not part of the compiled playbook: it is held against the index before that is deployed.

use crate::sources::Position;

/// `[quality]`: shares from 0 to 1. `None`: nothing is asked.
#[derive(Clone, PartialEq, Debug)]
pub struct Quality {
    /// The file with the questions, beside `workspace.toml`.
    pub questions: String,
    /// Of the questions that a document answers, at least so many have their passage found first.
    pub found_first: Option<f32>,
    /// … have it among the first five.
    pub found_five: Option<f32>,
    /// … are answered right.
    pub answered: Option<f32>,
    /// Of everything answered, at least so much is right.
    pub precision: Option<f32>,
    /// Of the questions that no document answers, at most so many are answered.
    pub invented: Option<f32>,
    /// Where it stands in the file.
    pub at: Position,
}
