//! The compiled playbook. Serialised as JSON and named by its hash.

use gangway_protocol::names::{self, Named};
use gangway_protocol::{ActionId, Priority, SlotId, SlotInput, TagId, TeamId, WorkspaceId, tagged};
use serde::{Deserialize, Serialize};

use crate::Said;
use crate::hours::{Hours, Zone};
use crate::rule::{Matching, Rule};

/// A compiled playbook.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Playbook {
    /// The operator.
    pub workspace: Workspace,
    /// What the bot says.
    pub says: Says,
    /// When and how threads pass to people.
    pub handoff: Handoff,
    /// Teams; never empty.
    pub teams: Vec<Team>,
    /// Tags.
    pub tags: Vec<Tag>,
    /// How many of the rules whose condition holds fire.
    #[serde(default)]
    pub matching: Matching,
    /// Rules, in order.
    pub rules: Vec<Rule>,
    /// Actions.
    pub actions: Vec<Action>,
    /// The time zones that the workspace and its teams name, in the order of their names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub zones: Vec<Zone>,
}

/// The operator.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Workspace {
    /// The folder's name.
    pub id: WorkspaceId,
    /// The operator's name.
    pub name: String,
    /// ISO 639-1 codes; the first is the default. Never empty.
    pub languages: Vec<String>,
    /// Origins whose pages may embed the widget.
    pub origins: Vec<String>,
    /// `eu` or `fedramp`, when objects must stay there.
    #[serde(default)]
    pub jurisdiction: Option<String>,
    /// First words of the widget.
    pub greeting: Said,
    /// Suggested questions.
    #[serde(default)]
    pub suggestions: Vec<Said>,
    /// `#RRGGBB`.
    #[serde(default)]
    pub accent: Option<String>,
    /// Whether the widget may search while the visitor is typing.
    #[serde(default)]
    pub instant_answers: bool,
    /// The zone of its clocks, one of the playbook's zones. Without it, UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timezone: Option<String>,
}

/// What the bot says where no document speaks. Each has a default in English, Spanish, French, German, Italian and
/// Portuguese.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Says {
    /// When the documents do not say.
    pub abstain: Said,
    /// To a greeting.
    pub hello: Said,
    /// To thanks.
    pub welcome: Said,
    /// When an agent hands the thread back.
    pub back: Said,
    /// When every slot is there and a person is on the way.
    pub collected: Said,
    /// To whoever drops what is being collected.
    #[serde(default = "dropped")]
    pub dropped: Said,
    /// To an answer that is not accepted, beside what each slot [expects](Slot::expects).
    #[serde(default, skip_serializing_if = "Refusals::is_default")]
    pub refusals: Refusals,
}

/// Of a playbook from before it could be written.
fn dropped() -> Said {
    "All right, we leave that. What else can I help you with?".into()
}

/// Why an answer to a slot's question is not accepted, in words that are the same for all slots. A playbook from before
/// they could be written says them in English.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct Refusals {
    /// `{characters}` in it stands for how many there are, `{most}` for how many there may be.
    pub too_long: Said,
    /// More than one date, where one was asked for.
    pub several_dates: Said,
    /// A day that no calendar has.
    pub no_such_day: Said,
    /// A last day before the first.
    pub backwards: Said,
    /// It could be several places: `{choices}` in it stands for them.
    pub choose: Said,
    /// What stands before the last of several.
    pub or: Said,
    /// What `yes` is shown as.
    pub yes: Said,
    /// What `no` is shown as.
    pub no: Said,
    /// Where files have come, and something else was written.
    pub more_files: Said,
}

