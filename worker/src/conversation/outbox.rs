//! What a conversation owes to others, and how it is carried there.
//!
//! Three lanes, so that nothing slow holds the others up: `inbox` (summaries, alerts, who watches), `checks`, which a
//! traveller waits for, and `hooks`. A summary takes the place of an older one that has not been delivered.

use std::collections::BTreeMap;
use std::rc::Rc;

use gangway_engine::{CheckOutcome, Input};
use gangway_protocol::event::Alert;
use gangway_protocol::{
    ActionId, AgentId, FileRef, Priority, Seq, SlotId, Status, Summary, TeamId, Timestamp, tagged,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::commit::{Draft, Loaded};
use super::object::Core;
use super::sql::{OutboxRow, Tables};
use crate::ask;
use crate::calls::{InboxCall, InboxReply};
use crate::check;
use crate::clock;
use crate::outbox::{Lane, backoff, spread};
use crate::panics::{self, contained_async};
use crate::storage::{StorageError, transaction};
use crate::webhook::{self, AlertBody, Attempt};

/// After so many failed attempts at a webhook the inbox is told; the attempts go on.
const TELL_AFTER: u32 = 5;
/// A call for a person that is a day old calls nobody: the last attempt, and the log says so.
const WEBHOOK_LASTS: i64 = 24 * 60 * 60 * 1_000;

tagged! { "parcel", "Parcel",
/// One thing owed, as stored.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Parcel {
    /// The inbox lists this.
    Publish { summary: Box<Summary> },
    /// The inbox shows this.
    Alert { raised: Raised },
    /// An address of the operator's gets this.
    Webhook {
        variable: String,
        raised: Raised,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        slack: bool,
    },
    /// The operator's system is asked for this.
    Check {
        check: Seq,
        action: ActionId,
        variable: String,
        values: BTreeMap<SlotId, String>,
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        files: BTreeMap<SlotId, Vec<FileRef>>,
        until: Timestamp,
        at: Timestamp,
    },
    /// The inbox knows whose sockets to close.
    Watching { agent: AgentId, watching: bool },
}
}

/// An alert as it was raised.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(super) struct Raised {
    pub(super) team: TeamId,
    pub(super) because: String,
    pub(super) priority: Priority,
    pub(super) at: Timestamp,
}

/// What became of one attempt.
enum Outcome {
    Done,
    Again(String),
    /// Nobody will ever take it.
    GivenUp(String),
}

impl Parcel {
    /// Records it, in the transaction of whatever caused it.
    pub(super) fn enqueue(&self, tables: &Tables, now: Timestamp) -> Result<(), StorageError> {
        let (lane, subject) = match self {
            Self::Publish { .. } => (INBOX, Some("summary".to_owned())),
            Self::Watching { agent, .. } => (INBOX, Some(format!("watching {agent}"))),
            Self::Alert { .. } => (INBOX, None),
            // A receiver that was away is told the latest, and not everything that it missed.
            Self::Webhook { variable, raised, .. } => (HOOKS, Some(format!("{variable} {}", raised.team))),
            Self::Check { .. } => (CHECKS, None),
        };
        tables.enqueue(lane, subject.as_deref(), self, now)
    }
}

const INBOX: &str = "inbox";
const HOOKS: &str = "hooks";
const CHECKS: &str = "checks";
const LANES: [&str; 3] = [INBOX, CHECKS, HOOKS];

impl Core {
    /// Carries what is due after the present event has been answered.
    pub(super) fn carry_soon(self: &Rc<Self>) {
        for name in LANES {
            // The carrier who is on the way takes new rows along.
            if self.lane(name).turn().is_some() {
                let core = Rc::clone(self);
                self.state
                    .wait_until(panics::aside(name, async move { core.carry(name).await }));
            }
        }
    }

    /// Carries what is due in all lanes, and waits for it.
    pub(super) async fn carry_all(self: &Rc<Self>) {
        for name in LANES {
            self.carry(name).await;
        }
    }

    fn lane(&self, name: &str) -> &Lane {
        match name {
            INBOX => &self.inbox,
            CHECKS => &self.checks,
            _ => &self.hooks,
        }
    }

    async fn carry(self: &Rc<Self>, name: &'static str) {
        let Some(turn) = self.lane(name).turn() else {
            return;
        };
        let carried = contained_async(self.carry_due(name)).await;
        if let Err(error) = carried.unwrap_or_else(|panicked| Err(panicked.into())) {
            crate::log::error(
                "outbox.storage",
                &json!({ "lane": name, "reason": error.to_string() }),
            );
        }
        drop(turn);
        if let Err(error) = self.arm_again(clock::now()) {
            crate::log::error(
                "outbox.alarm",
                &json!({ "lane": name, "reason": error.to_string() }),
            );
        }
    }

