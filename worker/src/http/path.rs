//! From a method and a path to a row of the table.
//!
//! The path is taken as the platform's URL parser left it: `.` and `..` are resolved, everything else is literal.
//! Nothing is decoded here, and a parameter has only the characters that its kind is made of, so that no spelling of
//! an address reaches what its plain spelling does not.

use gangway_protocol::routes::{Operation, ROUTES, Route};
use gangway_protocol::{AgentId, ConversationId, WorkspaceId};

use gangway_protocol::limits::NAME_BYTES;

/// What stands in a path where the table has `{…}`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Parameters {
    /// `{workspace}`: `[a-z0-9-]+`.
    pub(crate) workspace: Option<WorkspaceId>,
    /// `{conversation}`: 64 lower-case hexadecimal digits.
    pub(crate) conversation: Option<ConversationId>,
    /// `{agent}`: `[a-z0-9]+`.
    pub(crate) agent: Option<AgentId>,
    /// `{file}`: a number from 1, as it is written.
    pub(crate) file: Option<u32>,
}

/// Where a request goes.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Found {
    /// To this row.
    Route(&'static Route, Parameters),
    /// The address is there and takes these methods only.
    WrongMethod(Vec<&'static Route>, Parameters),
    /// Nowhere.
    Nothing,
}

/// Looks a request up.
pub(crate) fn find(method: &str, path: &str) -> Found {
    let Some((first, parameters)) = ROUTES
        .iter()
        .find_map(|route| Some((route, fits(route.path, path)?)))
    else {
        return Found::Nothing;
    };
    let rows: Vec<&'static Route> = ROUTES.iter().filter(|route| route.path == first.path).collect();
    let wanted = if method == "HEAD" { "GET" } else { method };
    match rows.iter().find(|route| route.method == wanted) {
        // A socket has no head.
        Some(route) if method != "HEAD" || !is_socket(route.operation) => Found::Route(route, parameters),
        Some(_) | None => Found::WrongMethod(rows, parameters),
    }
}

/// The name of a file named by its hash, which lies in `assets/`: the one kind of address that the table does not
/// list.
pub(crate) fn hashed<'a>(method: &str, path: &'a str) -> Option<&'a str> {
    let name = path.strip_prefix("/assets/")?;
    let plain = name
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
    (plain && !name.is_empty() && !name.starts_with('.') && (method == "GET" || method == "HEAD"))
        .then_some(name)
}

/// Whether an operation opens a WebSocket.
pub(crate) fn is_socket(operation: Operation) -> bool {
    operation == Operation::VisitorEvents
        || operation == Operation::AgentEvents
        || operation == Operation::InboxEvents
}

fn fits(pattern: &str, path: &str) -> Option<Parameters> {
    let (mut wanted, mut given) = (pattern.split('/'), path.split('/'));
    let mut parameters = Parameters::default();
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return Some(parameters),
            (Some("{workspace}"), Some(text)) if is_workspace(text) => {
                parameters.workspace = Some(text.into())
            }
            (Some("{conversation}"), Some(text)) if is_conversation(text) => {
                parameters.conversation = Some(text.into());
            }
            (Some("{file}"), Some(text)) if is_file(text) => parameters.file = text.parse().ok(),
            (Some("{agent}"), Some(text)) if is_agent(text) => parameters.agent = Some(text.into()),
            (Some(wanted), Some(given)) if wanted == given => {}
            (Some(_), _) | (None, Some(_)) => return None,
        }
    }
}

