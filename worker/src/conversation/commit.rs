//! What a decision changes, and the one transaction that stores it.

use std::rc::Rc;

use gangway_engine::{Conversation, Effect, Input, Output, Refusal};
use gangway_playbook::{AlertTarget, Playbook};
use gangway_protocol::{AgentId, ClientId, Entry, EntryBody, Hash, Seq, Timestamp};

use super::marks::{Marks, visitor_messages};
use super::object::Core;
use super::outbox::{Parcel, Raised};
use super::pace::Pace;
use super::sql::{Opening, Tables};
use crate::faults::Fault;
use crate::storage::{StorageError, set_alarm, transaction};

/// A conversation as storage has it.
#[derive(Clone, Debug)]
pub(super) struct Loaded {
    pub(super) opening: Opening,
    pub(super) conversation: Conversation,
    /// The playbook of the conversation's episode.
    pub(super) playbook: Rc<Playbook>,
    pub(super) pace: Pace,
    pub(super) marks: Marks,
    /// How many messages of the visitor no person has read.
    pub(super) unread: u32,
    /// When the last commit was: time in a conversation never runs back, whatever a machine's clock says.
    pub(super) at: Timestamp,
}

/// A post that may come again.
#[derive(Debug)]
pub(super) struct Post<'a> {
    /// Whose client id it is: one may not be answered with what another posted.
    who: String,
    pub(super) id: &'a ClientId,
}

impl<'a> Post<'a> {
    pub(super) fn of_visitor(id: &'a ClientId) -> Self {
        Self {
            who: "visitor".to_owned(),
            id,
        }
    }

    pub(super) fn of_agent(agent: &AgentId, id: &'a ClientId) -> Self {
        Self {
            who: format!("agent {agent}"),
            id,
        }
    }
}

/// What is to be stored: the state after some inputs, and everything those inputs made.
///
/// It has one moment for all of them: the engine decides at it and the inputs are stored with it, so that a replay of
/// what is stored makes the same entries.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) now: Timestamp,
    pub(super) conversation: Conversation,
    pub(super) playbook: Rc<Playbook>,
    pub(super) pace: Pace,
    pub(super) entries: Vec<Entry>,
    effects: Vec<Effect>,
    inputs: Vec<(Hash, Input)>,
    adopted: bool,
    /// The bytes of the file that is sent.
    pub(super) attached: Vec<u8>,
}

impl Draft {
    /// Nothing yet.
    pub(super) fn of(loaded: &Loaded, now: Timestamp) -> Self {
        Self {
            now,
            conversation: loaded.conversation.clone(),
            playbook: Rc::clone(&loaded.playbook),
            pace: loaded.pace.clone(),
            entries: Vec::new(),
            effects: Vec::new(),
            inputs: Vec::new(),
            adopted: false,
            attached: Vec::new(),
        }
    }

    /// Lets the engine decide one input.
    ///
    /// # Errors
    /// The engine's refusal; then the draft is as it was.
    pub(super) fn feed(&mut self, mut input: Input) -> Result<(), Refusal> {
        // The input is stored as well as what follows from it.
        input.redact();
        let hash = self.conversation.playbook().clone();
        let Output {
            entries,
            effects,
            repeated,
        } = self.conversation.handle(self.now, &self.playbook, &input)?;
        self.entries.extend(entries);
        if !repeated {
            self.effects.extend(effects);
            self.inputs.push((hash, input));
        }
        Ok(())
    }

    /// Adopts the deployment's playbook, where [`Loaded::would_adopt`] says that the engine does.
    pub(super) fn adopt(&mut self, deployed: &Hash, playbook: Rc<Playbook>) {
        if self
            .feed(Input::Adopt {
                playbook: deployed.clone(),
            })
            .is_ok()
        {
            self.playbook = playbook;
            self.adopted = true;
        }
    }

    /// Whether there is anything to store.
    fn changes(&self, loaded: &Loaded) -> bool {
        !self.entries.is_empty() || !self.effects.is_empty() || self.conversation != loaded.conversation
    }
}

impl Loaded {
    /// Whether this message would adopt the deployment's playbook.
    pub(super) fn would_adopt(&self, now: Timestamp, deployed: &Hash) -> bool {
        if self.conversation.playbook() == deployed {
            return false;
        }
        let mut trial = self.conversation.clone();
        let input = Input::Adopt {
            playbook: deployed.clone(),
        };
        trial.handle(now, &self.playbook, &input).is_ok() && trial.playbook() == deployed
    }
}

