//! A source as its chip names it.

use gangway_protocol::Citation;

/// The document and the passage's own heading, with the page or the row where there is one, which are called `page_word`
/// and `row_word`.
pub fn name(citation: &Citation, page_word: &str, row_word: &str) -> String {
    let mut name = citation.title.clone();
    let mut add = |between: &str, part: &str| {
        name.push_str(between);
        name.push_str(part);
    };
    if let Some(heading) = citation
        .heading
        .last()
        .filter(|heading| **heading != citation.title)
    {
        add(" › ", heading);
    }
    if let Some(page) = citation.page {
        add(" · ", &format!("{page_word} {page}"));
    }
    if let Some(row) = citation.row {
        add(" · ", &format!("{row_word} {row}"));
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    fn citation(heading: &[&str]) -> Citation {
        Citation {
            passage: "a#1".into(),
            document: "a".into(),
            title: "Luggage".to_owned(),
            heading: heading.iter().map(|&heading| heading.to_owned()).collect(),
            text: String::new(),
            link: None,
            page: None,
            row: None,
        }
    }

    #[test]
    fn a_heading_that_repeats_the_title_is_not_said_twice() {
        assert_eq!(
            name(&citation(&["Trains", "Machu Picchu"]), "page", "row"),
            "Luggage › Machu Picchu"
        );
        assert_eq!(name(&citation(&["Luggage"]), "page", "row"), "Luggage");
        assert_eq!(name(&citation(&[]), "page", "row"), "Luggage");
    }

    #[test]
    fn the_page_or_the_row_is_said_last() {
        let on_a_page = Citation {
            page: Some(4),
            ..citation(&["Trains"])
        };
        assert_eq!(name(&on_a_page, "page", "row"), "Luggage › Trains · page 4");
        let in_a_sheet = Citation {
            row: Some(12),
            ..citation(&[])
        };
        assert_eq!(name(&in_a_sheet, "page", "row"), "Luggage · row 12");
    }
}
