//! The words of the page itself, in one place and in six languages.
//!
//! They stand in `words/`, a file for each language, a line for each text: `key = text`, with `{names}` for what is put
//! in. English is part of the page; another language is fetched beside the page, before it starts (`boot.js`). A
//! text that is counted has two lines, `key.one` and `key.many`.

use std::cell::OnceCell;

use gangway_page::Failure;
use gangway_protocol::queue::Place;
use gangway_protocol::{Code, Timestamp};

const ENGLISH: &str = include_str!("../words/en.txt");

thread_local! {
    static FETCHED: OnceCell<String> = const { OnceCell::new() };
}

/// Speaks another language from here on: the lines of its file. The first one holds.
pub fn settle(lines: String) {
    FETCHED.with(|fetched| {
        let _ = fetched.set(lines);
    });
}

/// One text of the page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Word(&'static str);

impl Word {
    /// The text.
    pub fn say(self) -> String {
        look_up(self.0)
    }

    /// The text with a value for each of its names.
    pub fn with(self, values: &[(&str, &str)]) -> String {
        filled(self.say(), values)
    }

    /// The text for so many.
    pub fn count(self, number: usize) -> String {
        let which = if number == 1 { ".one" } else { ".many" };
        let text = look_up(&format!("{}{which}", self.0));
        filled(text, &[("number", &number.to_string())])
    }
}

macro_rules! words {
    ($($name:ident = $key:literal),* $(,)?) => {
        $(
            #[doc = concat!("`", $key, "` of the files.")]
            pub const $name: Word = Word($key);
        )*
        #[cfg(test)]
        const ALL: &[Word] = &[$($name),*];
    };
}

words! {
    CHAT = "chat",
    CHAT_WITH = "chat-with",
    DISCLOSURE = "disclosure",
    ASSISTANT = "assistant",
    WAITING = "waiting",
    ENDED = "ended",
    CLOSE = "close",
    CONVERSATION = "conversation",
    LOADING = "loading",
    NEW_MESSAGE = "new-message",
    STILL_WRITE = "still-write",
    TRY_AGAIN = "try-again",
    REMOVE = "remove",
    SUGGESTIONS = "suggestions",
    YOU = "you",
    NOT_YET = "not-yet",
    SENDING = "sending",
    SENT = "sent",
    NOT_SENT = "not-sent",
    DELIVERED = "delivered",
    READ = "read",
    SOURCE = "source",
    PAGE = "page",
    ROW = "row",
    WHOLE_PAGE = "whole-page",
    TALK = "talk",
    STOP_WAITING = "stop-waiting",
    SUGGESTED = "suggested",
    INSTANT = "instant",
    WRITE = "write",
    EXAMPLE = "example",
    FIELD = "field",
    SEND = "send",
    LEFT = "left",
    OVER = "over",
    ANSWERS = "answers",
    SKIP = "skip",
    ATTACH = "attach",
    ATTACH_MORE = "attach-more",
    CLIP = "clip",
    DONE = "done",
    NO_FILES = "no-files",
    NO_ROOM = "no-room",
    NOT_TAKEN = "not-taken",
    FILE_LARGE = "file-large",
    FILE_LOST = "file-lost",
    YES = "yes",
    NO = "no",
    DATE = "date",
    FROM = "from",
    TO = "to",
    ANSWER = "answer",
    HANDED_OVER = "handed-over",
    CALLED_OFF = "called-off",
    BACK = "back",
    RESOLVED = "resolved",
    REOPENED = "reopened",
    SKIPPED = "skipped",
    ASKING = "asking",
    LEAVING = "leaving",
    JOINED = "joined",
    LEFT_YOU = "left-you",
    TYPING = "typing",
    IN_QUEUE = "in-queue",
    IN_QUEUE_FOR = "in-queue-for",
    NEXT = "next",
    NEXT_FOR = "next-for",
    NUMBER = "number",
    NUMBER_FOR = "number-for",
    MINUTES = "minutes",
    HOURS = "hours",
    DAYS = "days",
    LATELY = "lately",
    ABOUT = "about",
    ABOUT_HOUR = "about-hour",
    OVER_HOUR = "over-hour",
    GO_ON = "go-on",
    RECONNECTING = "reconnecting",
    ANEW = "anew",
    UNREACHABLE = "unreachable",
    TOO_LONG = "too-long",
    TOO_MANY = "too-many",
    BROKEN = "broken",
    REFUSED = "refused",
}

