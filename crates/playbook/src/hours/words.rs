//! A moment to come in words: "tomorrow at 08:00 (Lisbon time)".

use gangway_protocol::Timestamp;

use super::zone::Zone;

/// How one language says when.
struct Words {
    language: &'static str,
    today: &'static str,
    tomorrow: &'static str,
    /// With what stands before them, Monday first, separated by commas.
    weekdays: &'static str,
    /// January first, separated by commas.
    months: &'static str,
    /// A date, of the day `D` and the month `M`.
    date: &'static str,
    /// A time of a day: the day `D`, the hour `T` and the zone's city `C`.
    whole: &'static str,
}

/// The first is for every language that is not here.
const WORDS: [Words; 6] = [
    Words {
        language: "en",
        today: "today",
        tomorrow: "tomorrow",
        weekdays: "on Monday,on Tuesday,on Wednesday,on Thursday,on Friday,on Saturday,on Sunday",
        months: "January,February,March,April,May,June,July,August,September,October,November,December",
        date: "on D M",
        whole: "D at T (C time)",
    },
    Words {
        language: "es",
        today: "hoy",
        tomorrow: "mañana",
        weekdays: "el lunes,el martes,el miércoles,el jueves,el viernes,el sábado,el domingo",
        months: "enero,febrero,marzo,abril,mayo,junio,julio,agosto,septiembre,octubre,noviembre,diciembre",
        date: "el D de M",
        whole: "D a las T (hora de C)",
    },
    Words {
        language: "fr",
        today: "aujourd'hui",
        tomorrow: "demain",
        weekdays: "lundi,mardi,mercredi,jeudi,vendredi,samedi,dimanche",
        months: "janvier,février,mars,avril,mai,juin,juillet,août,septembre,octobre,novembre,décembre",
        date: "le D M",
        whole: "D à T (heure de C)",
    },
    Words {
        language: "de",
        today: "heute",
        tomorrow: "morgen",
        weekdays: "am Montag,am Dienstag,am Mittwoch,am Donnerstag,am Freitag,am Samstag,am Sonntag",
        months: "Januar,Februar,März,April,Mai,Juni,Juli,August,September,Oktober,November,Dezember",
        date: "am D. M",
        whole: "D um T Uhr (Ortszeit C)",
    },
    Words {
        language: "it",
        today: "oggi",
        tomorrow: "domani",
        weekdays: "lunedì,martedì,mercoledì,giovedì,venerdì,sabato,domenica",
        months: "gennaio,febbraio,marzo,aprile,maggio,giugno,luglio,agosto,settembre,ottobre,novembre,dicembre",
        date: "il D M",
        whole: "D alle T (ora di C)",
    },
    Words {
        language: "pt",
        today: "hoje",
        tomorrow: "amanhã",
        weekdays: "na segunda-feira,na terça-feira,na quarta-feira,na quinta-feira,na sexta-feira,no sábado,no domingo",
        months: "janeiro,fevereiro,março,abril,maio,junho,julho,agosto,setembro,outubro,novembro,dezembro",
        date: "em D de M",
        whole: "D às T (hora de C)",
    },
];

/// A moment not before `now`, by the clocks of the zone, in a language (ISO 639-1): English where it is not one of
/// `en`, `es`, `fr`, `de`, `it` and `pt`.
pub fn opens(zone: &Zone, language: &str, now: Timestamp, at: Timestamp) -> String {
    let words = WORDS
        .iter()
        .find(|words| words.language == language)
        .unwrap_or(&WORDS[0]);
    let (today, _) = zone.clock(now);
    let (day, minute) = zone.clock(at);
    let pick = |list: &'static str, index: usize| list.split(',').nth(index).unwrap_or_default();
    let named = match day.0.saturating_sub(today.0) {
        ..=0 => words.today.to_owned(),
        1 => words.tomorrow.to_owned(),
        2..=6 => pick(words.weekdays, day.weekday()).to_owned(),
        _ => {
            let (_, month, date) = day.date();
            fill(
                words.date,
                &[
                    ('D', &date.to_string()),
                    ('M', pick(words.months, usize::from(month).saturating_sub(1))),
                ],
            )
        }
    };
    let time = format!("{:02}:{:02}", minute / 60, minute % 60);
    let city = zone
        .name
        .rsplit('/')
        .next()
        .unwrap_or(&zone.name)
        .replace('_', " ");
    fill(words.whole, &[('D', &named), ('T', &time), ('C', &city)])
}

/// Puts texts where single capital letters stand for them.
fn fill(pattern: &str, texts: &[(char, &str)]) -> String {
    let mut filled = String::new();
    for letter in pattern.chars() {
        match texts.iter().find(|(stands, _)| *stands == letter) {
            Some((_, text)) => filled.push_str(text),
            None => filled.push(letter),
        }
    }
    filled
}
