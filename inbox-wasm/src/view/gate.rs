//! Before anyone is signed in.

use gangway_page::browser;
use gangway_protocol::api::Me;

use super::parts::{El, button, el};
use crate::page::Page;

pub(super) fn broken(page: Page, words: &str) -> El {
    el("section")
        .class("gate")
        .child(el("h1").text("The inbox could not be loaded"))
        .child(el("p").attr("role", "alert").text(words))
        .child(button("primary", move || page.ask_who()).text("Try again"))
}

pub(super) fn out(
    page: Page,
    has_link: bool,
    words: Option<String>,
    already: Option<Box<Me>>,
    busy: bool,
) -> El {
    let hint = if has_link {
        "You opened a sign-in link. It works once, in this browser."
    } else {
        "Open the sign-in link that an administrator gave you. Each link works once."
    };
    // Whoever tries the demo has no administrator to ask.
    let is_at_home = browser::address("/").starts_with("http://localhost");
    let at_home = (is_at_home && !has_link && already.is_none()).then(|| {
        el("p")
            .class("hint")
            .text("On your own machine, every start of ")
            .child(el("code").text("cargo xtask dev"))
            .text(" prints one. ")
            .child(el("a").attr("href", "/").text("What is this?"))
    });
    let words = words.map(|words| el("p").attr("role", "alert").class("strip wait").text(&words));
    let sign_in = has_link.then(|| {
        button("primary", move || page.sign_in())
            .disabled(move || busy)
            .text(if busy { "Signing in" } else { "Sign in" })
    });
    let stay = already.map(|me| {
        let name = format!("Go on as {}", me.agent.agent.name);
        button("", move || page.go_on((*me).clone())).text(&name)
    });
    let signed_in = stay
        .is_some()
        .then(|| el("p").class("hint").text("You are signed in already."));
    el("section")
        .class("gate")
        .child(el("h1").text("Gangway inbox"))
        .children(words)
        // Whoever is signed in needs no link to go on.
        .children((has_link || stay.is_none()).then(|| el("p").class("hint").text(hint)))
        .children(at_home)
        .children(sign_in)
        .children(signed_in)
        .children(stay)
}
