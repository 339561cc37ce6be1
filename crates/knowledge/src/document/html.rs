//! HTML: what a page says, without what surrounds it.
//!
//! The tree is walked without recursion: a page may be nested as deeply as it likes.

use std::collections::BTreeSet;

use scraper::{ElementRef, Html, Node, node::Element};

use super::DocumentError;
use super::archive::limit;
use super::block::{RUN_IN, Source, on_one_line};
use super::front_matter::web_address;
use super::writer::{Frame, Marker, Writer};

/// A longer `<title>` is no title.
const LONGEST_TITLE: usize = 200;

/// So many elements may be open at once: the parser looks through them for each one more.
const DEEPEST: usize = 4_000;

/// Reads a page: its main part, when it marks one.
pub(super) fn read(text: &str) -> Result<Source, DocumentError> {
    if depth(text) > DEEPEST {
        return Err(limit(
            "it nests elements".to_owned(),
            format!("{DEEPEST} in each other"),
        ));
    }
    let page = Html::parse_document(text);
    let mut source = Source::default();
    let mut writer = Writer::default();
    let unfolded = unfolded(&page);
    let mut has_main = false;
    for element in page.root_element().descendent_elements() {
        match element.value().name() {
            "title" if source.title.is_none() => {
                let title = on_one_line(&element.text().collect::<String>());
                let is_title = !title.is_empty() && title.chars().count() <= LONGEST_TITLE;
                source.title = is_title.then_some(title);
            }
            "link" if source.link.is_none() && element.attr("rel") == Some("canonical") => {
                source.link = element.attr("href").and_then(web_address);
            }
            // A main part cannot contain another; one that does is read once.
            _ if is_main(element.value()) && !is_within(element, is_main) => {
                has_main = true;
                walk(element, &unfolded, &mut writer);
            }
            _ => {}
        }
    }
    if !has_main {
        walk(page.root_element(), &unfolded, &mut writer);
    }
    source.blocks = writer.finish();
    Ok(source)
}

/// How many elements are open at the most, without those that others close.
fn depth(text: &str) -> usize {
    const CLOSED_BY_OTHERS: [&str; 27] = [
        "p", "li", "dt", "dd", "td", "th", "tr", "tbody", "thead", "tfoot", "option", "optgroup", "br", "hr",
        "img", "input", "meta", "link", "area", "base", "col", "embed", "source", "track", "wbr", "param",
        "colgroup",
    ];
    let (mut open, mut deepest) = (0_usize, 0);
    for tag in text.split('<').skip(1) {
        let (closes, tag) = match tag.strip_prefix('/') {
            Some(tag) => (true, tag),
            None => (false, tag),
        };
        let name: String = tag
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .take(16)
            .collect();
        if !name.starts_with(|c: char| c.is_ascii_alphabetic())
            || CLOSED_BY_OTHERS.contains(&name.to_ascii_lowercase().as_str())
        {
            continue;
        }
        if closes {
            open = open.saturating_sub(1);
        } else {
            open += 1;
            deepest = deepest.max(open);
        }
    }
    deepest
}

/// Reads HTML that stands in another document.
pub(super) fn fragment(text: &str, writer: &mut Writer) {
    writer.paragraph();
    let fragment = Html::parse_fragment(text);
    walk(fragment.root_element(), &unfolded(&fragment), writer);
    writer.paragraph();
}

/// What an element is to a reader.
enum Role {
    /// Nothing of it is read.
    Dropped,
    /// It stands in the flow of the text.
    Inline,
    /// It stands apart.
    Block,
    /// Bold.
    Bold,
    /// Preformatted.
    Verbatim,
    /// A line break.
    Break,
    /// Parts of the text.
    Frame(Frame),
}

/// The ids of what a button or a tab shows: answers that unfold are hidden until then, and are read.
fn unfolded(page: &Html) -> BTreeSet<String> {
    let controls = page.root_element().descendent_elements();
    let ids = controls.filter_map(|element| element.attr("aria-controls"));
    ids.flat_map(str::split_whitespace).map(str::to_owned).collect()
}

