//! The words of the page itself, in one place.

use gangway_protocol::api::{Called, Desk};
use gangway_protocol::names;
use gangway_protocol::queue::View;
use gangway_protocol::{AgentId, ConversationId, Priority, Status, Summary, TagId, TeamId};

use crate::list::{Call, Filter, Sort};
use crate::thread::Post;

mod entry;

pub use entry::{changed, line, plain, reason, short};

/// A view's name.
pub fn view(view: View) -> &'static str {
    match view {
        View::All => "All",
        View::Mine => "Mine",
        View::Unassigned => "Unassigned",
        View::Bot => "Assistant",
        View::Human => "With people",
        View::Snoozed => "Snoozed",
        View::Resolved => "Resolved",
    }
}

/// What an empty view says.
pub fn nothing(view: View) -> &'static str {
    match view {
        View::All => "No conversations yet",
        View::Mine => "You have no conversations. Claim one from Unassigned",
        View::Unassigned => "Nobody is waiting",
        View::Bot => "The assistant is not in a conversation",
        View::Human => "Nobody is talking with a traveller",
        View::Snoozed => "Nothing is put aside",
        View::Resolved => "Nothing has been resolved yet",
    }
}

/// What a conversation is called. Visitors have no names here: the end of the id tells them apart.
pub fn visitor(conversation: &ConversationId) -> String {
    let id = conversation.as_str();
    let end = id
        .char_indices()
        .rev()
        .nth(3)
        .map_or(id, |(at, _)| id.get(at..).unwrap_or(id));
    format!("Visitor {end}")
}

/// A team's name.
pub fn team(team: &TeamId, desk: &Desk) -> String {
    let named = desk.teams.iter().find(|named| named.id == *team);
    named.map_or_else(|| team.0.clone(), |named| named.name.clone())
}

/// A tag's name. One that agents made up is called as they wrote it.
pub fn tag(id: &str, desk: &Desk) -> String {
    if desk.tags.iter().any(|tag| tag.as_str() == id) {
        called_by(&desk.tag_names, id)
    } else {
        id.to_owned()
    }
}

/// An action's name.
pub fn action(id: &str, desk: &Desk) -> String {
    called_by(&desk.action_names, id)
}

/// The tag that somebody means who writes its name or its id.
pub fn tag_meant(written: &str, known: &[TagId], desk: &Desk) -> TagId {
    let is_meant = |id: &&TagId| tag(id.as_str(), desk).eq_ignore_ascii_case(written);
    let meant = known.iter().find(is_meant);
    meant.cloned().unwrap_or_else(|| TagId(written.to_owned()))
}

fn called_by(all: &[Called], id: &str) -> String {
    let named = all.iter().find(|called| called.id == id);
    named.map_or_else(|| names::in_words(id), |called| called.name.clone())
}

/// A priority, when it is worth saying.
pub fn priority(priority: Priority) -> Option<&'static str> {
    match priority {
        Priority::Low => Some("Low"),
        Priority::Normal => None,
        Priority::High => Some("High"),
        Priority::Urgent => Some("Urgent"),
    }
}

/// The last thing a person said in a conversation.
pub fn last_line(summary: &Summary, me: &AgentId) -> String {
    let held_by = summary.status.holder();
    match &summary.last_line {
        None => "Nothing has been said".to_owned(),
        Some(line) if line.from == "visitor" => line.text.clone(),
        Some(line) if line.from == "bot" => format!("Assistant: {}", line.text),
        Some(line) if held_by.is_some_and(|holder| holder.id == *me && holder.name == line.from) => {
            format!("You: {}", line.text)
        }
        Some(line) => format!("{}: {}", line.from, line.text),
    }
}

/// Who has a conversation, for the list.
pub fn with(status: &Status, desk: &Desk, me: &AgentId) -> String {
    match status {
        Status::Bot => "Assistant".to_owned(),
        Status::Human { agent, .. } | Status::Snoozed { agent, .. } if agent.id == *me => "You".to_owned(),
        Status::Queued { team: of, .. } => team(of, desk),
        Status::Human { agent, .. } => agent.name.clone(),
        Status::Snoozed { agent, .. } => agent.name.clone(),
        Status::Resolved { .. } => "Resolved".to_owned(),
    }
}

/// Languages by their names; no code stands for all of them.
pub fn languages(codes: &[String]) -> String {
    if codes.is_empty() {
        return "all languages".to_owned();
    }
    let names: Vec<String> = codes.iter().map(|code| language(code)).collect();
    names.join(", ")
}

