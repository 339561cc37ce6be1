//! What the documents answer to a message, and how surely.

use gangway_knowledge::{Filter, Found, Index, Query, Table};
use gangway_protocol::limits::QUERY_CHARS;
use gangway_protocol::{Answer, Citation};

use crate::{Message, beginning, citation, questions};

/// What the documents say to a message.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Answered {
    /// In [0, 1]: how likely it is that the answer is right; of several, that of the least sure one.
    pub confidence: f32,
    /// The answer with the passages it was taken from; of two questions both, each in a paragraph of its own.
    pub answer: Option<Answer>,
    /// Passages, by number, whose texts are not at hand and must be, before this is to be believed: an index may keep
    /// its texts in files of their own ([`Index::lacking`]).
    pub lacking: Vec<usize>,
}

/// A question leans on those before it and is less sure than the whole, but below this it is about something else.
const NOTHING: f32 = 0.2;

/// What may stand between two questions, and ends none.
const PAUSES: [char; 7] = [',', ';', ':', '-', '–', '—', ' '];

/// Asks the documents. `language` is that of the message, where it is known. What is less sure than `threshold` will not be
/// shown.
///
/// 1. The message is asked as a whole.
/// 2. When it has several questions, each is asked, with those before it as said before.
/// 3. All of them sure: their answers, each passage once.
/// 4. Some of them sure, and the whole: their answers, each after the question it belongs to, so that nobody takes half
///    an answer for the whole. Not where one that is not sure leaves to another what it is about: the whole says it better.
/// 5. Otherwise, and where one passage answers everything: what the whole says.
pub fn answer(
    message: &Message<'_>,
    language: Option<&str>,
    threshold: f32,
    index: &Index,
    table: &Table,
) -> Answered {
    // (1)
    let text = beginning(message.text, QUERY_CHARS);
    let search = |text: &str, asked: &[&str]| search(text, asked, language, message, index, table);
    let whole = search(text, &[]);

    // (2)
    let questions = questions::questions(text);
    if questions.len() < 2 {
        return alone(whole, index);
    }
    let parts: Vec<Found> = questions
        .iter()
        .enumerate()
        .map(|(at, question)| search(question, &questions[..at]))
        .collect();
    let first = |found: &Found| found.hits.first().map(|hit| hit.passage);
    let mut lacking: Vec<usize> = parts.iter().chain([&whole]).flat_map(sources).collect();
    lacking.retain(|&passage| index.lacking(passage).is_some());
    if !lacking.is_empty() {
        return Answered {
            lacking,
            ..alone(whole, index)
        };
    }
    let sure = |found: &Found| found.confidence >= threshold && found.answer.is_some();
    let is_one = parts
        .iter()
        .all(|part| first(part) == first(&whole) && part.confidence >= NOTHING);
    let all = parts.iter().all(sure);
    let leaves = |(part, question): (&Found, &&str)| !sure(part) && questions::points(question);
    let some = sure(&whole) && parts.iter().any(sure) && !parts.iter().zip(&questions).any(leaves);
    if is_one || !(all || some) {
        return alone(whole, index); // (5)
    }

    let mut shown: Vec<usize> = Vec::new();
    let mut said: Vec<String> = Vec::new();
    let mut citations: Vec<Citation> = Vec::new();
    let mut confidence = 1.0f32;
    for (part, question) in parts.into_iter().zip(questions) {
        let (Some(passage), true) = (first(&part), sure(&part)) else {
            continue;
        };
        confidence = confidence.min(part.confidence);
        if shown.contains(&passage) {
            continue;
        }
        let Some(part) = composed(&part, index) else {
            continue;
        };
        shown.push(passage);
        let text = part.text;
        for cited in part.citations {
            if !citations.contains(&cited) {
                citations.push(cited);
            }
        }
        said.push(match all {
            true => text,                                                        // (3)
            false => format!("“{}”\n{text}", question.trim_end_matches(PAUSES)), // (4)
        });
    }
    Answered {
        confidence,
        answer: Some(Answer {
            text: said.join("\n\n"),
            citations,
        }),
        lacking: Vec::new(),
    }
}

/// The answer to one question.
fn alone(found: Found, index: &Index) -> Answered {
    let mut lacking: Vec<usize> = sources(&found).collect();
    lacking.retain(|&passage| index.lacking(passage).is_some());
    Answered {
        confidence: found.confidence,
        answer: composed(&found, index),
        lacking,
    }
}

/// The answer that was found, with the passages it was taken from: that of the first, and of those beside it each in a
/// paragraph of its own. `None` when there is none, or the text of the first is not at hand.
pub fn composed(found: &Found, index: &Index) -> Option<Answer> {
    let first = found.hits.first()?.passage;
    let mut answer = Answer {
        text: found.answer.clone()?,
        citations: vec![citation(&index.passage(first)?)?],
    };
    for also in &found.also {
        let cited = index.passage(also.passage).and_then(|passage| citation(&passage));
        if let (Some(text), Some(cited)) = (&also.answer, cited) {
            answer.text.push_str("\n\n");
            answer.text.push_str(text);
            answer.citations.push(cited);
        }
    }
    Some(answer)
}

/// The passages that an answer is taken from.
pub fn sources(found: &Found) -> impl Iterator<Item = usize> {
    let first = found.hits.first().map(|hit| hit.passage);
    first
        .into_iter()
        .chain(found.also.iter().map(|also| also.passage))
}

/// Asks one question; `asked` are those of the same message before it.
fn search(
    text: &str,
    asked: &[&str],
    language: Option<&str>,
    message: &Message<'_>,
    index: &Index,
    table: &Table,
) -> Found {
    let turns = message.turns.iter();
    let context: Vec<&str> = turns
        .clone()
        .map(|turn| turn.text.as_str())
        .chain(asked.iter().copied())
        .collect();
    let before: Vec<&str> = turns
        .filter(|turn| turn.visitor)
        .map(|turn| turn.text.as_str())
        .chain(asked.iter().copied())
        .collect();
    let query = Query {
        text,
        context: &context,
        before: &before,
        language,
        filter: Filter {
            on: message.today,
            ..Filter::default()
        },
        limit: 1,
    };
    gangway_knowledge::search(index, table, &query)
}
