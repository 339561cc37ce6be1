//! Tickets for sockets: a socket's address is written into logs on its way, so that what opens it must be
//! worthless afterwards. Used once, 30 s, and stored as a hash only.

use gangway_protocol::Timestamp;

use crate::auth::secret::{self, NoRandomness};

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
pub(crate) fn mint(now: Timestamp) -> Result<Minted, NoRandomness> {
    let ticket = secret::fresh()?;
    let hash = hash(&ticket);
    Ok(Minted {
        ticket,
        hash,
        expires_at: now.plus(LASTS),
    })
}

/// What is stored of a ticket.
pub(crate) fn hash(ticket: &str) -> String {
    secret::hash(ticket)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticket_lasts_thirty_seconds_and_is_stored_as_its_hash() {
        let minted = mint(Timestamp(1_000)).ok();
        assert!(minted.is_some_and(|minted| {
            minted.expires_at == Timestamp(31_000)
                && minted.hash == hash(&minted.ticket)
                && minted.hash != minted.ticket
        }));
    }
}
