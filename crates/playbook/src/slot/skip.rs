//! "Skip", and what people write for it: whole answers, in the languages that the reading knows.

use super::plain::fold;
use super::yes_no::{NOTHING, UNKNOWN};

/// Folded, each the whole of an answer, beside what [`yes_no`](super::yes_no) knows of nothing and of not knowing.
const SKIPS: &str = "skip,skip it,skip this,skip that,skip this one,pass,next,next question,nothing else,no thanks,\
    no thank you,not now,not applicable,n a,dont know,do not know,dont have it,dont have one,\
    dont have any,dont have that,do not have it,do not have one,rather not,id rather not,\
    id rather not say,prefer not to say,saltar,omitir,siguiente,paso,nada mas,no gracias,no tengo,\
    no lo tengo,no la tengo,no tengo ninguno,prefiero no decirlo,passer,passe,ignorer,suivant,suivante,\
    rien dautre,non merci,nen ai pas,lai pas,prefere ne pas le dire,uberspringen,weiter,nichts weiter,\
    nein danke,keine angabe,weiß ich nicht,weiss ich nicht,weiß es nicht,weiss es nicht,habe ich nicht,\
    hab ich nicht,habe keine,habe keinen,salta,saltare,avanti,nientaltro,no grazie,non ce lho,non ne ho,\
    preferisco non dirlo,have none,got none,nope,nah,leave it,leave it blank,not needed,not necessary,havent got one,havent got any,\
    have not got one,no hay,prefiero no darlo,hab keine,hab keinen,hab keins,habe keins,gibt es nicht,gibt keine,il ny en a pas,\
    ny en a pas,non ce ne sono,non ce,non serve,nao ha,pular,seguinte,nada mais,nao obrigado,nao tenho,prefiro nao dizer";

/// What says that there is none, before what there is none of.
const LACKS: &str = "no,dont have,do not have,have no,havent got,have not got,without,no tengo,sin,pas de,pas d,nai pas de,nai pas,sans,\
    keine,kein,keinen,habe keine,habe kein,habe keinen,hab keine,hab kein,hab keinen,ohne,non ho,senza,nessun,nessuna,nao tenho,sem,nenhum";
/// What people are asked for, in one word or two.
const THINGS: &str = "phone,telephone,mobile,cell,cellphone,number,phone number,mobile number,email,e mail,mail,address,email address,\
    e mail address,reference,booking number,one,any,photo,photos,pictures,telefono,movil,celular,correo,numero,correo electronico,foto,fotos,\
    portable,numero de telephone,adresse,telefon,handy,nummer,telefonnummer,handynummer,mailadresse,email adresse,e mail adresse,\
    emailadresse,fotos,cellulare,numero di telefono,indirizzo,telefone,telemovel,numero de telefone,numero de telefono,endereco";
/// Between the two.
const ARTICLES: &str = "a,an,my,un,una,une,de,d,um,uma,il,el,o,le,ein,eine";

/// What people put before it.
const WHO: [&str; 5] = ["je ne ", "je ", "ich ", "im ", "i "];

/// What people put before or behind it.
const POLITE: [&str; 16] = [
    "please",
    "sorry",
    "por favor",
    "bitte",
    "sil vous plait",
    "per favore",
    "lo siento",
    "desole",
    "thanks",
    "thank you",
    "gracias",
    "merci",
    "danke",
    "grazie",
    "obrigado",
    "obrigada",
];

/// Whether an answer, as a whole, passes a slot over.
pub fn skips(said: &str) -> bool {
    let folded = fold(said);
    let said = without_politeness(&folded);
    let said = WHO.iter().find_map(|who| said.strip_prefix(who)).unwrap_or(said);
    let listed = |list: &str, between| list.split(between).any(|listed| listed.trim() == said);
    listed(NOTHING, ' ') || listed(UNKNOWN, ',') || listed(SKIPS, ',') || lacks(said)
}

/// "No phone", "pas de téléphone": what there is none of has to be something that is asked for, since "no nuts" is an answer.
fn lacks(said: &str) -> bool {
    LACKS.split(',').any(|lacks| {
        let Some(thing) = said.strip_prefix(lacks.trim()) else {
            return false;
        };
        let Some(thing) = thing.strip_prefix(' ') else {
            return false;
        };
        let article = thing
            .split_once(' ')
            .filter(|(word, _)| ARTICLES.split(',').any(|listed| listed == *word));
        let thing = article.map_or(thing, |(_, thing)| thing);
        // "pas d'adresse"
        let behind = thing.strip_prefix('d').unwrap_or(thing);
        THINGS
            .split(',')
            .map(str::trim)
            .any(|listed| listed == thing || listed == behind)
    })
}

/// A folded answer without "please" and the like around it.
pub(super) fn without_politeness(folded: &str) -> &str {
    let mut said = folded;
    for polite in POLITE {
        said = said.strip_suffix(polite).unwrap_or(said).trim_end();
        said = said.strip_prefix(polite).unwrap_or(said).trim_start();
    }
    said
}

#[cfg(test)]
mod tests {
    use super::skips;

    #[test]
    fn an_answer_is_passed_over_in_six_languages() {
        for said in [
            "Skip",
            "skip please",
            "Sorry, I don't have one.",
            "I don't know",
            "None",
            "No lo tengo",
            "Prefiero no decirlo",
            "Je ne l'ai pas",
            "Passer, s'il vous plaît",
            "Überspringen",
            "Weiß ich nicht",
            "Non ce l'ho",
            "Nient'altro",
            "Não sei",
            "I have none",
            "no phone",
            "I don't have a phone number",
            "don't have one",
            "pas de téléphone",
            "je n'ai pas d'adresse",
            "ninguno",
            "no tengo correo electrónico",
            "keine",
            "Ich habe keine E-Mail-Adresse, danke",
            "senza telefono",
            "non ho un numero di telefono",
            "não tenho telefone",
            "Nope, thanks!",
            "Prefiro não dizer",
        ] {
            assert!(skips(said), "{said}");
        }
    }

    #[test]
    fn an_answer_that_says_something_is_not() {
        for said in [
            "",
            "Skip the museum on Tuesday",
            "I lost it, I don't know where",
            "Nothing but a red suitcase",
            "None of the bags arrived",
            "no nuts",
            "no phone calls after 8",
            "keine Nüsse",
            "sin gluten",
            "MT204518",
            "Pass number 12",
            "No lo tengo aquí, pero es MT204518",
            "Weiter hinten im Bus",
        ] {
            assert!(!skips(said), "{said}");
        }
    }
}
