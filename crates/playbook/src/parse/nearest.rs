//! What was meant by a name that does not exist.

/// "did you mean …?" when a candidate is close, otherwise all candidates, otherwise nothing.
pub(super) fn hint<'a>(
    name: &str,
    candidates: impl Iterator<Item = &'a str> + Clone,
    otherwise: &str,
) -> Option<String> {
    if let Some(near) = nearest(name, candidates.clone()) {
        return Some(format!("did you mean `{near}`?"));
    }
    let all: Vec<String> = candidates.map(|candidate| format!("`{candidate}`")).collect();
    (!all.is_empty()).then(|| format!("{otherwise}: {}", all.join(", ")))
}

/// The candidate with the fewest edits, when they are few for a name of this length, or that the name
/// begins.
fn nearest<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let name = plain(name);
    candidates
        .filter_map(|candidate| {
            let other = plain(candidate);
            let begins = name.len() >= 3 && (other.starts_with(&name) || name.starts_with(&other));
            let edits = if begins { 1 } else { edits(&name, &other) };
            let most = name.chars().count().max(other.chars().count()) / 3;
            (edits <= most.max(1)).then_some((edits, candidate))
        })
        .min_by_key(|(edits, _)| *edits)
        .map(|(_, candidate)| candidate)
}

/// Case and the choice of separator are the commonest slips, and cost nothing.
fn plain(name: &str) -> String {
    name.chars()
        .take(64)
        .map(|c| {
            if c == '_' || c == ' ' {
                '-'
            } else {
                c.to_ascii_lowercase()
            }
        })
        .collect()
}

/// Insertions, deletions, replacements and swaps of neighbours between two names.
fn edits(left: &str, right: &str) -> usize {
    let left: Vec<char> = left.chars().collect();
    let right: Vec<char> = right.chars().collect();
    let mut before_last = vec![0; right.len() + 1];
    let mut last: Vec<usize> = (0..=right.len()).collect();
    for (i, l) in left.iter().enumerate() {
        let mut row = vec![i + 1; right.len() + 1];
        for (j, r) in right.iter().enumerate() {
            let replaced = last[j] + usize::from(l != r);
            row[j + 1] = replaced.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *l == right[j - 1] && left[i - 1] == *r {
                row[j + 1] = row[j + 1].min(before_last[j - 1] + 1);
            }
        }
        before_last = last;
        last = row;
    }
    last[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_finds_its_name() {
        let names = ["duty-desk", "roadside", "groups"];
        let near = |name| nearest(name, names.into_iter());
        assert_eq!(near("duty-dsek"), Some("duty-desk"));
        assert_eq!(near("duty_desk"), Some("duty-desk"));
        assert_eq!(near("Roadside"), Some("roadside"));
        assert_eq!(near("road"), Some("roadside"));
        assert_eq!(near("billing"), None);
    }
}
