//! A line that was typed → what is to happen.

/// What a line asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Typed {
    Nothing,
    /// A step as it stands in a rehearsal's `[[step]]`.
    Step(String),
    Undo,
    Again,
    Reload,
    Save(String),
    Help,
    Quit,
    /// It cannot be understood, and why.
    Unknown(String),
}

/// What `/help` says.
pub(super) const HELP: &str = "\
the traveller     any text that does not begin with / or @
                  /person                     asks for a person by the button
                  /call-off                   stops waiting
                  /fill ACTION SLOT=VALUE, …  fills a form
                  /send scratch.jpg           sends a file: .jpg, .png, .webp or .pdf
                  /leave                      closes the page
time              /wait 5m                    so much passes, from 1s to 30d
booking system    /system down                gives no answer
                  /system not-found           knows nothing of it
                  /system FIELD=VALUE, …      answers the check that is under way
an agent          @Ines claims                also: releases, resolves, returns_to_bot, goes_offline
                  @Ines replies I am looking  also: notes …
                  @Ines tags vip              also: untags …, transfers TEAM, snoozes 20h, takes_from Rui
the conversation  /undo                       takes back the last step
                  /again                      begins from the beginning
                  /reload                     reads the workspace's files anew and plays the same steps
                  /save NAME                  keeps it as rehearsals/NAME.toml, with what followed
                  /quit
";

/// Reads a line.
pub(super) fn typed(line: &str) -> Typed {
    let line = line.trim();
    if line.is_empty() {
        return Typed::Nothing;
    }
    if let Some(command) = line.strip_prefix('/') {
        return of_command(command);
    }
    match line.strip_prefix('@') {
        Some(agent) => of_agent(agent),
        None => Typed::Step(format!("says = {}", quoted(line))),
    }
}

fn of_command(command: &str) -> Typed {
    let (word, rest) = cut(command);
    match (word, rest) {
        ("person" | "call-off", "") => Typed::Step(format!("presses = {}", quoted(word))),
        ("leave", "") => Typed::Step("leaves = true".to_owned()),
        ("send", name) if !name.is_empty() => Typed::Step(format!("sends = {}", quoted(name))),
        ("wait", time) if !time.is_empty() => Typed::Step(format!("wait = {}", quoted(time))),
        ("system", reply @ ("down" | "not-found")) => Typed::Step(format!("system = {}", quoted(reply))),
        ("system", fields) => match table(fields) {
            Some(table) => Typed::Step(format!("system = {table}")),
            None => Typed::Unknown(
                "write `/system down`, `/system not-found` or `/system FIELD=VALUE, …`".to_owned(),
            ),
        },
        ("fill", rest) => {
            let (action, values) = cut(rest);
            match table(values) {
                Some(table) => Typed::Step(format!("fills = {{ {} = {table} }}", quoted(action))),
                None => Typed::Unknown("write `/fill ACTION SLOT=VALUE, …`".to_owned()),
            }
        }
        ("undo", "") => Typed::Undo,
        ("again", "") => Typed::Again,
        ("reload", "") => Typed::Reload,
        ("help", "") => Typed::Help,
        ("quit" | "exit", "") => Typed::Quit,
        ("save", name) => {
            let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            if !name.is_empty() && name.len() <= 80 && name.chars().all(fits) {
                Typed::Save(name.to_owned())
            } else {
                Typed::Unknown("write `/save NAME`, a name of small letters, digits and hyphens".to_owned())
            }
        }
        _ => Typed::Unknown(format!("`/{command}` is none of the commands that `/help` lists")),
    }
}

fn of_agent(line: &str) -> Typed {
    let (name, deed) = cut(line);
    let (verb, rest) = cut(deed);
    let value = match (verb, rest) {
        ("claims" | "releases" | "resolves" | "returns_to_bot" | "goes_offline", "") => "true".to_owned(),
        ("replies" | "notes" | "transfers" | "snoozes" | "takes_from", text) if !text.is_empty() => {
            quoted(text)
        }
        ("tags" | "untags", tags) if !tags.is_empty() => {
            let tags: Vec<String> = tags
                .split([' ', ','])
                .filter(|tag| !tag.is_empty())
                .map(quoted)
                .collect();
            format!("[{}]", tags.join(", "))
        }
        _ => {
            return Typed::Unknown(format!(
                "what does {name} do? `@{name} claims`, `@{name} replies …`; `/help` lists all"
            ));
        }
    };
    Typed::Step(format!("agent = {}\n{verb} = {value}", quoted(name)))
}

/// `a=b, c=d` as a table in braces.
fn table(fields: &str) -> Option<String> {
    let fields: Option<Vec<String>> = fields
        .split(',')
        .map(|field| {
            let (name, value) = field.split_once('=')?;
            let (name, value) = (name.trim(), value.trim());
            (!name.is_empty() && !value.is_empty()).then(|| format!("{} = {}", quoted(name), quoted(value)))
        })
        .collect();
    Some(format!("{{ {} }}", fields?.join(", ")))
}

/// The first word, and what stands behind it.
fn cut(text: &str) -> (&str, &str) {
    let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    (word, rest.trim())
}

/// A text as TOML has it in quotes. JSON's are the same, but for one character that is none.
pub(super) fn quoted(text: &str) -> String {
    serde_json::Value::from(text.replace('\u{7f}', "")).to_string()
}

#[cfg(test)]
mod tests {
    use super::{Typed, typed};

    fn step(line: &str) -> String {
        let typed = typed(line);
        if let Typed::Step(step) = typed {
            return step;
        }
        format!("{typed:?}")
    }

    #[test]
    fn lines_are_steps_as_rehearsals_have_them() {
        for (line, expected) in [
            ("  Where is \"my\" bag?\n", r#"says = "Where is \"my\" bag?""#),
            ("/person", r#"presses = "person""#),
            ("/wait 5m", r#"wait = "5m""#),
            ("/send scratch.jpg", r#"sends = "scratch.jpg""#),
            ("/system down", r#"system = "down""#),
            (
                "/system car = Compact, branch=Faro Airport",
                r#"system = { "car" = "Compact", "branch" = "Faro Airport" }"#,
            ),
            (
                "/fill trip booking=MT204518",
                r#"fills = { "trip" = { "booking" = "MT204518" } }"#,
            ),
            ("@Ines claims", "agent = \"Ines\"\nclaims = true"),
            (
                "@Ines replies Hello there, Ana",
                "agent = \"Ines\"\nreplies = \"Hello there, Ana\"",
            ),
            (
                "@Ines tags vip, late",
                "agent = \"Ines\"\ntags = [\"vip\", \"late\"]",
            ),
        ] {
            assert_eq!(step(line), expected);
        }
    }

    #[test]
    fn what_cannot_be_understood_is_said_with_what_can() {
        for line in [
            "/send",
            "/wait",
            "/dance",
            "/system",
            "/fill trip",
            "@Ines",
            "@Ines dances",
            "/save My Trip",
            "/save ../x",
        ] {
            assert!(matches!(typed(line), Typed::Unknown(_)), "{line}");
        }
        assert_eq!(typed(" \n"), Typed::Nothing);
        assert_eq!(typed("/save my-trip-2"), Typed::Save("my-trip-2".to_owned()));
    }
}
