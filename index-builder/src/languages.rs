//! In which language a document is written that does not say so.

use std::collections::BTreeMap;

use gangway_knowledge::Passage;
use gangway_reading::language;

/// Fewer passages than this tell nothing certain: a sheet of names looks like the language of the names.
const PASSAGES: usize = 2;
/// So many of a hundred passages have to agree.
const SHARE: usize = 80;

/// Gives each passage without a language that of its document: one of the workspace's when the passages are clearly written
/// in it, otherwise the workspace's first.
pub(crate) fn fill(passages: &mut [Passage], workspace: &[String]) {
    let Some(first) = workspace.first() else { return };
    for document in passages.chunk_by_mut(|a, b| a.document == b.document) {
        if document.iter().all(|passage| passage.language.is_some()) {
            continue;
        }
        let found = of_document(document, workspace).unwrap_or(first).to_owned();
        for passage in document {
            passage.language.get_or_insert_with(|| found.clone());
        }
    }
}

fn of_document<'w>(passages: &[Passage], workspace: &'w [String]) -> Option<&'w String> {
    if workspace.len() < 2 {
        return None;
    }
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for passage in passages {
        if let Some(found) = language::of(&passage.text, workspace) {
            *counts.entry(found).or_default() += 1;
        }
    }
    let all: usize = counts.values().sum();
    let (found, count) = counts.into_iter().max_by_key(|&(_, count)| count)?;
    let clear = count >= PASSAGES.min(passages.len()) && count * 100 >= all * SHARE;
    workspace
        .iter()
        .find(|language| *language == found)
        .filter(|_| clear)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn languages(texts: &[(&str, Option<&str>)], workspace: &[&str]) -> Vec<String> {
        let mut passages: Vec<Passage> = texts
            .iter()
            .map(|&(text, language)| Passage {
                document: "a.md".to_owned(),
                text: text.to_owned(),
                language: language.map(str::to_owned),
                ..Passage::default()
            })
            .collect();
        let workspace: Vec<String> = workspace.iter().map(|&code| code.to_owned()).collect();
        fill(&mut passages, &workspace);
        passages
            .into_iter()
            .filter_map(|passage| passage.language)
            .collect()
    }

    #[test]
    fn a_document_has_the_language_of_its_passages_or_the_workspaces_first() {
        let spanish = [
            ("El equipaje se guarda gratis en la oficina de Cusco.", None),
            ("Los billetes de tren se compran con la agencia.", None),
        ];
        assert_eq!(languages(&spanish, &["en", "es"]), ["es", "es"]);
        assert_eq!(languages(&spanish, &["en"]), ["en", "en"], "there is no other");
        assert_eq!(
            languages(&spanish, &["en", "fr"]),
            ["en", "en"],
            "not one of theirs"
        );
        assert_eq!(languages(&spanish, &[]), [""; 0]);
        let names = [
            ("Casa Andina", None),
            ("We meet at the hotel in the morning.", None),
        ];
        assert_eq!(languages(&names, &["en", "es"]), ["en", "en"]);
        let said = [
            ("We meet at the hotel.", Some("de")),
            ("And leave at noon.", None),
        ];
        assert_eq!(languages(&said, &["en", "es"]), ["de", "en"]);
    }
}
