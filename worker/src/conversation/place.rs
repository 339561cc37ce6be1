//! Where the visitor stands in the queue, as the inbox has said it last. Of the moment: it is in memory alone.
//!
//! The inbox tells a conversation of every change while somebody listens: a socket of the visitor's, or a page that polls.
//! It is asked when a socket opens, and by polls when it does not tell, or has not for a minute; never twice within a
//! quarter of a minute.

use std::cell::RefCell;
use std::rc::Rc;

use gangway_protocol::event::VisitorEvent;
use gangway_protocol::queue::Place;
use gangway_protocol::{Status, TeamId, Timestamp};

use super::commit::Loaded;
use super::object::Core;
use super::sockets::VISITOR;
use crate::calls::{InboxCall, InboxReply};
use crate::sockets::broadcast;
use crate::{ask, clock, panics};

/// A page that polls listens for so long after each poll, in milliseconds.
const LISTENS: i64 = 30_000;
/// So long is what was heard good without more, in milliseconds.
const GOOD: i64 = 60_000;
/// Between two questions of polls to the inbox, in milliseconds.
const ASK_EVERY: i64 = 15_000;

/// What is known of the visitor's place.
#[derive(Debug, Default)]
pub(super) struct Standing(RefCell<Known>);

#[derive(Debug, Default)]
struct Known {
    /// In whose queue, where, and when that was heard.
    place: Option<(TeamId, Place, Timestamp)>,
    /// Whether the inbox tells what changes.
    told: bool,
    asked_at: Timestamp,
    polled_at: Timestamp,
}

impl Standing {
    /// A page has polled. Whether the inbox is to be asked.
    fn polled(&self, now: Timestamp) -> bool {
        let mut known = self.0.borrow_mut();
        known.polled_at = now;
        let heard = known.place.as_ref().is_some_and(|(_, _, at)| at.plus(GOOD) > now);
        let asks = !(known.told && heard) && known.asked_at.plus(ASK_EVERY) <= now;
        if asks {
            known.asked_at = now;
        }
        asks
    }

    /// Whether a page has polled a short time ago.
    fn listens(&self, now: Timestamp) -> bool {
        self.0.borrow().polled_at.plus(LISTENS) > now
    }

    /// The inbox has said it. `told`: it will say what changes.
    fn heard(&self, team: &TeamId, place: Place, now: Timestamp, told: bool) {
        let mut known = self.0.borrow_mut();
        known.place = Some((team.clone(), place, now));
        known.told = told;
    }

    /// What was heard of this team's queue, and may still be so.
    fn of(&self, team: &TeamId, now: Timestamp) -> Option<Place> {
        let known = self.0.borrow();
        let (of, place, at) = known.place.as_ref()?;
        (of == team && (known.told || at.plus(GOOD) > now)).then_some(*place)
    }
}

impl Core {
    /// From the inbox: where the visitor stands. Whether somebody listens.
    pub(super) fn tell_place(&self, loaded: &Loaded, place: Place) -> bool {
        let now = clock::now();
        let visitors = self.state.get_websockets_with_tag(VISITOR);
        let Status::Queued { team, .. } = loaded.conversation.status() else {
            return false;
        };
        let listening = !visitors.is_empty() || self.standing.listens(now);
        self.standing.heard(team, place, now, listening);
        broadcast(&visitors, &VisitorEvent::Place(as_told(loaded, team, place, now)));
        listening
    }

    /// Where the visitor stands, as far as it is known.
    pub(super) fn known_place(&self, loaded: &Loaded) -> Option<Place> {
        let now = clock::now();
        let Status::Queued { team, .. } = loaded.conversation.status() else {
            return None;
        };
        let place = self.standing.of(team, now)?;
        Some(as_told(loaded, team, place, now))
    }

    /// A page polls: it listens, and what is not known is asked for. The next poll has the answer.
    pub(super) fn poll_place(self: &Rc<Self>, loaded: &Loaded) {
        let now = clock::now();
        if matches!(loaded.conversation.status(), Status::Queued { .. }) && self.standing.polled(now) {
            self.ask_place_soon(loaded, now);
        }
    }

    /// A page of the visitor's has opened, or polls: where do they stand?
    pub(super) fn ask_place_soon(self: &Rc<Self>, loaded: &Loaded, now: Timestamp) {
        if !matches!(loaded.conversation.status(), Status::Queued { .. }) {
            return;
        }
        self.standing.0.borrow_mut().asked_at = now;
        let core = Rc::clone(self);
        let opening = loaded.opening.clone();
        let jurisdiction = loaded.playbook.workspace.jurisdiction.clone();
        self.state.wait_until(panics::aside("place", async move {
            let call = InboxCall::Place {
                conversation: opening.conversation,
            };
            let asked = async {
                let stub = ask::inbox_stub(&core.env, &opening.workspace, jurisdiction.as_deref())?;
                ask::inbox(&stub, &call).await
            };
            // Without an answer nothing is told: the next change of the queue is.
            if let Ok(InboxReply::Place { place: Some(place) }) = asked.await
                && let Ok(Some(loaded)) = core.loaded()
            {
                core.tell_place(&loaded, place);
            }
        }));
    }
}

/// Of a team that is closed no time is told: it would be that of a working day.
fn as_told(loaded: &Loaded, team: &TeamId, mut place: Place, now: Timestamp) -> Place {
    if !loaded.playbook.is_open(team, now) {
        place.minutes = None;
    }
    place
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: i64 = 1_000;

    fn place(position: u32) -> Place {
        Place {
            position,
            minutes: None,
        }
    }

    #[test]
    fn polls_ask_once_and_then_what_the_inbox_tells_is_enough_for_a_minute() {
        let (standing, team) = (Standing::default(), TeamId::from("desk"));
        let at = |seconds: i64| Timestamp(1_000_000).plus(seconds * SECOND);
        assert!(standing.polled(at(0)));
        assert!(!standing.polled(at(4)), "asked a moment ago");
        assert_eq!(standing.of(&team, at(4)), None);
        standing.heard(&team, place(3), at(5), true);
        assert_eq!(standing.of(&team, at(8)), Some(place(3)));
        assert_eq!(standing.of(&"groups".into(), at(8)), None, "another queue");
        let asked = (2..90).filter(|polls| standing.polled(at(polls * 4))).count();
        assert_eq!(
            asked, 19,
            "an inbox that is silent is asked after a minute, and each 16 s again"
        );
    }

    #[test]
    fn what_was_heard_while_nobody_listened_is_good_for_a_minute_and_asked_for_again() {
        let (standing, team) = (Standing::default(), TeamId::from("desk"));
        let at = |seconds: i64| Timestamp(1_000_000).plus(seconds * SECOND);
        assert!(!standing.listens(at(0)));
        standing.heard(&team, place(1), at(0), false);
        assert_eq!(standing.of(&team, at(59)), Some(place(1)));
        assert_eq!(standing.of(&team, at(60)), None);
        assert!(standing.polled(at(61)));
        assert!(standing.listens(at(90)) && !standing.listens(at(91)));
    }
}