/// Where, for how long so far, how long it takes lately, and what to do meanwhile.
pub fn waiting(since: Timestamp, now: Timestamp, place: Option<Place>) -> String {
    // "Less than a minute" would read like a promise.
    let time = waited(since, now);
    let position = place.map(|place| place.position);
    let word = match (position, &time) {
        (None, None) => IN_QUEUE,
        (None, Some(_)) => IN_QUEUE_FOR,
        (Some(1), None) => NEXT,
        (Some(1), Some(_)) => NEXT_FOR,
        (Some(_), None) => NUMBER,
        (Some(_), Some(_)) => NUMBER_FOR,
    };
    let number = position.unwrap_or_default().to_string();
    let mut said = word.with(&[("number", &number), ("time", &time.unwrap_or_default())]);
    if let Some(minutes) = place.and_then(|place| place.minutes) {
        said.push(' ');
        said.push_str(&LATELY.with(&[("time", &expected(minutes))]));
    }
    said.push(' ');
    said.push_str(&GO_ON.say());
    said
}

/// A wait of a minute or more.
fn waited(since: Timestamp, now: Timestamp) -> Option<String> {
    let minutes = usize::try_from(now.0.saturating_sub(since.0) / 60_000).unwrap_or_default();
    match minutes {
        0 => None,
        1..60 => Some(MINUTES.count(minutes)),
        60..1_440 => Some(HOURS.count(minutes / 60)),
        _ => Some(DAYS.count(minutes / 1_440)),
    }
}

/// What is known of a wait, no more exactly than can be promised.
fn expected(minutes: u32) -> String {
    match minutes {
        ..60 => ABOUT.count(minutes.max(1) as usize),
        60 => ABOUT_HOUR.say(),
        _ => OVER_HOUR.say(),
    }
}

/// On its way; of a file, how much of it has left.
pub fn sending(sent: u8) -> String {
    match sent {
        0 => SENDING.say(),
        _ => SENT.with(&[("percent", &sent.to_string())]),
    }
}

/// On the button that opens the choice of files, when so many were given.
pub fn attach(given: usize) -> String {
    let word = if given == 0 { ATTACH } else { ATTACH_MORE };
    word.say()
}

/// Why something did not work. The service explains itself in English; a value that it refuses, in the visitor's own
/// language.
pub fn failure(failure: &Failure) -> String {
    let Failure::Refused { refusal, .. } = failure else {
        return UNREACHABLE.say();
    };
    let own = FETCHED.with(|fetched| fetched.get().is_some());
    if !own || refusal.code == Code::InvalidSlot {
        return failure.words();
    }
    let word = match refusal.code {
        Code::TooLong => TOO_LONG,
        Code::TooMany => TOO_MANY,
        Code::Unavailable | Code::Internal => BROKEN,
        Code::BadRequest
        | Code::NotUtf8
        | Code::Empty
        | Code::Unauthorized
        | Code::Forbidden
        | Code::NotFound
        | Code::MethodNotAllowed
        | Code::AlreadyClaimed
        | Code::NotHolder
        | Code::WrongStatus
        | Code::InvalidSlot
        | Code::UnsupportedFile
        | Code::StaleView
        | Code::PageTooOld
        | Code::StaleReading
        | Code::Spent
        | Code::TooSlow
        | Code::Unknown => REFUSED,
    };
    word.say()
}

/// The two days of a form as one value. The service reads it: it is in no language.
pub fn date_range(from: &str, to: &str) -> String {
    format!("{from} to {to}")
}

fn look_up(key: &str) -> String {
    let fetched = FETCHED.with(|fetched| Some(line(fetched.get()?, key)?.to_owned()));
    fetched.unwrap_or_else(|| line(ENGLISH, key).unwrap_or_default().to_owned())
}

fn line<'l>(lines: &'l str, key: &str) -> Option<&'l str> {
    lines
        .lines()
        .find_map(|line| line.strip_prefix(key)?.strip_prefix(" = "))
}

