//! A workspace whose documents stand on a site, from the first build to the day it is offline.
#![expect(clippy::unwrap_used, reason = "tests")]

#[expect(dead_code, reason = "what other tests use")]
mod common;
#[expect(dead_code, reason = "what the tests of fetching use")]
#[path = "common/server.rs"]
mod server;

use common::Folder;
use server::Server;

/// The index's passages as `document: text`.
fn passages(folder: &Folder) -> Vec<String> {
    let files = folder.files("private");
    let (index, _) = files
        .iter()
        .find(|(name, _)| name.contains("harbour/index-"))
        .unwrap();
    let ran = folder.run(&["inspect", "--passages", index]);
    let lines = ran
        .stdout
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let shown = lines.map(|passage| format!("{}: {}", passage["document"], passage["text"]).replace('"', ""));
    shown.collect()
}

#[test]
fn pages_are_documents_and_only_what_changed_is_read_again() {
    let server = Server::start();
    server.sitemap("/sitemap.xml", &["/help/pets", "/help/fuel", "/shop"]);
    server.page(
        "/help/pets",
        "<nav>Home</nav><main><h1>Pets</h1><p>Dogs are welcome in every car.</main>",
    );
    server.page(
        "/help/fuel",
        "<main><h1>Fuel</h1><p>Bring the car back with a full tank.</main>",
    );
    server.page("/shop", "<main><p>Buy now.</main>");
    let folder = Folder::new();
    folder.playbook_with(
        "harbour",
        &format!(
            "[[site]]\nsitemap = \"{}\"\ninclude = [\"/help/*\"]\npause = \"0s\"\n\n\
             [[document]]\npath = \"site/*/help/pets\"\nplace = \"Faro Airport\"\n",
            server.at("/sitemap.xml")
        ),
    );
    let host = server.origin.replace("http://", "");
    let first = folder.build(&[]);
    assert_eq!((first.code, first.stderr.as_str()), (Some(0), ""));
    assert!(
        first.stdout.contains("documents: read 2, unchanged 0; took "),
        "{}",
        first.stdout
    );
    assert_eq!(
        passages(&folder),
        [
            format!("site/{host}/help/fuel: Bring the car back with a full tank."),
            format!("site/{host}/help/pets: Dogs are welcome in every car."),
        ]
    );
    let built = folder.files("private");

    // The same site: nothing is built.
    assert!(folder.build(&[]).stdout.contains("unchanged\n"));
    assert!(folder.files("private") == built);

    // A page changes: it alone is read.
    server.page(
        "/help/fuel",
        "<main><h1>Fuel</h1><p>Bring the car back as you like.</main>",
    );
    let changed = folder.build(&[]);
    assert!(
        changed.stdout.contains("documents: read 1, unchanged 1; took "),
        "{}",
        changed.stdout
    );

    // The site is down: the same is served, and that is said, though nothing has changed.
    let built = folder.files("private");
    for path in ["/sitemap.xml", "/help/pets", "/help/fuel"] {
        server.status(path, 502);
    }
    for more in [&[][..], &["--offline"]] {
        let down = folder.build(more);
        assert_eq!(down.code, Some(0), "{}", down.stderr);
        assert!(
            down.stderr
                .starts_with("warning: operators/harbour/workspace.toml:7:1: "),
            "{}",
            down.stderr
        );
        assert!(
            down.stderr.contains("taken as it was when it was last fetched, "),
            "{}",
            down.stderr
        );
        assert!(folder.files("private") == built);
    }

    // Somebody else has no copy: an error, and a workspace without the pages.
    let ran = folder.run(&["check", "--workspaces", "operators", "--cache", "nothing"]);
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.stderr.contains("/sitemap.xml: sitemap: answered 502\n"),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_broken_page_is_named_by_its_address_and_the_others_are_built() {
    let server = Server::start();
    server.page("/empty", "<main></main>");
    server.page("/fuel", "<main><p>Bring the car back with a full tank.</main>");
    let folder = Folder::new();
    let pages = ["/empty", "/fuel", "/gone"].map(|path| format!("{:?}", server.at(path)));
    folder.playbook_with(
        "harbour",
        &format!("[[site]]\npages = [{}]\npause = \"0s\"\n", pages.join(", ")),
    );
    let ran = folder.build(&[]);
    assert_eq!(ran.code, Some(1));
    let said = ran.stderr.replace(&server.origin, "ORIGIN");
    assert_eq!(
        said,
        "error: ORIGIN/gone: answered 404: it is gone\n\n\
         hint: take it out of the sitemap or of `pages`\n\n\
         error: ORIGIN/empty: the document is empty\n\n\
         hint: write something into it or delete it\n\n"
    );
    assert_eq!(passages(&folder).len(), 1);

    // A file that would be called as a page is.
    let host = server.origin.replace("http://", "");
    folder.write(&format!("operators/harbour/documents/site/{host}/fuel"), "");
    let ran = folder.run(&["check", "--workspaces", "operators"]);
    let said = ran
        .stderr
        .replace(&server.origin, "ORIGIN")
        .replace(&host, "HOST");
    assert!(
        said.contains("error: ORIGIN/fuel: there is a file `site/HOST/fuel` already\n"),
        "{said}"
    );
}
