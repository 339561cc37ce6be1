#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;

/// Wednesday, 28 April 2027.
const TODAY: Day = Day(20_936);

const LISTS: [(&str, &str); 6] = [
    ("en", include_str!("../../../tests/lists/date.en.txt")),
    ("es", include_str!("../../../tests/lists/date.es.txt")),
    ("fr", include_str!("../../../tests/lists/date.fr.txt")),
    ("de", include_str!("../../../tests/lists/date.de.txt")),
    ("it", include_str!("../../../tests/lists/date.it.txt")),
    ("pt", include_str!("../../../tests/lists/date.pt.txt")),
];

#[test]
fn the_lists_are_of_a_wednesday_in_april() {
    assert_eq!((TODAY.date(), TODAY.weekday()), ((2027, 4, 28), 2));
}

#[test]
fn on_the_lists_of_six_languages_dates_are_read_and_nothing_else() {
    let mut all_wrong = Vec::new();
    for (language, list) in LISTS {
        let (mut phrases, mut others, mut wrong) = (0, 0, Vec::new());
        for line in list.lines() {
            let (text, expected, unasked) = match line.split_at_checked(2) {
                Some(("* " | "+ ", rest)) => {
                    let (text, value) = rest.split_once(" = ").unwrap();
                    (text, Some(value), line.starts_with('*'))
                }
                Some(("- ", text)) => (text, None, false),
                _ => continue,
            };
            phrases += 1;
            others += usize::from(expected.is_none());
            let accepted = accept(text, Some(TODAY)).ok();
            let found = find(text);
            let found_expected = expected.filter(|_| unasked);
            if accepted.as_deref() != expected || found.as_deref() != found_expected {
                wrong.push(format!("{text:?}: accepted {accepted:?}, found {found:?}"));
            }
        }
        println!(
            "{language}: {} of {phrases} right: {wrong:#?}",
            phrases - wrong.len()
        );
        assert!(phrases >= 60 && others * 2 >= phrases, "{language}");
        all_wrong.extend(wrong);
    }
    assert_eq!(all_wrong, Vec::<String>::new());
}

fn check(said: &str, expected: Result<&str, Problem>) {
    assert_eq!(accept(said, Some(TODAY)), expected.map(str::to_owned), "{said:?}");
}

#[test]
fn without_a_day_nothing_is_counted() {
    for said in ["tomorrow", "next Friday", "in 3 days", "mañana"] {
        assert_eq!(accept(said, None), Err(Problem::None), "{said}");
    }
}

#[test]
fn two_days_are_two_dates_unless_they_are_the_same() {
    check("today or tomorrow", Err(Problem::Several));
    check("tomorrow, that is Thursday", Ok("2027-04-29"));
    check("Friday, 3 May", Ok("3 May"));
    // Where a date is said, the day of the week is about something else.
    check("3 May 2027, are you open on Friday?", Ok("2027-05-03"));
}

#[test]
fn a_day_of_the_week_is_the_next_to_come() {
    for (said, expected) in [
        ("Thursday", "2027-04-29"),
        ("Tuesday", "2027-05-04"),
        ("Wednesday", "2027-05-05"),
        ("this Wednesday", "2027-04-28"),
        ("next Wednesday", "2027-05-05"),
        ("next Thursday", "2027-05-06"),
        ("nächsten Donnerstag", "2027-05-06"),
        ("jeudi prochain", "2027-04-29"),
        ("el próximo miércoles", "2027-05-05"),
    ] {
        check(said, Ok(expected));
    }
}

