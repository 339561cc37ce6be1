//! Sites on this machine, good and bad.
#![expect(clippy::unwrap_used, reason = "tests")]

#[path = "../../tests/common/server.rs"]
mod server;

use std::io::Write;
use std::time::Instant;

use gangway_playbook::parse::parse_all;
use tempfile::TempDir;

use self::server::{Answer, Server};
use super::*;

/// A workspace of sites with its cache.
struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// Fetches the sites of a playbook's rows.
    fn fetch(&self, rows: &str, offline: bool, limits: &Limits) -> Fetched {
        let text = format!("[workspace]\nname = \"a\"\n\n[[team]]\nid = \"desk\"\n\n{rows}");
        let sources = parse_all("a", "workspace.toml", &text).unwrap().sources;
        let hidden = ProgressBar::hidden();
        fetch_all(
            &sources,
            Path::new("workspace.toml"),
            self.0.path(),
            offline,
            limits,
            &hidden,
        )
    }

    /// Fetches one site by its sitemap, without rest.
    fn visit(&self, server: &Server, more: &str) -> Fetched {
        self.fetch(&row(server, more), false, &Limits::default())
    }
}

fn row(server: &Server, more: &str) -> String {
    format!(
        "[[site]]\nsitemap = \"{}\"\npause = \"0s\"\n{more}\n",
        server.at("/sitemap.xml")
    )
}

/// The ids without the host.
fn ids(server: &Server, fetched: &Fetched) -> Vec<String> {
    let host = format!("site/{}", server.origin.trim_start_matches("http://"));
    let own = fetched
        .documents
        .iter()
        .map(|document| document.id.strip_prefix(&host).unwrap().to_owned());
    own.collect()
}

/// What is said, without the host.
fn said(server: &Server, problems: &[Problem]) -> Vec<String> {
    problems
        .iter()
        .map(|problem| format!("{}: {}", problem.at, problem.message).replace(&server.origin, ""))
        .collect()
}

const NONE: [String; 0] = [];

#[test]
fn pages_of_a_sitemap_become_documents_by_their_addresses() {
    let server = Server::start();
    server.sitemap(
        "/sitemap.xml",
        &[
            "/faro",
            "/prices?year=2027",
            "/a.pdf",
            "/faro",
            "/notes.md",
            "/car.jpg",
        ],
    );
    server.page("/faro", "<p>Faro");
    server.page("/prices?year=2027", "<p>Prices");
    let typed =
        |kind: &str, body: &str| Answer::Page(200, vec![("Content-Type", kind.to_owned())], body.into());
    server.set("/a.pdf", typed("application/pdf", "%PDF-1.7"));
    server.set("/notes.md", typed("text/plain", "# Notes"));
    server.set("/car.jpg", typed("image/jpeg", "a car"));
    let folder = Folder::new();
    let fetched = folder.visit(&server, "place = \"Faro\"\ntitle = \"Our pages\"");
    assert_eq!(
        ids(&server, &fetched),
        ["/a.pdf", "/faro", "/notes.md", "/prices?year=2027"]
    );
    let formats: Vec<_> = fetched
        .documents
        .iter()
        .filter_map(|page| page.about.format.as_deref())
        .collect();
    assert_eq!(formats, ["pdf", "html", "md", "html"]);
    let faro = &fetched.documents[1];
    assert_eq!(faro.at, server.at("/faro"));
    assert_eq!(faro.about.link, Some(server.at("/faro")));
    assert_eq!(
        (faro.about.title.as_ref(), faro.about.name.as_deref()),
        (None, Some("Our pages"))
    );
    assert_eq!(
        faro.about.place.as_ref().map(|place| place.id.as_str()),
        Some("faro")
    );
    assert_eq!(std::fs::read(&faro.file).unwrap(), b"<p>Faro");
    assert_eq!(said(&server, &fetched.errors), NONE);
    assert_eq!(
        said(&server, &fetched.warnings),
        ["workspace.toml:7:1: left out, of a kind that is not read: /car.jpg"]
    );
    let asked = server.asked();
    assert_eq!(asked[0].path, "/robots.txt", "the rules come first");
    assert_eq!(
        asked.iter().filter(|asked| asked.path == "/robots.txt").count(),
        1
    );
    assert!(
        asked
            .iter()
            .all(|asked| asked.headers["user-agent"].starts_with("Gangway/"))
    );
}

