//! A conversation that is typed step by step.

use gangway_playbook::parse::parse_rehearsal;
use gangway_playbook::rehearsal::{Act, Rehearsal};
use gangway_protocol::{EntryBody, Speaker, Timestamp};

use super::kept;
use super::typed::quoted;
use crate::failure::Failure;
use crate::rehearse::followed::{Followed, Standing};
use crate::rehearse::play::{Halt, Outcome, Stage as _, play};
use crate::rehearse::show;
use crate::rehearse::virtual_stage::{Props, VirtualStage};

/// How a conversation begins.
#[derive(Clone, Default, Debug)]
pub(super) struct Opening {
    /// When, by the workspace's clocks.
    pub(super) at: Option<String>,
    /// The language of the traveller's browser.
    pub(super) language: Option<String>,
}

impl Opening {
    /// The head of a rehearsal's file.
    pub(super) fn head(&self) -> String {
        let line = |key: &str, value: &Option<String>| {
            value
                .as_ref()
                .map(|value| format!("{key} = {}\n", quoted(value)))
                .unwrap_or_default()
        };
        line("at", &self.at) + &line("language", &self.language)
    }
}

/// A conversation, and the steps that made it.
pub(super) struct Session<'a> {
    props: Props<'a>,
    opening: Opening,
    stage: VirtualStage<'a>,
    began: Timestamp,
    /// As they stand in a file.
    steps: Vec<String>,
    standing: Option<Standing>,
}

impl<'a> Session<'a> {
    /// Before its first step.
    ///
    /// # Errors
    /// When there is no such beginning.
    pub(super) fn new(props: Props<'a>, opening: &Opening) -> Result<Self, Failure> {
        // A rehearsal has a step; this one is not played.
        let rehearsal = parse(&props, opening, &["leaves = true".to_owned()])?;
        let stage = VirtualStage::new(&rehearsal, props);
        Ok(Self {
            props,
            opening: opening.clone(),
            began: stage.now(),
            stage,
            steps: Vec::new(),
            standing: None,
        })
    }

    /// Lets a step happen, and says what followed.
    ///
    /// # Errors
    /// When there is no such step, or it cannot happen now. Nothing has happened then.
    pub(super) fn take(&mut self, step: String) -> Result<String, Failure> {
        let mut steps = self.steps.clone();
        steps.push(step);
        let act = last(parse(&self.props, &self.opening, &steps)?);
        let mut lines: Vec<_> = show::act(&act, self.since(self.stage.now()))
            .into_iter()
            .collect();
        let followed = self.stage.act(&act).map_err(halted)?;
        if let Some((code, words)) = &followed.refused {
            // It stays: that it is refused is worth a rehearsal.
            self.steps = steps;
            return Ok(format!("refused: `{code}`: {words}\n"));
        }
        lines.extend(
            followed
                .entries
                .iter()
                .map(|entry| show::entry(entry, self.began)),
        );
        self.steps = steps;
        let mut text = show::conversation(&lines);
        if !followed.entries.iter().any(|entry| answers(&entry.body)) && matches!(act, Act::Says(_)) {
            text.push_str("  (nothing is said to that)\n");
        }
        self.standing = Some(followed.standing);
        Ok(text)
    }

    /// Takes back the last step; `false`: there is none.
    ///
    /// # Errors
    /// Never, unless the steps before cannot be played again.
    pub(super) fn undo(&mut self) -> Result<bool, Failure> {
        let mut steps = std::mem::take(&mut self.steps);
        let undone = steps.pop().is_some();
        *self = Self::new(self.props, &self.opening)?;
        for step in steps {
            self.take(step)?;
        }
        Ok(undone)
    }

    /// Takes back all of it.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub(super) fn begin_again(&mut self) -> Result<(), Failure> {
        *self = Self::new(self.props, &self.opening)?;
        Ok(())
    }

    /// What was typed, as it stands in a file.
    pub(super) fn steps(&self) -> &[String] {
        &self.steps
    }

    /// In a few words: who has it, and since when somebody waits.
    pub(super) fn standing(&self) -> String {
        let Some(standing) = &self.standing else {
            return "bot".to_owned();
        };
        let status = &standing.status;
        let mut text = match (status.holder(), status.team()) {
            (Some(holder), _) => holder.name.clone(),
            (None, Some(team)) => format!("{} for {team}", status.name()),
            (None, None) => status.name().to_owned(),
        };
        if let Some(waited) = standing.waited {
            text.push_str(&format!(", waiting {}", show::span(waited)));
        }
        for tag in &standing.tags {
            text.push_str(&format!(" #{tag}"));
        }
        text
    }

    /// The conversation as a rehearsal that expects what followed.
    ///
    /// # Errors
    /// When nothing has happened, or it would not pass.
    pub(super) fn rehearsal(&self, name: &str) -> Result<String, Failure> {
        if self.steps.is_empty() {
            return Err(Failure::new("nothing has happened yet"));
        }
        let rehearsal = parse(&self.props, &self.opening, &self.steps)?;
        let mut stage = VirtualStage::new(&rehearsal, self.props);
        let followed: Vec<Followed> = rehearsal
            .steps
            .iter()
            .map(|step| stage.act(&step.act).map_err(halted))
            .collect::<Result<_, _>>()?;
        let text = kept::rehearsal(&self.opening.head(), &self.steps, &followed);
        let played = parse_rehearsal(name, name, &text, self.props.playbook)
            .map_err(|mistakes| mistaken(mistakes.first()))?;
        let played = play(
            &played,
            self.props.playbook,
            &mut VirtualStage::new(&played, self.props),
        );
        match played.outcome {
            Outcome::Passed => Ok(text),
            Outcome::Failed(misses) => Err(Failure::new(format!(
                "the rehearsal would not pass: {}",
                misses.first().map_or_else(String::new, |(_, miss)| format!(
                    "{}, but {}",
                    miss.expected, miss.followed
                ))
            ))),
            Outcome::Skipped(_, why) => Err(Failure::new(why)),
        }
    }

    fn since(&self, now: Timestamp) -> i64 {
        now.0.saturating_sub(self.began.0)
    }
}

/// Whether anyone but the traveller says something.
fn answers(body: &EntryBody) -> bool {
    matches!(body, EntryBody::Message(message) if message.from != Speaker::Visitor)
}

fn parse(props: &Props<'_>, opening: &Opening, steps: &[String]) -> Result<Rehearsal, Failure> {
    let mut text = opening.head();
    for step in steps {
        text.push_str(&format!("\n[[step]]\n{step}\n"));
    }
    parse_rehearsal("try", "try", &text, props.playbook).map_err(|mistakes| mistaken(mistakes.first()))
}

/// The place is of no file that anyone has.
fn mistaken(mistake: Option<&gangway_playbook::parse::Mistake>) -> Failure {
    let Some(mistake) = mistake else {
        return Failure::new("it cannot be understood");
    };
    let failure = Failure::new(mistake.message.clone());
    match &mistake.hint {
        Some(hint) => failure.hint(hint.clone()),
        None => failure,
    }
}

fn halted(halt: Halt) -> Failure {
    match halt {
        Halt::Skip(why) | Halt::Fault(why) => Failure::new(why),
    }
}

fn last(rehearsal: Rehearsal) -> Act {
    rehearsal
        .steps
        .into_iter()
        .next_back()
        .map_or(Act::Leaves, |step| step.act)
}
