//! Names that are defined once and mentioned elsewhere.

use std::collections::BTreeMap;

use super::nearest;
use super::report::{At, Report};

/// What a name names.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Thing {
    Team,
    Tag,
    Rule,
    Action,
}

impl Thing {
    fn word(self) -> &'static str {
        match self {
            Self::Team => "team",
            Self::Tag => "tag",
            Self::Rule => "rule",
            Self::Action => "action",
        }
    }
}

/// Every definition and every mention in a file.
#[derive(Default, Debug)]
pub(super) struct Names {
    defined: BTreeMap<Thing, Vec<String>>,
    given: Vec<(Thing, &'static str)>,
    mentioned: Vec<(Thing, At<String>)>,
}

impl Names {
    /// Notes a definition; a second one of the same name is a mistake.
    pub(super) fn define(&mut self, report: &mut Report, thing: Thing, name: &At<String>) {
        let names = self.defined.entry(thing).or_default();
        if names.contains(&name.value) {
            report.wrong(
                name.at,
                format!("{} `{}` is defined twice", thing.word(), name.value),
            );
        } else {
            names.push(name.value.clone());
        }
    }

    /// Notes what every playbook has without defining it: it is no neighbour of what nobody has defined.
    pub(super) fn has(&mut self, thing: Thing, name: &'static str) {
        self.given.push((thing, name));
    }

    /// Notes a mention, which must turn out to be defined.
    pub(super) fn mention(&mut self, thing: Thing, name: &At<String>) {
        self.mentioned.push((thing, name.clone()));
    }

    /// Reports every mention that is not defined anywhere in the file.
    pub(super) fn check(&self, report: &mut Report) {
        for (thing, name) in &self.mentioned {
            let defined = self.defined.get(thing).map(Vec::as_slice).unwrap_or_default();
            let given = self.given.contains(&(*thing, name.value.as_str()));
            if given || defined.contains(&name.value) {
                continue;
            }
            let word = thing.word();
            let message = format!("there is no {word} `{}`", name.value);
            let hint = nearest::hint(
                &name.value,
                defined.iter().map(String::as_str),
                &format!("the {word}s are"),
            )
            .unwrap_or_else(|| format!("define it with `[[{word}]]` and `id = \"{}\"`", name.value));
            report.wrong_with(name.at, message, hint);
        }
    }
}
