//! Bodies: bounded, UTF-8, JSON of the expected shape, with values within their limits.

use std::pin::pin;

use futures_util::StreamExt as _;
use futures_util::future::{Either, select};
use gangway_protocol::limits::{BODY_BYTES, MESSAGE_CHARS, NAME_BYTES};
use gangway_protocol::{ClientId, Code, Problem, Timestamp};
use serde::Serialize;
use serde::de::DeserializeOwned;
use worker::{Request, Response, ResponseBuilder};

use super::place::place;
use super::problem::Failure;
use crate::clock;

/// Reads a body. No more than [`BODY_BYTES`] are ever held.
pub(crate) async fn read<T: DeserializeOwned>(request: &mut Request) -> Result<T, Failure> {
    Ok(parse(&bytes(request, BODY_BYTES, &too_large).await?)?)
}

/// How long a body may take before its bytes are counted, in milliseconds.
const PATIENCE: u32 = 20_000;
/// From then on it comes at this rate at least, in bytes per second: 5 MB take five minutes and a half at the most.
const SLOWEST: usize = 16 * 1024;

/// Until when a body that has begun at a moment is waited for, of which so many bytes have come.
fn deadline(began: Timestamp, bytes: usize) -> Timestamp {
    let earned = (bytes as u64).saturating_mul(1_000) / SLOWEST as u64;
    began.plus(i64::from(PATIENCE) + i64::try_from(earned).unwrap_or(i64::MAX / 2))
}

/// Reads a body as it is. No more than `most` bytes are ever held, and it is not waited for longer than its bytes earn.
pub(crate) async fn bytes(
    request: &mut Request,
    most: usize,
    too_large: &dyn Fn() -> Problem,
) -> Result<Vec<u8>, Failure> {
    let announced = request
        .headers()
        .get("content-length")?
        .and_then(|length| length.parse::<usize>().ok());
    if announced.is_some_and(|length| length > most) {
        return Err(too_large().into());
    }
    // What is announced need not come, and memory of WASM that was taken is never given back.
    let mut bytes = Vec::with_capacity(announced.unwrap_or(0).min(BODY_BYTES));
    // Without a body there is no stream.
    if request.inner().body().is_some() {
        let mut stream = request.stream()?;
        let began = clock::now();
        let mut late = pin!(clock::wait(PATIENCE));
        loop {
            match select(stream.next(), late.as_mut()).await {
                Either::Left((None, _)) => break,
                Either::Left((Some(chunk), _)) => {
                    let chunk = chunk?;
                    if bytes.len() + chunk.len() > most {
                        return Err(too_large().into());
                    }
                    bytes.extend_from_slice(&chunk);
                }
                Either::Right(_) => {
                    let left = deadline(began, bytes.len()).0 - clock::now().0;
                    match u32::try_from(left) {
                        Ok(left) if left > 0 => late.set(clock::wait(left)),
                        Ok(_) | Err(_) => return Err(too_slow().into()),
                    }
                }
            }
        }
    }
    Ok(bytes)
}

/// A JSON answer.
pub(crate) fn json<T: Serialize>(status: u16, value: &T) -> Result<Response, Failure> {
    Ok(ResponseBuilder::new().with_status(status).from_json(value)?)
}

/// A message's text: something, and not too much. Kept as it was typed.
pub(crate) fn text(text: String) -> Result<String, Problem> {
    if text.trim().is_empty() {
        return Err(Problem::new(Code::Empty, "`text` is empty."));
    }
    let chars = text.chars().count();
    if chars > MESSAGE_CHARS {
        return Err(Problem::new(
            Code::TooLong,
            format!("`text` has {chars} characters; {MESSAGE_CHARS} are allowed."),
        ));
    }
    Ok(text)
}

/// A client id.
pub(crate) fn client_id(id: ClientId) -> Result<ClientId, Problem> {
    name("client_id", id.as_str())?;
    Ok(id)
}

