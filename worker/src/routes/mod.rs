//! What each route does: from a request past the door to its answer.

mod admin;
mod agent;
mod export;
mod files;
mod pages;
mod search;
mod visitor;

pub(crate) use pages::{hashed, missing};

use gangway_protocol::routes::Operation;
use gangway_protocol::{Code, ConversationId, Problem, Seq};
use worker::{Headers, Method, Request, RequestInit, Response, Stub};

use crate::ask;
use crate::calls::{ConversationCall, ConversationReply, InboxCall, InboxReply, ToConversation};
use crate::faults::Fault;
use crate::http::problem::{Failure, not_found, refuse};
use crate::http::{Asked, body};
use crate::{json, knowledge};

/// Carries out an operation.
pub(crate) async fn answer(asked: Asked) -> Result<Response, Failure> {
    if Fault::asked(&asked.request, &asked.env) == Some(Fault::PanicInRoute) {
        panic!("a panic was asked for");
    }
    match asked.route.operation {
        Operation::HomePage => pages::home(asked).await,
        Operation::DemoPage => pages::demo(asked).await,
        Operation::WidgetPage => pages::widget(asked).await,
        Operation::InboxPage => pages::inbox(asked).await,
        Operation::ApiPage => pages::api(asked).await,
        Operation::Loader => pages::loader(asked).await,
        Operation::SetUp => admin::set_up(asked).await,
        Operation::ListAgents => admin::list(asked).await,
        Operation::CreateAgent => admin::create(asked).await,
        Operation::DisableAgent => admin::disable(asked).await,
        Operation::ChangeAgent => admin::change(asked).await,
        Operation::SetSkills => admin::set_skills(asked).await,
        Operation::EnableAgent => admin::enable(asked).await,
        Operation::MakeSignInLink => admin::sign_in_link(asked).await,
        Operation::Audit => admin::audit(asked).await,
        Operation::RebuildInbox => admin::rebuild(asked).await,
        Operation::Export => export::export(asked).await,
        Operation::WorkspaceInfo => visitor::info(asked).await,
        Operation::Search => search::search(asked).await,
        Operation::OpenConversation => visitor::open(asked).await,
        Operation::PostMessage => visitor::message(asked).await,
        Operation::PostSlots => visitor::slots(asked).await,
        Operation::AskForPerson => visitor::person(asked).await,
        Operation::CallOff => visitor::call_off(asked).await,
        Operation::PostFile => files::post(asked).await,
        Operation::VisitorFile | Operation::AgentFile => files::get(asked).await,
        Operation::VisitorEntries => visitor::entries(asked).await,
        Operation::VisitorTicket => visitor::ticket(asked).await,
        Operation::VisitorEvents => visitor::events(asked).await,
        Operation::SignIn => agent::sign_in(asked).await,
        Operation::SignOut => agent::sign_out(asked).await,
        Operation::Me => agent::me(asked).await,
        Operation::ListInbox => agent::inbox(asked).await,
        Operation::InboxTicket => agent::inbox_ticket(asked).await,
        Operation::InboxEvents => agent::inbox_events(asked).await,
        Operation::AgentEntries => agent::entries(asked).await,
        Operation::Claim => agent::claim(asked).await,
        Operation::Release => agent::release(asked).await,
        Operation::Reply => agent::reply(asked).await,
        Operation::Note => agent::note(asked).await,
        Operation::Tags => agent::tags(asked).await,
        Operation::Transfer => agent::transfer(asked).await,
        Operation::ReturnToBot => agent::return_to_bot(asked).await,
        Operation::Snooze => agent::snooze(asked).await,
        Operation::Resolve => agent::resolve(asked).await,
        Operation::AgentTicket => agent::ticket(asked).await,
        Operation::AgentEvents => agent::events(asked).await,
    }
}

/// The conversation in the address. An id that this deployment cannot have given out reaches no object.
fn conversation_stub(asked: &Asked, id: &ConversationId) -> Result<Stub, Failure> {
    ask::conversation_stub(&asked.env, id)?.ok_or_else(not_found)
}

/// Asks the conversation in the address. A refusal is a failure.
async fn ask_conversation(asked: &Asked, call: ConversationCall) -> Result<ConversationReply, Failure> {
    let stub = conversation_stub(asked, asked.conversation()?)?;
    let call = ToConversation {
        workspace: asked.workspace()?.clone(),
        call,
    };
    accepted(ask::conversation(&stub, &call).await?)
}

/// A conversation's reply that is no refusal.
fn accepted(reply: ConversationReply) -> Result<ConversationReply, Failure> {
    match reply {
        ConversationReply::Refused { problem, .. } => Err(problem.into()),
        reply @ (ConversationReply::Visitor(_)
        | ConversationReply::Agent(_)
        | ConversationReply::Ticket(_)
        | ConversationReply::File(_)
        | ConversationReply::Basis { .. }
        | ConversationReply::Told { .. }
        | ConversationReply::Inputs(_)
        | ConversationReply::Offered { .. }
        | ConversationReply::Done) => Ok(reply),
    }
}

