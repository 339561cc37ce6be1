//! A source as its chip names it.

use gangway_protocol::Citation;

/// The document and the passage's own heading.
pub fn name(citation: &Citation) -> String {
    match citation.heading.last() {
        Some(heading) if *heading != citation.title => format!("{} › {heading}", citation.title),
        Some(_) | None => citation.title.clone(),
    }
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
        }
    }

    #[test]
    fn a_heading_that_repeats_the_title_is_not_said_twice() {
        assert_eq!(
            name(&citation(&["Trains", "Machu Picchu"])),
            "Luggage › Machu Picchu"
        );
        assert_eq!(name(&citation(&["Luggage"])), "Luggage");
        assert_eq!(name(&citation(&[])), "Luggage");
    }
}
