//! German.

use super::pattern::Sheet;

pub(super) const SHEET: Sheet = Sheet {
    leads_away: "weil wenn ob fur wahrend vor nach wie was und aber oder dass",
    classes: &[
        ("talk", "sprechen reden telefonieren chatten unterhalten"),
        (
            "wanted",
            "menschen mensch mitarbeiter mitarbeiterin mitarbeitern angestellten angestellte berater beraterin agent agenten operator vorgesetzten \
             vorgesetzte chef chefin manager managerin geschaftsfuhrer leiter teamleiter ansprechpartner sachbearbeiter \
             kundenberater vertreter",
        ),
        (
            "person",
            "person personen jemand jemandem jemanden kollegen kollegin team kundenservice kundendienst support hotline zentrale @wanted",
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
        "@want _2 @between* jemanden|@wanted _4 @talk",
        "lassen|lass sie? mich _1 mit _3 ~@person",
        // "verbinden Sie mich mit", "stellen Sie mich durch", "leiten Sie mich weiter"
        "verbinden|verbinde sie? mich|uns !mit|bitte",
        "verbinden|verbinde sie? mich|uns bitte? mit @between* ~@person",
        "stellen|stell|leiten|leite sie? mich|uns _5 durch|weiter",
        "mich|uns _5 verbinden|durchstellen|weiterleiten",
        "erreiche|erreichen|kontaktieren ich? @between* ~@person",
        "kann|konnte ich @between* @person kontaktieren|erreichen",
        // "ich brauche einen Menschen", "geben Sie mir einen Mitarbeiter"
        "@want ich|sie|mir|uns? mir|uns? @between* ~@wanted !fur|einer|eines|allein",
        "@want ich|sie|mir? @between* @real person",
        "dass mir|mich|uns|sich? ein|eine @real* mensch|mitarbeiter|person|berater",
        "dass mir|mich|uns|sich jemand",
        "jemanden|jemand|person|mitarbeiter mit dem|der|denen _3 @talk",
        "von|durch einer|einem|anderen? @real person|menschen|mensch|mitarbeiter",
        "lieber @between* @wanted",
        "kann|konnte sich? @between* mensch|mitarbeiter|berater|person _2 ansehen|anschauen|helfen|antworten|kummern",
        "kann|konnte mir|uns jemand anders|anderes|anderer helfen|antworten",
        // "Mitarbeiter bitte"
        "^ @polite* ein|einen|einem? @real* ~@wanted @polite* $",
        "^ @polite* ein|eine? @real person @polite* $",
        "^ @polite* kundenservice|kundendienst|kundenbetreuung @polite* $",
        "ist|sind ein|eine|irgendein|noch? @wanted _2 verfugbar|da|frei|erreichbar $",
        "ist _1 jemand _1 $",
        // "rufen Sie mich zurück", "Rückruf"
        "rufen|ruf|ruft sie|bitte? mich|uns _3 an|zuruck",
        "mich|uns _6 anrufen|zuruckrufen",
        "ruckruf",
        // "nicht mit einem Roboter", "Schluss mit dem Bot"
        "nicht|kein|keine|keinen|schluss|genug|statt _4 @machine",
    ],
};
