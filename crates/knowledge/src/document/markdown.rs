//! Markdown, as GitHub reads it: tables, footnotes, struck text, definition lists.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::block::Source;
use super::html;
use super::writer::{Frame, Marker, Writer};

/// Reads a Markdown document. Addresses, pictures and struck text are left out; raw HTML is read as HTML.
pub(super) fn read(text: &str) -> Source {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_DEFINITION_LIST;
    let mut writer = Writer::default();
    let mut raw = String::new();
    let mut heads = false;
    // Inside pictures and struck text.
    let mut hidden = 0_usize;
    for event in Parser::new_ext(text, options) {
        match event {
            Event::Start(tag) => match tag {
                Tag::Paragraph | Tag::BlockQuote(_) | Tag::FootnoteDefinition(_) => writer.paragraph(),
                Tag::CodeBlock(CodeBlockKind::Fenced(_) | CodeBlockKind::Indented) => {
                    writer.paragraph();
                }
                Tag::Heading { level, .. } => writer.open(Frame::heading(level as u8)),
                Tag::List(Some(first)) => writer.open(Frame::list(Marker::Number(first))),
                Tag::List(None) => writer.open(Frame::list(Marker::Dash)),
                Tag::DefinitionList => writer.open(Frame::list(Marker::None)),
                Tag::Item | Tag::DefinitionListDefinition => writer.open(Frame::item()),
                Tag::DefinitionListTitle => writer.open(Frame::term()),
                Tag::Table(_) => writer.open(Frame::table()),
                Tag::TableHead => {
                    heads = true;
                    writer.open(Frame::row());
                }
                Tag::TableRow => writer.open(Frame::row()),
                Tag::TableCell => writer.open(Frame::cell(heads, 1, 1)),
                Tag::Strong => writer.bold(true),
                Tag::Strikethrough | Tag::Image { .. } => hidden += 1,
                Tag::HtmlBlock
                | Tag::Emphasis
                | Tag::Superscript
                | Tag::Subscript
                | Tag::Link { .. }
                | Tag::MetadataBlock(_) => {}
            },
            Event::End(tag) => match tag {
                TagEnd::Paragraph
                | TagEnd::BlockQuote(_)
                | TagEnd::FootnoteDefinition
                | TagEnd::CodeBlock => {
                    writer.paragraph();
                }
                TagEnd::TableHead => {
                    heads = false;
                    writer.close();
                }
                TagEnd::Heading(_)
                | TagEnd::List(_)
                | TagEnd::DefinitionList
                | TagEnd::Item
                | TagEnd::DefinitionListDefinition
                | TagEnd::DefinitionListTitle
                | TagEnd::Table
                | TagEnd::TableRow
                | TagEnd::TableCell => writer.close(),
                TagEnd::Strong => writer.bold(false),
                TagEnd::Strikethrough | TagEnd::Image => hidden = hidden.saturating_sub(1),
                TagEnd::HtmlBlock => html::fragment(&std::mem::take(&mut raw), &mut writer),
                TagEnd::Emphasis
                | TagEnd::Superscript
                | TagEnd::Subscript
                | TagEnd::Link
                | TagEnd::MetadataBlock(_) => {}
            },
            Event::Text(_) | Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) if hidden > 0 => {}
            // Only a code block's text has line breaks.
            Event::Text(text) if text.contains('\n') => writer.verbatim(&text),
            Event::Text(text) | Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                writer.text(&text);
            }
            Event::Html(html) => raw.push_str(&html),
            Event::InlineHtml(tag) => {
                if is_break(&tag) {
                    writer.line_break();
                }
            }
            Event::SoftBreak => writer.text(" "),
            Event::HardBreak => writer.line_break(),
            Event::FootnoteReference(_) | Event::Rule | Event::TaskListMarker(_) => {}
        }
    }
    Source {
        blocks: writer.finish(),
        ..Source::default()
    }
}

fn is_break(tag: &str) -> bool {
    let name = tag
        .trim_start_matches('<')
        .trim_end_matches('>')
        .trim_end_matches('/')
        .trim();
    name.eq_ignore_ascii_case("br")
}
