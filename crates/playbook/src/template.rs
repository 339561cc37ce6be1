//! Sentences with `{names}` in them that stand for values. A brace that begins no name stands for itself.

/// The names in a template, in order.
pub fn names(template: &str) -> Vec<&str> {
    let mut names = Vec::new();
    walk(template, |_, name| names.extend(name));
    names
}

/// The sentence. What a value contains is not looked at again.
///
/// # Errors
/// The first name that has no value.
pub fn fill<'t, 'v>(template: &'t str, value: impl Fn(&str) -> Option<&'v str>) -> Result<String, &'t str> {
    let mut filled = String::with_capacity(template.len());
    let mut lacks = None;
    walk(template, |text, name| {
        filled.push_str(text);
        if let Some(name) = name {
            match value(name) {
                Some(value) => filled.push_str(value),
                None => lacks = lacks.or(Some(name)),
            }
        }
    });
    lacks.map_or(Ok(filled), Err)
}

/// Texts, each with the name that follows it.
fn walk<'t>(template: &'t str, mut each: impl FnMut(&'t str, Option<&'t str>)) {
    let (mut from, mut searched) = (template, 0);
    while let Some(found) = from[searched..].find('{') {
        let open = searched + found;
        let behind = &from[open + 1..];
        let name = behind.split_once('}').map(|(name, _)| name);
        match name.filter(|name| !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || c == '{'))
        {
            Some(name) => {
                each(&from[..open], Some(name));
                (from, searched) = (&behind[name.len() + 1..], 0);
            }
            None => searched = open + 1,
        }
    }
    each(from, None);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_and_filled_and_other_braces_stand_for_themselves() {
        let template = "{a} and {b}, {}, { c }, {d {a} }{a}";
        assert_eq!(names(template), ["a", "b", "a", "a"]);
        let value = |name: &str| match name {
            "a" => Some("{b}"),
            "b" => Some("é"),
            _ => None,
        };
        assert_eq!(
            fill(template, value),
            Ok("{b} and é, {}, { c }, {d {b} }{b}".to_owned())
        );
        assert_eq!(fill("{a}{x}{y}", value), Err("x"));
        assert_eq!(fill("", value), Ok(String::new()));
        assert_eq!(fill("{", value), Ok("{".to_owned()));
    }
}
