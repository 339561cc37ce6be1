//! "Skip", and what people write for it: whole answers, in the languages that the reading knows.

use super::plain::fold;

/// Folded, each the whole of an answer.
const SKIPS: [&str; 113] = [
    // English
    "skip",
    "skip it",
    "skip this",
    "skip that",
    "skip this one",
    "pass",
    "next",
    "next question",
    "none",
    "nothing",
    "nothing else",
    "no",
    "no thanks",
    "no thank you",
    "not now",
    "not applicable",
    "n a",
    "no idea",
    "not sure",
    "im not sure",
    "dont know",
    "i dont know",
    "i do not know",
    "dont have it",
    "dont have one",
    "i dont have it",
    "i dont have one",
    "i dont have any",
    "i dont have that",
    "i do not have it",
    "i do not have one",
    "rather not",
    "id rather not",
    "id rather not say",
    "prefer not to say",
    "i prefer not to say",
    // Spanish
    "saltar",
    "omitir",
    "siguiente",
    "paso",
    "ninguno",
    "ninguna",
    "nada",
    "nada mas",
    "no gracias",
    "no se",
    "no lo se",
    "no tengo",
    "no lo tengo",
    "no la tengo",
    "no tengo ninguno",
    "prefiero no decirlo",
    // French
    "passer",
    "je passe",
    "ignorer",
    "suivant",
    "suivante",
    "aucun",
    "aucune",
    "rien",
    "rien dautre",
    "non",
    "non merci",
    "je ne sais pas",
    "je sais pas",
    "je nen ai pas",
    "je ne lai pas",
    "je prefere ne pas le dire",
    // German
    "uberspringen",
    "weiter",
    "keine",
    "keiner",
    "keins",
    "nichts",
    "nichts weiter",
    "nein",
    "nein danke",
    "keine ahnung",
    "keine angabe",
    "weiß nicht",
    "weiss nicht",
    "weiß ich nicht",
    "weiss ich nicht",
    "ich weiß nicht",
    "ich weiß es nicht",
    "ich weiss es nicht",
    "habe ich nicht",
    "hab ich nicht",
    "ich habe keine",
    "ich habe keinen",
    // Italian
    "salta",
    "saltare",
    "avanti",
    "nessuno",
    "nessuna",
    "niente",
    "nientaltro",
    "no grazie",
    "non so",
    "non lo so",
    "non ce lho",
    "non ne ho",
    "preferisco non dirlo",
    // Portuguese
    "pular",
    "seguinte",
    "nenhum",
    "nenhuma",
    "nada mais",
    "nao",
    "nao obrigado",
    "nao sei",
    "nao tenho",
    "prefiro nao dizer",
];

/// What people put before or behind it.
const POLITE: [&str; 8] = [
    "please",
    "sorry",
    "por favor",
    "bitte",
    "sil vous plait",
    "per favore",
    "lo siento",
    "desole",
];

/// Whether an answer, as a whole, passes a slot over.
pub fn skips(said: &str) -> bool {
    let folded = fold(said);
    let mut said = folded.as_str();
    for polite in POLITE {
        said = said.strip_suffix(polite).unwrap_or(said).trim_end();
        said = said.strip_prefix(polite).unwrap_or(said).trim_start();
    }
    SKIPS.contains(&said)
}

#[cfg(test)]
mod tests {
    use super::skips;

    #[test]
    fn an_answer_is_passed_over_in_six_languages() {
        for said in [
            "Skip",
            "skip please",
            "Sorry, I don't have one.",
            "I don't know",
            "None",
            "No lo tengo",
            "Prefiero no decirlo",
            "Je ne l'ai pas",
            "Passer, s'il vous plaît",
            "Überspringen",
            "Weiß ich nicht",
            "Non ce l'ho",
            "Nient'altro",
            "Não sei",
            "Prefiro não dizer",
        ] {
            assert!(skips(said), "{said}");
        }
    }

    #[test]
    fn an_answer_that_says_something_is_not() {
        for said in [
            "",
            "Skip the museum on Tuesday",
            "I lost it, I don't know where",
            "Nothing but a red suitcase",
            "None of the bags arrived",
            "MT204518",
            "Pass number 12",
            "No lo tengo aquí, pero es MT204518",
            "Weiter hinten im Bus",
        ] {
            assert!(!skips(said), "{said}");
        }
    }
}
