//! Characters → chunks: words in a row, as far as nothing wider than a space divides them.

use unicode_normalization::UnicodeNormalization;

use super::glyphs::Placed;

/// A space is no narrower, in heights of the font.
const SPACE: f64 = 0.17;
/// What is wider divides chunks, in heights of the font.
const GAP: f64 = 1.0;

/// Words in a row.
#[derive(Clone, Debug)]
pub(super) struct Chunk {
    pub(super) left: f64,
    pub(super) right: f64,
    /// The line it stands on.
    pub(super) y: f64,
    pub(super) size: f64,
    pub(super) bold: bool,
    pub(super) font: u128,
    pub(super) text: String,
}

impl Chunk {
    /// Whether it stands on the line of the other one.
    pub(super) fn is_beside(&self, other: &Self) -> bool {
        (self.y - other.y).abs() <= 0.35 * self.size.max(other.size)
    }

    /// Takes in the chunk to its right.
    pub(super) fn append(&mut self, next: Self) {
        self.right = self.right.max(next.right);
        self.bold &= next.bold;
        if next.text.chars().count() > self.text.chars().count() {
            self.size = next.size;
            self.font = next.font;
        }
        self.text.push(' ');
        self.text.push_str(&next.text);
    }
}

/// The chunks of a page, in the order of its content.
pub(super) fn chunks(glyphs: &[Placed]) -> Vec<Chunk> {
    let mut chunks = Vec::new();
    let mut open: Vec<&Placed> = Vec::new();
    for glyph in glyphs {
        if is_again(&open, glyph) {
            continue;
        }
        if let Some(last) = open.last()
            && !follows(last, glyph)
        {
            close(&mut open, &mut chunks);
        }
        open.push(glyph);
    }
    close(&mut open, &mut chunks);
    chunks
}

/// The same character once more in its place: what some programs call bold, and others a shadow.
fn is_again(open: &[&Placed], glyph: &Placed) -> bool {
    open.iter().rev().take(40).any(|before| {
        before.text == glyph.text
            && (before.x - glyph.x).abs() < 0.12 * glyph.size
            && (before.y - glyph.y).abs() < 0.12 * glyph.size
    })
}

/// Whether a character goes on where the last one ended.
fn follows(last: &Placed, glyph: &Placed) -> bool {
    let size = last.size.max(glyph.size);
    let gap = glyph.x - (last.x + last.width);
    let same_line = (last.y - glyph.y).abs() <= 0.12 * size;
    // Raised or lowered and smaller, or back on the line after that.
    let script = (last.size < 0.85 * glyph.size || glyph.size < 0.85 * last.size)
        && (last.y - glyph.y).abs() <= 0.6 * size
        && gap < 0.4 * size;
    (same_line || script) && gap > -0.6 * size && gap < GAP * size
}

fn close(open: &mut Vec<&Placed>, chunks: &mut Vec<Chunk>) {
    let glyphs = std::mem::take(open);
    let shown: Vec<&Placed> = glyphs
        .iter()
        .copied()
        .filter(|glyph| !glyph.text.trim().is_empty())
        .collect();
    let (Some(first), Some(last)) = (shown.first(), shown.last()) else {
        return;
    };
    let size = median(shown.iter().map(|glyph| glyph.size).collect());
    let line = shown
        .iter()
        .find(|glyph| (glyph.size - size).abs() < 0.05 * size)
        .map_or(first.y, |glyph| glyph.y);

    // Letters that are spaced out are no words of one letter.
    let gap = |pair: &[&Placed]| match pair {
        [left, right] => (right.x - left.x - left.width) / right.size.max(left.size),
        _ => 0.0,
    };
    let usual = median(glyphs.windows(2).map(gap).collect());
    let space = if usual > 0.06 {
        SPACE.max(usual + 0.15)
    } else {
        SPACE
    };

    let mut text = String::new();
    for (index, glyph) in glyphs.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|index| glyphs.get(index));
        if before.is_some_and(|before| gap(&[before, glyph]) > space) && !text.ends_with(' ') {
            text.push(' ');
        }
        let raised = glyph.size < 0.85 * size && glyph.y < line - 0.15 * size;
        push(&mut text, &glyph.text, raised);
    }
    let bold = shown.iter().all(|glyph| glyph.bold);
    let text = undotted(text.trim());
    if !text.is_empty() {
        chunks.push(Chunk {
            left: first.x,
            right: last.x + last.width,
            y: line,
            size,
            bold,
            font: first.font,
            text,
        });
    }
}

/// Adds what a character says.
fn push(text: &mut String, said: &str, raised: bool) {
    for character in said.chars() {
        match character {
            // The marks of notes, which would be read as part of the word; but 20 m² stays.
            '0'..='9' | '*' | '†'
                if raised && !text.ends_with(" m") && !text.ends_with("km") && !text.ends_with("cm") => {}
            '2' if raised => text.push('²'),
            '3' if raised => text.push('³'),
            // One form for two or three letters.
            '\u{fb00}'..='\u{fb06}' => text.extend(character.nfkc()),
            // Bullets of symbol fonts.
            '\u{f0b7}' | '\u{f0a7}' | '\u{f076}' | '\u{f0d8}' | '\u{f0fc}' | '●' | '▪' | '■' | '◆' | '►'
            | '➢' | '✓' => text.push('•'),
            '\u{e000}'..='\u{f8ff}' | '\u{fffd}' => {}
            _ if character.is_whitespace() => {
                if !text.ends_with(' ') {
                    text.push(' ');
                }
            }
            _ if character.is_control() => {}
            _ => text.push(character),
        }
    }
}

/// The text with leaders, the rows of dots that lead to a price or a page, as spaces.
fn undotted(text: &str) -> String {
    const LEADER: usize = 4;
    let mut undotted = String::with_capacity(text.len());
    let mut dots = String::new();
    let flush = |dots: &mut String, undotted: &mut String| {
        if dots.chars().filter(|c| *c != ' ').count() >= LEADER {
            undotted.push(' ');
        } else {
            undotted.push_str(dots);
        }
        dots.clear();
    };
    for character in text.chars() {
        let is_dot = matches!(character, '.' | '·' | '_' | '…');
        if is_dot || (character == ' ' && !dots.is_empty()) {
            dots.push(character);
        } else {
            flush(&mut dots, &mut undotted);
            undotted.push(character);
        }
    }
    flush(&mut dots, &mut undotted);
    let words: Vec<&str> = undotted.split_whitespace().collect();
    words.join(" ")
}

/// The value in the middle; 0 of none.
pub(super) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}
