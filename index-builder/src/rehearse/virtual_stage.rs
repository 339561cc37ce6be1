//! The stage in memory: the real reading and the real engine, under a clock that passes when a step says so.

use gangway_engine::{CheckOutcome, Command, Conversation, Effect, Input, Output, Refusal};
use gangway_knowledge::{Day, Index, Table};
use gangway_playbook::Playbook;
use gangway_playbook::hours::{self, Zone};
use gangway_playbook::rehearsal::{Act, Clock, Deed, Rehearsal, Reply};
use gangway_protocol::api::SlotValue;
use gangway_protocol::{AgentId, AgentRef, ClientId, Hash, Seq, Stamp, TeamId, Timestamp};
use gangway_reading::{Message, Prepared};

use super::followed::{Followed, Standing};
use super::play::{Halt, Stage};

/// The hash of the playbook, which is the only one there.
const PLAYBOOK: &str = "rehearsed";
/// A Wednesday at noon, for rehearsals that may begin at any time.
const ANY_TIME: Clock = Clock {
    day: 20_460,
    minute: 12 * 60,
};
/// More deadlines than any wait of 30 days meets when a playbook is in order.
const DEADLINES: usize = 10_000;

/// What a workspace is played with.
#[derive(Clone, Copy)]
pub(crate) struct Props<'a> {
    pub(crate) playbook: &'a Playbook,
    pub(crate) prepared: &'a Prepared,
    pub(crate) index: &'a Index,
    pub(crate) table: &'a Table,
}

/// One conversation from its beginning.
pub(crate) struct VirtualStage<'a> {
    props: Props<'a>,
    conversation: Conversation,
    now: Timestamp,
    /// Whether it matters which day it is: otherwise all documents hold.
    dated: bool,
    posts: u32,
    /// Checks that the operator's system has not answered, the last one last.
    checks: Vec<Seq>,
}

impl<'a> VirtualStage<'a> {
    /// The stage of a rehearsal, before its first step.
    pub(crate) fn new(rehearsal: &Rehearsal, props: Props<'a>) -> Self {
        let now = moment(props.playbook, rehearsal.at.unwrap_or(ANY_TIME));
        Self {
            props,
            conversation: Conversation::new("rehearsal".into(), now, Hash::from(PLAYBOOK))
                .with_browser(rehearsal.language.as_deref()),
            now,
            dated: rehearsal.at.is_some(),
            posts: 0,
            checks: Vec::new(),
        }
    }

    fn client_id(&mut self) -> ClientId {
        self.posts += 1;
        ClientId(self.posts.to_string())
    }

    fn says(&mut self, text: &str) -> Result<Input, Halt> {
        let basis = self.conversation.basis();
        let today = || Day::of_millis(u64::try_from(self.now.0).ok()?);
        let message = Message {
            text,
            turns: &basis.turns,
            today: if self.dated { today() } else { None },
        };
        let stamp = Stamp { ..basis.stamp };
        let Props {
            playbook,
            prepared,
            index,
            table,
        } = self.props;
        let signals = gangway_reading::read(&message, stamp, playbook, prepared, index, table)
            .map_err(|lacking| Halt::Fault(lacking.to_string()))?;
        Ok(Input::VisitorMessage {
            client_id: self.client_id(),
            text: text.to_owned(),
            signals: Some(Box::new(signals)),
        })
    }

    fn agent(&mut self, name: &str, deed: &Deed) -> Input {
        let command = match deed {
            Deed::Claims => Command::Claim { take_from: None },
            Deed::TakesFrom(other) => Command::Claim {
                take_from: Some(id_of(other)),
            },
            Deed::Releases => Command::Release,
            Deed::Replies(text) => Command::Reply { text: text.clone() },
            Deed::Notes(text) => Command::Note { text: text.clone() },
            Deed::Tags(tags) => Command::Tags {
                add: tags.clone(),
                remove: Vec::new(),
            },
            Deed::Untags(tags) => Command::Tags {
                add: Vec::new(),
                remove: tags.clone(),
            },
            Deed::Transfers(team) => Command::Transfer { team: team.clone() },
            Deed::ReturnsToBot => Command::ReturnToBot,
            Deed::Snoozes(time) => Command::Snooze {
                until: self.now.plus(*time),
            },
            Deed::Resolves => Command::Resolve,
            Deed::GoesOffline => return Input::AgentOffline { agent: id_of(name) },
        };
        Input::Agent {
            client_id: self.client_id(),
            agent: AgentRef {
                id: id_of(name),
                name: name.to_owned(),
            },
            command,
            seen: None,
        }
    }

    fn handle(&mut self, input: &Input) -> Result<Output, Refusal> {
        self.conversation.handle(self.now, self.props.playbook, input)
    }