impl Refusals {
    /// Each by its place among the fields.
    pub(crate) fn each(said: impl Fn(usize) -> Said) -> Self {
        Self {
            too_long: said(0),
            several_dates: said(1),
            no_such_day: said(2),
            backwards: said(3),
            choose: said(4),
            or: said(5),
            yes: said(6),
            no: said(7),
            more_files: said(8),
        }
    }

    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

impl Default for Refusals {
    fn default() -> Self {
        Self::each(|field| ENGLISH_REFUSALS[field].into())
    }
}

/// [`Refusals`] in English, in the order of their fields.
pub(crate) const ENGLISH_REFUSALS: [&str; 9] = [
    "That is {characters} characters long. Please keep it under {most}.",
    "I see more than one date.",
    "There is no such day.",
    "The last day is before the first.",
    "Please choose {choices}.",
    "or",
    "yes",
    "no",
    "Your files are here. Send another one, or say “done”.",
];

/// When and how threads pass to people.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Handoff {
    /// The notice, said once.
    pub message: Said,
    /// An answer below this confidence is not given and counts as a failed attempt. In [0, 1].
    pub confidence_below: f32,
    /// So many failed attempts in a row hand off. At least 1.
    pub failed_attempts: u32,
    /// The team for everything that no rule sends elsewhere.
    pub team: TeamId,
    /// After so long in the queue: alert again and widen to the fallback team. Milliseconds of the team's open time.
    pub unclaimed_after: i64,
    /// The team of last resort.
    pub fallback_team: TeamId,
    /// A holder who has been silent for so long while the visitor waits loses the thread to the queue. Milliseconds.
    pub silent_after: i64,
    /// An answered conversation that has been idle for so long with the bot is resolved. Milliseconds.
    pub idle_after: i64,
    /// A message so soon after a human resolved goes to their queue, not to the bot. Milliseconds.
    pub reopen_within: i64,
    /// The notice when the team is closed. [`OPENS`] in it stands for when it opens.
    #[serde(default = "english::closed")]
    pub closed: Said,
    /// The question for an e-mail address or a telephone number that follows it.
    #[serde(default = "english::contact")]
    pub contact: Said,
    /// The same question, asked of who has waited for [`Self::callback_after`].
    #[serde(default = "english::callback")]
    pub callback: Said,
    /// After so long in the queue a callback is offered, once. Milliseconds of the team's open time; `None`: never.
    #[serde(default)]
    pub callback_after: Option<i64>,
    /// Once the fallback team has it, it is alerted again this often. Milliseconds of its open time.
    #[serde(default = "english::alert_every")]
    pub alert_every: i64,
    /// So many times.
    #[serde(default)]
    pub alerts: u32,
}

/// What stands in [`Handoff::closed`] for the opening in words.
pub const OPENS: &str = "{opens}";

/// The action that asks for an e-mail address or a telephone number: every playbook has it.
pub const CONTACT: &str = "contact";

/// What the bot says of the handoff, and how often it calls, in a playbook from before either could be written.
pub(crate) mod english {
    use super::Said;

    pub(crate) fn closed() -> Said {
        "Our team is closed at the moment and will be back {opens}. Your conversation is kept, and they will answer \
         you here."
            .into()
    }

    pub(crate) fn contact() -> Said {
        "If you would like to be contacted instead, leave an e-mail address or a telephone number.".into()
    }

    pub(crate) fn callback() -> Said {
        "I am sorry that it takes so long. You keep your place. If you would rather be called back, leave a \
         telephone number or an e-mail address."
            .into()
    }

    pub(crate) fn expects() -> Said {
        "That is not quite what I asked for.".into()
    }

    pub(crate) fn alert_every() -> i64 {
        5 * 60_000
    }
}

/// A team.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Team {
    /// Its id.
    pub id: TeamId,
    /// Its name on screen.
    pub name: String,
    /// How it is alerted, beside the inbox.
    #[serde(default)]
    pub alert: Vec<AlertTarget>,
    /// When it is open. Without them, always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<Hours>,
    /// Whether what is handed to it while it is closed goes to the fallback team, if that is open.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub closed_to_fallback: bool,
    /// So many conversations an agent of the team is given at once. Without it, agents take them from a pool.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<u32>,
}

tagged! { "kind", "AlertTarget",
/// Where an alert goes beside the inbox.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum AlertTarget {
    /// `webhook:NAME`: the address stands in the deployment's secret NAME, its key in NAME_SECRET.
    Webhook {
        /// The secret that holds the address.
        variable: String,
    },
    /// `slack:NAME`: the same, with a body that Slack and what is compatible with it shows as it is. A key is not
    /// needed.
    Slack {
        /// The secret that holds the address.
        variable: String,
    },
}
}

