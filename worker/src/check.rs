//! Checks: what an action has collected, asked of the operator's own system as a signed POST.
//!
//! Signed and addressed as alerts are ([`webhook`]). An answer is the system's word only when it is JSON:
//!
//! | answer | is taken for |
//! |---|---|
//! | 2xx with an object of at most [`CHECK_FIELDS`] texts, numbers and booleans | the answer |
//! | 404 with an object | the system does not know it |
//! | 429, 5xx, a broken connection | nothing yet: asked again under the same `Delivery`, [`ATTEMPTS`] times in all, while somebody waits |
//! | anything else, anything larger, nothing in time | no answer |
//!
//! A 404 without JSON is a wrong address, and no traveller is told that their booking does not exist because of it.

use std::collections::BTreeMap;

use futures_util::StreamExt as _;
use futures_util::future::{Either, select};
use gangway_engine::CheckOutcome;
use gangway_protocol::limits::{CHECK_BYTES, CHECK_FIELDS, NAME_BYTES, SLOT_CHARS};
use gangway_protocol::{ActionId, ConversationId, FileRef, SlotId, Timestamp, WorkspaceId};
use serde::Serialize;
use serde_json::{Map, Value};
use worker::{Env, Response};

use crate::webhook::{self, To, Unsent};
use crate::{clock, json};

/// How often a system is asked at most.
const ATTEMPTS: u32 = 3;
/// A question is broken off so long after nobody waits for it any more, in milliseconds: that it took too long is said
/// by whoever waited.
const LINGERS: u32 = 250;
/// How long to wait before it is asked again, in milliseconds; doubled by each attempt.
const PAUSE: i64 = 300;

/// What a system is asked.
#[derive(Debug, Serialize)]
pub(crate) struct Question<'a> {
    /// Always `check`.
    pub(crate) event: &'static str,
    /// The same in every attempt.
    pub(crate) delivery: &'a str,
    /// The workspace.
    pub(crate) workspace: &'a WorkspaceId,
    /// The conversation.
    pub(crate) conversation: &'a ConversationId,
    /// The action.
    pub(crate) action: &'a ActionId,
    /// Values by slot, in normal form.
    pub(crate) values: &'a BTreeMap<SlotId, String>,
    /// The files of slots that have some, without what is in them.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) files: &'a BTreeMap<SlotId, Vec<FileRef>>,
    /// When all of them were there.
    pub(crate) at: Timestamp,
}

/// What came of one attempt.
enum Attempt {
    Outcome(CheckOutcome),
    /// Worth another one.
    Again(String),
}

/// Asks, again where that may help, and no longer than `until`.
pub(crate) async fn ask(
    env: &Env,
    variable: &str,
    question: &Question<'_>,
    until: Timestamp,
) -> CheckOutcome {
    let mut reason = "there was no time left to ask".to_owned();
    for attempt in 0..ATTEMPTS {
        let Some(left) = left(question.at, until, clock::now()) else {
            break;
        };
        let answer = Box::pin(once(env, variable, question, left));
        match select(answer, Box::pin(clock::wait(left))).await {
            Either::Left((Attempt::Outcome(outcome), _)) => return outcome,
            Either::Left((Attempt::Again(why), _)) => reason = why,
            Either::Right(_) => return failed("it did not answer in time"),
        }
        let pause = PAUSE << attempt;
        if attempt + 1 < ATTEMPTS && clock::now().plus(pause) < until {
            clock::wait(u32::try_from(pause).unwrap_or_default()).await;
        } else {
            break;
        }
    }
    failed(reason)
}

/// How long an answer is waited for, in milliseconds: never longer than from the question on, whatever a clock that ran back
/// says.
fn left(at: Timestamp, until: Timestamp, now: Timestamp) -> Option<u32> {
    let left = until.0.saturating_sub(now.max(at).0);
    u32::try_from(left).ok().filter(|left| *left > 0)
}

async fn once(env: &Env, variable: &str, question: &Question<'_>, left: u32) -> Attempt {
    let to = To {
        variable,
        keyless: false,
        delivery: question.delivery,
    };
    let Ok(text) = serde_json::to_string(question) else {
        return Attempt::Outcome(failed("the question could not be written"));
    };
    let response = match webhook::send(env, &to, text, clock::now(), left + LINGERS).await {
        Ok(response) => response,
        Err(Unsent::NotConfigured(variable)) => {
            crate::log::error(
                "check.not_configured",
                &serde_json::json!({ "variable": variable }),
            );
            return Attempt::Outcome(failed(format!(
                "the secret `{variable}` is missing or no address"
            )));
        }
        Err(Unsent::Broken(_)) => return Attempt::Again("it could not be reached".to_owned()),
    };
    let status = response.status_code();
    if matches!(status, 429 | 500..=599) {
        webhook::discard(response).await;
        return Attempt::Again(format!("it answered with status {status}"));
    }
    if !matches!(status, 200..=299 | 404) {
        webhook::discard(response).await;
        return Attempt::Outcome(failed(format!("it answered with status {status}")));
    }
    Attempt::Outcome(match body(response).await {
        Err(why) => failed(why),
        Ok(bytes) => outcome(status, &bytes),
    })
}

