//! Administrators: the first one, agents, sign-in links, the audit log, rebuilding an inbox.

use std::rc::Rc;

use gangway_protocol::api::{AgentList, Called, NewAgent, SetUp, Skills};
use gangway_protocol::limits::NAME_BYTES;
use gangway_protocol::{AgentId, Code, Problem, WorkspaceId};
use worker::Response;

use super::{ask_inbox, unexpected};
use crate::auth::{secret, session};
use crate::calls::{InboxCall, InboxReply};
use crate::directory::{self, DirectoryCall, DirectoryReply, Inbox};
use crate::http::problem::{Failure, refuse};
use crate::http::{Asked, body};
use crate::knowledge::{self, Guide};

/// Shortest set-up secret, in bytes.
const SECRET_BYTES: usize = 16;
/// Teams, and languages, of one agent.
const SKILLS: usize = 12;
/// The most conversations that an agent is given at once.
const CAPACITY: u32 = 100;
/// Longest name of a person, in characters.
const PERSON_CHARS: usize = 80;
/// Longest address, in bytes.
const EMAIL_BYTES: usize = 254;
/// Workspaces of one agent: with more, the session would not fit into a cookie. `*` stands for all.
const WORKSPACES: usize = 24;

/// (1) The secret is the deployment's. (2) The directory sees to it that each value works once.
pub(super) async fn set_up(mut asked: Asked) -> Result<Response, Failure> {
    let set_up: SetUp = body::read(&mut asked.request).await?;
    let expected = match asked.env.var("SETUP_SECRET") {
        Ok(secret) if secret.to_string().len() >= SECRET_BYTES => secret.to_string(),
        Ok(_) | Err(_) => {
            return Err(Problem::new(
                Code::Unavailable,
                format!("`SETUP_SECRET` is not set, or has fewer than {SECRET_BYTES} characters."),
            )
            .hint("`npx wrangler secret put SETUP_SECRET`; locally, put it into `.dev.vars`")
            .into());
        }
    };
    if !secret::same(&set_up.secret, &expected) {
        return Err(refuse(Code::Unauthorized, "The set-up secret is another one.")); // (1)
    }
    let call = DirectoryCall::SetUp {
        secret: secret::hash(&set_up.secret),
        name: person(set_up.name)?,
        email: email(set_up.email)?,
        inboxes: inboxes(&asked).await?,
    };
    answer(directory::ask(&asked.env, &call).await?) // (2)
}

/// With the names of the workspaces that the asker works in: the directory knows their ids.
pub(super) async fn list(asked: Asked) -> Result<Response, Failure> {
    let by = by(&asked)?;
    let reply = directory::ask(&asked.env, &DirectoryCall::Agents { by }).await?;
    let DirectoryReply::Agents { agents } = reply else {
        return answer(reply);
    };
    let mut workspace_names = Vec::new();
    for (workspace, guide) in guides(&asked).await? {
        if asked.claims()?.covers(&workspace) {
            workspace_names.push(Called {
                id: workspace.0,
                name: guide.playbook.workspace.name.clone(),
            });
        }
    }
    let list = AgentList {
        agents,
        workspace_names,
    };
    body::json(200, &list)
}

pub(super) async fn create(mut asked: Asked) -> Result<Response, Failure> {
    let call = DirectoryCall::Create {
        by: by(&asked)?,
        agent: described(&mut asked).await?,
    };
    answer(directory::ask(&asked.env, &call).await?)
}

pub(super) async fn change(mut asked: Asked) -> Result<Response, Failure> {
    let call = DirectoryCall::Change {
        by: by(&asked)?,
        agent: asked.agent()?.clone(),
        to: described(&mut asked).await?,
        inboxes: inboxes(&asked).await?,
    };
    answer(directory::ask(&asked.env, &call).await?)
}

