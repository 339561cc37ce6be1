//! Italian.

use super::pattern::Sheet;

pub(super) const SHEET: Sheet = Sheet {
    leads_away: "su riguardo perche se quando per durante prima dopo come che e ma o in",
    classes: &[
        ("talk", "parlare parli parlarne conversare chattare discutere"),
        ("with", "con col coi a al"),
        (
            "wanted",
            "umano umana umani agente agenti operatore operatrice consulente rappresentante responsabile supervisore direttore \
             direttrice addetto addetta impiegato impiegata capo collega referente assistente",
        ),
        ("person", "persona persone qualcuno staff team essere @wanted"),
        ("place", "servizio assistenza ufficio reception centralino"),
        ("real", "vera vero reale umano umana carne"),
        (
            "between",
            "un una un il la lo l altro altra vostro vostra suo sua con a al di del dello",
        ),
        (
            "want",
            "voglio vorrei necessito preferisco preferirei esigo datemi dammi mi desidero vogliamo vorremmo bisogno",
        ),
        (
            "hand",
            "passi passa passami passatemi colleghi collegami collegatemi trasferisca trasferiscimi trasferirmi passarmi collegarmi passiate passino",
        ),
        ("machine", "bot robot macchina macchine chatbot computer ia"),
        ("polite", "per favore grazie adesso subito ora ciao cortesia"),
    ],
    patterns: &[
        // "voglio parlare con una persona", "con chi posso parlare?"
        "@talk _2 @with _3 ~@person",
        "@talk _2 @with @between* @place",
        "con chi _3 @talk",
        "persona|qualcuno|operatore con cui _2 @talk",
        "che un|una|qualcuno @real* @person? mi|ci contattasse|richiamasse|chiamasse|rispondesse|aiutasse",
        "di|da un|una|un altra? persona|essere @real",
        // "mi passi un operatore", "può trasferirmi a un agente?"
        "<ci|vi @hand @with? @between* ~@person|@place",
        "contatto con @between* ~@person",
        "contattare|raggiungere|sentire @between* ~@person",
        // "voglio un operatore"
        "<non voglio|vorrei|necessito|preferisco|preferirei|esigo|datemi|dammi|desidero|mandatemi @between* ~@wanted !di|del|legale",
        "@want @between* persona|essere @real",
        "@want una persona $",
        "mi|ci risponda|aiuti|assista|richiami|contatti un|una|qualcuno @real* @person?",
        "che un|una|qualcuno @real* @person? mi|ci risponda|aiuti|assista|richiami|contatti",
        "puo|potrebbe|possa guardarlo|vederlo|controllarlo|aiutarmi|rispondermi @between* _1 @person|qualcun",
        "puo|potrebbe @between* umano|persona|operatore aiutarmi|guardare|vedere|rispondere",
        // "operatore, per favore"
        "^ @polite* un|una? ~@wanted @polite* $",
        "^ @polite* un|una? persona|essere @real @polite* $",
        "^ @polite* servizio|assistenza clienti @polite* $",
        "c e @between* @wanted _1 disponibile|libero",
        "c e qualcuno li|la|qui? $",
        // "richiamatemi", "mi può richiamare?"
        "richiamatemi|richiamami|chiamatemi|telefonatemi|mi|ci richiami|richiamiate !anna",
        "richiamatemi|richiamami|chiamatemi|telefonatemi|chiamami !un|una",
        "mi|ci puo|potete|puoi|potrebbe|potreste richiamare|chiamare|telefonare !un|una|taxi",
        "puo|potete|puoi|potrebbe|potreste richiamarmi|chiamarmi|telefonarmi|richiamarci !un|una|taxi",
        // "non voglio un robot", "basta bot"
        "non|basta|stufo|stufa|odio _5 @machine",
    ],
};
