//! A visitor's token: bearer of one conversation for 30 days.

use gangway_protocol::{ConversationId, Timestamp, WorkspaceId};
use serde::{Deserialize, Serialize};

use super::keys::Keys;
use super::seal::{self, Purpose};

/// How long a token is good: 30 days.
const LIFETIME: i64 = 30 * 24 * 60 * 60 * 1_000;

#[derive(Serialize, Deserialize)]
struct Payload {
    workspace: WorkspaceId,
    conversation: ConversationId,
    iat: Timestamp,
    exp: Timestamp,
}

/// A token and when it ends.
pub(crate) fn issue(
    keys: &Keys,
    workspace: &WorkspaceId,
    conversation: &ConversationId,
    now: Timestamp,
) -> Result<(String, Timestamp), serde_json::Error> {
    let exp = now.plus(LIFETIME);
    let payload = Payload {
        workspace: workspace.clone(),
        conversation: conversation.clone(),
        iat: now,
        exp,
    };
    Ok((seal::seal(keys, Purpose::Visitor, &payload)?, exp))
}

/// Whether a token is one of this deployment, for this conversation, and good now. A token from the future is not.
pub(crate) fn verify(
    keys: &Keys,
    token: &str,
    workspace: &WorkspaceId,
    conversation: &ConversationId,
    now: Timestamp,
) -> bool {
    seal::open::<Payload>(keys, Purpose::Visitor, token).is_some_and(|payload| {
        payload.workspace == *workspace
            && payload.conversation == *conversation
            && now < payload.exp
            // Two places' clocks may differ by a little.
            && payload.iat <= now.plus(60_000)
    })
}

/// The token of an `Authorization` header.
pub(crate) fn bearer(header: &str) -> Option<&str> {
    let (scheme, token) = header.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

    use super::*;

    const NOW: Timestamp = Timestamp(1_790_000_000_000);

    #[test]
    fn a_token_is_good_for_its_conversation_and_30_days() {
        let keys = Keys::parse("a:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA").unwrap();
        let (workspace, conversation) = (WorkspaceId::from("harbour-cars"), ConversationId::from("c1"));
        let (token, until) = issue(&keys, &workspace, &conversation, NOW).unwrap();
        assert_eq!(until, Timestamp(NOW.0 + 2_592_000_000));
        let good = |workspace: &WorkspaceId, conversation: &ConversationId, now| {
            verify(&keys, &token, workspace, conversation, now)
        };
        assert!(good(&workspace, &conversation, NOW));
        assert!(good(&workspace, &conversation, until.plus(-1)));
        assert!(!good(&workspace, &conversation, until), "stale");
        assert!(
            !good(&workspace, &conversation, NOW.plus(-3_600_000)),
            "from the future"
        );
        assert!(
            !good(&workspace, &ConversationId::from("c2"), NOW),
            "another conversation"
        );
        assert!(
            !good(&WorkspaceId::from("meridian-tours"), &conversation, NOW),
            "another workspace"
        );
        let other = Keys::parse("a:BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBA").unwrap();
        assert!(
            !verify(&other, &token, &workspace, &conversation, NOW),
            "another deployment"
        );
    }

    #[test]
    fn a_bearer_header_is_read_and_no_other() {
        assert_eq!(bearer("Bearer abc"), Some("abc"));
        assert_eq!(bearer("bearer  abc "), Some("abc"));
        assert_eq!(bearer("Basic abc"), None);
        assert_eq!(bearer("abc"), None);
    }
}
