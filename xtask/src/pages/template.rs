//! HTML with places to fill: `{{name}}` stands for a word that the build knows, or for a file of that name.

use std::path::Path;

use crate::project::{Failure, Outcome, read};

/// What fills the places of one page.
pub(super) struct Template<'a> {
    /// The folders in which files are looked for, in this order.
    pub(super) folders: &'a [&'a Path],
    /// The words.
    pub(super) words: &'a [(&'a str, &'a str)],
}

/// A file that holds itself would have no end.
const DEEPEST: usize = 8;

impl Template<'_> {
    /// The text with its places filled, and those of the files in it.
    pub(super) fn fill(&self, text: &str) -> Outcome<String> {
        self.fill_at(text, 0)
    }

    fn fill_at(&self, text: &str, depth: usize) -> Outcome<String> {
        let mut filled = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("{{") {
            let (name, after) = after
                .split_once("}}")
                .ok_or_else(|| Failure::new("a `{{` has no `}}`"))?;
            filled.push_str(before);
            filled.push_str(&self.place(name, depth)?);
            rest = after;
        }
        filled.push_str(rest);
        Ok(filled)
    }

    fn place(&self, name: &str, depth: usize) -> Outcome<String> {
        if let Some((_, word)) = self.words.iter().find(|(word, _)| *word == name) {
            return Ok((*word).to_owned());
        }
        let file = self
            .folders
            .iter()
            .map(|folder| folder.join(name))
            .find(|file| file.is_file());
        match file {
            Some(_) if depth == DEEPEST => Err(Failure::new(format!("`{{{{{name}}}}}` holds itself"))),
            Some(file) => self.fill_at(read(&file)?.trim_end(), depth + 1),
            None => Err(Failure::new(format!("nothing fills `{{{{{name}}}}}`"))),
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test ends where it is wrong")]

    use super::*;

    fn fill(text: &str) -> Outcome<String> {
        let near = tempfile::tempdir().unwrap();
        let far = tempfile::tempdir().unwrap();
        let files = [
            (near.path(), "sun.svg", "<svg>{{hue}}</svg>\n"),
            (far.path(), "sun.svg", "another"),
            (far.path(), "bar.html", "[{{sun.svg}}]"),
            (far.path(), "loop.html", "{{loop.html}}"),
        ];
        for (folder, name, text) in files {
            std::fs::write(folder.join(name), text).unwrap();
        }
        let template = Template {
            folders: &[near.path(), far.path()],
            words: &[("hue", "red")],
        };
        template.fill(text)
    }

    #[test]
    fn words_and_files_are_put_in_the_nearer_folder_first() {
        assert_eq!(
            fill("a {{hue}} b {{bar.html}} c").unwrap(),
            "a red b [<svg>red</svg>] c"
        );
        assert_eq!(fill("nothing to fill").unwrap(), "nothing to fill");
    }

    #[test]
    fn a_place_that_cannot_be_filled_is_an_error_that_names_it() {
        for (text, said) in [
            ("{{moon.svg}}", "nothing fills `{{moon.svg}}`"),
            ("{{loop.html}}", "`{{loop.html}}` holds itself"),
            ("{{hue", "a `{{` has no `}}`"),
        ] {
            assert_eq!(fill(text).unwrap_err().to_string(), said);
        }
    }
}
