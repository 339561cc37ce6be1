//! The answer: the whole sentences of a passage that answer best, unaltered and next to each other.
//!
//! A short passage is its own answer, and so is one that tells somebody what to do. Of a longer one the best sentence is taken, with the one before it when it
//! leans on that ("It costs …"), the one after it when that takes something back ("However, …"), a list with what leads
//! it in, and neighbours that have to do with the question while the answer is short. What still does not stand alone
//! has the passage's heading before it.

use crate::PassageRef;
use crate::late::Late;
use crate::sentence::sentences;
use crate::standing::{are_cases, excepts, heading, is_fragment, label, leans};
use crate::table::Table;
use crate::vector::{DIMENSIONS, Vector};
use crate::wanted::Wanted;
use crate::words::Words;

/// A passage of so many bytes, or of two sentences, is not cut, and a neighbour that has to do with the question is
/// taken up to here: less would save nobody time, and may lose a condition.
const SHORT: usize = 280;
/// A neighbour has to do with the question from this share of the best sentence's score on …
const KINDRED: f32 = 0.5;
/// … and answers nearly as well from this one on …
const NEARLY: f32 = 0.92;
/// … then it is taken as long as the answer stays so short, in bytes.
const LONG: usize = 400;
/// A list up to so many bytes is taken whole.
const LIST: usize = 600;

/// What a sentence gains that has the kind of answer the question wants.
const KIND: f32 = 0.3;

/// What a sentence gains that has a word of the place or product that the question names: of many branches, hotels or
/// rows it is the one about this.
const NAMED: f32 = 0.3;

/// What asks for one fact, at the beginning of a question or after "please, …".
const FACTS: &[&str] = &[
    "are", "can", "could", "did", "do", "does", "has", "have", "is", "may", "must", "was", "were", "what",
    "when", "where", "which", "who", "whose", "will", "would",
];
/// "How …" asks for one fact too when one of these follows, and for a way to do something otherwise.
const MEASURES: &[&str] = &[
    "big",
    "early",
    "expensive",
    "far",
    "fast",
    "full",
    "heavy",
    "high",
    "large",
    "late",
    "long",
    "many",
    "much",
    "often",
    "old",
    "small",
    "soon",
    "tall",
    "wide",
    "young",
];

/// What a question was cut into, and buffers.
pub(crate) struct Asked<'a> {
    pub(crate) question: &'a str,
    /// What it leans on; empty when it stands by itself.
    pub(crate) before: &'a str,
    /// The kind of answer it wants.
    pub(crate) wanted: Option<Wanted>,
    /// The words of it that name what it is about, folded: they are no part of what it means.
    pub(crate) names: &'a [String],
    pub(crate) meant: &'a Vector,
    pub(crate) late: &'a mut Late,
    pub(crate) words: &'a mut Words,
    pub(crate) table: &'a Table,
}

/// When the heading stands before an answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Headed {
    /// When what is taken of the text does not stand alone.
    WhenNeeded,
    /// Always: beside another answer it says what each is about.
    Always,
}

/// What of a passage answers: sentences of its text as they stand there, and before them its heading, when they do
/// not stand alone: `Opening hours: From 9 to 5.` `None` when its text is not at hand.
pub(crate) fn extract(passage: &PassageRef<'_>, headed: Headed, asked: &mut Asked<'_>) -> Option<String> {
    let text = passage.text?;
    let lines = lines(text);
    let told = if text.len() <= SHORT
        || lines.len() <= 2
        || !asked.wants_one_fact()
        || text.len() <= LONG && asks_what_it_is(asked.question, heading(passage).unwrap_or_default())
    {
        text.to_owned()
    } else {
        part(text, &lines, asked)
    };
    let label = label(passage, &told).or_else(|| match headed {
        Headed::Always => heading(passage),
        Headed::WhenNeeded => None,
    });
    Some(match label {
        Some(label) if label.ends_with(char::is_alphanumeric) => format!("{label}: {told}"),
        Some(label) => format!("{label} {told}"),
        None => told,
    })
}

/// "What is the measuring card?", of a passage that explains it: all of it says what it is.
fn asks_what_it_is(question: &str, heading: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric());
        words
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect()
    };
    let (asked, heading) = (words(question), words(heading));
    let rest = match &asked[..] {
        [what, is, rest @ ..] if what == "what" && matches!(is.as_str(), "is" | "s" | "are") => rest,
        _ => return false,
    };
    let mut rest = rest
        .iter()
        .filter(|word| !matches!(word.as_str(), "a" | "an" | "the"));
    rest.clone().next().is_some() && rest.all(|word| heading.contains(word))
}

