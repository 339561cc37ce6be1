//! What the views are made of: elements whose types are forgotten as they are made.
//!
//! In a template, every element is of a type of its own, down to the last closure in it, and each is compiled anew.
//! Here there is one type of element, and closures stand in boxes: a view costs the page what it says.

use std::sync::Arc;

use gangway_page::browser::{self, Pressed};
use gangway_protocol::ConversationId;
use leptos::attr::any_attribute::{AnyAttribute, IntoAnyAttribute};
use leptos::attr::custom::custom_attribute;
use leptos::ev::{self, Event};
use leptos::html::custom;
use leptos::prelude::*;
use leptos::tachys::html::event::on;
use leptos::tachys::html::property::prop;

use crate::thread::RowKey;

/// An element.
pub(super) struct El {
    tag: &'static str,
    attributes: Vec<AnyAttribute>,
    children: Vec<AnyView>,
}

type Live<T> = Box<dyn FnMut() -> T + Send>;

/// An element of this kind.
pub(super) fn el(tag: &'static str) -> El {
    El {
        tag,
        attributes: Vec::new(),
        children: Vec::new(),
    }
}

/// A button that does something.
pub(super) fn button(class: &'static str, act: impl Fn() + 'static) -> El {
    el("button").attr("type", "button").class(class).click(act)
}

impl El {
    /// With an attribute.
    pub(super) fn attr(mut self, name: &'static str, value: &str) -> Self {
        if !value.is_empty() {
            self.attributes
                .push(custom_attribute(name, value.to_owned()).into_any_attr());
        }
        self
    }

    /// With an attribute that changes, and may be missing.
    pub(super) fn live(
        self,
        name: &'static str,
        value: impl Fn() -> Option<String> + Send + 'static,
    ) -> Self {
        self.boxed_live(name, Box::new(value))
    }

    fn boxed_live(mut self, name: &'static str, value: Live<Option<String>>) -> Self {
        self.attributes
            .push(custom_attribute(name, value).into_any_attr());
        self
    }

    /// Of these classes.
    pub(super) fn class(self, class: &str) -> Self {
        self.attr("class", class)
    }

    /// Named so for whoever does not see it.
    pub(super) fn named(self, name: &str) -> Self {
        self.attr("aria-label", name)
    }

    /// Hidden while something is so.
    pub(super) fn hidden(self, is_so: impl Fn() -> bool + Send + 'static) -> Self {
        self.live("hidden", move || is_so().then(String::new))
    }

    /// Without effect while something is so.
    pub(super) fn disabled(self, is_so: impl Fn() -> bool + Send + 'static) -> Self {
        self.live("disabled", move || is_so().then(String::new))
    }

    /// A field that says this.
    pub(super) fn value(mut self, value: impl Fn() -> String + Send + 'static) -> Self {
        let value: Live<String> = Box::new(value);
        self.attributes.push(prop("value", value).into_any_attr());
        self
    }

    /// A box or an option that is chosen while something is so.
    pub(super) fn chosen(
        mut self,
        property: &'static str,
        is_so: impl Fn() -> bool + Send + 'static,
    ) -> Self {
        let is_so: Live<bool> = Box::new(is_so);
        self.attributes.push(prop(property, is_so).into_any_attr());
        self
    }

    /// Does something on an event.
    pub(super) fn on(mut self, event: &'static str, act: impl Fn(Event) + 'static) -> Self {
        let act: Box<dyn FnMut(Event)> = Box::new(act);
        self.attributes
            .push(on(ev::Custom::<Event>::new(event), act).into_any_attr());
        self
    }

    /// Does something on a click.
    pub(super) fn click(self, act: impl Fn() + 'static) -> Self {
        self.on("click", move |_| act())
    }

    /// Takes what a field says as it is written.
    pub(super) fn written(self, take: impl Fn(String) + 'static) -> Self {
        self.on("input", move |event| take(event_target_value(&event)))
    }

    /// Takes what is chosen.
    pub(super) fn changed(self, take: impl Fn(String) + 'static) -> Self {
        self.on("change", move |event| take(event_target_value(&event)))
    }

    /// Does something when a form is filled in.
    pub(super) fn submitted(self, act: impl Fn() + 'static) -> Self {
        self.on("submit", move |event| {
            event.prevent_default();
            act();
        })
    }

    /// Does something on a key, which then does nothing else when the answer is `true`.
    pub(super) fn pressed(self, act: impl Fn(&Pressed) -> bool + 'static) -> Self {
        self.on("keydown", move |event| {
            if browser::pressed(&event).is_some_and(|pressed| act(&pressed)) {
                event.prevent_default();
            }
        })
    }

    /// With words in it.
    pub(super) fn text(mut self, words: &str) -> Self {
        self.children.push(words.to_owned().into_any());
        self
    }

    /// With words in it that change.
    pub(super) fn words(mut self, words: impl Fn() -> String + Send + 'static) -> Self {
        let words: Live<String> = Box::new(words);
        self.children.push(words.into_any());
        self
    }

    /// With something in it.
    pub(super) fn child(mut self, child: impl Into<AnyView>) -> Self {
        self.children.push(child.into());
        self
    }

    /// With things in it.
    pub(super) fn children(mut self, children: impl IntoIterator<Item = El>) -> Self {
        self.children.extend(children.into_iter().map(El::into_view));
        self
    }

    /// With something in it that changes as a whole.
    pub(super) fn part(mut self, part: impl Fn() -> Option<El> + Send + 'static) -> Self {
        let part: Live<Option<AnyView>> = Box::new(move || part().map(El::into_view));
        self.children.push(part.into_any());
        self
    }

    /// With things in it that come and go.
    pub(super) fn parts(mut self, parts: impl Fn() -> Vec<El> + Send + 'static) -> Self {
        let parts: Live<Vec<AnyView>> = Box::new(move || parts().into_iter().map(El::into_view).collect());
        self.children.push(parts.into_any());
        self
    }

    /// With a row for each key, which stays as long as the key does.
    pub(super) fn rows(
        mut self,
        keys: impl Fn() -> Vec<Key> + Send + Sync + 'static,
        row: impl Fn(Key) -> El + Send + Sync + 'static,
    ) -> Self {
        type Keys = Box<dyn Fn() -> Vec<Key> + Send + Sync>;
        type Row = Arc<dyn Fn(Key) -> AnyView + Send + Sync>;
        let keys: Keys = Box::new(keys);
        let row: Row = Arc::new(move |key| row(key).into_view());
        let rows = view! { <For each=keys key=Key::clone children=move |key| row(key)/> };
        self.children.push(rows.into_any());
        self
    }

    /// As what the page shows.
    pub(super) fn into_view(self) -> AnyView {
        custom(self.tag)
            .add_any_attr(self.attributes)
            .child(self.children)
            .into_any()
    }
}

impl From<El> for AnyView {
    fn from(element: El) -> Self {
        element.into_view()
    }
}

/// What a row is called for as long as it is there.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) enum Key {
    /// A conversation of the list.
    Conversation(ConversationId),
    /// A row of the thread.
    Row(RowKey),
}
