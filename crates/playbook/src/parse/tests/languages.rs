//! Texts in several languages: of slots, of choices, of what is refused.

use super::mistakes;
use crate::parse::{parse, parse_all};
use crate::{Playbook, Said, Slot, SlotKind};

fn workspace(languages: &str, rest: &str) -> String {
    format!(
        "[workspace]\nname = \"Harbour Cars\"\nlanguages = [{languages}]\n[[team]]\nid = \"desk\"\n[[rule]]\nid = \"r\"\nwhen = {{ \
         words = [\"car\"] }}\nthen = [{{ start = \"a\" }}]\n[[action]]\nid = \"a\"\nslots = [\n{rest}\n]\n"
    )
}

fn slot(languages: &str, slot: &str) -> Slot {
    let text = workspace(languages, slot);
    let mut playbook = parse("harbour-cars", "workspace.toml", &text).expect("it is well written");
    playbook.actions.remove(0).slots.remove(0)
}

#[test]
fn labels_examples_and_choices_are_written_in_each_language() {
    let slot = slot(
        r#""en", "de""#,
        r#"{ id = "class", label = { en = "Class", de = "Klasse" }, ask = "?", choices = [{ en = "Small", de = "Klein" }, "SUV"] }"#,
    );
    assert_eq!(slot.label, Said::new("Class").with("de", "Klasse"));
    let choices = vec![Said::new("Small").with("de", "Klein"), Said::new("SUV")];
    assert_eq!(slot.kind, SlotKind::Choice(choices));
    assert_eq!(slot.expects.text(None), "Please choose Small or SUV.");
    assert_eq!(slot.expects.text(Some("de")), "Bitte wählen Sie Klein oder SUV.");
}

#[test]
fn an_operator_says_what_is_expected_in_their_own_words() {
    let slot = slot(
        r#""en", "de""#,
        r#"{ id = "n", ask = "?", kind = "number", expects = { en = "Just a number.", de = "Nur eine Zahl." } }"#,
    );
    assert_eq!(
        slot.expects,
        Said::new("Just a number.").with("de", "Nur eine Zahl.")
    );
    let text = workspace(r#""en""#, r#"{ id = "n", ask = "?" }"#)
        + "[says]\ntoo_long = \"Not {characters}, but {most}.\"\nchoose = \"One of {choices}.\"\n";
    let playbook = parse("harbour-cars", "workspace.toml", &text).expect("it is well written");
    assert_eq!(
        playbook.says.refusals.too_long.text(None),
        "Not {characters}, but {most}."
    );
    assert_eq!(playbook.says.refusals.choose.text(None), "One of {choices}.");
    assert_eq!(
        playbook.says.refusals.no_such_day.text(None),
        "There is no such day."
    );
    let text = workspace(r#""en""#, r#"{ id = "n", ask = "?" }"#) + "[says]\nchoose = \"One of {places}.\"\n";
    insta::assert_snapshot!(mistakes(&text), @"workspace.toml:16:10: `choose` has something else in braces than `{choices}`");
}

#[test]
fn a_workspace_in_another_language_first_keeps_its_choices_in_that_one() {
    let slot = slot(
        r#""es", "en""#,
        r#"{ id = "class", label = "Clase", ask = "?", choices = [{ es = "Pequeño", en = "Small" }, { es = "Grande", en = "Large" }] }"#,
    );
    assert_eq!(
        crate::slot::accept(&slot, "small", None).as_deref(),
        Ok("Pequeño")
    );
    assert_eq!(slot.expects.text(None), "Elija Pequeño o Grande, por favor.");
}

#[test]
fn choices_that_read_the_same_and_examples_that_are_none_are_mistakes() {
    let slots = r#"{ id = "c", ask = "?", choices = [{ en = "Single", de = "Einzel" }, { en = "Double", de = "einzel" }] },
{ id = "d", ask = "?", kind = "date", example = { en = "3 May 2027", de = "demnächst" } }"#;
    insta::assert_snapshot!(mistakes(&workspace(r#""en", "de""#, slots)), @r"
    workspace.toml:13:69: the choice `einzel` is there twice
    ---
    workspace.toml:14:49: the slot `d` does not accept its own example `demnächst`
    ");
}

#[test]
fn a_language_that_is_missing_is_warned_of() {
    let slots = r#"{ id = "c", label = { en = "Class", de = "Klasse" }, ask = "?", choices = [{ en = "Small", pt = "Pequeno" }, "SUV"] }"#;
    let text = workspace(r#""en", "de", "pt""#, slots);
    let parsed = parse_all("harbour-cars", "workspace.toml", &text).expect("it is well written");
    let warnings: Vec<String> = parsed.warnings.iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(warnings.join("\n---\n"), @r"
    workspace.toml:13:21: `label` has no text in `pt`

    hint: who speaks it is told it in `en`
    ---
    workspace.toml:13:76: `choices` has no text in `de`

    hint: who speaks it is told it in `en`
    ");
}

#[test]
fn a_playbook_from_before_slots_had_words_of_their_own_still_reads() {
    let text = workspace(r#""en", "de""#, r#"{ id = "n", ask = "?", kind = "number" }"#);
    let playbook = parse("harbour-cars", "workspace.toml", &text).expect("it is well written");
    let mut stored = serde_json::to_value(&playbook).expect("it serialises");
    for action in stored["actions"].as_array_mut().expect("actions") {
        for slot in action["slots"].as_array_mut().expect("slots") {
            let slot = slot.as_object_mut().expect("a slot");
            slot.remove("expects");
            slot.insert("label".to_owned(), "Number".into());
        }
    }
    stored["says"].as_object_mut().expect("texts").remove("refusals");
    let read: Playbook = serde_json::from_value(stored).expect("an earlier build's playbook");
    let slot = &read.actions[0].slots[0];
    let refused = crate::slot::accept(slot, "?", None).expect_err("no number");
    assert_eq!(
        refused.sentence(slot, &read.says, Some("de")),
        "That is not quite what I asked for."
    );
    assert_eq!(slot.label.text(Some("de")), "Number");
}
