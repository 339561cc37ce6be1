//! A Markdown document as the inside of a page: headings that can be linked to, a table of contents, and what is wider
//! than a phone made to scroll by itself.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "of all that Markdown knows, a few events are looked at and the others pass"
)]

use std::collections::HashMap;

use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

/// The parts of a page.
#[derive(Debug)]
pub(super) struct Document {
    /// The document.
    pub(super) body: String,
    /// Links to its sections, in two levels.
    pub(super) contents: String,
}

/// A section of the table of contents.
struct Section {
    level: HeadingLevel,
    id: String,
    title: String,
}

/// More columns than any table has.
const MOST_COLUMNS: usize = 8;

impl Document {
    /// Reads Markdown.
    pub(super) fn read(markdown: &str) -> Self {
        let events: Vec<Event<'_>> = Parser::new_ext(markdown, Options::ENABLE_TABLES).collect();
        let mut sections = Vec::new();
        let mut taken = HashMap::new();
        let mut out = Vec::new();
        for (at, event) in events.iter().enumerate() {
            match event {
                Event::Start(Tag::Heading { level, .. }) if *level != HeadingLevel::H1 => {
                    let title = words_until(&events[at..], TagEnd::Heading(*level));
                    let id = free_id(&title, &mut taken);
                    out.push(markup(format!("<{level} id=\"{id}\"><a href=\"#{id}\">")));
                    sections.push(Section {
                        level: *level,
                        id,
                        title,
                    });
                }
                Event::End(TagEnd::Heading(level)) if *level != HeadingLevel::H1 => {
                    out.push(markup(format!("</a></{level}>\n")));
                }
                Event::Code(code) => match address(code) {
                    Some(html) => out.push(markup(html)),
                    None => out.push(event.clone()),
                },
                _ => out.push(event.clone()),
            }
        }
        let mut body = String::new();
        html::push_html(&mut body, out.into_iter());
        Self {
            body: framed(body),
            contents: contents(&sections),
        }
    }
}

/// The plain words up to an end.
fn words_until(events: &[Event<'_>], end: TagEnd) -> String {
    let mut words = String::new();
    for event in events {
        match event {
            Event::Text(text) | Event::Code(text) => words.push_str(text),
            Event::End(tag) if *tag == end => break,
            _ => {}
        }
    }
    words
}

/// A name for a link, made from a title as GitHub makes it. A second section of the same title gets a number.
fn free_id(title: &str, taken: &mut HashMap<String, usize>) -> String {
    let id: String = title
        .to_lowercase()
        .chars()
        .filter_map(|c| match c {
            ' ' | '-' => Some('-'),
            c if c.is_alphanumeric() || c == '_' => Some(c),
            _ => None,
        })
        .collect();
    let times = taken.entry(id.clone()).or_default();
    *times += 1;
    if *times == 1 {
        id
    } else {
        format!("{id}-{}", *times - 1)
    }
}

/// `GET /v1/…` with its method told apart, so that a column of addresses can be read.
fn address(code: &str) -> Option<String> {
    let (method, path) = code.split_once(' ')?;
    if !matches!(method, "GET" | "POST") || !path.starts_with('/') {
        return None;
    }
    Some(format!(
        "<code class=\"address\"><b>{method}</b> {}</code>",
        escaped(path).replace('/', "/<wbr>")
    ))
}

/// Tables in a frame that scrolls, as code does; both can be scrolled by keys. A table's head without words is none.
fn framed(body: String) -> String {
    let mut body = body
        .replace("<table>", "<div class=\"table\" tabindex=\"0\"><table>")
        .replace("</table>", "</table></div>")
        .replace("<pre>", "<pre tabindex=\"0\">");
    for columns in 1..=MOST_COLUMNS {
        let head = format!("<thead><tr>{}</tr></thead>", "<th></th>".repeat(columns));
        body = body.replace(&head, "");
    }
    body
}

/// Links to the sections, those of the third level below theirs.
fn contents(sections: &[Section]) -> String {
    let mut list = String::from("<ol>\n");
    let mut sections = sections.iter().peekable();
    while let Some(section) = sections.next() {
        list.push_str(&link(section));
        let mut below = String::new();
        while let Some(section) = sections.next_if(|section| section.level > HeadingLevel::H2) {
            below.push_str(&format!("{}</li>\n", link(section)));
        }
        if !below.is_empty() {
            list.push_str(&format!("\n<ol>\n{below}</ol>\n"));
        }
        list.push_str("</li>\n");
    }
    list.push_str("</ol>");
    list
}

fn link(section: &Section) -> String {
    format!("<li><a href=\"#{}\">{}</a>", section.id, escaped(&section.title))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

fn markup(html: String) -> Event<'static> {
    Event::InlineHtml(CowStr::from(html))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_below_the_title_are_links_and_make_the_contents() {
        let document = Document::read("# Title\n\n## Say & do\n\n### `POST` it\n\n## Say & do\n");
        assert_eq!(
            document.body,
            "<h1>Title</h1>\n\
             <h2 id=\"say--do\"><a href=\"#say--do\">Say &amp; do</a></h2>\n\
             <h3 id=\"post-it\"><a href=\"#post-it\"><code>POST</code> it</a></h3>\n\
             <h2 id=\"say--do-1\"><a href=\"#say--do-1\">Say &amp; do</a></h2>\n"
        );
        assert_eq!(
            document.contents,
            "<ol>\n<li><a href=\"#say--do\">Say &amp; do</a>\n\
             <ol>\n<li><a href=\"#post-it\">POST it</a></li>\n</ol>\n</li>\n\
             <li><a href=\"#say--do-1\">Say &amp; do</a></li>\n</ol>"
        );
    }

    #[test]
    fn a_table_scrolls_and_has_a_head_only_when_it_says_something() {
        let bare = Document::read("| | |\n|---|---|\n| `GET /v1/{workspace}` | its name |\n").body;
        assert!(
            bare.starts_with("<div class=\"table\" tabindex=\"0\"><table><tbody>"),
            "{bare}"
        );
        assert!(
            bare.contains("<b>GET</b> /<wbr>v1/<wbr>{workspace}</code>"),
            "{bare}"
        );
        let headed = Document::read("| what | limit |\n|---|---|\n| a | b |\n").body;
        assert!(
            headed.contains("<thead><tr><th>what</th><th>limit</th></tr></thead>"),
            "{headed}"
        );
    }

    #[test]
    fn code_scrolls_and_stays_as_it_was_written() {
        let body = Document::read("```\nGET /v1 <table>\n```\n").body;
        assert_eq!(
            body,
            "<pre tabindex=\"0\"><code>GET /v1 &lt;table&gt;\n</code></pre>\n"
        );
    }
}
