//! Pages, which lie in the deployment's assets and get their headers here.

use gangway_protocol::{Code, Problem};
use worker::{Env, Request, Response, ResponseBuilder};

use crate::http::Asked;
use crate::http::headers::{PAGE_POLICY, inbox_policy, widget_policy};
use crate::http::problem::{Failure, not_found, status};
use crate::knowledge;

const HTML: &str = "text/html; charset=utf-8";
/// Asked for anew each time, so that a page never names assets of an older deployment.
const FRESH: &str = "no-cache";
/// The loader has a stable address in the operators' pages and a short life.
const SHORT: &str = "public, max-age=300";
/// What is named by its hash.
const FOR_GOOD: &str = "public, max-age=31536000, immutable";

pub(super) async fn home(asked: Asked) -> Result<Response, Failure> {
    page(&asked, "home", PAGE_POLICY).await
}

/// The operator's own demo site; where it has none, a page for any operator; for nobody, a page that says so.
pub(super) async fn demo(asked: Asked) -> Result<Response, Failure> {
    let workspace = asked.workspace()?;
    match knowledge::deployed(&asked.env, workspace).await {
        Err(Failure::Refused(problem)) if problem.code == Code::NotFound => {
            return missing(&asked.env).await;
        }
        deployed => deployed?,
    };
    match page(&asked, &format!("sites/{workspace}"), PAGE_POLICY).await {
        Err(Failure::Refused(problem)) if problem.code == Code::Unavailable => {
            page(&asked, "any", PAGE_POLICY).await
        }
        site => site,
    }
}

pub(super) async fn widget(asked: Asked) -> Result<Response, Failure> {
    let deployed = knowledge::deployed(&asked.env, asked.workspace()?).await?;
    let guide = knowledge::guide(&asked.env, &deployed).await?;
    let policy = widget_policy(&asked.own_origin(), &guide.playbook.workspace.origins);
    page(&asked, "widget", &policy).await
}

pub(super) async fn inbox(asked: Asked) -> Result<Response, Failure> {
    page(&asked, "inbox", &inbox_policy(&asked.own_origin())).await
}

pub(super) async fn api(asked: Asked) -> Result<Response, Failure> {
    page(&asked, "api", PAGE_POLICY).await
}

pub(super) async fn loader(asked: Asked) -> Result<Response, Failure> {
    let response = file(&asked, "pages/loader.js", "text/javascript; charset=utf-8", SHORT).await?;
    // It is made for other sites' pages.
    response
        .headers()
        .set("cross-origin-resource-policy", "cross-origin")?;
    Ok(response)
}

/// A file named by its hash never changes, so a browser may keep it for good. That there is none may change with the
/// next deployment, and must not be kept: the platform's own `_headers` cannot tell the two apart, which is why these
/// files come through here.
pub(crate) async fn hashed(env: &Env, request: &Request, name: &str) -> Result<Response, Failure> {
    let held = request.headers().get("if-none-match")?;
    let asset = knowledge::asset(env, &format!("assets/{name}"), held.as_deref()).await?;
    if asset.status_code() != 200 && asset.status_code() != 304 {
        let response = not_found().respond("GET /assets")?;
        response.headers().set("cache-control", "no-store")?;
        return Ok(response);
    }
    let kind = asset.headers().get("content-type")?;
    let response = served(
        asset,
        kind.as_deref().unwrap_or("application/octet-stream"),
        FOR_GOOD,
    )?;
    response
        .headers()
        .set("cross-origin-resource-policy", "same-origin")?;
    Ok(response)
}

/// What a person is told who came to an address where nothing is.
pub(crate) async fn missing(env: &Env) -> Result<Response, Failure> {
    let asset = knowledge::asset(env, "pages/missing.html", None).await?;
    if asset.status_code() != 200 {
        return Err(not_found());
    }
    let (_, body) = asset.into_parts();
    Ok(ResponseBuilder::new()
        .with_status(status(Code::NotFound))
        .with_header("content-type", HTML)?
        .with_header("cache-control", "no-store")?
        .with_header("content-security-policy", PAGE_POLICY)?
        .body(body))
}

async fn page(asked: &Asked, name: &str, policy: &str) -> Result<Response, Failure> {
    let response = file(asked, &format!("pages/{name}.html"), HTML, FRESH).await?;
    response.headers().set("content-security-policy", policy)?;
    Ok(response)
}

/// A file of the assets with headers of our own; the asset's own tag lets a browser keep what has not changed.
async fn file(asked: &Asked, path: &str, kind: &str, cache: &str) -> Result<Response, Failure> {
    let held = asked.request.headers().get("if-none-match")?;
    let asset = knowledge::asset(&asked.env, path, held.as_deref()).await?;
    let status = asset.status_code();
    if status != 200 && status != 304 {
        return Err(
            Problem::new(Code::Unavailable, format!("This deployment lacks `{path}`."))
                .hint("run `cargo xtask build` and deploy again")
                .into(),
        );
    }
    served(asset, kind, cache)
}

fn served(asset: Response, kind: &str, cache: &str) -> Result<Response, Failure> {
    let mut response = ResponseBuilder::new()
        .with_status(asset.status_code())
        .with_header("content-type", kind)?
        .with_header("cache-control", cache)?;
    if let Some(tag) = asset.headers().get("etag")? {
        response = response.with_header("etag", &tag)?;
    }
    let (_, body) = asset.into_parts();
    Ok(response.body(body))
}
