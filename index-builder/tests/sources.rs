//! What is said about documents, when they hold, which were read, and which say the same.
#![expect(clippy::unwrap_used, reason = "tests")]

mod common;

use common::Folder;
use insta::assert_snapshot;
use serde_json::Value;

/// The rows of the report, by workspace.
fn report(folder: &Folder, more: &[&str]) -> Vec<Value> {
    let mut arguments = vec!["--json"];
    arguments.extend(more);
    let report: Value = serde_json::from_str(&folder.build(&arguments).stdout).unwrap();
    report["workspaces"].as_array().unwrap().clone()
}

/// The passages of a workspace's index.
fn passages(folder: &Folder, workspace: &str) -> Vec<Value> {
    let files = folder.files("private");
    let (index, _) = files
        .iter()
        .find(|(name, _)| name.contains(&format!("{workspace}/index-")))
        .unwrap();
    let ran = folder.run(&["inspect", "--passages", index]);
    let lines = ran.stdout.lines();
    lines.map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn an_unchanged_document_is_not_read_again() {
    let folder = Folder::good();
    let counts = |rows: &[Value]| -> Vec<(u64, u64)> {
        let count = |row: &Value, name: &str| row[name].as_u64().unwrap();
        rows.iter()
            .map(|row| (count(row, "documents"), count(row, "read")))
            .collect()
    };
    assert_eq!(counts(&report(&folder, &[])), [(3, 3), (1, 1)]);
    let first = folder.files("private");

    // Nothing changed, and nothing is even looked up: the workspace stands as it was built.
    assert_eq!(counts(&report(&folder, &[])), [(3, 0), (1, 0)]);
    // Without its stamps everything is put together again, and no document is read.
    std::fs::remove_file(folder.path("stamps.json")).unwrap();
    assert_eq!(counts(&report(&folder, &[])), [(3, 0), (1, 0)]);
    assert!(
        folder.files("private") == first,
        "the same bytes from what was kept"
    );

    // One document changes, one comes, one goes.
    folder.write(
        "operators/harbour/documents/fees.md",
        "# Fees\n\nThere are none.\n",
    );
    folder.write(
        "operators/harbour/documents/pets.md",
        "# Pets\n\nDogs are welcome.\n",
    );
    std::fs::remove_file(folder.path("operators/meridian/documents/visas.html")).unwrap();
    assert_eq!(counts(&report(&folder, &[])), [(4, 2), (0, 0)]);
    let ran = folder.build(&[]);
    assert!(
        ran.stdout.contains("documents: read 0, unchanged 4; "),
        "{}",
        ran.stdout
    );

    // What is said about a document is part of it.
    folder.playbook_with(
        "harbour",
        "[[document]]\npath = \"fees.md\"\nplace = \"Faro Airport\"\n",
    );
    assert_eq!(counts(&report(&folder, &[])), [(4, 1), (0, 0)]);
    let about = passages(&folder, "harbour");
    assert!(
        about
            .iter()
            .any(|passage| passage["place"]["id"] == "faro-airport")
    );

    // Another folder has nothing, and comes to the same.
    let built = folder.files("private");
    std::fs::remove_file(folder.path("stamps.json")).unwrap();
    assert_eq!(
        counts(&report(&folder, &["--cache", "elsewhere"])),
        [(4, 4), (0, 0)]
    );
    assert!(folder.files("private") == built);
    assert!(folder.path("elsewhere/documents/harbour.postcard").is_file());
}

#[test]
fn what_was_kept_and_is_damaged_is_read_again() {
    let folder = Folder::good();
    folder.build(&["--cache", "kept"]);
    let first = folder.files("private");
    folder.write("kept/documents/harbour.postcard", "nothing of ours");
    std::fs::remove_file(folder.path("stamps.json")).unwrap();
    let rows = report(&folder, &["--cache", "kept"]);
    assert_eq!(
        (rows[0]["read"].as_u64(), rows[1]["read"].as_u64()),
        (Some(3), Some(0))
    );
    assert!(folder.files("private") == first);
}

#[test]
fn rows_of_the_playbook_say_what_a_format_cannot() {
    let folder = Folder::good();
    folder.playbook_with(
        "harbour",
        "[[document]]\npath = \"**\"\nlanguage = \"en\"\nplace = \"Faro Airport\"\n\n\
         [[document]]\npath = \"prices/*.csv\"\nfrom = 2026-11-01\nuntil = 2027-03-31\naudience = \"agents\"\n\n\
         [[document]]\npath = \"prices/cars.csv\"\ntitle = \"Winter prices\"\nlink = \"https://www.harbour.example/prices\"\n",
    );
    folder.write(
        "operators/harbour/documents/fees.md",
        "---\nplace: Porto\n---\n# Fees\n\nThere are none.\n",
    );
    let ran = folder.build(&["--today", "2026-11-27"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    let passages = passages(&folder, "harbour");
    let of = |document: &str| {
        let found = passages.iter().find(|passage| passage["document"] == document);
        found.unwrap().clone()
    };
    let prices = of("prices/cars.csv");
    assert_eq!(prices["title"], "Winter prices");
    assert_eq!(prices["link"], "https://www.harbour.example/prices");
    assert_eq!(prices["audience"], "agents");
    assert_eq!(prices["language"], "en");
    assert_eq!(prices["place"]["name"], "Faro Airport");
    assert_eq!(prices["valid"]["until"], "2027-03-31");
    let fees = of("fees.md");
    assert_eq!(fees["place"]["name"], "Porto", "the document's own word wins");
    assert_eq!(
        (&fees["audience"], &fees["language"]),
        (&"public".into(), &"en".into())
    );
}

#[test]
fn a_row_about_no_document_is_warned_of_and_a_wrong_one_is_placed() {
    let folder = Folder::good();
    folder.playbook_with(
        "harbour",
        "[[document]]\npath = \"cars.csv\"\nplace = \"Faro\"\n\n[[document]]\npath = \"branches/*\"\nplace = \"Faro\"\n",
    );
    folder.playbook_with(
        "meridian",
        "[[document]]\npath = \"visas.html\"\nuntill = 2027-03-31\n",
    );
    assert_snapshot!(folder.build(&[]).shown());
}

#[test]
fn documents_that_soon_hold_no_more_are_reported_each_day() {
    let folder = Folder::good();
    folder.write(
        "operators/harbour/documents/prices.md",
        "---\nuntil: 2027-03-31\n---\n# Prices\n\nMini: 30.\n",
    );
    folder.write(
        "operators/harbour/documents/summer.md",
        "---\nuntil: 2026-10-31\n---\n# Summer\n\nOpen until midnight.\n",
    );
    assert_snapshot!(folder.build(&["--today", "2026-11-27"]).shown());
    // Nothing has changed but the day.
    let later = folder.build(&["--today", "2027-03-20"]);
    assert!(later.stdout.contains("unchanged"), "{}", later.stdout);
    assert_snapshot!("days_later", later.stderr);
    assert_eq!(later.code, Some(0), "what is due is no fault");

    let ran = folder.build(&["--today", "soon"]);
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.stderr.contains("not a day such as `2027-03-31`"),
        "{}",
        ran.stderr
    );
}

#[test]
fn passages_that_say_nearly_the_same_are_named_by_build_and_check() {
    let folder = Folder::good();
    let late = "A car that comes back more than an hour late costs one more day. Call the desk before that, and we keep the insurance going until you are there.";
    folder.write(
        "operators/harbour/documents/agreement.md",
        format!("# Agreement\n\n## Returning late\n\n{late}\n"),
    );
    folder.write(
        "operators/harbour/documents/questions.md",
        format!(
            "# Questions\n\n## Returning late\n\n{}\n",
            late.replace("an hour", "two hours")
        ),
    );
    for branch in ["Faro", "Porto"] {
        folder.write(
            &format!("operators/harbour/documents/branches/{branch}.md"),
            format!(
                "---\nplace: {branch}\n---\n# {branch}\n\nOur desk is in the arrivals hall, on the left after customs, and opens with the first flight.\n"
            ),
        );
    }
    let built = folder.build(&[]);
    let checked = folder.run(&["check", "--workspaces", "operators"]);
    assert_snapshot!(built.stderr);
    assert_eq!((checked.stderr, checked.code), (built.stderr, Some(0)));
}
