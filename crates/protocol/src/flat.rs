//! How entries, statuses and summaries are read: all fields of a type beside each other, then one look at its kind.
//!
//! To read a tagged enum, serde keeps every value aside until it knows the tag, and does so twice where the enum is
//! flattened: some fifty kilobytes of the agents' page. A kind that is not known is read as `Unknown` where the
//! type has that; a known one without a field that it needs is an error.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::entry::{
    By, Citation, Entry, EntryBody, Field, HandoffReason, Message, Priority, Question, Speaker, TagSource,
};
use crate::file::{FileFormat, SentFile};
use crate::ground::Ground;
use crate::id::{
    ActionId, AgentId, ClientId, ConversationId, Epoch, RuleId, Seq, SlotId, TagId, TeamId, Timestamp,
};
use crate::status::{AgentRef, Status};
use crate::summary::{LastLine, Summary};

/// A field that is missing, or whose value is none that its kind can have.
#[derive(Debug)]
pub(crate) struct Unfit(&'static str);

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is missing or unknown", self.0)
    }
}

fn need<T>(field: Option<T>, name: &'static str) -> Result<T, Unfit> {
    field.ok_or(Unfit(name))
}

/// [`Entry`].
#[derive(Deserialize)]
pub(crate) struct FlatEntry {
    seq: Seq,
    at: Timestamp,
    epoch: Epoch,
    #[serde(rename = "type")]
    kind: String,
    closed: Option<TeamId>,
    text: Option<String>,
    client_id: Option<ClientId>,
    language: Option<String>,
    #[serde(default)]
    citations: Vec<Citation>,
    confidence: Option<f32>,
    question: Option<Question>,
    #[serde(default)]
    notice: bool,
    #[serde(default)]
    sensitive: bool,
    agent: Option<AgentRef>,
    by: Option<Party>,
    from: Option<Party>,
    team: Option<TeamId>,
    to: Option<TeamId>,
    tag: Option<TagId>,
    source: Option<TagSource>,
    priority: Option<Priority>,
    rule: Option<RuleId>,
    because: Option<String>,
    action: Option<ActionId>,
    slot: Option<SlotId>,
    value: Option<String>,
    label: Option<String>,
    shown: Option<String>,
    called: Option<String>,
    #[serde(default)]
    fields: Vec<Field>,
    again: Option<SlotId>,
    reason: Option<HandoffReason>,
    #[serde(default)]
    held: Vec<Ground>,
    #[serde(default)]
    missed: Vec<Ground>,
    #[serde(default)]
    silent: bool,
    #[serde(default)]
    assigned: bool,
    until: Option<Timestamp>,
    file: Option<u32>,
    name: Option<String>,
    format: Option<FileFormat>,
    bytes: Option<u32>,
}

impl TryFrom<FlatEntry> for Entry {
    type Error = Unfit;

    fn try_from(flat: FlatEntry) -> Result<Self, Unfit> {
        let (seq, at, epoch) = (flat.seq, flat.at, flat.epoch);
        let body = flat.body()?;
        Ok(Self { seq, at, epoch, body })
    }
}

