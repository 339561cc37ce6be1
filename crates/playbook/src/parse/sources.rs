//! `[[document]]` and `[[site]]`: what is said about documents, and where more of them come from.

use std::collections::BTreeSet;

use toml::value::Datetime;

use super::fields::{Fields, Value, kind};
use super::report::{At, Read, Report};
use super::value;
use crate::sources::{DocumentRow, Pattern, Position, Said, Site};

/// Longest address or path, in characters.
const ADDRESS_CHARS: usize = 500;
/// Pages of a site when nothing else is said, and the most that can be.
const PAGES: u32 = 500;
const MOST_PAGES: u32 = 5_000;
/// Rest between two requests to a site, in milliseconds, when nothing else is said.
const PAUSE: u64 = 1_000;

/// The path of a table.
pub(super) fn table(report: &mut Report, key: &'static str, item: &Value<'_>) -> Read<At<String>> {
    let path = value::text(report, key, item)?;
    let at = item.span().start;
    if !value::is_below(&path) {
        return Err(report.wrong_with(
            at,
            format!("`{path}` is no path below the workspace's folder or the one of the deployment's table"),
            "write it from there on, with `/` between folders: `table = \"many-256.table\"`",
        ));
    }
    Ok(At { value: path, at })
}

/// Reads one `[[document]]`. Its position is set by who knows the text.
pub(super) fn document(
    report: &mut Report,
    seen: &mut BTreeSet<String>,
    mut fields: Fields<'_>,
) -> Read<At<DocumentRow>> {
    let at = fields.at;
    let path = fields.required(report, "path", |report, key, item| {
        let path = pattern(report, key, item)?;
        if !seen.insert(path.to_string()) {
            return Err(report.wrong_with(
                item.span().start,
                format!("the path `{path}` stands twice"),
                "say everything about it in one row",
            ));
        }
        Ok(path)
    });
    let title = fields.optional(report, "title", value::text);
    let link = fields.optional(report, "link", address);
    let said = said(report, &mut fields);
    let says_something = fields.given().len() > 1;
    fields.done(report);
    let (path, said) = (path?, said?);
    let (title, link) = (title?, link?);
    if !path.is_plain() && (title.is_some() || link.is_some()) {
        let key = if title.is_some() { "title" } else { "link" };
        return Err(report.wrong_with(
            at,
            format!("`{path}` may be many documents, and one `{key}` cannot be that of all"),
            "name one document in `path`",
        ));
    }
    let row = DocumentRow {
        path,
        said: Said { title, link, ..said },
        at: Position::default(),
    };
    if !says_something {
        let message = format!("the row of `{}` says nothing about it", row.path);
        return Err(report.wrong(at, message));
    }
    Ok(At { value: row, at })
}

/// Reads one `[[site]]`.
pub(super) fn site(report: &mut Report, mut fields: Fields<'_>) -> Read<At<Site>> {
    let at = fields.at;
    let sitemap = fields.optional(report, "sitemap", address);
    let pages = fields.optional(report, "pages", |report, key, item| {
        value::list(report, key, item, address)
    });
    let include = fields.optional(report, "include", paths);
    let exclude = fields.optional(report, "exclude", paths);
    let most = fields.optional(report, "most", |report, key, item| {
        value::whole(report, key, item, 1..=MOST_PAGES)
    });
    let pause = fields.optional(report, "pause", |report, key, item| {
        value::duration(report, key, item, ["0s", "1m"])
    });
    let title = fields.optional(report, "title", value::text);
    let said = said(report, &mut fields);
    fields.done(report);
    let (sitemap, pages) = (sitemap?, pages?.unwrap_or_default());
    let (include, exclude) = (include?.unwrap_or_default(), exclude?.unwrap_or_default());
    if sitemap.is_none() && pages.is_empty() {
        return Err(report.wrong_with(
            at,
            "the site has neither a `sitemap` nor `pages`",
            "add `sitemap = \"https://…/sitemap.xml\"` or `pages = [\"https://…\"]`",
        ));
    }
    if sitemap.is_none() && !(include.is_empty() && exclude.is_empty()) {
        return Err(report.wrong(
            at,
            "`include` and `exclude` choose among the pages of a `sitemap`, and there is none",
        ));
    }
    let site = Site {
        sitemap,
        pages,
        include,
        exclude,
        most: most?.unwrap_or(PAGES),
        pause: pause?.map_or(PAUSE, |pause| u64::try_from(pause).unwrap_or(PAUSE)),
        said: Said {
            title: title?,
            ..said?
        },
        at: Position::default(),
    };
    Ok(At { value: site, at })
}

