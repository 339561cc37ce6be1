//! Italian.

use super::pattern::Sheet;

pub(super) const SHEET: Sheet = Sheet {
    leads_away: "su riguardo perche se quando per durante prima dopo come che e ma o in",
    others: "parlate parlato parlata parla parli parlo parliamo parlano caso casa cosa capi",
    denied: &[
        // "devo parlare con qualcuno?", "bisogna contattare l'operatore?"
        "^ devo|bisogna|dobbiamo|occorre @talk|contattare|chiamare|sentire",
    ],
    classes: &[
        (
            "talk",
            "parlare parlarne parlarvi conversare chattare discutere chiacchierare",
        ),
        ("with", "con col coi a al"),
        (
            "wanted",
            "umano umana umani agente agenti operatore operatrice consulente rappresentante responsabile supervisore superiore direttore \
             direttrice addetto addetta impiegato impiegata capo collega referente assistente",
        ),
        (
            "person",
            "persona persone qualcuno staff team essere nessuno @wanted",
        ),
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
            "passi passa passami passatemi colleghi collegami collegatemi trasferisca trasferiscimi trasferirmi passarmi collegarmi passiate passino trasferitemi trasferitemi passate trasferite mandatemi metta metti mettetemi mettermi mettere",
        ),
        ("machine", "bot robot macchina macchine chatbot computer ia"),
        ("polite", "per favore grazie adesso subito ora ciao cortesia"),
    ],
    patterns: &[
        // "voglio parlare con una persona", "con chi posso parlare?"
        "<senza ~@talk _2 @with _3 ~@person",
        "~@talk _2 @with @between* @place",
        "con chi _3 @talk",
        "parlero|parlo solo|solamente con @between* @person",
        "che io? parli con @between* @person",
        "c e @between* nessun|nessuno|alcun umano|umana|operatore|persona $",
        "^ @polite* un? @wanted disponibile|libero $",
        "^ @polite* qualcuno di @real $",
        "rifiuto di @talk con _1 @machine",
        "che un|una|il|la|l|vostro @real* @person mi|ci chiami|richiami|contatti|risponda|aiuti",
        "^ il|lo|la|un|una|vostro @real* @wanted mi|ci chiami|richiami|contatti|risponda|aiuti",
        "puo|potete|potrebbe passare|passarmi|mettere @between* ufficio|@person|@place",
        "con chi parlo|parliamo per|di|del|della",
        "a chi _1 rivolgo|rivolgermi|rivolgerci|rivolgo",
        "persona|qualcuno|operatore con cui _2 @talk",
        "che un|una|qualcuno @real* @person? mi|ci contattasse|richiamasse|chiamasse|rispondesse|aiutasse",
        "mi|ci contattasse|richiamasse|chiamasse|rispondesse|aiutasse un|una|qualcuno @real* @person?",
        "di|da un|una|un altra? persona|essere @real",
        // "mi passi un operatore", "può trasferirmi a un agente?"
        "<ci|vi @hand @with? @between* ~@person|@place|qualcun",
        "contatto|comunicazione|linea con @between* ~@person|@place",
        "contattato|contattata|richiamato|richiamata|chiamato|chiamata|assistito da @between* ~@person",
        "<dopo|prima essere richiamato|richiamata|ricontattato|ricontattata",
        "come contatto|raggiungo|trovo @between* ~@person",
        "fatemi|fammi|faccia|fate chiamare|richiamare|contattare|parlare da|con? @between* @person",
        "<numero|orari|orario @want|contattare|con @between* assistenza|servizio clienti",
        "aiuto|assistenza da|di @between* ~@wanted|persona !anziane|disabili",
        "@want|mi|ci serve|servirebbe? @between* aiuto|assistenza|supporto umano|umana|personale $",
        "mi|ci serve|servirebbe|dia|date|dai @between* ~@wanted !di|del|legale|pubblico",
        "mi|ci serve|servirebbe|dia|date @between* persona @real",
        "posso|possiamo|potrei avere|ricevere @between* ~@wanted !di|del",
        "ho|abbiamo bisogno di|d @between* ~@wanted !legale|di|del|d",
        "reclamo|reclamare|lamentarmi|lamentarci|lamentela a|al|con|presso @between* ~@wanted",
        "contattare|raggiungere|sentire @between* ~@person",
        "contattare|chiamare @between* supporto|assistenza|centralino|reception !medica|stradale",
        // "voglio un operatore"
        "<non voglio|vorrei|necessito|preferisco|preferirei|esigo|datemi|dammi|desidero|mandatemi @between* ~@wanted !di|del|legale",
        "@want @between* persona|essere @real",
        "@want una persona $",
        "mi|ci risponda|aiuti|assista|richiami|contatti un|una|qualcuno @real* @person?",
        "che un|una|qualcuno @real* @person? mi|ci risponda|aiuti|assista|richiami|contatti",
        "puo|potrebbe|possa guardarlo|vederlo|controllarlo|aiutarmi|rispondermi @between* _1 @person|qualcun",
        "puo|potrebbe @between* umano|persona|operatore|collega|agente|consulente aiutarmi|controllare|guardare|vedere|rispondere",
        // "operatore, per favore"
        "^ @polite* un|una? @wanted @polite* $",
        "^ @polite* un|una? persona|essere|@wanted @real @polite* $",
        "c e @between* umano|umani|umana|@wanted li|la|qui $",
        "qualcuno|operatore|consulente|collega|umano mi|ci puo|potrebbe rispondere|aiutare|chiamare|richiamare|contattare",
        "qualcuno|operatore|consulente|collega|umano puo|potrebbe rispondermi|chiamarmi|richiamarmi|contattarmi",
        "puo|potrebbe chiamarmi|richiamarmi|contattarmi|rispondermi un|una|qualcuno @real* @person?",
        "un|una|vostro|qualche @person guardi|controlli|veda|verifichi|gestisca",
        "richiedo|vorrei|voglio|chiedo|desidero una|essere? chiamata|telefonata|richiamata $",
        "^ @polite* servizio|assistenza clienti @polite* $",
        "c e @between* @wanted _1 disponibile|libero",
        "c e qualcuno li|la|qui? $",
        // "richiamatemi", "mi può richiamare?"
        "richiamatemi|richiamami|chiamatemi|telefonatemi|mi|ci richiami|richiamiate !anna",
        "richiamatemi|richiamami|chiamatemi|telefonatemi|chiamami !un|una",
        "mi|ci puo|potete|puoi|potrebbe|potreste richiamare|chiamare|telefonare !un|una|taxi",
        "puo|potete|puoi|potrebbe|potreste richiamarmi|chiamarmi|telefonarmi|richiamarci !un|una|taxi",
        // "non voglio un robot", "basta bot"
        "non|basta|stufo|stufa|odio _5 @machine !del|da|di",
        "questo|il|vostro bot|robot|chatbot non serve|capisce|aiuta|funziona",
    ],
};
