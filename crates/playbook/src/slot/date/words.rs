//! The words of dates in English, Spanish, French, German, Italian and Portuguese, folded.

/// What a word means in a date.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Word {
    /// A month from 1, and what else the word is.
    Month(u32, Also),
    /// A day of the week; 0 is Monday.
    Weekday(u8),
    /// A day of the week only before "feira", or behind "na": otherwise it is "second" to "sixth".
    Feira(u8),
    /// "feira".
    FeiraItself,
    /// A day so many after this one.
    Relative(i32),
    /// "after" in "the day after tomorrow".
    After,
    /// "in" in "in three days"; in Portuguese also what stands before a day.
    In,
    /// So many days.
    Days(u32),
    /// A number in words: "three", "catorce", "zweiundzwanzigsten".
    Counted(u32),
    /// "now", which "a week" may be counted from.
    Now,
    /// "ago", behind a count of days or before it.
    Ago,
    /// "before"; in German also "ago", before a count of days.
    Before,
    /// The latest Friday that has been.
    Last,
    /// "pasado": "after" before tomorrow, and "last" behind a day of the week.
    Pasado,
    /// What is denied.
    Not,
    /// "no", which in Portuguese is "on the".
    No,
    /// The Friday of the week that follows this one, or just the next to come.
    Next {
        /// Of the week that follows.
        week: bool,
    },
    /// "this" Friday.
    This,
    /// "first": the first of a month.
    First,
    /// What makes a number an ordinal when it is written to it: `3rd`.
    Ordinal,
    /// What stands before a day: "on", "the", "el".
    Article,
    /// "la", "der", which stand before many things.
    The,
    Of,
    To,
    /// "a", which joins two days in Spanish and Portuguese, and else is nothing.
    A,
    And,
}

/// What else the name of a month is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Also {
    Nothing,
    /// "may": a verb, in small letters.
    Verb,
    /// "mai": a word, in small letters.
    SmallWord,
    /// "mars", a planet and a bar of chocolate.
    Thing,
    /// "Julio", a name, in capitals.
    Name,
}

const MONTHS: [&str; 7] = [
    "january february march april may june july august september october november december",
    "jan feb mar apr may jun jul aug sep oct nov dec",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
    "januar februar marz april mai juni juli august september oktober november dezember",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro",
];
/// Other names of January, February …
const MORE_MONTHS: &str =
    "janv ene gen janner,fev fevr,maerz,abr avr,,giu,juil lug,,sept setiembre sett,okt ott,,dic dez";

const WEEKDAYS: [&str; 6] = [
    "monday tuesday wednesday thursday friday saturday sunday",
    "lunes martes miercoles jueves viernes sabado domingo",
    "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "montag dienstag mittwoch donnerstag freitag samstag sonntag",
    "lunedi martedi mercoledi giovedi venerdi sabato domenica",
    "montags dienstags mittwochs donnerstags freitags sonnabend sonntags",
];
const FEIRAS: &str = "segunda terca quarta quinta sexta";

/// Days of the week in short, where that is no other word.
const SHORT_WEEKDAYS: &str = "mon. tue wed thu fri";
const MORE_SHORT_WEEKDAYS: &str = "mon. tues weds thur";

/// Two, three …
const COUNTED: [&str; 8] = [
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen \
     twenty",
    "second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth \
     seventeenth eighteenth nineteenth twentieth",
    "dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis diecisiete dieciocho diecinueve \
     veinte veintiuno veintidos veintitres veinticuatro veinticinco veintiseis veintisiete veintiocho veintinueve treinta",
    "deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize . . . vingt",
    "zwei drei vier funf sechs sieben acht neun zehn elf zwolf dreizehn vierzehn funfzehn sechzehn siebzehn achtzehn neunzehn \
     zwanzig",
    "due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici diciassette diciotto \
     diciannove venti ventuno ventidue ventitre ventiquattro venticinque ventisei ventisette ventotto ventinove trenta trentuno",
    "dois tres quatro cinco seis sete oito nove dez onze doze treze quatorze quinze dezesseis dezessete dezoito dezenove vinte",
    "duas . . . . . . . . . . . . . dezasseis dezassete . dezanove",
];
/// One, which is an article as well.
const ONE: &str = "an one un una uno une ein eine einen einem einer um uma";
const THIRTY: &str = "thirty thirtieth trente dreissig dreißig trinta";

/// Parts of a day, and what makes them today's.
const TODAYS: &str =
    "esta noche,esta tarde,ce soir,cette nuit,questa sera,questa notte,esta noite,this evening";

/// A number in words, of the days of a month.
fn counted(word: &str) -> Option<u32> {
    let is = |word: &str, list: &str| list.split(' ').any(|listed| listed == word);
    if is(word, ONE) {
        return Some(1);
    }
    if is(word, THIRTY) {
        return Some(30);
    }
    let listed = |word: &str| {
        let places = COUNTED
            .iter()
            .find_map(|words| words.split(' ').position(|listed| listed == word))?;
        u32::try_from(places).ok().map(|place| place + 2)
    };
    // German: "vierzehnten", "einundzwanzigsten", "siebten".
    let german = |word: &str| match word {
        "dritten" | "dritter" => Some(3),
        "siebten" | "siebter" => Some(7),
        "achten" | "achter" => Some(8),
        _ => {
            let plain = ["sten", "ster", "ten", "ter"]
                .iter()
                .find_map(|end| word.strip_suffix(end));
            match plain.unwrap_or(word).split_once("und") {
                Some((units, tens @ ("zwanzig" | "dreissig" | "dreißig"))) => {
                    let units = if units == "ein" { 1 } else { listed(units)? };
                    Some(units + if tens == "zwanzig" { 20 } else { 30 })
                }
                Some(_) => None,
                None => plain.and_then(listed),
            }
        }
    };
    listed(word).or_else(|| german(word))
}

