//! Messages on their way: what was written is kept until the conversation has it.

use gangway_protocol::{ClientId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::Failure;

/// Unsent messages in the order they were written. At most one is on its way, so that they arrive in order, and beside
/// it one of those that take their time.
/// A message keeps its client id over every attempt, so that an attempt that did arrive makes no second one.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Outbox<T> {
    pending: Vec<Pending<T>>,
}

/// One message that the conversation may not have yet.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Pending<T> {
    /// Makes every attempt the same message.
    pub client_id: ClientId,
    /// When it was written.
    pub at: Timestamp,
    /// What.
    pub what: T,
    /// How far it is. A page that is loaded again does not know: it tries again.
    #[serde(skip)]
    pub progress: Progress,
}

/// How far a message is.
#[derive(Clone, PartialEq, Debug, Default)]
pub enum Progress {
    /// Waits for its turn.
    #[default]
    Waiting,
    /// On its way.
    Sending,
    /// Could not be sent.
    Failed {
        /// What to tell the writer.
        words: String,
        /// Whether it may succeed later unchanged.
        passes: bool,
    },
}

impl<T> Default for Outbox<T> {
    fn default() -> Self {
        Self { pending: Vec::new() }
    }
}

impl<T> Outbox<T> {
    /// A message was written.
    pub fn push(&mut self, client_id: ClientId, at: Timestamp, what: T) {
        self.pending.push(Pending {
            client_id,
            at,
            what,
            progress: Progress::Waiting,
        });
    }

    /// The next one to send, which is then on its way. `None` while one is on its way, or when the first waits
    /// for a better network: a later message does not overtake it. One that was refused for good is passed by.
    pub fn start_next(&mut self) -> Option<&Pending<T>> {
        self.start_next_beside(|_| false, |_| false)
    }

    /// The same, where some are slow: what is written behind a slow one overtakes it, unless it waits for those; another
    /// slow one does not. A slow one overtakes nothing.
    pub fn start_next_beside(
        &mut self,
        is_slow: impl Fn(&T) -> bool,
        waits: impl Fn(&T) -> bool,
    ) -> Option<&Pending<T>> {
        let mut behind_slow = false;
        let next = self.pending.iter_mut().find_map(|pending| {
            let slow = is_slow(&pending.what);
            match pending.progress {
                Progress::Failed { passes: false, .. } => None,
                Progress::Waiting if !(behind_slow && (slow || waits(&pending.what))) => Some(Some(pending)),
                _ if slow => {
                    behind_slow = true;
                    None
                }
                Progress::Waiting | Progress::Sending | Progress::Failed { passes: true, .. } => Some(None),
            }
        });
        let next = next.flatten()?;
        next.progress = Progress::Sending;
        Some(next)
    }

    /// The conversation has it: it leaves, and what failed behind it may go on.
    pub fn arrived(&mut self, client_id: &ClientId) {
        self.pending.retain(|pending| pending.client_id != *client_id);
    }

    /// An attempt failed. Stays where it is, with its reason in words.
    pub fn failed(&mut self, client_id: &ClientId, failure: &Failure, words: String) {
        if let Some(pending) = self.find_mut(client_id) {
            pending.progress = Progress::Failed {
                words,
                passes: failure.passes(),
            };
        }
    }

    /// Try this one again.
    pub fn retry(&mut self, client_id: &ClientId) {
        if let Some(pending) = self.find_mut(client_id) {
            pending.progress = Progress::Waiting;
        }
    }

    /// The network is back: try all again that may succeed unchanged.
    pub fn retry_passing(&mut self) {
        for pending in &mut self.pending {
            if matches!(pending.progress, Progress::Failed { passes: true, .. }) {
                pending.progress = Progress::Waiting;
            }
        }
    }

    /// Keeps those alone that can still be sent. Whether it kept all.
    pub fn keep(&mut self, can: impl Fn(&T) -> bool) -> bool {
        let before = self.pending.len();
        self.pending.retain(|pending| can(&pending.what));
        self.pending.len() == before
    }

    /// Nothing is on its way any more: the conversation it went to is gone.
    pub fn recall(&mut self) {
        for pending in &mut self.pending {
            pending.progress = Progress::Waiting;
        }
    }

    /// The writer takes it back. `None` when it has arrived already, or is on its way and may arrive.
    pub fn take_back(&mut self, client_id: &ClientId) -> Option<T> {
        let index = self.pending.iter().position(|pending| {
            pending.client_id == *client_id && !matches!(pending.progress, Progress::Sending)
        })?;
        Some(self.pending.remove(index).what)
    }

    /// One of them.
    pub fn find(&self, client_id: &ClientId) -> Option<&Pending<T>> {
        self.pending
            .iter()
            .find(|pending| pending.client_id == *client_id)
    }

