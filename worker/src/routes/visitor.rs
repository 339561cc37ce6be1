//! Visitors: one conversation each.

use gangway_protocol::api::{
    ContextTurn, OpenConversation, OpenedConversation, PostMessage, PostPlain, PostSlots, VisitorEntries,
    WorkspaceInfo,
};
use gangway_protocol::limits::SLOT_CHARS;
use gangway_protocol::{Code, Problem, card};
use worker::Response;

use super::{
    accepted, after, ask_conversation, conversation_socket, conversation_stub, read, ticket_of, unexpected,
};
use crate::ask;
use crate::auth::visitor;
use crate::calls::{ConversationCall, ConversationReply, ToConversation, VISITOR_EVENTS};
use crate::faults::Fault;
use crate::http::problem::Failure;
use crate::http::{Asked, body, keys, language};
use crate::knowledge;
use crate::reading::Message;

/// Longest name of a language that is kept, in bytes.
const LANGUAGE_BYTES: usize = 35;
/// Longest address of a page that is kept, in bytes.
const PAGE_BYTES: usize = 2_048;

pub(super) async fn info(asked: Asked) -> Result<Response, Failure> {
    let deployed = knowledge::deployed(&asked.env, asked.workspace()?).await?;
    let guide = knowledge::guide(&asked.env, &deployed).await?;
    let workspace = &guide.playbook.workspace;
    let accepted = asked.request.headers().get("accept-language")?;
    let language = accepted
        .as_deref()
        .and_then(|accepted| language::preferred(accepted, &workspace.languages));
    let info = WorkspaceInfo {
        workspace: workspace.id.clone(),
        name: workspace.name.clone(),
        languages: workspace.languages.clone(),
        language: language.or(workspace.languages.first()).cloned(),
        greeting: workspace.greeting.text(language.map(String::as_str)).to_owned(),
        suggestions: workspace
            .suggestions
            .iter()
            .map(|said| said.text(language.map(String::as_str)).to_owned())
            .collect(),
        accent: workspace.accent.clone(),
        instant_answers: workspace.instant_answers,
    };
    body::json(200, &info)
}

/// The object's own id is the conversation's, so that nobody can choose or guess one.
pub(super) async fn open(mut asked: Asked) -> Result<Response, Failure> {
    let open: OpenConversation = body::read(&mut asked.request).await?;
    let keys = keys(&asked.env)?;
    let deployed = knowledge::deployed(&asked.env, asked.workspace()?).await?;
    let guide = knowledge::guide(&asked.env, &deployed).await?;
    let jurisdiction = guide.playbook.workspace.jurisdiction.as_deref();
    let (conversation, stub) = ask::new_conversation(&asked.env, jurisdiction)?;
    let call = ToConversation {
        workspace: deployed.workspace.clone(),
        call: ConversationCall::Open {
            conversation: conversation.clone(),
            language: open.language.filter(|language| language.len() <= LANGUAGE_BYTES),
            page: open.page.filter(|page| page.len() <= PAGE_BYTES),
            playbook: deployed.playbook.clone(),
        },
    };
    accepted(ask::conversation(&stub, &call).await?)?;
    let (token, expires_at) = visitor::issue(&keys, &deployed.workspace, &conversation, asked.now)?;
    let opened = OpenedConversation {
        conversation,
        token,
        expires_at,
    };
    body::json(201, &opened)
}

pub(super) async fn message(mut asked: Asked) -> Result<Response, Failure> {
    let post: PostMessage = body::read(&mut asked.request).await?;
    let post = PostMessage {
        client_id: body::client_id(post.client_id)?,
        // Before it is read: what is read is what is stored.
        text: card::redact(&body::text(post.text)?).into_owned(),
        context: post.context.into_iter().map(redacted).collect(),
        ..post
    };
    let deployed = knowledge::deployed(&asked.env, asked.workspace()?).await?;
    let stub = conversation_stub(&asked, asked.conversation()?)?;
    let message = Message {
        env: &asked.env,
        deployed: &deployed,
        stub: &stub,
        post,
        fault: Fault::asked(&asked.request, &asked.env),
    };
    entries_of(accepted(message.post().await?)?)
}

pub(super) async fn slots(mut asked: Asked) -> Result<Response, Failure> {
    let post: PostSlots = body::read(&mut asked.request).await?;
    body::name("action", post.action.as_str())?;
    for (position, value) in post.values.iter().enumerate() {
        body::name(&format!("values[{position}].slot"), value.slot.as_str())?;
        if value.value.chars().count() > SLOT_CHARS {
            let message = format!("`values[{position}].value` is longer than {SLOT_CHARS} characters.");
            return Err(Problem::new(Code::TooLong, message).into());
        }
    }
    let call = ConversationCall::Slots {
        client_id: body::client_id(post.client_id)?,
        action: post.action,
        values: post.values,
    };
    entries_of(ask_conversation(&asked, call).await?)
}

pub(super) async fn person(mut asked: Asked) -> Result<Response, Failure> {
    let post: PostPlain = body::read(&mut asked.request).await?;
    let client_id = body::client_id(post.client_id)?;
    entries_of(ask_conversation(&asked, ConversationCall::AskForPerson { client_id }).await?)
}

pub(super) async fn call_off(mut asked: Asked) -> Result<Response, Failure> {
    let post: PostPlain = body::read(&mut asked.request).await?;
    let client_id = body::client_id(post.client_id)?;
    entries_of(ask_conversation(&asked, ConversationCall::CallOff { client_id }).await?)
}

pub(super) async fn entries(asked: Asked) -> Result<Response, Failure> {
    let call = ConversationCall::VisitorEntries {
        after: after(&asked)?,
        read: read(&asked)?,
    };
    entries_of(ask_conversation(&asked, call).await?)
}

pub(super) async fn ticket(asked: Asked) -> Result<Response, Failure> {
    ticket_of(ask_conversation(&asked, ConversationCall::VisitorTicket).await?)
}

pub(super) async fn events(asked: Asked) -> Result<Response, Failure> {
    conversation_socket(&asked, VISITOR_EVENTS).await
}

/// A turn as the conversation has stored it, should the page show it as it was typed.
fn redacted(turn: ContextTurn) -> ContextTurn {
    ContextTurn {
        text: card::redact(&turn.text).into_owned(),
        ..turn
    }
}

pub(super) fn entries_of(reply: ConversationReply) -> Result<Response, Failure> {
    let entries: VisitorEntries = match reply {
        ConversationReply::Visitor(entries) => entries,
        ConversationReply::Agent(_)
        | ConversationReply::Ticket(_)
        | ConversationReply::File(_)
        | ConversationReply::Basis { .. }
        | ConversationReply::Told { .. }
        | ConversationReply::Inputs(_)
        | ConversationReply::Offered { .. }
        | ConversationReply::Done
        | ConversationReply::Refused { .. } => return Err(unexpected()),
    };
    body::json(200, &entries)
}
