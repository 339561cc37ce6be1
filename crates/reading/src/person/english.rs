//! English.

use super::pattern::Sheet;

pub(super) const SHEET: Sheet = Sheet {
    leads_away: "about regarding concerning because if when whether for which during before after at how what per and but or",
    classes: &[
        ("talk", "talk speak chat converse"),
        ("talking", "talking speaking chatting"),
        ("contact", "contact contacting reach reaching"),
        (
            "hand",
            "connect connected transfer transferred pass put forward switch redirect escalate hand patch route move",
        ),
        (
            "want",
            "want need get give prefer like demand require request wanna send rather wish requesting wanting find bring",
        ),
        (
            "help",
            "help assist look take answer check handle deal call contact explain",
        ),
        ("can", "can could will would may have"),
        ("to", "to with wth wiht"),
        ("me", "me us this it"),
        ("somebody", "someone somebody anyone anybody"),
        // Somebody who could take over, when talked to, reached or handed to.
        (
            "person",
            "human humans person persons someone somebody anyone anybody agent agents operator operators representative \
             representatives advisor adviser advisors advisers manager supervisor assistant employee consultant specialist \
             receptionist colleague colleagues rep reps clerk boss",
        ),
        // Those behind the chat, when talked to or handed to.
        (
            "place",
            "team desk department office reception support service staff people worker expert director owner member",
        ),
        // Somebody who is wanted as such.
        (
            "wanted",
            "human humans agent agents operator operators representative representatives advisor adviser manager supervisor \
             assistant receptionist rep boss",
        ),
        // What makes a person of flesh and blood.
        (
            "real",
            "real actual live human normal physical proper different genuine breathing living",
        ),
        // What may stand between a verb and the person it asks for.
        (
            "between",
            "a an the me us to with your some one of real actual live human normal physical proper different genuine another \
             other customer service support care please just more bloody fucking damn goddamn competent qualified through over \
             on be right back this it wth any hold touch in duty",
        ),
        (
            "machine",
            "bot bots robot robots machine machines computer chatbot ai",
        ),
        (
            "polite",
            "please now thanks asap immediately ok okay hi hello hey no just",
        ),
        // "you talk to people": not the visitor.
        ("others", "you they he she guides drivers dont"),
        // "am I talking to a human?" is a question.
        ("am", "i im am was were been are is you youre we keep"),
        // "the contact person": a noun.
        ("its", "the your our my is emergency local a main"),
    ],
    patterns: &[
        // "talk to somebody", "chat with your manager", "speak live agent"
        "<@others ~@talk _2 @to _3 ~@person",
        "<@others ~@talk _2 @to !you _3 @place",
        "<@others @talk @between* @person",
        "<@am ~@talking _1 @to _3 ~@person",
        "<@am ~@talking _1 @to _3 @place",
        "have|having|had a quick|little? chat|word|talk with your|one|some|a|the|@somebody",
        // "I would like to speak to the restaurant"
        "want|need|like|wish to @talk to the|your|my|our|a|an _3",
        // "who can I speak with", "is there someone I can talk to"
        "who|person|human|@somebody can|could|should|do|i|to|we _2 @talk to|with",
        // "contact a human agent", "get in touch with someone", "get hold of a person"
        "<@its ~@contact @between* ~@person",
        "@its contact a|an|some|someone|somebody @between* @person",
        "hold|touch of|with @between* @person",
        // "connect me to an agent", "pass me to a human", "put me through", "escalate this"
        "@hand @me? @between* ~@person",
        "@hand @me? over|through|on? @to @between* _1 @place",
        "put me|us through",
        "escalate this|it|my",
        // "I want a human", "give me a real person", "can I have an agent"
        "<i|we @want @between* ~@wanted !dog|dogs|rights|resources",
        "<do|does|did|will i|we|id|really|just @want @between* ~@wanted !dog|dogs|rights|resources",
        "can|could|may|let i|we|me|us have|get @between* ~@wanted",
        "@want @between* @real person|people|being",
        "@want _3 to|with|a|me|us @real person|people|being",
        "@want @me? to? a person @polite* $",
        // "get someone on the line", "need somebody to talk to", "get me someone else"
        "@want @me? @somebody else? _1 on _1 line|phone",
        "@want @me? @somebody to talk|speak|call|contact|chat",
        "@want a|an|another|some @real* person|human|agent|colleague to call|contact|phone|answer|help me|us",
        "from|by a|an|another @real* @real person|human|being",
        "get|give|bring|need|want @me? @somebody else|real @polite* $",
        "can|could you get|find @me? @somebody to help me|us $",
        "is|are there? a|an|any @real* @wanted _1 available|free|online",
        "@somebody out|real? there|here @polite* $",
        // "pass me on to a human"
        "<@talking @to @between* human|humans !agent|agents|rights",
        // "agent, please", "human human human", "real person", "customer service", "spa team please"
        "^ @polite* a|an|the? @real* ~@wanted @polite* @wanted* @polite* $",
        "^ @polite* a|an|the? @real person|people|being|chat @polite* $",
        "^ @polite* customer service|support|care @polite* $",
        "^ @polite* the|your? _2 team|desk|department please $",
        // "call me back", "can someone phone us", "give me a call"
        "call|ring|phone me|us back|now|please|on|at|asap|today|tomorrow|urgently|immediately",
        "call|ring|phone me|us $",
        "callback",
        "give me|us a call|ring",
        "@can @somebody @polite* call|contact|phone|ring|talk|speak",
        // "can somebody else help", "could a human look at this"
        "@can @somebody else @polite* @help",
        "@can a? @real* human|manager|representative|supervisor @help",
        // "I don't want a bot", "not with a machine", "stop this robot"
        "dont|not|stop|hate|tired|sick|instead|enough|useless|stupid _9 @machine",
    ],
};
