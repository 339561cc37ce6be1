//! The form of one person: of someone new, or of someone who is here.

use gangway_protocol::api::{Agent, Me, NewAgent, Role, Skills};
use leptos::prelude::*;

use super::parts::{El, button, el};
use super::people::{EVERYWHERE, named, of};
use crate::page::{NAME, Page, Whose};
use crate::words;

/// What stands in the form.
#[derive(Clone, Copy)]
struct Filled {
    name: RwSignal<String>,
    email: RwSignal<String>,
    role: RwSignal<Role>,
    workspaces: RwSignal<Vec<String>>,
    teams: RwSignal<Vec<String>>,
    languages: RwSignal<String>,
    capacity: RwSignal<String>,
}

impl Filled {
    fn of(page: Page, agent: Option<&Agent>) -> Self {
        let here = || {
            page.workspace
                .get_untracked()
                .map(|id| id.0)
                .into_iter()
                .collect()
        };
        let ids = |agent: &Agent| agent.workspaces.iter().map(|id| id.0.clone()).collect();
        let skills = agent.map(|agent| agent.skills.clone()).unwrap_or_default();
        Self {
            name: RwSignal::new(agent.map(|agent| agent.agent.name.clone()).unwrap_or_default()),
            email: RwSignal::new(agent.map(|agent| agent.email.clone()).unwrap_or_default()),
            role: RwSignal::new(agent.map_or(Role::Agent, |agent| agent.role)),
            workspaces: RwSignal::new(agent.map_or_else(here, ids)),
            teams: RwSignal::new(skills.teams.into_iter().map(|team| team.0).collect()),
            languages: RwSignal::new(skills.languages.join(", ")),
            capacity: RwSignal::new(skills.capacity.map(|most| most.to_string()).unwrap_or_default()),
        }
    }

    /// Whether it can be sent: the service says what else is wrong.
    fn is_ready(self) -> bool {
        self.name.with(|name| !name.trim().is_empty())
            && self.email.with(|email| email.contains('@'))
            && self.workspaces.with(|workspaces| !workspaces.is_empty())
    }

    fn agent(self) -> NewAgent {
        let ids = |ids: RwSignal<Vec<String>>| ids.get_untracked();
        NewAgent {
            name: self.name.get_untracked().trim().to_owned(),
            email: self.email.get_untracked().trim().to_owned(),
            role: self.role.get_untracked(),
            workspaces: ids(self.workspaces).into_iter().map(Into::into).collect(),
            skills: Skills {
                teams: ids(self.teams).into_iter().map(Into::into).collect(),
                languages: words::codes(&self.languages.get_untracked()),
                capacity: self.capacity.get_untracked().trim().parse().ok(),
            },
        }
    }
}

pub(super) fn form(page: Page, me: &Me, agent: Option<&Agent>) -> El {
    let filled = Filled::of(page, agent);
    let whose = agent.map_or(Whose::New, |agent| Whose::Of(agent.agent.id.clone()));
    let is_me = agent.is_some_and(|agent| agent.agent.id == me.agent.agent.id);
    let refused = move || of(page, |people| people.refused.clone());
    let busy = move || of(page, |people| people.busy);
    let save = match agent {
        None => "Add and make a link",
        Some(_) => "Save",
    };
    el("form")
        .class("person-form")
        .submitted(move || page.save_person(&whose, &filled.agent()))
        .child(labelled(NAME, "Name that travellers see", text(filled.name)))
        .child(labelled(
            "person-email",
            "E-mail address",
            text(filled.email).attr("type", "email"),
        ))
        .child(role(filled, is_me))
        .child(workspaces(page, filled, me, agent, is_me))
        .child(teams(page, filled))
        .child(languages(filled))
        .child(most(filled))
        .child(el("p").class("hint").text(
            "Teams, languages and numbers say who is given what where a team assigns. They hold at once.",
        ))
        .child(
            el("p")
                .class("strip urgent")
                .attr("role", "alert")
                .hidden(move || refused().is_none())
                .words(move || refused().unwrap_or_default()),
        )
        .child(
            el("div")
                .class("inline")
                .child(
                    el("button")
                        .attr("type", "submit")
                        .class("primary")
                        .disabled(move || busy() || !filled.is_ready())
                        .text(save),
                )
                .child(button("", move || page.open_form(None)).text("Cancel")),
        )
}

fn text(value: RwSignal<String>) -> El {
    el("input")
        .attr("autocomplete", "off")
        .value(move || value.get())
        .written(move |words| value.set(words))
}