/// Writes what an element contains.
fn walk(start: ElementRef<'_>, unfolded: &BTreeSet<String>, writer: &mut Writer) {
    let mut node = *start;
    let mut verbatim = 0_usize;
    loop {
        let mut descends = true;
        match node.value() {
            Node::Text(text) if verbatim > 0 => writer.verbatim(text),
            Node::Text(text) => writer.text(text),
            Node::Element(element) => {
                match ElementRef::wrap(node).map(|wrapped| role(wrapped, element, unfolded)) {
                    Some(Role::Dropped) | None => descends = false,
                    Some(Role::Inline) => {}
                    Some(Role::Block) => writer.paragraph(),
                    Some(Role::Bold) => writer.bold(true),
                    Some(Role::Verbatim) => {
                        writer.paragraph();
                        verbatim += 1;
                    }
                    Some(Role::Break) => writer.line_break(),
                    Some(Role::Frame(frame)) => writer.open(frame),
                }
            }
            Node::Document
            | Node::Fragment
            | Node::Doctype(_)
            | Node::Comment(_)
            | Node::ProcessingInstruction(_) => {}
        }
        if descends && let Some(child) = node.first_child() {
            node = child;
            continue;
        }
        // Close this node and every one that ends with it.
        loop {
            if descends && let Some(element) = ElementRef::wrap(node) {
                match role(element, element.value(), unfolded) {
                    Role::Dropped | Role::Inline | Role::Break => {}
                    Role::Block => writer.paragraph(),
                    Role::Bold => writer.bold(false),
                    Role::Verbatim => {
                        writer.paragraph();
                        verbatim -= 1;
                    }
                    Role::Frame(_) => writer.close(),
                }
            }
            descends = true;
            if node.id() == start.id() {
                return;
            }
            if let Some(next) = node.next_sibling() {
                node = next;
                break;
            }
            match node.parent() {
                Some(parent) => node = parent,
                None => return,
            }
        }
    }
}

fn role(element: ElementRef<'_>, value: &Element, unfolded: &BTreeSet<String>) -> Role {
    let is_unfolded = value.attr("id").is_some_and(|id| unfolded.contains(id));
    if is_around_the_page(value) || (is_hidden(value) && !is_unfolded) {
        return Role::Dropped;
    }
    match value.name() {
        "head" | "script" | "style" | "noscript" | "template" | "nav" | "svg" | "iframe" | "object"
        | "embed" | "video" | "audio" | "canvas" | "map" | "dialog" | "select" | "textarea" | "input"
        | "del" | "s" | "strike" | "img" | "picture" => Role::Dropped,
        // A page's own; those of its main part belong to the text.
        "header" | "footer" | "aside" if !is_within(element, is_part) => Role::Dropped,
        "footer" => Role::Dropped,
        // Questions that unfold are buttons.
        "button" if !is_within(element, is_heading) => Role::Dropped,
        "b" | "strong" => Role::Bold,
        "br" => Role::Break,
        "pre" => Role::Verbatim,
        "h1" => Role::Frame(Frame::heading(1)),
        "h2" => Role::Frame(Frame::heading(2)),
        "h3" => Role::Frame(Frame::heading(3)),
        "h4" => Role::Frame(Frame::heading(4)),
        "h5" => Role::Frame(Frame::heading(5)),
        "h6" => Role::Frame(Frame::heading(6)),
        "summary" => Role::Frame(Frame::heading(RUN_IN)),
        "ul" | "menu" => Role::Frame(Frame::list(Marker::Dash)),
        "ol" => {
            let first = value
                .attr("start")
                .and_then(|start| start.trim().parse().ok())
                .unwrap_or(1);
            Role::Frame(Frame::list(Marker::Number(first)))
        }
        "dl" => Role::Frame(Frame::list(Marker::None)),
        "li" | "dd" => Role::Frame(Frame::item()),
        "dt" => Role::Frame(Frame::term()),
        "table" => Role::Frame(Frame::table()),
        "tr" => Role::Frame(Frame::row()),
        "th" => Role::Frame(Frame::cell(true, span(value, "colspan"), span(value, "rowspan"))),
        "td" => {
            let head = is_within(element, |ancestor| ancestor.name() == "thead");
            Role::Frame(Frame::cell(head, span(value, "colspan"), span(value, "rowspan")))
        }
        "html" | "body" | "p" | "div" | "section" | "article" | "main" | "header" | "aside" | "address"
        | "blockquote" | "figure" | "figcaption" | "caption" | "details" | "form" | "fieldset" | "legend"
        | "center" | "hgroup" | "hr" => Role::Block,
        _ => Role::Inline,
    }
}