/// What can be said about one document and about many.
fn said(report: &mut Report, fields: &mut Fields<'_>) -> Read<Said> {
    let audience = fields.optional(report, "audience", |report, key, item| {
        value::one_of(report, key, item, &["public", "agents"]).map(|audience| audience == "agents")
    });
    let place = fields.optional(report, "place", |report, key, item| {
        let place = value::text(report, key, item)?;
        if !place.chars().any(char::is_alphanumeric) {
            return Err(report.wrong(
                item.span().start,
                format!("`{key}` has no letter or digit: `{place}`"),
            ));
        }
        Ok(place)
    });
    let language = fields.optional(report, "language", value::language);
    let from = fields.optional(report, "from", day);
    let until = fields.optional(report, "until", day);
    let (from, until) = (from?, until?);
    if let (Some(from), Some(until)) = (&from, &until)
        && until.value < from.value
    {
        let message = format!("`until` lies before `from`: {}, {}", until.value, from.value);
        return Err(report.wrong(until.at, message));
    }
    Ok(Said {
        title: None,
        link: None,
        for_agents: audience?,
        place: place?,
        language: language?,
        from: from.map(|day| day.value),
        until: until.map(|day| day.value),
    })
}

/// A day of the calendar as `2027-03-31`, with or without quotes.
fn day(report: &mut Report, key: &'static str, item: &Value<'_>) -> Read<At<String>> {
    let at = item.span().start;
    let given = item.get_ref();
    let date = match (given.as_str(), given.as_datetime()) {
        (Some(text), _) => text.trim().parse::<Datetime>().ok(),
        (None, Some(date)) => Some(*date),
        (None, None) => None,
    };
    match date {
        Some(Datetime {
            date: Some(date),
            time: None,
            offset: None,
        }) if date.year > 0 => Ok(At {
            value: date.to_string(),
            at,
        }),
        Some(_) | None => {
            let said = match (given.as_str(), date) {
                (Some(text), _) => format!("`{text}` is not a day"),
                (None, Some(_)) => format!("`{key}` must be a day, without a time"),
                (None, None) => format!("`{key}` must be a day, not {}", kind(given)),
            };
            Err(report.wrong_with(at, said, format!("write `{key} = 2027-03-31`")))
        }
    }
}

/// The path of documents below `documents/`.
fn pattern(report: &mut Report, key: &'static str, item: &Value<'_>) -> Read<Pattern> {
    let at = item.span().start;
    let path = short(report, key, item)?;
    let below = path.trim_start_matches("./").trim_start_matches('/');
    let below = below.strip_prefix("documents/").unwrap_or(below);
    if path.contains('\\') {
        let hint = format!("write `{}`", path.replace('\\', "/"));
        return Err(report.wrong_with(at, format!("`{path}` has `\\` between folders"), hint));
    }
    if below != path {
        let message = format!("`{path}` does not begin below `documents/`");
        return Err(report.wrong_with(at, message, format!("write `{below}`")));
    }
    Ok(Pattern::new(&path))
}

/// Paths of a site's addresses.
fn paths<'t>(report: &mut Report, key: &'static str, item: &'t Value<'t>) -> Read<Vec<Pattern>> {
    value::list(report, key, item, |report, key, item| {
        let path = short(report, key, item)?;
        if !path.starts_with('/') && !path.starts_with("**") {
            let message = format!("the path of an address begins with `/`, and `{path}` does not");
            return Err(report.wrong_with(item.span().start, message, format!("write `/{path}`")));
        }
        Ok(Pattern::new(&path))
    })
}

/// An address of the web.
fn address(report: &mut Report, key: &'static str, item: &Value<'_>) -> Read<String> {
    let address = short(report, key, item)?;
    let rest = ["https://", "http://"]
        .into_iter()
        .find_map(|scheme| address.strip_prefix(scheme));
    let host = rest.and_then(|rest| rest.split(['/', '?', '#']).next());
    let is_clean = !address.contains(|c: char| c.is_whitespace() || c.is_control());
    if is_clean && host.is_some_and(|host| host.chars().any(char::is_alphanumeric)) {
        return Ok(address);
    }
    let message = format!("`{address}` is not an address");
    Err(report.wrong_with(
        item.span().start,
        message,
        "it begins with `https://` or `http://` and a host",
    ))
}

fn short(report: &mut Report, key: &'static str, item: &Value<'_>) -> Read<String> {
    let text = value::text(report, key, item)?;
    if text.chars().count() > ADDRESS_CHARS {
        let message = format!("`{key}` has more than {ADDRESS_CHARS} characters");
        return Err(report.wrong(item.span().start, message));
    }
    Ok(text)
}
