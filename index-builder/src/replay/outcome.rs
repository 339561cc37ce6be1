//! What became of a past conversation, and what would have.

use gangway_engine::{Divergence, Rerun};
use gangway_protocol::{ConversationId, Entry, EntryBody, Message, Speaker, Timestamp};
use serde::Serialize;

use crate::rehearse::show::{self, one_line, span};

/// One conversation.
#[derive(Debug, Serialize)]
pub(super) struct Outcome {
    pub(super) conversation: ConversationId,
    /// When it was opened, in milliseconds since 1970.
    pub(super) opened_at: Timestamp,
    /// What would have changed.
    pub(super) change: Change,
    /// The first handoff that happened, or that happened instead.
    pub(super) was: Option<Handoff>,
    /// The handoff that would have happened.
    pub(super) would: Option<Handoff>,
    /// How much sooner it would have been handed off, in milliseconds.
    pub(super) sooner: Option<i64>,
    /// Answers that would have been worded otherwise before that.
    pub(super) reworded: u32,
    /// Where it goes otherwise.
    pub(super) divergence: Option<Point>,
}

/// What would have changed, by what matters most to the traveller.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Change {
    /// Nothing but words.
    None,
    /// Not handed off, and would have been.
    HandedOff,
    /// Handed off, and would not have been at that point.
    NotHandedOff,
    /// Handed off to another team.
    OtherTeam,
    /// Handed off sooner.
    Sooner,
    /// Handed off to the same team at the same point, for another reason or at another priority.
    OtherReason,
    /// Something else: tags, questions, alerts, deadlines.
    Otherwise,
}

impl Change {
    pub(super) const ALL: [Self; 7] = [
        Self::HandedOff,
        Self::NotHandedOff,
        Self::OtherTeam,
        Self::Sooner,
        Self::OtherReason,
        Self::Otherwise,
        Self::None,
    ];

    pub(super) fn words(self) -> &'static str {
        match self {
            Self::None => "would have gone the same way",
            Self::HandedOff => "were not handed off and would have been",
            Self::NotHandedOff => "were handed off and would not have been there",
            Self::OtherTeam => "would have gone to another team",
            Self::Sooner => "would have been handed off sooner",
            Self::OtherReason => "would have been handed off for another reason or at another priority",
            Self::Otherwise => "would have gone otherwise without a handoff",
        }
    }
}

/// A handoff.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(super) struct Handoff {
    pub(super) team: String,
    pub(super) reason: String,
    /// When, in milliseconds since the opening.
    pub(super) after: i64,
    /// How long the traveller waited for a person's first word, in milliseconds; `None`: none came, or nobody knows.
    pub(super) waited: Option<i64>,
}

/// Where a conversation goes otherwise.
#[derive(Debug, Serialize)]
pub(super) struct Point {
    /// In milliseconds since the opening.
    pub(super) after: i64,
    /// What the traveller said last.
    pub(super) said: Option<String>,
    /// What happened, in lines.
    pub(super) was: Vec<String>,
    /// What would have happened.
    pub(super) would: Vec<String>,
    /// Why nothing would have: the code of the refusal.
    pub(super) refused: Option<String>,
}

impl Outcome {
    pub(super) fn of(conversation: ConversationId, opened_at: Timestamp, rerun: &Rerun) -> Self {
        let mut outcome = Self {
            conversation,
            opened_at,
            change: Change::None,
            was: handoff(&rerun.past, Timestamp(i64::MIN), opened_at, &rerun.past),
            would: None,
            sooner: None,
            reworded: rerun.reworded,
            divergence: None,
        };
        if let Some(divergence) = &rerun.divergence {
            outcome.diverges(divergence, &rerun.past);
        }
        outcome
    }

