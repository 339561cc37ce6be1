//! PDF: the text of its pages, in the order in which it is read.
//!
//! 1. What a page may unpack to is checked before it is read (`limits`).
//! 2. Its content is drawn, and the characters and rules collected where they stand (`glyphs`, `fonts`).
//! 3. Characters become words, and words lines (`lines`); tables are told by their columns (`tables`).
//! 4. Lines that repeat on the pages are left out; the others become headings, paragraphs and lists (`flow`).

mod flow;
mod fonts;
mod glyphs;
mod limits;
mod lines;
mod tables;

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use hayro_font::FontCache;
use hayro_interpret::hayro_syntax::page::Page as PdfPage;
use hayro_interpret::hayro_syntax::{LoadPdfError, Pdf};
use hayro_interpret::kurbo::Rect;
use hayro_interpret::{
    Context, InterpreterCache, InterpreterSettings, RenderContent, TransformExt, interpret_page,
};

use super::DocumentError;
use super::archive::limit;
use super::block::{Block, Source};
use super::error::Remark;
use super::properties;
use fonts::Fonts;
use glyphs::{Collector, MOST_WORK, Page, TooMuchWork, Work};

/// Pages of a document.
pub(super) const MOST_PAGES: usize = 3_000;

const KIND: &str = "a PDF";

/// Reads a document.
pub(super) fn read(bytes: &[u8]) -> Result<Source, DocumentError> {
    limits::check(bytes)?;
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(_) => DocumentError::Encrypted { kind: KIND },
        LoadPdfError::Invalid => DocumentError::Damaged {
            kind: KIND,
            why: "it has no list of its pages".to_owned(),
        },
    })?;
    let count = pdf.pages().len();
    if count > MOST_PAGES {
        return Err(limit(format!("it has {count} pages,"), MOST_PAGES.to_string()));
    }

    let pages = drawn(&pdf)?;
    let without_text: Vec<u32> = (1..)
        .zip(&pages)
        .filter(|(_, page)| page.has_picture && is_blank(page))
        .map(|(number, _)| number)
        .collect();
    if pages.iter().all(is_blank) && !without_text.is_empty() {
        return Err(DocumentError::Scanned { pages: count });
    }
    let mut source = Source {
        title: pdf
            .metadata()
            .title
            .as_deref()
            .map(text_string)
            .as_deref()
            .and_then(properties::said),
        ..Source::default()
    };
    flow::read(pages, &mut source);
    settle_title(&mut source);
    if !without_text.is_empty() {
        source
            .remarks
            .push(Remark::PagesWithoutText { pages: without_text });
    }
    Ok(source)
}

fn is_blank(page: &Page) -> bool {
    page.glyphs.iter().all(|glyph| glyph.text.trim().is_empty())
}

/// What stands on each page.
fn drawn(pdf: &Pdf) -> Result<Vec<Page>, DocumentError> {
    let mut work = Work::default();
    let drawing = catch_unwind(AssertUnwindSafe(|| {
        let cache = InterpreterCache::new();
        let loaded = FontCache::new();
        let settings = InterpreterSettings {
            // Forms that were filled in are annotations, and so are comments.
            render_content: RenderContent::PAGE,
            ..InterpreterSettings::default()
        };
        let mut fonts = Fonts::default();
        pdf.pages()
            .iter()
            .map(|page| {
                fonts.list(&page.resources().fonts, &loaded, &settings);
                draw(page, pdf, &cache, &settings, &mut work, &mut fonts)
            })
            .collect()
    }));
    drawing.map_err(|panic| {
        if panic.is::<TooMuchWork>() {
            limit("its pages draw more".to_owned(), format!("{MOST_WORK} steps"))
        } else {
            resume_unwind(panic)
        }
    })
}

fn draw<'a>(
    page: &PdfPage<'a>,
    pdf: &'a Pdf,
    cache: &InterpreterCache<'a>,
    settings: &InterpreterSettings,
    work: &mut Work,
    fonts: &mut Fonts,
) -> Page {
    let (width, height) = page.render_dimensions();
    let (width, height) = (f64::from(width), f64::from(height));
    let transform = page.initial_transform(true).to_kurbo();
    let bounds = Rect::new(0.0, 0.0, width, height);
    let mut context = Context::new(transform, bounds, cache, pdf.xref(), settings.clone());
    let mut collector = Collector::new(width, height, work, fonts);
    interpret_page(page, &mut context, &mut collector);
    let mut page = collector.finish();
    page.upright();
    page
}

/// A title among the properties stands above all headings, unless one of them says the same.
fn settle_title(source: &mut Source) {
    let Some(title) = &source.title else { return };
    let title = title.to_lowercase();
    let is_said = source.blocks.iter().any(|block| {
        matches!(block, Block::Heading { level: 1, text } if title.contains(&text.to_lowercase()) || text.to_lowercase().contains(&title))
    });
    if is_said {
        return;
    }
    for block in &mut source.blocks {
        if let Block::Heading { level, .. } = block
            && *level < 6
        {
            *level += 1;
        }
    }
}

/// A text among the properties: in UTF-16 or UTF-8 when it says so, and otherwise close to Latin 1.
fn text_string(bytes: &[u8]) -> String {
    if let Some(pairs) = bytes.strip_prefix(b"\xfe\xff") {
        let units: Vec<u16> = pairs
            .as_chunks::<2>()
            .0
            .iter()
            .map(|&pair| u16::from_be_bytes(pair))
            .collect();
        return String::from_utf16_lossy(&units);
    }
    if let Some(text) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        return String::from_utf8_lossy(text).into_owned();
    }
    bytes.iter().map(|&byte| char::from(byte)).collect()
}
