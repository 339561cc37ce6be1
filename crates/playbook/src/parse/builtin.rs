//! What is said where the operator has not written it, in the languages that Gangway speaks itself.

use super::expects;
use crate::{Said, Says};

/// One text in several languages: pairs of an ISO 639-1 code and the words, English first.
type Words = &'static [(&'static str, &'static str)];

const ABSTAIN: Words = &[
    (
        "en",
        "I could not find that in our documents. Could you put it another way?",
    ),
    (
        "es",
        "No lo he encontrado en nuestros documentos. ¿Puede preguntarlo de otra manera?",
    ),
    (
        "fr",
        "Je ne l'ai pas trouvé dans nos documents. Pourriez-vous le dire autrement ?",
    ),
    (
        "de",
        "Das habe ich in unseren Unterlagen nicht gefunden. Können Sie es anders sagen?",
    ),
    (
        "it",
        "Non l'ho trovato nei nostri documenti. Può dirlo in un altro modo?",
    ),
    (
        "pt",
        "Não encontrei isso nos nossos documentos. Pode perguntar de outra forma?",
    ),
];
const HELLO: Words = &[
    ("en", "Hello! What can I help you with?"),
    ("es", "¡Hola! ¿En qué le puedo ayudar?"),
    ("fr", "Bonjour ! Comment puis-je vous aider ?"),
    ("de", "Guten Tag! Wobei kann ich Ihnen helfen?"),
    ("it", "Salve! Come posso aiutarla?"),
    ("pt", "Olá! Em que posso ajudar?"),
];
const WELCOME: Words = &[
    ("en", "You're welcome. I'm here if anything else comes up."),
    ("es", "De nada. Aquí estoy si surge algo más."),
    (
        "fr",
        "Je vous en prie. Je reste là si vous avez une autre question.",
    ),
    ("de", "Gern geschehen. Ich bin da, wenn noch etwas ist."),
    ("it", "Prego. Sono qui se serve altro."),
    ("pt", "De nada. Estou aqui se precisar de mais alguma coisa."),
];
const BACK: Words = &[
    ("en", "I'm back with you. What else can I help you with?"),
    ("es", "Vuelvo a estar con usted. ¿En qué más le puedo ayudar?"),
    ("fr", "Je reprends la conversation. Puis-je encore vous aider ?"),
    ("de", "Ich bin wieder für Sie da. Wobei kann ich noch helfen?"),
    ("it", "Sono di nuovo con lei. Posso aiutarla in altro?"),
    ("pt", "Estou de volta. Em que mais posso ajudar?"),
];
const DROPPED: Words = &[
    ("en", "All right, we leave that. What else can I help you with?"),
    ("es", "De acuerdo, lo dejamos. ¿En qué más puedo ayudarle?"),
    (
        "fr",
        "D'accord, laissons cela. Comment puis-je vous aider autrement ?",
    ),
    (
        "de",
        "In Ordnung, lassen wir das. Womit kann ich Ihnen sonst helfen?",
    ),
    ("it", "Va bene, lasciamo perdere. In cos'altro posso aiutarla?"),
    ("pt", "Está bem, deixamos isso. Em que mais posso ajudar?"),
];
const COLLECTED: Words = &[
    ("en", "Thank you, I have everything we need."),
    ("es", "Gracias, ya tengo todo lo que necesitamos."),
    ("fr", "Merci, j'ai tout ce qu'il nous faut."),
    ("de", "Danke, ich habe alles, was wir brauchen."),
    ("it", "Grazie, ho tutto quello che ci serve."),
    ("pt", "Obrigado, já tenho tudo o que precisamos."),
];
const NOTICE: Words = &[
    ("en", "Let me connect you with a specialist."),
    ("es", "Le paso con un especialista."),
    ("fr", "Je vous mets en relation avec un spécialiste."),
    ("de", "Ich verbinde Sie mit jemandem aus dem Team."),
    ("it", "La metto in contatto con uno specialista."),
    ("pt", "Vou passar a conversa a um especialista."),
];
const GREETING: Words = &[
    (
        "en",
        "Hello! I am the assistant of {name}. Ask me anything, or ask for a person at any time.",
    ),
    (
        "es",
        "¡Hola! Soy el asistente de {name}. Pregúnteme lo que quiera, o pida hablar con una persona cuando quiera.",
    ),
    (
        "fr",
        "Bonjour ! Je suis l'assistant de {name}. Posez-moi vos questions, ou demandez une personne à tout moment.",
    ),
    (
        "de",
        "Guten Tag! Ich bin der Assistent von {name}. Fragen Sie mich, was Sie möchten, oder verlangen Sie jederzeit eine Person.",
    ),
    (
        "it",
        "Salve! Sono l'assistente di {name}. Mi chieda quello che vuole, o chieda di parlare con una persona in qualsiasi momento.",
    ),
    (
        "pt",
        "Olá! Sou o assistente de {name}. Pergunte o que quiser, ou peça para falar com uma pessoa a qualquer momento.",
    ),
];