    fn diverges(&mut self, divergence: &Divergence, past: &[Entry]) {
        let opened_at = self.opened_at;
        let would = handoff(&divergence.changed, Timestamp(i64::MIN), opened_at, &[]);
        let here = handoff(&divergence.past, Timestamp(i64::MIN), opened_at, past);
        // The past goes on behind the point: what came of it there is what would have been different.
        let later = handoff(past, divergence.at, opened_at, past);
        self.was = here.clone().or(later);
        self.change = match (&would, &here, &self.was) {
            (Some(would), Some(here), _) if would.team != here.team => Change::OtherTeam,
            (Some(_), Some(_), _) => Change::OtherReason,
            (Some(_), None, Some(_)) => Change::Sooner,
            (Some(_), None, None) => Change::HandedOff,
            (None, Some(_), _) => Change::NotHandedOff,
            (None, None, _) => Change::Otherwise,
        };
        // Two teams at two points are told as such.
        if let (Change::Sooner, Some(would), Some(was)) = (self.change, &would, &self.was) {
            self.sooner = Some(was.after - would.after);
        }
        self.would = would;
        let lines = |entries: &[Entry]| -> Vec<String> {
            entries
                .iter()
                .map(|entry| {
                    let line = show::entry(entry, opened_at);
                    format!("{}  {}", line.who, line.text).trim().to_owned()
                })
                .collect()
        };
        self.divergence = Some(Point {
            after: divergence.at.0 - opened_at.0,
            said: last_said(past, &divergence.past, divergence.at),
            was: lines(&divergence.past),
            would: lines(&divergence.changed),
            refused: divergence.refused.clone(),
        });
    }

    /// The conversation in words.
    pub(super) fn text(&self) -> String {
        let mut text = format!("{}: {}", self.conversation, self.change.words());
        if let Some(sooner) = self.sooner {
            text.push_str(&format!(", by {}", span(sooner)));
        }
        text.push('\n');
        if let Some(point) = &self.divergence {
            text.push_str(&format!("  {} after it was opened", span(point.after)));
            if let Some(said) = &point.said {
                text.push_str(&format!(", at \"{said}\""));
            }
            text.push('\n');
        }
        let told = |handoff: &Option<Handoff>| match handoff {
            Some(handoff) => {
                let mut told = format!(
                    "handed off to `{}` after {}: {}",
                    handoff.team,
                    span(handoff.after),
                    handoff.reason
                );
                if let Some(waited) = handoff.waited {
                    told.push_str(&format!("; a person's word {} later", span(waited)));
                }
                told
            }
            None => "not handed off".to_owned(),
        };
        text.push_str(&format!(
            "  was:   {}\n  would: {}\n",
            told(&self.was),
            told(&self.would)
        ));
        if self.was.is_none()
            && self.would.is_none()
            && let Some(point) = &self.divergence
        {
            for (what, lines) in [("was", &point.was), ("would", &point.would)] {
                for line in lines {
                    text.push_str(&format!("    {what}: {line}\n"));
                }
            }
        }
        if let Some(refused) = self.divergence.as_ref().and_then(|point| point.refused.as_ref()) {
            text.push_str(&format!("  refused: {refused}\n"));
        }
        text
    }
}

/// The first handoff after a moment among these entries; `story` goes on until a person's word.
fn handoff(entries: &[Entry], after: Timestamp, opened_at: Timestamp, story: &[Entry]) -> Option<Handoff> {
    let (entry, team, reason) = entries
        .iter()
        .filter(|entry| entry.at > after)
        .find_map(|entry| {
            let EntryBody::HandedOff { team, reason, .. } = &entry.body else {
                return None;
            };
            Some((entry, team, reason))
        })?;
    let word = story.iter().find(|later| {
        let by_person = matches!(
            &later.body,
            EntryBody::Message(Message {
                from: Speaker::Agent { .. },
                ..
            })
        );
        later.seq > entry.seq && by_person
    });
    Some(Handoff {
        team: team.to_string(),
        reason: one_line(&reason.to_string()),
        after: entry.at.0 - opened_at.0,
        waited: word.map(|word| word.at.0 - entry.at.0),
    })
}

/// What the traveller said last, up to the point.
fn last_said(past: &[Entry], here: &[Entry], at: Timestamp) -> Option<String> {
    let end = here.last().map(|entry| entry.seq);
    past.iter()
        .filter(|entry| end.map_or(entry.at <= at, |end| entry.seq <= end))
        .filter_map(|entry| {
            let EntryBody::Message(message) = &entry.body else {
                return None;
            };
            (message.from == Speaker::Visitor).then(|| one_line(&message.text))
        })
        .next_back()
}