/// "Why not tomorrow?" denies nothing.
fn within_why(before: &str) -> bool {
    matches!(before, "why" | "pourquoi" | "warum" | "que" | "porque" | "perche")
}

/// What a folded word means. `before` is the folded word before it.
pub(super) fn meaning(word: &str, before: &str) -> Option<Word> {
    let within = |list: &str| list.split(' ').any(|listed| listed == word);
    let place = |list: &str| list.split(' ').position(|listed| listed == word);
    let month = || {
        let more = MORE_MONTHS.split(',').position(within);
        MONTHS.iter().find_map(|names| place(names)).or(more)
    };
    // "Sonntagabend" is a Sunday's.
    let weekday = || {
        let day = ["nachmittag", "vormittag", "abend", "mittag", "nacht", "fruh"]
            .iter()
            .find_map(|part| word.strip_suffix(part))
            .unwrap_or(word);
        let place = |list: &str| list.split(' ').position(|listed| listed == day || listed == word);
        let names = WEEKDAYS.iter().chain([&SHORT_WEEKDAYS, &MORE_SHORT_WEEKDAYS]);
        names.copied().find_map(place)
    };
    Some(match word {
        "a" => Word::A,
        "of" | "de" | "d" | "di" => Word::Of,
        "and" | "y" | "e" | "et" | "und" => Word::And,
        "feira" | "feiras" => Word::FeiraItself,
        "morgen"
            if matches!(
                before,
                "heute" | "guten" | "am" | "jeden" | "gestern" | "der" | "den" | "einem"
            ) =>
        {
            return None;
        }
        "manana" if matches!(before, "la" | "esta" | "una" | "cada" | "toda" | "misma") => return None,
        "domingo" if before == "santo" => return None,
        _ if !before.is_empty()
            && TODAYS
                .split(',')
                .any(|part| part.split_once(' ') == Some((before, word))) =>
        {
            Word::Relative(0)
        }
        "thurs" => Word::Weekday(3),
        // December in short, but for "daqui a dez dias".
        "dez" if before == "a" => Word::Counted(10),
        // September in short, but for "le sept mai" and "dix-sept".
        "sept" if matches!(before, "le" | "dix" | "dans") => Word::Counted(7),
        "hui" if before != "aujourd" => return None,
        "hier" if !before.is_empty() && before != "avant" => return None,
        "not" | "nicht" | "pas" | "nao" | "non" | "no" if within_why(before) => {
            return None;
        }
        "no" => Word::No,
        "fortnight" => Word::Days(14),
        "pasado" | "pasada" => Word::Pasado,
        "day" | "days" | "dia" | "dias" | "jour" | "jours" | "tag" | "tage" | "tagen" | "giorno"
        | "giorni" => Word::Days(1),
        "week" | "weeks" | "semana" | "semanas" | "semaine" | "semaines" | "woche" | "wochen"
        | "settimana" | "settimane" => Word::Days(7),
        _ if within("st nd rd th er º ª") => Word::Ordinal,
        _ if within("to until till til through thru hasta al au jusqu jusque bis fino ao ate") => Word::To,
        _ if within("the on el le il am den dem vom zum dia del du dal na von from desde") => Word::Article,
        _ if within("la der della da") => Word::The,
        _ if within("today tonight hoy hui heute oggi hoje stasera stanotte") => Word::Relative(0),
        _ if within("tomorrow tomorow tommorow tommorrow tmrw manana demain morgen domani amanha") => {
            Word::Relative(1)
        }
        _ if within("ubermorgen dopodomani") => Word::Relative(2),
        _ if within("yesterday ayer hier gestern ieri ontem") => Word::Relative(-1),
        _ if within("vorgestern anteayer anteontem altroieri") => Word::Relative(-2),
        _ if within("now jetzt ahora maintenant adesso agora") => Word::Now,
        _ if within("after apres depois nach despues dopo") => Word::After,
        _ if within("before antes avant vor prima") => Word::Before,
        _ if within("ago hace fa atras ha") => Word::Ago,
        _ if within(
            "last past dernier derniere letzten letzter letztem letzte vergangenen scorso scorsa passado passada ultimo ultima",
        ) =>
        {
            Word::Last
        }
        _ if within("not nicht pas nao non") => Word::Not,
        _ if within("in em en dans fra tra daqui dentro ici aqui") => Word::In,
        _ if within("next nachsten nachster nachstem nachste") => Word::Next { week: true },
        _ if within("proximo proxima prochain prochaine prossimo prossima") => Word::Next { week: false },
        _ if within(
            "this coming este esta ce cette diesen dieser diesem kommenden questo questa neste nesta",
        ) =>
        {
            Word::This
        }
        _ if within("first primero premier ersten erster primo primeiro") => Word::First,
        _ => {
            let position = |place: usize| u8::try_from(place).unwrap_or_default();
            if let Some(month) = month() {
                let also = match word {
                    "may" => Also::Verb,
                    "mai" => Also::SmallWord,
                    "mars" => Also::Thing,
                    "julio" | "marco" => Also::Name,
                    _ => Also::Nothing,
                };
                Word::Month(u32::from(position(month)) + 1, also)
            } else if let Some(day) = weekday() {
                Word::Weekday(position(day))
            } else if let Some(number) = counted(word) {
                Word::Counted(number)
            } else {
                Word::Feira(position(place(FEIRAS)?))
            }
        }
    })
}