#[test]
fn a_page_is_asked_for_again_only_if_it_has_changed() {
    let (server, folder) = (Server::start(), Folder::new());
    server.sitemap("/sitemap.xml", &["/a", "/b"]);
    server.page("/a", "<p>One");
    let dated = vec![
        ("Content-Type", "text/html".to_owned()),
        ("Last-Modified", "Fri, 27 Nov 2026 10:00:00 GMT".to_owned()),
    ];
    server.set("/b", Answer::Page(200, dated, b"<p>Two".to_vec()));
    folder.visit(&server, "");
    server.asked();

    let again = folder.visit(&server, "");
    let conditions: Vec<bool> = server
        .asked()
        .iter()
        .filter(|asked| matches!(asked.path.as_str(), "/a" | "/b"))
        .map(|asked| {
            asked.headers.contains_key("if-none-match") || asked.headers.contains_key("if-modified-since")
        })
        .collect();
    assert_eq!(conditions, [true, true]);
    assert_eq!(ids(&server, &again), ["/a", "/b"]);
    assert_eq!(
        said(&server, &again.warnings),
        NONE,
        "as the site has it, not as it was"
    );

    server.page("/a", "<p>Another");
    let changed = folder.visit(&server, "");
    assert_eq!(std::fs::read(&changed.documents[0].file).unwrap(), b"<p>Another");
}

#[test]
fn what_robots_txt_forbids_is_left_alone() {
    let server = Server::start();
    let rules =
        "User-agent: *\nDisallow: /\n\nUser-agent: gangway\nDisallow: /internal/\nAllow: /internal/faq\n";
    server.set("/robots.txt", Answer::Page(200, Vec::new(), rules.into()));
    server.sitemap("/sitemap.xml", &["/a", "/internal/fees", "/internal/faq"]);
    for path in ["/a", "/internal/fees", "/internal/faq"] {
        server.page(path, "<p>Text");
    }
    let fetched = Folder::new().visit(&server, "");
    assert_eq!(ids(&server, &fetched), ["/a", "/internal/faq"]);
    assert_eq!(
        said(&server, &fetched.warnings),
        ["workspace.toml:7:1: left out, forbidden by robots.txt: /internal/fees"]
    );
    assert!(!server.paths().contains(&"/internal/fees".to_owned()));
}

#[test]
fn without_an_answer_about_its_rules_a_host_is_left_alone() {
    let server = Server::start();
    server.status("/robots.txt", 503);
    server.sitemap("/sitemap.xml", &["/a"]);
    server.page("/a", "<p>Text");
    let fetched = Folder::new().visit(&server, "");
    assert_eq!(ids(&server, &fetched), NONE);
    assert_eq!(
        said(&server, &fetched.errors),
        ["/sitemap.xml: sitemap: robots.txt: answered 503"]
    );
    assert_eq!(server.paths(), ["/robots.txt"]);
}

#[test]
fn a_host_rests_between_two_requests_as_it_asks_to() {
    let gaps = |server: &Server| -> Vec<u128> {
        let asked = server.asked();
        asked
            .windows(2)
            .map(|pair| (pair[1].at - pair[0].at).as_millis())
            .collect()
    };
    let server = Server::start();
    server.set(
        "/robots.txt",
        Answer::Page(200, Vec::new(), "User-agent: *\nCrawl-delay: 0.3\n".into()),
    );
    server.sitemap("/sitemap.xml", &["/a", "/b"]);
    server.page("/a", "<p>A");
    server.page("/b", "<p>B");
    Folder::new().visit(&server, "");
    let kept = gaps(&server);
    assert!(kept.len() == 3 && kept.iter().all(|&gap| gap >= 280), "{kept:?}");

    // Ours is kept where the site asks for less.
    let ours = format!(
        "[[site]]\npages = [\"{}\", \"{}\"]\npause = \"1s\"\n",
        server.at("/a"),
        server.at("/b")
    );
    Folder::new().fetch(&ours, false, &Limits::default());
    let kept = gaps(&server);
    assert!(kept.len() == 2 && kept.iter().all(|&gap| gap >= 980), "{kept:?}");

    server.set(
        "/robots.txt",
        Answer::Page(200, Vec::new(), "User-agent: *\nCrawl-delay: 3600\n".into()),
    );
    let fetched = Folder::new().visit(&server, "");
    assert_eq!(
        said(&server, &fetched.errors),
        ["/sitemap.xml: sitemap: robots.txt asks for a rest of 3600 s between requests, the limit is 60"]
    );
}