const CLOSED: Words = &[
    (
        "en",
        "Our team is closed at the moment and will be back {opens}. Your conversation is kept, and they will answer you here.",
    ),
    (
        "es",
        "Nuestro equipo no está disponible en este momento y volverá {opens}. La conversación se guarda y le responderán aquí.",
    ),
    (
        "fr",
        "Notre équipe est absente pour le moment et sera de retour {opens}. La conversation est conservée et on vous répondra ici.",
    ),
    (
        "de",
        "Unser Team ist im Moment nicht da und {opens} wieder erreichbar. Die Unterhaltung bleibt erhalten, und Sie bekommen hier Antwort.",
    ),
    (
        "it",
        "Il nostro team al momento non è disponibile e tornerà {opens}. La conversazione viene conservata e le risponderanno qui.",
    ),
    (
        "pt",
        "A nossa equipa não está disponível neste momento e volta {opens}. A conversa fica guardada e respondem-lhe aqui.",
    ),
];
const CONTACT: Words = &[
    (
        "en",
        "If you would like to be contacted instead, leave an e-mail address or a telephone number.",
    ),
    (
        "es",
        "Si prefiere que le contactemos, deje un correo electrónico o un número de teléfono.",
    ),
    (
        "fr",
        "Si vous préférez être contacté, laissez une adresse e-mail ou un numéro de téléphone.",
    ),
    (
        "de",
        "Wenn wir uns lieber bei Ihnen melden sollen, hinterlassen Sie eine E-Mail-Adresse oder eine Telefonnummer.",
    ),
    (
        "it",
        "Se preferisce essere contattato, lasci un indirizzo e-mail o un numero di telefono.",
    ),
    (
        "pt",
        "Se preferir ser contactado, deixe um endereço de e-mail ou um número de telefone.",
    ),
];
const CALLBACK: Words = &[
    (
        "en",
        "I am sorry that it takes so long. You keep your place. If you would rather be called back, leave a telephone number or an e-mail address.",
    ),
    (
        "es",
        "Siento que tarde tanto. Conserva su turno. Si prefiere que le llamemos, deje un número de teléfono o un correo electrónico.",
    ),
    (
        "fr",
        "Je suis désolé que cela prenne autant de temps. Vous gardez votre place. Si vous préférez être rappelé, laissez un numéro de téléphone ou une adresse e-mail.",
    ),
    (
        "de",
        "Es tut mir leid, dass es so lange dauert. Sie behalten Ihren Platz. Wenn wir Sie lieber zurückrufen sollen, hinterlassen Sie eine Telefonnummer oder eine E-Mail-Adresse.",
    ),
    (
        "it",
        "Mi dispiace che ci voglia tanto. Il suo posto resta. Se preferisce essere richiamato, lasci un numero di telefono o un indirizzo e-mail.",
    ),
    (
        "pt",
        "Lamento a demora. O seu lugar mantém-se. Se preferir que lhe liguemos, deixe um número de telefone ou um endereço de e-mail.",
    ),
];