/// The codes in what somebody typed: `en, ES`.
pub fn codes(typed: &str) -> Vec<String> {
    let codes = typed.split(|char: char| !char.is_alphanumeric());
    codes
        .filter(|code| !code.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// A language by its ISO 639-1 code: those that messages are told to be in by name.
pub fn language(code: &str) -> String {
    let name = match code {
        "ar" => "Arabic",
        "cs" => "Czech",
        "da" => "Danish",
        "de" => "German",
        "el" => "Greek",
        "en" => "English",
        "es" => "Spanish",
        "fr" => "French",
        "he" => "Hebrew",
        "hi" => "Hindi",
        "hr" => "Croatian",
        "hu" => "Hungarian",
        "it" => "Italian",
        "ja" => "Japanese",
        "ko" => "Korean",
        "nl" => "Dutch",
        "pl" => "Polish",
        "pt" => "Portuguese",
        "ro" => "Romanian",
        "ru" => "Russian",
        "sv" => "Swedish",
        "th" => "Thai",
        "tr" => "Turkish",
        "uk" => "Ukrainian",
        "zh" => "Chinese",
        _ => return code.to_uppercase(),
    };
    name.to_owned()
}

/// An order's name.
pub fn sort(sort: Sort) -> &'static str {
    match sort {
        Sort::Urgent => "Urgent first",
        Sort::Waiting => "Waiting longest",
        Sort::Latest => "Latest first",
    }
}

/// What narrows the list down, one part after the other. Nothing when nothing does.
pub fn filter(filter: &Filter, desk: &Desk) -> String {
    let words = filter.words.trim();
    let parts = [
        (!words.is_empty()).then(|| format!("“{words}”")),
        filter
            .priority
            .map(|of| priority(of).unwrap_or("Normal").to_owned()),
        filter.tag.as_ref().map(|of| tag(of.as_str(), desk)),
        filter.team.as_ref().map(|of| team(of, desk)),
        filter.language.as_deref().map(language),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// How many wait for anyone.
pub fn waiting(count: usize) -> String {
    match count {
        0 => "Nobody is waiting".to_owned(),
        1 => "1 traveller is waiting".to_owned(),
        count => format!("{count} travellers are waiting"),
    }
}

/// What the assistant and the people are doing while nobody waits.
pub fn meanwhile(bot: usize, human: usize) -> String {
    let chats = |count: usize| match count {
        1 => "1 chat".to_owned(),
        count => format!("{count} chats"),
    };
    match (bot, human) {
        (0, 0) => "No chats are open".to_owned(),
        (bot, 0) => format!("The assistant is handling {}", chats(bot)),
        (0, human) => format!("{} with people", chats(human)),
        (bot, human) => format!("The assistant is handling {}, and people {human}", chats(bot)),
    }
}

/// What is made heard.
pub fn call(call: &Call, desk: &Desk) -> (String, String) {
    let more = match call.more {
        0 => String::new(),
        more => format!(" And {more} more."),
    };
    match &call.alert {
        Some(alert) => (
            format!("New handoff for {}", team(&alert.team, desk)),
            format!("{}.{more}", plain(&alert.because, desk)),
        ),
        None => (
            format!("{} wrote", visitor(&call.conversation)),
            format!("They are waiting for your reply.{more}"),
        ),
    }
}

/// Where a conversation stands, for the head of its thread.
pub fn status(status: &Status, desk: &Desk, me: &AgentId) -> String {
    match status {
        Status::Bot => "The assistant has it".to_owned(),
        Status::Queued { team: of, .. } => format!("Waiting for {}", team(of, desk)),
        Status::Human { agent, .. } if agent.id == *me => "You have it".to_owned(),
        Status::Human { agent, .. } => format!("{} has it", agent.name),
        Status::Snoozed { agent, .. } if agent.id == *me => "You put it aside".to_owned(),
        Status::Snoozed { agent, .. } => format!("{} put it aside", agent.name),
        Status::Resolved { .. } => "Resolved".to_owned(),
    }
}

/// A confidence as agents read it.
pub fn confidence(confidence: f32) -> String {
    // As a whole number: writing one with a point costs the page 10 KB of code.
    let per_cent = (confidence.clamp(0.0, 1.0) * 100.0).round() as u32;
    format!("{per_cent} % sure")
}

/// A command on its way.
pub fn doing(post: &Post, desk: &Desk) -> String {
    match post {
        Post::Reply(_) | Post::Note(_) => "Sending".to_owned(),
        Post::Claim(None) => "Claiming".to_owned(),
        Post::Claim(Some(_)) => "Taking over".to_owned(),
        Post::Release => "Releasing".to_owned(),
        Post::ReturnToBot => "Handing back to the assistant".to_owned(),
        Post::Resolve => "Resolving".to_owned(),
        Post::Snooze(_) => "Putting it aside".to_owned(),
        Post::Transfer(to) => format!("Sending to {}", team(to, desk)),
        Post::AddTag(on) => format!("Putting on {}", tag(on.as_str(), desk)),
        Post::RemoveTag(off) => format!("Taking off {}", tag(off.as_str(), desk)),
    }
}

/// Which teams were called, the first one first. Nothing when none was.
pub fn called(teams: &[String]) -> String {
    match teams {
        [] => String::new(),
        [team] => format!("For {team}"),
        [team, others @ ..] if others.iter().all(|other| other == team) => {
            format!("For {team}. Nobody came in time, so it is called again")
        }
        [team, others @ ..] => {
            format!(
                "For {team}. Nobody came in time, so {} is called too",
                others.join(", ")
            )
        }
    }
}

/// That something was not done because the conversation had gone on.
pub fn not_done(post: &Post) -> &'static str {
    match post {
        Post::Reply(_) | Post::Note(_) => "Not sent yet: the conversation went on while you wrote",
        Post::Resolve => "Not resolved: the conversation went on",
        Post::ReturnToBot => "Not handed back: the conversation went on",
        Post::Snooze(_) => "Not put aside: the conversation went on",
        Post::Transfer(_) => "Not sent to the team: the conversation went on",
        Post::Release => "Not released: the conversation went on",
        Post::Claim(_) | Post::AddTag(_) | Post::RemoveTag(_) => "Not done: the conversation went on",
    }
}

/// To do it all the same.
pub fn anyway(post: &Post) -> &'static str {
    match post {
        Post::Reply(_) | Post::Note(_) => "Send anyway",
        Post::Resolve => "Resolve anyway",
        Post::ReturnToBot => "Hand back anyway",
        Post::Snooze(_) => "Snooze anyway",
        Post::Transfer(_) => "Send to the team anyway",
        Post::Release => "Release anyway",
        Post::Claim(_) | Post::AddTag(_) | Post::RemoveTag(_) => "Do it anyway",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn visitors_are_told_apart_by_the_end_of_their_id() {
        assert_eq!(visitor(&"00ff4812".into()), "Visitor 4812");
        assert_eq!(visitor(&"é".into()), "Visitor é");
    }

    #[test]
    fn teams_that_were_called_are_told_apart_from_one_that_was_called_twice() {
        let called = |teams: &[&str]| called(&teams.iter().map(|&team| team.to_owned()).collect::<Vec<_>>());
        assert_eq!(called(&[]), "");
        assert_eq!(called(&["Visas"]), "For Visas");
        assert_eq!(
            called(&["Visas", "Visas"]),
            "For Visas. Nobody came in time, so it is called again"
        );
        assert_eq!(
            called(&["Visas", "Duty desk"]),
            "For Visas. Nobody came in time, so Duty desk is called too"
        );
    }

    #[test]
    fn a_team_that_is_no_longer_named_is_called_by_its_id() {
        assert_eq!(team(&"night".into(), &Desk::default()), "night");
    }

    #[test]
    fn tags_and_actions_are_called_by_their_names_and_found_by_them() {
        let desk = Desk {
            tags: vec!["vip".into(), "lost-luggage".into()],
            tag_names: vec![Called {
                id: "vip".to_owned(),
                name: "VIP".to_owned(),
            }],
            ..Desk::default()
        };
        assert_eq!(tag("vip", &desk), "VIP");
        assert_eq!(tag("lost-luggage", &desk), "Lost luggage");
        assert_eq!(tag("made-up", &desk), "made-up");
        assert_eq!(action("booking-lookup", &desk), "Booking lookup");
        let known = ["vip".into(), "lost-luggage".into()];
        let meant = |written: &str| tag_meant(written, &known, &desk).0;
        assert_eq!(meant("lost luggage"), "lost-luggage");
        assert_eq!(meant("Vip"), "vip");
        assert_eq!(meant("honeymoon"), "honeymoon");
        assert_eq!(
            plain("tag `vip` and `booking-lookup` is complete", &desk),
            "tag VIP and Booking lookup is complete"
        );
    }

    #[test]
    fn a_confidence_is_said_in_whole_per_cent() {
        assert_eq!(confidence(0.876), "88 % sure");
        assert_eq!(confidence(7.0), "100 % sure");
    }
}
