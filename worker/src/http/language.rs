//! `Accept-Language`, [RFC 9110](https://www.rfc-editor.org/rfc/rfc9110#name-accept-language).

/// Ranges of languages that are looked at; browsers send fewer than ten.
const RANGES: usize = 20;

/// Which of these languages, ISO 639-1 codes, the visitor prefers; `None` when they named none of them.
pub(crate) fn preferred<'l>(accepted: &str, languages: &'l [String]) -> Option<&'l String> {
    let mut best: Option<(f32, &String)> = None;
    for range in accepted.split(',').take(RANGES) {
        let (tag, weight) = range.split_once(';').unwrap_or((range, ""));
        let weight = weight.trim().strip_prefix("q=").unwrap_or("1");
        let weight = weight
            .parse::<f32>()
            .ok()
            .filter(|weight| (0.0..=1.0).contains(weight));
        let primary = tag.trim().split('-').next().unwrap_or_default();
        let known = languages
            .iter()
            .find(|language| language.eq_ignore_ascii_case(primary));
        // Of two that weigh the same, the one named first.
        if let (Some(weight), Some(known)) = (weight, known)
            && weight > best.map_or(0.0, |(weight, _)| weight)
        {
            best = Some((weight, known));
        }
    }
    best.map(|(_, language)| language)
}

#[cfg(test)]
mod tests {
    use super::preferred;

    #[test]
    fn the_language_with_the_greatest_weight_that_the_workspace_has_is_preferred() {
        let languages = ["en".to_owned(), "es".to_owned()];
        let of = |accepted| preferred(accepted, &languages).map(String::as_str);
        assert_eq!(of("es-PE,es;q=0.9,en;q=0.8"), Some("es"));
        assert_eq!(of("fr-FR, en;q=0.3, es;q=0.7"), Some("es"));
        assert_eq!(of("ES"), Some("es"));
        assert_eq!(of("en;q=0.5,es;q=0.5"), Some("en"));
        assert_eq!(of("es;q=0,en;q=0.1"), Some("en"));
    }

    #[test]
    fn who_names_none_of_them_or_writes_nonsense_prefers_none() {
        let languages = ["en".to_owned()];
        for accepted in [
            "",
            "*",
            "fr",
            "en;q=2",
            "en;q=x",
            ";;;,,,",
            "en;q=0",
            &"fr,".repeat(9_999),
        ] {
            assert_eq!(preferred(accepted, &languages), None, "{accepted:.20}");
        }
    }
}