/// A sentence of a passage.
struct Line<'t> {
    text: &'t str,
    /// It stands in an item of a list.
    item: bool,
}

fn lines(text: &str) -> Vec<Line<'_>> {
    let of = |line| {
        let item = is_item(line);
        sentences(line).into_iter().map(move |text| Line { text, item })
    };
    text.lines().flat_map(of).collect()
}

/// As the readers of documents write them: "- Passport", "2. Sign".
fn is_item(line: &str) -> bool {
    let line = line.trim_start();
    let number = line.trim_start_matches(|c: char| c.is_ascii_digit());
    line.starts_with("- ") || (number.len() < line.len() && number.starts_with(". "))
}

/// The sentences of a longer text that answer.
fn part(text: &str, lines: &[Line<'_>], asked: &mut Asked<'_>) -> String {
    let scores: Vec<f32> = lines.iter().map(|line| asked.score(line.text)).collect();
    let best = (0..scores.len()).fold(0, |best, at| if scores[at] > scores[best] { at } else { best });
    let span = |first: usize, last: usize| {
        let start = offset(text, lines[first].text);
        let end = offset(text, lines[last].text) + lines[last].text.len();
        &text[start..end]
    };
    if lines[best].item {
        return listed(lines, best, asked.wanted, span);
    }
    let (mut first, mut last) = (best, best);
    // What the sentences need beside them. An answer follows its question.
    let needed = |first: &mut usize, last: &mut usize| {
        let lacks = |at: usize| {
            leans(lines[at].text)
                || ends_with(lines[at - 1].text, &[':', '?'])
                || are_cases(lines[at - 1].text, lines[at].text)
        };
        while *first > 0 && lacks(*first) {
            *first -= 1;
        }
        while *last + 1 < lines.len()
            && (excepts(lines[*last + 1].text)
                || are_cases(lines[*last].text, lines[*last + 1].text)
                || ends_with(lines[*last].text, &[':', '?'])
                || is_fragment(lines[*last].text)
                || lines[*last].item && lines[*last + 1].item)
        {
            *last += 1;
        }
    };
    needed(&mut first, &mut last);
    loop {
        let close = |at: usize, first: usize, last: usize| {
            let length = span(first, last).len();
            scores[at] >= scores[best] * KINDRED && length <= SHORT
                || scores[at] >= scores[best] * NEARLY && length <= LONG
        };
        let after = (last + 1 < lines.len() && close(last + 1, first, last + 1)).then(|| last + 1);
        let before = first
            .checked_sub(1)
            .filter(|&at| !leans(lines[at].text) && close(at, at, last));
        match (before, after) {
            (Some(before), Some(after)) if scores[before] > scores[after] => first = before,
            (_, Some(after)) => last = after,
            (Some(before), None) => first = before,
            (None, None) => return span(first, last).to_owned(),
        }
        needed(&mut first, &mut last);
    }
}

/// A list with the sentence that leads it in: whole, or, when one item has what is wanted or the list is long, that
/// item.
fn listed<'t>(
    lines: &[Line<'t>],
    best: usize,
    wanted: Option<Wanted>,
    span: impl Fn(usize, usize) -> &'t str,
) -> String {
    let begins = |at: usize| is_item(lines[at].text);
    let mut first = best;
    while first > 0 && lines[first - 1].item {
        first -= 1;
    }
    let mut last = best;
    while last + 1 < lines.len() && lines[last + 1].item {
        last += 1;
    }
    let lead = first
        .checked_sub(1)
        .filter(|&at| ends_with(lines[at].text, &[':']));
    let whole = span(lead.unwrap_or(first), last);
    let (mut from, mut to) = (best, best);
    while from > first && !begins(from) {
        from -= 1;
    }
    while to < last && !begins(to + 1) {
        to += 1;
    }
    let item = span(from, to);
    if whole.len() <= LIST && !wanted.is_some_and(|wanted| wanted.is_in(item)) {
        return whole.to_owned();
    }
    match lead {
        Some(lead) => format!("{}\n{item}", lines[lead].text),
        None => item.to_owned(),
    }
}

fn ends_with(text: &str, marks: &[char]) -> bool {
    text.ends_with(marks)
}

impl Asked<'_> {
    fn wants_one_fact(&self) -> bool {
        wants_one_fact(self.question) || wants_one_fact(self.before)
    }

    fn score(&mut self, sentence: &str) -> f32 {
        self.words.cut(sentence);
        let is_name = |word: &str| self.names.iter().any(|name| name == word);
        let named = if self.words.iter().any(|(word, _)| is_name(word)) {
            NAMED
        } else {
            0.0
        };
        let mut pieces = Vec::new();
        for word in self.words.spelled() {
            self.table.cut(word, &mut pieces);
        }
        let mut sum = [0.0; DIMENSIONS];
        for &piece in &pieces {
            self.table.add(piece, 1.0, &mut sum);
        }
        let meaning = Vector::direction(&sum).cosine(self.meant).max(0.0);
        let kind = if self.wanted.is_some_and(|wanted| wanted.is_in(sentence)) {
            KIND
        } else {
            0.0
        };
        meaning + self.late.forward(&pieces, self.table) + kind + named
    }
}