/// An agent as the body describes them.
async fn described(asked: &mut Asked) -> Result<NewAgent, Failure> {
    let agent: NewAgent = body::read(&mut asked.request).await?;
    let known = knowledge::workspaces(&asked.env).await?;
    if agent.workspaces.is_empty() {
        return Err(Problem::new(Code::Empty, "`workspaces` is empty.").into());
    }
    if agent.workspaces.len() > WORKSPACES {
        let message = format!("`workspaces` has more than {WORKSPACES}.");
        return Err(Problem::new(Code::TooLong, message)
            .hint("`*` stands for all of them")
            .into());
    }
    if let Some(unknown) = agent
        .workspaces
        .iter()
        .find(|workspace| !known.contains(workspace) && !session::is_everywhere(workspace))
    {
        return Err(refuse(
            Code::BadRequest,
            format!("There is no workspace `{unknown}`."),
        ));
    }
    Ok(NewAgent {
        name: person(agent.name)?,
        email: email(agent.email)?,
        role: agent.role,
        workspaces: agent.workspaces,
        skills: skills(agent.skills)?,
    })
}

pub(super) async fn set_skills(mut asked: Asked) -> Result<Response, Failure> {
    let said: Skills = body::read(&mut asked.request).await?;
    let call = DirectoryCall::SetSkills {
        by: by(&asked)?,
        agent: asked.agent()?.clone(),
        skills: skills(said)?,
        inboxes: inboxes(&asked).await?,
    };
    answer(directory::ask(&asked.env, &call).await?)
}

/// Each once, and few enough for the session's cookie. A team that no workspace has is nobody's, and does no harm.
fn skills(mut said: Skills) -> Result<Skills, Failure> {
    let named = |text: &str| {
        let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        (1..=NAME_BYTES).contains(&text.len()) && text.bytes().all(fits)
    };
    if let Some(team) = said.teams.iter().find(|team| !named(team.as_str())) {
        return Err(refuse(
            Code::BadRequest,
            format!("`{team}` is not the id of a team."),
        ));
    }
    let code = |text: &str| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_lowercase());
    if let Some(language) = said.languages.iter().find(|language| !code(language)) {
        let message = format!("`{language}` is not a language.");
        return Err(Problem::new(Code::BadRequest, message)
            .hint("ISO 639-1 has two small letters, such as `en`")
            .into());
    }
    if said.teams.len() > SKILLS || said.languages.len() > SKILLS {
        return Err(refuse(
            Code::TooLong,
            format!("An agent has at most {SKILLS} teams and languages."),
        ));
    }
    if said.capacity.is_some_and(|capacity| capacity > CAPACITY) {
        return Err(refuse(
            Code::BadRequest,
            format!("`capacity` is not one of 0 to {CAPACITY}."),
        ));
    }
    said.teams.sort();
    said.teams.dedup();
    said.languages.sort();
    said.languages.dedup();
    Ok(said)
}

pub(super) async fn disable(asked: Asked) -> Result<Response, Failure> {
    let call = DirectoryCall::Disable {
        by: by(&asked)?,
        agent: asked.agent()?.clone(),
        inboxes: inboxes(&asked).await?,
    };
    answer(directory::ask(&asked.env, &call).await?)
}

pub(super) async fn enable(asked: Asked) -> Result<Response, Failure> {
    let call = DirectoryCall::Enable {
        by: by(&asked)?,
        agent: asked.agent()?.clone(),
        inboxes: inboxes(&asked).await?,
    };
    answer(directory::ask(&asked.env, &call).await?)
}

pub(super) async fn sign_in_link(asked: Asked) -> Result<Response, Failure> {
    let call = DirectoryCall::Link {
        by: by(&asked)?,
        agent: asked.agent()?.clone(),
    };
    answer(directory::ask(&asked.env, &call).await?)
}

pub(super) async fn audit(asked: Asked) -> Result<Response, Failure> {
    let before = match asked.query("before") {
        None => None,
        Some(text) => Some(
            text.parse()
                .map_err(|_| refuse(Code::BadRequest, "`before` is not a number."))?,
        ),
    };
    let by = by(&asked)?;
    answer(directory::ask(&asked.env, &DirectoryCall::Audit { by, before }).await?)
}