fn is_workspace(text: &str) -> bool {
    (1..=NAME_BYTES).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

fn is_conversation(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

fn is_agent(text: &str) -> bool {
    (1..=NAME_BYTES).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
}

fn is_file(text: &str) -> bool {
    (1..=3).contains(&text.len()) && !text.starts_with('0') && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn operation(method: &str, path: &str) -> Option<Operation> {
        match find(method, path) {
            Found::Route(route, _) => Some(route.operation),
            Found::WrongMethod(..) | Found::Nothing => None,
        }
    }

    #[test]
    fn every_row_is_found_by_its_own_path() {
        let id = "0".repeat(64);
        for route in ROUTES {
            let path = route
                .path
                .replace("{workspace}", "harbour-cars")
                .replace("{conversation}", &id)
                .replace("{agent}", "a1")
                .replace("{file}", "1");
            assert_eq!(operation(route.method, &path), Some(route.operation), "{path}");
        }
    }

    #[test]
    fn every_row_of_the_api_is_documented() {
        let documentation = include_str!("../../../docs/api.md");
        for route in ROUTES.iter().filter(|route| route.path.starts_with("/v1")) {
            let (method, path) = (route.method, route.path);
            let entry = [
                format!("`{method} {path}`"),
                format!("`{method} {path}?"),
                format!("| `{path}`"),
            ];
            assert!(
                entry.iter().any(|entry| documentation.contains(entry)),
                "{method} {path}"
            );
        }
    }

    #[test]
    fn parameters_are_read_from_where_they_stand() {
        let id = "0123456789abcdef".repeat(4);
        let found = find("POST", &format!("/v1/harbour-cars/conversations/{id}/messages"));
        let parameters = Parameters {
            workspace: Some("harbour-cars".into()),
            conversation: Some(id.as_str().into()),
            agent: None,
            file: None,
        };
        assert!(matches!(found, Found::Route(_, found) if found == parameters));
    }

    #[test]
    fn no_other_spelling_reaches_anything() {
        let id = "0".repeat(64);
        for path in [
            "",
            "//",
            "/inbox/",
            "//inbox",
            "/Inbox",
            "/%69nbox",
            "/inbox%2f",
            "/private/manifest.json",
            "//private/manifest.json",
            "/%70rivate/manifest.json",
            "/private",
            "/pages/inbox.html",
            "/assets/missing.js",
            "/_headers",
            "/widget/",
            "/widget/Harbour-Cars",
            "/widget/harbour_cars",
            "/widget/..",
            "/v1",
            "/v1/",
            "/v1/harbour-cars/",
            "/v2/harbour-cars",
            "/v1/harbour-cars/conversations/short/messages",
            &format!("/v1/harbour-cars/conversations/{}/messages", id.replace('0', "A")),
            &format!("/v1/harbour-cars/conversations/{id}/messages/"),
            &format!("/v1/harbour-cars/conversations/{id}0/messages"),
            &format!("/v1/harbour-cars/conversations/{id}/files/"),
            &format!("/v1/harbour-cars/conversations/{id}/files/0"),
            &format!("/v1/harbour-cars/conversations/{id}/files/01"),
            &format!("/v1/harbour-cars/conversations/{id}/files/%31"),
            &format!("/v1/harbour-cars/conversations/{id}/files/1000"),
            &format!("/widget/{}", "a".repeat(65)),
        ] {
            assert_eq!(find("GET", path), Found::Nothing, "{path}");
        }
    }

    #[test]
    fn a_file_named_by_its_hash_is_found_in_its_folder_only() {
        assert_eq!(hashed("GET", "/assets/widget-0f3a.js"), Some("widget-0f3a.js"));
        assert_eq!(hashed("HEAD", "/assets/widget-0f3a.js"), Some("widget-0f3a.js"));
        for path in [
            "/assets/",
            "/assets/..",
            "/assets/.hidden",
            "/assets/a/b.js",
            "/assets/..%2fprivate",
            "/assets/..\\private",
            "/private/manifest.json",
        ] {
            assert_eq!(hashed("GET", path), None, "{path}");
        }
        assert_eq!(hashed("POST", "/assets/widget-0f3a.js"), None);
    }

    #[test]
    fn a_head_is_a_get_except_for_sockets_and_other_methods_are_refused() {
        let id = "0".repeat(64);
        assert_eq!(operation("HEAD", "/inbox"), Some(Operation::InboxPage));
        let events = format!("/v1/harbour-cars/conversations/{id}/events");
        for (method, path) in [
            ("HEAD", events.as_str()),
            ("POST", "/inbox"),
            ("PUT", "/v1/agents"),
            ("PURGE", "/"),
            ("get", "/"),
            ("GET", "/v1/sign-in"),
        ] {
            assert!(
                matches!(find(method, path), Found::WrongMethod(..)),
                "{method} {path}"
            );
        }
    }
}
