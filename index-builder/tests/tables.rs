//! Tables: each workspace is built and asked with its own.
#![expect(clippy::unwrap_used, reason = "tests")]

#[expect(dead_code, reason = "other tests use more of it")]
mod common;
#[path = "common/model.rs"]
mod model;

use common::{Folder, table};
use serde_json::Value;

/// Words of two languages that mean the same.
const GROUPS: &[&[&str]] = &[
    &["luggage", "koffer"],
    &["breakfast", "desayuno"],
    &["boat", "barco"],
];

fn manifest(folder: &Folder) -> Value {
    serde_json::from_slice(&std::fs::read(folder.path("private/manifest.json")).unwrap()).unwrap()
}

fn hash(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

/// Two workspaces with the same documents, of which `own` names a table of its own.
fn two(named: &str) -> Folder {
    let folder = Folder::new();
    model::words(&folder.path("model"), GROUPS, 8);
    let ran = folder.run(&[
        "import-model",
        "model",
        "--out",
        "tiny.table",
        "--bits",
        "8",
        "--languages",
        "en,es",
    ]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    for workspace in ["own", "shared"] {
        folder.playbook(workspace);
        let of = |document: &str| format!("operators/{workspace}/documents/{document}");
        folder.write(&of("luggage.md"), "# Storage\n\nWe keep your luggage for free.\n");
        folder.write(&of("morning.md"), "# Morning\n\nThere is breakfast from seven.\n");
        folder.write(&of("boat.md"), "# Lake\n\nA boat leaves at nine.\n");
    }
    let file = "operators/own/workspace.toml";
    let text = std::fs::read_to_string(folder.path(file)).unwrap();
    folder.write(
        file,
        text.replacen("\n\n", &format!("\ntable = \"{named}\"\n\n"), 1),
    );
    folder
}

fn first(folder: &Folder, workspace: &str, question: &str) -> String {
    let files = folder.files(&format!("private/{workspace}"));
    let (index, _) = files.iter().find(|(name, _)| name.contains("/index-")).unwrap();
    // Beside the index stands the table it was built with; the project's lies elsewhere.
    let ran = folder.run(&["search", "--json", "--index", index, question]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""), "{}", ran.stdout);
    let found: Value = serde_json::from_str(&ran.stdout).unwrap();
    found["hits"][0].to_string()
}

#[test]
fn each_workspace_is_built_and_searched_with_the_table_it_names() {
    let folder = two("tables/tiny.table");
    std::fs::create_dir_all(folder.path("operators/own/tables")).unwrap();
    std::fs::rename(
        folder.path("tiny.table"),
        folder.path("operators/own/tables/tiny.table"),
    )
    .unwrap();
    let ran = folder.build(&[]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let built = manifest(&folder);
    let rows = built["workspaces"].as_array().unwrap();
    assert_eq!(
        (&rows[0]["id"], &rows[1]["id"]),
        (&"own".into(), &"shared".into())
    );
    assert_eq!(rows[1]["table"], built["table"], "the deployment's");
    assert_ne!(rows[0]["table"], built["table"]);
    let expected =
        [&rows[0]["table"], &rows[1]["table"]].map(|table| format!("private/table-{}.postcard", hash(table)));
    let tables: Vec<String> = folder
        .files("private")
        .into_iter()
        .map(|(name, _)| name)
        .filter(|name| name.contains("/table-"))
        .collect();
    assert!(
        tables.len() == 2 && expected.iter().all(|table| tables.contains(table)),
        "{tables:?}"
    );
    assert!(
        ran.stdout
            .contains(&format!("table of own, {}: ", hash(&rows[0]["table"]))),
        "{}",
        ran.stdout
    );

    // "koffer" is in no document, and only the table of the one knows what it means.
    assert!(
        first(&folder, "own", "koffer").contains("luggage.md"),
        "{}",
        first(&folder, "own", "koffer")
    );
    assert!(first(&folder, "own", "desayuno").contains("morning.md"));
    let inspected = |workspace: &str| {
        let files = folder.files(&format!("private/{workspace}"));
        let (index, _) = files.iter().find(|(name, _)| name.contains("/index-")).unwrap();
        let ran = folder.run(&["inspect", "--json", index]);
        serde_json::from_str::<Value>(&ran.stdout).unwrap()
    };
    assert_eq!(inspected("own")["table"], rows[0]["table"]);
    assert_eq!(inspected("own")["model"], "model");
    assert_eq!(inspected("shared")["table"], rows[1]["table"]);

    // A second round changes nothing, and one of one workspace leaves the other its table.
    let before = folder.files("private");
    let again = folder.build(&[]);
    assert!(again.stdout.matches("unchanged").count() >= 2, "{}", again.stdout);
    folder.build(&["--workspace", "shared"]);
    assert!(folder.files("private") == before);
    // Without the row the table goes as well.
    folder.playbook("own");
    folder.build(&[]);
    let tables = folder
        .files("private")
        .into_iter()
        .filter(|(name, _)| name.contains("/table-"));
    assert_eq!(tables.count(), 1);
}

#[test]
fn a_table_may_lie_beside_the_deployment_s() {
    let folder = two("tiny.table");
    std::fs::create_dir_all(folder.path("tables")).unwrap();
    std::fs::copy(folder.path("tiny.table"), folder.path("tables/tiny.table")).unwrap();
    std::fs::copy(table(), folder.path("tables/default.table")).unwrap();
    let ran = folder.run(&[
        "build",
        "--workspaces",
        "operators",
        "--out",
        "private",
        "--table",
        "tables/default.table",
    ]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(first(&folder, "own", "barco").contains("boat.md"));
    let ran = folder.run(&[
        "check",
        "--workspaces",
        "operators",
        "--table",
        "tables/default.table",
        "--json",
    ]);
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    let built = manifest(&folder);
    for row in [0, 1] {
        assert_eq!(
            report["workspaces"][row]["index"]["hash"],
            built["workspaces"][row]["index"]
        );
    }
    assert_eq!(
        report["workspaces"][0]["table"]["hash"],
        built["workspaces"][0]["table"]
    );
}

#[test]
fn a_table_that_cannot_be_used_costs_its_workspace_alone() {
    let folder = two("tiny.table");
    let refused = |expected: &str| {
        let default = folder.path("default/default.table");
        std::fs::create_dir_all(default.parent().unwrap()).unwrap();
        std::fs::copy(table(), &default).unwrap();
        let ran = folder.run(&[
            "build",
            "--workspaces",
            "operators",
            "--out",
            "private",
            "--table",
            "default/default.table",
        ]);
        assert_eq!(ran.code, Some(1), "{}", ran.stderr);
        assert!(
            ran.stderr.contains("operators/own/workspace.toml:3:9: ") && ran.stderr.contains(expected),
            "{}",
            ran.stderr
        );
        let rows = manifest(&folder)["workspaces"].as_array().unwrap().clone();
        assert_eq!((rows.len(), &rows[0]["id"]), (1, &"shared".into()));
        let ran = folder.run(&["check", "--workspaces", "operators"]);
        assert_eq!(ran.code, Some(1), "{}", ran.stdout);
        ran.stderr
    };
    assert!(
        refused("there is no table `tiny.table` in `operators/own` or `default`").contains("or `models`")
    );
    let own = "operators/own/tiny.table";
    folder.write(own, "no table");
    refused("`operators/own/tiny.table`: ");
    let mut old = std::fs::read(folder.path("tiny.table")).unwrap();
    old[8] = 1;
    folder.write(own, old);
    refused("table format 1, but this build reads ");
    std::fs::File::create(folder.path(own))
        .unwrap()
        .set_len(21 << 20)
        .unwrap();
    refused("the table has 21.0 MiB, more than 20.0 MiB");
}

#[test]
fn an_index_of_another_table_is_searched_by_words_and_that_is_said() {
    let folder = two("tiny.table");
    std::fs::copy(folder.path("tiny.table"), folder.path("operators/own/tiny.table")).unwrap();
    folder.build(&[]);
    let files = folder.files("private/own");
    let (index, _) = files.iter().find(|(name, _)| name.contains("/index-")).unwrap();
    let project = table();
    let ran = folder.run(&[
        "search",
        "--index",
        index,
        "--table",
        project.to_str().unwrap(),
        "luggage",
    ]);
    assert!(
        ran.stderr
            .starts_with("warning: the index was built with another table than `")
            && ran.stderr.contains("hint: "),
        "{}",
        ran.stderr
    );
    assert!(ran.stdout.contains("luggage.md#1"), "{}", ran.stdout);
}

#[test]
fn a_manifest_that_names_no_tables_of_rows_is_gone_on_with() {
    let folder = two("tiny.table");
    std::fs::copy(folder.path("tiny.table"), folder.path("operators/own/tiny.table")).unwrap();
    folder.playbook("own");
    folder.build(&[]);
    let mut old = manifest(&folder);
    for row in old["workspaces"].as_array_mut().unwrap() {
        row.as_object_mut().unwrap().remove("table").unwrap();
    }
    folder.write("private/manifest.json", old.to_string());
    folder.build(&["--workspace", "shared"]);
    let built = manifest(&folder);
    let rows = built["workspaces"].as_array().unwrap();
    assert_eq!(rows.len(), 2);
    for row in rows {
        assert_eq!(row["table"], built["table"], "{row}");
    }
}

/// Four bytes as pieces of their own, and pairs of them.
fn paired(folder: &Folder) {
    let vocab = serde_json::json!({ "a": 0, "b": 1, "c": 2, "Ġ": 3, "Ġa": 4, "Ġab": 5, "bc": 6 });
    let tokenizer = serde_json::json!({
        "pre_tokenizer": { "type": "ByteLevel", "add_prefix_space": false },
        "model": { "type": "BPE", "vocab": vocab, "merges": ["Ġ a", "Ġa b", "b c"] },
    });
    let rows = (0..7 * 300)
        .map(|at| if at % 301 == 0 { 1.0 } else { 0.0 })
        .collect();
    model::write(
        &folder.path("pairs"),
        &tokenizer,
        &[("embeddings", &[7, 300], rows)],
    );
}

fn import(folder: &Folder, arguments: &[&str]) -> Value {
    let ran = folder.run(&[&["import-model", "--json", "--out", "out.table"], arguments].concat());
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    serde_json::from_str(&ran.stdout).unwrap()
}

#[test]
fn a_model_of_pairs_and_of_many_components_is_imported_with_what_it_loses_said() {
    let folder = Folder::new();
    paired(&folder);
    let made = import(&folder, &["pairs", "--languages", "en"]);
    assert_eq!(
        (&made["pieces"], &made["of_pieces"], &made["of_components"]),
        (&7.into(), &7.into(), &300.into())
    );
    assert!((made["kept"].as_f64().unwrap() - 1.0).abs() < 1e-9, "{made}");
    let inspected = folder.run(&["inspect", "out.table"]);
    assert!(
        inspected
            .stdout
            .contains("7 word pieces, 4 bits a component, languages: en"),
        "{}",
        inspected.stdout
    );

    // 300 directions of the same weight in 256.
    let vocab: serde_json::Map<String, Value> = (0..300u32)
        .map(|at| (char::from_u32(0x4e00 + at).unwrap().to_string(), at.into()))
        .collect();
    let tokenizer = serde_json::json!({ "model": { "type": "WordPiece", "continuing_subword_prefix": "##", "vocab": vocab } });
    let rows = (0..300 * 300)
        .map(|at| if at % 301 == 0 { 1.0 } else { 0.0 })
        .collect();
    model::write(
        &folder.path("wide"),
        &tokenizer,
        &[("embeddings", &[300, 300], rows)],
    );
    let ran = folder.run(&["import-model", "wide", "--out", "wide.table"]);
    assert!(
        ran.stderr.contains(
            "300 word pieces, the principal components of 300, which keep 85.3 % of the squared lengths"
        ),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_model_is_pruned_to_what_documents_have_and_the_most_frequent() {
    let folder = Folder::new();
    model::words(&folder.path("model"), GROUPS, 8);
    folder.playbook("harbour");
    folder.write(
        "operators/harbour/documents/boat.md",
        "# Boats\n\nThe barco leaves at nine.\n",
    );
    let made = import(&folder, &["model", "--most", "2"]);
    assert_eq!((&made["pieces"], &made["of_pieces"]), (&2.into(), &6.into()));
    let kept = |text: &str| {
        folder.write("out.jsonl", format!("{{\"id\": \"a\", \"text\": \"{text}\"}}\n"));
        let ran = folder.run(&[
            "search",
            "--json",
            "--knowledge",
            "out.jsonl",
            "--table",
            "out.table",
            text,
        ]);
        let found: Value = serde_json::from_str(&ran.stdout).unwrap();
        let parts = found["hits"][0]["parts"].as_array().unwrap().clone();
        parts
            .iter()
            .any(|part| part["name"] == "meaning" && part["value"].as_f64().unwrap() > 0.5)
    };
    assert!(kept("luggage") && !kept("barco"));
    import(&folder, &["model", "--most", "2", "--keep-for", "operators"]);
    assert!(kept("luggage") && kept("barco") && !kept("boat"));
    assert_eq!(
        import(&folder, &["model", "--keep-for", "operators"])["pieces"],
        6,
        "all that there is room for"
    );
}

#[test]
fn a_model_that_is_not_read_says_what_is() {
    let folder = Folder::new();
    paired(&folder);
    let read = std::fs::read_to_string(folder.path("pairs/tokenizer.json")).unwrap();
    let refused = |tokenizer: String, expected: &str| {
        folder.write("pairs/tokenizer.json", tokenizer);
        let ran = folder.run(&["import-model", "pairs", "--out", "out.table"]);
        assert_eq!(ran.code, Some(2));
        assert!(
            ran.stderr.contains(expected) && !folder.path("out.table").exists(),
            "{}",
            ran.stderr
        );
    };
    refused(
        read.replace("ByteLevel", "Split"),
        "the way to cut words `Split` is not read: of BPE only what puts bytes together",
    );
    refused(
        read.replace("BPE", "WordLevel"),
        "`WordLevel` is not read: only WordPiece with `##`, Unigram and BPE are",
    );
    refused(read.replace("Ġa b", "b a"), "`ba` of the pair `b a` is no piece");
}

#[test]
fn a_table_over_the_limit_is_refused_with_the_options_that_help() {
    let folder = Folder::new();
    let count: u32 = 41_000;
    let vocab: serde_json::Map<String, Value> = (0..count).map(|at| (format!("w{at}"), at.into())).collect();
    let tokenizer = serde_json::json!({ "model": { "type": "WordPiece", "continuing_subword_prefix": "##", "vocab": vocab } });
    let rows = (0..count).map(|at| at as f32 + 1.0).collect();
    model::write(
        &folder.path("large"),
        &tokenizer,
        &[("embeddings", &[count as usize, 1], rows)],
    );
    let ran = folder.run(&["import-model", "large", "--bits", "16", "--out", "large.table"]);
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.stderr.starts_with("error: `large`: the table has 20.")
            && ran.stderr.contains("more than 20.0 MiB")
            && ran.stderr.contains("`--keep-for FOLDER`")
            && ran.stderr.contains("`--most PIECES`"),
        "{}",
        ran.stderr
    );
    // For documents it is pruned until it fits.
    folder.playbook("harbour");
    folder.write(
        "operators/harbour/documents/a.md",
        "# W40999\n\nw40999 is rare.\n",
    );
    let made = import(&folder, &["large", "--bits", "16", "--keep-for", "operators"]);
    let (pieces, bytes) = (made["pieces"].as_u64().unwrap(), made["bytes"].as_u64().unwrap());
    assert!(
        (39_000..41_000).contains(&pieces) && bytes <= 20 << 20 && bytes > 20_900_000,
        "{made}"
    );
}

#[test]
fn a_table_is_told_its_languages() {
    let folder = Folder::new();
    model::words(&folder.path("model"), GROUPS, 8);
    import(&folder, &["model"]);
    std::fs::rename(folder.path("out.table"), folder.path("first.table")).unwrap();
    let made = import(&folder, &["first.table", "--languages", "en,es"]);
    assert_eq!(
        (&made["languages"], &made["pieces"]),
        (&serde_json::json!(["en", "es"]), &6.into())
    );
    let ran = folder.run(&["import-model", "first.table", "--most", "2", "--out", "out.table"]);
    assert!(
        ran.code == Some(2) && ran.stderr.contains("hint: name the directory of the model"),
        "{}",
        ran.stderr
    );
}
