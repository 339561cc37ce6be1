//! Which font a character is set in, and whether that is bold.
//!
//! The interpreter says the name of a font only when it carries a program of the newer kinds. For the others, as LaTeX
//! embeds and as every reader has, the fonts that a page lists are loaded here, and their characters are known again.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use hayro_font::{FontCache, FontGlyph};
use hayro_interpret::InterpreterSettings;
use hayro_interpret::font::OutlineGlyph;
use hayro_interpret::hayro_syntax::object::{Dict, Name, ObjectIdentifier};

/// Fonts of a document whose characters are known again.
const MOST_LISTED: usize = 256;

/// The fonts of a document.
#[derive(Debug, Default)]
pub(super) struct Fonts {
    /// Whether each font that was seen is bold.
    seen: BTreeMap<u128, bool>,
    /// The characters of fonts that do not say their name: the font, and whether it is bold.
    listed: BTreeMap<u128, (u128, bool)>,
    /// Fonts that were loaded.
    loaded: BTreeSet<ObjectIdentifier>,
}

impl Fonts {
    /// A number that tells the font of a character from others, and whether it is bold.
    pub(super) fn of(&mut self, glyph: &OutlineGlyph) -> (u128, bool) {
        let Some(data) = glyph.font_data() else {
            return self
                .listed
                .get(&glyph.identifier().cache_key())
                .copied()
                .unwrap_or_default();
        };
        let bold = *self.seen.entry(data.cache_key).or_insert_with(|| {
            data.weight.is_some_and(|weight| weight >= 600)
                || data.postscript_name.is_some_and(|name| is_bold(&name))
        });
        (data.cache_key, bold)
    }

    /// Gets to know the fonts that a page lists.
    pub(super) fn list<'a>(
        &mut self,
        fonts: &Dict<'a>,
        cache: &FontCache<'a>,
        settings: &InterpreterSettings,
    ) {
        for (name, _) in fonts.entries() {
            let Some(font) = fonts.get::<Dict<'a>>(name.clone()) else {
                continue;
            };
            let kind = font.get::<Name<'_>>(b"Subtype");
            let named = kind.is_some_and(|kind| matches!(kind.as_str(), "Type1" | "MMType1" | "TrueType"));
            let is_new = font.obj_id().is_none_or(|id| self.loaded.insert(id));
            if !named || !is_new || self.loaded.len() > MOST_LISTED {
                continue;
            }
            let bold = font
                .get::<Name<'_>>(b"BaseFont")
                .is_some_and(|name| is_bold(name.as_str()));
            let Some(font) = cache.font(
                &font,
                &Arc::clone(&settings.font_resolver),
                &Arc::clone(&settings.cmap_resolver),
            ) else {
                continue;
            };
            let number = self.loaded.len() as u128;
            for code in 0..=255 {
                if let FontGlyph::Outline(glyph) = font.glyph(font.map_code(code), code) {
                    self.listed
                        .entry(glyph.identifier().cache_key())
                        .or_insert((number, bold));
                }
            }
        }
    }
}

fn is_bold(name: &str) -> bool {
    let name = name.to_lowercase();
    // The last ones are LaTeX's.
    ["bold", "black", "heavy", "demi", "-bd", "cmbx", "sfbx", "lmbx"]
        .iter()
        .any(|bold| name.contains(bold))
}
