//! Portuguese, of Portugal and of Brazil.

use super::pattern::Sheet;

pub(super) const SHEET: Sheet = Sheet {
    leads_away: "sobre acerca porque se quando para durante antes depois como que e mas ou em no na",
    others: "fala falam falas falo falei falou falamos falava",
    denied: &[
        // "tenho de falar com alguém?", "é preciso contactar o gerente?"
        "<quem|como tenho|temos|preciso|necessario|devo de|que? @talk|contactar|contatar|ligar $",
    ],
    classes: &[
        ("talk", "falar fale conversar dialogar tratar papo"),
        ("with", "com ao a"),
        (
            "wanted",
            "humano humana humanos agente agentes operador operadora atendente assistente representante consultor consultora \
             responsavel supervisor supervisora gerente diretor diretora chefe funcionario funcionaria colega",
        ),
        (
            "person",
            "pessoa pessoas alguem equipa equipe ser ninguem @wanted",
        ),
        (
            "place",
            "apoio atendimento servico suporte escritorio rececao recepcao central",
        ),
        (
            "real",
            "real verdade verdadeira verdadeiro humana humano osso viva",
        ),
        (
            "between",
            "um uma o a os as outro outra ao com seu sua vosso vossa de do da para por algum alguma",
        ),
        (
            "want",
            "quero queria preciso gostaria prefiro exijo desejo queremos precisamos",
        ),
        (
            "hand",
            "passe passa passem transfira transfere transferir conecte conecta conectar ligue encaminhe passar ponha ponham",
        ),
        (
            "machine",
            "bot bots robo robos maquina maquinas chatbot computador ia",
        ),
        ("polite", "por favor obrigado obrigada agora ja ola oi urgente"),
    ],
    patterns: &[
        // "quero falar com uma pessoa", "com quem posso falar?"
        "<a|sem ~~@talk _2 @with _3 ~@person",
        "<a|sem ~~@talk _2 @with @between* @place",
        "ajude|ajuda|ajudem|ajudar|ajudarem a @talk _2 @with _3 ~@person",
        "com quem _2 @talk",
        "so|apenas falarei|falo com @between* @person",
        "ha|tem nenhum|nenhuma humano|humana|pessoa|atendente ai|aqui? $",
        "^ @polite* um? @wanted disponivel|livre $",
        "^ @polite* alguem de? @real $",
        "onde _3 @between* pessoa|alguem|atendente|humano para|com falar|quem",
        "recuso me? a? @talk com _1 @machine",
        "pode|podem|podia|poderia me|nos? passar|transferir para|com|a|ao @between* @person|@place|setor",
        "que um|uma|o|a @real* @person me|nos ligue|contacte|contate|ajude|responda|atenda",
        "com quem falo|falamos sobre|de|para|do|da",
        "a quem _1 dirijo|dirigir|reclamo|recorro",
        "como|onde falo|falamos|contacto|contato com? @between* ~@person",
        "ajuda|assistencia|apoio de|por @between* ~@person !idosas|idosa|deficiencia",
        "@want de? ajuda|assistencia|atendimento|apoio humana|humano",
        "me|nos da|de|arranja|arranje|arranjem @between* ~@wanted",
        "<numero|horario @want|contactar|contatar|com @between* apoio|atendimento|servico ao cliente",
        "ha|tem @between* alguem|pessoa|@wanted que|quem me|nos? possa|pode ajudar|atender|responder",
        "uma|outra|@real pessoa pode|podia|poderia me|nos? ajudar|atender|responder|contactar|ajude me|nos? $",
        "reclamar|reclamacao|queixa com|a|ao|para|junto @between* ~@wanted",
        // "passe-me a um operador", "pode transferir-me para um assistente?"
        "@hand me|nos @between* ~@person|@place",
        "me|nos @hand @between* ~@person|apoio|atendimento|suporte",
        "contacto|contato com @between* ~@person",
        "contactar|contatar @between* ~@person",
        "contactar|contatar|acionar @between* suporte|apoio|atendimento|central !medico",
        // "quero um atendente"
        "<nao @want @between* ~@wanted !de|do|legal",
        "@want @between* pessoa|ser de? @real",
        "@want uma pessoa $",
        "que um|uma|alguem @real* @person? me|nos responda|atenda|ajude|ligue|contacte",
        "me|nos responda|atenda|ajude um|uma|alguem @real* @person?",
        "que um|uma|alguem @real* @person? me|nos contactasse|contatasse|ligasse|ajudasse|respondesse|atendesse",
        "de|da|por um|uma|outra? pessoa|ser de? @real",
        "atendido|atendida|atenda por|uma|um|alguem @between* @person?",
        "@between* humano|pessoa|atendente|agente pode|podia|poderia me? ver|ajudar|atender|olhar|verificar me? @between* meu|minha|isto|isso|caso",
        "outra pessoa pode|podia|poderia me? ajudar|atender",
        // "atendente, por favor"
        "^ @polite* um|uma? @wanted @polite* $",
        "^ @polite* um|uma? pessoa|ser|@wanted de? @real @polite* $",
        "^ @polite* servico|central|linha? de? apoio|atendimento|servico ao cliente @polite* $",
        "ai alguem $",
        "ha|tem @between* @wanted _1 disponivel|livre",
        "ha|tem alguem ai|aqui? $",
        "ha|tem um|uma|algum|alguma? humano|humana|humanos|@wanted ai|aqui|la $",
        "alguem|atendente|agente|operador|humano pode|podia|poderia me|nos? atender|responder|atenderme",
        "que um|uma|o|a @person veja|olhe|analise|verifique|trate",
        "solicito|quero|peco|preciso|desejo de? uma ligacao|chamada $",
        // "liguem-me", "podem ligar-me?"
        "ligue|liguem|liga|telefone|telefonem me|nos !um|uma",
        "pode|podem|podia|podiam|poderia me|nos ligar|telefonar !um|uma",
        "alguem me|nos? pode|podia|poderia me|nos? ligar|telefonar me|nos? $",
        "pode|podem|podia|podiam ligar|telefonar me|nos",
        "me|nos ligue|liguem|liga !um|uma",
        // "não quero um robô", "chega de robôs"
        "nao|chega|farto|farta|odeio|basta _5 @machine !de|do|da",
        "este|o|esse bot|robo|chatbot nao serve|entende|ajuda|funciona|presta",
    ],
};