fn filled(mut text: String, values: &[(&str, &str)]) -> String {
    for (name, value) in values {
        text = text.replace(&format!("{{{name}}}"), value);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILES: [&str; 6] = [
        ENGLISH,
        include_str!("../words/es.txt"),
        include_str!("../words/fr.txt"),
        include_str!("../words/de.txt"),
        include_str!("../words/it.txt"),
        include_str!("../words/pt.txt"),
    ];
    /// Put into the page by `boot.js`.
    const OF_BOOT: [&str; 4] = ["boot", "stale", "stale-kept", "stale-again"];

    fn names(text: &str) -> Vec<&str> {
        let mut names: Vec<&str> = text
            .split('{')
            .skip(1)
            .filter_map(|rest| Some(rest.split_once('}')?.0))
            .collect();
        names.sort_unstable();
        names
    }

    #[test]
    fn every_text_is_there_in_every_language_with_the_same_names_and_no_other() {
        let keys = |lines: &'static str| lines.lines().map(|line| line.split_once(" = "));
        for (file, lines) in FILES.iter().enumerate() {
            for (known, found) in keys(ENGLISH).zip(keys(lines)) {
                let (Some((known, english)), Some((found, text))) = (known, found) else {
                    panic!("a line of file {file} is no `key = text`");
                };
                assert_eq!(
                    found, known,
                    "file {file} has the lines of English, in their order"
                );
                // "One character left" need not say the number.
                assert!(known.ends_with(".one") || names(text) == names(english), "{text}");
                assert!(!text.trim().is_empty(), "{known} of file {file}");
            }
            assert_eq!(lines.lines().count(), ENGLISH.lines().count(), "file {file}");
        }
    }

    #[test]
    fn every_text_of_the_files_is_said_and_every_text_that_is_said_is_there() {
        let mut known: Vec<&str> = OF_BOOT.to_vec();
        for Word(key) in ALL {
            let counted = line(ENGLISH, &format!("{key}.one")).is_some();
            assert!(counted || line(ENGLISH, key).is_some(), "{key}");
            known.push(key);
        }
        for line in ENGLISH.lines() {
            let key = line.split(" = ").next().unwrap_or_default();
            let key = key.trim_end_matches(".one").trim_end_matches(".many");
            assert!(known.contains(&key), "nobody says `{key}`");
        }
    }

    #[test]
    fn a_wait_is_told_as_far_as_it_is_known() {
        let told = |millis: i64, place: Option<(u32, Option<u32>)>| {
            let place = place.map(|(position, minutes)| Place { position, minutes });
            let words = waiting(Timestamp(0), Timestamp(millis), place);
            words
                .trim_end_matches(" Keep writing if you like: whoever joins reads everything.")
                .to_owned()
        };
        assert_eq!(told(0, None), "In the queue.");
        assert_eq!(told(180_000, None), "In the queue for 3 minutes.");
        assert_eq!(told(0, Some((1, None))), "You are next.");
        assert_eq!(
            told(180_000, Some((4, Some(5)))),
            "You are number 4 in the queue, and have waited for 3 minutes. People have waited about 5 minutes lately."
        );
        assert_eq!(
            told(60_000, Some((1, None))),
            "You are next, and have waited for 1 minute."
        );
        assert_eq!(
            told(0, Some((2, Some(1)))),
            "You are number 2 in the queue. People have waited about a minute lately."
        );
        assert_eq!(
            told(2 * 3_600_000, Some((2, Some(90)))),
            "You are number 2 in the queue, and have waited for 2 hours. People have waited more than an hour lately."
        );
        assert_eq!(told(26 * 3_600_000, None), "In the queue for 1 day.");
    }

    #[test]
    fn another_language_is_spoken_once_it_is_there_and_english_where_it_lacks_a_line() {
        std::thread::spawn(|| {
            settle("close = Chat schließen\nleft.one = Noch {number} Zeichen\n".to_owned());
            assert_eq!(CLOSE.say(), "Chat schließen");
            assert_eq!(LEFT.count(1), "Noch 1 Zeichen");
            assert_eq!(SEND.say(), "Send");
            let busy = Failure::refused(429, r#"{"code":"too_many","message":"Too many requests"}"#);
            assert_eq!(failure(&busy), "That was too much at once. Please wait a moment.");
            let refused = Failure::refused(422, r#"{"code":"invalid_slot","message":"Bitte eine Zahl."}"#);
            assert_eq!(failure(&refused), "Bitte eine Zahl.");
        })
        .join()
        .expect("the thread ends well");
        assert_eq!(CLOSE.say(), "Close chat");
        let busy = Failure::refused(429, r#"{"code":"too_many","message":"Too many requests"}"#);
        assert_eq!(failure(&busy), "Too many requests.");
    }
}
