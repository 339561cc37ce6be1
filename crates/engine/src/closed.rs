//! A team that is closed: who has the conversation then, and what the visitor is told.
//!
//! Hours are looked at whenever the conversation enters a team's queue. Each time the visitor hears when that team is
//! back, unless that is what they heard last in this wait, and is asked how to reach them, once for each handoff.

use gangway_playbook::OPENS;
use gangway_protocol::TeamId;

use crate::commit::Commit;
use crate::contact;

/// The team, or the fallback team where this one is closed, says so, and the fallback team is open; with the fallback
/// team, the one that is closed.
pub(crate) fn open_or_fallback(commit: &Commit<'_>, team: &TeamId) -> (TeamId, Option<TeamId>) {
    let fallback = &commit.playbook.handoff.fallback_team;
    let passes = commit
        .playbook
        .team(team)
        .is_some_and(|team| team.closed_to_fallback);
    let open = |team: &TeamId| commit.playbook.is_open(team, commit.now);
    if passes && !open(team) && open(fallback) {
        (fallback.clone(), Some(team.clone()))
    } else {
        (team.clone(), None)
    }
}

/// It has entered another queue, without a notice: what is to be said of the team's hours is said.
pub(crate) fn tell(commit: &mut Commit<'_>, team: &TeamId) {
    if let Some(words) = words(commit, team) {
        commit.bot_says(&words);
    }
}

/// What is to be said when the team is closed: when it is back. The visitor is asked how to reach them, too. `None`: it
/// is open, or never is, or they have heard it.
pub(crate) fn words(commit: &mut Commit<'_>, team: &TeamId) -> Option<String> {
    let playbook = commit.playbook;
    let team = playbook.team(team)?;
    if playbook.is_open(&team.id, commit.now) {
        return None;
    }
    contact::want(commit, false);
    let opens_at = playbook.next_opening(&team.id, commit.now)?;
    if commit.state.told_opening.replace(opens_at) == Some(opens_at) {
        return None;
    }
    let closed = &playbook.handoff.closed;
    // The day and the hour in the language of the sentence that they stand in.
    let language = commit
        .state
        .speaks()
        .filter(|language| closed.languages().any(|written| written == *language))
        .or(playbook.workspace.languages.first().map(String::as_str))
        .unwrap_or("en");
    let opens = playbook.opens_in_words(team, language, commit.now)?;
    Some(closed.text(Some(language)).replace(OPENS, &opens))
}
