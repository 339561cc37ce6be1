//! Changes of mind, in the languages that the reading knows: what puts an earlier answer right ("no wait, 4 to 9 May"),
//! and what drops the matter ("never mind").

use super::plain::fold;
use super::skip::without_politeness;

/// What may stand before either, folded.
const BEFORE: &str = "oh,ah,hm,hmm,well,ok,okay,so,no,sorry,oops,excuse me,you know what,on second thought,on second thoughts,\
    ay,perdon,perdona,perdone,disculpa,disculpe,lo siento,bueno,pues,pardon,desole,desolee,excusez moi,non,bon,finalement,\
    entschuldigung,tut mir leid,nein,ach,na ja,doch,scusa,scusi,mi scusi,mi dispiace,beh,desculpe,desculpa,nao,bem,afinal";

/// What says that the rest stands for an earlier answer.
const INSTEAD: &str = "wait,hold on,actually,i meant,i mean,i meant to say,i meant to write,correction,make that,make it,it should be,\
    that should be,should be,it should have been,i was wrong,my mistake,scratch that,i made a mistake,i got that wrong,\
    espera,espere,en realidad,quise decir,queria decir,quiero decir,me equivoque,me he equivocado,correccion,mejor,\
    attendez,attends,en fait,je voulais dire,je veux dire,je me suis trompe,je me suis trompee,plutot,\
    warte,warten sie,moment,eigentlich,ich meinte,ich meine,ich habe mich geirrt,korrektur,vertan,doch lieber,lieber,\
    aspetta,aspetti,in realta,anzi,volevo dire,intendevo,mi sono sbagliato,mi sono sbagliata,correzione,\
    na verdade,alias,quis dizer,queria dizer,enganei me,correcao,melhor";

/// What drops the matter, as the whole of a message.
const DROPS: &str = "never mind,nevermind,forget it,forget that,forget about it,forget about that,cancel,cancel it,cancel that,\
    cancel this,stop,stop it,stop that,stop this,leave it,drop it,drop that,lets leave it,i changed my mind,ive changed my mind,\
    changed my mind,i have changed my mind,not anymore,not any more,no longer needed,its no longer needed,i dont need it anymore,\
    olvidalo,olvidelo,olvidate,dejalo,dejelo,dejemoslo,cancelar,cancela,cancelalo,cancelelo,ya no,ya no hace falta,\
    ya no lo necesito,he cambiado de idea,he cambiado de opinion,cambie de idea,cambie de opinion,\
    laissez tomber,laisse tomber,oubliez,oubliez ca,oublie,oublie ca,annuler,annulez,annulez ca,tant pis,\
    jai change davis,ce nest plus la peine,ce nest plus necessaire,\
    vergiss es,vergessen sie es,vergessen sies,schon gut,abbrechen,stopp,lassen wir das,lassen wir es,hat sich erledigt,\
    das hat sich erledigt,ich habe es mir anders uberlegt,nicht mehr notig,\
    lascia perdere,lasci perdere,lasciamo perdere,lascia stare,lasci stare,annulla,annullare,non serve piu,ho cambiato idea,\
    esqueca,esquece,esqueca isso,esquece isso,deixa pra la,deixa para la,deixe estar,deixa estar,cancele,mudei de ideia,\
    ja nao e preciso,nao e mais preciso";

/// Most words of one of the phrases.
const WORDS: usize = 6;

/// What a message says instead of an earlier answer: the rest behind "no wait", "sorry, I meant" and the like.
pub fn instead(said: &str) -> Option<&str> {
    let mut rest = said;
    let mut marked = false;
    loop {
        let (behind, marks) = if let Some(behind) = behind(rest, INSTEAD) {
            (behind, true)
        } else {
            match behind(rest, BEFORE) {
                Some(behind) => (behind, false),
                None => break,
            }
        };
        rest = behind;
        marked |= marks;
    }
    (marked && !rest.is_empty()).then_some(rest)
}

/// Whether a message, as a whole, drops the matter: "never mind", "actually, forget it", "olvídelo, por favor".
pub fn drops(said: &str) -> bool {
    let folded = fold(said);
    let mut rest = without_politeness(&folded);
    let mut dropped = false;
    loop {
        let listed = if let Some(behind) = behind(rest, DROPS) {
            dropped = true;
            behind
        } else {
            match behind(rest, INSTEAD).or_else(|| behind(rest, BEFORE)) {
                Some(behind) => behind,
                None => break,
            }
        };
        rest = listed;
    }
    dropped && rest.is_empty()
}

/// The text behind the longest of these phrases that it begins with, and behind what stands between.
fn behind<'t>(text: &'t str, phrases: &str) -> Option<&'t str> {
    // Not the plus of a telephone number.
    let between = |c: char| c.is_whitespace() || ",.:;!-–—…".contains(c);
    let mut ends: Vec<usize> = Vec::with_capacity(WORDS);
    let mut at = 0;
    for word in text.split_inclusive(char::is_whitespace).take(WORDS) {
        at += word.len();
        ends.push(at);
    }
    ends.into_iter().rev().find_map(|end| {
        let folded = fold(&text[..end]);
        let listed = phrases.split(',').any(|phrase| phrase.trim() == folded);
        listed.then(|| text[end..].trim_start_matches(between))
    })
}

#[cfg(test)]
mod tests {
    use super::{drops, instead};

    #[test]
    fn an_earlier_answer_is_put_right_in_six_languages() {
        for (said, rest) in [
            ("no wait, 4 to 9 May 2027", "4 to 9 May 2027"),
            ("Sorry, I meant MT204519.", "MT204519."),
            ("Oh sorry - make that 40 guests", "40 guests"),
            ("Actually, Funchal", "Funchal"),
            ("Correction: +44 7700 900123", "+44 7700 900123"),
            ("Perdón, quise decir el 4 de mayo", "el 4 de mayo"),
            ("Pardon, je voulais dire le 4 mai", "le 4 mai"),
            ("Entschuldigung, ich meinte den 4. Mai", "den 4. Mai"),
            ("Scusi, volevo dire il 4 maggio", "il 4 maggio"),
            ("Desculpe, queria dizer 4 de maio", "4 de maio"),
        ] {
            assert_eq!(instead(said), Some(rest), "{said}");
        }
        for said in [
            "",
            "wait",
            "Sorry, MT204518",
            "No, at the hotel",
            "I waited for two hours",
            "We actually lost two bags",
            "4 to 9 May",
        ] {
            assert_eq!(instead(said), None, "{said}");
        }
    }

    #[test]
    fn the_matter_is_dropped_in_six_languages() {
        for said in [
            "never mind",
            "Actually, forget it.",
            "never mind, cancel that",
            "Cancel please!",
            "Sorry, I changed my mind",
            "Olvídelo, por favor",
            "Ya no hace falta",
            "Laissez tomber",
            "Ach, vergessen Sie es",
            "Lasci perdere",
            "Afinal, esqueça",
        ] {
            assert!(drops(said), "{said}");
        }
        for said in [
            "",
            "actually",
            "Cancel my booking",
            "I never mind the rain",
            "stop at the hotel",
            "No",
            "cancel that and book the other one",
            "Forget-me-not Lodge",
        ] {
            assert!(!drops(said), "{said}");
        }
    }
}
