//! A script is a test: what is said and done, and the timeline that follows.
//!
//! A line is a time (`minutes:seconds`, virtual), who, and what: `0:10 visitor: Hello`, `0:20 ana: I am Ana`
//! (a reply), `0:30 ana note: …`, `0:40 ana claim`; `@3` behind an agent: they have seen the first three entries. Between the lines deadlines come exactly when they are due,
//! but not before a line whose time begins with `~`: there the alarm is late.
//!
//! The outcome has a line for each entry, for each effect but `Publish` (`!`), and for each refusal (`✗`).

use std::fmt::Write as _;

use gangway_engine::{CheckOutcome, Command, Conversation, Effect, Input, Output, Refusal};
use gangway_playbook::Playbook;
use gangway_protocol::api::SlotValue;
use gangway_protocol::ground::in_words;
use gangway_protocol::{
    AgentRef, By, EntryBody, Epoch, FileFormat, Message, Seq, Speaker, TagSource, TeamId, Timestamp,
};

use crate::stage;

/// Plays a script and compares its outcome, line by line.
#[track_caller]
pub(crate) fn check(script: &str, expected: &str) {
    check_with("", script, expected);
}

/// The same with more rules, teams or actions in the playbook.
#[track_caller]
pub(crate) fn check_with(more: &str, script: &str, expected: &str) {
    let played = play(more, script);
    let lines = |text: &str| {
        text.lines()
            .map(|line| line.trim().to_owned())
            .collect::<Vec<_>>()
    };
    let (got, wanted) = (lines(played.trim()), lines(expected.trim()));
    assert!(got == wanted, "the script came out as\n\n{played}\n");
}

/// The conversation after a script.
pub(crate) fn after(script: &str) -> Conversation {
    run("", script).conversation
}

pub(crate) fn play(more: &str, script: &str) -> String {
    run(more, script).told
}

fn run(more: &str, script: &str) -> Stage {
    let mut stage = Stage::new(more);
    for line in script.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (time, rest) = line.split_once(' ').unwrap();
        match time.strip_prefix('~') {
            Some(late) => stage.now = clock(late),
            None => stage.pass_until(clock(time)),
        }
        stage.act(rest);
    }
    stage
}

struct Stage {
    now: Timestamp,
    playbook: Playbook,
    conversation: Conversation,
    posts: u32,
    /// What the operator's system was asked last.
    asked: Seq,
    told: String,
}

impl Stage {
    fn new(more: &str) -> Self {
        let conversation = Conversation::new("c".into(), Timestamp(0), "p1".into());
        Self {
            now: Timestamp(0),
            playbook: stage::playbook_with(more),
            conversation,
            posts: 0,
            asked: Seq(0),
            told: String::new(),
        }
    }

    fn pass_until(&mut self, time: Timestamp) {
        while let Some(due) = self
            .conversation
            .next_deadline(&self.playbook)
            .filter(|due| *due <= time)
        {
            self.now = due;
            self.handle(&Input::Wake);
        }
        self.now = time;
    }

