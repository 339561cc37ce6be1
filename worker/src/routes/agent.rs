//! Agents: sign in, see the inbox, work on conversations.

use gangway_engine::Command;
use gangway_playbook::Team;
use gangway_protocol::api::{
    AgentEntries, Called, Desk, Me, PostClaim, PostCommand, PostSnooze, PostTags, PostText, PostTransfer,
    SignIn, TeamName,
};
use gangway_protocol::queue::View;
use gangway_protocol::{ClientId, Code, Problem, Seq};
use worker::Response;

use super::{
    after, ask_conversation, ask_inbox, conversation_socket, inbox_stub, read, socket, ticket_of, unexpected,
};
use crate::auth::session::{Claims, covers, no_cookie};
use crate::calls::{
    AGENT_EVENTS, ConversationCall, ConversationReply, INBOX_EVENTS, InboxCall, InboxReply, ReadBy,
};
use crate::directory;
use crate::http::problem::{Failure, refuse};
use crate::http::{Asked, body, keys, renewed};
use crate::knowledge;

/// Tags in one command.
const TAGS: usize = 32;

pub(super) async fn sign_in(mut asked: Asked) -> Result<Response, Failure> {
    let sign_in: SignIn = body::read(&mut asked.request).await?;
    let keys = keys(&asked.env)?;
    let (agent, session, until) = directory::sign_in(&asked.env, sign_in.code).await?;
    let response = body::json(200, &agent)?;
    let claims = Claims::new(session, agent, asked.now, until);
    response
        .headers()
        .set("set-cookie", &claims.cookie(&keys, asked.now)?)?;
    Ok(response)
}

pub(super) async fn sign_out(asked: Asked) -> Result<Response, Failure> {
    directory::sign_out(&asked.env, asked.claims()?.session.clone()).await?;
    let response = Response::empty()?.with_status(204);
    response.headers().set("set-cookie", &no_cookie())?;
    Ok(response)
}

/// Asks the directory each time: a page that opens shows what holds.
pub(super) async fn me(asked: Asked) -> Result<Response, Failure> {
    let keys = keys(&asked.env)?;
    let session = asked.claims()?.session.clone();
    let claims = renewed(&asked.env, session, asked.now)
        .await
        .map_err(|shut| shut.failure)?;
    let agent = claims.agent();
    let mut desks = knowledge::workspaces(&asked.env).await?;
    desks.retain(|workspace| covers(&agent.workspaces, workspace));
    let response = body::json(200, &Me { agent, desks })?;
    response
        .headers()
        .set("set-cookie", &claims.cookie(&keys, asked.now)?)?;
    Ok(response)
}

pub(super) async fn inbox(asked: Asked) -> Result<Response, Failure> {
    let view = asked
        .query("view")
        .unwrap_or_else(|| View::default().name().to_owned());
    let agent = asked.claims()?.agent.id.clone();
    match ask_inbox(&asked, InboxCall::List { view, agent }).await? {
        InboxReply::List(mut list) => {
            list.desk = Some(desk(&asked).await?);
            body::json(200, &list)
        }
        InboxReply::Ticket(_)
        | InboxReply::Conversations { .. }
        | InboxReply::Place { .. }
        | InboxReply::Done
        | InboxReply::Refused { .. } => Err(unexpected()),
    }
}

/// The names that the agents' page shows in place of ids.
async fn desk(asked: &Asked) -> Result<Desk, Failure> {
    let deployed = knowledge::deployed(&asked.env, asked.workspace()?).await?;
    let guide = knowledge::guide(&asked.env, &deployed).await?;
    let playbook = &guide.playbook;
    let team = |team: &Team| TeamName {
        id: team.id.clone(),
        name: team.name.clone(),
    };
    Ok(Desk {
        name: playbook.workspace.name.clone(),
        teams: playbook.teams.iter().map(team).collect(),
        tags: playbook.tags.iter().map(|tag| tag.id.clone()).collect(),
        tag_names: named(playbook.tags.iter().map(|tag| (&tag.id.0, &tag.name))),
        action_names: named(playbook.actions.iter().map(|action| (&action.id.0, &action.name))),
    })
}

/// What the operator has named.
fn named<'p>(all: impl Iterator<Item = (&'p String, &'p Option<String>)>) -> Vec<Called> {
    all.filter_map(|(id, name)| {
        Some(Called {
            id: id.clone(),
            name: name.clone()?,
        })
    })
    .collect()
}

pub(super) async fn inbox_ticket(asked: Asked) -> Result<Response, Failure> {
    let claims = asked.claims()?;
    let call = InboxCall::Ticket {
        agent: claims.agent.clone(),
        skills: claims.skills.clone(),
        said_at: claims.iat,
    };
    match ask_inbox(&asked, call).await? {
        InboxReply::Ticket(ticket) => body::json(201, &ticket),
        InboxReply::List(_)
        | InboxReply::Conversations { .. }
        | InboxReply::Place { .. }
        | InboxReply::Done
        | InboxReply::Refused { .. } => Err(unexpected()),
    }
}