    /// Lets time pass, stopping at every deadline.
    fn wait(&mut self, time: i64) -> Result<Vec<Output>, Halt> {
        let until = self.now.plus(time);
        let mut outputs = Vec::new();
        for _ in 0..DEADLINES {
            match self.conversation.next_deadline(self.props.playbook) {
                Some(deadline) if deadline <= until => {
                    self.now = self.now.max(deadline);
                    // A refusal of the passing of time changes nothing.
                    outputs.extend(self.handle(&Input::Wake).ok());
                }
                Some(_) | None => {
                    self.now = until;
                    return Ok(outputs);
                }
            }
        }
        Err(Halt::Fault(format!("over {DEADLINES} deadlines came")))
    }

    fn followed(&mut self, outputs: Vec<Output>, refused: Option<(String, String)>) -> Followed {
        let mut alerts: Vec<TeamId> = Vec::new();
        let mut entries = Vec::new();
        for output in outputs {
            entries.extend(output.entries);
            for effect in output.effects {
                match effect {
                    Effect::Alert { team, .. } => alerts.push(team),
                    Effect::Check { check, .. } => self.checks.push(check),
                    Effect::Publish { .. } => {}
                }
            }
        }
        let conversation = &self.conversation;
        let since = conversation.waiting_since();
        Followed {
            entries,
            alerts,
            refused,
            standing: Standing {
                status: conversation.status().clone(),
                tags: conversation.tags(),
                priority: conversation.priority(),
                waited: since.map(|since| self.now.0.saturating_sub(since.0)),
            },
        }
    }
}

impl Stage for VirtualStage<'_> {
    fn act(&mut self, act: &Act) -> Result<Followed, Halt> {
        let input = match act {
            Act::Says(text) => self.says(text)?,
            Act::AsksForPerson => Input::AskedForPerson {
                client_id: self.client_id(),
            },
            Act::CallsOff => Input::CalledOff {
                client_id: self.client_id(),
            },
            Act::Fills(action, values) => Input::SlotsGiven {
                client_id: self.client_id(),
                action: action.clone(),
                values: values
                    .iter()
                    .map(|(slot, value)| SlotValue {
                        slot: slot.clone(),
                        value: value.clone(),
                    })
                    .collect(),
            },
            Act::Sends(name, format) => Input::FileSent {
                client_id: self.client_id(),
                name: name.clone(),
                format: *format,
                bytes: u32::try_from(super::tiny(*format).len()).unwrap_or(u32::MAX),
                wanted_by: None,
            },
            // A conversation is not told: what follows is what time brings.
            Act::Leaves => return Ok(self.followed(Vec::new(), None)),
            Act::Waits(time) => {
                let outputs = self.wait(*time)?;
                return Ok(self.followed(outputs, None));
            }
            Act::System(reply) => Input::Checked {
                check: self
                    .checks
                    .pop()
                    .ok_or_else(|| Halt::Fault("nothing is being looked up".to_owned()))?,
                outcome: match reply {
                    Reply::Answers(fields) => CheckOutcome::Answered {
                        fields: fields.iter().cloned().collect(),
                    },
                    Reply::NotFound => CheckOutcome::NotFound,
                    Reply::Down => CheckOutcome::Failed {
                        because: "it gave no answer".to_owned(),
                    },
                },
            },
            Act::Agent(name, deed) => self.agent(name, deed),
        };
        Ok(match self.handle(&input) {
            Ok(output) => self.followed(vec![output], None),
            Err(refusal) => {
                let refused = (code(&refusal), words(refusal));
                self.followed(Vec::new(), Some(refused))
            }
        })
    }

    fn now(&self) -> Timestamp {
        self.now
    }

    fn slack(&self) -> i64 {
        0
    }
}

/// The moment at which the workspace's clocks show this.
fn moment(playbook: &Playbook, clock: Clock) -> Timestamp {
    let zone = playbook.workspace.timezone.as_deref();
    let zone = zone.and_then(|name| playbook.zone(name)).cloned();
    zone.unwrap_or_else(Zone::utc)
        .moment(hours::Day(clock.day), clock.minute)
}

/// Agents are told apart by their names.
fn id_of(name: &str) -> AgentId {
    AgentId(name.to_lowercase())
}

fn code(refusal: &Refusal) -> String {
    serde_json::to_value(refusal.code())
        .ok()
        .and_then(|code| code.as_str().map(str::to_owned))
        .unwrap_or_default()
}

fn words(refusal: Refusal) -> String {
    match refusal {
        Refusal::AlreadyClaimed { by } | Refusal::NotHolder { by: Some(by) } => {
            format!("{} has the conversation", by.name)
        }
        Refusal::NotHolder { by: None } => "nobody has the conversation".to_owned(),
        Refusal::WrongStatus(words) | Refusal::InvalidSlot(words) | Refusal::Unknown(words) => words,
        Refusal::File { message, .. } => message,
        Refusal::StaleReading(_) => "the conversation has moved on".to_owned(),
        Refusal::StaleView { .. } => "the page has not shown everything".to_owned(),
    }
}