    /// All of them, in the order they were written.
    pub fn iter(&self) -> impl Iterator<Item = &Pending<T>> {
        self.pending.iter()
    }

    /// Whether all have arrived.
    pub fn is_empty(&self) -> bool {
        self.pending.is_empty()
    }

    fn find_mut(&mut self, client_id: &ClientId) -> Option<&mut Pending<T>> {
        self.pending
            .iter_mut()
            .find(|pending| pending.client_id == *client_id)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test ends where it is wrong")]

    use super::*;

    fn outbox() -> Outbox<&'static str> {
        let mut outbox = Outbox::default();
        outbox.push("a".into(), Timestamp(1), "first");
        outbox.push("b".into(), Timestamp(2), "second");
        outbox
    }

    fn next(outbox: &mut Outbox<&'static str>) -> Option<&'static str> {
        outbox.start_next().map(|pending| pending.what)
    }

    #[test]
    fn one_message_is_on_its_way_at_a_time() {
        let mut outbox = outbox();
        assert_eq!(next(&mut outbox), Some("first"));
        assert_eq!(next(&mut outbox), None);
        outbox.arrived(&"a".into());
        assert_eq!(next(&mut outbox), Some("second"));
        outbox.arrived(&"b".into());
        assert!(outbox.is_empty());
    }

    #[test]
    fn a_message_does_not_overtake_one_that_waits_for_the_network() {
        let mut outbox = outbox();
        next(&mut outbox);
        outbox.failed(&"a".into(), &Failure::Unreachable, String::new());
        assert_eq!(next(&mut outbox), None);
        outbox.retry_passing();
        assert_eq!(next(&mut outbox), Some("first"));
    }

    #[test]
    fn what_is_written_behind_a_slow_one_overtakes_it_and_a_slow_one_overtakes_nothing() {
        let mut outbox = Outbox::default();
        for (id, what) in ["slow a", "slow b", "c", "slow d", "e"].iter().enumerate() {
            outbox.push(format!("{id}").into(), Timestamp(1), *what);
        }
        let next = |outbox: &mut Outbox<&'static str>| {
            let next = outbox.start_next_beside(|what| what.starts_with("slow"), |what| *what == "waits");
            next.map(|pending| pending.what)
        };
        assert_eq!(next(&mut outbox), Some("slow a"));
        assert_eq!(next(&mut outbox), Some("c"));
        assert_eq!(next(&mut outbox), None, "one of each");
        outbox.failed(&"0".into(), &Failure::Unreachable, String::new());
        outbox.arrived(&"2".into());
        assert_eq!(
            next(&mut outbox),
            Some("e"),
            "it waits for a better network, which the others have"
        );
        outbox.retry_passing();
        assert_eq!(next(&mut outbox), Some("slow a"));
        outbox.arrived(&"0".into());
        assert_eq!(next(&mut outbox), Some("slow b"));
        outbox.arrived(&"1".into());
        assert_eq!(next(&mut outbox), Some("slow d"));
        let mut behind = Outbox::default();
        behind.push("a".into(), Timestamp(1), "a");
        behind.push("b".into(), Timestamp(1), "slow b");
        assert_eq!(next(&mut behind), Some("a"));
        assert_eq!(next(&mut behind), None, "what it belongs to comes first");
        behind.arrived(&"a".into());
        assert_eq!(next(&mut behind), Some("slow b"));
        behind.push("c".into(), Timestamp(1), "waits");
        behind.push("d".into(), Timestamp(1), "d");
        assert_eq!(next(&mut behind), None);
        behind.arrived(&"b".into());
        assert_eq!(next(&mut behind), Some("waits"));
    }

    #[test]
    fn a_message_refused_for_good_holds_nothing_up_and_is_not_repeated_by_itself() {
        let mut outbox = outbox();
        next(&mut outbox);
        outbox.failed(&"a".into(), &Failure::refused(400, ""), String::new());
        outbox.retry_passing();
        assert_eq!(next(&mut outbox), Some("second"));
        outbox.arrived(&"b".into());
        assert_eq!(next(&mut outbox), None);
        assert_eq!(outbox.take_back(&"a".into()), Some("first"));
    }

    #[test]
    fn what_is_on_its_way_cannot_be_taken_back() {
        let mut outbox = outbox();
        next(&mut outbox);
        assert_eq!(outbox.take_back(&"a".into()), None);
        assert_eq!(outbox.take_back(&"b".into()), Some("second"));
    }

    #[test]
    fn a_page_loaded_again_tries_again_under_the_same_client_ids() {
        let mut outbox = Outbox::default();
        outbox.push("a".into(), Timestamp(1), "first".to_owned());
        outbox.start_next();
        let stored = serde_json::to_string(&outbox).unwrap();
        let mut restored: Outbox<String> = serde_json::from_str(&stored).unwrap();
        assert_eq!(restored.start_next().unwrap().client_id, "a".into());
    }
}