pub(super) async fn rebuild(asked: Asked) -> Result<Response, Failure> {
    match ask_inbox(&asked, InboxCall::Rebuild).await? {
        InboxReply::Done => Ok(Response::empty()?.with_status(202)),
        InboxReply::List(_)
        | InboxReply::Ticket(_)
        | InboxReply::Place { .. }
        | InboxReply::Conversations { .. }
        | InboxReply::Refused { .. } => Err(unexpected()),
    }
}

/// All inboxes of the deployment.
async fn inboxes(asked: &Asked) -> Result<Vec<Inbox>, Failure> {
    let guides = guides(asked).await?;
    let inbox = |(workspace, guide): (WorkspaceId, Rc<Guide>)| Inbox {
        workspace,
        jurisdiction: guide.playbook.workspace.jurisdiction.clone(),
    };
    Ok(guides.into_iter().map(inbox).collect())
}

/// The playbooks of all workspaces. One that cannot be read is left out: nobody can work there.
async fn guides(asked: &Asked) -> Result<Vec<(WorkspaceId, Rc<Guide>)>, Failure> {
    let mut guides = Vec::new();
    for workspace in knowledge::workspaces(&asked.env).await? {
        let deployed = knowledge::deployed(&asked.env, &workspace).await?;
        if let Ok(guide) = knowledge::guide(&asked.env, &deployed).await {
            guides.push((workspace, guide));
        }
    }
    Ok(guides)
}

fn by(asked: &Asked) -> Result<AgentId, Failure> {
    Ok(asked.claims()?.agent.id.clone())
}

fn answer(reply: DirectoryReply) -> Result<Response, Failure> {
    match reply {
        DirectoryReply::Link { link } => body::json(201, &link),
        DirectoryReply::Agent { agent } => body::json(200, &agent),
        DirectoryReply::Audit(list) => body::json(200, &list),
        DirectoryReply::Refused { problem } => Err(problem.into()),
        DirectoryReply::Agents { .. } | DirectoryReply::Session { .. } | DirectoryReply::Done => {
            Err(unexpected())
        }
    }
}

/// A person's name as travellers see it.
fn person(name: String) -> Result<String, Problem> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Problem::new(Code::Empty, "`name` is empty."));
    }
    if name.chars().count() > PERSON_CHARS || name.chars().any(char::is_control) {
        return Err(Problem::new(
            Code::BadRequest,
            format!("`name` is not one line of at most {PERSON_CHARS} characters."),
        ));
    }
    Ok(name.to_owned())
}

/// An address, in lower case. Whether it exists is found out by no one: links are passed on by people.
fn email(email: String) -> Result<String, Problem> {
    let email = email.trim().to_lowercase();
    let plausible = email
        .split_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && !host.is_empty() && !host.contains('@'));
    if plausible
        && email.len() <= EMAIL_BYTES
        && !email
            .chars()
            .any(|char| char.is_whitespace() || char.is_control())
    {
        Ok(email)
    } else {
        Err(Problem::new(Code::BadRequest, "`email` is not an address."))
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

    use super::*;

    #[test]
    fn an_address_is_lower_case_and_plausible() {
        assert_eq!(email(" Ana@Example.com ".to_owned()).unwrap(), "ana@example.com");
        for wrong in ["", "ana", "@example.com", "ana@", "a@b@c", "a b@c", "a@b\n.c"] {
            assert_eq!(
                email(wrong.to_owned()).unwrap_err().code,
                Code::BadRequest,
                "{wrong}"
            );
        }
    }

    #[test]
    fn a_name_is_one_line() {
        assert_eq!(person(" Inês Prado ".to_owned()).unwrap(), "Inês Prado");
        assert_eq!(person("  ".to_owned()).unwrap_err().code, Code::Empty);
        assert!(person("a\nb".to_owned()).is_err() && person("a".repeat(81)).is_err());
    }
}
