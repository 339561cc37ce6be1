//! The export of a workspace's conversations: their recorded inputs, one line of JSON each.
//!
//! A page ends after some megabytes or some conversations, whichever comes first; its last line then says from where to go on. Pages
//! follow each other by the ids of conversations, which never change: a conversation that is opened or goes on meanwhile is
//! in a later page or with the inputs that it had, and none is there twice.

use std::collections::BTreeSet;

use gangway_protocol::{Code, ConversationId, Hash};
use worker::Response;

use super::{accepted, ask_inbox, conversation_stub, unexpected};
use crate::ask;
use crate::calls::{ConversationCall, ConversationReply, InboxCall, InboxReply, Inputs, ToConversation};
use crate::directory::{self, DirectoryCall, DirectoryReply};
use crate::http::Asked;
use crate::http::problem::{Failure, refuse};

/// Conversations in one page: each costs a request to its object.
const CONVERSATIONS: u64 = 40;
/// A page of more bytes ends.
const BYTES: usize = 2 << 20;

/// `?after=`, as the last line of the page before says it.
pub(super) async fn export(asked: Asked) -> Result<Response, Failure> {
    // (1) Where the page begins: in the middle of a conversation, or at the next one.
    let (at, mut after) = match asked.query("after") {
        None => (String::new(), 0),
        Some(cursor) => {
            parse(&cursor).ok_or_else(|| refuse(Code::BadRequest, "`after` is no place in an export."))?
        }
    };
    // (2) On record before anything of it leaves, for an administrator as the directory knows them.
    record(&asked).await?;

    let call = InboxCall::Conversations {
        after: at.clone(),
        most: CONVERSATIONS,
    };
    let InboxReply::Conversations { ids: next } = ask_inbox(&asked, call).await? else {
        return Err(unexpected());
    };
    let mut more = next.len() as u64 == CONVERSATIONS;
    let begun = (!at.is_empty()).then_some(ConversationId(at));
    let conversations: Vec<ConversationId> = begun.into_iter().chain(next).collect();

    // (3) The inputs of each, and each playbook once.
    let mut page = String::new();
    let mut told: BTreeSet<Hash> = BTreeSet::new();
    let mut reached = None;
    'page: for id in &conversations {
        loop {
            let inputs = recorded(&asked, id, after).await?;
            for (hash, body) in inputs.playbooks {
                if told.insert(hash.clone()) {
                    page.push_str(&format!(
                        "{{\"type\":\"playbook\",\"hash\":\"{hash}\",\"playbook\":{body}}}\n"
                    ));
                }
            }
            for line in inputs.lines {
                page.push_str(&line);
                page.push('\n');
            }
            after = inputs.last;
            reached = Some((id, after));
            if page.len() >= BYTES {
                more |= !inputs.complete || conversations.last() != Some(id);
                break 'page;
            }
            if inputs.complete {
                break;
            }
        }
        after = 0;
    }

    // (4) How to go on.
    if let (true, Some((id, after))) = (more, reached) {
        page.push_str(&format!("{{\"type\":\"next\",\"after\":\"{id}.{after}\"}}\n"));
    }
    let response = Response::ok(page)?;
    response.headers().set("content-type", "application/x-ndjson")?;
    Ok(response)
}

async fn record(asked: &Asked) -> Result<(), Failure> {
    let call = DirectoryCall::Exports {
        by: asked.claims()?.agent.id.clone(),
        workspace: asked.workspace()?.clone(),
        after: asked.query("after"),
    };
    match directory::ask(&asked.env, &call).await? {
        DirectoryReply::Done => Ok(()),
        DirectoryReply::Refused { problem } => Err(problem.into()),
        DirectoryReply::Link { .. }
        | DirectoryReply::Session { .. }
        | DirectoryReply::Agents { .. }
        | DirectoryReply::Agent { .. }
        | DirectoryReply::Audit(_) => Err(unexpected()),
    }
}

async fn recorded(asked: &Asked, id: &ConversationId, after: u64) -> Result<Inputs, Failure> {
    let call = ToConversation {
        workspace: asked.workspace()?.clone(),
        call: ConversationCall::Inputs { after },
    };
    let stub = conversation_stub(asked, id)?;
    match accepted(ask::conversation(&stub, &call).await?)? {
        ConversationReply::Inputs(inputs) => Ok(inputs),
        ConversationReply::Visitor(_)
        | ConversationReply::Agent(_)
        | ConversationReply::Ticket(_)
        | ConversationReply::File(_)
        | ConversationReply::Basis { .. }
        | ConversationReply::Told { .. }
        | ConversationReply::Offered { .. }
        | ConversationReply::Done
        | ConversationReply::Refused { .. } => Err(unexpected()),
    }
}

/// `conversation.input`
fn parse(cursor: &str) -> Option<(String, u64)> {
    let (id, after) = cursor.split_once('.')?;
    Some((id.to_owned(), after.parse().ok()?))
}
