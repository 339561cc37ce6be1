//! HTTP: from a request to an operation of the table, and from its answer to a response.

pub(crate) mod body;
mod door;
mod gate;
pub(crate) mod headers;
pub(crate) mod language;
mod origin;
mod path;
mod place;
pub(crate) mod problem;
mod wire;

use gangway_protocol::routes::Route;
use gangway_protocol::{AgentId, Code, ConversationId, Problem, Timestamp, WorkspaceId};
use worker::{Env, Method, Request, Response, ResponseBody, ResponseBuilder, Url};

use door::{Caller, Passed, Shut};
pub(crate) use door::{keys, renewed};
use origin::{Demand, Origin};
use path::{Found, Parameters};
use problem::{Failure, not_found, refuse};

use crate::auth::session::Claims;
use crate::{clock, knowledge, routes};

/// Below it lies the API; beside it lie pages and files.
const API: &str = "/v1";

/// One request past the door.
pub(crate) struct Asked {
    /// The deployment.
    pub(crate) env: Env,
    /// The request; its body is unread.
    pub(crate) request: Request,
    /// Its address.
    pub(crate) url: Url,
    /// The row of the table.
    pub(crate) route: &'static Route,
    /// When it came.
    pub(crate) now: Timestamp,
    parameters: Parameters,
    caller: Caller,
}

impl Asked {
    /// `{workspace}`. Absent only where the table has none.
    pub(crate) fn workspace(&self) -> Result<&WorkspaceId, Failure> {
        self.parameters.workspace.as_ref().ok_or_else(not_found)
    }

    /// `{conversation}`.
    pub(crate) fn conversation(&self) -> Result<&ConversationId, Failure> {
        self.parameters.conversation.as_ref().ok_or_else(not_found)
    }

    /// `{agent}`.
    pub(crate) fn agent(&self) -> Result<&AgentId, Failure> {
        self.parameters.agent.as_ref().ok_or_else(not_found)
    }

    /// `{file}`.
    pub(crate) fn file(&self) -> Result<u32, Failure> {
        self.parameters.file.ok_or_else(not_found)
    }

    /// Who is signed in. Refused where the table lets others in.
    pub(crate) fn claims(&self) -> Result<&Claims, Failure> {
        match &self.caller {
            Caller::Signed(claims) => Ok(claims),
            Caller::Outside => Err(refuse(Code::Unauthorized, "Sign in first.")),
        }
    }

    /// This deployment's origin, as the client names it.
    pub(crate) fn own_origin(&self) -> String {
        self.url.origin().ascii_serialization()
    }

    /// A value of the query.
    pub(crate) fn query(&self, name: &str) -> Option<String> {
        self.url
            .query_pairs()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    }
}

/// What pages of other sites may send along.
const ALLOWED_HEADERS: &str = "authorization, content-type, gangway-wire";

/// What the response bears beside the operation's answer.
#[derive(Default)]
struct Dressing {
    /// The page that may read it.
    allowed: Option<String>,
    /// Whether that depends on who asks.
    shared: bool,
    /// A `Set-Cookie` header.
    cookie: Option<String>,
    /// An `Allow` header.
    allow: Option<String>,
}

/// Answers a request. Nothing gets out of here but a response.
pub(crate) async fn handle(request: Request, env: Env) -> worker::Result<Response> {
    let method = request.inner().method();
    let path = request.path();
    let found = path::find(&method, &path);
    // The row of the table, and not the address, which names a conversation.
    let asked = match &found {
        Found::Route(route, _) => format!("{} {}", route.method, route.path),
        Found::WrongMethod(..) | Found::Nothing => String::new(),
    };
    let mut dressing = Dressing::default();
    let response = match answer(request, env, found, &mut dressing).await {
        Ok(response) => response,
        Err(failure) => failure.respond(&asked)?,
    };
    // A socket's response goes out as it came.
    if response.status_code() == 101 {
        return Ok(response);
    }
    dress(response, &method, path.starts_with(API), dressing)
}

/// The answer when answering panicked.
pub(crate) fn panicked() -> worker::Result<Response> {
    let response = Failure::Fault("a panic".to_owned()).respond("")?;
    dress(response, "", true, Dressing::default())
}

