//! Spanish.

use super::pattern::Sheet;

pub(super) const SHEET: Sheet = Sheet {
    leads_away: "sobre acerca porque si cuando para durante antes despues como que y pero o en",
    others: "habla hablas hablan hablo hable hablad hablado hablaba",
    denied: &[
        // "¿hay que hablar con alguien?", "¿tengo que contactar con el responsable?"
        "<quien|como tengo|tiene|tenemos|hay|hace que|falta @talk|contactar|llamar",
    ],
    classes: &[
        (
            "talk",
            "hablar hablarle conversar chatear comunicarme comunicarnos charlar platicar",
        ),
        ("with", "con a al"),
        ("somebody", "alguien"),
        (
            "wanted",
            "humano humana humanos agente agentes operador operadora representante asesor asesora encargado encargada gerente \
             supervisor supervisora empleado empleada recepcionista jefe jefa director directora patron ejecutivo ejecutiva",
        ),
        (
            "person",
            "persona personas alguien equipo responsable companero companera colega ser nadie @wanted",
        ),
        (
            "place",
            "atencion servicio soporte departamento oficina recepcion central",
        ),
        (
            "real",
            "real humana humano verdad verdadera verdadero fisica hueso viva",
        ),
        (
            "between",
            "un una el la los las otro otra a al con su sus de del tu vuestro algun alguna ya por favor",
        ),
        (
            "want",
            "quiero necesito quisiera prefiero exijo dame deme denme querria queremos necesitamos pido solicito",
        ),
        (
            "hand",
            "paseme paseme pasame pasenme paseme pongame ponme comuniqueme comunicame transfierame transfiereme conecteme conectame derivame deriveme",
        ),
        (
            "machine",
            "bot bots robot robots maquina maquinas chatbot ordenador computadora ia",
        ),
        (
            "polite",
            "por favor gracias ya ahora hola urgente porfa inmediatamente",
        ),
    ],
    patterns: &[
        // "quiero hablar con una persona", "¿con quién puedo hablar?"
        "<sin ~@talk _2 @with _3 ~@person",
        "~@talk _2 @with @between* @place",
        "con quien _2 @talk|hablo !espanol|ingles",
        "como hablo con @between* @person",
        // "páseme con un operador", "¿me puede comunicar con un asesor?"
        "@hand con|a|al",
        "transferir|derivar|pasar|conectar|comunicar _1 con|a|al @between* ~@person !de|nombre",
        "pasas|pones|pasan|ponen|comunicas|derivan|derivas _1 con|a|al @between* ~@person",
        "me|nos puede|puedes|pueden|podria|podrian pasar|poner|comunicar|transferir|conectar|derivar con|a|al @between* ~@person",
        "pasarme|ponerme|comunicarme|transferirme|conectarme|derivarme|pasarnos|ponernos con|a|al @between* ~@person|@place",
        "me|nos comunica|comunican|comuniquen|pasa|pasan|pasen|pase|pone|ponen|pongan|conecta|conectan con|a @between* ~@person",
        "contactar|contactarme|comunicarme con|a|al @between* @place !medica|medico",
        "contacto|comunicacion|contactar|contactarme|localizar con|a? @between* ~@person !contacto",
        // "quiero un agente", "necesito una persona real"
        "<no ~@want @between* ~@wanted !de|del|legal|humanos",
        "@want @between* persona|ser @real|humano",
        "@want @between* persona $",
        // "ayuda de una persona", "ayuda humana", "atención al cliente"
        "ayuda|asistencia|apoyo|atencion de|por @between* ~@person !mayor|mayores|discapacidad",
        "@want @between* ayuda|atencion|asistencia|asesoria humana|personal $",
        "@want|contactar|con @between* atencion|servicio al|a cliente|clientes",
        "hay @between* alguien|@wanted _1 que|quien me|nos? pueda|puede|podria ayudarme|ayudarnos|ayudar|atenderme|atender|hablar",
        "a quien _1 dirijo|dirigirme|dirigirnos|reclamo|acudo",
        "con quien hablo para|de|sobre|por",
        "queja|reclamacion|quejarme|reclamar|quejarnos con|a|ante|al @between* ~@wanted",
        "atienda|atender|atenderme|atendido|responda|conteste|ayude _1 una|un|alguna|alguien @person",
        "que una|un|alguna|alguien @real* @person? me|nos atienda|responda|conteste|ayude|llame",
        "puede|podria|pueda ayudarme|atenderme|ayudar|mirarlo|revisarlo|verlo @between* @person",
        "puede|podria @between* humano|persona|agente ayudarme|atenderme|mirar|revisar|ver",
        // "agente, por favor", "persona real"
        "^ @polite* un|una? @wanted @polite* $",
        "^ @polite* un|una? persona|ser de? @real @polite* $",
        "^ @polite* un|una? @wanted @real @polite* $",
        "^ @polite* atencion|servicio al cliente @polite* $",
        "hay @between* @wanted _1 disponible|libre",
        "hay alguien ahi|aqui? $",
        "hay @between* ningun|ninguna humano|humana|persona|agente ahi|aqui? $",
        "^ @polite* @wanted disponible|libre $",
        "^ @polite* alguien de? @real $",
        "solo hablare con @between* @person",
        "donde _3 @between* persona|alguien|agente|humano para|con hablar|quien",
        "niego|rehuso a? _3 @machine",
        "hay @between* humano|humana|humanos|agente|@real ahi|aqui|alli|alla $",
        "@person me|nos puede|podria|pueda atender|responder|contestar|ayudar|llamar",
        "me|nos puede|podria|pueda llamar|contactar|ayudar|atender un|una|algun|alguna @real* @wanted|persona|companero|companera",
        "que un|una @real* @person mire|vea|revise|atienda|lleve",
        "solicito|quiero|pido|necesito|deseo|quisiera una? llamada $",
        // "llámenme", "¿me pueden llamar?", "que me llame alguien"
        "llamame|llamenme|llameme|llamadme !un|una|taxi",
        "me|nos llama|llamas|llamais alguien|luego|despues|manana",
        "me|nos puede|puedes|pueden|podria|podrian|podeis llamar|telefonear !un|una|taxi|al",
        "puede|puedes|pueden|podria|podrian|podeis llamarme|llamarnos|telefonearme !un|una|taxi",
        "que me|nos llame|llamen !un|una",
        "que me|nos llame|contacte|contactara|contactase|atendiera|ayudara una|un|alguien|alguna @real* @person?",
        "de|por una|un|otra @real* persona|ser|agente @real",
        // "no quiero un robot", "basta de bots"
        "no|basta|harto|harta|odio|dejad|deja _5 @machine !de|para|del",
        "este|el|tu bot|robot|chatbot no sirve|entiende|ayuda|funciona",
    ],
};