/// A tag.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Tag {
    /// Its id.
    pub id: TagId,
    /// What agents read instead; without it, the id [in words](gangway_protocol::names::in_words).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The priority it gives; the highest of all tags holds.
    #[serde(default)]
    pub priority: Option<Priority>,
    /// Phrases that put it on.
    #[serde(default)]
    pub says: Vec<String>,
    /// What people write who mean it: puts it on by meaning. At most [`EXAMPLES`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<String>,
}

/// Examples that a tag may have.
pub const EXAMPLES: usize = 20;
/// Tags that may have examples.
pub const TAGS_WITH_EXAMPLES: usize = 64;

/// An action: slots to collect.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Action {
    /// Its id.
    pub id: ActionId,
    /// What agents read instead; without it, the id [in words](gangway_protocol::names::in_words).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Slots, asked in this order. Never empty.
    pub slots: Vec<Slot>,
    /// Where all that was collected is looked up before the action is complete.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check: Option<Check>,
}

/// How what an action has collected is looked up in the operator's own system.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Check {
    /// The secret that holds the system's address; its key stands in NAME_SECRET.
    pub webhook: String,
    /// How long the traveller waits for it. Milliseconds.
    pub timeout: i64,
    /// What follows when it gives no answer.
    pub otherwise: Otherwise,
    /// What is kept of an answer, in this order. Anything else in it is left where it is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub returns: Vec<Returned>,
    /// What is said with an answer: a [`template`](crate::template), as are the others. Without it, nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub says: Option<Said>,
    /// What is said while the answer is waited for, when it takes more than a moment.
    pub meanwhile: Said,
    /// What is said when no answer comes.
    pub failed: Said,
    /// What is said when the system knows nothing of it.
    pub not_found: Said,
    /// The slot that is then asked for once more.
    pub again: SlotId,
}

/// What follows when the operator's system gives no answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Otherwise {
    /// The action is complete without it.
    Continue,
    /// The action has failed: a person gets what was collected.
    Handoff,
}

/// Something that the operator's system says of what was collected.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Returned {
    /// Its name in the answer.
    pub name: String,
    /// What it is called on screen.
    pub label: String,
}

/// A slot.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Slot {
    /// Its id.
    pub id: SlotId,
    /// What it is called on screen. Agents read it in the default language.
    pub label: Said,
    /// The question.
    pub ask: Said,
    /// What is accepted.
    pub kind: SlotKind,
    /// An example.
    #[serde(default)]
    pub example: Option<Said>,
    /// What is said to an answer that is not accepted.
    #[serde(default = "english::expects")]
    pub expects: Said,
    /// Whether the visitor may pass it over.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub optional: bool,
    /// Whether lists, alerts, exports and logs show neither its value nor the message that gave it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sensitive: bool,
}

/// What a slot accepts.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SlotKind {
    /// Any text.
    Text,
    /// A regular expression that the whole value must match, without regard to case; kept in upper case.
    Pattern(String),
    /// A number.
    Number,
    /// A date.
    Date,
    /// Two dates.
    DateRange,
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// An e-mail address or a telephone number.
    Contact,
    /// One of these. What is kept is the choice in the default language.
    Choice(Vec<Said>),
    /// Yes or no.
    YesNo,
    /// One of these places.
    Place(Vec<Place>),
    /// Files, kept as their names.
    File {
        /// So many at most.
        #[serde(default = "files")]
        most: u32,
    },
}

/// Files that a slot takes, unless it says otherwise.
pub(crate) fn files() -> u32 {
    4
}

/// A place or branch of the operator's.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Place {
    /// What it is called and kept as.
    pub name: String,
    /// What else it is called.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
}

/// Places that are shown as buttons; more of them are named by the visitor.
const BUTTONS: usize = 8;