    async fn carry_due(self: &Rc<Self>, lane: &'static str) -> Result<(), StorageError> {
        loop {
            let Some(loaded) = self.loaded()? else {
                return Ok(());
            };
            // A clock that ran back holds back nothing that is owed: rows have the conversation's own time.
            let due = self.tables().due(lane, self.now(&loaded))?;
            if due.is_empty() {
                return Ok(());
            }
            for row in due {
                let outcome = match serde_json::from_str::<Parcel>(&row.body) {
                    Ok(parcel) => {
                        // One row that cannot be carried must not keep the others back.
                        let outcome = contained_async(self.deliver(&loaded, row.id, &parcel)).await;
                        let outcome = outcome.unwrap_or_else(|panicked| Outcome::Again(panicked.to_string()));
                        (outcome, Some(parcel))
                    }
                    // Of a newer version, which will be back: an older one is run for minutes at most.
                    Err(error) => (Outcome::Again(error.to_string()), None),
                };
                self.settle(&row, outcome.0, outcome.1.as_ref(), self.now(&loaded))?;
            }
        }
    }

    async fn deliver(self: &Rc<Self>, loaded: &Loaded, id: u64, parcel: &Parcel) -> Outcome {
        if self.panics.take() {
            panic!("a panic was asked for");
        }
        let conversation = &loaded.opening.conversation;
        match parcel {
            Parcel::Publish { summary } => {
                let queued = Some(&summary.status).filter(|status| matches!(status, Status::Queued { .. }));
                let team = queued.and_then(|status| loaded.playbook.team(status.team()?));
                let call = InboxCall::Publish {
                    summary: summary.clone(),
                    capacity: team.and_then(|team| team.capacity).unwrap_or_default(),
                };
                self.tell(loaded, &call).await
            }
            Parcel::Alert { raised } => {
                let id = format!("{conversation}:{id}");
                let Raised {
                    team,
                    because,
                    priority,
                    at,
                } = raised.clone();
                let alert = Alert {
                    id,
                    conversation: conversation.clone(),
                    team,
                    because,
                    priority,
                    at,
                };
                self.tell(loaded, &InboxCall::Alert { alert }).await
            }
            Parcel::Watching { agent, watching } => {
                let (agent, conversation) = (agent.clone(), conversation.clone());
                let call = InboxCall::Watching {
                    agent,
                    conversation,
                    order: id,
                    watching: *watching,
                };
                self.tell(loaded, &call).await
            }
            Parcel::Check {
                check,
                action,
                variable,
                values,
                files,
                until,
                at,
            } => {
                let question = check::Question {
                    event: "check",
                    delivery: &format!("{conversation}:check:{}", check.0),
                    workspace: &loaded.opening.workspace,
                    conversation,
                    action,
                    values,
                    files,
                    at: *at,
                };
                let outcome = check::ask(&self.env, variable, &question, *until).await;
                self.checked(*check, outcome)
            }
            Parcel::Webhook {
                variable,
                raised,
                slack,
            } => {
                let team = loaded.playbook.team(&raised.team);
                // People read what Slack shows, machines the rest.
                let because = match slack {
                    true => loaded.playbook.named(&raised.because),
                    false => raised.because.clone(),
                };
                let body = AlertBody {
                    event: "alert",
                    delivery: &format!("{conversation}:{id}"),
                    workspace: &loaded.opening.workspace,
                    conversation,
                    team: &raised.team,
                    because: &because,
                    priority: raised.priority,
                    at: raised.at,
                };
                match webhook::post(
                    &self.env,
                    variable,
                    &body,
                    slack.then(|| team.map_or("", |team| &team.name)),
                    clock::now(),
                )
                .await
                {
                    Attempt::Delivered => Outcome::Done,
                    Attempt::NotConfigured(variable) => {
                        crate::log::warn("webhook.not_configured", &json!({ "variable": variable }));
                        Outcome::Done
                    }
                    Attempt::Again(reason) => Outcome::Again(reason),
                    Attempt::Refused(status) => Outcome::GivenUp(format!("status {status}")),
                }
            }
        }
    }

    /// Lets the engine decide what came of a check. When that cannot be stored, the engine's own deadline takes the
    /// outcome for lost, and the row goes.
    fn checked(self: &Rc<Self>, check: Seq, outcome: CheckOutcome) -> Outcome {
        if let CheckOutcome::Failed { because } = &outcome {
            crate::log::warn("check.failed", &json!({ "check": check, "reason": because }));
        }
        let stored = self.loaded().and_then(|loaded| {
            let Some(loaded) = loaded else { return Ok(()) };
            let mut draft = Draft::of(&loaded, self.now(&loaded));
            match draft.feed(Input::Checked { check, outcome }) {
                Ok(()) => self.commit_changes(&loaded, draft),
                // The engine refuses no outcome.
                Err(_) => Ok(()),
            }
        });
        match stored {
            Ok(()) => Outcome::Done,
            Err(error) => Outcome::GivenUp(error.to_string()),
        }
    }

