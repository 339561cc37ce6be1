//! Icons of the Lucide set (ISC licence), drawn with strokes of 1.5 px. The name stands on what bears the icon.

use leptos::prelude::*;
use leptos::svg;

/// An icon.
#[derive(Clone, Copy)]
pub(crate) enum Icon {
    Assistant,
    Attach,
    Close,
    Down,
    Person,
    Send,
    Source,
}

impl Icon {
    /// The drawing.
    pub(crate) fn view(self) -> impl IntoView {
        let path = match self {
            Self::Assistant => {
                "M12 8V4H8M6 8h12a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2v-8a2 2 0 0 1 2-2M2 14h2M20 14h2M15 13v2M9 13v2"
            }
            Self::Attach => {
                "m21.4 11-9.2 9.2a6 6 0 0 1-8.5-8.5l8.6-8.6A4 4 0 1 1 18 8.8l-8.6 8.6a2 2 0 0 1-2.8-2.9L15 6"
            }
            Self::Close => "M18 6 6 18M6 6l12 12",
            Self::Down => "M12 5v14M19 12l-7 7-7-7",
            Self::Send => "m5 12 7-7 7 7M12 19V5",
            Self::Person => "M19 21v-2a4 4 0 0 0-4-4H9a4 4 0 0 0-4 4v2M8 7a4 4 0 1 0 8 0 4 4 0 1 0-8 0",
            Self::Source => {
                "M15 2H6a2 2 0 0 0-2 2v16a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2V7ZM14 2v4a2 2 0 0 0 2 2h4M10 9H8M16 13H8M16 17H8"
            }
        };
        svg::svg()
            .attr("class", "icon")
            .attr("viewBox", "0 0 24 24")
            .attr("aria-hidden", "true")
            .child(svg::path().attr("d", path))
    }
}
