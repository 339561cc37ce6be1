//! What is said about documents, and the sites they come from.

use super::{LEAST, added, in_workspace};
use crate::parse::parse_all;
use crate::sources::{Pattern, Position, Said};

#[test]
fn rows_about_documents_and_sites_are_read_beside_the_playbook() {
    let text = format!(
        "{LEAST}\n{}",
        r#"[[document]]
path = "prices/winter-2026.xlsx"
title = "Winter prices"
link = "https://www.least.example/prices"
audience = "agents"
place = "Faro Airport"
language = "pt"
from = 2026-11-01
until = "2027-03-31"

[[site]]
sitemap = "https://www.least.example/sitemap.xml"
pages = ["https://help.least.example/fees"]
include = ["/help/**"]
exclude = ["/help/old/*"]
most = 40
pause = "2s"
title = "Help"
audience = "public"
"#
    );
    let sources = parse_all("least", "workspace.toml", &text).unwrap().sources;
    let text = |text: &str| Some(text.to_owned());
    let [row] = sources.documents.as_slice() else {
        panic!("{sources:?}")
    };
    assert_eq!(row.path, Pattern::new("prices/winter-2026.xlsx"));
    assert_eq!(row.at, Position { line: 7, column: 1 });
    assert_eq!(
        row.said,
        Said {
            title: text("Winter prices"),
            link: text("https://www.least.example/prices"),
            for_agents: Some(true),
            place: text("Faro Airport"),
            language: text("pt"),
            from: text("2026-11-01"),
            until: text("2027-03-31"),
        }
    );
    let [site] = sources.sites.as_slice() else {
        panic!("{sources:?}")
    };
    assert_eq!(site.sitemap, text("https://www.least.example/sitemap.xml"));
    assert_eq!(site.pages, ["https://help.least.example/fees"]);
    assert_eq!(
        (&site.include, &site.exclude),
        (
            &vec![Pattern::new("/help/**")],
            &vec![Pattern::new("/help/old/*")]
        )
    );
    assert_eq!((site.most, site.pause, site.at.line), (40, 2_000, 17));
    assert_eq!(
        (&site.said.title, site.said.for_agents),
        (&text("Help"), Some(false))
    );
}

#[test]
fn mistakes_about_documents_are_placed() {
    insta::assert_snapshot!(added(
        r#"
[[document]]
path = "documents/a.pdf"
titel = "A"

[[document]]
path = 'prices\a.pdf'
place = "–"

[[document]]
title = "A"

[[document]]
path = "*.pdf"
title = "A"

[[document]]
path = "a.md"

[[document]]
path = "a.md"
audience = "staff"
"#
    ));
}

#[test]
fn days_are_of_the_calendar_and_in_order() {
    insta::assert_snapshot!(added(
        r#"
[[document]]
path = "a.pdf"
from = 2027-04-01
until = 2027-03-31

[[document]]
path = "b.pdf"
until = "31 March"

[[document]]
path = "c.pdf"
until = 2027

[[document]]
path = "d.pdf"
until = 2027-03-31T10:00:00
"#
    ));
}

#[test]
fn mistakes_about_sites_are_placed() {
    insta::assert_snapshot!(added(
        r#"
[[site]]
title = "Help"

[[site]]
sitemap = "www.least.example/sitemap.xml"
most = 0
pause = "5m"

[[site]]
pages = ["https://www.least.example/a", "ftp://least.example/b"]

[[site]]
pages = ["https://www.least.example/a"]
include = ["help/*"]

[[site]]
pages = ["https://www.least.example/a"]
exclude = ["/help/*"]
link = "https://www.least.example"
"#
    ));
}

#[test]
fn a_table_is_named_below_the_workspace_or_beside_the_deployment_s() {
    let text = LEAST.replacen("\n\n", "\ntable = \"tables/many-256.table\"\n\n", 1);
    let sources = parse_all("least", "workspace.toml", &text).unwrap().sources;
    let table = sources.table.unwrap();
    assert_eq!(table.path, "tables/many-256.table");
    assert_eq!(table.at, Position { line: 3, column: 9 });
    let sources = parse_all("least", "workspace.toml", LEAST).unwrap().sources;
    assert!(sources.table.is_none());
    for path in [
        "../many.table",
        "/many.table",
        "a//many.table",
        "C:many.table",
        "a\\\\b.table",
    ] {
        let mistakes = in_workspace(&format!("table = \"{path}\""));
        assert!(
            mistakes.starts_with("workspace.toml:3:9: `") && mistakes.contains("is no path below"),
            "{mistakes}"
        );
    }
    assert!(in_workspace("table = 3").contains("`table` must be a text in quotes"));
}