/// Whether a question wants one fact and not the steps of a procedure. Who tells what happened ("I have a flat
/// tyre") wants those too.
fn wants_one_fact(question: &str) -> bool {
    let words: Vec<String> = question
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let follows = |at: usize, list: &[&str]| words.get(at).is_some_and(|word| has(list, word));
    let Some(at) = words.iter().position(|word| word == "how" || has(FACTS, word)) else {
        return false;
    };
    match words[at].as_str() {
        "how" => follows(at + 1, MEASURES),
        // "What should we do", "what to do", "what happens", "what if".
        "what" => {
            let we_do = follows(at + 2, &["i", "we"]) && follows(at + 3, &["do"]);
            !we_do && !follows(at + 1, &["happens", "if", "to"])
        }
        _ => true,
    }
}

/// Where a part of a text begins in it.
fn offset(text: &str, part: &str) -> usize {
    part.as_ptr().addr() - text.as_ptr().addr()
}

fn has(list: &[&str], word: &str) -> bool {
    list.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;
    use crate::Passage;
    use crate::pieces::PieceSets;

    const FEES: &str = "Drivers aged 21 to 24 pay a young driver fee of 12 euros per day, up to 120 euros per rental. \
        The fee applies to each driver under 25 in the agreement, the main driver and additional drivers alike. \
        It ends on the 25th birthday, even during the rental. However, vans cannot be driven below the age of 23.";

    static TABLE: LazyLock<Table> = LazyLock::new(|| {
        Table::read(include_bytes!("../../../models/gangway-en-256.table")).expect("the committed table")
    });

    fn answer(question: &str, passage: &Passage) -> String {
        let table = &*TABLE;
        let (mut words, mut late, mut pieces) = (Words::default(), Late::default(), Vec::new());
        words.cut(question);
        let mut sum = [0.0; DIMENSIONS];
        for word in words.spelled() {
            table.cut(word, &mut pieces);
        }
        for &piece in &pieces {
            table.add(piece, 1.0, &mut sum);
        }
        let none = PieceSets::of_nothing();
        late.ask(&pieces, pieces.len(), 1.0, table, &none);
        let asked: Vec<&str> = words
            .iter()
            .filter(|(_, mark)| !mark)
            .map(|(word, _)| word)
            .collect();
        let wanted = Wanted::of(&asked);
        let mut asked = Asked {
            question,
            before: "",
            wanted,
            names: &[],
            meant: &Vector::direction(&sum),
            late: &mut late,
            words: &mut words,
            table,
        };
        extract(&passage.lent(), Headed::WhenNeeded, &mut asked).expect("it has a text")
    }

    fn passage(heading: &str, text: &str) -> Passage {
        Passage {
            heading: vec![heading.to_owned()],
            text: text.to_owned(),
            ..Passage::default()
        }
    }

    #[track_caller]
    fn check(question: &str, text: &str, expected: &str) {
        assert_eq!(answer(question, &passage("", text)), expected, "{question}");
    }

    #[test]
    fn a_short_passage_is_its_own_answer() {
        check(
            "When do you open?",
            "We open at 9. On Sundays at 10. Never at 8.",
            "We open at 9. On Sundays at 10. Never at 8.",
        );
        let two = format!(
            "{} {}",
            "We open at nine in the morning,".repeat(6),
            "A second sentence is long too,".repeat(6)
        );
        check("When do you open?", &two, &two);
    }

    #[test]
    fn the_sentence_that_answers_is_taken_whole_and_what_goes_with_it_while_that_is_short() {
        check(
            "how much is the young driver fee",
            FEES,
            &FEES[..FEES.find(" It ends").expect("there")],
        );
    }

    #[test]
    fn a_sentence_that_leans_brings_the_one_before_and_one_that_excepts_comes_along() {
        check(
            "When is the 25th birthday?",
            FEES,
            &FEES[FEES.find("The fee").expect("there")..],
        );
    }

    #[test]
    fn a_procedure_and_a_mishap_are_answered_in_full() {
        for question in [
            "How do I pay the young driver fee?",
            "What should I do about the fee?",
            "they fined me, a fee",
        ] {
            check(question, FEES, FEES);
        }
        assert!(wants_one_fact("Hello, how old must I be"));
        assert!(wants_one_fact("what is the fee"));
        assert!(!wants_one_fact("what happens when I am late"));
    }

    #[test]
    fn what_a_thing_is_is_answered_with_all_that_explains_it() {
        let fee = passage("The young driver fee", FEES);
        assert_eq!(answer("What is the young driver fee?", &fee), FEES);
        assert_ne!(answer("When is the 25th birthday?", &fee), FEES);
        for (question, heading, expected) in [
            ("what is the measuring card", "The measuring card", true),
            ("what's Full Cover?", "Full Cover", true),
            ("what is the measuring card for", "The measuring card", false),
            ("what is", "What is", false),
            ("which is it", "It", false),
        ] {
            assert_eq!(asks_what_it_is(question, heading), expected, "{question}");
        }
    }

    #[test]
    fn lists_are_sorted_for_the_binary_search() {
        for list in [FACTS, MEASURES] {
            assert!(list.is_sorted(), "{list:?}");
        }
    }

    #[test]
    fn what_does_not_stand_alone_has_the_heading_before_it() {
        let smoking = passage("May I smoke in the car?", "No, not even with the windows open.");
        assert_eq!(
            answer("is smoking allowed", &smoking),
            "May I smoke in the car? No, not even with the windows open."
        );
        let hours = passage("Opening hours", "From 08:00 to 20:00.");
        assert_eq!(answer("when do you open", &hours), "From 08:00 to 20:00.");
        let island = passage(
            "Lake ferry",
            "It runs every day except on Mondays, at 08:00 and 14:00.",
        );
        assert_eq!(
            answer("when does the ferry run", &island),
            "Lake ferry: It runs every day except on Mondays, at 08:00 and 14:00."
        );
    }

    const LIST: &str = "Bring these papers to the desk when you come for the car that you have booked with us:\n\
        - a passport, or an identity card of a country of the European Union\n\
        - a driving licence held for one year. It must be on paper or plastic\n\
        - €200 for the deposit, on a card in the driver's own name\n\n\
        The desk in the hall of arrivals is open every day from eight in the morning until late at night.";

    #[test]
    fn a_list_is_answered_with_what_leads_it_in() {
        let (whole, _) = LIST.split_once("\n\n").expect("a paragraph after the list");
        check("Which papers must I bring, a passport?", LIST, whole);
        let (lead, _) = LIST.split_once('\n').expect("a lead");
        check(
            "How much is the deposit?",
            LIST,
            &format!("{lead}\n- €200 for the deposit, on a card in the driver's own name"),
        );
    }

    #[test]
    fn an_answer_follows_its_question() {
        let text = "We often hear three questions about dogs, and a few about cats, which are answered by our desk. \
            May dogs travel in the cars of the company? Yes. They sit behind a net. \
            The garden behind the office is open to everybody who waits there for a car, and has benches in the shade for fifty.";
        check(
            "may dogs travel in the car",
            text,
            "May dogs travel in the cars of the company? Yes. They sit behind a net.",
        );
    }

    proptest::proptest! {
        #[test]
        fn every_sentence_of_an_answer_stands_in_its_passage_letter_by_letter(
            lines in proptest::collection::vec(
                "(- |2\\. |It |However, |Yes, )?([a-z€$0-9.,:?]{1,9} ){1,12}(€[0-9]{1,3}[.,][0-9]{2}|8 a\\.m\\.|31\\.12\\.2027)?[.:?!]?",
                1..9,
            ),
            breaks in proptest::collection::vec("( |\n|\n\n)", 9),
            heading in "(Fees|May I smoke\\?)?",
            question in "(how much is|when|what do I|is) [a-z€0-9 ]{0,20}\\??",
        ) {
            let text: String = lines.iter().zip(&breaks).flat_map(|(line, between)| [line.trim(), between]).collect();
            let text = text.trim();
            let told = answer(&question, &passage(&heading, text));
            let sentences = sentences(&told);
            proptest::prop_assert!(!told.is_empty() || text.is_empty());
            for sentence in sentences {
                let bare = sentence.strip_prefix(&heading).unwrap_or(sentence);
                let bare = bare.strip_prefix(':').unwrap_or(bare).trim_start();
                proptest::prop_assert!(text.contains(bare), "{:?} is not in {:?}", bare, text);
            }
        }
    }
}
