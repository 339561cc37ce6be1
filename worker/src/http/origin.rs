//! Which pages may speak to this deployment.

use gangway_protocol::routes::{Operation, Route, Who};

use super::path::is_socket;

/// The page a request comes from, as the browser says it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Origin {
    /// Not said: not a browser, or a plain visit to an address.
    Unsaid,
    /// A page of this deployment.
    Own,
    /// Another page.
    Other(String),
}

/// What is asked of the origin.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Demand {
    /// Nothing.
    Any,
    /// A page of this deployment and nothing else: the browser sends a cookie along.
    Own,
    /// Not another page. Programs may.
    NotOther,
    /// Not a page that the workspace does not name among its `origins`. Programs may.
    Named,
}

impl Origin {
    /// Reads an `Origin` header.
    pub(crate) fn of(header: Option<&str>, own: &str) -> Self {
        match header {
            None => Self::Unsaid,
            Some(origin) if origin.eq_ignore_ascii_case(own) => Self::Own,
            Some(origin) => Self::Other(origin.to_ascii_lowercase()),
        }
    }
}

/// What a route asks of the origin. Reading is open to all: without CORS headers a browser keeps the answer from a
/// page that is not named.
pub(crate) fn demand(route: &Route) -> Demand {
    let acts = route.method == "POST" || is_socket(route.operation);
    match route.who {
        Who::Agent | Who::Administrator if acts => Demand::Own,
        Who::Ticket if route.operation == Operation::VisitorEvents => Demand::Named,
        Who::Ticket => Demand::NotOther,
        Who::Visitor if acts => Demand::Named,
        Who::Anyone if acts && is_shared(route) => Demand::Named,
        Who::Anyone if acts => Demand::NotOther,
        Who::Agent | Who::Administrator | Who::Visitor | Who::Anyone => Demand::Any,
    }
}

/// Whether pages that the workspace names may call a route: what visitors use.
pub(crate) fn is_shared(route: &Route) -> bool {
    route.path.starts_with("/v1/{workspace}")
        && match route.who {
            Who::Anyone | Who::Visitor => true,
            Who::Ticket => route.operation == Operation::VisitorEvents,
            Who::Agent | Who::Administrator => false,
        }
}

/// Whether a workspace names this origin.
pub(crate) fn is_named(origins: &[String], origin: &str) -> bool {
    origins
        .iter()
        .any(|named| named.trim_end_matches('/').eq_ignore_ascii_case(origin))
}

#[cfg(test)]
mod tests {
    use super::*;
    use gangway_protocol::routes::ROUTES;

    #[test]
    fn an_origin_is_compared_whole() {
        let own = "https://chat.example";
        assert_eq!(Origin::of(None, own), Origin::Unsaid);
        assert_eq!(Origin::of(Some("https://chat.example"), own), Origin::Own);
        for other in [
            "http://chat.example",
            "https://chat.example:8443",
            "https://chat.example.evil",
            "null",
            "",
        ] {
            assert_eq!(Origin::of(Some(other), own), Origin::Other(other.to_owned()));
        }
        let origins = ["https://www.operator.example/".to_owned()];
        assert!(is_named(&origins, "https://www.operator.example"));
        assert!(!is_named(&origins, "https://operator.example") && !is_named(&origins, "null"));
        assert!(!is_named(&[], ""));
    }

    #[test]
    fn whatever_a_cookie_opens_is_done_from_our_own_pages_only() {
        for route in ROUTES {
            match route.who {
                Who::Agent | Who::Administrator => {
                    assert_eq!(
                        demand(route) == Demand::Own,
                        route.method == "POST",
                        "{}",
                        route.path
                    );
                    assert!(!is_shared(route), "{}", route.path);
                }
                Who::Ticket => assert_ne!(demand(route), Demand::Any, "{}", route.path),
                Who::Visitor | Who::Anyone => {
                    assert_eq!(
                        demand(route) == Demand::Any,
                        route.method == "GET",
                        "{}",
                        route.path
                    );
                }
            }
        }
    }
}