const CONTACT_LABEL: Words = &[
    ("en", "Contact"),
    ("es", "Contacto"),
    ("fr", "Contact"),
    ("de", "Kontakt"),
    ("it", "Contatto"),
    ("pt", "Contacto"),
];

const MEANWHILE: Words = &[
    ("en", "One moment, I am looking that up."),
    ("es", "Un momento, lo estoy consultando."),
    ("fr", "Un instant, je vérifie."),
    ("de", "Einen Moment, ich sehe nach."),
    ("it", "Un momento, sto controllando."),
    ("pt", "Um momento, estou a verificar."),
];
const CHECK_FAILED: Words = &[
    ("en", "I cannot look that up at the moment."),
    ("es", "En este momento no puedo consultarlo."),
    ("fr", "Je ne peux pas le vérifier pour le moment."),
    ("de", "Das kann ich gerade nicht nachsehen."),
    ("it", "Al momento non riesco a controllarlo."),
    ("pt", "De momento não consigo verificar isso."),
];
const NOT_FOUND: Words = &[
    ("en", "I could not find that."),
    ("es", "No lo he encontrado."),
    ("fr", "Je ne l'ai pas trouvé."),
    ("de", "Das habe ich nicht gefunden."),
    ("it", "Non l'ho trovato."),
    ("pt", "Não encontrei."),
];

/// The words in a workspace's languages: in English where its first one is not among ours.
pub(super) fn in_languages(words: &[(&'static str, &'static str)], languages: &[String]) -> Said {
    spoken(languages, |language| {
        let (_, text) = words.iter().find(|(code, _)| *code == language)?;
        Some((*text).to_owned())
    })
}

/// What is said in each of a workspace's languages that are ours.
pub(super) fn spoken(languages: &[String], say: impl Fn(&str) -> Option<String>) -> Said {
    let mut languages = languages.iter();
    let first = languages.next().and_then(|language| say(language));
    let default = Said::new(first.or_else(|| say("en")).unwrap_or_default());
    languages
        .filter_map(|language| Some((language, say(language)?)))
        .fold(default, |said, (language, text)| {
            said.with(language.as_str(), text)
        })
}

/// What the bot says where no document speaks.
pub(crate) fn says(languages: &[String]) -> Says {
    Says {
        abstain: in_languages(ABSTAIN, languages),
        hello: in_languages(HELLO, languages),
        welcome: in_languages(WELCOME, languages),
        back: in_languages(BACK, languages),
        collected: in_languages(COLLECTED, languages),
        dropped: in_languages(DROPPED, languages),
        refusals: expects::refusals(languages),
    }
}

/// The notice of a handoff.
pub(super) fn notice(languages: &[String]) -> Said {
    in_languages(NOTICE, languages)
}

/// The notice when the team is closed.
pub(super) fn closed(languages: &[String]) -> Said {
    in_languages(CLOSED, languages)
}

/// The question how to reach the visitor.
pub(super) fn contact(languages: &[String]) -> Said {
    in_languages(CONTACT, languages)
}

/// What the answer to it is called.
pub(super) fn contact_label(languages: &[String]) -> Said {
    in_languages(CONTACT_LABEL, languages)
}

/// The same question of whoever has waited for long.
pub(super) fn callback(languages: &[String]) -> Said {
    in_languages(CALLBACK, languages)
}

/// The widget's first words.
pub(super) fn greeting(languages: &[String], name: &str) -> Said {
    in_languages(GREETING, languages).map(|text| text.replace("{name}", name))
}

/// While something is being looked up.
pub(super) fn meanwhile(languages: &[String]) -> Said {
    in_languages(MEANWHILE, languages)
}

/// When it cannot be.
pub(super) fn check_failed(languages: &[String]) -> Said {
    in_languages(CHECK_FAILED, languages)
}

/// When there is no such thing.
pub(super) fn not_found(languages: &[String]) -> Said {
    in_languages(NOT_FOUND, languages)
}
