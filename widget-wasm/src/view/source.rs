//! Where an answer stands.

use gangway_page::{browser, citation};
use gangway_protocol::Citation;
use leptos::prelude::*;

use super::icon::Icon;
use crate::page::Page;
use crate::words;

/// The source, as a chip that opens the passage in place.
pub(super) fn source(page: Page, citation: Citation) -> AnyView {
    let chip = citation::name(&citation, &words::PAGE.say(), &words::ROW.say());
    let path = citation.heading.join(" › ");
    // An operator's file names the address: nothing but a page of the web is followed.
    let link = citation
        .link
        .filter(|link| link.starts_with("https://") || link.starts_with("http://"));
    view! {
        <details class="source" on:toggle=move |event| {
            browser::reveal(&event_target(&event));
            page.look();
        }>
            <summary>
                {Icon::Source.view()}
                <span class="said-only">{words::SOURCE.say()}" "</span>
                <span dir="auto">{chip}</span>
            </summary>
            <div class="passage" dir="auto">
                <p class="hint">{path}</p>
                <p class="passage-words">{citation.text}</p>
                <a hidden=link.is_none() href=link target="_blank" rel="noopener noreferrer">{words::WHOLE_PAGE.say()}</a>
            </div>
        </details>
    }
    .into_any()
}
