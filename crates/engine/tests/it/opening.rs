//! What the witness knows of closed teams: whoever enters the queue of one hears when it is back, unless they have just
//! heard that, and nobody hears it of a team that is open.

use gangway_engine::Conversation;
use gangway_playbook::{OPENS, Playbook};
use gangway_protocol::{Entry, EntryBody, Message, TeamId, Timestamp};

use crate::witness::said_by_bot;

/// When the team opens that the visitor was told of last in this wait, as closed.
#[derive(Default)]
pub(crate) struct ToldOpening(Option<Timestamp>);

impl ToldOpening {
    /// Reads what one input has made.
    pub(crate) fn read(&mut self, entries: &[Entry], after: &Conversation, playbook: &Playbook) {
        let mut wanted = Vec::new();
        for (index, entry) in entries.iter().enumerate() {
            if ends_the_wait(&entry.body) {
                self.0 = None;
            }
            let later = || entries[index + 1..].iter().find_map(left);
            let team = if let EntryBody::Released { .. } = &entry.body {
                later().or(after.status().team())
            } else {
                enters(&entry.body)
            };
            let Some(team) = team else { continue };
            if let Some(opens) = playbook.next_opening(team, entry.at)
                && opens > entry.at
                && self.0.replace(opens) != Some(opens)
            {
                wanted.push((team, entry.at));
            }
        }
        let said = entries.iter().filter_map(said_by_bot);
        let told: Vec<&Message> = said.filter(|message| tells_opening(message, playbook)).collect();
        assert_eq!(told.len(), wanted.len(), "{told:?} and not {wanted:?}");
        for (message, (team, at)) in told.iter().zip(wanted) {
            let team = playbook.team(team).unwrap();
            let words = |language: &&str| playbook.opens_in_words(team, language, at);
            let mut opens = ["en", "es"].iter().filter_map(words);
            assert!(
                opens.any(|opens| message.text.contains(&opens)),
                "{message:?} of {}",
                team.id
            );
        }
    }
}

/// Whether a message says when a closed team is back.
pub(crate) fn tells_opening(message: &Message, playbook: &Playbook) -> bool {
    playbook.handoff.closed.wordings().any(|words| {
        let (before, _) = words.split_once(OPENS).unwrap();
        message.text.starts_with(before)
    })
}

/// The team whose queue an entry puts the conversation into, where it says which.
fn enters(body: &EntryBody) -> Option<&TeamId> {
    if let EntryBody::HandedOff { team, .. }
    | EntryBody::Transferred { team, .. }
    | EntryBody::Moved { to: team, .. }
    | EntryBody::Escalated { to: team, .. } = body
    {
        Some(team)
    } else {
        None
    }
}

/// The team whose queue an entry leaves for another.
fn left(entry: &Entry) -> Option<&TeamId> {
    if let EntryBody::Moved { from, .. } | EntryBody::Escalated { from, .. } = &entry.body {
        Some(from)
    } else {
        None
    }
}

/// Whether somebody had it, or has it, for whom nobody need wait in a queue.
fn ends_the_wait(body: &EntryBody) -> bool {
    matches!(
        body,
        EntryBody::Claimed { .. }
            | EntryBody::Woken
            | EntryBody::CalledOff
            | EntryBody::Resolved { .. }
            | EntryBody::Released { .. }
            | EntryBody::Transferred { .. }
    )
}
