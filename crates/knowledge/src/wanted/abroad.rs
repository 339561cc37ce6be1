//! What kind of answer a question in another language than English wants.

use super::Wanted;
use crate::language::Language;

/// Words that follow each other, or a word with others anywhere after it, and what they want.
struct Sign {
    /// These, one after the other.
    first: &'static [&'static str],
    /// Then one of these somewhere; none needed when it is empty.
    then: &'static [&'static str],
    wants: Wanted,
}

const fn sign(first: &'static [&'static str], then: &'static [&'static str], wants: Wanted) -> Sign {
    Sign { first, then, wants }
}

/// The first that is met counts, so the narrower stand before the wider.
const SPANISH: &[Sign] = &[
    sign(
        &["cuanto"],
        &["cuesta", "cuestan", "vale", "valen", "cobran", "pagar", "pago"],
        Wanted::Amount,
    ),
    sign(&["cual"], &["precio", "coste", "costo", "tarifa"], Wanted::Amount),
    sign(&["que"], &["precio", "coste", "costo", "tarifa"], Wanted::Amount),
    sign(&["que", "hora"], &[], Wanted::Clock),
    sign(&["que", "horario"], &[], Wanted::Opening),
    sign(&["cuanto"], &[], Wanted::Number),
    sign(&["cuantos"], &[], Wanted::Number),
    sign(&["cuantas"], &[], Wanted::Number),
    sign(
        &["numero"],
        &["telefono", "llamar", "emergencia", "emergencias"],
        Wanted::Telephone,
    ),
    sign(&["direccion"], &[], Wanted::Address),
];
const FRENCH: &[Sign] = &[
    sign(
        &["combien"],
        &["coute", "coutent", "payer", "prix"],
        Wanted::Amount,
    ),
    sign(&["quel"], &["prix", "tarif", "cout"], Wanted::Amount),
    sign(&["quelle", "heure"], &[], Wanted::Clock),
    sign(&["horaires"], &[], Wanted::Opening),
    sign(&["combien"], &[], Wanted::Number),
    sign(
        &["numero"],
        &["telephone", "appeler", "urgence"],
        Wanted::Telephone,
    ),
    sign(&["adresse"], &[], Wanted::Address),
];
const GERMAN: &[Sign] = &[
    sign(
        &["wie", "viel"],
        &["kostet", "kosten", "zahlen", "bezahlen"],
        Wanted::Amount,
    ),
    sign(
        &["wieviel"],
        &["kostet", "kosten", "zahlen", "bezahlen"],
        Wanted::Amount,
    ),
    sign(&["was"], &["kostet", "kosten"], Wanted::Amount),
    sign(&["wie", "viel", "uhr"], &[], Wanted::Clock),
    sign(&["wieviel", "uhr"], &[], Wanted::Clock),
    sign(&["offnungszeiten"], &[], Wanted::Opening),
    sign(
        &["wie"],
        &["viel", "viele", "lange", "alt", "oft", "hoch", "weit", "schwer"],
        Wanted::Number,
    ),
    sign(&["wieviel"], &[], Wanted::Number),
    sign(&["nummer"], &["anrufen", "rufe", "notfall"], Wanted::Telephone),
    sign(&["telefonnummer"], &[], Wanted::Telephone),
    sign(&["adresse"], &[], Wanted::Address),
];
const ITALIAN: &[Sign] = &[
    sign(
        &["quanto"],
        &["costa", "costano", "viene", "pagare"],
        Wanted::Amount,
    ),
    sign(&["qual"], &["prezzo", "costo", "tariffa"], Wanted::Amount),
    sign(&["che", "ora"], &[], Wanted::Clock),
    sign(&["orari"], &[], Wanted::Opening),
    sign(&["quanto"], &[], Wanted::Number),
    sign(&["quanti"], &[], Wanted::Number),
    sign(&["quante"], &[], Wanted::Number),
    sign(
        &["numero"],
        &["telefono", "chiamare", "emergenza"],
        Wanted::Telephone,
    ),
    sign(&["indirizzo"], &[], Wanted::Address),
];
const PORTUGUESE: &[Sign] = &[
    sign(&["quanto"], &["custa", "custam", "pagar"], Wanted::Amount),
    sign(&["qual"], &["preco", "custo", "tarifa"], Wanted::Amount),
    sign(&["que", "horas"], &[], Wanted::Clock),
    sign(&["horario"], &[], Wanted::Opening),
    sign(&["quanto"], &[], Wanted::Number),
    sign(&["quantos"], &[], Wanted::Number),
    sign(&["quantas"], &[], Wanted::Number),
    sign(
        &["numero"],
        &["telefone", "ligar", "emergencia"],
        Wanted::Telephone,
    ),
    sign(&["endereco"], &[], Wanted::Address),
    sign(&["morada"], &[], Wanted::Address),
];

impl Wanted {
    /// What a question of these folded words wants, in its language.
    pub(crate) fn asked_in(language: Language, words: &[&str]) -> Option<Self> {
        let signs = match language {
            Language::English => return Self::of(words),
            Language::Spanish => SPANISH,
            Language::French => FRENCH,
            Language::German => GERMAN,
            Language::Italian => ITALIAN,
            Language::Portuguese => PORTUGUESE,
            Language::Other => &[],
        };
        signs.iter().find(|sign| sign.is_in(words)).map(|sign| sign.wants)
    }
}

impl Sign {
    fn is_in(&self, words: &[&str]) -> bool {
        let starts = words
            .windows(self.first.len())
            .position(|window| window == self.first);
        starts.is_some_and(|start| {
            self.then.is_empty() || words[start..].iter().any(|word| self.then.contains(word))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Words;

    #[test]
    fn a_question_says_in_its_language_what_kind_of_answer_it_wants() {
        let cases = [
            ("es", "¿Cuánto cuesta el visado?", Some(Wanted::Amount)),
            ("es", "¿Cuánto equipaje puedo llevar?", Some(Wanted::Number)),
            ("es", "¿A qué hora sale el tren?", Some(Wanted::Clock)),
            ("es", "¿Necesito visado?", None),
            ("fr", "Combien ça coûte ?", Some(Wanted::Amount)),
            ("fr", "À quelle heure ouvre le bureau ?", Some(Wanted::Clock)),
            ("de", "Wie viel kostet das?", Some(Wanted::Amount)),
            ("de", "Um wie viel Uhr?", Some(Wanted::Clock)),
            ("de", "Wie alt muss ich sein?", Some(Wanted::Number)),
            ("it", "Quanto costa?", Some(Wanted::Amount)),
            ("pt", "Que horas abre?", Some(Wanted::Clock)),
            ("nl", "Hoeveel kost het?", None),
            ("en", "How much is it?", Some(Wanted::Amount)),
        ];
        for (code, question, expected) in cases {
            let mut words = Words::default();
            words.cut(question);
            let words: Vec<&str> = words
                .iter()
                .filter(|(_, mark)| !mark)
                .map(|(word, _)| word)
                .collect();
            assert_eq!(
                Wanted::asked_in(Language::of(code), &words),
                expected,
                "{question}"
            );
        }
    }
}
