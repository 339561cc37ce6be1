//! Who is typing: the visitor, as it is told, and an agent, as it is shown.

use gangway_protocol::Timestamp;

/// Between two words that the visitor is typing, in milliseconds.
const EVERY: i64 = 3_000;
/// What an agent's typing is worth, in milliseconds.
pub(super) const LASTS: u32 = 5_000;

/// The visitor's and the agent's.
#[derive(Clone, Debug, Default)]
pub(super) struct Typing {
    told_at: Option<Timestamp>,
    agent: Option<String>,
    /// Names the one expiry that counts.
    expiry: u32,
}

impl Typing {
    /// Whether to tell that the visitor is typing. Asked when it can be told, it counts as told.
    pub(super) fn tells(&mut self, now: Timestamp) -> bool {
        let since = self.told_at.map_or(EVERY, |at| now.0.saturating_sub(at.0));
        // A clock that was set back is no reason to wait for it.
        let tells = !(0..EVERY).contains(&since);
        if tells {
            self.told_at = Some(now);
        }
        tells
    }

    /// An agent is typing. Returns the name of its expiry.
    pub(super) fn begins(&mut self, agent: String) -> u32 {
        self.agent = Some(agent);
        self.expiry += 1;
        self.expiry
    }

    /// It is over, unless there was more since.
    pub(super) fn expires(&mut self, expiry: u32) {
        if expiry == self.expiry {
            self.agent = None;
        }
    }

    /// Something was said: whoever was typing has finished.
    pub(super) fn ends(&mut self) {
        self.agent = None;
    }

    /// Who is typing.
    pub(super) fn agent(&self) -> Option<&str> {
        self.agent.as_deref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_visitors_typing_is_told_every_three_seconds_at_most() {
        let mut typing = Typing::default();
        let told: Vec<bool> = [0, 1_000, 2_999, 3_000, 4_000, 6_500]
            .map(|millis| typing.tells(Timestamp(millis)))
            .into();
        assert_eq!(told, [true, false, false, true, false, true]);
        assert!(typing.tells(Timestamp(100)), "the clock was set back");
    }

    #[test]
    fn an_agents_typing_is_over_when_nothing_followed_it() {
        let mut typing = Typing::default();
        let first = typing.begins("Ana".into());
        let second = typing.begins("Ana".into());
        typing.expires(first);
        assert_eq!(typing.agent(), Some("Ana"));
        typing.expires(second);
        assert_eq!(typing.agent(), None);
        typing.begins("Ana".into());
        typing.ends();
        assert_eq!(typing.agent(), None);
    }
}