#[test]
fn sitemaps_that_name_each_other_come_to_an_end() {
    let server = Server::start();
    server.sitemaps("/sitemap.xml", &["/1.xml", "/2.xml", "/sitemap.xml"]);
    server.sitemaps("/1.xml", &["/sitemap.xml", "/1.xml", "/pages.xml"]);
    server.sitemap("/pages.xml", &["/a"]);
    server.sitemap("/2.xml", &["/b", "/a"]);
    server.page("/a", "<p>A");
    server.page("/b", "<p>B");
    let fetched = Folder::new().visit(&server, "");
    assert_eq!(ids(&server, &fetched), ["/a", "/b"]);
    assert_eq!(said(&server, &fetched.errors), NONE);
    assert_eq!(
        server
            .paths()
            .iter()
            .filter(|path| path.ends_with(".xml"))
            .count(),
        4
    );
}

#[test]
fn sitemaps_have_limits_in_depth_number_and_size() {
    let server = Server::start();
    for depth in 0..9 {
        let path = if depth == 0 {
            "/sitemap.xml".to_owned()
        } else {
            format!("/{depth}.xml")
        };
        server.sitemaps(&path, &[&format!("/{}.xml", depth + 1)]);
    }
    let fetched = Folder::new().visit(&server, "");
    assert_eq!(
        said(&server, &fetched.errors),
        ["/3.xml: sitemap: sitemaps name sitemaps more than 4 deep"]
    );

    let many: Vec<String> = (0..200).map(|number| format!("/many-{number}.xml")).collect();
    server.sitemaps(
        "/sitemap.xml",
        &many.iter().map(String::as_str).collect::<Vec<_>>(),
    );
    for path in &many {
        server.sitemap(path, &[]);
    }
    let fetched = Folder::new().visit(&server, "");
    assert_eq!(fetched.errors.len(), 1, "{:?}", fetched.errors);
    assert!(
        fetched.errors[0]
            .message
            .ends_with("the site has more than 100 sitemaps")
    );

    let mut bomb = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    bomb.write_all(&vec![b' '; 3_000_000]).unwrap();
    server.set(
        "/sitemap.xml",
        Answer::Page(200, Vec::new(), bomb.finish().unwrap()),
    );
    let limits = Limits {
        sitemap: 1_000_000,
        ..Limits::default()
    };
    let fetched = Folder::new().fetch(&row(&server, ""), false, &limits);
    assert_eq!(
        said(&server, &fetched.errors),
        ["/sitemap.xml: sitemap: over 1000000 bytes when it is unpacked, which is the limit"]
    );
}

#[test]
fn a_sitemap_may_be_packed() {
    let server = Server::start();
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    write!(
        packed,
        "<urlset><url><loc>{}</loc></url></urlset>",
        server.at("/a")
    )
    .unwrap();
    server.set(
        "/sitemap.xml",
        Answer::Page(200, Vec::new(), packed.finish().unwrap()),
    );
    server.page("/a", "<p>A");
    assert_eq!(ids(&server, &Folder::new().visit(&server, "")), ["/a"]);
}

#[test]
fn pages_are_chosen_by_their_paths_and_counted() {
    let server = Server::start();
    let paths = [
        "/help/a",
        "/help/old/b",
        "/help/c",
        "/shop/d",
        "https://other.example/help/e",
    ];
    server.sitemap("/sitemap.xml", &paths);
    for path in paths {
        server.page(path, "<p>Text");
    }
    let chosen = Folder::new().visit(&server, "include = [\"/help/**\"]\nexclude = [\"/help/old/*\"]");
    assert_eq!(ids(&server, &chosen), ["/help/a", "/help/c"]);
    assert_eq!(
        said(&server, &chosen.warnings),
        ["workspace.toml:7:1: left out, on another host: https://other.example/help/e"]
    );
    let few = Folder::new().visit(&server, "most = 1");
    assert_eq!(ids(&server, &few), ["/help/a"]);
    assert!(
        said(&server, &few.warnings)
            .contains(&"workspace.toml:7:1: 3 pages of the sitemap are over the 1 that are taken".to_owned()),
        "{:?}",
        few.warnings
    );
}

