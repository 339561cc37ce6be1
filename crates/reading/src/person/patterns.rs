//! Words and patterns that ask for a person. Laid out by hand: a table is read by its rows.

use super::Step::{self, End, Few, Gap, Like, Maybe, Not, NotAfter, One, Start};

/// What asks for a person.
pub(super) const ASKS: &[&[Step]] = &[
    // "talk to somebody", "chat with your manager", "speak live agent"
    &[NotAfter(OTHERS), Like(TALK), Gap(2), One(TO), Gap(3), Like(PERSON)],
    &[NotAfter(OTHERS), Like(TALK), Gap(2), One(TO), Not(&["you"]), Gap(3), One(PLACE)],
    &[NotAfter(OTHERS), One(TALK), Few(BETWEEN), One(PERSON)],
    &[NotAfter(AM), Like(TALKING), Gap(1), One(TO), Gap(3), Like(PERSON)],
    &[NotAfter(AM), Like(TALKING), Gap(1), One(TO), Gap(3), One(PLACE)],
    // "I would like to speak to the restaurant"
    &[One(&["want", "need", "like", "wish"]), One(&["to"]), One(TALK), One(TO), One(&["the", "your", "my", "our", "a", "an"]), Gap(3)],
    // "who can I speak with", "is there someone I can talk to"
    &[One(WHO), One(&["can", "could", "should", "do", "i", "to", "we"]), Gap(2), One(TALK), One(TO)],
    // "contact a human agent", "get in touch with someone", "get hold of a person"
    &[NotAfter(ITS), Like(CONTACT), Few(BETWEEN), Like(PERSON)],
    &[One(ITS), One(&["contact"]), One(&["a", "an", "some", "someone", "somebody"]), Few(BETWEEN), One(PERSON)],
    &[One(&["hold", "touch"]), One(&["of", "with"]), Few(BETWEEN), One(PERSON)],
    // "connect me to an agent", "pass me to a human", "put me through", "escalate this"
    &[One(HAND_OVER), Maybe(ME), Few(BETWEEN), Like(PERSON)],
    &[One(HAND_OVER), Maybe(ME), Maybe(&["over", "through", "on"]), One(TO), Few(BETWEEN), Gap(1), One(PLACE)],
    &[One(&["put"]), One(&["me", "us"]), One(&["through"])],
    &[One(&["escalate"]), One(&["this", "it", "my"])],
    // "I want a human", "give me a real person", "can I have an agent"
    &[NotAfter(&["i", "we"]), One(WANT), Few(BETWEEN), Like(WANTED)],
    &[NotAfter(&["do", "does", "did", "will"]), One(&["i", "we", "id", "really", "just"]), One(WANT), Few(BETWEEN), Like(WANTED)],
    &[One(&["can", "could", "may", "let"]), One(&["i", "we", "me", "us"]), One(&["have", "get"]), Few(BETWEEN), Like(WANTED)],
    &[One(WANT), Few(BETWEEN), One(REAL), One(&["person", "people", "being"])],
    &[One(WANT), Gap(3), One(&["to", "with", "a", "me", "us"]), One(REAL), One(&["person", "people", "being"])],
    &[One(WANT), Maybe(ME), Maybe(&["to"]), One(&["a"]), One(&["person"]), Few(POLITE), End],
    // "get someone on the line", "need somebody to talk to", "get me someone else"
    &[One(WANT), Maybe(ME), One(SOMEBODY), Maybe(&["else"]), Gap(1), One(&["on"]), Gap(1), One(&["line", "phone"])],
    &[One(WANT), Maybe(ME), One(SOMEBODY), One(&["to"]), One(&["talk", "speak", "call", "contact", "chat"])],
    &[One(&["get", "give", "bring", "need", "want"]), Maybe(ME), One(SOMEBODY), One(&["else", "real"]), Few(POLITE), End],
    &[One(SOMEBODY), Maybe(&["out", "real"]), One(&["there", "here"]), Few(POLITE), End],
    // "pass me on to a human"
    &[NotAfter(TALKING), One(TO), Few(BETWEEN), One(&["human", "humans"]), Not(&["agent", "agents"])],
    // "agent, please", "human human human", "real person", "customer service"
    &[Start, Few(POLITE), Maybe(&["a", "an", "the"]), Few(REAL), Like(WANTED), Few(POLITE), Few(WANTED), Few(POLITE), End],
    &[Start, Few(POLITE), Maybe(&["a", "an", "the"]), One(REAL), One(&["person", "people", "being", "chat"]), Few(POLITE), End],
    &[Start, Few(POLITE), One(&["customer"]), One(&["service", "support", "care"]), Few(POLITE), End],
    // "call me back", "can someone phone us", "give me a call"
    &[One(&["call", "ring", "phone"]), One(&["me", "us"]), One(&["back", "now", "please", "on", "at", "asap", "today", "tomorrow", "urgently", "immediately"])],
    &[One(&["call", "ring", "phone"]), One(&["me", "us"]), End],
    &[One(&["callback"])],
    &[One(&["give"]), One(&["me", "us"]), One(&["a"]), One(&["call", "ring"])],
    &[One(CAN), One(SOMEBODY), Few(POLITE), One(&["call", "contact", "phone", "ring", "talk", "speak"])],
    // "can somebody else help", "could a human look at this"
    &[One(CAN), One(SOMEBODY), One(&["else"]), Few(POLITE), One(HELP)],
    &[One(CAN), Maybe(&["a"]), Few(REAL), One(&["human", "manager", "representative", "supervisor"]), One(HELP)],
    // "I don't want a bot", "not with a machine", "stop this robot"
    &[One(&["dont", "not", "stop", "hate", "tired", "sick", "instead", "enough", "useless", "stupid"]), Gap(9), One(MACHINE)],
];

