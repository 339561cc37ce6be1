//! What a slot's refused answers are answered with: a sentence for each slot, and what is the same for all of them, in the
//! languages that Gangway speaks itself.

use super::builtin::{in_languages, spoken};
use crate::{ENGLISH_REFUSALS, Refusals, Said, Slot, SlotKind};

/// Most places that are listed.
const LISTED: usize = 8;

/// How one language says what is expected. `{label}`, `{example}` and `{choices}` are put in.
struct Words {
    language: &'static str,
    text: &'static str,
    /// Of a pattern, with its example.
    looks: &'static str,
    /// Of a pattern that has none.
    check: &'static str,
    number: &'static str,
    date: &'static str,
    /// An example of a date.
    a_date: &'static str,
    range: &'static str,
    /// An example of two.
    a_range: &'static str,
    email: &'static str,
    phone: &'static str,
    contact: &'static str,
    yes_no: &'static str,
    /// Of many places, with one of them.
    place: &'static str,
    /// Of one file, of several with `{most}`; and how to pass them over.
    files: [&'static str; 3],
    /// In the order of the fields of [`Refusals`].
    refusals: [&'static str; 9],
}

/// The first is for every language that is not here.
const WORDS: [Words; 6] = [
    Words {
        language: "en",
        text: "Please write a few words.",
        looks: "{a label} looks like {example}.",
        check: "That does not look like {a label}. Please check it.",
        number: "Please give one number, like {example}.",
        date: "Please give the day and the month, like {example}.",
        a_date: "3 May 2027",
        range: "Please give the first and the last day, like {example}.",
        a_range: "3 May to 9 May 2027",
        email: "An e-mail address looks like {example}.",
        phone: "A telephone number looks like {example}.",
        contact: "An e-mail address looks like name@example.com, a telephone number like +351 912 345 678.",
        yes_no: "Please answer yes or no.",
        place: "Please name the place, like {example}.",
        files: [
            "Please send a photo or a PDF here.",
            "Please send photos or a PDF here, up to {most} files.",
            " Without one, say “skip”.",
        ],
        refusals: ENGLISH_REFUSALS,
    },
    Words {
        language: "es",
        text: "Escriba unas palabras, por favor.",
        looks: "Tiene esta forma: {example}.",
        check: "{label}: eso no parece correcto. Compruébelo, por favor.",
        number: "Indique un solo número, como {example}.",
        date: "Indique el día y el mes, como {example}.",
        a_date: "3 de mayo de 2027",
        range: "Indique el primer y el último día, como {example}.",
        a_range: "del 3 de mayo al 9 de mayo de 2027",
        email: "Una dirección de correo tiene esta forma: {example}.",
        phone: "Un número de teléfono tiene esta forma: {example}.",
        contact: "Un correo tiene esta forma: name@example.com; un teléfono, esta: +351 912 345 678.",
        yes_no: "Responda sí o no, por favor.",
        place: "Indique el lugar, como {example}.",
        files: [
            "Envíe aquí una foto o un PDF, por favor.",
            "Envíe aquí fotos o un PDF, hasta {most} archivos.",
            " Si no tiene, escriba «omitir».",
        ],
        refusals: [
            "Son {characters} caracteres. Que sean menos de {most}, por favor.",
            "Veo más de una fecha.",
            "Ese día no existe.",
            "El último día es anterior al primero.",
            "Elija {choices}, por favor.",
            "o",
            "sí",
            "no",
            "Sus archivos han llegado. Envíe otro o escriba «listo».",
        ],
    },
    Words {
        language: "fr",
        text: "Écrivez quelques mots, s'il vous plaît.",
        looks: "La forme attendue est {example}.",
        check: "{label} : cela ne semble pas correct. Merci de vérifier.",
        number: "Donnez un seul nombre, comme {example}.",
        date: "Donnez le jour et le mois, comme {example}.",
        a_date: "3 mai 2027",
        range: "Donnez le premier et le dernier jour, comme {example}.",
        a_range: "du 3 mai au 9 mai 2027",
        email: "Une adresse e-mail a cette forme : {example}.",
        phone: "Un numéro de téléphone a cette forme : {example}.",
        contact: "Une adresse e-mail a cette forme : name@example.com ; un numéro de téléphone : +351 912 345 678.",
        yes_no: "Répondez par oui ou par non, s'il vous plaît.",
        place: "Indiquez le lieu, comme {example}.",
        files: [
            "Envoyez ici une photo ou un PDF, s'il vous plaît.",
            "Envoyez ici des photos ou un PDF, {most} fichiers au plus.",
            " Sinon, écrivez « passer ».",
        ],
        refusals: [
            "Cela fait {characters} caractères. Restez en dessous de {most}, s'il vous plaît.",
            "Je vois plus d'une date.",
            "Ce jour n'existe pas.",
            "Le dernier jour est avant le premier.",
            "Choisissez {choices}, s'il vous plaît.",
            "ou",
            "oui",
            "non",
            "Vos fichiers sont là. Envoyez-en un autre, ou écrivez « terminé ».",
        ],
    },
    Words {
        language: "de",
        text: "Bitte schreiben Sie ein paar Worte.",
        looks: "Es sieht so aus: {example}.",
        check: "{label}: Das scheint nicht zu stimmen. Bitte prüfen Sie es.",
        number: "Bitte nennen Sie eine Zahl, zum Beispiel {example}.",
        date: "Bitte nennen Sie Tag und Monat, zum Beispiel {example}.",
        a_date: "3. Mai 2027",
        range: "Bitte nennen Sie den ersten und den letzten Tag, zum Beispiel {example}.",
        a_range: "3. Mai bis 9. Mai 2027",
        email: "Eine E-Mail-Adresse sieht so aus: {example}.",
        phone: "Eine Telefonnummer sieht so aus: {example}.",
        contact: "Eine E-Mail-Adresse sieht so aus: name@example.com, eine Telefonnummer so: +351 912 345 678.",
        yes_no: "Bitte antworten Sie mit Ja oder Nein.",
        place: "Bitte nennen Sie den Ort, zum Beispiel {example}.",
        files: [
            "Bitte senden Sie hier ein Foto oder ein PDF.",
            "Bitte senden Sie hier Fotos oder ein PDF, bis zu {most} Dateien.",
            " Wenn Sie keines haben, schreiben Sie „überspringen“.",
        ],
        refusals: [
            "Das sind {characters} Zeichen. Bitte bleiben Sie unter {most}.",
            "Das ist mehr als ein Datum.",
            "Diesen Tag gibt es nicht.",
            "Der letzte Tag liegt vor dem ersten.",
            "Bitte wählen Sie {choices}.",
            "oder",
            "ja",
            "nein",
            "Ihre Dateien sind da. Senden Sie noch eine, oder schreiben Sie „fertig“.",
        ],
    },
    Words {
        language: "it",
        text: "Scriva qualche parola, per favore.",
        looks: "Ha questa forma: {example}.",
        check: "{label}: non sembra corretto. Lo controlli, per favore.",
        number: "Indichi un solo numero, come {example}.",
        date: "Indichi il giorno e il mese, come {example}.",
        a_date: "3 maggio 2027",
        range: "Indichi il primo e l'ultimo giorno, come {example}.",
        a_range: "dal 3 maggio al 9 maggio 2027",
        email: "Un indirizzo e-mail ha questa forma: {example}.",
        phone: "Un numero di telefono ha questa forma: {example}.",
        contact: "Un indirizzo e-mail ha questa forma: name@example.com; un numero di telefono: +351 912 345 678.",
        yes_no: "Risponda sì o no, per favore.",
        place: "Indichi il luogo, come {example}.",
        files: [
            "Invii qui una foto o un PDF, per favore.",
            "Invii qui foto o un PDF, fino a {most} file.",
            " Se non ne ha, scriva «salta».",
        ],
        refusals: [
            "Sono {characters} caratteri. Resti sotto i {most}, per favore.",
            "Vedo più di una data.",
            "Quel giorno non esiste.",
            "L'ultimo giorno è prima del primo.",
            "Scelga {choices}, per favore.",
            "o",
            "sì",
            "no",
            "I suoi file sono arrivati. Ne invii un altro o scriva «fatto».",
        ],
    },
    Words {
        language: "pt",
        text: "Escreva algumas palavras, por favor.",
        looks: "Tem esta forma: {example}.",
        check: "{label}: não parece correto. Verifique, por favor.",
        number: "Indique um só número, como {example}.",
        date: "Indique o dia e o mês, como {example}.",
        a_date: "3 de maio de 2027",
        range: "Indique o primeiro e o último dia, como {example}.",
        a_range: "de 3 de maio a 9 de maio de 2027",
        email: "Um endereço de e-mail tem esta forma: {example}.",
        phone: "Um número de telefone tem esta forma: {example}.",
        contact: "Um endereço de e-mail tem esta forma: name@example.com; um número de telefone: +351 912 345 678.",
        yes_no: "Responda sim ou não, por favor.",
        place: "Indique o local, como {example}.",
        files: [
            "Envie aqui uma foto ou um PDF, por favor.",
            "Envie aqui fotos ou um PDF, até {most} ficheiros.",
            " Se não tiver, escreva «saltar».",
        ],
        refusals: [
            "São {characters} caracteres. Fique abaixo de {most}, por favor.",
            "Vejo mais do que uma data.",
            "Esse dia não existe.",
            "O último dia é anterior ao primeiro.",
            "Escolha {choices}, por favor.",
            "ou",
            "sim",
            "não",
            "Os seus ficheiros chegaram. Envie mais um ou escreva «pronto».",
        ],
    },
];

/// What is the same for all slots.
pub(super) fn refusals(languages: &[String]) -> Refusals {
    Refusals::each(|field| {
        let words = WORDS
            .each_ref()
            .map(|words| (words.language, words.refusals[field]));
        in_languages(&words, languages)
    })
}

/// What the slot expects, as a sentence for visitors.
pub(crate) fn expects(slot: &Slot, languages: &[String]) -> Said {
    spoken(languages, |language| {
        let words = WORDS.iter().find(|words| words.language == language)?;
        Some(sentence(slot, words))
    })
}

fn sentence(slot: &Slot, words: &Words) -> String {
    let language = Some(words.language);
    let [.., choose, or, _, _, _] = words.refusals;
    let example = |usual: &str| {
        let own = slot.example.as_ref();
        own.map_or(usual, |example| example.text(language)).to_owned()
    };
    let like = |text: &str, usual: &str| text.replace("{example}", &example(usual));
    let one_of = |names: &[&str]| {
        let choices = match names.split_last() {
            Some((last, others)) if !others.is_empty() => format!("{} {or} {last}", others.join(", ")),
            Some(_) | None => names.concat(),
        };
        choose.replace("{choices}", &choices)
    };
    match &slot.kind {
        SlotKind::Text => words.text.to_owned(),
        SlotKind::Pattern(_) => {
            let (text, begins) = match &slot.example {
                Some(_) => (like(words.looks, ""), true),
                None => (words.check.to_owned(), false),
            };
            let label = slot.label.text(language);
            text.replace("{a label}", &with_article(label, begins))
                .replace("{label}", label)
        }
        SlotKind::Number => like(words.number, "4"),
        SlotKind::Date => like(words.date, words.a_date),
        SlotKind::DateRange => like(words.range, words.a_range),
        SlotKind::Email => like(words.email, "name@example.com"),
        SlotKind::Phone => like(words.phone, "+351 912 345 678"),
        SlotKind::Contact => words.contact.to_owned(),
        SlotKind::YesNo => words.yes_no.to_owned(),
        SlotKind::Choice(choices) => {
            let names: Vec<&str> = choices.iter().map(|choice| choice.text(language)).collect();
            one_of(&names)
        }
        SlotKind::File { most } => {
            let [one, several, skip] = words.files;
            let wanted = if *most == 1 { one } else { several };
            let skip = if slot.optional { skip } else { "" };
            format!("{}{skip}", wanted.replace("{most}", &most.to_string()))
        }
        SlotKind::Place(places) => {
            let names: Vec<&str> = places.iter().map(|place| place.name.as_str()).collect();
            if names.len() <= LISTED {
                one_of(&names)
            } else {
                words.place.replace("{example}", names[0])
            }
        }
    }
}

/// "a booking number", "An order number"; a label that is a name keeps its capital.
fn with_article(label: &str, begins: bool) -> String {
    let mut letters = label.chars();
    let (first, rest) = (letters.next(), letters.as_str());
    let inside = match first {
        Some(first) if !rest.starts_with(char::is_uppercase) => {
            first.to_lowercase().collect::<String>() + rest
        }
        Some(_) | None => label.to_owned(),
    };
    let vowel = inside.starts_with(['a', 'e', 'i', 'o', 'u', 'A', 'E', 'I', 'O']);
    let article = match (begins, vowel) {
        (true, true) => "An",
        (true, false) => "A",
        (false, true) => "an",
        (false, false) => "a",
    };
    format!("{article} {inside}")
}
