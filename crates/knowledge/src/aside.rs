//! Headings that say themselves that their matter is another than the one asked about, whatever else they share with the
//! question: what is not, one numbered part of a whole, the same way from somewhere else.

use crate::words::Words;

/// A heading that begins with one of these and denies says what is not: "What is not included". Sorted, as are the lists
/// below. One that does not begin so may state a rule, and answer by it: "Pets are not allowed".
const CLAUSES: &[&str] = &["how", "what", "when", "where", "which", "who"];
const DENIALS: &[&str] = &["cannot", "except", "never", "not", "t", "without"];
/// What leads from one place to another. After the same word another name is another case: "from Cusco", "from Lima".
const WAYS: &[&str] = &["between", "from", "in", "to", "via"];
/// May stand between such a word and a name.
const ARTICLES: &[&str] = &["a", "an", "the"];

/// What a question is about, as far as a heading can contradict it.
#[derive(Debug)]
pub(crate) struct Matter<'a> {
    /// Its words, folded.
    words: Vec<&'a str>,
    /// It asks for a fact, by one of [`CLAUSES`], and denies nothing.
    affirms: bool,
    /// It has one of [`WAYS`].
    leads: bool,
}

impl<'a> Matter<'a> {
    /// Of a question, with what it leans on.
    pub(crate) fn of(question: &'a Words, before: &'a Words) -> Self {
        let own = question.iter().filter(|(_, mark)| !mark);
        let mut words: Vec<&str> = own.map(|(word, _)| word).collect();
        let asks = words.iter().any(|word| has(CLAUSES, word));
        // Whether something is so is answered by what is not, too.
        let affirms = asks && !words.iter().any(|word| has(DENIALS, word));
        words.extend(before.iter().filter(|(_, mark)| !mark).map(|(word, _)| word));
        Self {
            affirms,
            leads: words.iter().any(|word| has(WAYS, word)),
            words,
        }
    }

    /// 1 of a heading that is about something else than the question, −1 of the numbered part that is asked about.
    pub(crate) fn aside(&self, heading: &str) -> f32 {
        let mut said = heading
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty());
        let (Some(first), rest) = (said.next(), said.clone()) else {
            return 0.0;
        };
        if let Some(number) = said.next().filter(|word| is_number(word)) {
            if self.is_the_part(first, number) {
                return -1.0;
            }
            if self.is_other_part(first, number) {
                return 1.0;
            }
        }
        let denies = || is_any(CLAUSES, first) && rest.clone().any(|word| is_any(DENIALS, word));
        let leads_elsewhere = || {
            let mut way = is_any(WAYS, first).then_some(first);
            rest.clone().any(|word| {
                if is_any(ARTICLES, word) {
                    return false;
                }
                let other = way.is_some_and(|way| self.is_other_way(way, word));
                way = is_any(WAYS, word).then_some(word);
                other
            })
        };
        let beside = self.affirms && denies() || self.leads && leads_elsewhere();
        f32::from(u8::from(beside))
    }

    /// "Day 5 of the tour", when day 5 is asked about.
    fn is_the_part(&self, part: &str, number: &str) -> bool {
        let mut pairs = self.words.windows(2);
        pairs.any(|asked| asked[1] == number && asked[0].eq_ignore_ascii_case(part))
    }

    /// "Day 3 of the tour", when the whole tour is asked about, or day 5.
    fn is_other_part(&self, part: &str, number: &str) -> bool {
        if is_number(part) {
            return false;
        }
        let mut numbers = self.words.iter().filter(|word| is_number(word)).peekable();
        match numbers.peek() {
            Some(_) => numbers.all(|asked| *asked != number),
            // "The first day", "the last day": which one it is, is not known.
            None => !self.has(part),
        }
    }

    /// "Train from Cusco", when a train from somewhere else is asked about.
    fn is_other_way(&self, way: &str, name: &str) -> bool {
        name.starts_with(char::is_uppercase)
            && !self.has(name)
            && self.words.windows(2).any(|pair| {
                let [own, goal] = pair else { return false };
                own.eq_ignore_ascii_case(way) && !has(ARTICLES, goal)
            })
    }

    /// Whether the question has a word, in whichever form.
    fn has(&self, word: &str) -> bool {
        let word = word.to_lowercase();
        self.words.iter().any(|asked| alike(asked, &word))
    }
}

fn is_number(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether two words begin alike: "day", "days".
fn alike(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() < other.len() {
        (one, other)
    } else {
        (other, one)
    };
    long.starts_with(short) && long.len() - short.len() <= 2
}

fn is_any(list: &[&str], word: &str) -> bool {
    list.iter().any(|own| own.eq_ignore_ascii_case(word))
}

fn has(list: &[&str], word: &str) -> bool {
    list.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(question: &str, heading: &str, expected: f32) {
        let (mut words, none) = (Words::default(), Words::default());
        words.cut(question);
        let matter = Matter::of(&words, &none);
        assert_eq!(matter.aside(heading), expected, "{question}: {heading}");
    }

    #[test]
    fn what_is_not_does_not_answer_what_is() {
        check("how much is the tour", "What is not included in the tour", 1.0);
        check("what is not included", "What is not included in the tour", 0.0);
        check("are dinners included", "What is not included in the tour", 0.0);
        check("what about my dog", "Dogs are not allowed", 0.0);
        check("what if I don't come", "When you do not come", 0.0);
    }

    #[test]
    fn one_numbered_part_does_not_answer_for_the_whole_or_for_another() {
        check("how long is the trail", "Day 3 of the trail: two passes", 1.0);
        check("what do we do on day 5", "Day 3 of the trail", 1.0);
        check("what do we do on day 3", "Day 3 of the trail", -1.0);
        check("is the first day hard", "Day 1 of the trail", 0.0);
        check("how long is the trail", "The trail in 4 days", 0.0);
    }

    #[test]
    fn the_same_way_from_another_place_is_another() {
        check("how long is the train from Lima", "Train from Cusco", 1.0);
        check("how long is the train from cusco", "Train from Cusco", 0.0);
        check("how long does the train take", "Train from Cusco", 0.0);
        check("is there a ferry to the island", "Ferry to Porto", 0.0);
    }

    #[test]
    fn nothing_is_beside_nothing() {
        for (question, heading) in [
            ("", ""),
            ("what", ""),
            ("", "What is not included"),
            ("in", "in In"),
        ] {
            check(question, heading, 0.0);
        }
    }

    #[test]
    fn lists_are_sorted_for_the_binary_search() {
        for list in [CLAUSES, DENIALS, WAYS, ARTICLES] {
            assert!(list.is_sorted(), "{list:?}");
        }
    }
}