#[test]
fn redirects_are_followed_on_the_sites_own_hosts_only() {
    let (server, other) = (Server::start(), Server::start());
    server.sitemap("/sitemap.xml", &["/old", "/away", "/round", "/file", "/b"]);
    server.redirect("/old", "/b");
    server.page("/b", "<p>B");
    other.page("/b", "<p>Stolen");
    server.redirect("/away", &other.at("/b"));
    server.redirect("/round", "/round");
    server.redirect("/file", "file:///etc/hostname");
    let fetched = Folder::new().visit(&server, "");
    assert_eq!(ids(&server, &fetched), ["/b"], "once, by the address that it has");
    let errors = said(&server, &fetched.errors)
        .join("\n")
        .replace(&other.origin, "OTHER");
    assert_eq!(
        errors,
        "/away: redirects to another host: OTHER/b\n\
         /round: redirects more than 5 times\n\
         /file: redirects to no address of the web"
    );
    assert!(other.asked().is_empty());
}

#[test]
fn a_page_says_what_it_is_called_and_whether_it_wants_to_be_found() {
    let server = Server::start();
    server.sitemap(
        "/sitemap.xml",
        &["/faro?from=mail", "/faro", "/hidden", "/tagged", "/elsewhere"],
    );
    let faro = "<link rel=canonical href='/faro'><p>Faro";
    server.page("/faro?from=mail", faro);
    server.page("/faro", faro);
    server.page("/hidden", "<meta name=robots content=noindex><p>Hidden");
    let tagged = vec![
        ("Content-Type", "text/html".to_owned()),
        ("X-Robots-Tag", "noindex".to_owned()),
    ];
    server.set("/tagged", Answer::Page(200, tagged, b"<p>Tagged".to_vec()));
    server.page(
        "/elsewhere",
        "<link rel=canonical href='https://other.example/'><p>Here",
    );
    let fetched = Folder::new().visit(&server, "");
    assert_eq!(ids(&server, &fetched), ["/elsewhere", "/faro"]);
    assert_eq!(
        said(&server, &fetched.warnings),
        ["workspace.toml:7:1: left out, asks not to be found (noindex): /hidden, /tagged"]
    );
}

#[test]
fn a_page_that_fails_is_taken_as_it_was_and_one_that_is_gone_is_not() {
    let (server, folder) = (Server::start(), Folder::new());
    server.sitemap("/sitemap.xml", &["/a", "/b", "/c"]);
    for path in ["/a", "/b", "/c"] {
        server.page(path, "<p>Text");
    }
    folder.visit(&server, "");
    server.status("/a", 500);
    server.status("/b", 404);
    let fetched = folder.visit(&server, "");
    assert_eq!(ids(&server, &fetched), ["/a", "/c"]);
    assert_eq!(
        said(&server, &fetched.warnings),
        ["workspace.toml:7:1: taken as it was when it was last fetched, answered 500: /a"]
    );
    assert_eq!(said(&server, &fetched.errors), ["/b: answered 404: it is gone"]);

    // Somebody who has never been there has nothing.
    let fetched = Folder::new().visit(&server, "");
    assert_eq!(ids(&server, &fetched), ["/c"]);
    assert_eq!(
        said(&server, &fetched.errors),
        ["/a: answered 500", "/b: answered 404: it is gone"]
    );
}