/// (1) The row of the table; what pages may ask, their version first. (2) The page it comes from. (3) The coarse gate.
/// (4) The door. (5) The operation.
async fn answer(
    request: Request,
    env: Env,
    found: Found,
    dressing: &mut Dressing,
) -> Result<Response, Failure> {
    let url = request.url()?;
    let origin = Origin::of(
        request.headers().get("origin")?.as_deref(),
        &url.origin().ascii_serialization(),
    );
    if request.path().starts_with(API) {
        wire::pass(&env, &request)?;
    }
    let (route, parameters) = match found {
        Found::Route(route, parameters) => (route, parameters), // (1)
        Found::WrongMethod(rows, parameters) if request.method() == Method::Options => {
            return options(&env, &rows, &parameters, &origin, dressing).await;
        }
        Found::WrongMethod(rows, _) => {
            dressing.allow = Some(allow(&rows));
            return Err(refuse(
                Code::MethodNotAllowed,
                format!("This address takes {} only.", allow(&rows)),
            ));
        }
        Found::Nothing => {
            return match path::hashed(&request.inner().method(), &request.path()) {
                Some(name) => routes::hashed(&env, &request, name).await,
                None if is_reader(&request)? => routes::missing(&env).await,
                None => Err(not_found()),
            };
        }
    };
    dressing.shared = origin::is_shared(route);
    if dressing.shared {
        dressing.allowed = named(&env, &parameters, &origin).await?;
    }
    let welcome = match (origin::demand(route), &origin) {
        (Demand::Any, _)
        | (Demand::Own | Demand::NotOther | Demand::Named, Origin::Own)
        | (Demand::NotOther | Demand::Named, Origin::Unsaid) => true,
        (Demand::Named, Origin::Other(_)) => dressing.allowed.is_some(),
        (Demand::Own, Origin::Unsaid) | (Demand::Own | Demand::NotOther, Origin::Other(_)) => false,
    };
    if !welcome {
        return Err(stranger(&origin)); // (2)
    }
    gate::pass(&env, &request, route).await?; // (3)
    let now = clock::now();
    let caller = match door::pass(&env, &request, route, &parameters, now).await {
        Ok(Passed { caller, cookie }) => {
            dressing.cookie = cookie;
            caller // (4)
        }
        Err(Shut { failure, cookie }) => {
            dressing.cookie = cookie;
            return Err(failure);
        }
    };
    let asked = Asked {
        env,
        request,
        url,
        route,
        now,
        parameters,
        caller,
    };
    routes::answer(asked).await // (5)
}

/// Whether a person looks at the answer: a program asks for no HTML, and is told in its own way.
fn is_reader(request: &Request) -> worker::Result<bool> {
    let accept = request.headers().get("accept")?.unwrap_or_default();
    Ok(
        request.method() == Method::Get
            && !request.path().starts_with("/v1/")
            && accept.contains("text/html"),
    )
}

/// The other page a request comes from, when the workspace names it.
async fn named(env: &Env, parameters: &Parameters, origin: &Origin) -> Result<Option<String>, Failure> {
    let (Some(workspace), Origin::Other(origin)) = (&parameters.workspace, origin) else {
        return Ok(None);
    };
    let deployed = knowledge::deployed(env, workspace).await?;
    let guide = knowledge::guide(env, &deployed).await?;
    let named = origin::is_named(&guide.playbook.workspace.origins, origin);
    Ok(named.then(|| origin.clone()))
}

fn stranger(origin: &Origin) -> Failure {
    match origin {
        Origin::Unsaid => Problem::new(Code::Forbidden, "A command with a session must name its origin.")
            .hint("send the header `Origin` with this deployment's own origin"),
        Origin::Own | Origin::Other(_) => {
            Problem::new(Code::Forbidden, "Pages of this site may not do this.")
                .hint("visitors' pages are named by `origins` in the workspace's `workspace.toml`")
        }
    }
    .into()
}

/// A browser's question whether a page may ask, and anyone's what can be asked.
async fn options(
    env: &Env,
    rows: &[&'static Route],
    parameters: &Parameters,
    origin: &Origin,
    dressing: &mut Dressing,
) -> Result<Response, Failure> {
    dressing.allow = Some(allow(rows));
    dressing.shared = rows.iter().any(|route| origin::is_shared(route));
    if dressing.shared {
        dressing.allowed = named(env, parameters, origin).await?;
    }
    let mut response = ResponseBuilder::new().with_status(204);
    if dressing.allowed.is_some() {
        response = response
            .with_header("access-control-allow-methods", "GET, POST")?
            .with_header("access-control-allow-headers", ALLOWED_HEADERS)?
            .with_header("access-control-max-age", "600")?;
    }
    Ok(response.empty())
}

fn allow(rows: &[&'static Route]) -> String {
    let mut methods: Vec<&str> = rows.iter().map(|route| route.method).collect();
    if rows
        .iter()
        .any(|route| route.method == "GET" && !path::is_socket(route.operation))
    {
        methods.push("HEAD");
    }
    methods.push("OPTIONS");
    methods.join(", ")
}

/// Puts on what every response bears.
fn dress(response: Response, method: &str, api: bool, dressing: Dressing) -> worker::Result<Response> {
    let headers = response.headers().clone();
    for (name, value) in headers::EVERYWHERE {
        headers.set(name, value)?;
    }
    if api && !headers.has("cache-control")? {
        headers.set("cache-control", "no-store")?;
    }
    if let Some(allow) = &dressing.allow {
        headers.set("allow", allow)?;
    }
    if let Some(cookie) = &dressing.cookie
        && !headers.has("set-cookie")?
    {
        headers.set("set-cookie", cookie)?;
    }
    if dressing.shared {
        headers.set("vary", "origin")?;
    }
    if let Some(origin) = &dressing.allowed {
        headers.set("access-control-allow-origin", origin)?;
        headers.set("access-control-expose-headers", "retry-after")?;
    }
    let (builder, body) = response.into_parts();
    let body = if method == "HEAD" {
        ResponseBody::Empty
    } else {
        body
    };
    Ok(builder.with_headers(headers).body(body))
}
