//! Where those who wait stand in the queue: told to the conversations whose visitors have a page open, when it changes
//! and at most every 15 s. Never stored: what is in memory is what was told, and an inbox that has lost it tells again.

use std::collections::BTreeMap;
use std::rc::Rc;

use gangway_engine::desk;
use gangway_protocol::queue::Place;
use gangway_protocol::{ConversationId, Summary, Timestamp};
use serde_json::json;

use super::object::Core;
use crate::ask;
use crate::calls::{ConversationCall, ConversationReply, ToConversation};
use crate::clock;
use crate::panics;
use crate::storage::StorageError;

/// Between two rounds of telling, in milliseconds.
const TELL_EVERY: i64 = 15_000;
/// Whoever stands further back is told when they open a page, and when they come so far.
const TOLD: u32 = 50;

/// What was told.
#[derive(Debug, Default)]
pub(super) struct Places {
    told: BTreeMap<ConversationId, Told>,
    /// Whether someone is on the way to tell.
    telling: bool,
    told_at: Timestamp,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Told {
    place: Place,
    /// Whether somebody was there to be told.
    listening: bool,
}

impl Places {
    /// Somebody asks: their page is open.
    fn asked(&mut self, id: &ConversationId, place: Place) {
        let told = Told {
            place,
            listening: true,
        };
        self.told.insert(id.clone(), told);
    }

    /// A place is on its way. Nobody listens, unless they say so or ask before the answer is here.
    fn tell(&mut self, id: &ConversationId, place: Place) {
        let told = Told {
            place,
            listening: false,
        };
        self.told.insert(id.clone(), told);
    }

    /// A place was told. Whoever could not be told asks when their page comes back; whoever has asked in the meantime listens,
    /// though nobody did when the place came. What they were answered may be later than what was told last.
    fn told(&mut self, id: ConversationId, place: Place, listening: bool) {
        let has_asked = self.told.get(&id).is_some_and(|told| told.listening);
        let listening = listening || has_asked;
        self.told.insert(id, Told { place, listening });
    }
}

/// Whether a summary that came changes anyone's place.
pub(super) fn moves(before: Option<&Summary>, after: &Summary) -> bool {
    let place = |summary: &Summary| {
        let queued = summary.status.name() == "queued";
        queued.then(|| (summary.status.team().cloned(), summary.priority))
    };
    before.and_then(place) != place(after)
}

impl Core {
    /// The queue has changed: those whose place has are told, at once or with the next round.
    pub(super) fn tell_places_soon(self: &Rc<Self>) {
        let wait = {
            let mut places = self.places.borrow_mut();
            if std::mem::replace(&mut places.telling, true) {
                return;
            }
            places.told_at.plus(TELL_EVERY).0 - clock::now().0
        };
        let core = Rc::clone(self);
        self.state.wait_until(panics::aside("places", async move {
            if let Ok(wait) = u32::try_from(wait)
                && wait > 0
            {
                clock::wait(wait).await;
            }
            core.tell_places().await;
        }));
    }

    /// Where one stands: asked by a conversation whose visitor has opened a page.
    pub(super) fn place_of(&self, conversation: &ConversationId) -> Result<Option<Place>, StorageError> {
        let place = self.places()?.get(conversation).copied();
        if let Some(place) = place {
            self.places.borrow_mut().asked(conversation, place);
        }
        Ok(place)
    }

    fn places(&self) -> Result<BTreeMap<ConversationId, Place>, StorageError> {
        let tables = self.tables();
        Ok(desk::places(&tables.queued()?, &tables.waits()?))
    }

    async fn tell_places(&self) {
        let found = self.places();
        let changed: Vec<(ConversationId, Place)> = {
            let mut places = self.places.borrow_mut();
            places.telling = false;
            places.told_at = clock::now();
            match found {
                Ok(found) => {
                    places.told.retain(|id, _| found.contains_key(id));
                    let news = |id: &ConversationId, place: &Place| match places.told.get(id) {
                        Some(told) => told.listening && told.place != *place,
                        None => place.position <= TOLD,
                    };
                    found.into_iter().filter(|(id, place)| news(id, place)).collect()
                }
                Err(error) => {
                    crate::log::error("places.find", &json!({ "reason": error.to_string() }));
                    return;
                }
            }
        };
        for (id, place) in changed {
            self.places.borrow_mut().tell(&id, place);
            let listening = self.tell_place(&id, place).await;
            self.places.borrow_mut().told(id, place, listening);
        }
    }

    async fn tell_place(&self, id: &ConversationId, place: Place) -> bool {
        let Some(workspace) = self.workspace() else {
            return false;
        };
        let Ok(Some(stub)) = ask::conversation_stub(&self.env, id) else {
            return false;
        };
        let call = ConversationCall::Place { place };
        let told = ask::conversation(&stub, &ToConversation { workspace, call }).await;
        matches!(told, Ok(ConversationReply::Told { listening: true }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(position: u32) -> Place {
        Place {
            position,
            minutes: None,
        }
    }

    fn after(steps: impl Fn(&mut Places, &ConversationId)) -> Option<Told> {
        let (mut places, id) = (Places::default(), ConversationId::from("c1"));
        places.asked(&id, place(3));
        steps(&mut places, &id);
        places.told.get(&id).copied()
    }

    #[test]
    fn whoever_asks_while_a_place_is_on_its_way_is_told_of_the_next_one() {
        let told = after(|places, id| {
            places.tell(id, place(2));
            places.asked(id, place(1));
            places.told(id.clone(), place(2), false);
        });
        // The second place may have come last, so that the first one is told again.
        let expected = Told {
            place: place(2),
            listening: true,
        };
        assert_eq!(told, Some(expected));
    }

    #[test]
    fn whoever_has_gone_is_told_no_more() {
        for listening in [true, false] {
            let told = after(|places, id| {
                places.tell(id, place(2));
                places.told(id.clone(), place(2), listening);
            });
            assert_eq!(told.map(|told| told.listening), Some(listening));
        }
    }
}
