//! A page's content → its characters and rules, where they stand on the page.

use std::panic::resume_unwind;

use hayro_interpret::font::{Glyph, GlyphRun};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::object::{Dict, Name};
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect, Shape};
use hayro_interpret::{BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, SoftMask};

use super::fonts::Fonts;

/// Characters of a page.
const MOST_GLYPHS: usize = 500_000;
/// Rules of a page.
const MOST_RULES: usize = 20_000;
/// A rule is no thicker, in points.
const THICKEST_RULE: f64 = 2.5;
/// A rule is no shorter, in points.
const SHORTEST_RULE: f64 = 20.0;

/// What the content of a document has cost: a drawing that calls itself again and again never ends by itself.
#[derive(Debug, Default)]
pub(super) struct Work {
    done: u64,
}

/// Everything that a document may draw: characters, strokes and pictures count 1, and what a drawing begins with, since it
/// may draw others, [`DRAWING`].
pub(super) const MOST_WORK: u64 = 20_000_000;
/// What a clip or a group counts.
const DRAWING: u64 = 40;

/// Thrown through the interpreter when a document draws more than [`MOST_WORK`].
pub(super) struct TooMuchWork;

impl Work {
    fn add(&mut self, work: u64) {
        self.done += work;
        if self.done > MOST_WORK {
            // The interpreter knows no other way to stop.
            resume_unwind(Box::new(TooMuchWork));
        }
    }
}

/// A character on a page, in points from its left upper corner.
#[derive(Clone, Debug)]
pub(super) struct Placed {
    /// What it says: one character, or several where one form stands for them.
    pub(super) text: String,
    pub(super) x: f64,
    /// The line it stands on.
    pub(super) y: f64,
    /// How far the next one is set from it.
    pub(super) width: f64,
    /// The height of its font.
    pub(super) size: f64,
    pub(super) bold: bool,
    /// Tells its font from others.
    pub(super) font: u128,
    /// A quarter turn of its line: 0 to the right, 1 down, 2 to the left, 3 up.
    turn: u8,
}

/// What stands on a page.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) glyphs: Vec<Placed>,
    /// Horizontal rules: left end, right end, height on the page.
    pub(super) rules: Vec<(f64, f64, f64)>,
    /// Whether a picture stands on it.
    pub(super) has_picture: bool,
}

impl Page {
    /// Turns the page so that most of its text reads from left to right, and leaves out the text that then does not.
    pub(super) fn upright(&mut self) {
        let mut turns = [0_usize; 4];
        for glyph in &self.glyphs {
            if let Some(count) = turns.get_mut(usize::from(glyph.turn)) {
                *count += 1;
            }
        }
        let main = (0..)
            .zip(turns)
            .max_by_key(|&(turn, count)| (count, u8::MAX - turn))
            .map_or(0, |(turn, _)| turn);
        self.glyphs.retain(|glyph| glyph.turn == main);
        let (width, height) = (self.width, self.height);
        let turned = |x: f64, y: f64| match main {
            1 => (y, width - x),
            2 => (width - x, height - y),
            3 => (height - y, x),
            _ => (x, y),
        };
        if main == 0 {
            return;
        }
        for glyph in &mut self.glyphs {
            (glyph.x, glyph.y) = turned(glyph.x, glyph.y);
        }
        self.rules.clear();
        if main != 2 {
            (self.width, self.height) = (height, width);
        }
    }
}

/// Collects what a page draws.
pub(super) struct Collector<'work> {
    page: Page,
    work: &'work mut Work,
    fonts: &'work mut Fonts,
    /// Open marks, and whether each is what repeats on pages.
    marks: Vec<bool>,
}

impl<'work> Collector<'work> {
    pub(super) fn new(width: f64, height: f64, work: &'work mut Work, fonts: &'work mut Fonts) -> Self {
        Self {
            page: Page {
                width,
                height,
                ..Page::default()
            },
            work,
            fonts,
            marks: Vec::new(),
        }
    }

    pub(super) fn finish(self) -> Page {
        self.page
    }

    fn rule(&mut self, rect: Rect) {
        let is_rule = rect.height() <= THICKEST_RULE && rect.width() >= SHORTEST_RULE;
        if is_rule && rect.is_finite() && self.page.rules.len() < MOST_RULES {
            self.page.rules.push((rect.x0, rect.x1, rect.center().y));
        }
    }

    fn glyph(&mut self, glyph: &Glyph<'_>, transform: Affine, font: u128, bold: bool) {
        let text = match glyph.as_unicode() {
            Some(BfString::Char(character)) => character.to_string(),
            Some(BfString::String(text)) => text,
            None => return,
        };
        let advance = match glyph {
            Glyph::Outline(outline) => outline.advance_width(),
            Glyph::Type3(drawn) => drawn.advance_width(),
        };
        let origin = transform * Point::ZERO;
        let end = transform * Point::new(f64::from(advance.unwrap_or(500.0)), 0.0);
        let up = transform * Point::new(0.0, 1000.0) - origin;
        let along = end - origin;
        let size = up.hypot();
        let inside = (-1.0..=self.page.width + 1.0).contains(&origin.x)
            && (-1.0..=self.page.height + 1.0).contains(&origin.y);
        if !inside || !size.is_finite() || !along.hypot().is_finite() || size < 0.5 {
            return;
        }
        // A character without width takes its direction from what is above it.
        let right = if along.hypot() > 0.0 {
            along
        } else {
            hayro_interpret::kurbo::Vec2::new(-up.y, up.x)
        };
        let turn = match (right.x.abs() >= right.y.abs(), right.x >= 0.0, right.y >= 0.0) {
            (true, true, _) => 0,
            (false, _, true) => 1,
            (true, false, _) => 2,
            (false, _, false) => 3,
        };
        self.page.glyphs.push(Placed {
            text,
            x: origin.x,
            y: origin.y,
            width: along.hypot(),
            size,
            bold,
            font,
            turn,
        });
    }
}

impl<'a> Device<'a> for Collector<'_> {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, _: &DrawMode) {
        self.work.add(1);
        if path.elements().len() <= 8 {
            self.rule((props.transform * path.clone()).bounding_box());
        }
    }

    fn push_clip_path(&mut self, _: &ClipPath) {
        self.work.add(DRAWING);
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.work.add(DRAWING);
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, _: &DrawMode) {
        self.work.add(1);
        if self.marks.contains(&true) {
            return;
        }
        let Some(first) = run.glyphs().first() else { return };
        let (font, bold) = match &**first {
            Glyph::Outline(outline) => self.fonts.of(outline),
            Glyph::Type3(_) => (0, false),
        };
        for glyph in run.glyphs() {
            self.work.add(1);
            if self.page.glyphs.len() >= MOST_GLYPHS {
                return;
            }
            self.glyph(glyph, props.transform * glyph.transform(), font, bold);
        }
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {
        self.work.add(1);
        self.page.has_picture = true;
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}

    fn draw_rect(&mut self, rect: &Rect, props: DrawProps<'a>, _: &DrawMode) {
        self.work.add(1);
        self.rule(props.transform.transform_rect_bbox(*rect));
    }

    fn begin_marked_content(&mut self, tag: &[u8], properties: Option<&Dict<'_>>) {
        self.work.add(1);
        // Headers, footers and page numbers, where a program says that they are.
        let repeats = tag == b"Artifact"
            && properties
                .and_then(|properties| properties.get::<Name<'_>>(b"Type"))
                .is_some_and(|kind| kind.as_str() == "Pagination");
        self.marks.push(repeats);
    }

    fn end_marked_content(&mut self) {
        self.marks.pop();
    }
}
