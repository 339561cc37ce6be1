//! What is written down for whoever runs the deployment: an event and its fields as one line of JSON, so that a
//! log can be searched. Never a text of a conversation, never anything about a person.

use serde_json::Value;
use worker::{console_error, console_warn};

/// Something did not go as meant and was made good.
pub(crate) fn warn(event: &str, fields: &Value) {
    console_warn!("{}", line(event, fields));
}

/// Something failed and someone has to know.
pub(crate) fn error(event: &str, fields: &Value) {
    console_error!("{}", line(event, fields));
}

fn line(event: &str, fields: &Value) -> String {
    let mut line = serde_json::json!({ "event": event });
    if let (Value::Object(line), Value::Object(fields)) = (&mut line, fields) {
        line.extend(fields.clone());
    }
    line.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_one_object_with_the_event_and_its_fields() {
        let fields = serde_json::json!({ "attempts": 2, "kind": "publish" });
        assert_eq!(
            line("outbox.retry", &fields),
            r#"{"attempts":2,"event":"outbox.retry","kind":"publish"}"#
        );
    }
}
