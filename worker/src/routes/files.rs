//! Files of a conversation: sent by its visitor, looked at by them and by agents of its workspace.

use gangway_protocol::file::size_in_words;
use gangway_protocol::limits::FILE_BYTES;
use gangway_protocol::routes::Operation;
use gangway_protocol::{ActionId, Code, FileFormat, Problem, SlotId, card};
use worker::Response;

use super::agent::still_works;
use super::visitor::entries_of;
use super::{accepted, conversation_stub, unexpected};
use crate::ask;
use crate::calls::{ConversationCall, ConversationReply, ToConversation};
use crate::files::without_metadata;
use crate::http::problem::Failure;
use crate::http::{Asked, body};

/// What to send instead.
const TAKEN: &str = "send a JPEG, a PNG, a WebP or a PDF";

/// (1) How it is called and what it is, by its first bytes. (2) What it says beside what it shows is taken out. (3) The
/// conversation decides and keeps it.
pub(super) async fn post(mut asked: Asked) -> Result<Response, Failure> {
    let client_id = body::client_id(asked.query("client_id").unwrap_or_default().into())?;
    let said = asked.query("name").unwrap_or_default();
    let bytes = body::bytes(&mut asked.request, FILE_BYTES, &too_large).await?;
    if bytes.is_empty() {
        return Err(Problem::new(Code::Empty, "The file is empty.").hint(TAKEN).into());
    }
    let Some(format) = FileFormat::of(&bytes) else {
        let message = "The file is neither a picture nor a PDF that is taken here.";
        return Err(Problem::new(Code::UnsupportedFile, message).hint(TAKEN).into());
    };
    let Some(bytes) = without_metadata(format, bytes) else {
        let message = "The picture is damaged.";
        return Err(Problem::new(Code::UnsupportedFile, message)
            .hint("save it anew, and send that")
            .into());
    };
    let call = ConversationCall::KeepFile {
        client_id,
        name: format.name(&card::redact(&said)),
        format,
        wanted_by: asked.query("for").as_deref().and_then(slot_of),
    };
    let (reply, _) = exchange(&asked, call, &bytes).await?;
    entries_of(reply)
}

/// Nothing that was sent is ever shown by a browser as a page of this origin.
pub(super) async fn get(asked: Asked) -> Result<Response, Failure> {
    let file = asked.file()?;
    if asked.route.operation == Operation::AgentFile {
        still_works(&asked).await?;
    }
    let (reply, bytes) = exchange(&asked, ConversationCall::File { file }, &[]).await?;
    let ConversationReply::File(file) = reply else {
        return Err(unexpected());
    };
    let response = Response::from_bytes(bytes)?;
    let name = format!("attachment; filename*=UTF-8''{}", encoded(&file.name));
    for (header, value) in [
        ("content-type", file.format.media_type()),
        ("content-disposition", &name),
        ("content-security-policy", "default-src 'none'; sandbox"),
        ("cache-control", "private, no-store"),
    ] {
        response.headers().set(header, value)?;
    }
    Ok(response)
}

async fn exchange(
    asked: &Asked,
    call: ConversationCall,
    bytes: &[u8],
) -> Result<(ConversationReply, Vec<u8>), Failure> {
    let stub = conversation_stub(asked, asked.conversation()?)?;
    let to = ToConversation {
        workspace: asked.workspace()?.clone(),
        call,
    };
    let (reply, bytes) = ask::with_bytes(&stub, &to, bytes).await?;
    Ok((accepted(reply)?, bytes))
}

/// `damage-report.photos`. What is none is of no slot, as what the playbook does not have.
fn slot_of(wanted_by: &str) -> Option<(ActionId, SlotId)> {
    let (action, slot) = wanted_by.split_once('.')?;
    Some((action.into(), slot.into()))
}

fn too_large() -> Problem {
    let most = size_in_words(u32::try_from(FILE_BYTES).unwrap_or(u32::MAX));
    Problem::new(
        Code::TooLong,
        format!("The file is too large; {most} are allowed."),
    )
    .hint("send a smaller picture, or a part of the document")
}

/// A name as RFC 8187 has it in a header.
fn encoded(name: &str) -> String {
    let mut encoded = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_') {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::encoded;

    #[test]
    fn a_name_cannot_leave_its_header() {
        assert_eq!(
            encoded("Tür \"1\"; x=\r\n.jpg"),
            "T%C3%BCr%20%221%22%3B%20x%3D%0D%0A.jpg"
        );
    }
}
