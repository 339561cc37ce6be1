//! French.

use super::pattern::Sheet;

pub(super) const SHEET: Sheet = Sheet {
    leads_away: "sur concernant parce si quand pour pendant avant apres comment que et mais ou dans",
    classes: &[
        (
            "talk",
            "parler discuter echanger dialoguer causer adresser converser",
        ),
        ("with", "a au aux avec"),
        (
            "wanted",
            "humain humaine humains agent agente agents operateur operatrice conseiller conseillere representant responsable \
             superviseur superieur directeur directrice chef patron gerant manager employe employee interlocuteur collegue",
        ),
        (
            "person",
            "personne quelqu equipe etre collaborateur collaboratrice standard accueil @wanted",
        ),
        ("place", "service assistance support bureau reception standard"),
        ("real", "vrai vraie reel reelle humain humaine physique"),
        (
            "between",
            "un une le la l d de du des votre vos autre moi avec a au me m vrai vraie un humain etre",
        ),
        (
            "want",
            "veux voudrais souhaite prefere exige desire donnez donne voulons voudrions demande besoin",
        ),
        (
            "hand",
            "passez passe mettez connectez connecte transferez transfere redirigez basculez dirigez",
        ),
        (
            "machine",
            "bot bots robot robots machine machines chatbot ordinateur automate ia",
        ),
        (
            "polite",
            "s il vous te plait svp stp merci maintenant bonjour vite",
        ),
    ],
    patterns: &[
        // "je voudrais parler à quelqu'un", "à qui puis-je parler ?"
        "@talk _2 @with _3 ~@person",
        "@talk _2 @with @between* @place",
        "a|avec qui _3 @talk|parler",
        "@talk a|au @wanted",
        // "passez-moi un agent", "pouvez-vous me transférer à un conseiller"
        "@hand moi|nous @between* _1 ~@person|service|support|standard",
        "me|nous passe|passer|passent|mette|mettre @between* quelqu|@wanted|service",
        "pouvez|pourriez|peux|pourrais vous|tu? me|m|nous passer|transferer|mettre|connecter|rediriger _2 @between* ~@person",
        "mettez|mettre|entrer _1 en|dans relation|contact avec @between* ~@person",
        "contacter|joindre @between* ~@person !a|de",
        // "je veux un conseiller", "une vraie personne"
        "<n|ne @want @between* ~@wanted !de|du|legal|d",
        "@want @between* @real personne|humain|interlocuteur",
        "@want une personne $",
        "qu|que un|une @real* humain|personne|conseiller|agent peut|puisse|pourrait m|me? regarder|aider|repondre|verifier|traiter",
        "d|de|par un|une|autre @real personne|humain|etre",
        "qu|que un|une @real* humain|personne|conseiller|agent m|me|nous reponde|aide|rappelle|appelle|contacte|parle",
        "qu|que quelqu un m|me|nous reponde|aide|rappelle|appelle|contacte|parle",
        "qu|que quelqu un d autre peut|puisse|pourrait m|me|nous aider|repondre",
        // "agent, s'il vous plaît"
        "^ @polite* un|une? ~@wanted @polite* $",
        "^ @polite* un|une? @real personne|humain|etre @polite* $",
        "^ @polite* un|une? personne|etre @real @polite* $",
        "^ @polite* service client|clients|clientele @polite* $",
        "y a t? il? @between* @wanted _1 disponible|libre",
        "il|t y a|il _2 quelqu un la|ici? $",
        // "rappelez-moi", "quelqu'un peut m'appeler ?"
        "rappelez|rappelle|appelez moi|nous !un|une",
        "pouvez|pourriez|peux|pourrais|peut|pourrait|puisse vous|tu? me|m|nous rappeler|appeler|telephoner !un|une|taxi",
        // "je ne veux pas de robot", "marre des robots"
        "pas|marre|assez|stop|arretez|ras _5 @machine",
    ],
};
