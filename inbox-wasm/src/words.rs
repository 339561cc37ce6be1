//! The words of the page itself, in one place.

use gangway_protocol::api::Desk;
use gangway_protocol::queue::View;
use gangway_protocol::{By, ConversationId, EntryBody, Priority, Status, Summary, TagSource, TeamId};

use crate::thread::Post;

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

/// A priority, when it is worth saying.
pub fn priority(priority: Priority) -> Option<&'static str> {
    match priority {
        Priority::Low => Some("Low"),
        Priority::Normal => None,
        Priority::High => Some("High"),
        Priority::Urgent => Some("Urgent"),
    }
}

/// Who has a conversation, for the list.
pub fn with(summary: &Summary, desk: &Desk) -> String {
    match &summary.status {
        Status::Bot => "Assistant".to_owned(),
        Status::Queued {
            team: of,
            escalated: false,
            ..
        } => team(of, desk),
        Status::Queued {
            team: of,
            escalated: true,
            ..
        } => format!("{}, widened", team(of, desk)),
        Status::Human { agent, .. } => agent.name.clone(),
        Status::Snoozed { agent, .. } => format!("{}, snoozed", agent.name),
        Status::Resolved { .. } => "Resolved".to_owned(),
    }
}

/// Where a conversation stands, for the head of its thread.
pub fn status(status: &Status, is_mine: bool, desk: &Desk) -> String {
    match status {
        Status::Bot => "The assistant has it".to_owned(),
        Status::Queued { team: of, .. } => format!("Waiting for {}", team(of, desk)),
        Status::Human { .. } if is_mine => "You have it".to_owned(),
        Status::Human { agent, .. } => format!("{} has it", agent.name),
        Status::Snoozed { agent, .. } => format!("Put aside by {}", agent.name),
        Status::Resolved { .. } => "Resolved".to_owned(),
    }
}

/// A confidence as agents read it.
pub fn confidence(confidence: f32) -> String {
    // As a whole number: writing one with a point costs the page 10 KB of code.
    let per_cent = (confidence.clamp(0.0, 1.0) * 100.0).round() as u32;
    format!("{per_cent} % sure")
}

/// What happened, as a thin line.
pub fn line(body: &EntryBody, desk: &Desk) -> String {
    match body {
        EntryBody::TagAdded { tag, source } => match source {
            TagSource::Phrase { phrase } => format!("Tagged {tag}: “{phrase}”"),
            TagSource::Rule { rule } => format!("Tagged {tag}: {rule}"),
            TagSource::Agent { agent } => format!("{} put on the tag {tag}", agent.name),
            TagSource::Unknown => format!("Tagged {tag}"),
        },
        EntryBody::TagRemoved { tag, by } => format!("{} took off the tag {tag}", who(by)),
        EntryBody::PriorityChanged { priority: to, by } => {
            format!(
                "Priority {}: {}",
                priority(*to).unwrap_or("Normal").to_lowercase(),
                who(by)
            )
        }
        EntryBody::RuleFired { rule, because } => format!("{rule}: {because}"),
        EntryBody::Alerted {
            team: alerted,
            because,
        } => format!("{} alerted: {because}", team(alerted, desk)),
        EntryBody::ActionStarted { action, rule: None } => format!("Started {action}"),
        EntryBody::ActionStarted {
            action,
            rule: Some(rule),
        } => format!("Started {action}: {rule}"),
        EntryBody::SlotFilled { label, value, .. } => format!("{label}: {value}"),
        EntryBody::ActionCompleted { action } => format!("{action} is complete"),
        EntryBody::HandedOff { team: to, reason, .. } => format!("Handed to {}: {reason}", team(to, desk)),
        EntryBody::Escalated { from, to } => {
            format!(
                "Nobody in {} came: {} is called too",
                team(from, desk),
                team(to, desk)
            )
        }
        EntryBody::Moved { from, to, reason } => {
            format!("Moved from {} to {}: {reason}", team(from, desk), team(to, desk))
        }
        EntryBody::CalledOff => "The visitor stopped waiting".to_owned(),
        EntryBody::Claimed { agent, from: None } => format!("{} claimed it", agent.name),
        EntryBody::Claimed {
            agent,
            from: Some(from),
        } => format!("{} took it over from {}", agent.name, from.name),
        EntryBody::Released { agent, silent: false } => format!("{} released it", agent.name),
        EntryBody::Released { agent, silent: true } => {
            format!("{} was silent for too long: back in the queue", agent.name)
        }
        EntryBody::Transferred { by, team: to } => format!("{} sent it to {}", by.name, team(to, desk)),
        EntryBody::ReturnedToBot { by } => format!("{} handed it back to the assistant", by.name),
        EntryBody::Snoozed { by, .. } => format!("{} put it aside", by.name),
        EntryBody::Woken => "Taken up again".to_owned(),
        EntryBody::Resolved { by } => format!("Resolved: {}", who(by)),
        EntryBody::Reopened => "Reopened".to_owned(),
        EntryBody::Message(message) => message.text.clone(),
        EntryBody::Note { text, .. } => text.clone(),
        EntryBody::Unknown => "Something that this page is too old to show. Load it again".to_owned(),
    }
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
        Post::Transfer(to) => format!("Sending to {}", team(to, desk)),
        Post::AddTag(tag) => format!("Putting on {tag}"),
        Post::RemoveTag(tag) => format!("Taking off {tag}"),
    }
}

fn who(by: &By) -> String {
    match by {
        By::Agent { agent } => agent.name.clone(),
        By::Rule { rule } => rule.0.clone(),
        By::Visitor => "the visitor".to_owned(),
        By::Time => "nothing was said for a while".to_owned(),
        By::Tag { tag } => format!("tag {tag}"),
        By::Unknown => "someone".to_owned(),
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
    fn a_team_that_is_no_longer_named_is_called_by_its_id() {
        assert_eq!(team(&"night".into(), &Desk::default()), "night");
    }

    #[test]
    fn a_confidence_is_said_in_whole_per_cent() {
        assert_eq!(confidence(0.876), "88 % sure");
        assert_eq!(confidence(7.0), "100 % sure");
    }
}
