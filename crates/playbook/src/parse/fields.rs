//! One table of the file: its keys are asked for by name, and one that nobody asks for is a mistake.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::nearest;
use super::report::{Read, Report};

/// A value with its position.
pub(super) type Value<'t> = Spanned<DeValue<'t>>;

/// One table being read.
#[derive(Debug)]
pub(super) struct Fields<'t> {
    /// How messages call it.
    pub(super) name: &'static str,
    /// Where it begins.
    pub(super) at: usize,
    table: &'t DeTable<'t>,
    known: Vec<&'static str>,
}

impl<'t> Fields<'t> {
    /// Begins to read a table.
    pub(super) fn new(name: &'static str, at: usize, table: &'t DeTable<'t>) -> Self {
        Self {
            name,
            at,
            table,
            known: Vec::new(),
        }
    }

    /// Begins to read a value that must be a table.
    pub(super) fn of(report: &mut Report, name: &'static str, value: &'t Value<'t>) -> Read<Self> {
        let at = value.span().start;
        match value.get_ref().as_table() {
            Some(table) => Ok(Self::new(name, at, table)),
            None => Err(report.wrong(
                at,
                format!("{name} must be a table in braces, not {}", kind(value.get_ref())),
            )),
        }
    }

    /// The key's value, when the key is there.
    pub(super) fn get(&mut self, key: &'static str) -> Option<&'t Value<'t>> {
        self.known.push(key);
        self.table.get(key)
    }

    /// The key's value, read; `None` when the key is not there.
    pub(super) fn optional<T>(
        &mut self,
        report: &mut Report,
        key: &'static str,
        read: impl FnOnce(&mut Report, &'static str, &'t Value<'t>) -> Read<T>,
    ) -> Read<Option<T>> {
        self.get(key).map(|value| read(report, key, value)).transpose()
    }

    /// The key's value, read; its absence is a mistake.
    pub(super) fn required<T>(
        &mut self,
        report: &mut Report,
        key: &'static str,
        read: impl FnOnce(&mut Report, &'static str, &'t Value<'t>) -> Read<T>,
    ) -> Read<T> {
        match self.get(key) {
            Some(value) => read(report, key, value),
            None => Err(report.wrong(self.at, format!("{} has no `{key}`", self.name))),
        }
    }

    /// The tables of `[[key]]`, in order. A list in the place of a table names both ways to write it.
    pub(super) fn tables(
        &mut self,
        report: &mut Report,
        key: &'static str,
        name: &'static str,
    ) -> Read<Vec<Fields<'t>>> {
        let Some(value) = self.get(key) else {
            return Ok(Vec::new());
        };
        let Some(items) = value.get_ref().as_array() else {
            return Err(report.wrong_with(
                value.span().start,
                format!("`{key}` must be a list of tables, not {}", kind(value.get_ref())),
                format!("write `[[{key}]]` with two brackets"),
            ));
        };
        let read: Vec<_> = items.iter().map(|item| Fields::of(report, name, item)).collect();
        read.into_iter().collect()
    }

    /// The keys the file gives, in its order.
    pub(super) fn given(&self) -> Vec<(&'t str, usize)> {
        let mut keys: Vec<_> = self
            .table
            .keys()
            .map(|key| (key.get_ref().as_ref(), key.span().start))
            .collect();
        keys.sort_by_key(|(_, at)| *at);
        keys
    }

    /// Keys, their positions and their values, in the order of the file.
    pub(super) fn entries(&self) -> Vec<(&'t str, usize, &'t Value<'t>)> {
        let mut entries: Vec<_> = self
            .table
            .iter()
            .map(|(key, value)| (key.get_ref().as_ref(), key.span().start, value))
            .collect();
        entries.sort_by_key(|(_, at, _)| *at);
        entries
    }

    /// Reports every key that nobody asked for.
    pub(super) fn done(self, report: &mut Report) {
        for (key, at) in self.given() {
            if !self.known.contains(&key) {
                let message = format!("unknown key `{key}` in {}", self.name);
                let otherwise = format!("the keys of {} are", self.name);
                match nearest::hint(key, self.known.iter().copied(), &otherwise) {
                    Some(hint) => report.wrong_with(at, message, hint),
                    None => report.wrong(at, message),
                };
            }
        }
    }
}

/// What a value is, in words.
pub(super) fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number with a point",
        DeValue::Boolean(_) => "`true` or `false`",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