/// Reads an answer. No more than [`CHECK_BYTES`] are ever held.
async fn body(mut response: Response) -> Result<Vec<u8>, String> {
    let broken = |_| "its answer broke off".to_owned();
    let mut bytes = Vec::new();
    let mut stream = response.stream().map_err(broken)?;
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(broken)?;
        if bytes.len() + chunk.len() > CHECK_BYTES {
            return Err(format!("its answer is larger than {CHECK_BYTES} bytes"));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

fn outcome(status: u16, body: &[u8]) -> CheckOutcome {
    match (json::read::<Map<String, Value>>(body), status) {
        (Ok(_), 404) => CheckOutcome::NotFound,
        (Err(_), 404) => failed("it answered with status 404 and no JSON: the address may be wrong"),
        (Ok(object), _) => match fields(object) {
            Ok(fields) => CheckOutcome::Answered { fields },
            Err(why) => failed(why),
        },
        (Err(_), _) => failed("its answer is not a JSON object"),
    }
}

/// Texts by name: numbers as they are written, `true` and `false` as "yes" and "no"; what is `null` is not there.
fn fields(object: Map<String, Value>) -> Result<BTreeMap<String, String>, String> {
    if object.len() > CHECK_FIELDS {
        return Err(format!(
            "its answer has {} fields, the most is {CHECK_FIELDS}",
            object.len()
        ));
    }
    let mut fields = BTreeMap::new();
    for (name, value) in object {
        if name.len() > NAME_BYTES {
            return Err("its answer has a field with too long a name".to_owned());
        }
        let value = match value {
            Value::Null => continue,
            Value::Bool(yes) => if yes { "yes" } else { "no" }.to_owned(),
            Value::Number(number) => number.to_string(),
            Value::String(text) => text,
            Value::Array(_) | Value::Object(_) => {
                return Err(format!("`{name}` of its answer is neither a text nor a number"));
            }
        };
        if value.chars().count() > SLOT_CHARS {
            return Err(format!(
                "`{name}` of its answer is longer than {SLOT_CHARS} characters"
            ));
        }
        fields.insert(name, value);
    }
    Ok(fields)
}

fn failed(because: impl Into<String>) -> CheckOutcome {
    CheckOutcome::Failed {
        because: because.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gangway_protocol::FileFormat;

    fn read(status: u16, body: &str) -> String {
        match outcome(status, body.as_bytes()) {
            CheckOutcome::Answered { fields } => format!("{fields:?}"),
            CheckOutcome::NotFound => "not found".to_owned(),
            CheckOutcome::Failed { because } => because,
        }
    }

    #[test]
    fn an_answer_is_an_object_of_scalars() {
        let answer = r#"{"destination":"Cusco","nights":6,"price":12.5,"paid":true,"guide":null}"#;
        assert_eq!(
            read(200, answer),
            r#"{"destination": "Cusco", "nights": "6", "paid": "yes", "price": "12.5"}"#
        );
        assert_eq!(read(200, "{}"), "{}");
        for (body, why) in [
            ("", "its answer is not a JSON object"),
            ("[]", "its answer is not a JSON object"),
            ("\"Cusco\"", "its answer is not a JSON object"),
            ("<html>", "its answer is not a JSON object"),
            ("{\"a\":1}x", "its answer is not a JSON object"),
            ("{\"a\":[1]}", "`a` of its answer is neither a text nor a number"),
            ("{\"a\":{}}", "`a` of its answer is neither a text nor a number"),
        ] {
            assert_eq!(read(200, body), why);
        }
        let long = format!("{{\"a\":\"{}\"}}", "x".repeat(SLOT_CHARS + 1));
        assert_eq!(
            read(200, &long),
            "`a` of its answer is longer than 500 characters"
        );
        let many: Vec<String> = (0..=CHECK_FIELDS)
            .map(|number| format!("\"f{number}\":1"))
            .collect();
        assert_eq!(
            read(200, &format!("{{{}}}", many.join(","))),
            "its answer has 33 fields, the most is 32"
        );
    }

    #[test]
    fn a_clock_that_jumps_makes_nobody_wait_longer() {
        let (at, until) = (Timestamp(10_000), Timestamp(15_000));
        assert_eq!(left(at, until, at), Some(5_000));
        assert_eq!(left(at, until, Timestamp(14_999)), Some(1));
        assert_eq!(left(at, until, Timestamp(-3_600_000)), Some(5_000), "back");
        assert_eq!(left(at, until, until), None);
        assert_eq!(left(at, until, Timestamp(3_600_000)), None, "ahead");
    }

    #[test]
    fn only_a_system_that_speaks_json_says_that_there_is_none() {
        assert_eq!(read(404, "{\"error\":\"no such booking\"}"), "not found");
        assert_eq!(
            read(404, "<h1>Not Found</h1>"),
            "it answered with status 404 and no JSON: the address may be wrong"
        );
    }

    #[test]
    fn a_question_is_unchanged() {
        let question = Question {
            event: "check",
            delivery: "c1:check:9",
            workspace: &"meridian-tours".into(),
            conversation: &"c1".into(),
            action: &"trip".into(),
            values: &[("booking".into(), "MT204518".to_owned())].into(),
            files: &BTreeMap::new(),
            at: Timestamp(1_800_000_000_000),
        };
        assert_eq!(
            serde_json::to_string(&question).unwrap_or_default(),
            r#"{"event":"check","delivery":"c1:check:9","workspace":"meridian-tours","conversation":"c1","action":"trip","values":{"booking":"MT204518"},"at":1800000000000}"#
        );
        let bill = FileRef {
            file: 2,
            name: "bill.pdf".to_owned(),
            format: FileFormat::Pdf,
            bytes: 86_000,
        };
        let question = Question {
            files: &[("bills".into(), vec![bill])].into(),
            ..question
        };
        assert_eq!(
            serde_json::to_string(&question).unwrap_or_default(),
            r#"{"event":"check","delivery":"c1:check:9","workspace":"meridian-tours","conversation":"c1","action":"trip","values":{"booking":"MT204518"},"files":{"bills":[{"file":2,"name":"bill.pdf","format":"pdf","bytes":86000}]},"at":1800000000000}"#
        );
    }
}