    fn act(&mut self, line: &str) {
        self.posts += 1;
        let client_id = format!("{}", self.posts).into();
        let (subject, said) = line
            .split_once(": ")
            .map_or((line, ""), |(subject, said)| (subject, said));
        let (who, verb) = subject.split_once(' ').unwrap_or((subject, ""));
        let (seen, words): (Vec<&str>, Vec<&str>) = verb
            .split(' ')
            .filter(|word| !word.is_empty())
            .partition(|word| word.starts_with('@'));
        let seen = seen.first().map(|seen| Seq(seen[1..].parse().unwrap()));
        let mut words = words.into_iter();
        let text = said.to_owned();
        let input = match (who, words.next().unwrap_or_default()) {
            ("wait", _) => return,
            ("visitor", "") => {
                let signals = stage::read(said, &self.conversation.basis(), &self.playbook);
                Input::VisitorMessage {
                    client_id,
                    text,
                    signals: Some(Box::new(signals)),
                }
            }
            ("visitor", "unread") => Input::VisitorMessage {
                client_id,
                text,
                signals: None,
            },
            ("visitor", "stale") => {
                let mut signals = stage::read(said, &self.conversation.basis(), &self.playbook);
                signals.stamp.considered.0 += 1;
                Input::VisitorMessage {
                    client_id,
                    text,
                    signals: Some(Box::new(signals)),
                }
            }
            ("visitor", "person") => Input::AskedForPerson { client_id },
            ("visitor", "off") => Input::CalledOff { client_id },
            ("visitor", "form") => Input::SlotsGiven {
                client_id,
                action: words.next().unwrap().into(),
                values: said
                    .split(", ")
                    .map(|pair| pair.split_once('=').unwrap())
                    .map(|(slot, value)| SlotValue {
                        slot: slot.into(),
                        value: value.to_owned(),
                    })
                    .collect(),
            },
            ("visitor", "sends") => Input::FileSent {
                client_id,
                name: text,
                format: FileFormat::of_name(said).unwrap_or(FileFormat::Jpeg),
                bytes: words.next().map_or(1_000, |bytes| bytes.parse().unwrap()),
                wanted_by: words
                    .next()
                    .map(|of| of.split_once('.').unwrap())
                    .map(|(action, slot)| (action.into(), slot.into())),
            },
            ("bot", epoch) => Input::BotSaid {
                epoch: Epoch(epoch.parse().unwrap()),
                text,
            },
            ("system", verb) => {
                let outcome = match verb {
                    "" => CheckOutcome::Answered {
                        fields: said
                            .split(", ")
                            .filter_map(|pair| pair.split_once('='))
                            .map(|(name, value)| (name.to_owned(), value.to_owned()))
                            .collect(),
                    },
                    "unknown" => CheckOutcome::NotFound,
                    _ => CheckOutcome::Failed { because: text },
                };
                let check = match verb {
                    "again" => Seq(1),
                    _ => self.asked,
                };
                Input::Checked { check, outcome }
            }
            ("offered", agent) => Input::Offered {
                agent: AgentRef {
                    id: agent.into(),
                    name: agent.to_uppercase(),
                },
                team: words.next().unwrap().into(),
                until: clock(words.next().unwrap()),
            },
            ("offline", agent) => Input::AgentOffline { agent: agent.into() },
            ("wake", _) => Input::Wake,
            (name, verb) => {
                let mut chars = name.chars();
                let shown = chars.next().unwrap().to_uppercase().chain(chars).collect();
                let rest: Vec<&str> = words.collect();
                Input::Agent {
                    client_id,
                    agent: AgentRef {
                        id: name.into(),
                        name: shown,
                    },
                    command: command(verb, &rest, text),
                    seen,
                }
            }
        };
        self.handle(&input);
    }

    fn handle(&mut self, input: &Input) {
        let before = self.conversation.clone();
        match self.conversation.handle(self.now, &self.playbook, input) {
            Ok(output) => self.tell(&output),
            Err(refusal) => {
                assert_eq!(self.conversation, before, "a refusal changes nothing");
                let why = match refusal {
                    Refusal::AlreadyClaimed { by } => format!("already claimed by {}", by.name),
                    Refusal::NotHolder { by: Some(by) } => format!("not the holder: {}", by.name),
                    Refusal::NotHolder { by: None } => "not the holder: nobody".to_owned(),
                    Refusal::StaleReading(basis) => format!("stale: {} considered", basis.stamp.considered.0),
                    Refusal::StaleView { seen } => format!("stale: {} seen", seen.0),
                    Refusal::WrongStatus(why) | Refusal::InvalidSlot(why) | Refusal::Unknown(why) => why,
                    Refusal::File { message, hint, .. } => format!("{message} {hint}"),
                };
                self.line(&format!("✗ {why}"));
            }
        }
    }

