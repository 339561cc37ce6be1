//! Every address of a deployment, with who may use it: the Worker routes by this table, and the tests walk it, so
//! that no address is without its door.

/// Who may use an address.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Who {
    /// Anyone.
    Anyone,
    /// The visitor of the conversation in the address: `Authorization: Bearer`.
    Visitor,
    /// Whoever holds a ticket of 30 s for this socket: `?ticket=`.
    Ticket,
    /// A signed-in agent or administrator; of the workspace in the address, when there is one.
    Agent,
    /// A signed-in administrator; of the workspace in the address, when there is one.
    Administrator,
}

/// What an address does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "the table says what each is")]
pub enum Operation {
    HomePage,
    DemoPage,
    WidgetPage,
    InboxPage,
    ApiPage,
    Loader,
    SetUp,
    SignIn,
    SignOut,
    Me,
    ListAgents,
    CreateAgent,
    DisableAgent,
    EnableAgent,
    MakeSignInLink,
    SetSkills,
    ChangeAgent,
    Audit,
    WorkspaceInfo,
    Search,
    OpenConversation,
    PostMessage,
    PostSlots,
    AskForPerson,
    CallOff,
    PostFile,
    VisitorFile,
    VisitorEntries,
    VisitorTicket,
    VisitorEvents,
    ListInbox,
    InboxTicket,
    InboxEvents,
    RebuildInbox,
    Export,
    AgentEntries,
    AgentFile,
    Claim,
    Release,
    Reply,
    Note,
    Tags,
    Transfer,
    ReturnToBot,
    Snooze,
    Resolve,
    AgentTicket,
    AgentEvents,
}

/// One address.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Route {
    /// `GET` (which answers `HEAD` too) or `POST`.
    pub method: &'static str,
    /// The path, with `{workspace}`, `{conversation}`, `{agent}` and `{file}` where those stand.
    pub path: &'static str,
    /// Who may use it.
    pub who: Who,
    /// What it does.
    pub operation: Operation,
}

const fn get(path: &'static str, who: Who, operation: Operation) -> Route {
    Route {
        method: "GET",
        path,
        who,
        operation,
    }
}

const fn post(path: &'static str, who: Who, operation: Operation) -> Route {
    Route {
        method: "POST",
        path,
        who,
        operation,
    }
}