#[test]
fn without_a_network_everything_is_as_it_was() {
    let (server, folder) = (Server::start(), Folder::new());
    server.sitemap("/sitemap.xml", &["/a", "/b"]);
    server.page("/a", "<p>A");
    server.page("/b", "<p>B");
    folder.visit(&server, "");
    server.asked();
    let offline = folder.fetch(&row(&server, ""), true, &Limits::default());
    assert_eq!(ids(&server, &offline), ["/a", "/b"]);
    assert_eq!(
        said(&server, &offline.warnings),
        [
            "workspace.toml:7:1: taken as it was when it was last fetched, not asked for (`--offline`): /sitemap.xml, /a, /b"
        ]
    );
    assert!(server.asked().is_empty());

    let nothing = Folder::new().fetch(&row(&server, ""), true, &Limits::default());
    assert_eq!(
        said(&server, &nothing.errors),
        ["/sitemap.xml: sitemap: not asked for (`--offline`)"]
    );

    // A host that is not there: nobody listens at port 9 of this machine.
    let gone = "[[site]]\npages = [\"http://127.0.0.1:9/a\"]\npause = \"0s\"\n";
    let fetched = folder.fetch(gone, false, &Limits::default());
    assert_eq!(
        fetched.errors[0].to_string(),
        "http://127.0.0.1:9/a: robots.txt: the host cannot be reached\n\n\
         hint: build again when the site answers, or take it out of `workspace.toml`\n"
    );
}

#[test]
fn an_endless_page_and_a_silent_host_meet_their_limits_and_the_others_are_taken() {
    let server = Server::start();
    server.sitemap("/sitemap.xml", &["/endless", "/a"]);
    server.set("/endless", Answer::Endless);
    server.page("/a", "<p>A");
    let limits = Limits {
        page: 100_000,
        answer: Duration::from_secs(5),
        ..Limits::default()
    };
    let fetched = Folder::new().fetch(&row(&server, ""), false, &limits);
    assert_eq!(ids(&server, &fetched), ["/a"]);
    assert_eq!(
        said(&server, &fetched.errors),
        ["/endless: over 100000 bytes, which is the limit"]
    );

    let slow: Vec<String> = (0..9).map(|number| format!("/slow-{number}")).collect();
    server.sitemap(
        "/sitemap.xml",
        &slow.iter().map(String::as_str).collect::<Vec<_>>(),
    );
    for path in &slow {
        server.set(path, Answer::Silence(Duration::from_secs(60)));
    }
    let limits = Limits {
        answer: Duration::from_millis(1_500),
        ..limits
    };
    let begun = Instant::now();
    let fetched = Folder::new().fetch(&row(&server, ""), false, &limits);
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
    let errors = said(&server, &fetched.errors);
    assert_eq!(errors.len(), 9);
    assert_eq!(errors[0], "/slow-0: no answer within 1.5 s");
    assert_eq!(errors[8], "/slow-8: not asked: the host did not answer 3 times");

    server.sitemap("/sitemap.xml", &["/a", "/b"]);
    server.page("/b", &"b".repeat(5_000));
    let small = Limits { all: 100, ..limits };
    let fetched = Folder::new().fetch(&row(&server, ""), false, &small);
    assert_eq!(ids(&server, &fetched), NONE);
    assert_eq!(
        said(&server, &fetched.errors),
        [
            "/a: the site has more than 100 bytes",
            "/b: the site has more than 100 bytes"
        ]
    );

    let limits = Limits {
        site: Duration::ZERO,
        ..limits
    };
    let fetched = Folder::new().fetch(&row(&server, ""), false, &limits);
    assert_eq!(
        said(&server, &fetched.errors),
        ["/sitemap.xml: sitemap: robots.txt: the site took longer than 0 s"]
    );
}

#[test]
fn a_page_in_another_encoding_is_kept_in_utf_8() {
    let server = Server::start();
    server.sitemap("/sitemap.xml", &["/a", "/b"]);
    let latin = |kind: &str| {
        Answer::Page(
            200,
            vec![("Content-Type", kind.to_owned())],
            b"<p>Caf\xe9".to_vec(),
        )
    };
    server.set("/a", latin("text/html; charset=ISO-8859-1"));
    server.set("/b", latin("text/html"));
    let folder = Folder::new();
    let fetched = folder.visit(&server, "");
    assert_eq!(
        std::fs::read(&fetched.documents[0].file).unwrap(),
        "<p>Café".as_bytes()
    );
    assert_eq!(
        std::fs::read(&fetched.documents[1].file).unwrap(),
        b"<p>Caf\xe9",
        "its reader says so"
    );
}
