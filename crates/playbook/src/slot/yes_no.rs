//! Yes and no in English, Spanish, French, German, Italian and Portuguese.
//!
//! The first word says it, mostly: "yes, no problem", "no, sure". Where it does not, a word of one kind and none of the other
//! says it in a short answer that asks nothing back. Whoever is not sure has said neither.

use super::plain::fold;

/// Words that say yes.
const YES: &str = "yes y yeah yep yup ye sure ok okay okey correct right true affirmative indeed \
    vale correcto exacto exactamente afirmativo cierto oui ouais volontiers exactement evidemment affirmatif \
    ja jawohl jo jep genau klar gerne gern stimmt richtig jup esatto esattamente volentieri \
    sim isso exato exatamente perfeito combinado tudo";
/// What says yes, unless a denial follows: "claro que no".
const OF_COURSE: &str = "of course,absolutely,definitely,certainly,claro,por supuesto,desde luego,de acuerdo,absolutamente,bien sur,\
    daccord,d accord,absolument,certainement,naturlich,selbstverstandlich,sicher,certo,certamente,naturalmente,assolutamente,sicuramente,\
    daccordo,va bene,de acordo,com certeza,certamente,esta bien,esta bem,tudo bem,ta bom,ta bem,doch,ca marche,please do,sounds good,go for it,go ahead,would be great,would be nice,would be lovely,\
    avec plaisir,con mucho gusto,con gusto,con piacere,mit vergnugen,com prazer,pode ser";
/// Words that say no, and alone also that there is nothing to say.
pub(super) const NOTHING: &str = "aucun aucune keine keiner keins nada nao nein nenhum nenhuma nessuna nessuno nichts niente ninguna \
    ninguno no non none nothing rien";
/// Other words that say no.
const NO: &str = "n nope nah not never false negative dont doesnt didnt wont cant cannot isnt arent wasnt werent \
    havent hasnt hadnt wouldnt couldnt shouldnt aint nunca jamas tampoco negativo pas jamais ne nee \
    nicht nie niemals kein keinen nix neanche nem";
/// What says yes though a word in it says no.
const YES_THOUGH: &str = "no problem,no worries,why not,sin problema,por que no,pas de probleme,pas de souci,pourquoi pas,kein problem,\
    warum nicht,nessun problema,perche no,sem problema,por que nao,porque nao";
/// What says that somebody does not know. The last word may go on.
pub(super) const UNKNOWN: &str = "no idea,not sure,no se,no lo se,ni idea,sais pas,sais plus,pas sur,aucune idee,weiss nicht,\
    weiß nicht,keine ahnung,nicht sicher,non so,non lo so,nao sei,nao faco ideia";
/// What else says neither.
const UNSURE: &str = "maybe,perhaps,unsure,know,depends,quizas,quiza,tal vez,a lo mejor,depende,no estoy segur,peut etre,\
    ca depend,vielleicht,kommt darauf an,kommt drauf an,forse,non sono sicur,dipende,magari,talvez,\
    nao tenho certeza,nao estou cert,se calhar,pois nao,comment ca marche";
/// What says both.
const BOTH: &str =
    "yes and no,yes or no,no and yes,si y no,si o no,oui et non,ja und nein,jein,si e no,sim e nao";
/// Portuguese "no" is "on the", before these.
pub(super) const ON_THE: &str =
    "sabado domingo dia hotel aeroporto proximo fim mes ultimo centro mesmo porto inicio verao inverno";
/// Words beside which "si" means yes; before others it means "if".
const BESIDE_SI: &str = "si gracias grazie merci claro certo por per s favor favore bien va vale quiero lo la con exacto esatto tambien \
    confirmo";
/// Words that ask rather than answer, before a question mark: "right next to the beach?"
const ASKING: &str = "right sure true correct richtig isso tudo cierto correcto";
/// A longer answer has to begin with it.
const SHORT: usize = 8;

/// `yes` or `no`.
pub(super) fn yes_no(said: &str) -> Option<String> {
    let folded = fold(said);
    let words: Vec<&str> = folded.split(' ').collect();
    let (first, second) = (words.first().copied()?, words.get(1).copied().unwrap_or_default());
    let begins = said.trim_start();
    let after = begins.trim_start_matches(char::is_alphabetic);
    let pause = after.starts_with([',', '.', '!', ';', ':', '…', '-', '–', '—']);
    let asks = said.contains('?');
    if has_one_of(&folded, BOTH) {
        return None;
    }
    let thumbs = (said.contains('👍'), said.contains('👎'));
    let accented = begins.chars().nth(1).is_some_and(|c| "íìÍÌ".contains(c));

    // "já" is "already".
    let yes = |word: &str| is(word, YES) && !(word == "ja" && said.to_lowercase().contains("já"));
    let no = |at: usize| {
        let next = words.get(at + 1).copied().unwrap_or_default();
        says_no(words[at]) && !(words[at] == "no" && is(next, ON_THE) && !(at == 0 && pause))
    };
    let si = first == "si" && (accented || pause || words.len() == 1 || is(second, BESIDE_SI));
    // French "mais si" is "but yes", before other words "but if".
    let si = si
        || (first == "mais"
            && second == "si"
            && (words.len() == 2
                || begins
                    .chars()
                    .nth(7)
                    .is_some_and(|c| !c.is_alphanumeric() && c != ' ')));
    let course = of_course(&folded);

    let means_yes = if si || (yes(first) && (pause || !asks || !is(first, ASKING))) {
        true
    } else if course == Some(false) {
        false
    } else if has_one_of(&folded, UNKNOWN) || has_one_of(&folded, UNSURE) {
        return None;
    } else if !pause && begins_with_one_of(&folded, YES_THOUGH) {
        true
    } else if no(0) {
        false
    } else if asks || words.len() > SHORT {
        return None;
    } else {
        let said_yes = thumbs.0 || course.is_some() || words[1..].iter().any(|word| yes(word));
        let said_no = thumbs.1 || (1..words.len()).any(no);
        if said_yes == said_no {
            return None;
        }
        said_yes
    };
    Some(if means_yes { "yes" } else { "no" }.to_owned())
}

pub(super) fn says_no(word: &str) -> bool {
    is(word, NOTHING) || is(word, NO)
}

pub(super) fn is(word: &str, list: &str) -> bool {
    list.split_ascii_whitespace().any(|listed| listed == word)
}

/// Whether "of course" was said and not denied within two words.
fn of_course(folded: &str) -> Option<bool> {
    let padded = format!(" {folded} ");
    let behind = OF_COURSE.split(',').find_map(|phrase| {
        let (_, behind) = padded.split_once(&format!(" {} ", phrase.trim()))?;
        Some(behind)
    })?;
    Some(!behind.split(' ').take(2).any(says_no))
}

/// Whether one of these phrases stands in a text; its last word may go on.
fn has_one_of(folded: &str, phrases: &str) -> bool {
    let padded = format!(" {folded}");
    phrases
        .split(',')
        .any(|phrase| padded.contains(&format!(" {}", phrase.trim())))
}

/// Whether a text begins with one of these phrases.
fn begins_with_one_of(folded: &str, phrases: &str) -> bool {
    phrases.split(',').any(|phrase| {
        let rest = folded.strip_prefix(phrase.trim());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    })
}