/// The table. A path is that of the first row that fits, so fixed names stand before `{workspace}`.
#[rustfmt::skip] // One row, one line.
pub const ROUTES: &[Route] = &[
    get("/", Who::Anyone, Operation::HomePage),
    get("/demo/{workspace}", Who::Anyone, Operation::DemoPage),
    get("/widget/{workspace}", Who::Anyone, Operation::WidgetPage),
    get("/inbox", Who::Anyone, Operation::InboxPage),
    get("/docs/api", Who::Anyone, Operation::ApiPage),
    get("/loader.js", Who::Anyone, Operation::Loader),

    post("/v1/setup", Who::Anyone, Operation::SetUp),
    post("/v1/sign-in", Who::Anyone, Operation::SignIn),
    post("/v1/sign-out", Who::Agent, Operation::SignOut),
    get("/v1/me", Who::Agent, Operation::Me),
    get("/v1/agents", Who::Administrator, Operation::ListAgents),
    post("/v1/agents", Who::Administrator, Operation::CreateAgent),
    post("/v1/agents/{agent}", Who::Administrator, Operation::ChangeAgent),
    post("/v1/agents/{agent}/disable", Who::Administrator, Operation::DisableAgent),
    post("/v1/agents/{agent}/enable", Who::Administrator, Operation::EnableAgent),
    post("/v1/agents/{agent}/sign-in-link", Who::Administrator, Operation::MakeSignInLink),
    post("/v1/agents/{agent}/skills", Who::Administrator, Operation::SetSkills),
    get("/v1/audit", Who::Administrator, Operation::Audit),

    get("/v1/{workspace}", Who::Anyone, Operation::WorkspaceInfo),
    post("/v1/{workspace}/search", Who::Anyone, Operation::Search),
    post("/v1/{workspace}/conversations", Who::Anyone, Operation::OpenConversation),
    post("/v1/{workspace}/conversations/{conversation}/messages", Who::Visitor, Operation::PostMessage),
    post("/v1/{workspace}/conversations/{conversation}/slots", Who::Visitor, Operation::PostSlots),
    post("/v1/{workspace}/conversations/{conversation}/person", Who::Visitor, Operation::AskForPerson),
    post("/v1/{workspace}/conversations/{conversation}/call-off", Who::Visitor, Operation::CallOff),
    post("/v1/{workspace}/conversations/{conversation}/files", Who::Visitor, Operation::PostFile),
    get("/v1/{workspace}/conversations/{conversation}/files/{file}", Who::Visitor, Operation::VisitorFile),
    get("/v1/{workspace}/conversations/{conversation}/entries", Who::Visitor, Operation::VisitorEntries),
    post("/v1/{workspace}/conversations/{conversation}/events/ticket", Who::Visitor, Operation::VisitorTicket),
    get("/v1/{workspace}/conversations/{conversation}/events", Who::Ticket, Operation::VisitorEvents),

    get("/v1/{workspace}/inbox", Who::Agent, Operation::ListInbox),
    post("/v1/{workspace}/inbox/events/ticket", Who::Agent, Operation::InboxTicket),
    get("/v1/{workspace}/inbox/events", Who::Ticket, Operation::InboxEvents),
    get("/v1/{workspace}/export", Who::Administrator, Operation::Export),
    post("/v1/{workspace}/inbox/rebuild", Who::Administrator, Operation::RebuildInbox),
    get("/v1/{workspace}/inbox/conversations/{conversation}/entries", Who::Agent, Operation::AgentEntries),
    get("/v1/{workspace}/inbox/conversations/{conversation}/files/{file}", Who::Agent, Operation::AgentFile),
    post("/v1/{workspace}/inbox/conversations/{conversation}/claim", Who::Agent, Operation::Claim),
    post("/v1/{workspace}/inbox/conversations/{conversation}/release", Who::Agent, Operation::Release),
    post("/v1/{workspace}/inbox/conversations/{conversation}/reply", Who::Agent, Operation::Reply),
    post("/v1/{workspace}/inbox/conversations/{conversation}/note", Who::Agent, Operation::Note),
    post("/v1/{workspace}/inbox/conversations/{conversation}/tags", Who::Agent, Operation::Tags),
    post("/v1/{workspace}/inbox/conversations/{conversation}/transfer", Who::Agent, Operation::Transfer),
    post("/v1/{workspace}/inbox/conversations/{conversation}/return-to-bot", Who::Agent, Operation::ReturnToBot),
    post("/v1/{workspace}/inbox/conversations/{conversation}/snooze", Who::Agent, Operation::Snooze),
    post("/v1/{workspace}/inbox/conversations/{conversation}/resolve", Who::Agent, Operation::Resolve),
    post("/v1/{workspace}/inbox/conversations/{conversation}/events/ticket", Who::Agent, Operation::AgentTicket),
    get("/v1/{workspace}/inbox/conversations/{conversation}/events", Who::Ticket, Operation::AgentEvents),
];

/// Whether a workspace of this name could not be reached, because the API has something else under it.
pub fn is_reserved(workspace: &str) -> bool {
    ROUTES
        .iter()
        .filter_map(|route| route.path.strip_prefix("/v1/"))
        .filter_map(|rest| rest.split('/').next())
        .any(|first| first == workspace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_there_once() {
        for (position, route) in ROUTES.iter().enumerate() {
            for other in &ROUTES[position + 1..] {
                assert_ne!((route.method, route.path), (other.method, other.path));
                assert_ne!(route.operation, other.operation);
            }
        }
    }

    #[test]
    fn names_of_the_api_are_not_for_workspaces() {
        assert!(is_reserved("agents") && is_reserved("me") && is_reserved("sign-in"));
        assert!(!is_reserved("harbour-cars"));
    }
}
