//! French.

use super::pattern::Sheet;

pub(super) const SHEET: Sheet = Sheet {
    leads_away: "sur concernant parce si quand pour pendant avant apres comment que et mais ou dans",
    others: "parle parles parlez parlons parlent parlait parlais discute discutez discuter",
    denied: &[
        // "dois-je parler à quelqu'un ?", "faut-il contacter un agent ?"
        "<qui|comment dois|faut|devons|doit je|il|nous|on @talk|contacter|appeler|joindre",
    ],
    classes: &[
        (
            "talk",
            "parler discuter echanger dialoguer causer adresser converser entretenir bavarder",
        ),
        ("with", "a au aux avec"),
        (
            "wanted",
            "humain humaine humains agent agente agents operateur operatrice conseiller conseillere representant responsable \
             superviseur superieur directeur directrice chef patron gerant manager employe employee interlocuteur collegue",
        ),
        (
            "person",
            "personne quelqu qqn equipe etre collaborateur collaboratrice collaborateurs collegues standard accueil @wanted",
        ),
        (
            "place",
            "service assistance support bureau reception standard accueil",
        ),
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
            "passez passe mettez connectez connecte transferez transfere redirigez basculez dirigez orientez",
        ),
        (
            "machine",
            "bot bots robot robots machine machines chatbot ordinateur automate ia",
        ),
        (
            "polite",
            "s il vous te plait svp stp merci maintenant bonjour vite tout de suite immediatement",
        ),
    ],
    patterns: &[
        // "je voudrais parler à quelqu'un", "à qui puis-je parler ?"
        "~@talk _2 @with _3 ~@person|personne",
        "faut|faudrait|voudrais|veux|souhaite|besoin que je|nous parle|discute|parlions a|avec @between* ~@person",
        "a|avec qui je|nous? m|nous? adresse|adresser|adressons|parle pour|de|au|concernant",
        "<pas|plus|sans a|il|avez|t un|des @real* humain|humains ici|la $",
        "~@talk _2 @with @between* @place",
        "a|avec qui _3 @talk|parler",
        "@talk a|au @wanted",
        // "passez-moi un agent", "pouvez-vous me transférer à un conseiller"
        "<pas ne parlerai|parle qu a @between* @person",
        "pour|afin que je parle|puisse parler? a|avec @between* @person",
        "n y? a @between* aucun|aucune|pas|d humain|humains|agent|conseiller $",
        "^ @polite* un? @wanted disponible|libre $",
        "^ @polite* quelqu un de @real $",
        "refuse de|d @talk a|avec _1 @machine",
        "que|qu le|la|l|un|une|votre @real* @person m|me|nous appelle|rappelle|contacte|reponde",
        "@hand moi|nous vers|avec|sur? @between* _1 ~@person|@place",
        "me|nous passe|passer|passent|mette|mettre @between* quelqu|@wanted|service",
        "pouvez|pourriez|peux|pourrais|peut|pourrait vous|tu|on? me|m|nous passer|transferer|mettre|connecter|rediriger|orienter _2 @between* ~@person",
        "mettez|mettre|entrer|mis|mise _1 en|dans relation|contact avec @between* ~@person",
        "contacter|joindre @between* ~@person !a|de",
        "contacter|joindre|appeler @between* support|assistance|standard !routiere|medicale",
        "<numero|pour @want|contacter|joindre|avec|au|le @between* service client|clients|clientele @polite* $",
        "etre transfere|transferee|redirige|redirigee|passe a|vers @between* ~@person",
        // "je veux un conseiller", "une vraie personne"
        "<n|ne @want @between* ~@wanted !de|du|legal|d",
        "@want @between* @real personne|humain|interlocuteur",
        "@want une personne $",
        "il me|nous faut|faudrait @between* ~@wanted|@real !pour|de|du",
        "aide|assistance d|par|de un|une? @between* ~@wanted|personne|humain !agee|a",
        "@want d? une? aide|assistance humaine",
        "un|une|autre|@real agent|conseiller|conseillere|collegue|humain|responsable|personne peut|pourrait|peux il|elle? m|me|nous? aider|repondre|regarder|verifier|rappeler|appeler|contacter|expliquer !a|pour",
        "plaindre|plainte|reclamation aupres|a|au du? @between* ~@wanted",
        "qu|que un|une @real* humain|personne|conseiller|agent peut|puisse|pourrait m|me? regarder|aider|repondre|verifier|traiter",
        "d|de|par un|une|autre @real personne|humain|etre",
        "qu|que un|une @real* humain|personne|conseiller|agent m|me|nous reponde|aide|rappelle|appelle|contacte|parle",
        "qu|que un|une|votre|l @real* @person regarde|examine|traite|voie|prenne|verifie",
        "demande|voudrais|veux|souhaite|souhaiterais|aimerais|besoin un|d|le un? rappel|appel $",
        "qu|que quelqu un m|me|nous reponde|aide|rappelle|appelle|contacte|parle",
        "qu|que quelqu un d autre peut|puisse|pourrait m|me|nous aider|repondre",
        // "agent, s'il vous plaît"
        "^ @polite* un|une? @wanted @polite* $",
        "^ @polite* un|une? @real personne|humain|etre @polite* $",
        "^ @polite* un|une? personne|etre|@wanted @real @polite* $",
        "^ @polite* le? service client|clients|clientele @polite* $",
        "y a t? il? @between* @wanted _1 disponible|libre",
        "il|t y a|il _2 quelqu un la|ici? $",
        // "rappelez-moi", "quelqu'un peut m'appeler ?"
        "rappelez|rappelle|appelez moi|nous !un|une",
        "pouvez|pourriez|peux|pourrais|peut|pourrait|puisse vous|tu? me|m|nous rappeler|appeler|telephoner !un|une|taxi",
        "etre rappele|rappelee|recontacte|recontactee|contacte|contactee",
        "quelqu un peut|pourrait il? m|me|nous rappeler|appeler|telephoner|contacter|repondre",
        // "je ne veux pas de robot", "marre des robots"
        "pas|marre|assez|stop|arretez|ras _5 @machine !a|de|cafe",
        "ce|le|votre|ton bot|robot|chatbot ne|n? sert|comprend|aide|marche a|rien|pas",
    ],
};
