//! Tickets for sockets: a socket's address is written into logs on its way, so that what opens it must be
//! worthless afterwards. Used once, 30 s, and stored as a hash only.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use gangway_protocol::Timestamp;
use sha2::{Digest as _, Sha256};

/// How long a ticket lasts, in milliseconds.
const LASTS: i64 = 30_000;

/// A new ticket, as it is handed out and as it is stored.
#[derive(Debug)]
pub(crate) struct Minted {
    /// For the client.
    pub(crate) ticket: String,
    /// For storage.
    pub(crate) hash: String,
    /// When it ends.
    pub(crate) expires_at: Timestamp,
}

/// Makes one.
///
/// # Errors
/// When the platform has no randomness to give.
pub(crate) fn mint(now: Timestamp) -> Result<Minted, getrandom::Error> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes)?;
    let ticket = URL_SAFE_NO_PAD.encode(bytes);
    let hash = hash(&ticket);
    Ok(Minted {
        ticket,
        hash,
        expires_at: now.plus(LASTS),
    })
}

/// What is stored of a ticket.
pub(crate) fn hash(ticket: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(ticket.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stored_does_not_open_a_socket() {
        let hash_of_ticket = hash("ticket");
        assert_ne!(hash_of_ticket, "ticket");
        assert_ne!(hash(&hash_of_ticket), hash_of_ticket);
        assert_eq!(hash_of_ticket, hash("ticket"));
    }
}
