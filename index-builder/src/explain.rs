//! `index-builder search "question"`: how it was read, what was found, and why in this order.

use std::collections::BTreeSet;

use gangway_knowledge::{
    Audience, Calibration, Day, Filter, Followed, Found, Hit, Index, Query, Summand, Table, Trace, Weights,
    search_traced,
};
use gangway_knowledge::{PassageRef, Place};
use gangway_protocol::Citation;
use gangway_reading::{citation, composed, sources};
use serde::Serialize;

use crate::failure::Failure;

/// A question, and of what it is asked.
#[derive(Debug)]
pub(crate) struct Asked<'a> {
    pub(crate) question: &'a str,
    /// What was said before, oldest first.
    pub(crate) context: &'a [String],
    /// Passages for agents too.
    pub(crate) agents: bool,
    /// Only what is about this place, by id or name.
    pub(crate) place: Option<&'a str>,
    /// As on this day; `None`: documents hold for good.
    pub(crate) on: Option<Day>,
    /// ISO 639-1.
    pub(crate) language: Option<&'a str>,
    pub(crate) limit: usize,
}

/// What came of it, for programs.
#[derive(Serialize)]
pub(crate) struct Explained<'a> {
    question: &'a str,
    /// What it was taken to be written in.
    language: Option<&'a str>,
    /// The index has more than one.
    #[serde(skip)]
    is_multilingual: bool,
    /// The question with slips of the finger put right.
    corrected: Option<String>,
    /// Places that are talked about.
    places: Vec<Spot>,
    /// It was read with what was said before.
    leans: bool,
    confidence: f32,
    /// What the confidence is made of: a logistic function of their sum.
    evidence: Vec<Part>,
    answer: Option<String>,
    /// The passages it was taken from.
    #[serde(skip)]
    sources: Vec<String>,
    hits: Vec<Shown>,
}

#[derive(Serialize)]
struct Spot {
    id: String,
    name: String,
    strength: f32,
}

/// A value, what it counts, and what it adds.
#[derive(Serialize)]
struct Part {
    name: &'static str,
    value: f32,
    weight: f32,
    adds: f32,
}

/// A passage that was found.
#[derive(Serialize)]
struct Shown {
    score: f32,
    /// Their sum is the score.
    parts: Vec<Part>,
    #[serde(flatten)]
    citation: Citation,
    place: Option<String>,
    audience: Audience,
}

/// Asks an index.
pub(crate) fn explain<'a>(asked: &Asked<'a>, index: &Index, table: &Table) -> Result<Explained<'a>, Failure> {
    let place = asked.place.map(|place| known_place(index, place)).transpose()?;
    let context: Vec<&str> = asked.context.iter().map(String::as_str).collect();
    let query = Query {
        text: asked.question,
        context: &context,
        before: &context,
        language: asked.language,
        filter: Filter {
            audience: if asked.agents {
                Audience::Agents
            } else {
                Audience::Public
            },
            place: place.as_deref(),
            on: asked.on,
            ..Filter::default()
        },
        limit: asked.limit,
    };
    let (found, trace) = search_traced(index, table, &query);
    Ok(Explained::new(asked, index, found, trace))
}

impl<'a> Explained<'a> {
    fn new(asked: &Asked<'a>, index: &Index, found: Found, trace: Trace) -> Self {
        let calibration = Calibration::default();
        let bias = Summand {
            name: "bias",
            value: 1.0,
            weight: calibration.bias,
        };
        let evidence = std::iter::once(bias).chain(found.evidence.summands(&calibration));
        let places = trace
            .places
            .into_iter()
            .map(|Followed { id, name, strength }| Spot { id, name, strength });
        Self {
            question: asked.question,
            language: asked.language,
            is_multilingual: index.languages().count() > 1,
            corrected: trace.corrected,
            places: places.collect(),
            leans: trace.leans,
            confidence: found.confidence,
            evidence: evidence.map(Part::of).collect(),
            hits: found
                .hits
                .iter()
                .filter_map(|hit| Shown::of(hit, &index.passage(hit.passage)?))
                .collect(),
            answer: composed(&found, index).map(|answer| answer.text),
            sources: sources(&found)
                .filter_map(|passage| {
                    let passage = index.passage(passage)?;
                    Some(source(&citation(&passage)?, passage.audience))
                })
                .collect(),
        }
    }

