//! What an agent does to a conversation, and how it is asked for.

use gangway_protocol::api::{PostClaim, PostCommand, PostSnooze, PostTags, PostText, PostTransfer};
use gangway_protocol::{AgentId, ClientId, Seq, TagId, TeamId, Timestamp};
use serde::{Deserialize, Serialize};

/// What an agent does.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Post {
    /// Says something to the visitor.
    Reply(String),
    /// Writes a private note.
    Note(String),
    /// Takes it, from nobody or from a colleague.
    Claim(Option<AgentId>),
    /// Gives it back to the queue.
    Release,
    /// Hands it back to the assistant.
    ReturnToBot,
    /// Ends it.
    Resolve,
    /// Puts it aside until then.
    Snooze(Timestamp),
    /// Sends it to another team.
    Transfer(TeamId),
    /// Puts a tag on.
    AddTag(TagId),
    /// Takes a tag off.
    RemoveTag(TagId),
}

/// A decision: what, and up to where the agent had seen the conversation.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Decided {
    /// What.
    pub post: Post,
    /// The last entry that was shown without a gap before it.
    pub seen: Seq,
}

impl Post {
    /// What the agent wrote, when they wrote something.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Reply(text) | Self::Note(text) => Some(text),
            Self::Claim(_)
            | Self::Release
            | Self::ReturnToBot
            | Self::Resolve
            | Self::Snooze(_)
            | Self::Transfer(_)
            | Self::AddTag(_)
            | Self::RemoveTag(_) => None,
        }
    }
}

/// Where a decision is posted, and its body.
pub(super) fn request(client_id: &ClientId, decided: &Decided) -> (&'static str, String) {
    let client_id = client_id.clone();
    let seen = Some(decided.seen);
    // Bodies are plain structures of the protocol: they always serialise.
    fn body(body: &impl Serialize) -> String {
        serde_json::to_string(body).unwrap_or_default()
    }
    let text = |text: &String, seen| {
        body(&PostText {
            client_id: client_id.clone(),
            text: text.clone(),
            seen,
        })
    };
    let command = || {
        body(&PostCommand {
            client_id: client_id.clone(),
            seen,
        })
    };
    let tags = |add: &[&TagId], remove: &[&TagId]| {
        let owned = |tags: &[&TagId]| tags.iter().map(|&tag| tag.clone()).collect();
        body(&PostTags {
            client_id: client_id.clone(),
            add: owned(add),
            remove: owned(remove),
        })
    };
    match &decided.post {
        Post::Reply(words) => ("reply", text(words, seen)),
        Post::Note(words) => ("note", text(words, None)),
        Post::Claim(from) => (
            "claim",
            body(&PostClaim {
                client_id: client_id.clone(),
                take_from: from.clone(),
            }),
        ),
        Post::Release => ("release", command()),
        Post::ReturnToBot => ("return-to-bot", command()),
        Post::Resolve => ("resolve", command()),
        Post::Snooze(until) => (
            "snooze",
            body(&PostSnooze {
                client_id: client_id.clone(),
                until: *until,
                seen,
            }),
        ),
        Post::Transfer(team) => (
            "transfer",
            body(&PostTransfer {
                client_id: client_id.clone(),
                team: team.clone(),
                seen,
            }),
        ),
        Post::AddTag(tag) => ("tags", tags(&[tag], &[])),
        Post::RemoveTag(tag) => ("tags", tags(&[], &[tag])),
    }
}