#[test]
fn numbers_in_words_are_read_in_six_languages() {
    for (said, expected) in [
        ("july fourteenth", "14 July"),
        ("the twenty-third of November", "23 November"),
        ("august the ninth", "9 August"),
        ("in a week", "2027-05-05"),
        ("in two weeks' time", "2027-05-12"),
        ("in a fortnight", "2027-05-12"),
        ("a week from today", "2027-05-05"),
        ("three days from now", "2027-05-01"),
        ("Tue", "2027-05-04"),
        ("catorce de julio", "14 July"),
        ("treinta y uno de diciembre", "31 December"),
        ("dentro de una semana", "2027-05-05"),
        ("de aquí a tres días", "2027-05-01"),
        ("esta noche", "2027-04-28"),
        ("le quatorze juillet", "14 July"),
        ("le trente et un décembre", "31 December"),
        ("le dix-sept mai", "17 May"),
        ("d'ici deux semaines", "2027-05-12"),
        ("ce soir", "2027-04-28"),
        ("am vierzehnten Juli", "14 July"),
        ("am dreiundzwanzigsten November", "23 November"),
        ("am einunddreißigsten Dezember", "31 December"),
        ("in einer Woche", "2027-05-05"),
        ("Sonntagabend", "2027-05-02"),
        ("Sonnabend", "2027-05-01"),
        ("quattordici luglio", "14 July"),
        ("il ventitré novembre", "23 November"),
        ("fra una settimana", "2027-05-05"),
        ("stasera", "2027-04-28"),
        ("quatorze de julho", "14 July"),
        ("trinta e um de dezembro", "31 December"),
        ("em duas semanas", "2027-05-12"),
        ("daqui a dez dias", "2027-05-08"),
    ] {
        check(said, Ok(expected));
    }
    for neither in [
        "seven of us",
        "two weeks",
        "the second car",
        "may two friends join",
        "somos siete",
        "neuf valises",
        "um acht Uhr",
        "sei gentile",
        "uma semana",
    ] {
        check(neither, Err(Problem::None));
    }
    // Whoever counts trips counts no days.
    assert_eq!(find("our second August trip"), None);
    assert_eq!(
        find("we land on the second of August").as_deref(),
        Some("2 August")
    );
}

#[test]
fn counted_days_pass_the_ends_of_months_and_years() {
    let last = Date::new(Some(2027), 12, 31).and_then(Date::day);
    assert_eq!(accept("tomorrow", last), Ok("2028-01-01".to_owned()));
    assert_eq!(accept("in 60 days", last), Ok("2028-02-29".to_owned()));
    // The calendar of slots ends.
    let end = Date::new(Some(2099), 12, 31).and_then(Date::day);
    assert_eq!(accept("tomorrow", end), Err(Problem::None));
}

#[test]
fn ranges_in_words_are_read_in_six_languages() {
    for (said, expected) in [
        ("from Friday to Sunday", "2027-04-30 to 2027-05-02"),
        ("from Friday until Monday", "2027-04-30 to 2027-05-03"),
        ("tomorrow until 9 May 2027", "2027-04-29 to 2027-05-09"),
        ("from the 3rd to the 9th of May", "3 May to 9 May"),
        ("del 3 al 9 de mayo de 2027", "2027-05-03 to 2027-05-09"),
        ("desde el 3 de mayo hasta el 9 de mayo", "3 May to 9 May"),
        ("de lunes a viernes", "2027-05-03 to 2027-05-07"),
        ("du 3 au 9 mai 2027", "2027-05-03 to 2027-05-09"),
        ("du 3 mai jusqu'au 9 juin", "3 May to 9 June"),
        ("vom 3. bis 9. Mai 2027", "2027-05-03 to 2027-05-09"),
        ("vom 3. Mai bis zum 9. Juni", "3 May to 9 June"),
        ("dal 3 al 9 maggio", "3 May to 9 May"),
        ("de 3 a 9 de maio", "3 May to 9 May"),
        ("de 3 de maio até 9 de junho de 2027", "2027-05-03 to 2027-06-09"),
    ] {
        assert_eq!(
            accept_range(said, Some(TODAY)),
            Ok(expected.to_owned()),
            "{said:?}"
        );
    }
}

#[test]
fn a_day_and_its_number_are_the_same() {
    for number in [-1, 0, 59, 60, 20_936, 40_000] {
        let day = Day(number);
        assert_eq!(Date::of_day(day).and_then(Date::day), Some(day), "{number}");
    }
}

