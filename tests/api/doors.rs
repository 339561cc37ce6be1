//! Nobody gets in where they don't belong. Walks the table of routes, so that no address is without its test.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on ends with what is wrong"
)]

use gangway_protocol::api::{AgentEntries, Role, SignIn, SignInLink, Ticket};
use gangway_protocol::routes::{ROUTES, Route, Who};
use gangway_protocol::{Code, Seq, WIRE, WIRE_HEADER};
use gangway_tests::agent::code_of;
use gangway_tests::deployment::SETUP_SECRET;
use gangway_tests::token::resealed;
use gangway_tests::{AgentClient, Answer, Client, Deployment, HARBOUR, MERIDIAN, Socket, VisitorClient};
use serde_json::json;

/// Everyone who knocks.
struct Cast<'a> {
    deployment: &'a Deployment,
    administrator: AgentClient,
    agent: AgentClient,
    /// An agent of the other operator only.
    foreigner: AgentClient,
    visitor: VisitorClient,
    other_visitor: VisitorClient,
}

#[test]
fn every_door_opens_only_to_whom_it_belongs() {
    let deployment = Deployment::start();
    let administrator = deployment.administrator();
    let agent = administrator.colleague(&deployment, "Tomas Vidal", Role::Agent, &[MERIDIAN]);
    let foreigner = administrator.colleague(&deployment, "Rui Costa", Role::Agent, &[HARBOUR]);
    let visitor = deployment.visitor(MERIDIAN);
    let other_visitor = deployment.visitor(MERIDIAN);
    visitor.say("Hello");
    let cast = Cast {
        deployment: &deployment,
        administrator,
        agent,
        foreigner,
        visitor,
        other_visitor,
    };

    for route in ROUTES {
        match route.who {
            Who::Anyone => public(&cast, route),
            Who::Visitor => visitors_only(&cast, route),
            Who::Ticket => tickets_only(&cast, route),
            Who::Agent => agents_only(&cast, route),
            Who::Administrator => administrators_only(&cast, route),
        }
        unknown_methods_are_refused(&cast, route);
        a_page_that_is_too_old_is_told_so(&cast, route);
    }
    tickets_work_once(&cast);
    sign_in_links_work_once_and_only_by_post(&cast);
    the_set_up_secret_works_once(&cast);
    private_files_cannot_be_fetched(&cast);
    pages_have_strict_headers(&cast);
    another_site_cannot_command(&cast);
    nothing_was_changed_by_all_this(&cast);
}

fn public(cast: &Cast<'_>, route: &Route) {
    if route.method == "GET" {
        let answer = cast.deployment.client().get(&address(cast, route, MERIDIAN));
        assert_eq!(answer.status, 200, "{route:?}: {}", answer.text());
    } else {
        // An empty body is refused as such, not as a stranger.
        let answer = send(&cast.deployment.client(), cast, route, MERIDIAN);
        assert!(
            answer.status != 401 && answer.status < 500,
            "{route:?}: {} {}",
            answer.status,
            answer.text()
        );
    }
}

/// Whoever says no version is a program, and everything else here goes without.
fn a_page_that_is_too_old_is_told_so(cast: &Cast<'_>, route: &Route) {
    let speaking = |version: &str| {
        let client = cast.deployment.client().with(WIRE_HEADER, version);
        send(&client, cast, route, MERIDIAN)
    };
    if route.path.starts_with("/v1/") {
        let problem = speaking("0").refused(426);
        assert_eq!(problem.code, Code::PageTooOld, "{route:?}");
        assert_eq!(speaking("new").status, 400, "{route:?}");
    } else {
        assert_eq!(
            speaking("0").status,
            200,
            "{route:?}: the page itself is what to load"
        );
    }
    assert_ne!(speaking(&WIRE.to_string()).status, 426, "{route:?}");
}

