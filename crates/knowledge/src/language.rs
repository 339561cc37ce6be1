//! What depends on the language: which words say nothing, and what a word's stem is.

use std::borrow::Cow;

use rust_stemmers::{Algorithm, Stemmer};
use serde::{Deserialize, Serialize};

/// A language that passages are written in and questions are asked in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
pub(crate) enum Language {
    /// English.
    #[default]
    English,
    /// Spanish.
    Spanish,
    /// French.
    French,
    /// German.
    German,
    /// Italian.
    Italian,
    /// Portuguese.
    Portuguese,
    /// Any other: every word is searched as it stands.
    Other,
}

impl Language {
    /// Of an ISO 639-1 code, with or without a region: `pt-BR`.
    pub(crate) fn of(code: &str) -> Self {
        match code.split('-').next().unwrap_or_default() {
            "en" => Self::English,
            "es" => Self::Spanish,
            "fr" => Self::French,
            "de" => Self::German,
            "it" => Self::Italian,
            "pt" => Self::Portuguese,
            _ => Self::Other,
        }
    }

    /// Whether a folded word is left out of the lexical index. The lists are sorted.
    pub(crate) fn is_stop_word(self, word: &str) -> bool {
        let list = match self {
            Self::English => ENGLISH,
            Self::Spanish => SPANISH,
            Self::French => FRENCH,
            Self::German => GERMAN,
            Self::Italian => ITALIAN,
            Self::Portuguese => PORTUGUESE,
            Self::Other => &[],
        };
        list.binary_search(&word).is_ok()
    }

    pub(crate) fn stemmer(self) -> Stems {
        let algorithm = match self {
            Self::English => Some(Algorithm::English),
            Self::Spanish => Some(Algorithm::Spanish),
            Self::French => Some(Algorithm::French),
            Self::German => Some(Algorithm::German),
            Self::Italian => Some(Algorithm::Italian),
            Self::Portuguese => Some(Algorithm::Portuguese),
            Self::Other => None,
        };
        Stems {
            language: self,
            stemmer: algorithm.map(Stemmer::create),
        }
    }

    /// Endings whose accent the folding took and the stemmer looks for, longest first, with the ending as it is written.
    fn accented(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Spanish => &[("cion", "ción"), ("sion", "sión"), ("logia", "logía")],
            Self::Portuguese => &[
                ("coes", "ções"),
                ("cao", "ção"),
                ("oes", "ões"),
                ("aes", "ães"),
                ("ao", "ão"),
            ],
            Self::French => &[("ees", "ées"), ("ee", "ée")],
            Self::English | Self::German | Self::Italian | Self::Other => &[],
        }
    }
}

/// Finds the stems of a language's words.
pub(crate) struct Stems {
    language: Language,
    stemmer: Option<Stemmer>,
}

impl Stems {
    /// What is known of the stem of a folded word that is no stop word of the language.
    pub(crate) fn find<T>(&self, word: &str, known: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        if self.language.is_stop_word(word) {
            return None;
        }
        known(&self.stem(word))
    }

    /// What the lexical index knows a folded word by.
    pub(crate) fn stem<'a>(&self, word: &'a str) -> Cow<'a, str> {
        let Some(stemmer) = &self.stemmer else {
            return Cow::Borrowed(word);
        };
        let mut endings = self.language.accented().iter();
        let accented =
            endings.find_map(|(folded, written)| Some(word.strip_suffix(folded)?.to_owned() + written));
        match accented {
            Some(word) => Cow::Owned(stemmer.stem(&word).into_owned()),
            None => stemmer.stem(word),
        }
    }
}