const TALK: &[&str] = &["talk", "speak", "chat", "converse"];
const TALKING: &[&str] = &["talking", "speaking", "chatting"];
const CONTACT: &[&str] = &["contact", "contacting", "reach", "reaching"];
const HAND_OVER: &[&str] = &[
    "connect", "connected", "transfer", "transferred", "pass", "put", "forward", "switch", "redirect", "escalate", "hand",
    "patch", "route", "move",
];
const WANT: &[&str] = &[
    "want", "need", "get", "give", "prefer", "like", "demand", "require", "request", "wanna", "send", "rather", "wish",
    "requesting", "wanting", "find", "bring",
];
const HELP: &[&str] = &["help", "assist", "look", "take", "answer", "check", "handle", "deal", "call", "contact", "explain"];
const CAN: &[&str] = &["can", "could", "will", "would", "may", "have"];
const TO: &[&str] = &["to", "with", "wth", "wiht"];
const ME: &[&str] = &["me", "us", "this", "it"];
const WHO: &[&str] = &["who", "someone", "somebody", "anyone", "anybody", "person", "human"];
const SOMEBODY: &[&str] = &["someone", "somebody", "anyone", "anybody"];
/// Somebody who could take over, when talked to, reached or handed to.
const PERSON: &[&str] = &[
    "human", "humans", "person", "persons", "someone", "somebody", "anyone", "anybody", "agent", "agents", "operator",
    "operators", "representative", "representatives", "advisor", "adviser", "advisors", "advisers", "manager",
    "supervisor", "assistant", "employee", "consultant", "specialist", "receptionist", "colleague", "rep", "reps", "clerk",
    "boss",
];
/// Those behind the chat, when talked to or handed to.
const PLACE: &[&str] = &[
    "team", "desk", "department", "office", "reception", "support", "service", "staff", "people", "worker", "expert",
    "director", "owner", "member",
];
/// Somebody who is wanted as such.
const WANTED: &[&str] = &[
    "human", "humans", "agent", "agents", "operator", "operators", "representative", "representatives", "advisor",
    "adviser", "manager", "supervisor", "assistant", "receptionist", "rep", "boss",
];
/// What makes a person of flesh and blood.
const REAL: &[&str] = &[
    "real", "actual", "live", "human", "normal", "physical", "proper", "different", "genuine", "breathing", "living",
];
/// What may stand between a verb and the person it asks for.
const BETWEEN: &[&str] = &[
    "a", "an", "the", "me", "us", "to", "with", "your", "some", "one", "of", "real", "actual", "live", "human", "normal",
    "physical", "proper", "different", "genuine", "another", "other", "customer", "service", "support", "care", "please",
    "just", "more", "bloody", "fucking", "damn", "goddamn", "competent", "qualified", "through", "over", "on", "be",
    "right", "back", "this", "it", "wth", "any", "hold", "touch", "in",
];
/// Where another thought begins.
pub(super) const LEADS_AWAY: &[&str] = &[
    "about", "regarding", "concerning", "because", "if", "when", "whether", "for", "which", "during", "before", "after",
    "at", "how", "what", "per", "and", "but", "or",
];
const MACHINE: &[&str] = &["bot", "bots", "robot", "machine", "machines", "computer", "chatbot", "ai"];
const POLITE: &[&str] = &["please", "now", "thanks", "asap", "immediately", "ok", "okay", "hi", "hello", "hey", "no", "just"];
/// "you talk to people": not the visitor.
const OTHERS: &[&str] = &["you", "they", "he", "she", "guides", "drivers", "dont"];
/// "am I talking to a human?" is a question.
const AM: &[&str] = &["i", "im", "am", "was", "were", "been", "are", "is", "you", "youre", "we", "keep"];
/// "the contact person": a noun.
const ITS: &[&str] = &["the", "your", "our", "my", "is", "emergency", "local", "a", "main"];
