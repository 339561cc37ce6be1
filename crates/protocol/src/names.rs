//! Names for ids, where people read them.
//!
//! Reasons are stored with ids in backticks ("tag `lost-luggage`", "`luggage-report` is complete"): what these are called
//! may change, what they are does not. The names are put in where the reason is shown.

/// What an id in a reason is of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Named {
    /// A tag.
    Tag,
    /// An action.
    Action,
    /// A team.
    Team,
}

/// What follows an action in a reason.
const OF_ACTION: [&str; 4] = [
    " is complete",
    " is not complete",
    " could not be completed",
    " has not failed",
];
/// What follows a team.
const OF_TEAM: [&str; 2] = [" is closed", " is open"];

/// An id in words: `duty-desk` is "Duty desk".
pub fn in_words(id: &str) -> String {
    let words = id.replace('-', " ");
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => words,
    }
}

/// A reason as people read it: without backticks, and with the `name` of each tag, action and team in them.
pub fn named(reason: &str, name: impl Fn(Named, &str) -> String) -> String {
    let mut said = String::with_capacity(reason.len());
    let mut rest = reason;
    while let Some((before, after)) = rest.split_once('`') {
        said.push_str(before);
        let Some((id, behind)) = after.split_once('`') else {
            rest = after;
            break;
        };
        let follows = |what: &[&str]| what.iter().any(|what| behind.starts_with(what));
        let kind = if before.ends_with("tag ") {
            Some(Named::Tag)
        } else if follows(&OF_ACTION) {
            Some(Named::Action)
        } else if follows(&OF_TEAM) {
            Some(Named::Team)
        } else {
            None
        };
        match kind {
            Some(kind) => said.push_str(&name(kind, id)),
            None => said.push_str(id),
        }
        rest = behind;
    }
    said.push_str(rest);
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_in_reasons_are_read_by_their_names() {
        let name = |kind, id: &str| match (kind, id) {
            (Named::Tag, "vip") => "VIP".to_owned(),
            (_, id) => in_words(id),
        };
        for (reason, read) in [
            (
                "tag `lost-luggage`, said \"my bag\"",
                "tag Lost luggage, said \"my bag\"",
            ),
            ("no tag `vip`", "no tag VIP"),
            (
                "`booking-lookup` is complete and `branch` is Faro",
                "Booking lookup is complete and branch is Faro",
            ),
            (
                "`booking-lookup` could not be completed",
                "Booking lookup could not be completed",
            ),
            ("`duty-desk` is closed", "Duty desk is closed"),
            ("the language is `en`, not `es`", "the language is en, not es"),
            ("a lone ` stays out", "a lone  stays out"),
            ("", ""),
        ] {
            assert_eq!(named(reason, name), read);
        }
    }
}
