//! Search without a conversation: the public documents only.

use gangway_knowledge::{Audience, Filter, Query, search as find};
use gangway_protocol::api::{SearchHit, SearchRequest, SearchResponse};
use gangway_protocol::limits::{CONTEXT_TURNS, QUERY_CHARS};
use gangway_protocol::{Code, Problem};
use gangway_reading::{asked_in, citation, composed, sources};
use worker::Response;

use crate::http::problem::Failure;
use crate::http::{Asked, body};
use crate::knowledge;

/// Passages in an answer.
const HITS: usize = 10;

pub(super) async fn search(mut asked: Asked) -> Result<Response, Failure> {
    let request: SearchRequest = body::read(&mut asked.request).await?;
    if request.query.trim().is_empty() {
        return Err(Problem::new(Code::Empty, "`query` is empty.").into());
    }
    if request.query.chars().count() > QUERY_CHARS {
        let message = format!("`query` is longer than {QUERY_CHARS} characters.");
        return Err(Problem::new(Code::TooLong, message).into());
    }
    let deployed = knowledge::deployed(&asked.env, asked.workspace()?).await?;
    let guide = knowledge::guide(&asked.env, &deployed).await?;
    let mut index = knowledge::index(&asked.env, &deployed).await?;
    let table = knowledge::table(&asked.env, &deployed).await?;

    let context: Vec<&str> = request.context[request.context.len().saturating_sub(CONTEXT_TURNS)..]
        .iter()
        .map(String::as_str)
        .collect();
    let query = Query {
        text: &request.query,
        context: &context,
        before: &[],
        language: asked_in(&request.query, &index),
        filter: Filter {
            audience: Audience::Public,
            place: request.place.as_deref(),
            partition: None,
            exclude: &[],
            on: knowledge::today(),
        },
        limit: HITS,
    };
    let mut found = find(&index, &table, &query);
    let passages: Vec<usize> = found
        .hits
        .iter()
        .map(|hit| hit.passage)
        .chain(sources(&found))
        .collect();
    if knowledge::add_texts(&asked.env, &deployed, &mut index, passages).await? {
        found = find(&index, &table, &query);
    }
    let hits: Vec<SearchHit> = found
        .hits
        .iter()
        .filter_map(|hit| {
            let passage = index.passage(hit.passage)?;
            let citation = citation(&passage)?;
            Some(SearchHit {
                passage: citation.passage.clone(),
                score: hit.score,
                citation,
            })
        })
        .collect();
    let sure = found.confidence >= guide.playbook.handoff.confidence_below;
    let answer = composed(&found, &index).filter(|_| sure);
    body::json(
        200,
        &SearchResponse {
            hits,
            confidence: found.confidence,
            answer,
            index: deployed.index,
        },
    )
}