impl SlotKind {
    /// The input that suits it.
    pub fn input(&self) -> SlotInput {
        match self {
            Self::Text | Self::Pattern(_) | Self::Contact => SlotInput::Text,
            Self::Number => SlotInput::Number,
            Self::Date => SlotInput::Date,
            Self::DateRange => SlotInput::DateRange,
            Self::Email => SlotInput::Email,
            Self::Phone => SlotInput::Phone,
            Self::Choice(_) => SlotInput::Choice,
            Self::YesNo => SlotInput::YesNo,
            Self::File { .. } => SlotInput::File,
            Self::Place(places) if places.len() <= BUTTONS => SlotInput::Choice,
            Self::Place(_) => SlotInput::Text,
        }
    }

    /// How many files it takes; `None` for a kind that takes none.
    pub fn most(&self) -> Option<u32> {
        match self {
            Self::File { most } => Some(*most),
            Self::Text
            | Self::Pattern(_)
            | Self::Number
            | Self::Date
            | Self::DateRange
            | Self::Email
            | Self::Phone
            | Self::Contact
            | Self::Choice(_)
            | Self::YesNo
            | Self::Place(_) => None,
        }
    }

    /// What can be chosen with one press, when it is little enough, in a visitor's language.
    pub fn buttons(&self, language: Option<&str>) -> Vec<String> {
        match self {
            Self::Choice(choices) => choices
                .iter()
                .map(|choice| choice.text(language).to_owned())
                .collect(),
            Self::Place(places) if places.len() <= BUTTONS => {
                places.iter().map(|place| place.name.clone()).collect()
            }
            Self::Text
            | Self::Pattern(_)
            | Self::Number
            | Self::Date
            | Self::DateRange
            | Self::Email
            | Self::Phone
            | Self::Contact
            | Self::YesNo
            | Self::File { .. }
            | Self::Place(_) => Vec::new(),
        }
    }
}

impl Slot {
    /// A value in normal form as a visitor of this language is shown it.
    pub fn shown(&self, value: &str, says: &Says, language: Option<&str>) -> String {
        let said = match &self.kind {
            SlotKind::Choice(choices) => choices.iter().find(|choice| choice.text(None) == value),
            SlotKind::YesNo if value == "yes" => Some(&says.refusals.yes),
            SlotKind::YesNo => Some(&says.refusals.no),
            SlotKind::DateRange => return value.replace(" to ", " – "),
            SlotKind::Text
            | SlotKind::Pattern(_)
            | SlotKind::Number
            | SlotKind::Date
            | SlotKind::Email
            | SlotKind::Phone
            | SlotKind::Contact
            | SlotKind::Place(_)
            | SlotKind::File { .. } => None,
        };
        said.map_or(value, |said| said.text(language)).to_owned()
    }
}

impl Playbook {
    /// A reason with ids in it as agents read it.
    pub fn named(&self, reason: &str) -> String {
        names::named(reason, |kind, id| {
            let name = match kind {
                Named::Tag => self.tag(&TagId::from(id)).and_then(|tag| tag.name.clone()),
                Named::Action => self
                    .action(&ActionId::from(id))
                    .and_then(|action| action.name.clone()),
                Named::Team => self.team(&TeamId::from(id)).map(|team| team.name.clone()),
            };
            name.unwrap_or_else(|| names::in_words(id))
        })
    }

    /// The action of this id. Panics never: ids in a playbook are defined, ids from outside may not be.
    pub fn action(&self, id: &ActionId) -> Option<&Action> {
        self.actions.iter().find(|action| action.id == *id)
    }

    /// The team of this id.
    pub fn team(&self, id: &TeamId) -> Option<&Team> {
        self.teams.iter().find(|team| team.id == *id)
    }

    /// The slot of this id.
    pub fn slot(&self, action: &ActionId, slot: &SlotId) -> Option<&Slot> {
        self.action(action)?.slots.iter().find(|one| one.id == *slot)
    }

    /// The tag of this id.
    pub fn tag(&self, id: &TagId) -> Option<&Tag> {
        self.tags.iter().find(|tag| tag.id == *id)
    }
}