    fn tell(&mut self, output: &Output) {
        for entry in &output.entries {
            let told = tell(&entry.body);
            self.line_at(entry.at, &told);
        }
        for effect in &output.effects {
            match effect {
                Effect::Alert {
                    team,
                    because,
                    priority,
                } => self.line(&format!("! {team}: {because} ({priority:?})")),
                Effect::Check {
                    check,
                    webhook,
                    values,
                    files,
                    ..
                } => {
                    self.asked = *check;
                    let values = values.iter().map(|(slot, value)| format!("{slot}={value}"));
                    let files = files.iter().flat_map(|(slot, files)| {
                        files
                            .iter()
                            .map(move |file| format!("{slot}#{}={} B", file.file, file.bytes))
                    });
                    let values: Vec<String> = values.chain(files).collect();
                    self.line(&format!("? {webhook}: {}", values.join(", ")));
                }
                Effect::Publish { .. } => {}
            }
        }
        let last = output.effects.last();
        assert_eq!(
            matches!(last, Some(Effect::Publish { .. })),
            !output.entries.is_empty(),
            "the last effect of a change is its publication"
        );
        if let Some(Effect::Publish { summary }) = last {
            assert_eq!(**summary, self.conversation.summary());
        }
    }

    fn line(&mut self, told: &str) {
        self.line_at(self.now, told);
    }

    fn line_at(&mut self, at: Timestamp, told: &str) {
        let seconds = at.0 / 1_000;
        writeln!(self.told, "{}:{:02} {told}", seconds / 60, seconds % 60).unwrap();
    }
}

fn command(verb: &str, rest: &[&str], text: String) -> Command {
    let first = || (*rest.first().unwrap()).to_owned();
    match verb {
        "" => Command::Reply { text },
        "note" => Command::Note { text },
        "claim" => Command::Claim {
            take_from: rest.first().map(|agent| (*agent).into()),
        },
        "release" => Command::Release,
        "tag" => Command::Tags {
            add: vec![first().into()],
            remove: Vec::new(),
        },
        "untag" => Command::Tags {
            add: Vec::new(),
            remove: vec![first().into()],
        },
        "transfer" => Command::Transfer { team: first().into() },
        "back" => Command::ReturnToBot,
        "snooze" => Command::Snooze {
            until: clock(&first()),
        },
        "resolve" => Command::Resolve,
        other => panic!("no agent does `{other}`"),
    }
}

fn clock(time: &str) -> Timestamp {
    let (minutes, seconds) = time.split_once(':').unwrap();
    Timestamp((minutes.parse::<i64>().unwrap() * 60 + seconds.parse::<i64>().unwrap()) * 1_000)
}

