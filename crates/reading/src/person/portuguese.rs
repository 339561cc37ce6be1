//! Portuguese, of Portugal and of Brazil.

use super::pattern::Sheet;

pub(super) const SHEET: Sheet = Sheet {
    leads_away: "sobre acerca porque se quando para durante antes depois como que e mas ou em no na",
    classes: &[
        ("talk", "falar fale conversar dialogar tratar"),
        ("with", "com ao a"),
        (
            "wanted",
            "humano humana humanos agente agentes operador operadora atendente assistente representante consultor consultora \
             responsavel supervisor supervisora gerente diretor diretora chefe funcionario funcionaria colega",
        ),
        ("person", "pessoa pessoas alguem equipa equipe ser @wanted"),
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
        "<a @talk _2 @with _3 ~@person",
        "<a @talk _2 @with @between* @place",
        "com quem _2 @talk",
        // "passe-me a um operador", "pode transferir-me para um assistente?"
        "@hand me|nos @between* ~@person|apoio|atendimento|suporte",
        "me|nos @hand @between* ~@person|apoio|atendimento|suporte",
        "contacto|contato com @between* ~@person",
        "contactar|contatar @between* ~@person",
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
        "^ @polite* um|uma? ~@wanted @polite* $",
        "^ @polite* um|uma? pessoa|ser de? @real @polite* $",
        "^ @polite* apoio|atendimento|servico ao cliente @polite* $",
        "ai alguem $",
        "ha|tem @between* @wanted _1 disponivel|livre",
        "ha|tem alguem ai|aqui? $",
        // "liguem-me", "podem ligar-me?"
        "ligue|liguem|liga|telefone|telefonem me|nos !um|uma",
        "pode|podem|podia|podiam|poderia me|nos ligar|telefonar !um|uma",
        "alguem me|nos? pode|podia|poderia me|nos? ligar|telefonar me|nos? $",
        "pode|podem|podia|podiam ligar|telefonar me|nos",
        "me|nos ligue|liguem|liga !um|uma",
        // "não quero um robô", "chega de robôs"
        "nao|chega|farto|farta|odeio|basta _5 @machine",
    ],
};
