//! What reading a message yields: everything the engine is told about a text. Computed by `reading`,
//! decided upon by `engine`, stored with the input.

use serde::{Deserialize, Serialize};

use crate::entry::Citation;
use crate::id::{ActionId, Epoch, Hash, RuleId, Seq, SlotId, TagId};

/// What a reading was made from. The conversation refuses a reading whose stamp is not its own.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Stamp {
    /// Hash of the compiled playbook.
    pub playbook: Hash,
    /// Hash of the index.
    pub index: Hash,
    /// `seq` of the last turn (a message anyone could read) that the reading considered; 0 for none.
    pub considered: Seq,
}

/// What kind of thing a message is, beside its content.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Something that wants an answer.
    #[default]
    Question,
    /// "Hello": answered, and never a failed attempt.
    Greeting,
    /// "Thanks, that's all": answered, and never a failed attempt.
    Thanks,
}

/// The signals of one message.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Signals {
    /// What this reading was made from.
    pub stamp: Stamp,
    /// ISO 639-1 code, when known.
    #[serde(default)]
    pub language: Option<String>,
    /// The kind of message.
    #[serde(default)]
    pub kind: Kind,
    /// The words that ask for a person, when it does.
    #[serde(default)]
    pub asks_for_person: Option<String>,
    /// Tags whose phrases were found, and the one that is meant.
    #[serde(default)]
    pub tags: Vec<TagFound>,
    /// Conditions on words that were met, by rule.
    #[serde(default)]
    pub words: Vec<WordsFound>,
    /// Slot values that the text contains.
    #[serde(default)]
    pub slots: Vec<SlotFound>,
    /// In [0, 1]: how likely it is that the best passage answers the message.
    pub confidence: f32,
    /// The extracted answer, when there is a passage to extract from. Whether it is said is the engine's decision.
    #[serde(default)]
    pub answer: Option<Answer>,
}

/// An automatic tag and why.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TagFound {
    /// Which tag.
    pub tag: TagId,
    /// The playbook's phrase that was met; by meaning, the example that comes closest.
    pub phrase: String,
    /// By meaning: how sure that is, in per cent. `None`: by words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sure: Option<u8>,
}

/// A condition on words that was met.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct WordsFound {
    /// The rule whose condition it is.
    pub rule: RuleId,
    /// The playbook's phrase that was met.
    pub phrase: String,
}

/// A slot value found in a text.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SlotFound {
    /// The action the slot belongs to.
    pub action: ActionId,
    /// Which slot.
    pub slot: SlotId,
    /// The value in its normal form.
    pub value: String,
}

/// An answer extracted from the operator's documents.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Answer {
    /// One or more whole sentences of the passage, unaltered; before them its heading, where they do not stand alone. Of
    /// several questions, a paragraph for each.
    pub text: String,
    /// The passages the text was taken from, in its order. Never empty.
    pub citations: Vec<Citation>,
}

/// One turn as the reading is given it: a message anyone in the conversation could read.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Turn {
    /// Position in the timeline.
    pub seq: Seq,
    /// Whether the visitor said it (otherwise the bot or an agent).
    pub visitor: bool,
    /// What was said.
    pub text: String,
}

/// The conversation's own view of what a reading must be made from; sent back with a refused stamp.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Basis {
    /// The stamp that a new reading must bear.
    pub stamp: Stamp,
    /// The last turns, oldest first, as stored. At most [`crate::limits::CONTEXT_TURNS`].
    pub turns: Vec<Turn>,
    /// The epoch that holds; informative.
    pub epoch: Epoch,
}