#[test]
fn weeks_are_counted_in_six_languages() {
    for (said, expected) in [
        ("in two weeks", "2027-05-12"),
        ("in a week", "2027-05-05"),
        ("in a fortnight", "2027-05-12"),
        ("dans deux semaines", "2027-05-12"),
        ("dans une semaine", "2027-05-05"),
        ("in zwei Wochen", "2027-05-12"),
        ("in einer Woche", "2027-05-05"),
        ("en dos semanas", "2027-05-12"),
        ("dentro de una semana", "2027-05-05"),
        ("fra due settimane", "2027-05-12"),
        ("daqui a duas semanas", "2027-05-12"),
        ("a week from today", "2027-05-05"),
        ("a week from now", "2027-05-05"),
        ("3 weeks from today", "2027-05-19"),
        ("a week today", "2027-05-05"),
        ("heute in einer Woche", "2027-05-05"),
        ("oggi a otto", "2027-05-05"),
        ("hoy en ocho", "2027-05-05"),
        ("a week from tomorrow", "2027-05-06"),
        ("a week tomorrow", "2027-05-06"),
        ("two days after tomorrow", "2027-05-01"),
        ("the day after tomorrow", "2027-04-30"),
        ("two weeks from Friday", "2027-05-14"),
        ("a week on Friday", "2027-05-07"),
        ("Friday week", "2027-05-07"),
        ("vendredi en huit", "2027-05-07"),
        ("vendredi en quinze", "2027-05-14"),
        ("Freitag in einer Woche", "2027-05-07"),
        ("Friday next week", "2027-05-07"),
        ("next week on Monday", "2027-05-03"),
        ("Freitag nächste Woche", "2027-05-07"),
        ("vendredi de la semaine prochaine", "2027-05-07"),
        ("tomorrow after 5", "2027-04-29"),
        ("demain après-midi", "2027-04-29"),
        ("Friday for a week", "2027-04-30"),
        ("why not tomorrow?", "2027-04-29"),
        ("not today, tomorrow", "2027-04-29"),
        ("no, mañana", "2027-04-29"),
        ("no sábado", "2027-05-01"),
        ("amanhã no aeroporto", "2027-04-29"),
        ("third of May", "3 May"),
        ("the twenty-third of May 2027", "2027-05-23"),
        ("el tres de mayo", "3 May"),
        ("am dritten Mai", "3 May"),
        ("am einundzwanzigsten Mai", "21 May"),
        ("le trois mai", "3 May"),
    ] {
        check(said, Ok(expected));
    }
}

#[test]
fn a_day_that_has_been_is_never_one_to_come() {
    for (said, expected) in [
        ("yesterday", "2027-04-27"),
        ("the day before yesterday", "2027-04-26"),
        ("anteayer", "2027-04-26"),
        ("hier", "2027-04-27"),
        ("last Friday", "2027-04-23"),
        ("last Wednesday", "2027-04-21"),
        ("this past Friday", "2027-04-23"),
        ("vendredi dernier", "2027-04-23"),
        ("el viernes pasado", "2027-04-23"),
        ("letzten Freitag", "2027-04-23"),
        ("venerdì scorso", "2027-04-23"),
        ("na última sexta-feira", "2027-04-23"),
        ("sexta-feira passada", "2027-04-23"),
        ("Friday last week", "2027-04-23"),
        ("two weeks ago", "2027-04-14"),
        ("vor zwei Wochen", "2027-04-14"),
        ("hace dos semanas", "2027-04-14"),
        ("il y a deux semaines", "2027-04-14"),
        ("due settimane fa", "2027-04-14"),
        ("há duas semanas", "2027-04-14"),
    ] {
        check(said, Ok(expected));
    }
}

#[test]
fn what_is_denied_or_not_read_whole_is_no_date() {
    for said in [
        "not tomorrow",
        "hoy no",
        "hoy no puedo",
        "pas demain",
        "morgen nicht",
        "non domani",
        "amanhã não",
        "not 3 May",
        "not next Friday",
        "a couple of weeks from Friday",
        "the Friday after next",
        "after next Friday",
        "dans huit jours",
        "the week before Friday",
        "a week after 3 May",
    ] {
        check(said, Err(Problem::None));
    }
}

#[test]
fn a_year_is_never_dropped() {
    check("3 May 27", Ok("2027-05-03"));
    check("4th July '27", Ok("2027-07-04"));
    check("May 3 '27, please", Ok("2027-05-03"));
    check("3 May 2127", Err(Problem::NoSuchDay));
    check("3 May 12", Err(Problem::NoSuchDay));
    check("on 3 May 12 people arrive", Ok("3 May"));
    check("Friday 3 May 2027", Err(Problem::NoSuchDay));
    check("3 May 2027 Friday", Err(Problem::NoSuchDay));
    check("Monday 3 May 2027", Ok("2027-05-03"));
}

#[test]
fn listed_days_are_a_range_when_none_is_missing() {
    let range = |said: &str| accept_range(said, Some(TODAY));
    assert_eq!(range("3, 4 and 5 May"), Ok("3 May to 5 May".to_owned()));
    assert_eq!(range("3, 5 and 9 May"), Err(Problem::None));
    assert_eq!(range("29 Feb to 3 March 2027"), Err(Problem::NoSuchDay));
    assert_eq!(
        range("29 Feb to 3 March 2028"),
        Ok("2028-02-29 to 2028-03-03".to_owned())
    );
    check("3, 4 and 5 May", Err(Problem::Several));
    check("from 3 to 9 May", Err(Problem::Several));
}