/// Navigation, banners, questions about cookies, icons and anchors, by their attributes.
fn is_around_the_page(element: &Element) -> bool {
    let around = matches!(
        element.attr("role"),
        Some(
            "navigation"
                | "banner"
                | "contentinfo"
                | "search"
                | "menu"
                | "menubar"
                | "dialog"
                | "alertdialog"
        )
    );
    let icon = matches!(element.name(), "i" | "span" | "a") && element.attr("aria-hidden") == Some("true");
    let anchor = element.name() == "a"
        && element.classes().any(|class| {
            matches!(class, "anchor" | "header-anchor" | "headerlink" | "permalink")
                || class.starts_with("skip")
        });
    around || icon || anchor || is_about_cookies(element)
}

/// Whether a page asks here what it may store. A text about cookies does not.
fn is_about_cookies(element: &Element) -> bool {
    const ASKS: [&str; 8] = [
        "banner", "bar", "notice", "popup", "modal", "dialog", "overlay", "consent",
    ];
    const PROGRAMS: [&str; 5] = ["onetrust", "usercentrics", "didomi", "cookiebot", "cc-window"];
    if !matches!(element.name(), "div" | "section" | "aside" | "form" | "p") {
        return false;
    }
    element
        .attr("id")
        .into_iter()
        .chain(element.classes())
        .any(|name| {
            let name = name.to_lowercase();
            let is_program = PROGRAMS.iter().any(|program| name.contains(program));
            let names_them = ["cookie", "consent", "gdpr"]
                .iter()
                .any(|word| name.contains(word));
            is_program
                || (names_them
                    && ASKS
                        .iter()
                        .any(|word| name.replacen("consent", "", 1).contains(word)))
                || matches!(
                    name.as_str(),
                    "cookie-consent" | "cookieconsent" | "cookie_consent"
                )
        })
}

/// Whether a reader of the page does not see it.
fn is_hidden(element: &Element) -> bool {
    let by_attribute = element
        .attr("hidden")
        .is_some_and(|hidden| hidden != "until-found");
    let by_style = element.attr("style").is_some_and(|style| {
        let style: String = style
            .chars()
            .filter(|c| !c.is_whitespace())
            .collect::<String>()
            .to_lowercase();
        style.contains("display:none") || style.contains("visibility:hidden")
    });
    by_attribute || by_style
}

fn is_main(element: &Element) -> bool {
    element.name() == "main" || element.attr("role") == Some("main")
}

fn is_part(element: &Element) -> bool {
    is_main(element) || element.name() == "article"
}

fn is_heading(element: &Element) -> bool {
    matches!(
        element.name(),
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "dt" | "summary"
    )
}

fn is_within(element: ElementRef<'_>, what: impl Fn(&Element) -> bool) -> bool {
    element
        .ancestors()
        .any(|ancestor| ancestor.value().as_element().is_some_and(&what))
}

fn span(element: &Element, attribute: &str) -> usize {
    element
        .attr(attribute)
        .and_then(|span| span.trim().parse().ok())
        .unwrap_or(1)
}