impl FlatEntry {
    fn body(self) -> Result<EntryBody, Unfit> {
        Ok(match self.kind.as_str() {
            "message" => EntryBody::Message(Message {
                from: need(self.from, "from")?.speaker()?,
                text: need(self.text, "text")?,
                client_id: self.client_id,
                language: self.language,
                citations: self.citations,
                confidence: self.confidence,
                question: self.question,
                notice: self.notice,
                sensitive: self.sensitive,
            }),
            "file" => EntryBody::File(SentFile {
                file: need(self.file, "file")?,
                name: need(self.name, "name")?,
                format: need(self.format, "format")?,
                bytes: need(self.bytes, "bytes")?,
                client_id: need(self.client_id, "client_id")?,
                action: self.action,
                slot: self.slot,
                label: self.label,
                sensitive: self.sensitive,
            }),
            "note" => EntryBody::Note {
                agent: need(self.agent, "agent")?,
                text: need(self.text, "text")?,
                client_id: need(self.client_id, "client_id")?,
            },
            "tag_added" => EntryBody::TagAdded {
                tag: need(self.tag, "tag")?,
                source: need(self.source, "source")?,
            },
            "tag_removed" => EntryBody::TagRemoved {
                tag: need(self.tag, "tag")?,
                by: need(self.by, "by")?.by()?,
            },
            "priority_changed" => EntryBody::PriorityChanged {
                priority: need(self.priority, "priority")?,
                by: need(self.by, "by")?.by()?,
            },
            "rule_fired" => EntryBody::RuleFired {
                rule: need(self.rule, "rule")?,
                because: need(self.because, "because")?,
                held: self.held,
            },
            "near_miss" => EntryBody::NearMiss {
                rule: self.rule,
                team: need(self.team, "team")?,
                held: self.held,
                missed: self.missed,
            },
            "alerted" => EntryBody::Alerted {
                team: need(self.team, "team")?,
                because: need(self.because, "because")?,
            },
            "action_started" => EntryBody::ActionStarted {
                action: need(self.action, "action")?,
                rule: self.rule,
            },
            "slot_filled" => EntryBody::SlotFilled {
                action: need(self.action, "action")?,
                slot: need(self.slot, "slot")?,
                value: need(self.value, "value")?,
                label: need(self.label, "label")?,
                sensitive: self.sensitive,
                shown: self.shown,
                called: self.called,
            },
            "slot_skipped" => EntryBody::SlotSkipped {
                action: need(self.action, "action")?,
                slot: need(self.slot, "slot")?,
                label: need(self.label, "label")?,
            },
            "check_started" => EntryBody::CheckStarted {
                action: need(self.action, "action")?,
            },
            "check_answered" => EntryBody::CheckAnswered {
                action: need(self.action, "action")?,
                fields: self.fields,
            },
            "check_failed" => EntryBody::CheckFailed {
                action: need(self.action, "action")?,
                because: need(self.because, "because")?,
                again: self.again,
            },
            "action_completed" => EntryBody::ActionCompleted {
                action: need(self.action, "action")?,
            },
            "action_failed" => EntryBody::ActionFailed {
                action: need(self.action, "action")?,
                because: need(self.because, "because")?,
            },
            "handed_off" => EntryBody::HandedOff {
                team: need(self.team, "team")?,
                reason: need(self.reason, "reason")?,
                priority: need(self.priority, "priority")?,
                closed: self.closed,
            },
            "escalated" => EntryBody::Escalated {
                from: need(self.from, "from")?.team()?,
                to: need(self.to, "to")?,
            },
            "moved" => EntryBody::Moved {
                from: need(self.from, "from")?.team()?,
                to: need(self.to, "to")?,
                reason: need(self.reason, "reason")?,
                closed: self.closed,
            },
            "called_off" => EntryBody::CalledOff,
            "claimed" => EntryBody::Claimed {
                agent: need(self.agent, "agent")?,
                from: self.from.map(Party::agent).transpose()?,
                assigned: self.assigned,
            },
            "released" => EntryBody::Released {
                agent: need(self.agent, "agent")?,
                silent: self.silent,
            },
            "transferred" => EntryBody::Transferred {
                by: need(self.by, "by")?.agent()?,
                team: need(self.team, "team")?,
            },
            "returned_to_bot" => EntryBody::ReturnedToBot {
                by: need(self.by, "by")?.agent()?,
            },
            "snoozed" => EntryBody::Snoozed {
                by: need(self.by, "by")?.agent()?,
                until: need(self.until, "until")?,
            },
            "woken" => EntryBody::Woken,
            "resolved" => EntryBody::Resolved {
                by: need(self.by, "by")?.by()?,
            },
            "reopened" => EntryBody::Reopened,
            _ => EntryBody::Unknown,
        })
    }
}

