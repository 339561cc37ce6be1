//! The words for what happened.

use gangway_protocol::api::Desk;
use gangway_protocol::ground::in_words;
use gangway_protocol::mask::MASK;
use gangway_protocol::names::{self, Named};
use gangway_protocol::{
    ActionId, AgentId, AgentRef, By, EntryBody, HandoffReason, SentFile, Speaker, TagId, TagSource, TeamId,
};

use super::{action, priority, tag, team};

/// What happened, as a thin line.
pub fn line(body: &EntryBody, desk: &Desk, me: &AgentId) -> String {
    let name = |agent: &AgentRef| name(agent, me);
    let who = |by: &By| who(by, me);
    let tag = |id: &TagId| tag(id.as_str(), desk);
    let action = |id: &ActionId| action(id.as_str(), desk);
    match body {
        EntryBody::TagAdded { tag: on, source } => match source {
            TagSource::Phrase { phrase } => format!("Tagged {}: “{phrase}”", tag(on)),
            TagSource::Meaning { example, sure } => {
                format!("Tagged {}: meant like “{example}”, {sure} % sure", tag(on))
            }
            TagSource::Rule { rule } => format!("Tagged {}: {rule}", tag(on)),
            TagSource::Agent { agent } => format!("{} put on the tag {}", name(agent), tag(on)),
            TagSource::Unknown => format!("Tagged {}", tag(on)),
        },
        EntryBody::TagRemoved { tag: off, by } => format!("{} took off the tag {}", who(by), tag(off)),
        EntryBody::PriorityChanged { priority: to, by } => {
            format!(
                "Priority {}: {}",
                priority(*to).unwrap_or("Normal").to_lowercase(),
                who(by)
            )
        }
        EntryBody::RuleFired { rule, because, .. } => {
            format!("{}: {}", capital(rule.as_str()), plain(because, desk))
        }
        EntryBody::NearMiss {
            rule,
            team: to,
            held,
            missed,
        } => {
            let rule = rule.as_ref().map_or(String::new(), |rule| format!(", {rule}"));
            let held = match held.as_slice() {
                [] => String::new(),
                held => format!("{}, but ", plain(&in_words(held), desk)),
            };
            let missed = plain(&in_words(missed), desk);
            format!("Nearly handed to {}{rule}: {held}{missed}", team(to, desk))
        }
        EntryBody::Alerted {
            team: alerted,
            because,
        } => format!("{} alerted: {}", team(alerted, desk), plain(because, desk)),
        EntryBody::ActionStarted {
            action: begun,
            rule: None,
        } => format!("Started {}", action(begun)),
        EntryBody::ActionStarted {
            action: begun,
            rule: Some(rule),
        } => format!("Started {}: {rule}", action(begun)),
        EntryBody::File(sent) => format!("The visitor sent {}", named(sent)),
        EntryBody::SlotFilled { label, .. } => format!("{label} noted"),
        EntryBody::SlotSkipped { label, .. } => format!("{label} passed over"),
        EntryBody::CheckStarted { action: of } => format!("Looking up {}", action(of)),
        EntryBody::CheckAnswered { action: of, .. } => format!("{} was looked up", action(of)),
        EntryBody::CheckFailed {
            action: of, because, ..
        } => {
            format!("{} could not be looked up: {}", action(of), plain(because, desk))
        }
        EntryBody::ActionCompleted { action: done } => format!("{} is complete", action(done)),
        EntryBody::ActionFailed {
            action: failed,
            because,
        } => {
            format!(
                "{} could not be completed: {}",
                action(failed),
                plain(because, desk)
            )
        }
        EntryBody::HandedOff {
            team: to,
            reason,
            closed,
            ..
        } => {
            format!(
                "Handed to {}{}: {}",
                team(to, desk),
                since(closed.as_ref(), desk),
                plain(&reason.to_string(), desk)
            )
        }
        EntryBody::Escalated { from, to } if from == to => {
            format!("Nobody in {} came in time: it is called again", team(to, desk))
        }
        EntryBody::Escalated { from, to } => {
            format!(
                "Nobody in {} came in time: {} is called too",
                team(from, desk),
                team(to, desk)
            )
        }
        EntryBody::Moved {
            from,
            to,
            reason,
            closed,
        } => {
            format!(
                "Moved from {} to {}{}: {}",
                team(from, desk),
                team(to, desk),
                since(closed.as_ref(), desk),
                plain(&reason.to_string(), desk)
            )
        }
        EntryBody::CalledOff => "The visitor stopped waiting".to_owned(),
        EntryBody::Claimed {
            agent,
            assigned: true,
            ..
        } => format!("{} was given it", name(agent)),
        EntryBody::Claimed {
            agent, from: None, ..
        } => format!("{} claimed it", name(agent)),
        EntryBody::Claimed {
            agent,
            from: Some(from),
            ..
        } => format!("{} took it over from {}", name(agent), whom(from, me)),
        EntryBody::Released { agent, silent: false } => format!("{} released it", name(agent)),
        EntryBody::Released { agent, silent: true } => {
            format!("{} was silent for too long: back in the queue", name(agent))
        }
        EntryBody::Transferred { by, team: to } => format!("{} sent it to {}", name(by), team(to, desk)),
        EntryBody::ReturnedToBot { by } => format!("{} handed it back to the assistant", name(by)),
        EntryBody::Snoozed { by, .. } => format!("{} put it aside", name(by)),
        EntryBody::Woken => "Taken up again".to_owned(),
        EntryBody::Resolved { by } => format!("Resolved: {}", who(by)),
        EntryBody::Reopened => "Reopened".to_owned(),
        EntryBody::Message(message) => message.text.clone(),
        EntryBody::Note { text, .. } => text.clone(),
        EntryBody::Unknown => "Something that this page is too old to show. Load it again".to_owned(),
    }
}

