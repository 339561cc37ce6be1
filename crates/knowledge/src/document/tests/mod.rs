//! Documents as people write them, and passages as they should read.
#![expect(clippy::unwrap_used, reason = "tests")]

use proptest::prelude::*;

use super::block::size;
use super::{About, Document, DocumentError, LARGEST_DOCUMENT, LONGEST_PASSAGE};
use crate::{Audience, Passage, Place, Validity};

mod hostile;
mod office;
mod pdfs;
mod sheets;
mod words;

/// The passages of a document.
fn read(path: &str, bytes: &[u8]) -> Result<Vec<Passage>, DocumentError> {
    read_about(path, bytes, &About::default())
}

fn read_about(path: &str, bytes: &[u8], about: &About) -> Result<Vec<Passage>, DocumentError> {
    super::read_about(path, bytes, about).map(|Document { passages, .. }| passages)
}

/// A file of the demo operators.
fn fixture(path: &str) -> Vec<u8> {
    std::fs::read(format!("{}/../../fixtures/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// `Title > Heading > Heading`, then the text, for each passage.
fn shown(path: &str, text: &str) -> String {
    shown_bytes(path, text.as_bytes())
}

fn shown_bytes(path: &str, bytes: &[u8]) -> String {
    let passages = read(path, bytes).unwrap();
    let one = |passage: &Passage| {
        let mut path = vec![passage.title.clone()];
        path.extend(passage.heading.iter().cloned());
        format!("[{}]\n{}", path.join(" > "), passage.text)
    };
    passages.iter().map(one).collect::<Vec<_>>().join("\n")
}

#[track_caller]
fn check(path: &str, text: &str, expected: &str) {
    assert_eq!(shown(path, text), expected);
}

#[test]
fn markdown_keeps_headings_lists_and_tables_and_drops_marks() {
    check(
        "fees.md",
        "# Fees\n\nAll prices *include* VAT at [our desk](https://a.example).\nCards only.\n\n## Late return\n\n\
         Bring:\n\n1. the **keys**\n2. papers\n   - licence\n   - contract\n\n\
         ## Prices\n\n| Class | 1 day | 7 days |\n|---|---|---|\n| Mini | €30 | ~~€200~~ €180 |\n| Van `L` | €80 | |\n",
        "[Fees]\nAll prices include VAT at our desk. Cards only.\n\
         [Fees > Late return]\nBring:\n1. the keys\n2. papers\n- licence\n- contract\n\
         [Fees > Prices]\nClass: Mini; 1 day: €30; 7 days: €180\nClass: Van L; 1 day: €80",
    );
}

#[test]
fn what_is_said_elsewhere_holds_where_the_document_says_nothing() {
    let day = |text: &str| Some(text.parse().unwrap());
    let about = About {
        title: Some("Winter prices".to_owned()),
        link: Some("https://a.example/winter".to_owned()),
        audience: Some(Audience::Agents),
        place: Place::named("Faro Airport"),
        language: Some("pt".to_owned()),
        valid: Validity {
            from: day("2026-11-01"),
            until: day("2027-03-31"),
        },
        ..About::default()
    };
    let read = |text: &str| read_about("a.md", text.as_bytes(), &about).unwrap().remove(0);
    let silent = read("# Prices\n\nMini: 30.\n");
    assert_eq!(
        (silent.title.as_str(), silent.audience, silent.valid),
        ("Winter prices", Audience::Agents, about.valid)
    );
    assert_eq!(
        (silent.place, silent.language),
        (about.place.clone(), about.language.clone())
    );
    assert_eq!(silent.link, about.link);

    let outspoken = read(
        "---\ntitle: Prices\naudience: public\nplace: Porto\nlanguage: en\nuntil: 2026-12-31\n---\nMini: 30.\n",
    );
    assert_eq!(
        (outspoken.title.as_str(), outspoken.audience, outspoken.place),
        ("Prices", Audience::Public, Place::named("Porto"))
    );
    assert_eq!(outspoken.language.as_deref(), Some("en"));
    assert_eq!(outspoken.valid.from, None, "the days belong together");
    assert_eq!(outspoken.link, about.link);
}

#[test]
fn a_format_and_a_name_can_be_given_to_what_has_no_ending() {
    let about = About {
        name: Some("Our branches".to_owned()),
        format: Some("html".to_owned()),
        ..About::default()
    };
    let titled = |html: &str| {
        read_about("site/a.example/branches", html.as_bytes(), &about).unwrap()[0]
            .title
            .clone()
    };
    assert_eq!(titled("<p>Faro"), "Our branches");
    assert_eq!(titled("<title>Branches</title><p>Faro"), "Branches");
}

#[test]
fn a_question_is_the_heading_of_its_answer() {
    let expected = "[Faq > May I smoke?]\nNo, never.\n[Faq > Is fuel included?]\nNo.";
    for text in [
        "## May I smoke?\nNo, never.\n\n## Is fuel included?\nNo.",
        "**May I smoke?**\n\nNo, never.\n\n**Is fuel included?**\n\nNo.",
        "<details><summary>May I smoke?</summary>\n\nNo, never.\n\n</details>\n\n<details><summary>Is fuel included?</summary>No.</details>",
    ] {
        check("faq.md", text, expected);
    }
    for text in [
        "<h2><button>May I smoke?</button></h2><div><p>No, never.</p></div><h2>Is fuel included?</h2>No.",
        "<dl><dt>May I smoke?</dt><dd>No, never.</dd><dt>Is fuel included?</dt><dd>No.</dd></dl>",
        "<details><summary>May I smoke?</summary>No, never.</details><p><b>Is fuel included?</b></p><p>No.</p>",
    ] {
        check("faq.html", text, expected);
    }
    check(
        "faq.csv",
        "Question,Answer\nMay I smoke?,\"No, never.\"\nIs fuel included?,No.\n",
        expected,
    );
    check(
        "faq.txt",
        "Q: May I smoke?\nA: No, never.\n\nQ: Is fuel included?\n\nA: No.\n",
        expected,
    );
}

#[test]
fn markdown_reads_what_else_people_write() {
    check(
        "a/more_notes.md",
        "Intro  \nwith a break[^1] and a ![picture](x.png).<br>And more.\n\n> A quote\n> of two lines.\n\n\
         ```\ncode 1\ncode 2\n```\n\nTerm\n: What it means.\n\n[^1]: A note.\n\n<p>Raw <b>HTML</b>.</p>\n",
        "[More notes]\nIntro\nwith a break and a .\nAnd more.\n\nA quote of two lines.\n\ncode 1\ncode 2\n\n\
         Term: What it means.\n\nA note.\n\nRaw HTML.",
    );
}

#[test]
fn front_matter_applies_to_every_format() {
    for (path, body) in [
        ("a.md", "Text."),
        ("a.html", "<p>Text."),
        ("a.txt", "Text."),
        ("a.csv", "Text\nText."),
    ] {
        let text = format!(
            "---\ntitle: Staff notes\naudience: agents\nplace: Faro\nlink: https://a.example/b\n---\n{body}"
        );
        let passages = read(path, text.as_bytes()).unwrap();
        assert_eq!(passages.len(), 1, "{path}");
        let passage = &passages[0];
        assert!(passage.text.ends_with("Text."), "{path}");
        assert_eq!(passage.id, format!("{path}#1"));
        assert_eq!(passage.document, path);
        assert_eq!(passage.title, "Staff notes");
        assert_eq!(passage.audience, Audience::Agents);
        assert_eq!(passage.place.as_ref().unwrap().id, "faro");
        assert_eq!(passage.link.as_deref(), Some("https://a.example/b"));
    }
}

#[test]
fn the_title_is_the_front_matters_or_the_only_top_heading_or_the_files_name() {
    check("a-b.md", "---\ntitle: T\n---\n# H\n\nx", "[T > H]\nx");
    check("a-b.md", "# H\n\nx\n\n# I\n\ny", "[A b > H]\nx\n[A b > I]\ny");
    check("a-b.md", "x\n\n# H\n\ny", "[H]\nx\n[H]\ny");
    check(
        "a-b.md",
        "x\n\n# H\n\ny\n\n# I\n\nz",
        "[A b]\nx\n[A b > H]\ny\n[A b > I]\nz",
    );
    check("a-b.html", "<title>P</title><p>x", "[P]\nx");
    check("a-b.html", "<title>P</title><h1>H</h1><p>x", "[H]\nx");
}

#[test]
fn html_keeps_the_text_of_a_page_and_drops_what_surrounds_it() {
    check(
        "visa.html",
        "<!doctype html><html><head><title>Visas | Meridian</title><link rel=canonical href='https://m.example/visas'>\
         <style>p { color: red }</style></head><body>\
         <header><h1>Meridian Tours</h1></header><nav><ul><li>Home</li></ul></nav>\
         <main><h1>Visas<a class='headerlink' href='#v'>¶</a></h1><p>Ask&nbsp;us&shy;  first.<br>Then book.</p>\
         <script>alert(1)</script><h2>Needed</h2>\
         <ul><li>Passport<ul><li>valid</li><li>signed</li></ul></li><li><p>Photo</p></li></ul>\
         <div>Loose <em>text</em> here<div>and there</div></div></main>\
         <aside>Buy now</aside><footer>© Meridian</footer></body></html>",
        "[Visas]\nAsk us first.\nThen book.\n\
         [Visas > Needed]\n- Passport\n- valid\n- signed\n- Photo\n\nLoose text here\n\nand there",
    );
    let page = "<link rel=canonical href='https://m.example/visas'><nav>no</nav><p>Text";
    assert_eq!(
        read("a.html", page.as_bytes()).unwrap()[0].link.as_deref(),
        Some("https://m.example/visas")
    );
    check(
        "a.html",
        "<nav>no</nav><form><p>Text<button>Send</button></form><footer>no</footer>",
        "[A]\nText",
    );
}

#[test]
fn html_drops_what_is_hidden_and_what_asks_about_cookies_and_keeps_what_unfolds() {
    check(
        "a.html",
        "<a class=skip-link href=#m>Skip to content</a><div id=CybotCookiebotDialog>We use cookies</div>\
         <div class='cookie-banner open'><p>Accept all</p></div><section class=cookie-policy><p>We set two cookies.</p></section>\
         <p hidden>old price</p><div style='Display: None'><p>draft</p></div><span hidden=until-found>found</span>\
         <h2><button aria-controls='a1 a2'>May I smoke?</button></h2><div id=a1 hidden><p>No.</p></div>",
        "[A]\nWe set two cookies.\n\nfound\n[A > May I smoke?]\nNo.",
    );
}

#[test]
fn html_tables_name_each_value_through_spans() {
    check(
        "prices.html",
        "<table><caption>Per day</caption><thead><tr><td>Class<td>Season<td>Price</thead>\
         <tr><td rowspan=2>Mini<td>Low<td>€30<tr><td>High<td>€45\
         <tr><td>Van<td colspan=2>on request</table>",
        "[Prices]\nPer day\n\nClass: Mini; Season: Low; Price: €30\nClass: Mini; Season: High; Price: €45\n\
         Class: Van; Season: on request; Price: on request",
    );
    check(
        "prices.html",
        "<table><tr><th>Class<th colspan=2>Price<tr><th><th>Low<th>High<tr><th>Mini<td>€30<td>€45</table>",
        "[Prices]\nClass: Mini; Price Low: €30; Price High: €45",
    );
    check(
        "hours.html",
        "<table><tr><th>Monday<td>8–20<tr><th>Sunday<td>closed</table>",
        "[Hours]\nMonday; 8–20\nSunday; closed",
    );
}

#[test]
fn plain_text_has_the_headings_that_its_author_set_off() {
    check(
        "terms.txt",
        "Harbour Cars\n\n1. Cancellation\n\nYou may cancel until the day before, which is\nfree of charge, at any desk or by telephone.\n\n\
         1.1 Late cancellation\n\nOne day is charged.\n\nDEPOSIT\n\nA deposit of\n€300 is held.\n\n\
         What to bring\n-------------\n- passport\n- licence, held for at\n  least a year\n\n* voucher\n\n\
         Where are you?\n\nRua do Cais 4\n1200 Lisboa\n",
        "[Harbour Cars > 1. Cancellation]\nYou may cancel until the day before, which is free of charge, at any desk or by telephone.\n\
         [Harbour Cars > 1. Cancellation > 1.1 Late cancellation]\nOne day is charged.\n\
         [Harbour Cars > DEPOSIT]\nA deposit of\n€300 is held.\n\
         [Harbour Cars > What to bring]\n- passport\n- licence, held for at least a year\n- voucher\n\
         [Harbour Cars > What to bring > Where are you?]\nRua do Cais 4\n1200 Lisboa",
    );
    check(
        "list.txt",
        "1. First bring this\n\n2. Then sign that\n\n3. Go",
        "[List]\n1. First bring this\n2. Then sign that\n3. Go",
    );
    check(
        "names.txt",
        "Ana Costa\n\nRui Silva\n\nEva Reis\n",
        "[Ana Costa]\nRui Silva\n\nEva Reis",
    );
}

#[test]
fn csv_names_each_value_and_keeps_rows_of_one_subject_together() {
    check(
        "price-sheet.csv",
        "\u{feff}Class;Days;Price\r\nMini;1;\"€30,00\"\r\n;;\r\nMini;7;\"€180,00\"\r\n",
        "[Price sheet]\nClass: Mini; Days: 1; Price: €30,00\nClass: Mini; Days: 7; Price: €180,00",
    );
    check("a.tsv", "A\tB\n1,2\t3", "[A]\nA: 1,2; B: 3");
    let mut text = "Class,Days,Season,Price\n".to_owned();
    for class in ["Mini", "Compact", "Compact SUV", "Van"] {
        for days in [1, 3, 7, 14, 21, 28] {
            text.push_str(&format!("{class},{days},High season,€{}\n", days * 40));
        }
    }
    let passages = read("prices.csv", text.as_bytes()).unwrap();
    assert_eq!(passages.len(), 4);
    assert!(
        passages[2]
            .text
            .starts_with("Class: Compact SUV; Days: 1; Season: High season; Price: €40\n")
    );
}

#[test]
fn a_broken_document_says_what_and_where() {
    let cases: [(&str, &[u8], &str); 13] = [
        ("a.odt", b"PK", "unknown kind of document: `a.odt`"),
        ("dir.md/a", b"x", "unknown kind of document: `a`"),
        ("a.md", b"ab\xffc", "not UTF-8 at byte 2"),
        (
            "a.txt",
            b"\xfe\xff\xd8\0\0a",
            "not UTF-16BE, which it says it is, at byte 2",
        ),
        ("a.html", b"ab\0", "not a text: byte 2 is zero"),
        ("a.md", b"", "the document is empty"),
        ("a.md", b"# Only a heading", "the document is empty"),
        ("a.html", b"<nav>Home</nav>", "the document is empty"),
        ("a.csv", b"A,B\n", "the document is empty"),
        (
            "a.csv",
            b"A,B\n1,2\n\"x\ny\",2\n1,2,3\n",
            "line 5: the row has 3 fields, the header has 2",
        ),
        (
            "a.csv",
            b"---\ntitle: T\n---\nA,B\n1\n",
            "line 5: the row has 1 field, the header has 2",
        ),
        (
            "a.txt",
            b"---\nnonsense\n---\nx",
            "line 2: `nonsense` is not `key: value`",
        ),
        (
            "a.MD",
            b"---\n",
            "line 1: the front matter is not closed by a line `---`",
        ),
    ];
    for (path, bytes, message) in cases {
        let error = read(path, bytes).unwrap_err();
        assert_eq!(error.to_string(), message, "{path}");
        assert!(error.hint().is_some());
    }
    let large = vec![b'x'; LARGEST_DOCUMENT + 1];
    assert_eq!(
        read("a.txt", &large),
        Err(DocumentError::TooLarge {
            bytes: LARGEST_DOCUMENT + 1
        })
    );
}

#[test]
fn deep_nesting_is_read_without_running_out_of_stack() {
    for (open, close) in [
        ("<ul><li>", "</li></ul>"),
        ("<div>", "</div>"),
        ("<b>", "</b>"),
        ("<table><tr><td>", "</table>"),
    ] {
        let page = format!("{}text{}", open.repeat(1_500), close.repeat(1_500));
        assert!(read("a.html", page.as_bytes()).is_ok(), "{open}");
    }
    for open in ["> ", "- ", "1. ", "**", "[", "<div>"] {
        let text = format!("{}text", open.repeat(1_500));
        assert!(read("a.md", text.as_bytes()).is_ok(), "{open}");
    }
}

/// Pieces that hostile and careless documents are made of.
fn fragments() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "# ",
        "## ",
        "\n",
        "\n\n",
        "---\n",
        "===\n",
        "- ",
        "1. ",
        "> ",
        "| a | b |\n|---|---|\n| c |",
        "**",
        "`",
        "```\n",
        "~~",
        "<ul>",
        "<li>",
        "</ul>",
        "<table>",
        "<tr>",
        "<td rowspan=9 colspan=7>",
        "<th>",
        "</table>",
        "<dl>",
        "<dt>",
        "<dd>",
        "<details>",
        "<summary>",
        "</summary>",
        "<h1>",
        "</h1>",
        "<main>",
        "<nav>",
        "</nav>",
        "<pre>",
        "<br>",
        "<b>",
        "</b>",
        "<script>",
        "</script>",
        "<!--",
        "-->",
        "<p>",
        "&nbsp;",
        "\"",
        ",",
        ";",
        "\t",
        "Q: ",
        "A: ",
        "DEPOSIT\n\n",
        "text. ",
        "More words? ",
        "é",
        "車。",
        "\u{200b}",
        "\u{a0}",
        "title: x\n",
        "    ",
        ": ",
        "[^1]",
        "![",
        "](",
    ]);
    prop::collection::vec(pieces, 0..60).prop_map(|pieces| pieces.concat())
}