/// The inbox of the workspace in the address, when it is one of this deployment: an administrator of everywhere may
/// name one that is nowhere, and no object is made for it.
async fn inbox_stub(asked: &Asked) -> Result<Stub, Failure> {
    let deployed = knowledge::deployed(&asked.env, asked.workspace()?).await?;
    let guide = knowledge::guide(&asked.env, &deployed).await?;
    let jurisdiction = guide.playbook.workspace.jurisdiction.as_deref();
    Ok(ask::inbox_stub(&asked.env, &deployed.workspace, jurisdiction)?)
}

/// Asks the inbox of the workspace in the address. A refusal is a failure.
async fn ask_inbox(asked: &Asked, call: InboxCall) -> Result<InboxReply, Failure> {
    let stub = inbox_stub(asked).await?;
    match ask::inbox(&stub, &call).await? {
        InboxReply::Refused { problem } => Err(problem.into()),
        reply @ (InboxReply::List(_)
        | InboxReply::Ticket(_)
        | InboxReply::Place { .. }
        | InboxReply::Conversations { .. }
        | InboxReply::Done) => Ok(reply),
    }
}

/// A conversation's ticket for a socket.
fn ticket_of(reply: ConversationReply) -> Result<Response, Failure> {
    match reply {
        ConversationReply::Ticket(ticket) => body::json(201, &ticket),
        ConversationReply::Visitor(_)
        | ConversationReply::Agent(_)
        | ConversationReply::File(_)
        | ConversationReply::Basis { .. }
        | ConversationReply::Told { .. }
        | ConversationReply::Inputs(_)
        | ConversationReply::Offered { .. }
        | ConversationReply::Done
        | ConversationReply::Refused { .. } => Err(unexpected()),
    }
}

/// A socket of the conversation in the address, at one of the object's addresses.
async fn conversation_socket(asked: &Asked, address: &str) -> Result<Response, Failure> {
    let stub = conversation_stub(asked, asked.conversation()?)?;
    let after = after(asked)?.0.to_string();
    let more = [
        ("workspace", asked.workspace()?.as_str()),
        ("after", after.as_str()),
    ];
    socket(asked, &stub, address, &more).await
}

/// An object answered something that does not belong to the call.
fn unexpected() -> Failure {
    Failure::Fault("the object's reply does not belong to the call".to_owned())
}

/// `?after=`.
fn after(asked: &Asked) -> Result<Seq, Failure> {
    Ok(seq(asked, "after")?.unwrap_or_default())
}

/// `?read=`.
fn read(asked: &Asked) -> Result<Option<Seq>, Failure> {
    seq(asked, "read")
}

fn seq(asked: &Asked, name: &str) -> Result<Option<Seq>, Failure> {
    let number = |text: String| {
        text.parse()
            .map(Seq)
            .map_err(|_| refuse(Code::BadRequest, format!("`{name}` is not a number.")))
    };
    asked.query(name).map(number).transpose()
}

/// Sends an upgrade request on to an object: to `address`, with the ticket and `more` as its query. The object looks
/// at the ticket; of the client's headers only the upgrade goes along.
async fn socket(
    asked: &Asked,
    stub: &Stub,
    address: &str,
    more: &[(&str, &str)],
) -> Result<Response, Failure> {
    let ticket = asked.query("ticket").filter(|ticket| is_ticket(ticket));
    let Some(ticket) = ticket else {
        return Err(refuse(Code::Unauthorized, "This needs a ticket."));
    };
    let upgrade = asked.request.headers().get("upgrade")?;
    if !upgrade.is_some_and(|protocol| protocol.eq_ignore_ascii_case("websocket")) {
        return Err(Problem::new(Code::BadRequest, "This address opens a WebSocket.")
            .hint("where sockets are blocked, poll `…/entries?after=`")
            .into());
    }
    let mut address = worker::Url::parse(address).map_err(|error| Failure::Fault(error.to_string()))?;
    address
        .query_pairs_mut()
        .append_pair("ticket", &ticket)
        .extend_pairs(more);
    let headers = Headers::new();
    headers.set("upgrade", "websocket")?;
    let mut init = RequestInit::new();
    init.with_method(Method::Get).with_headers(headers);
    let request = Request::new_with_init(address.as_str(), &init)?;
    let mut response = stub
        .fetch_with_request(request)
        .await
        .map_err(crate::ask::Unreachable::from)?;
    if response.status_code() == 101 {
        return Ok(response);
    }
    match json::read::<Refused>(&response.bytes().await?) {
        Ok(refused) => Err(refused.problem.into()),
        Err(_) => Err(unexpected()),
    }
}

/// What an object answers that does not take a socket.
#[derive(serde::Deserialize)]
struct Refused {
    problem: Problem,
}

fn is_ticket(ticket: &str) -> bool {
    (1..=128).contains(&ticket.len())
        && ticket
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}