fn visitors_only(cast: &Cast<'_>, route: &Route) {
    let plain = cast.deployment.client();
    let bearer = |token: &str| plain.clone().with("authorization", &format!("Bearer {token}"));
    let token = &cast.visitor.opened.token;
    let knocking = [
        ("no token", plain.clone()),
        ("an empty token", bearer("")),
        ("a token with another end", bearer(&altered(token))),
        ("a token that is not one", bearer("v1.t1.e30.AAAA")),
        (
            "a token of an unknown key",
            bearer(&token.replacen(".t1.", ".t2.", 1)),
        ),
        ("a stale token", bearer(&resealed(token, -31))),
        (
            "a token for another conversation",
            bearer(&cast.other_visitor.opened.token),
        ),
        ("an administrator's session", cast.administrator.client.clone()),
    ];
    for (who, client) in knocking {
        let problem = send(&client, cast, route, MERIDIAN).refused(401);
        assert_eq!(problem.code, Code::Unauthorized, "{route:?}: {who}");
    }
    let good = address(cast, route, MERIDIAN)
        .rsplit_once('/')
        .is_some_and(|(_, name)| name == "entries");
    if good {
        let later = send(&bearer(&resealed(token, 1)), cast, route, MERIDIAN);
        assert_eq!(
            later.status,
            200,
            "what makes the stale token is right: {}",
            later.text()
        );
    }
    let elsewhere = send(&bearer(token), cast, route, HARBOUR);
    assert!(
        [401, 404].contains(&elsewhere.status),
        "{route:?} in the other workspace: {}",
        elsewhere.text()
    );
}

fn agents_only(cast: &Cast<'_>, route: &Route) {
    strangers_are_refused(cast, route);
    if route.path.contains("{workspace}") {
        let problem = send(&cast.foreigner.client, cast, route, MERIDIAN).refused(403);
        assert_eq!(
            problem.code,
            Code::Forbidden,
            "{route:?}: an agent of the other operator"
        );
        if route.path.contains("{conversation}") {
            let through = send(&cast.foreigner.client, cast, route, HARBOUR);
            let known = through.status == 404 || through.status == 400;
            assert!(
                known,
                "{route:?}: through the own workspace: {} {}",
                through.status,
                through.text()
            );
        }
    }
}

fn administrators_only(cast: &Cast<'_>, route: &Route) {
    strangers_are_refused(cast, route);
    let problem = send(&cast.agent.client, cast, route, MERIDIAN).refused(403);
    assert_eq!(
        problem.code,
        Code::Forbidden,
        "{route:?}: an agent who is no administrator"
    );
}

fn strangers_are_refused(cast: &Cast<'_>, route: &Route) {
    let own = cast.deployment.client().with("origin", &cast.deployment.origin());
    let cookie = cookie_of(&cast.agent.client);
    let (name, value) = cookie.split_once('=').unwrap();
    let knocking = [
        ("no session", own.clone()),
        (
            "a visitor",
            own.clone()
                .with("authorization", &format!("Bearer {}", cast.visitor.opened.token)),
        ),
        (
            "an altered session",
            own.clone().with("cookie", &format!("{name}={}", altered(value))),
        ),
        (
            "a visitor's token as a session",
            own.clone()
                .with("cookie", &format!("{name}={}", cast.visitor.opened.token)),
        ),
        ("an empty session", own.with("cookie", &format!("{name}="))),
    ];
    for (who, client) in knocking {
        let problem = send(&client, cast, route, MERIDIAN).refused(401);
        assert_eq!(problem.code, Code::Unauthorized, "{route:?}: {who}");
    }
}

fn tickets_only(cast: &Cast<'_>, route: &Route) {
    let path = address(cast, route, MERIDIAN);
    let port = cast.deployment.port();
    let origin = cast.deployment.origin();
    for ticket in [
        "",
        "?ticket=",
        "?ticket=forged",
        &format!("?ticket={}", cast.visitor.opened.token),
    ] {
        let refused = Socket::open(port, &format!("{path}{ticket}"), Some(&origin)).err();
        assert_eq!(refused, Some(401), "{route:?} with `{ticket}`");
    }
    let ticket = cast
        .visitor
        .client
        .post(&format!("{}/events/ticket", cast.visitor.path), &json!({}));
    let ticket: Ticket = ticket.ok();
    if route.path.contains("inbox") {
        let refused = Socket::open(port, &format!("{path}?ticket={}", ticket.ticket), Some(&origin)).err();
        assert_eq!(refused, Some(401), "{route:?}: a visitor's ticket");
    }
    let plain = cast
        .deployment
        .client()
        .get(&format!("{path}?ticket={}", ticket.ticket));
    assert!(
        (400..500).contains(&plain.status),
        "{route:?} without an upgrade: {}",
        plain.status
    );
}