/// What a file is called where it may be named.
fn named(sent: &SentFile) -> &str {
    if sent.sensitive { "a file" } else { &sent.name }
}

/// A small step in short, beside others of the same moment. Nothing for what another one says better.
pub fn short(body: &EntryBody, desk: &Desk, me: &AgentId) -> Option<String> {
    Some(match body {
        EntryBody::TagAdded { tag: on, .. } => format!("Tagged {}", tag(on.as_str(), desk)),
        EntryBody::TagRemoved { tag: off, .. } => format!("{} taken off", tag(off.as_str(), desk)),
        EntryBody::PriorityChanged { priority: to, .. } => {
            format!("{} priority", priority(*to).unwrap_or("Normal"))
        }
        EntryBody::Alerted { team: alerted, .. } => format!("{} alerted", team(alerted, desk)),
        EntryBody::HandedOff {
            team: to,
            reason,
            closed,
            ..
        } => {
            let because = match reason {
                HandoffReason::Rule { rule, .. } => rule.0.clone(),
                HandoffReason::Asked { .. }
                | HandoffReason::FailedAttempts { .. }
                | HandoffReason::Collected { .. }
                | HandoffReason::Unreadable
                | HandoffReason::CameBack
                | HandoffReason::Transfer { .. }
                | HandoffReason::Unknown => plain(&reason.to_string(), desk),
            };
            let since = since(closed.as_ref(), desk);
            format!("Handed to {}{since}: {because}", team(to, desk))
        }
        EntryBody::NearMiss {
            rule: Some(rule),
            team: to,
            ..
        } => format!("Nearly handed to {}: {rule}", team(to, desk)),
        EntryBody::NearMiss { rule: None, .. }
        | EntryBody::SlotFilled { .. }
        | EntryBody::SlotSkipped { .. }
        | EntryBody::CheckAnswered { .. }
        | EntryBody::CheckFailed { .. }
        | EntryBody::ActionCompleted { .. }
        | EntryBody::ActionFailed { .. } => line(body, desk, me),
        EntryBody::Message(_)
        | EntryBody::File(_)
        | EntryBody::Note { .. }
        | EntryBody::RuleFired { .. }
        | EntryBody::ActionStarted { .. }
        | EntryBody::CheckStarted { .. }
        | EntryBody::Escalated { .. }
        | EntryBody::Moved { .. }
        | EntryBody::CalledOff
        | EntryBody::Claimed { .. }
        | EntryBody::Released { .. }
        | EntryBody::Transferred { .. }
        | EntryBody::ReturnedToBot { .. }
        | EntryBody::Snoozed { .. }
        | EntryBody::Woken
        | EntryBody::Resolved { .. }
        | EntryBody::Reopened
        | EntryBody::Unknown => return None,
    })
}

