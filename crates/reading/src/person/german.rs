//! German.

use super::pattern::Sheet;

pub(super) const SHEET: Sheet = Sheet {
    leads_away: "weil wenn ob fur wahrend vor nach wie was und aber oder dass",
    others: "reiter spreche sprecht spricht rede redet reden gesprochen geredet",
    denied: &[
        // "muss ich mit jemandem sprechen?"
        "^ muss|mussen|soll|sollte|sollen ich|wir|man mit|jemanden|jemand @between* @person",
    ],
    classes: &[
        ("talk", "sprechen reden telefonieren chatten unterhalten plaudern"),
        (
            "wanted",
            "menschen mensch mitarbeiter mitarbeiterin mitarbeitern angestellten angestellte berater beraterin agent agenten operator vorgesetzten \
             vorgesetzte chef chefin manager managerin geschaftsfuhrer leiter teamleiter ansprechpartner sachbearbeiter \
             kundenberater vertreter",
        ),
        (
            "person",
            "person personen jemand jemandem jemanden kollegen kollegin team kundenservice kundendienst support hotline zentrale niemanden niemandem leute leuten @wanted",
        ),
        ("real", "echt- richtig- menschlich- real- wirklich- leibhaftig-"),
        (
            "between",
            "ein einem einen einer eine den dem der die das ihrem ihren ihrer euren eurem anderen anderem bitte mal @real",
        ),
        (
            "want",
            "will mochte brauche gib geben wunsche verlange wollen mochten brauchen hatte",
        ),
        (
            "machine",
            "bot bots roboter robotern maschine maschinen chatbot computer ki",
        ),
        ("polite", "bitte danke jetzt sofort hallo dringend"),
    ],
    patterns: &[
        // "mit einem Menschen sprechen", "mit wem kann ich reden"
        "<spreche|rede|sprechen|reden mit _3 ~@person _4 @talk",
        "mit wem _6 @talk",
        "@want|muss|mussen|kann _2 @between* jemanden|jemand|@wanted _4 ~@talk",
        "<spreche|rede|sprechen|reden mit|mti @between* ~@person|rezeption ~@talk",
        "an wen _2 ich|wir mich|uns _4 wenden",
        "an wen wende|wenden ich|wir",
        "spreche|rede nur|ausschliesslich mit @between* @person",
        "keine|keinen @real* menschen|mensch|mitarbeiter hier|da? $",
        "^ @polite* ein? @wanted verfugbar|frei|erreichbar|da $",
        "^ @polite* jemand echtes|echten|richtiges",
        "weigere mich|uns _5 @machine",
        "anruf|ruckruf von|durch @between* @person",
        "mit wem spreche|rede ich wegen|uber|bezuglich|fur",
        "kontakt|verbindung|gesprach zu|mit @between* ~@person",
        "wie|wo komme|finde|bekomme|kriege|erreiche ich|wir an|zu|mit? @between* ~@person",
        "<nicht|etwa hol|hole|holen|gib|geben sie? mir|uns @between* ~@wanted",
        "lassen|lass sie? mich _1 mit _3 ~@person",
        // "verbinden Sie mich mit", "stellen Sie mich durch", "leiten Sie mich weiter"
        "verbinden|verbinde sie? mich|uns !mit|bitte",
        "verbinden|verbinde sie? mich|uns bitte? mit @between* ~@person|rezeption|empfang|buro|werkstatt",
        "stellen|stell|leiten|leite sie? mich|uns _5 durch|weiter",
        "mich|uns _5 verbinden|durchstellen|weiterleiten",
        "^ @polite* durchstellen|weiterleiten|verbinden @polite* $",
        "durchstellen|weiterleiten|verbinden an|mit|zu @between* ~@person",
        "beschweren|beschwerde bei|beim|an @between* ~@wanted",
        "beim|bei @between* ~@wanted|leiter beschweren",
        "erreiche|erreichen|kontaktieren ich? @between* ~@person",
        "@between* ~@person _1 erreichen|kontaktieren !in",
        "an @between* ~@person weitergeleitet|weiterleiten|verwiesen|ubergeben|vermittelt",
        "kann|konnte ich @between* @person kontaktieren|erreichen",
        // "ich brauche einen Menschen", "geben Sie mir einen Mitarbeiter"
        "@want ich|sie|mir|uns? mir|uns? @between* ~@wanted !fur|einer|eines|allein",
        "@want ich|sie|mir? @between* @real person",
        "dass mir|mich|uns|sich? ein|eine @real* mensch|mitarbeiter|person|berater",
        "dass mir|mich|uns|sich jemand",
        "ein|eine|einer|jemand @between* @person|kollege? soll|sollte|muss|moge sich|mich|mir|uns _4 ansehen|anschauen|anrufen|helfen|kummern|antworten|melden",
        "jemanden|jemand|person|mitarbeiter mit dem|der|denen _3 @talk",
        "von|durch einer|einem|anderen? @real person|menschen|mensch|mitarbeiter",
        "lieber @between* @wanted",
        "hilfe von|durch @between* ~@wanted|@person !in",
        "^ @polite* ich? @want? menschliche|personliche hilfe|unterstutzung|beratung @polite* $",
        "@want menschliche|personliche hilfe|unterstutzung|beratung",
        "kann|konnte sich|mir|uns|bitte? @between* mensch|mitarbeiter|berater|person|kollege|kollegin|mitarbeiterin _3 ansehen|anschauen|helfen|antworten|kummern",
        "kann|konnte mir|uns jemand antworten|weiterhelfen",
        "geben|gib|holen sie? mir|uns jemand|jemanden anderen|anders|anderes",
        "kann|konnte mir|uns jemand anders|anderes|anderer helfen|antworten",
        // "Mitarbeiter bitte"
        "^ @polite* ein|einen|einem|den|die|ihren? @real* ~@wanted @polite* $",
        "^ @polite* ein|eine? @real person @polite* $",
        "^ @polite* kundenservice|kundendienst|kundenbetreuung @polite* $",
        "ist|sind ein|eine|irgendein|noch? @wanted _2 verfugbar|da|frei|erreichbar $",
        "ist _1 jemand _1 $",
        "gibt es hier|da menschen|mitarbeiter $",
        "ist|gibt da|hier|es|irgendwo _1 @between* @real mensch|person|mitarbeiter _1 $",
        // "rufen Sie mich zurück", "Rückruf"
        "rufen|ruf|ruft sie|bitte? mich|uns !der|die|das|mein|meine|unser|unsere|ihr|er|sie _3 an|zuruck",
        "mich|uns _6 anrufen|zuruckrufen",
        "ruckruf",
        "@want|bitte|hatte gern|gerne|um? einen|um? einen? anruf $",
        // "nicht mit einem Roboter", "Schluss mit dem Bot"
        "nicht|kein|keine|keinen|schluss|genug|statt _4 @machine",
        "dieser|der|euer|ihr bot|roboter|chatbot taugt|nutzt|hilft|versteht|kann|bringt _2 nichts|nicht",
    ],
};