fn unknown_methods_are_refused(cast: &Cast<'_>, route: &Route) {
    let answer = cast
        .administrator
        .client
        .send("DELETE", &address(cast, route, MERIDIAN), b"{}");
    assert_eq!(answer.refused(405).code, Code::MethodNotAllowed, "{route:?}");
}

fn tickets_work_once(cast: &Cast<'_>) {
    let ticket: Ticket = cast
        .visitor
        .client
        .post(&format!("{}/events/ticket", cast.visitor.path), &json!({}))
        .ok();
    let path = format!("{}/events?ticket={}&after=0", cast.visitor.path, ticket.ticket);
    let origin = cast.deployment.origin();
    let open = |origin: &str| Socket::open(cast.deployment.port(), &path, Some(origin)).err();
    assert_eq!(
        open("https://elsewhere.example"),
        Some(403),
        "a socket from another site"
    );
    assert_eq!(open(&origin), None);
    assert_eq!(open(&origin), Some(401), "the second time");
}

fn sign_in_links_work_once_and_only_by_post(cast: &Cast<'_>) {
    let id = &cast.agent.agent.agent.id;
    let link: SignInLink = cast
        .administrator
        .client
        .post(&format!("/v1/agents/{id}/sign-in-link"), &json!({}))
        .ok();
    let plain = cast.deployment.client().with("origin", &cast.deployment.origin());
    let code = SignIn { code: code_of(&link) };
    // A mail scanner follows the link: the page is fetched, and the code is still good.
    assert_eq!(plain.get(link.path.split('#').next().unwrap()).status, 200);
    assert_eq!(plain.post("/v1/sign-in", &code).status, 200);
    let problem = plain.post("/v1/sign-in", &code);
    assert!([401, 410].contains(&problem.status), "{}", problem.text());
    assert!(
        [401, 410].contains(
            &plain
                .post(
                    "/v1/sign-in",
                    &SignIn {
                        code: "guessed".to_owned()
                    }
                )
                .status
        )
    );
}

fn the_set_up_secret_works_once(cast: &Cast<'_>) {
    let set_up = |secret: &str| {
        let body = json!({ "secret": secret, "name": "Eve", "email": "eve@elsewhere.example" });
        cast.deployment.client().post("/v1/setup", &body)
    };
    for secret in [SETUP_SECRET, "", "guessed", &format!("{SETUP_SECRET}x")] {
        let answer = set_up(secret);
        assert!(
            [401, 410].contains(&answer.status),
            "`{secret}`: {}",
            answer.text()
        );
    }
}

fn private_files_cannot_be_fetched(cast: &Cast<'_>) {
    let manifest =
        std::fs::read_to_string(gangway_tests::deployment::project().join("dist/private/manifest.json"))
            .unwrap();
    let manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
    let workspace = &manifest["workspaces"][0];
    let (id, index) = (
        workspace["id"].as_str().unwrap(),
        workspace["index"].as_str().unwrap(),
    );
    let playbook = workspace["playbook"].as_str().unwrap();
    let table = manifest["table"].as_str().unwrap();
    let files = [
        "manifest.json".to_owned(),
        format!("{id}/index-{index}.postcard"),
        format!("{id}/playbook-{playbook}.json"),
        format!("table-{table}.postcard"),
    ];
    for file in files {
        let built = gangway_tests::deployment::project()
            .join("dist/private")
            .join(&file);
        assert!(
            built.is_file(),
            "{} is what a stranger would want",
            built.display()
        );
        for prefix in [
            "/private/",
            "//private/",
            "/private//",
            "/%70rivate/",
            "/Private/",
            "/assets/../private/",
            "/assets/%2e%2e/private/",
            "/assets/..%2fprivate/",
            "/assets/..%5cprivate/",
            "/assets/x/../../private/",
            "/pages/../private/",
        ] {
            let path = format!("{prefix}{file}");
            for method in ["GET", "HEAD"] {
                let answer = cast.administrator.client.try_send(method, &path, None).unwrap();
                assert!(
                    (300..500).contains(&answer.status),
                    "{method} {path}: {}",
                    answer.status
                );
                assert!(!answer.text().contains("\"playbook\""), "{method} {path}");
            }
            assert_eq!(
                cast.deployment.client().get(&format!("/private/{file}")).status,
                404
            );
        }
    }
}