/// What came in between, for someone who had not seen it. Nothing for what changes no decision.
pub fn changed(body: &EntryBody, desk: &Desk, me: &AgentId) -> Option<String> {
    match body {
        EntryBody::Message(message) => {
            let text = if message.sensitive { MASK } else { &message.text };
            Some(match &message.from {
                Speaker::Visitor => format!("The visitor wrote: “{text}”"),
                Speaker::Bot => format!("The assistant said: “{text}”"),
                Speaker::Agent { agent } => format!("{} replied: “{text}”", agent.name),
            })
        }
        EntryBody::Note { agent, text, .. } => Some(format!("{} noted: “{text}”", agent.name)),
        EntryBody::TagAdded { .. }
        | EntryBody::TagRemoved { .. }
        | EntryBody::PriorityChanged { .. }
        | EntryBody::RuleFired { .. }
        | EntryBody::NearMiss { .. }
        | EntryBody::Alerted { .. }
        | EntryBody::ActionStarted { .. }
        | EntryBody::CheckStarted { .. }
        | EntryBody::ActionCompleted { .. }
        | EntryBody::ActionFailed { .. } => None,
        EntryBody::File(_)
        | EntryBody::SlotFilled { .. }
        | EntryBody::SlotSkipped { .. }
        | EntryBody::CheckAnswered { .. }
        | EntryBody::CheckFailed { .. }
        | EntryBody::HandedOff { .. }
        | EntryBody::Escalated { .. }
        | EntryBody::Moved { .. }
        | EntryBody::CalledOff
        | EntryBody::Claimed { .. }
        | EntryBody::Released { .. }
        | EntryBody::Transferred { .. }
        | EntryBody::ReturnedToBot { .. }
        | EntryBody::Snoozed { .. }
        | EntryBody::Woken
        | EntryBody::Resolved { .. }
        | EntryBody::Reopened
        | EntryBody::Unknown => Some(line(body, desk, me)),
    }
}

/// Why a conversation was handed to people: in a sentence, and what exactly it was.
pub fn reason(reason: &HandoffReason, desk: &Desk) -> (String, Option<String>) {
    match reason {
        HandoffReason::Asked { words } if words.is_empty() => (
            "The traveller asked for a person".to_owned(),
            Some("With the button".to_owned()),
        ),
        HandoffReason::Asked { words } => (
            "The traveller asked for a person".to_owned(),
            Some(format!("“{words}”")),
        ),
        HandoffReason::Rule { rule, because } => {
            (capital(rule.as_str()), Some(capital(&plain(because, desk))))
        }
        HandoffReason::FailedAttempts { .. } | HandoffReason::CameBack | HandoffReason::Unreadable => {
            (capital(&reason.to_string()), None)
        }
        HandoffReason::Collected { action, complete } => {
            let detail = if *complete {
                "Everything was given"
            } else {
                "Not everything could be collected"
            };
            (
                format!("The traveller filled in “{action}”"),
                Some(detail.to_owned()),
            )
        }
        HandoffReason::Transfer { .. } => ("An agent sent it to this team".to_owned(), None),
        HandoffReason::Unknown => (
            "For a reason that this page is too old to explain".to_owned(),
            None,
        ),
    }
}

/// The service's words without the marks for machines: names for ids, and what was said in quotation marks.
pub fn plain(words: &str, desk: &Desk) -> String {
    let name = |kind, id: &str| match kind {
        Named::Tag => tag(id, desk),
        Named::Action => action(id, desk),
        Named::Team => team(&TeamId::from(id), desk),
    };
    let mut said = false;
    names::named(words, name)
        .chars()
        .map(|mark| match mark {
            '"' => {
                said = !said;
                if said { '“' } else { '”' }
            }
            mark => mark,
        })
        .collect()
}

/// That a team has it for one that is closed.
fn since(closed: Option<&TeamId>, desk: &Desk) -> String {
    closed.map_or_else(String::new, |closed| {
        format!(", since {} is closed", team(closed, desk))
    })
}