/// Who or what a `from` or a `by` names. A team stands there as its bare id.
#[derive(Default)]
struct Party(PartyFields);

#[derive(Default, Deserialize)]
struct PartyFields {
    who: Option<String>,
    by: Option<String>,
    id: Option<String>,
    name: Option<String>,
    agent: Option<AgentRef>,
    rule: Option<RuleId>,
    tag: Option<TagId>,
}

impl Party {
    fn speaker(self) -> Result<Speaker, Unfit> {
        match self.0.who.as_deref() {
            Some("visitor") => Ok(Speaker::Visitor),
            Some("bot") => Ok(Speaker::Bot),
            Some("agent") => Ok(Speaker::Agent {
                agent: need(self.0.agent, "agent")?,
            }),
            _ => Err(Unfit("who")),
        }
    }

    fn by(self) -> Result<By, Unfit> {
        Ok(match need(self.0.by, "by")?.as_str() {
            "agent" => By::Agent {
                agent: need(self.0.agent, "agent")?,
            },
            "rule" => By::Rule {
                rule: need(self.0.rule, "rule")?,
            },
            "visitor" => By::Visitor,
            "time" => By::Time,
            "tag" => By::Tag {
                tag: need(self.0.tag, "tag")?,
            },
            _ => By::Unknown,
        })
    }

    fn agent(self) -> Result<AgentRef, Unfit> {
        Ok(AgentRef {
            id: AgentId(need(self.0.id, "id")?),
            name: need(self.0.name, "name")?,
        })
    }

    fn team(self) -> Result<TeamId, Unfit> {
        need(self.0.id, "id").map(TeamId)
    }
}

impl<'de> Deserialize<'de> for Party {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(PartyVisitor)
    }
}

struct PartyVisitor;

impl<'de> Visitor<'de> for PartyVisitor {
    type Value = Party;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name, or who or what it is")
    }

    fn visit_str<E>(self, id: &str) -> Result<Party, E> {
        Ok(Party(PartyFields {
            id: Some(id.to_owned()),
            ..PartyFields::default()
        }))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Party, A::Error> {
        PartyFields::deserialize(MapAccessDeserializer::new(map)).map(Party)
    }
}

/// [`TagSource`].
#[derive(Deserialize)]
pub(crate) struct FlatTagSource {
    source: String,
    phrase: Option<String>,
    example: Option<String>,
    sure: Option<u8>,
    rule: Option<RuleId>,
    agent: Option<AgentRef>,
}

impl TryFrom<FlatTagSource> for TagSource {
    type Error = Unfit;

    fn try_from(flat: FlatTagSource) -> Result<Self, Unfit> {
        Ok(match flat.source.as_str() {
            "phrase" => Self::Phrase {
                phrase: need(flat.phrase, "phrase")?,
            },
            "meaning" => Self::Meaning {
                example: need(flat.example, "example")?,
                sure: need(flat.sure, "sure")?,
            },
            "rule" => Self::Rule {
                rule: need(flat.rule, "rule")?,
            },
            "agent" => Self::Agent {
                agent: need(flat.agent, "agent")?,
            },
            _ => Self::Unknown,
        })
    }
}

/// [`HandoffReason`].
#[derive(Deserialize)]
pub(crate) struct FlatReason {
    reason: String,
    words: Option<String>,
    rule: Option<RuleId>,
    because: Option<String>,
    attempts: Option<u32>,
    action: Option<ActionId>,
    complete: Option<bool>,
    by: Option<AgentId>,
}

impl TryFrom<FlatReason> for HandoffReason {
    type Error = Unfit;

