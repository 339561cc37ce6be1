//! The operator's colour, corrected until text can be read on it and in it.

/// A colour for one scheme with the ink that stands on it, both as `#rrggbb`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Accent {
    /// The colour.
    pub colour: String,
    /// Black or white.
    pub on: &'static str,
}

/// The colour for light and for dark pages. `None` when it is not `#RRGGBB`.
///
/// Each is moved towards black (or white) only as far as it takes to reach 4.5:1 against the surface, so that
/// links and outlines can be read; a colour that far from the surface carries white (or black) text as well.
pub fn schemes(accent: &str) -> Option<(Accent, Accent)> {
    let digits = accent
        .strip_prefix('#')
        .filter(|digits| digits.len() == 6 && digits.is_ascii())?;
    let value = u32::from_str_radix(digits, 16).ok()?;
    let [_, red, green, blue] = value.to_be_bytes();
    let colour = Colour([red, green, blue].map(|channel| f64::from(channel) / 255.0));
    Some((corrected(colour, LIGHT, BLACK), corrected(colour, DARK, WHITE)))
}

const BLACK: Colour = Colour([0.0; 3]);
const WHITE: Colour = Colour([1.0; 3]);
/// The surface of light pages.
const LIGHT: Colour = WHITE;
/// The surface of dark pages, `#1A2225`.
const DARK: Colour = Colour([0x1A as f64 / 255.0, 0x22 as f64 / 255.0, 0x25 as f64 / 255.0]);
/// What WCAG 2.2 asks of text is 4.5; the rest covers what the cubic is off.
const ENOUGH: f64 = 4.65;

/// Red, green and blue in [0, 1], sRGB.
#[derive(Clone, Copy)]
struct Colour([f64; 3]);

impl Colour {
    fn luminance(self) -> f64 {
        // The gamma of sRGB as a cubic, within 0.003: a page need not carry a power function.
        let [red, green, blue] = self
            .0
            .map(|channel| channel * (channel * (channel * 0.305_306 + 0.682_171_1) + 0.012_522_9));
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    fn mixed(self, other: Self, part: f64) -> Self {
        let [a, b, c] = self.0;
        let [x, y, z] = other.0;
        Self([a + (x - a) * part, b + (y - b) * part, c + (z - c) * part])
    }

    fn rounded(self) -> Self {
        Self(self.0.map(|channel| (channel * 255.0).round() / 255.0))
    }

    fn hex(self) -> String {
        let [red, green, blue] = self.0.map(|channel| (channel * 255.0).round() as u8);
        format!("#{red:02x}{green:02x}{blue:02x}")
    }
}

fn corrected(colour: Colour, surface: Colour, towards: Colour) -> Accent {
    let colour = (0..=100)
        .map(|percent| colour.mixed(towards, f64::from(percent) / 100.0).rounded())
        .find(|mixed| mixed.contrast(surface) >= ENOUGH)
        .unwrap_or(towards);
    let on = if colour.contrast(WHITE) >= colour.contrast(BLACK) {
        "#ffffff"
    } else {
        "#000000"
    };
    Accent {
        colour: colour.hex(),
        on,
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test ends where it is wrong")]

    use super::*;

    fn parsed(hex: &str) -> Colour {
        let value = u32::from_str_radix(hex.trim_start_matches('#'), 16).unwrap();
        let [_, red, green, blue] = value.to_be_bytes();
        Colour([red, green, blue].map(|channel| f64::from(channel) / 255.0))
    }

    /// The contrast as WCAG 2.2 defines it.
    fn contrast(one: Colour, other: Colour) -> f64 {
        let luminance = |Colour(channels): Colour| {
            let [red, green, blue] = channels.map(|channel| {
                if channel <= 0.04045 {
                    channel / 12.92
                } else {
                    ((channel + 0.055) / 1.055).powf(2.4)
                }
            });
            0.2126 * red + 0.7152 * green + 0.0722 * blue
        };
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn a_colour_that_can_be_read_stays_as_it_is() {
        let (light, _) = schemes("#0B5D66").unwrap();
        assert_eq!(
            light,
            Accent {
                colour: "#0b5d66".into(),
                on: "#ffffff"
            }
        );
    }

    #[test]
    fn every_colour_reaches_four_and_a_half_to_one_on_both_surfaces_and_under_its_ink() {
        for red in (0..=255).step_by(17) {
            for green in (0..=255).step_by(17) {
                for blue in (0..=255).step_by(17) {
                    let accent = format!("#{red:02X}{green:02X}{blue:02X}");
                    let (light, dark) = schemes(&accent).unwrap();
                    for (scheme, surface) in [(light, LIGHT), (dark, DARK)] {
                        assert!(
                            contrast(parsed(&scheme.colour), surface) >= 4.5,
                            "{accent} {scheme:?}"
                        );
                        assert!(
                            contrast(parsed(&scheme.colour), parsed(scheme.on)) >= 4.5,
                            "{accent} {scheme:?}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn what_is_not_a_colour_changes_nothing() {
        for accent in ["", "red", "#123", "#12345g", "#12345é"] {
            assert_eq!(schemes(accent), None, "{accent}");
        }
    }
}