fn capital(words: &str) -> String {
    let mut rest = words.chars();
    let first = rest.next().into_iter().flat_map(char::to_uppercase);
    first.chain(rest).collect()
}

/// An agent as they are called on their own page and on others'.
fn name(agent: &AgentRef, me: &AgentId) -> String {
    if agent.id == *me {
        "You".to_owned()
    } else {
        agent.name.clone()
    }
}

/// An agent in the middle of a sentence.
fn whom(agent: &AgentRef, me: &AgentId) -> String {
    if agent.id == *me {
        "you".to_owned()
    } else {
        agent.name.clone()
    }
}

fn who(by: &By, me: &AgentId) -> String {
    match by {
        By::Agent { agent } => name(agent, me),
        By::Rule { rule } => rule.0.clone(),
        By::Visitor => "the visitor".to_owned(),
        By::Time => "nothing was said for a while".to_owned(),
        By::Tag { tag } => format!("tag {tag}"),
        By::Unknown => "someone".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use gangway_protocol::{Ground, GroundKind};

    use super::*;

    fn said(reason: &HandoffReason) -> String {
        let (headline, detail) = super::reason(reason, &Desk::default());
        format!("{headline} | {}", detail.unwrap_or_default())
    }

    #[test]
    fn a_handoff_is_explained_by_what_was_said_or_failed() {
        let rule = HandoffReason::Rule {
            rule: "lost luggage goes to the duty desk".into(),
            because: r#"tag `lost-luggage`, said "lost my bag" and confidence 0.31 is below 0.35"#.into(),
        };
        assert_eq!(
            said(&rule),
            "Lost luggage goes to the duty desk | Tag lost-luggage, said “lost my bag” and confidence 0.31 is below 0.35"
        );
        let asked = |words: &str| HandoffReason::Asked { words: words.into() };
        assert_eq!(
            said(&asked("a human")),
            "The traveller asked for a person | “a human”"
        );
        assert_eq!(
            said(&asked("")),
            "The traveller asked for a person | With the button"
        );
        assert_eq!(
            said(&HandoffReason::FailedAttempts { attempts: 2 }),
            "The documents did not answer 2 times in a row | "
        );
    }

    #[test]
    fn a_handoff_to_another_team_than_the_rule_named_says_why() {
        let body = EntryBody::HandedOff {
            team: "ops".into(),
            reason: HandoffReason::CameBack,
            priority: gangway_protocol::Priority::Normal,
            closed: Some("mice".into()),
        };
        let (desk, me) = (Desk::default(), "me".into());
        let said = "Handed to ops, since mice is closed: came back soon after it was resolved";
        assert_eq!(line(&body, &desk, &me), said);
        assert_eq!(short(&body, &desk, &me).as_deref(), Some(said));
    }

    #[test]
    fn a_handoff_that_nearly_happened_is_explained() {
        let ground = |condition, held, wanted: &str, found: &str| Ground {
            condition,
            held,
            of: String::new(),
            wanted: wanted.into(),
            found: found.into(),
        };
        let desk = Desk::default();
        let said = |rule: Option<&str>, held, missed| {
            let body = EntryBody::NearMiss {
                rule: rule.map(Into::into),
                team: "visas".into(),
                held,
                missed: vec![missed],
            };
            let me = "me".into();
            (
                line(&body, &desk, &me),
                short(&body, &desk, &me).unwrap_or_default(),
            )
        };
        let visa = vec![ground(GroundKind::Tag, true, "visa", "")];
        let attempts = |wanted| ground(GroundKind::FailedAttempts, false, wanted, "1");
        assert_eq!(
            said(Some("visas go to their team"), visa, attempts("2")),
            (
                "Nearly handed to visas, visas go to their team: tag visa, but 1 of 2 failed attempts".into(),
                "Nearly handed to visas: visas go to their team".into(),
            )
        );
        let alone = "Nearly handed to visas: 1 of 3 failed attempts";
        assert_eq!(
            said(None, Vec::new(), attempts("3")),
            (alone.into(), alone.into())
        );
    }

    #[test]
    fn a_name_that_begins_with_a_letter_of_another_alphabet_is_capitalised() {
        assert_eq!(capital("übergabe"), "Übergabe");
        assert_eq!(capital(""), "");
    }
}