    async fn tell(&self, loaded: &Loaded, call: &InboxCall) -> Outcome {
        let told = async {
            let stub = ask::inbox_stub(
                &self.env,
                &loaded.opening.workspace,
                loaded.playbook.workspace.jurisdiction.as_deref(),
            )?;
            ask::inbox(&stub, call).await
        };
        match told.await {
            Ok(InboxReply::Done) => Outcome::Done,
            Ok(InboxReply::Refused { problem }) => Outcome::Again(format!("{:?}", problem.code)),
            Ok(
                InboxReply::List(_)
                | InboxReply::Ticket(_)
                | InboxReply::Place { .. }
                | InboxReply::Conversations { .. },
            ) => Outcome::Again("not an answer to this".to_owned()),
            Err(error) => Outcome::Again(error.to_string()),
        }
    }

    /// Writes down what became of a row.
    fn settle(
        &self,
        row: &OutboxRow,
        outcome: Outcome,
        parcel: Option<&Parcel>,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        let tables = self.tables();
        let attempts = row.attempts.saturating_add(1);
        let hook = match parcel {
            Some(Parcel::Webhook { variable, raised, .. }) => Some((variable, raised)),
            Some(
                Parcel::Publish { .. }
                | Parcel::Alert { .. }
                | Parcel::Check { .. }
                | Parcel::Watching { .. },
            )
            | None => None,
        };
        let (reason, gone) = match outcome {
            Outcome::Done => return tables.outbox().done(row.id),
            Outcome::Again(reason) => (
                reason,
                hook.is_some_and(|(_, raised)| raised.at.plus(WEBHOOK_LASTS) <= now),
            ),
            Outcome::GivenUp(reason) => (reason, true),
        };
        let fields = json!({ "row": row.id, "attempts": attempts, "reason": reason, "given_up": gone });
        crate::log::warn("outbox.failed", &fields);
        transaction(&self.state.storage(), || {
            if gone {
                tables.outbox().done(row.id)?;
            } else {
                tables
                    .outbox()
                    .again(row.id, attempts, now.plus(backoff(attempts, spread())))?;
            }
            // Told once: when it is given up before, or when it has failed for so long.
            match hook {
                Some((variable, raised)) if attempts == TELL_AFTER || (gone && attempts < TELL_AFTER) => {
                    let because = format!(
                        "could not alert {} by `{variable}` ({reason}); it was meant because: {}",
                        raised.team, raised.because
                    );
                    let raised = Raised {
                        because,
                        at: now,
                        ..raised.clone()
                    };
                    Parcel::Alert { raised }.enqueue(&tables, now)
                }
                Some(_) | None => Ok(()),
            }
        })?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_parcels_are_unchanged() {
        let raised = Raised {
            team: "duty-desk".into(),
            because: "lost luggage".to_owned(),
            priority: Priority::Urgent,
            at: Timestamp(7),
        };
        for (parcel, stored) in [
            (
                Parcel::Alert {
                    raised: raised.clone(),
                },
                r#"{"parcel":"alert","raised":{"team":"duty-desk","because":"lost luggage","priority":"urgent","at":7}}"#,
            ),
            (
                Parcel::Webhook {
                    variable: "HOOK".to_owned(),
                    raised,
                    slack: false,
                },
                r#"{"parcel":"webhook","variable":"HOOK","raised":{"team":"duty-desk","because":"lost luggage","priority":"urgent","at":7}}"#,
            ),
            (
                Parcel::Check {
                    check: Seq(9),
                    action: "trip".into(),
                    variable: "HOOK".to_owned(),
                    values: [("booking".into(), "MT204518".to_owned())].into(),
                    files: BTreeMap::new(),
                    until: Timestamp(5_007),
                    at: Timestamp(7),
                },
                r#"{"parcel":"check","check":9,"action":"trip","variable":"HOOK","values":{"booking":"MT204518"},"until":5007,"at":7}"#,
            ),
            (
                Parcel::Watching {
                    agent: "a1".into(),
                    watching: true,
                },
                r#"{"parcel":"watching","agent":"a1","watching":true}"#,
            ),
        ] {
            assert_eq!(serde_json::to_string(&parcel).unwrap_or_default(), stored);
            assert_eq!(serde_json::from_str::<Parcel>(stored).ok(), Some(parcel));
        }
    }
}