#[track_caller]
fn holds(path: &str, bytes: &[u8]) {
    let Ok(passages) = read(path, bytes) else { return };
    assert!(!passages.is_empty());
    for (index, passage) in passages.iter().enumerate() {
        assert_eq!(passage.id, format!("{path}#{}", index + 1));
        assert!(!passage.text.trim().is_empty());
        assert!(!passage.title.is_empty());
        assert!(passage.heading.iter().all(|heading| !heading.is_empty()));
        assert!(
            size(&passage.text) <= LONGEST_PASSAGE,
            "{} words: {}",
            size(&passage.text),
            passage.text
        );
    }
    assert_eq!(read(path, bytes).as_deref(), Ok(passages.as_slice()));
}

const KINDS: [&str; 5] = ["a.md", "a.html", "a.txt", "a.csv", "a.tsv"];

#[test]
fn a_question_or_an_item_of_invisible_characters_is_none() {
    for text in ["Q: \u{200b}", "A: b\nQ: \u{ad}\n", "- \u{feff}"] {
        holds("a.txt", text.as_bytes());
    }
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        for path in KINDS {
            holds(path, &bytes);
        }
    }

    #[test]
    fn no_text_panics(text in "\\PC{0,300}") {
        for path in KINDS {
            holds(path, text.as_bytes());
        }
    }

    #[test]
    fn no_markup_panics(text in fragments()) {
        for path in KINDS {
            holds(path, text.as_bytes());
        }
    }

}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_word_is_lost(paragraphs in prop::collection::vec(prop::collection::vec("[a-z]{1,9}[.?!:]?", 1..250), 1..5)) {
        let text = paragraphs.iter().map(|words| words.join(" ")).collect::<Vec<_>>().join("\n\n");
        for path in ["a.md", "a.txt"] {
            let passages = read(path, text.as_bytes()).unwrap();
            let mut all: Vec<String> = passages.iter().flat_map(|passage| {
                std::iter::once(&passage.title).chain(&passage.heading).chain([&passage.text])
            }).flat_map(|text| text.split_whitespace()).map(str::to_owned).collect();
            all.sort();
            for word in paragraphs.iter().flatten() {
                prop_assert!(all.binary_search(word).is_ok() || word.starts_with("q:") || word.starts_with("a:"), "{word} of {text}");
            }
        }
    }
}
