//! The coarse gate: so many requests a minute from one address. The exact limits of a conversation are its own.
//!
//! Counted by the platform, per location. Agents are not counted: a whole office may share an address, and each has
//! a session that can be ended.

use std::net::{IpAddr, Ipv6Addr};

use gangway_protocol::routes::{Operation, Route, Who};
use gangway_protocol::{Code, Problem};
use worker::{Env, Request};

use super::problem::Failure;
use crate::log;

/// Binding of the gate for the opening of conversations.
const OPENINGS: &str = "OPENINGS";
/// Binding of the gate for all other commands of visitors, sign-ins and set-ups.
const COMMANDS: &str = "COMMANDS";

/// Lets a request pass or refuses it. A deployment without the bindings has no gate, and a gate that fails is open:
/// it is there against floods, not for who may do what.
pub(crate) async fn pass(env: &Env, request: &Request, route: &Route) -> Result<(), Failure> {
    let Some(binding) = binding(route) else {
        return Ok(());
    };
    let address = request.headers().get("cf-connecting-ip")?;
    let Some(key) = address.as_deref().and_then(key) else {
        return Ok(());
    };
    let Ok(gate) = env.rate_limiter(binding) else {
        return Ok(());
    };
    match gate.limit(key).await {
        Ok(outcome) if !outcome.success => Err(Problem::new(
            Code::TooMany,
            "Too many requests came from your network within a minute.",
        )
        .hint("wait a minute and send it again")
        .into()),
        Ok(_) => Ok(()),
        Err(error) => {
            log::warn("gate.fault", &serde_json::json!({ "reason": error.to_string() }));
            Ok(())
        }
    }
}

fn binding(route: &Route) -> Option<&'static str> {
    match route.who {
        Who::Agent | Who::Administrator | Who::Ticket => None,
        Who::Anyone | Who::Visitor if route.method == "GET" => None,
        Who::Anyone | Who::Visitor if route.operation == Operation::OpenConversation => Some(OPENINGS),
        Who::Anyone | Who::Visitor => Some(COMMANDS),
    }
}

/// What is counted: an IPv4 address, or the /64 that one subscriber has of IPv6. `None` for the machine itself, as
/// in tests, and for what is not an address.
fn key(address: &str) -> Option<String> {
    let address = match address.trim().parse::<IpAddr>().ok()? {
        IpAddr::V6(six) => six.to_ipv4_mapped().map_or(IpAddr::V6(six), IpAddr::V4),
        four @ IpAddr::V4(_) => four,
    };
    if address.is_loopback() {
        return None;
    }
    Some(match address {
        IpAddr::V4(four) => four.to_string(),
        IpAddr::V6(six) => {
            let [a, b, c, d, ..] = six.segments();
            format!("{}/64", Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subscriber_is_counted_once() {
        for (address, expected) in [
            ("203.0.113.9", Some("203.0.113.9")),
            ("2001:db8:1:2:3:4:5:6", Some("2001:db8:1:2::/64")),
            ("2001:db8:1:2:ffff::1", Some("2001:db8:1:2::/64")),
            ("2001:db8:1:3::1", Some("2001:db8:1:3::/64")),
            ("::ffff:203.0.113.9", Some("203.0.113.9")),
            ("127.0.0.1", None),
            ("::1", None),
            ("::ffff:127.0.0.1", None),
            ("unknown", None),
            ("", None),
        ] {
            assert_eq!(key(address).as_deref(), expected, "{address}");
        }
    }
}