/// A field with its label above it.
fn labelled(id: &str, label: &str, field: El) -> El {
    el("div")
        .class("field")
        .child(el("label").attr("for", id).text(label))
        .child(field.attr("id", id))
}

/// The same with what it means below.
fn explained(id: &str, label: &str, field: El, hint: El) -> El {
    let hint_id = format!("{id}-hint");
    labelled(id, label, field.attr("aria-describedby", &hint_id))
        .child(hint.class("hint").attr("id", &hint_id))
}

fn most(filled: Filled) -> El {
    let field = text(filled.capacity)
        .attr("type", "number")
        .attr("min", "0")
        .attr("max", "100");
    let hint = el("p").text("Empty: as many as the team gives. 0: none are given.");
    explained(
        "person-most",
        "At most so many conversations at once",
        field,
        hint,
    )
}

fn role(filled: Filled, is_me: bool) -> El {
    let option = |name: &str, value: &str, role: Role| {
        el("option")
            .attr("value", value)
            .chosen("selected", move || filled.role.get() == role)
            .text(name)
    };
    let select = el("select")
        .disabled(move || is_me)
        .changed(move |chosen| {
            filled.role.set(match chosen.as_str() {
                "administrator" => Role::Administrator,
                _ => Role::Agent,
            });
        })
        .child(option("Agent: answers travellers", "agent", Role::Agent))
        .child(option(
            "Administrator: also manages people",
            "administrator",
            Role::Administrator,
        ));
    let why = if is_me {
        "Another administrator has to change your role and workspaces."
    } else {
        "Whoever manages people invites, changes and shuts out those who work where they do."
    };
    explained("person-role", "Role", select, el("p").text(why))
}

fn workspaces(page: Page, filled: Filled, me: &Me, agent: Option<&Agent>, is_me: bool) -> El {
    let mut ids = me.desks.clone();
    if me.agent.workspaces.iter().any(|id| id.as_str() == EVERYWHERE) {
        ids.push(EVERYWHERE.into());
    }
    // A workspace that is deployed no more stays until it is taken away.
    for id in agent.iter().flat_map(|agent| &agent.workspaces) {
        if !ids.contains(id) {
            ids.push(id.clone());
        }
    }
    let boxes = ids.into_iter().map(|id| {
        let own = id.clone();
        check(move || named(page, &own), &id.0, filled.workspaces, is_me)
    });
    choice("Works in").children(boxes)
}

fn teams(page: Page, filled: Filled) -> El {
    let known = Memo::new(move |_| page.list.with(|list| list.desk.teams.clone()));
    let before = filled.teams.get_untracked();
    let boxes = move || {
        let known = known.get();
        let elsewhere = before
            .iter()
            .filter(|id| known.iter().all(|team| team.id.as_str() != id.as_str()));
        let boxes = known
            .iter()
            .map(|team| called(&team.name, &team.id.0, filled.teams));
        let more = elsewhere.map(|id| called(id, id, filled.teams));
        boxes.chain(more).collect()
    };
    choice("Teams")
        .parts(boxes)
        .child(el("span").class("hint").text("None: all of them."))
}

fn languages(filled: Filled) -> El {
    let spoken = move || {
        filled
            .languages
            .with(|said| words::languages(&words::codes(said)))
    };
    let hint = el("p")
        .attr("aria-live", "polite")
        .words(move || format!("Two letters each, such as en, es. So far: {}.", spoken()));
    explained("person-languages", "Languages", text(filled.languages), hint)
}

/// Several to choose from.
fn choice(name: &str) -> El {
    el("fieldset").class("choice").child(el("legend").text(name))
}

fn called(name: &str, id: &str, chosen: RwSignal<Vec<String>>) -> El {
    let name = name.to_owned();
    check(move || name.clone(), id, chosen, false)
}

fn check(
    name: impl Fn() -> String + Send + 'static,
    id: &str,
    chosen: RwSignal<Vec<String>>,
    fixed: bool,
) -> El {
    let (own, flips) = (id.to_owned(), id.to_owned());
    let input = el("input")
        .attr("type", "checkbox")
        .chosen("checked", move || chosen.with(|chosen| chosen.contains(&own)))
        .disabled(move || fixed)
        .on("change", move |_| {
            chosen.update(|chosen| {
                let before = chosen.len();
                chosen.retain(|one| *one != flips);
                if chosen.len() == before {
                    chosen.push(flips.clone());
                }
            });
        });
    el("label")
        .class("check")
        .child(input)
        .child(el("span").words(name))
}