    fn try_from(flat: FlatReason) -> Result<Self, Unfit> {
        Ok(match flat.reason.as_str() {
            "asked" => Self::Asked {
                words: need(flat.words, "words")?,
            },
            "rule" => Self::Rule {
                rule: need(flat.rule, "rule")?,
                because: need(flat.because, "because")?,
            },
            "failed_attempts" => Self::FailedAttempts {
                attempts: need(flat.attempts, "attempts")?,
            },
            "collected" => Self::Collected {
                action: need(flat.action, "action")?,
                complete: need(flat.complete, "complete")?,
            },
            "unreadable" => Self::Unreadable,
            "came_back" => Self::CameBack,
            "transfer" => Self::Transfer {
                by: need(flat.by, "by")?,
            },
            _ => Self::Unknown,
        })
    }
}

/// [`Status`].
#[derive(Deserialize)]
pub(crate) struct FlatStatus {
    status: String,
    team: Option<TeamId>,
    waiting_since: Option<Timestamp>,
    #[serde(default)]
    escalated: bool,
    agent: Option<AgentRef>,
    active_at: Option<Timestamp>,
    until: Option<Timestamp>,
    at: Option<Timestamp>,
}

impl TryFrom<FlatStatus> for Status {
    type Error = Unfit;

    fn try_from(flat: FlatStatus) -> Result<Self, Unfit> {
        Ok(match flat.status.as_str() {
            "bot" => Self::Bot,
            "queued" => Self::Queued {
                team: need(flat.team, "team")?,
                waiting_since: need(flat.waiting_since, "waiting_since")?,
                escalated: flat.escalated,
            },
            "human" => Self::Human {
                agent: need(flat.agent, "agent")?,
                team: need(flat.team, "team")?,
                active_at: need(flat.active_at, "active_at")?,
                waiting_since: need(flat.waiting_since, "waiting_since")?,
            },
            "snoozed" => Self::Snoozed {
                agent: need(flat.agent, "agent")?,
                team: need(flat.team, "team")?,
                until: need(flat.until, "until")?,
            },
            "resolved" => Self::Resolved {
                at: need(flat.at, "at")?,
                team: flat.team,
            },
            _ => return Err(Unfit("status")),
        })
    }
}

/// [`Summary`], with the fields of [`FlatStatus`] beside its own.
#[derive(Deserialize)]
pub(crate) struct FlatSummary {
    conversation: ConversationId,
    version: Seq,
    status: String,
    team: Option<TeamId>,
    waiting_since: Option<Timestamp>,
    #[serde(default)]
    escalated: bool,
    agent: Option<AgentRef>,
    active_at: Option<Timestamp>,
    until: Option<Timestamp>,
    at: Option<Timestamp>,
    #[serde(default)]
    priority: Priority,
    #[serde(default)]
    tags: Vec<TagId>,
    language: Option<String>,
    reason: Option<HandoffReason>,
    last_line: Option<LastLine>,
    #[serde(default)]
    messages: u32,
    #[serde(default)]
    unanswered: u32,
    #[serde(default)]
    read: Seq,
    #[serde(default)]
    unread: u32,
    opened_at: Timestamp,
    updated_at: Timestamp,
}

impl TryFrom<FlatSummary> for Summary {
    type Error = Unfit;

    fn try_from(flat: FlatSummary) -> Result<Self, Unfit> {
        let status = FlatStatus {
            status: flat.status,
            team: flat.team,
            waiting_since: flat.waiting_since,
            escalated: flat.escalated,
            agent: flat.agent,
            active_at: flat.active_at,
            until: flat.until,
            at: flat.at,
        };
        Ok(Self {
            conversation: flat.conversation,
            version: flat.version,
            status: status.try_into()?,
            priority: flat.priority,
            tags: flat.tags,
            language: flat.language,
            reason: flat.reason,
            last_line: flat.last_line,
            messages: flat.messages,
            unanswered: flat.unanswered,
            read: flat.read,
            unread: flat.unread,
            opened_at: flat.opened_at,
            updated_at: flat.updated_at,
        })
    }
}
