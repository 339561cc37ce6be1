//! What the bot says to a message that no rule, person or action has taken up.

use gangway_playbook::Playbook;
use gangway_protocol::signals::Kind;
use gangway_protocol::{HandoffReason, Message, Priority, Signals, Speaker, Status};

use crate::action::Heard;
use crate::commit::Commit;
use crate::{handoff, rules};

/// Whether the documents answer surely enough.
pub(crate) fn is_confident(playbook: &Playbook, signals: &Signals) -> bool {
    signals.answer.is_some() && signals.confidence >= playbook.handoff.confidence_below
}

/// Answers while the bot holds it. What a rule said stands for the answer; where a rule began to collect, a
/// sure answer is still given, unless the matter is urgent: whoever has lost everything is asked what helps, and not
/// shown a passage.
pub(crate) fn answer(commit: &mut Commit<'_>, heard: Heard, signals: &Signals) {
    if commit.state.status != Status::Bot || commit.facts.said {
        return;
    }
    match heard {
        Heard::Filled { asks: true, .. } | Heard::Question => say_answer(commit, signals),
        Heard::Filled { asks: false, .. } | Heard::NotAccepted | Heard::Person => {}
        Heard::Aside => greet(commit, signals.kind),
        Heard::Nothing if commit.facts.started.is_some() => {
            if is_confident(commit.playbook, signals) && commit.state.priority < Priority::Urgent {
                say_answer(commit, signals);
            }
        }
        Heard::Nothing => match signals.kind {
            Kind::Greeting | Kind::Thanks => greet(commit, signals.kind),
            Kind::Question => attempt(commit, signals),
        },
    }
}

/// The documents are to answer. Every chain of failures ends at a person.
fn attempt(commit: &mut Commit<'_>, signals: &Signals) {
    // (1) Did they?
    let confident = is_confident(commit.playbook, signals);
    commit.facts.attempts_before = commit.state.failed_attempts;
    if !confident {
        commit.state.failed_attempts = commit.state.failed_attempts.saturating_add(1);
    }
    // (2) What the rules say to that.
    commit.facts.confidence = Some(signals.confidence);
    commit.facts.failed = !confident;
    rules::run(commit);
    if commit.state.status != Status::Bot {
        return;
    }
    // (3) The answer, a person, or the admission.
    if confident {
        commit.state.failed_attempts = 0;
        if !commit.facts.said {
            say_answer(commit, signals);
        }
    } else if commit.state.failed_attempts >= commit.playbook.handoff.failed_attempts {
        let attempts = commit.state.failed_attempts;
        let team = commit.playbook.handoff.team.clone();
        handoff::hand_off(commit, &team, HandoffReason::FailedAttempts { attempts });
    } else if !commit.facts.said && commit.facts.started.is_none() {
        let abstain = commit.text(&commit.playbook.says.abstain);
        commit.bot_says(&abstain);
    }
}

fn say_answer(commit: &mut Commit<'_>, signals: &Signals) {
    let Some(answer) = &signals.answer else {
        return;
    };
    commit.state.failed_attempts = 0;
    commit.say(Message {
        from: Speaker::Bot,
        text: answer.text.clone(),
        client_id: None,
        language: None,
        citations: answer.citations.clone(),
        confidence: Some(signals.confidence),
        question: None,
        notice: false,
        sensitive: false,
    });
}

fn greet(commit: &mut Commit<'_>, kind: Kind) {
    let says = &commit.playbook.says;
    let text = match kind {
        Kind::Greeting => commit.text(&says.hello),
        Kind::Thanks => commit.text(&says.welcome),
        Kind::Question => return,
    };
    commit.bot_says(&text);
}