/// A short name that a client chose or repeats.
pub(crate) fn name(field: &str, name: &str) -> Result<(), Problem> {
    if name.trim().is_empty() {
        return Err(Problem::new(Code::Empty, format!("`{field}` is empty.")));
    }
    if name.len() > NAME_BYTES {
        return Err(Problem::new(
            Code::TooLong,
            format!("`{field}` has {} bytes; {NAME_BYTES} are allowed.", name.len()),
        ));
    }
    Ok(())
}

/// No body at all is an empty object: some commands need nothing.
fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        Problem::new(
            Code::NotUtf8,
            format!("The body is not UTF-8 at byte {}.", error.valid_up_to()),
        )
    })?;
    let text = if text.trim().is_empty() { "{}" } else { text };
    serde_json::from_str(text).map_err(|error| {
        let lines = text.split_inclusive('\n').take(error.line().saturating_sub(1));
        let until = lines.map(str::len).sum::<usize>() + error.column();
        let place = match place(text, until) {
            place if place.is_empty() => place,
            place => format!("`{place}`: "),
        };
        Problem::new(
            Code::BadRequest,
            format!("The body is not as expected: {place}{error}."),
        )
        .hint("the bodies are described at `/docs/api`")
    })
}

fn too_slow() -> Problem {
    Problem::new(
        Code::TooSlow,
        "The rest of the body did not come in time; nothing was stored.",
    )
    .hint("Send it again over a better connection")
}

fn too_large() -> Problem {
    Problem::new(
        Code::TooLong,
        format!("The body is too large; {BODY_BYTES} bytes are allowed."),
    )
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

    use super::*;
    use gangway_protocol::api::{OpenConversation, PostMessage};

    #[test]
    fn a_wrong_body_is_told_where() {
        for (body, code, told) in [
            (
                &b"{\"client_id\":\"a\",\"text\":\"\xff\"}"[..],
                Code::NotUtf8,
                "at byte 25",
            ),
            (b"{\"client_id\":\"a\"}", Code::BadRequest, "missing field `text`"),
            (
                b"{\"client_id\":\"a\",\"text\":5}",
                Code::BadRequest,
                "`text`: invalid type",
            ),
            (
                b"{\"client_id\":\"a\",\"text\":\"b\",\"context\":[{\"seq\":\"x\"}]}",
                Code::BadRequest,
                "`context[0].seq`: invalid type",
            ),
            (b"{", Code::BadRequest, "EOF"),
            (b"[]", Code::BadRequest, "invalid"),
            (
                b"{\"client_id\":\"a\",\"text\":\"b\"} x",
                Code::BadRequest,
                "trailing characters",
            ),
            (b"", Code::BadRequest, "missing field `client_id`"),
        ] {
            let problem = parse::<PostMessage>(body).unwrap_err();
            assert_eq!(problem.code, code, "{problem:?}");
            assert!(problem.message.contains(told), "{problem:?}");
        }
        assert_eq!(
            parse::<OpenConversation>(b" \n").unwrap(),
            OpenConversation::default()
        );
    }

    #[test]
    fn a_text_is_something_and_not_too_much() {
        for (given, code) in [
            ("", Code::Empty),
            (" \n\u{a0}\u{3000}\t", Code::Empty),
            (&"é".repeat(4_001), Code::TooLong),
        ] {
            assert_eq!(text(given.to_owned()).unwrap_err().code, code);
        }
        for given in ["a", " padded ", &"😀".repeat(4_000)] {
            assert_eq!(text(given.to_owned()).unwrap(), given);
        }
    }

    #[test]
    fn a_body_is_waited_for_as_long_as_its_bytes_earn() {
        let until = |bytes| deadline(Timestamp(1_000), bytes).0;
        assert_eq!([0, 1, 16 * 1024].map(until), [21_000, 21_000, 22_000]);
        assert_eq!(until(5 * 1024 * 1024), 341_000);
        assert!(until(usize::MAX) > 341_000);
    }

    #[test]
    fn a_client_id_is_short() {
        assert!(client_id("0198c0de".into()).is_ok());
        assert_eq!(client_id("".into()).unwrap_err().code, Code::Empty);
        assert_eq!(client_id("a".repeat(65).into()).unwrap_err().code, Code::TooLong);
    }
}
