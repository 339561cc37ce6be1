//! "Done", and what people write when they have sent all their files: whole answers, in the languages that the reading
//! knows.

use super::plain::fold;
use super::skip::without_politeness;

/// Folded, each the whole of an answer.
const ENDS: [&str; 44] = [
    // English
    "done",
    "im done",
    "all done",
    "finished",
    "ready",
    "thats all",
    "that is all",
    "thats it",
    "that is it",
    "thats everything",
    "all sent",
    "sent",
    "no more",
    "go on",
    "continue",
    "here you go",
    "ok",
    "okay",
    // Spanish
    "listo",
    "lista",
    "ya esta",
    "eso es todo",
    "es todo",
    "terminado",
    "enviado",
    // French
    "cest tout",
    "voila",
    "termine",
    "cest fait",
    "fini",
    // German
    "fertig",
    "das ist alles",
    "das wars",
    "das war es",
    "das war alles",
    "weiter",
    // Italian
    "fatto",
    "e tutto",
    "ecco",
    "finito",
    // Portuguese
    "pronto",
    "e tudo",
    "feito",
    "ja esta",
];

/// What people put behind it.
const THANKS: [&str; 8] = [
    "thanks",
    "thank you",
    "gracias",
    "merci",
    "danke",
    "grazie",
    "obrigado",
    "obrigada",
];

/// Whether an answer says that all files have been sent.
pub fn ends_files(said: &str) -> bool {
    let folded = fold(said);
    let mut said = without_politeness(&folded);
    for thanks in THANKS {
        said = said.strip_suffix(thanks).unwrap_or(said).trim_end();
    }
    ENDS.contains(&said)
}

#[cfg(test)]
mod tests {
    use super::ends_files;

    #[test]
    fn the_end_of_the_files_is_said_in_six_languages() {
        for said in [
            "Done",
            "done!",
            "That's all, thanks",
            "Ya está.",
            "C'est tout",
            "Das war's",
            "È tutto",
            "Já está",
            "Pronto, obrigado",
        ] {
            assert!(ends_files(said), "{said}");
        }
    }

    #[test]
    fn what_says_more_does_not_end_them() {
        for said in [
            "",
            "one more to come",
            "done at the branch in Faro",
            "that's all scratched",
        ] {
            assert!(!ends_files(said), "{said}");
        }
    }
}