pub(super) async fn inbox_events(asked: Asked) -> Result<Response, Failure> {
    let stub = inbox_stub(&asked).await?;
    socket(&asked, &stub, INBOX_EVENTS, &[]).await
}

pub(super) async fn entries(asked: Asked) -> Result<Response, Failure> {
    let agent = &asked.claims()?.agent.id;
    still_works(&asked).await?;
    let call = ConversationCall::AgentEntries {
        after: after(&asked)?,
        read: read(&asked)?.map(|seq| ReadBy {
            agent: agent.clone(),
            seq,
        }),
    };
    entries_of(ask_conversation(&asked, call).await?)
}

pub(super) async fn ticket(asked: Asked) -> Result<Response, Failure> {
    let agent = asked.claims()?.agent.clone();
    still_works(&asked).await?;
    ticket_of(ask_conversation(&asked, ConversationCall::AgentTicket { agent }).await?)
}

pub(super) async fn events(asked: Asked) -> Result<Response, Failure> {
    conversation_socket(&asked, AGENT_EVENTS).await
}

pub(super) async fn claim(mut asked: Asked) -> Result<Response, Failure> {
    let post: PostClaim = body::read(&mut asked.request).await?;
    let take_from = post.take_from;
    command(&asked, post.client_id, Command::Claim { take_from }, None).await
}

pub(super) async fn release(asked: Asked) -> Result<Response, Failure> {
    plain(asked, Command::Release).await
}

pub(super) async fn reply(mut asked: Asked) -> Result<Response, Failure> {
    let post: PostText = body::read(&mut asked.request).await?;
    let text = body::text(post.text)?;
    command(&asked, post.client_id, Command::Reply { text }, post.seen).await
}

pub(super) async fn note(mut asked: Asked) -> Result<Response, Failure> {
    let post: PostText = body::read(&mut asked.request).await?;
    let text = body::text(post.text)?;
    command(&asked, post.client_id, Command::Note { text }, post.seen).await
}

pub(super) async fn tags(mut asked: Asked) -> Result<Response, Failure> {
    let post: PostTags = body::read(&mut asked.request).await?;
    if post.add.len() + post.remove.len() > TAGS {
        return Err(Problem::new(Code::TooLong, format!("More than {TAGS} tags at once.")).into());
    }
    for tag in post.add.iter().chain(&post.remove) {
        body::name("tag", tag.as_str())?;
    }
    let (add, remove) = (post.add, post.remove);
    command(&asked, post.client_id, Command::Tags { add, remove }, None).await
}

pub(super) async fn transfer(mut asked: Asked) -> Result<Response, Failure> {
    let post: PostTransfer = body::read(&mut asked.request).await?;
    body::name("team", post.team.as_str())?;
    let team = post.team;
    command(&asked, post.client_id, Command::Transfer { team }, post.seen).await
}

pub(super) async fn return_to_bot(asked: Asked) -> Result<Response, Failure> {
    plain(asked, Command::ReturnToBot).await
}

pub(super) async fn snooze(mut asked: Asked) -> Result<Response, Failure> {
    let post: PostSnooze = body::read(&mut asked.request).await?;
    if post.until <= asked.now {
        return Err(refuse(Code::BadRequest, "`until` lies in the past."));
    }
    let until = post.until;
    command(&asked, post.client_id, Command::Snooze { until }, post.seen).await
}

pub(super) async fn resolve(asked: Asked) -> Result<Response, Failure> {
    plain(asked, Command::Resolve).await
}

async fn plain(mut asked: Asked, what: Command) -> Result<Response, Failure> {
    let post: PostCommand = body::read(&mut asked.request).await?;
    command(&asked, post.client_id, what, post.seen).await
}

async fn command(
    asked: &Asked,
    client_id: ClientId,
    command: Command,
    seen: Option<Seq>,
) -> Result<Response, Failure> {
    still_works(asked).await?;
    let call = ConversationCall::Agent {
        client_id: body::client_id(client_id)?,
        agent: asked.claims()?.agent.clone(),
        command,
        seen,
    };
    entries_of(ask_conversation(asked, call).await?)
}

/// Refuses whoever was shut out of the workspace after their session was last believed: its inbox knows at once. An inbox
/// that cannot say keeps nobody from work; the session is five minutes old at most.
pub(super) async fn still_works(asked: &Asked) -> Result<(), Failure> {
    let agent = asked.claims()?.agent.id.clone();
    match ask_inbox(asked, InboxCall::Admits { agent }).await {
        Err(Failure::Refused(problem)) if problem.code == Code::Forbidden => Err(problem.into()),
        Ok(_) | Err(_) => Ok(()),
    }
}

fn entries_of(reply: ConversationReply) -> Result<Response, Failure> {
    let entries: AgentEntries = match reply {
        ConversationReply::Agent(entries) => entries,
        ConversationReply::Visitor(_)
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
