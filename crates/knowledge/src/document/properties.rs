//! The title that a document's properties give it.

use quick_xml::Reader;
use quick_xml::events::Event;

use super::DocumentError;
use super::archive::Archive;
use super::block::on_one_line;
use super::xml::character;

/// A longer one is no title.
const LONGEST_TITLE: usize = 200;

/// The title among the properties of an Office document.
pub(super) fn title(archive: &mut Archive<'_>) -> Result<Option<String>, DocumentError> {
    let Some(text) = archive.part("docProps/core.xml")? else {
        return Ok(None);
    };
    let mut reader = Reader::from_str(&text);
    let mut inside = false;
    let mut title = String::new();
    loop {
        match reader.read_event() {
            Ok(Event::Start(element)) => inside = element.local_name().as_ref() == "title",
            Ok(Event::Text(text)) if inside => title.push_str(&text.xml10_content()),
            Ok(Event::GeneralRef(reference)) if inside => title.extend(character(&reference)),
            Ok(Event::End(_)) if inside => break,
            // A title is not worth the document.
            Ok(Event::Eof) | Err(_) => break,
            Ok(
                Event::Text(_)
                | Event::GeneralRef(_)
                | Event::End(_)
                | Event::Empty(_)
                | Event::CData(_)
                | Event::Comment(_)
                | Event::Decl(_)
                | Event::PI(_)
                | Event::DocType(_),
            ) => {}
        }
    }
    Ok(said(&title))
}

/// A title that somebody wrote: programs put their own there, or the name of the file.
pub(super) fn said(title: &str) -> Option<String> {
    const PROGRAMS: [&str; 8] = [
        "microsoft word",
        "microsoft excel",
        "powerpoint",
        "untitled",
        "unknown",
        "document",
        "slide ",
        "print",
    ];
    const FILES: [&str; 9] = [
        ".doc", ".docx", ".xls", ".xlsx", ".pdf", ".indd", ".html", ".odt", ".rtf",
    ];
    let title = on_one_line(title);
    let lower = title.to_lowercase();
    let is_made = PROGRAMS.iter().any(|program| {
        lower
            .strip_prefix(program)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '-', '1']))
    });
    let is_file = FILES.iter().any(|ending| lower.ends_with(ending));
    let is_title = title.chars().any(char::is_alphabetic) && title.chars().count() <= LONGEST_TITLE;
    (is_title && !is_made && !is_file).then_some(title)
}

#[cfg(test)]
mod tests {
    use super::said;

    #[test]
    fn what_a_program_put_there_is_no_title() {
        assert_eq!(said("  Winter\nprices "), Some("Winter prices".to_owned()));
        assert_eq!(said("Documents you need"), Some("Documents you need".to_owned()));
        for title in [
            "",
            "1",
            "Microsoft Word - prices.docx",
            "Untitled",
            "untitled 2",
            "Document1",
            "prices.xlsx",
            "Unknown",
        ] {
            assert_eq!(said(title), None, "{title}");
        }
    }
}