/// The tails of contractions are here too, because an apostrophe ends a word.
const ENGLISH: &[&str] = &[
    "a", "about", "am", "an", "and", "any", "are", "as", "at", "be", "been", "being", "but", "by", "can",
    "could", "d", "did", "do", "does", "doing", "don", "for", "from", "had", "has", "have", "having", "he",
    "her", "here", "him", "his", "how", "i", "if", "in", "into", "is", "it", "its", "just", "ll", "m", "me",
    "my", "no", "not", "of", "on", "or", "our", "please", "re", "s", "she", "should", "so", "some", "t",
    "than", "that", "the", "their", "them", "then", "there", "these", "they", "this", "those", "to", "too",
    "us", "ve", "very", "was", "we", "were", "what", "when", "where", "which", "who", "will", "with",
    "would", "you", "your",
];
const SPANISH: &[&str] = &[
    "a", "al", "algo", "algun", "alguna", "algunas", "algunos", "ante", "antes", "como", "con", "cual",
    "cuales", "cuando", "cuanta", "cuantas", "cuanto", "cuantos", "de", "debo", "del", "desde", "donde",
    "durante", "e", "el", "ella", "ellas", "ellos", "en", "entre", "era", "es", "esa", "esas", "ese", "eso",
    "esos", "esta", "estan", "estar", "estas", "este", "esto", "estos", "estoy", "favor", "fue", "ha",
    "hace", "hacer", "hasta", "hay", "he", "hola", "la", "las", "le", "les", "lo", "los", "mas", "me", "mi",
    "mis", "muy", "nada", "necesito", "ni", "no", "nos", "nosotros", "nuestra", "nuestro", "o", "os", "otra",
    "otro", "para", "pero", "podemos", "por", "porque", "puede", "pueden", "puedo", "que", "quien", "quiero",
    "quisiera", "se", "sea", "segun", "ser", "si", "sin", "sobre", "son", "soy", "su", "sus", "tambien",
    "te", "tenemos", "tengo", "tiene", "tienen", "todo", "tu", "tus", "un", "una", "unas", "uno", "unos",
    "usted", "ustedes", "y", "ya", "yo",
];
const FRENCH: &[&str] = &[
    "a", "ai", "au", "aux", "avec", "avez", "avons", "bonjour", "c", "ce", "ces", "cet", "cette", "combien",
    "comme", "comment", "d", "dans", "de", "des", "dois", "doit", "du", "elle", "elles", "en", "est", "et",
    "etait", "ete", "etre", "eu", "faut", "il", "ils", "j", "je", "l", "la", "le", "les", "leur", "leurs",
    "lui", "m", "ma", "mais", "me", "meme", "merci", "mes", "moi", "mon", "n", "ne", "nos", "notre", "nous",
    "on", "ont", "ou", "par", "pas", "peut", "peux", "plait", "plus", "pour", "pourquoi", "puis", "qu",
    "quand", "que", "quel", "quelle", "quelles", "quels", "qui", "quoi", "s", "sa", "sans", "se", "sera",
    "ses", "si", "son", "sont", "suis", "sur", "svp", "t", "ta", "te", "tes", "toi", "ton", "tous", "tout",
    "tres", "tu", "un", "une", "va", "vais", "vos", "votre", "voudrais", "vous", "y",
];
const GERMAN: &[&str] = &[
    "aber", "alle", "als", "also", "am", "an", "auch", "auf", "aus", "bei", "beim", "bin", "bis", "bitte",
    "brauche", "da", "danke", "dann", "darf", "das", "dass", "dem", "den", "der", "des", "die", "dies",
    "diese", "diesem", "diesen", "dieser", "dieses", "doch", "du", "durch", "durfen", "ein", "eine", "einem",
    "einen", "einer", "eines", "er", "es", "etwas", "fur", "gegen", "gibt", "habe", "haben", "hallo", "hat",
    "hatte", "hier", "ich", "ihr", "ihre", "ihren", "im", "in", "ist", "ja", "kann", "kein", "keine",
    "keinen", "konnen", "man", "mein", "meine", "meinem", "meinen", "meiner", "mich", "mir", "mit", "mochte",
    "muss", "mussen", "nach", "nicht", "noch", "nur", "ob", "oder", "ohne", "sehr", "sein", "seine", "sich",
    "sie", "sind", "so", "uber", "um", "und", "uns", "unser", "unsere", "unter", "viel", "vom", "von", "vor",
    "wann", "war", "warum", "was", "welche", "welchem", "welchen", "welcher", "welches", "wenn", "wer",
    "werde", "werden", "wie", "wieviel", "will", "wir", "wird", "wo", "zu", "zum", "zur",
];
const ITALIAN: &[&str] = &[
    "a", "ad", "agli", "ai", "al", "alla", "alle", "allo", "anche", "avere", "bisogna", "c", "che", "chi",
    "ci", "ciao", "come", "con", "cosa", "cui", "d", "da", "dagli", "dai", "dal", "dalla", "dalle", "dallo",
    "degli", "dei", "del", "della", "delle", "dello", "devo", "di", "dobbiamo", "dopo", "dove", "e", "ed",
    "era", "favore", "gli", "grazie", "ha", "hai", "hanno", "ho", "i", "il", "in", "io", "l", "la", "le",
    "lei", "li", "lo", "loro", "lui", "ma", "mi", "mia", "mie", "miei", "mio", "ne", "negli", "nei", "nel",
    "nella", "nelle", "nello", "no", "noi", "non", "nostra", "nostro", "o", "per", "perche", "piu",
    "possiamo", "posso", "puo", "qual", "quale", "quali", "quando", "quanta", "quante", "quanti", "quanto",
    "quella", "quello", "questa", "queste", "questi", "questo", "se", "sei", "senza", "si", "sia", "siamo",
    "sono", "su", "sua", "sue", "sui", "sul", "sulla", "suo", "suoi", "te", "ti", "tra", "tu", "un", "una",
    "uno", "vi", "voi", "vorrei",
];
const PORTUGUESE: &[&str] = &[
    "a", "ao", "aos", "as", "ate", "com", "como", "da", "das", "de", "dela", "dele", "devo", "do", "dos",
    "e", "ela", "elas", "ele", "eles", "em", "entre", "era", "essa", "essas", "esse", "esses", "esta",
    "estao", "estas", "este", "estes", "estou", "eu", "favor", "foi", "ha", "isso", "isto", "ja", "la",
    "lhe", "mais", "mas", "me", "meu", "meus", "minha", "minhas", "muito", "na", "nao", "nas", "nem", "no",
    "nos", "nossa", "nosso", "num", "numa", "o", "obrigado", "ola", "onde", "os", "ou", "para", "pela",
    "pelas", "pelo", "pelos", "pode", "podem", "podemos", "por", "porque", "posso", "preciso", "quais",
    "qual", "quando", "quanta", "quantas", "quanto", "quantos", "que", "quem", "queria", "quero", "se",
    "sem", "ser", "sera", "seu", "seus", "sim", "so", "sobre", "sua", "suas", "tambem", "te", "tem", "temos",
    "tenho", "ter", "um", "uma", "umas", "uns", "vai", "voce", "voces",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stop_words_are_sorted_for_the_binary_search() {
        for list in [ENGLISH, SPANISH, FRENCH, GERMAN, ITALIAN, PORTUGUESE] {
            assert!(list.is_sorted(), "{list:?}");
            assert!(list.iter().all(|word| word.is_ascii()), "they are folded");
        }
        assert!(Language::English.is_stop_word("your"));
        assert!(!Language::English.is_stop_word("luggage"));
        assert!(Language::Spanish.is_stop_word("tambien"));
        assert!(!Language::Other.is_stop_word("the"));
    }

    #[test]
    fn the_forms_of_a_word_have_one_stem_in_each_language() {
        let check = |code: &str, forms: &[&str]| {
            let stems = Language::of(code).stemmer();
            let found: Vec<_> = forms.iter().map(|form| stems.stem(form)).collect();
            assert!(found.iter().all(|stem| *stem == found[0]), "{forms:?}: {found:?}");
        };
        check("en", &["cancelled", "cancelling", "cancel"]);
        check("en-GB", &["boats", "boat"]);
        check("es", &["reservacion", "reservaciones"]);
        check("es-PE", &["maleta", "maletas"]);
        check("es", &["habitacion", "habitaciones"]);
        check("fr", &["bagage", "bagages"]);
        check("fr", &["annulee", "annulees"]);
        check("de", &["koffer", "koffern"]);
        check("de", &["buchung", "buchungen"]);
        check("it", &["prenotazione", "prenotazioni"]);
        check("pt", &["reservacao", "reservacoes"]);
        check("pt-BR", &["mala", "malas"]);
        assert_eq!(Language::of("nl").stemmer().stem("koffers"), "koffers");
    }
}