impl Core {
    /// The conversation, from memory or storage. `None`: it was never opened.
    pub(super) fn loaded(&self) -> Result<Option<Rc<Loaded>>, StorageError> {
        if let Some(loaded) = self.memory.borrow().as_ref() {
            return Ok(Some(Rc::clone(loaded)));
        }
        let tables = self.tables();
        let Some(opening) = tables.opening()? else {
            return Ok(None);
        };
        let state = tables
            .state()?
            .ok_or_else(|| absent("the state of an opened conversation"))?;
        let playbook = tables
            .playbook(state.conversation.playbook())?
            .ok_or_else(|| absent("the playbook of an opened conversation"))?;
        let marks = tables.marks()?;
        let loaded = Rc::new(Loaded {
            opening,
            conversation: state.conversation,
            playbook: Rc::new(playbook),
            pace: state.pace,
            marks,
            unread: tables.visitor_messages(marks.person)?,
            at: state.at,
        });
        self.remember(Rc::clone(&loaded));
        Ok(Some(loaded))
    }

    /// Stores the beginning of a conversation.
    pub(super) fn begin(&self, opening: Opening, playbook: Playbook) -> Result<(), StorageError> {
        let conversation =
            Conversation::new(opening.conversation.clone(), opening.at, opening.playbook.clone())
                .with_browser(opening.language.as_deref());
        let loaded = Loaded {
            conversation,
            playbook: Rc::new(playbook),
            pace: Pace::default(),
            marks: Marks::default(),
            unread: 0,
            at: opening.at,
            opening,
        };
        let wanted = transaction(&self.state.storage(), || {
            let tables = self.tables();
            tables.open(&loaded.opening)?;
            tables.keep_playbook(loaded.conversation.playbook(), &loaded.playbook)?;
            tables.keep_state(loaded.at, &loaded.pace, &loaded.conversation)?;
            // The inbox's registry has it from its beginning: an object that nobody knows cannot be erased.
            Parcel::Publish {
                summary: Box::new(loaded.summary()),
            }
            .enqueue(&tables, loaded.at)?;
            self.arm(&tables, &loaded, loaded.at)
        })?;
        self.keep(Rc::new(loaded), wanted);
        Ok(())
    }

    /// Stores a draft.
    ///
    /// One transaction, and this is why: entries without the state would be decided upon twice, state without
    /// the outbox rows would lose an alert, either without the client row would make a repeated post a second
    /// message, and rows without the alarm would wait for the next visitor. So all of it is there, or none. It
    /// is also the only writer: between loading the state and this transaction nothing is awaited, and the
    /// object runs one event at a time, so that no other decision can have been stored in between. The
    /// platform holds back the answer and the frames that follow until the transaction is on disk.
    pub(super) fn commit(
        self: &Rc<Self>,
        before: &Loaded,
        draft: Draft,
        post: Option<&Post<'_>>,
        fault: Option<Fault>,
    ) -> Result<(Rc<Loaded>, Vec<Entry>), StorageError> {
        let Draft {
            now,
            conversation,
            playbook,
            pace,
            entries,
            effects,
            inputs,
            adopted,
            attached,
        } = draft;
        let after = Loaded {
            opening: before.opening.clone(),
            conversation,
            playbook,
            pace,
            marks: before.marks,
            unread: before.unread.saturating_add(visitor_messages(&entries)),
            at: now,
        };
        let wanted = transaction(&self.state.storage(), || {
            let tables = self.tables();
            for entry in &entries {
                tables.add_entry(entry)?;
                if let EntryBody::File(sent) = &entry.body {
                    tables.add_file(&sent.reference(), &attached)?;
                }
                if fault == Some(Fault::PanicMidway) {
                    panic!("a panic was asked for");
                }
            }
            for (hash, input) in &inputs {
                tables.add_input(now, hash, input)?;
            }
            if let Some(post) = post {
                let last = after.conversation.last_seq();
                tables.add_client(&post.who, post.id, before.conversation.last_seq(), last)?;
            }
            if adopted {
                tables.keep_playbook(after.conversation.playbook(), &after.playbook)?;
            }
            tables.keep_state(now, &after.pace, &after.conversation)?;
            for effect in &effects {
                enqueue(&tables, &after, effect, now)?;
            }
            let wanted = self.arm(&tables, &after, now)?;
            if fault == Some(Fault::FailLastStatement) {
                tables.fail()?;
            }
            Ok::<_, StorageError>(wanted)
        })?;
        let after = Rc::new(after);
        self.keep(Rc::clone(&after), wanted);
        self.panics.set(fault == Some(Fault::PanicInOutbox));
        self.send(&entries, &after);
        if !effects.is_empty() {
            self.carry_soon();
        }
        Ok((after, entries))
    }

