//! A telephone number that is given rather than a call that is asked for: "you can call me on +44 7700 900123", "call me
//! on +44 7700 900123 if you find it".

/// Fewest digits of a telephone number.
const DIGITS: usize = 7;
/// Whoever may …
const WHO: &str = "you they u he she sie du ihr vous tu on ils";
/// … may call; in the languages that need not say who, this alone.
const MAY: &str = "can may could konnen kannst konnt pouvez peux peut peuvent";
const MAY_ALONE: &str =
    "puede puedes pueden podeis puo puoi possono pode podes podem free erreichbar reached";
/// What makes it depend on something.
const IF: &str = "if when once wenn falls sobald si cuando quand se quando";
/// What follows where it depends on nothing but whoever is to call: "call me when you can".
const AT_ALL: &str =
    "possible posible possibile possivel moglich you u he convenient puede pueda puo pode puder sie vous";
/// Who is wanted, however it is put.
const SOMEBODY: &str = "someone somebody anyone anybody person human agent manager colleague back alguien persona agente \
    quelqu personne jemand jemanden mitarbeiter qualcuno alguem pessoa";

/// Whether a sentence that is no question gives a number to call. `words` are folded.
pub(super) fn gives_a_number(words: &[&str]) -> bool {
    let is = |word: &str, list: &str| list.split_ascii_whitespace().any(|listed| listed == word);
    let digits = words
        .iter()
        .filter(|word| word.bytes().all(|byte| byte.is_ascii_digit()))
        .map(|word| word.len())
        .sum::<usize>();
    if digits < DIGITS || words.iter().any(|word| is(word, SOMEBODY)) {
        return false;
    }
    let word = |at: usize| words.get(at).copied().unwrap_or_default();
    (0..words.len()).any(|at| {
        let (before, here, next) = (at.checked_sub(1).map_or("", word), word(at), word(at + 1));
        is(here, MAY_ALONE)
            || (is(here, WHO) && is(next, MAY) && !is(before, IF))
            || (here == "number" && next == "to")
            || (is(here, IF) && !is(next, AT_ALL))
    })
}

#[cfg(test)]
mod tests {
    use super::super::asked_for;
    use crate::sentence::sentences;

    fn asks(text: &str) -> bool {
        asked_for(text, &sentences(text)).is_some()
    }

    #[test]
    fn whoever_gives_a_number_asks_for_nobody() {
        for text in [
            "you can call me on +44 7700 900123",
            "You can ring me at 07700 900123",
            "+44 7700 900123, you can call me at any time",
            "the best number to call me on is +44 7700 900123",
            "call me on +44 7700 900123 if the bag turns up",
            "phone me at +44 7700 900123 once it is found",
            "feel free to call me on +44 7700 900123",
            "Sie können mich unter +49 170 1234567 anrufen",
            "puede llamarme al +34 612 345 678",
            "llámeme al +34 612 345 678 si lo encuentran",
            "vous pouvez m'appeler au +33 6 12 34 56 78",
            "mi può chiamare al +39 333 1234567",
            "pode ligar-me para o +351 912 345 678",
        ] {
            assert!(!asks(text), "{text}");
        }
    }

    #[test]
    fn whoever_asks_to_be_called_does() {
        for text in [
            "please call me on +44 7700 900123",
            "can you call me on +44 7700 900123",
            "could you call me on +44 7700 900123?",
            "can somebody call me on +44 7700 900123",
            "call me on +44 7700 900123 when you can",
            "call me back on +44 7700 900123 if you find it",
            "puede llamarme alguien al +34 612 345 678",
            "¿Puede llamarme al +34 612 345 678?",
            "Können Sie mich unter +49 170 1234567 anrufen",
            "you can call me",
        ] {
            assert!(asks(text), "{text}");
        }
    }
}
