//! `[quality]`.

use super::fields::{Fields, Value};
use super::report::{Read, Report, position};
use super::value;
use crate::quality::Quality;

/// The file of questions where none is named.
const QUESTIONS: &str = "questions.jsonl";

/// Reads `[quality]`; `text` is the whole file.
pub(super) fn quality<'t>(report: &mut Report, text: &str, item: &'t Value<'t>) -> Read<Quality> {
    let mut fields = Fields::of(report, "`[quality]`", item)?;
    let at = fields.at;
    let questions = fields.optional(report, "questions", beside);
    let found_first = fields.optional(report, "found_first", value::share);
    let found_five = fields.optional(report, "found_five", value::share);
    let answered = fields.optional(report, "answered", value::share);
    let precision = fields.optional(report, "precision", value::share);
    let invented = fields.optional(report, "invented", value::share);
    fields.done(report);
    let quality = Quality {
        questions: questions?.unwrap_or_else(|| QUESTIONS.to_owned()),
        found_first: found_first?,
        found_five: found_five?,
        answered: answered?,
        precision: precision?,
        invented: invented?,
        at: position(text, at),
    };
    let shares = [
        quality.found_first,
        quality.found_five,
        quality.answered,
        quality.precision,
        quality.invented,
    ];
    if shares.iter().all(Option::is_none) {
        return Err(report.wrong_with(
            at,
            "`[quality]` asks for nothing",
            "add `found_first`, `found_five`, `answered` or `precision`, at least so much, or `invented`, at most so much",
        ));
    }
    Ok(quality)
}

/// A file in the workspace's folder.
fn beside(report: &mut Report, key: &'static str, item: &Value<'_>) -> Read<String> {
    let name = value::text(report, key, item)?;
    if !value::is_below(&name) {
        return Err(report.wrong_with(
            item.span().start,
            format!("`{name}` is no file in the workspace's folder"),
            "write its path from `workspace.toml` on, with `/` between folders: `questions.jsonl`",
        ));
    }
    Ok(name)
}
