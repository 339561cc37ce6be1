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
/// sure answer is given only to a question beside what the rule took up, and not where the matter is urgent: "can you
/// find my booking?" asks for no passage about bookings, and whoever has lost everything is asked what helps.
pub(crate) fn answer(commit: &mut Commit<'_>, heard: Heard, text: &str, signals: &Signals) {
    if commit.state.status != Status::Bot || commit.facts.said {
        return;
    }
    match heard {
        Heard::Filled { asks: true, .. } | Heard::Question => say_answer(commit, signals),
        Heard::Filled { asks: false, .. } | Heard::NotAccepted | Heard::Person => {}
        Heard::Dropped if commit.facts.started.is_none() => {
            let dropped = commit.text(&commit.playbook.says.dropped);
            commit.bot_says(&dropped);
        }
        Heard::Dropped => {}
        Heard::Aside => greet(commit, signals.kind),
        Heard::Nothing if commit.facts.started.is_some() => {
            let sure = is_confident(commit.playbook, signals) && commit.state.priority < Priority::Urgent;
            if sure && asks_beside(text, signals) {
                say_answer(commit, signals);
            }
        }
        Heard::Nothing => match signals.kind {
            Kind::Greeting | Kind::Thanks => greet(commit, signals.kind),
            Kind::Question => attempt(commit, signals),
        },
    }
}

/// Fewest words of a question: "OK?" is none.
const QUESTION: usize = 3;
/// So many letters of a word stand for it: it may end otherwise in the message.
const STEM: usize = 4;

/// Whether a message asks a question in another part than the one that the rules took up by its words. Of several
/// of these, a statement: "What does a change cost? I want to change my booking."
fn asks_beside(text: &str, signals: &Signals) -> bool {
    let sentences: Vec<&str> = text
        .split_inclusive(['.', '!', '?', ';', ',', '\n'])
        .filter(|sentence| sentence.split_whitespace().nth(1).is_some())
        .collect();
    let words = signals.words.iter().map(|found| &found.phrase);
    let tags = signals.tags.iter().map(|found| &found.phrase);
    let phrases: Vec<&String> = words.chain(tags).collect();
    let mut taken_up: Vec<usize> = (0..sentences.len())
        .filter(|&at| phrases.iter().any(|phrase| has(sentences[at], phrase)))
        .collect();
    taken_up.sort_by_key(|&at| sentences[at].contains('?'));
    let occasion = taken_up.first().copied().unwrap_or_default();
    sentences.iter().enumerate().any(|(at, sentence)| {
        let words = sentence.split_whitespace().count();
        at != occasion && sentence.contains('?') && words >= QUESTION
    })
}

/// Whether the longer words of a phrase stand in a sentence.
fn has(sentence: &str, phrase: &str) -> bool {
    let sentence = sentence.to_lowercase();
    let mut words = phrase.split(' ').filter(|word| word.chars().count() >= STEM);
    words.all(|word| {
        let stem: String = word.chars().take(STEM).flat_map(char::to_lowercase).collect();
        sentence.contains(&stem)
    })
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

#[cfg(test)]
mod tests {
    use super::has;

    #[test]
    fn the_words_of_a_phrase_are_known_by_their_beginnings() {
        assert!(has(" Can you find my bookings?", "find my booking"));
        assert!(has("We CRASHED", "we crashed"));
        assert!(!has("When do you open?", "find my booking"));
    }
}