fn pages_have_strict_headers(cast: &Cast<'_>) {
    for (path, ancestors) in [
        ("/inbox", "frame-ancestors 'none'"),
        ("/widget/meridian-tours", "meridian-tours.example"),
    ] {
        let page = cast.deployment.client().get(path);
        let policy = page
            .header("content-security-policy")
            .unwrap_or_default()
            .to_owned();
        assert!(
            policy.contains("script-src 'self' 'wasm-unsafe-eval'"),
            "{path}: {policy}"
        );
        assert!(!policy.contains("unsafe-inline"), "{path}: {policy}");
        assert!(policy.contains(ancestors), "{path}: {policy}");
        assert_eq!(page.header("x-content-type-options"), Some("nosniff"), "{path}");
        assert_eq!(page.header("cache-control"), Some("no-cache"), "{path}");
    }
}

fn another_site_cannot_command(cast: &Cast<'_>) {
    let id = &cast.visitor.opened.conversation;
    let path = format!("/v1/{MERIDIAN}/inbox/conversations/{id}/claim");
    let body = json!({ "client_id": "from-elsewhere" });
    for origin in ["https://elsewhere.example", "null", "http://127.0.0.1:1"] {
        let answer = cast
            .administrator
            .client
            .clone()
            .with("origin", origin)
            .post(&path, &body);
        assert_eq!(answer.refused(403).code, Code::Forbidden, "{origin}");
    }
}

fn nothing_was_changed_by_all_this(cast: &Cast<'_>) {
    let timeline: AgentEntries = cast
        .agent
        .entries(MERIDIAN, &cast.visitor.opened.conversation, Seq(0));
    assert_eq!(timeline.status.name(), "bot", "{timeline:#?}");
    assert_eq!(timeline.entries.len(), 2, "the greeting and its answer");
}

fn send(client: &Client, cast: &Cast<'_>, route: &Route, workspace: &str) -> Answer {
    let path = address(cast, route, workspace);
    if route.method == "GET" {
        return client.get(&path);
    }
    // What every command would take, so that a refusal is not for the body.
    let body = json!({
        "client_id": "knock", "text": "knock", "action": "luggage-report", "values": [], "add": [], "remove": [],
        "team": "duty-desk", "until": 4_102_444_800_000_i64, "name": "Eve", "email": "eve@elsewhere.example",
        "role": "administrator", "workspaces": [MERIDIAN],
    });
    let body = if route.who == Who::Anyone { json!({}) } else { body };
    client.post(&path, &body)
}

fn address(cast: &Cast<'_>, route: &Route, workspace: &str) -> String {
    route
        .path
        .replace("{workspace}", workspace)
        .replace("{conversation}", cast.visitor.opened.conversation.as_str())
        .replace("{agent}", cast.agent.agent.agent.id.as_str())
        .replace("{file}", "1")
}

fn cookie_of(client: &Client) -> String {
    client.header("cookie").unwrap().to_owned()
}

/// The same with its last character but one exchanged: the last one may hold bits that do not count.
fn altered(token: &str) -> String {
    let at = token.len() - 2;
    let other = if &token[at..=at] == "A" { "B" } else { "A" };
    format!("{}{other}{}", &token[..at], &token[at + 1..])
}
