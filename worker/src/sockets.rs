//! What the sockets of both objects share. Each carries its attachment through hibernation and answers `ping`
//! with `pong` without waking its object.

use gangway_protocol::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use worker::{State, Url, WebSocket, WebSocketRequestResponsePair};

/// Sockets that one person may have open at one object: the oldest goes. Tabs and reconnections need few, and
/// each opening costs a reading of what is stored.
const SOCKETS_EACH: usize = 8;
/// Close code for an agent who was shut out.
pub(crate) const SHUT_OUT: u16 = 4401;
/// Close code for the oldest of too many.
const ONE_TOO_MANY: u16 = 4429;
/// The platform's number for a socket that is open.
const OPEN: u16 = 1;

/// Answers pings.
pub(crate) fn answer_pings(state: &State) {
    if let Ok(pair) = WebSocketRequestResponsePair::new("ping", "pong") {
        state.set_websocket_auto_response(&pair);
    }
}

/// A parameter of the address a socket was asked for at.
pub(crate) fn parameter(url: &Url, name: &str) -> Option<String> {
    url.query_pairs()
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
}

/// Gives a socket what it carries.
pub(crate) fn attach(socket: &WebSocket, attachment: &impl Serialize) -> worker::Result<()> {
    socket.serialize_attachment(serde_json::to_string(attachment)?)
}

/// What a socket carries.
pub(crate) fn attached<T: DeserializeOwned>(socket: &WebSocket) -> Option<T> {
    let text = socket.deserialize_attachment::<String>().ok().flatten()?;
    serde_json::from_str(&text).ok()
}

/// Whether it is neither closed nor closing.
pub(crate) fn is_open(socket: &WebSocket) -> bool {
    socket.as_ref().ready_state() == OPEN
}

/// Closes the oldest of one person's sockets, so that one more may be opened.
pub(crate) fn make_room(mut sockets: Vec<WebSocket>, opened_at: impl Fn(&WebSocket) -> Timestamp) {
    sockets.retain(is_open);
    sockets.sort_by_key(opened_at);
    let surplus = (sockets.len() + 1).saturating_sub(SOCKETS_EACH);
    for socket in sockets.iter().take(surplus) {
        close(socket, ONE_TOO_MANY, "opened elsewhere");
    }
}

/// Sends to all that are open; the page of one that is closing comes back and reads what it missed.
pub(crate) fn broadcast(sockets: &[WebSocket], event: &impl Serialize) {
    let open: Vec<&WebSocket> = sockets.iter().filter(|socket| is_open(socket)).collect();
    if open.is_empty() {
        return;
    }
    match serde_json::to_string(event) {
        Ok(frame) => {
            for socket in open {
                let _ = socket.send_with_str(&frame);
            }
        }
        Err(error) => crate::log::error("socket.frame", &json!({ "reason": error.to_string() })),
    }
}

/// Closes a socket that may be closed already.
pub(crate) fn close(socket: &WebSocket, code: u16, reason: &str) {
    let _ = socket.close(Some(code), Some(reason));
}

/// The code to answer a close with: the reserved ones (no code, gone, broken) cannot be sent.
pub(crate) fn answer_to_close(code: usize) -> u16 {
    match u16::try_from(code) {
        Ok(code @ (1000..=1003 | 1007..=1011 | 3000..=4999)) => code,
        Ok(_) | Err(_) => 1000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reserved_close_code_is_answered_with_a_plain_one() {
        assert_eq!(answer_to_close(1001), 1001);
        assert_eq!(answer_to_close(4401), 4401);
        for reserved in [0, 1004, 1005, 1006, 1015, 70_000] {
            assert_eq!(answer_to_close(reserved), 1000);
        }
    }
}