    /// For people.
    pub(crate) fn text(&self) -> String {
        let mut lines = Vec::new();
        if let Some(language) = self.language.filter(|_| self.is_multilingual) {
            lines.push(format!("language   {language}"));
        }
        if let Some(corrected) = &self.corrected {
            lines.push(format!("read as    {corrected}"));
        }
        for place in &self.places {
            lines.push(format!(
                "follows    {} ({}), {:.2} sure",
                place.name, place.id, place.strength
            ));
        }
        if self.leans {
            lines.push("leans      on what was said before".to_owned());
        }
        lines.push(format!(
            "confidence {:.2} = 1 / (1 + e^−s), s = {}",
            self.confidence,
            sum(&self.evidence)
        ));
        lines.push(format!("answer     {}", self.answer.as_deref().unwrap_or("none")));
        for source in self.sources.iter().filter(|_| self.answer.is_some()) {
            lines.push(format!("source     {source}"));
        }
        for (rank, hit) in self.hits.iter().enumerate() {
            lines.push(format!("\n{}. {:.3} = {}", rank + 1, hit.score, sum(&hit.parts)));
            lines.push(format!("   {}", source(&hit.citation, hit.audience)));
            lines.push(format!("   {}", hit.citation.text.replace('\n', "\n   ")));
        }
        lines.join("\n") + "\n"
    }
}

impl Part {
    fn of(summand: Summand) -> Self {
        Self {
            name: summand.name,
            value: summand.value,
            weight: summand.weight,
            adds: summand.product(),
        }
    }
}

impl Shown {
    fn of(hit: &Hit, passage: &PassageRef<'_>) -> Option<Self> {
        Some(Self {
            score: hit.score,
            parts: hit.parts.summands(&Weights::default()).map(Part::of).into(),
            citation: citation(passage)?,
            place: passage.place.map(|place| place.id.to_owned()),
            audience: passage.audience,
        })
    }
}

/// `Faro branch › Opening hours, page 4  branches/faro.pdf#7  https://…`
fn source(citation: &Citation, audience: Audience) -> String {
    let Citation {
        passage,
        title,
        heading,
        link,
        page,
        row,
        ..
    } = citation;
    let path = std::iter::once(title)
        .chain(heading)
        .filter(|part| !part.is_empty());
    let mut source = path.cloned().collect::<Vec<_>>().join(" › ");
    for (name, number) in [("page", page), ("row", row)] {
        if let Some(number) = number {
            source.push_str(&format!(", {name} {number}"));
        }
    }
    if audience == Audience::Agents {
        source.push_str(", for agents");
    }
    let mut parts = vec![source, passage.to_string()];
    parts.extend(link.clone());
    parts.retain(|part| !part.is_empty());
    parts.join("  ")
}

/// `0.259 meaning (0.288 × 0.9) + 0.305 words (1.218 × 0.25)`: what adds nothing is left out.
fn sum(parts: &[Part]) -> String {
    let mut text = String::new();
    for part in parts.iter().filter(|part| part.adds != 0.0) {
        let sign = match (text.is_empty(), part.adds < 0.0) {
            (true, false) => "",
            (true, true) => "−",
            (false, false) => " + ",
            (false, true) => " − ",
        };
        let Part {
            name, value, weight, ..
        } = part;
        text.push_str(&format!("{sign}{:.3} {name}", part.adds.abs()));
        if *name != "bias" {
            text.push_str(&format!(" ({value:.3} × {weight})"));
        }
    }
    if text.is_empty() { "0".to_owned() } else { text }
}

/// The id of a place that passages are about.
fn known_place(index: &Index, place: &str) -> Result<String, Failure> {
    let ids: BTreeSet<&str> = index
        .passages()
        .filter_map(|passage| passage.place.map(|place| place.id))
        .collect();
    let named = Place::named(place).map(|place| place.id);
    let known = [Some(place), named.as_deref()]
        .into_iter()
        .flatten()
        .find(|id| ids.contains(id));
    known.map(str::to_owned).ok_or_else(|| {
        let some: Vec<String> = ids.iter().take(10).map(|id| format!("`{id}`")).collect();
        let failure = Failure::new(format!("no passage is about `{place}`"));
        match some.len() {
            0 => failure.hint("no passage of this index is about any place"),
            _ if ids.len() > some.len() => failure.hint(format!("there are {}, and more", some.join(", "))),
            _ => failure.hint(format!("there are {}", some.join(", "))),
        }
    })
}