    /// What an earlier post of the same client id made: the entries after the first `seq` and up to the second.
    pub(super) fn repeats(&self, post: &Post<'_>) -> Result<Option<(Seq, Seq)>, StorageError> {
        self.tables().client(&post.who, post.id)
    }

    /// Stores a draft that no post made, if there is anything in it.
    pub(super) fn commit_changes(self: &Rc<Self>, before: &Loaded, draft: Draft) -> Result<(), StorageError> {
        if draft.changes(before) {
            self.commit(before, draft, None, None)?;
        }
        Ok(())
    }

    /// Sets the alarm to what the rows and the engine want, inside the transaction that wrote the rows.
    pub(super) fn arm(
        &self,
        tables: &Tables,
        after: &Loaded,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, StorageError> {
        let deadline = after.conversation.next_deadline(&after.playbook);
        let wanted = crate::outbox::alarm(now, deadline, tables.outbox().next_due()?);
        if self.alarm.must_write(wanted) {
            set_alarm(&self.state.storage(), wanted)?;
        }
        Ok(wanted)
    }

    /// Sets the alarm outside of a commit: rows were carried, or it has rung.
    pub(super) fn arm_again(&self, now: Timestamp) -> Result<(), StorageError> {
        let tables = self.tables();
        let wanted = match self.loaded()? {
            Some(loaded) => self.arm(&tables, &loaded, now)?,
            None => return Ok(()),
        };
        self.note_alarm(wanted);
        Ok(())
    }

    fn keep(&self, loaded: Rc<Loaded>, wanted: Option<Timestamp>) {
        self.remember(loaded);
        self.note_alarm(wanted);
    }

    /// Memory follows storage, never the other way.
    pub(super) fn remember(&self, loaded: Rc<Loaded>) {
        *self.memory.borrow_mut() = Some(loaded);
    }

    pub(super) fn note_alarm(&self, wanted: Option<Timestamp>) {
        if self.alarm.must_write(wanted) {
            self.alarm.written(wanted);
        }
    }
}

fn enqueue(tables: &Tables, after: &Loaded, effect: &Effect, now: Timestamp) -> Result<(), StorageError> {
    match effect {
        // What was decided is as in the effect; how far people have read is not the engine's to know.
        Effect::Publish { .. } => Parcel::Publish {
            summary: Box::new(after.summary()),
        }
        .enqueue(tables, now),
        Effect::Alert {
            team,
            because,
            priority,
        } => {
            let raised = Raised {
                team: team.clone(),
                because: because.clone(),
                priority: *priority,
                at: now,
            };
            Parcel::Alert {
                raised: raised.clone(),
            }
            .enqueue(tables, now)?;
            let targets = after.playbook.team(team).map_or(&[][..], |team| &team.alert);
            for target in targets {
                let (variable, slack) = match target {
                    AlertTarget::Webhook { variable } => (variable, false),
                    AlertTarget::Slack { variable } => (variable, true),
                };
                Parcel::Webhook {
                    variable: variable.clone(),
                    raised: raised.clone(),
                    slack,
                }
                .enqueue(tables, now)?;
            }
            Ok(())
        }
        Effect::Check {
            check,
            action,
            webhook,
            values,
            files,
            until,
        } => Parcel::Check {
            check: *check,
            action: action.clone(),
            variable: webhook.clone(),
            values: values.clone(),
            files: files.clone(),
            until: *until,
            at: now,
        }
        .enqueue(tables, now),
    }
}

fn absent(what: &'static str) -> StorageError {
    StorageError::Form {
        what,
        reason: "it is not there".to_owned(),
    }
}