fn tell(body: &EntryBody) -> String {
    let by = |by: &By| match by {
        By::Agent { agent } => agent.name.clone(),
        By::Rule { rule } => format!("rule {rule}"),
        By::Visitor => "visitor".to_owned(),
        By::Time => "time".to_owned(),
        By::Tag { tag } => format!("tag {tag}"),
        By::Unknown => "?".to_owned(),
    };
    match body {
        EntryBody::Message(message) => tell_message(message),
        EntryBody::Note { agent, text, .. } => format!("{} notes: {text}", agent.name),
        EntryBody::TagAdded { tag, source } => match source {
            TagSource::Phrase { phrase } => format!("· tag {tag}: said \"{phrase}\""),
            TagSource::Meaning { example, sure } => format!("· tag {tag}: like \"{example}\", {sure} %"),
            TagSource::Rule { rule } => format!("· tag {tag}: rule {rule}"),
            TagSource::Agent { agent } => format!("· tag {tag}: {}", agent.name),
            TagSource::Unknown => format!("· tag {tag}: ?"),
        },
        EntryBody::TagRemoved { tag, by: who } => format!("· tag off {tag}: {}", by(who)),
        EntryBody::PriorityChanged { priority, by: who } => format!("· {priority:?}: {}", by(who)),
        EntryBody::RuleFired { rule, because, .. } => format!("· rule {rule}: {because}"),
        EntryBody::NearMiss {
            rule,
            team,
            held,
            missed,
        } => {
            let rule = rule.as_ref().map_or("too many failures", |rule| rule.as_str());
            let held = if held.is_empty() {
                String::new()
            } else {
                format!("{}, but ", in_words(held))
            };
            format!("· nearly {rule} to {team}: {held}{}", in_words(missed))
        }
        EntryBody::Alerted { team, because } => format!("· alerted {team}: {because}"),
        EntryBody::ActionStarted { action, .. } => format!("· started {action}"),
        EntryBody::SlotFilled {
            action,
            slot,
            value,
            sensitive,
            ..
        } => {
            let masked = if *sensitive { " (sensitive)" } else { "" };
            format!("· {action}.{slot} = {value}{masked}")
        }
        EntryBody::File(sent) => {
            let masked = if sent.sensitive { " (sensitive)" } else { "" };
            let slot = sent
                .slot
                .as_ref()
                .map_or(String::new(), |slot| format!(" for {slot}"));
            format!("visitor sends {}: {}{slot}{masked}", sent.file, sent.name)
        }
        EntryBody::SlotSkipped { action, slot, .. } => format!("· {action}.{slot} passed over"),
        EntryBody::CheckStarted { action } => format!("· looks up {action}"),
        EntryBody::CheckAnswered { action, fields } => {
            let fields: Vec<String> = fields
                .iter()
                .map(|field| format!("{}={}", field.label, field.value))
                .collect();
            format!("· {action}: {}", fields.join(", "))
        }
        EntryBody::CheckFailed {
            action,
            because,
            again,
        } => match again {
            Some(slot) => format!("· {action}: {because}; {slot} again"),
            None => format!("· {action}: {because}"),
        },
        EntryBody::ActionCompleted { action } => format!("· completed {action}"),
        EntryBody::ActionFailed { action, because } => format!("· failed {action}: {because}"),
        EntryBody::HandedOff {
            team,
            reason,
            priority,
            closed,
        } => {
            format!(
                "→ handed to {team} ({priority:?}){}: {reason}",
                since(closed.as_ref())
            )
        }
        EntryBody::Escalated { from, to } => format!("→ escalated from {from} to {to}"),
        EntryBody::Moved {
            from,
            to,
            reason,
            closed,
        } => format!("→ moved from {from} to {to}{}: {reason}", since(closed.as_ref())),
        EntryBody::CalledOff => "→ called off".to_owned(),
        EntryBody::Claimed {
            agent,
            assigned: true,
            ..
        } => format!("→ given to {}", agent.name),
        EntryBody::Claimed {
            agent, from: None, ..
        } => format!("→ claimed by {}", agent.name),
        EntryBody::Claimed {
            agent,
            from: Some(from),
            ..
        } => {
            format!("→ claimed by {} from {}", agent.name, from.name)
        }
        EntryBody::Released { agent, silent: false } => format!("→ released by {}", agent.name),
        EntryBody::Released { agent, silent: true } => format!("→ released, {} is silent", agent.name),
        EntryBody::Transferred { by, team } => format!("→ transferred by {} to {team}", by.name),
        EntryBody::ReturnedToBot { by } => format!("→ back to the bot by {}", by.name),
        EntryBody::Snoozed { by, .. } => format!("→ snoozed by {}", by.name),
        EntryBody::Woken => "→ woken".to_owned(),
        EntryBody::Resolved { by: who } => format!("→ resolved by {}", by(who)),
        EntryBody::Reopened => "→ reopened".to_owned(),
        EntryBody::Unknown => "?".to_owned(),
    }
}

fn tell_message(message: &Message) -> String {
    let mut told = match &message.from {
        Speaker::Visitor => format!("visitor: {}", message.text),
        Speaker::Bot if message.notice => format!("bot notice: {}", message.text),
        Speaker::Bot => format!("bot: {}", message.text),
        Speaker::Agent { agent } => format!("{}: {}", agent.name, message.text),
    };
    if message.sensitive {
        told.push_str(" (sensitive)");
    }
    if let Some(question) = &message.question {
        write!(told, " [{}.{}]", question.action, question.slot).unwrap();
    }
    if let Some(citation) = message.citations.first() {
        write!(told, " [{} {:.1}]", citation.passage, message.confidence.unwrap()).unwrap();
    }
    told
}

/// That a team has it for one that is closed.
fn since(closed: Option<&TeamId>) -> String {
    closed.map_or_else(String::new, |closed| format!(", {closed} is closed"))
}
