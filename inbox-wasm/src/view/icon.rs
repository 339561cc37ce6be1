//! Icons of the Lucide set (ISC licence), drawn with strokes of 1.5 px. The name stands on what bears the icon.

use leptos::prelude::*;
use leptos::svg;

/// An icon.
#[derive(Clone, Copy)]
pub(crate) enum Icon {
    Back,
    Close,
    Lock,
    People,
    Source,
}

impl Icon {
    /// The drawing.
    pub(crate) fn view(self) -> AnyView {
        let path = match self {
            Self::Back => "m15 18-6-6 6-6",
            Self::Close => "M18 6 6 18M6 6l12 12",
            Self::Lock => {
                "M5 11h14a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2v-7a2 2 0 0 1 2-2ZM7 11V7a5 5 0 0 1 10 0v4"
            }
            Self::People => {
                "M16 21v-2a4 4 0 0 0-4-4H6a4 4 0 0 0-4 4v2M5 7a4 4 0 1 0 8 0 4 4 0 1 0-8 0M22 21v-2a4 4 0 0 0-3-3.87M16 3.13a4 4 0 0 1 0 7.75"
            }
            Self::Source => {
                "M15 2H6a2 2 0 0 0-2 2v16a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2V7ZM14 2v4a2 2 0 0 0 2 2h4M10 9H8M16 13H8M16 17H8"
            }
        };
        svg::svg()
            .attr("class", "icon")
            .attr("viewBox", "0 0 24 24")
            .attr("aria-hidden", "true")
            .child(svg::path().attr("d", path))
            .into_any()
    }
}
