//! Stale views: whether an agent's command would pass over what their page did not show.
//!
//! | command | is passed over by |
//! |---|---|
//! | reply, release, transfer | a colleague's word or decision |
//! | return to bot, snooze, resolve | that, and a word of the visitor |
//! | claim, note, tags | nothing |
//!
//! A decision is whatever changed holder or status. What time or a rule does passes over nobody's word.

use gangway_protocol::{AgentId, Seq};
use serde::{Deserialize, Serialize};

use crate::input::{Command, Input};

/// Up to where the visitor and the agents have said or decided something: all of what such an input made, so that
/// whoever has seen a part of it has not seen it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Latest {
    visitor: Seq,
    /// The last of each of the two agents who did last, the later one first: what anyone's colleagues did last is
    /// always among them.
    agents: Vec<By>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct By {
    agent: AgentId,
    seq: Seq,
}

impl Latest {
    /// Remembers what an input has made, which ends at `seq`.
    pub(crate) fn remember(&mut self, input: &Input, seq: Seq) {
        match input {
            Input::VisitorMessage { .. }
            | Input::SlotsGiven { .. }
            | Input::FileSent { .. }
            | Input::AskedForPerson { .. }
            | Input::CalledOff { .. } => self.visitor = seq,
            Input::Agent { agent, command, .. } if decides(command) => {
                self.agents.retain(|by| by.agent != agent.id);
                let agent = agent.id.clone();
                self.agents.insert(0, By { agent, seq });
                self.agents.truncate(2);
            }
            Input::Adopt { .. }
            | Input::BotSaid { .. }
            | Input::Checked { .. }
            | Input::Agent { .. }
            | Input::AgentOffline { .. }
            | Input::Offered { .. }
            | Input::Wake => {}
        }
    }

    /// Whether a command of an agent who has seen everything up to `seen` would pass over something.
    pub(crate) fn passed_over(&self, agent: &AgentId, command: &Command, seen: Seq) -> bool {
        let colleague = self.agents.iter().any(|by| by.agent != *agent && by.seq > seen);
        let visitor = self.visitor > seen;
        match command {
            Command::Reply { .. } | Command::Release | Command::Transfer { .. } => colleague,
            Command::ReturnToBot | Command::Snooze { .. } | Command::Resolve => colleague || visitor,
            Command::Claim { .. } | Command::Note { .. } | Command::Tags { .. } => false,
        }
    }
}

/// Whether an input is something that the visitor, the bot or an agent says or does to the conversation: it ends a
/// silence.
pub(crate) fn is_an_act(input: &Input) -> bool {
    match input {
        Input::VisitorMessage { .. }
        | Input::SlotsGiven { .. }
        | Input::FileSent { .. }
        | Input::AskedForPerson { .. }
        | Input::CalledOff { .. }
        | Input::BotSaid { .. }
        | Input::Checked { .. } => true,
        Input::Agent { command, .. } => decides(command),
        Input::Adopt { .. } | Input::AgentOffline { .. } | Input::Offered { .. } | Input::Wake => false,
    }
}

/// Whether a command is a word to the visitor or changes holder or status.
fn decides(command: &Command) -> bool {
    match command {
        Command::Claim { .. }
        | Command::Release
        | Command::Reply { .. }
        | Command::Transfer { .. }
        | Command::ReturnToBot
        | Command::Snooze { .. }
        | Command::Resolve => true,
        Command::Note { .. } | Command::Tags { .. } => false,
    }
}
