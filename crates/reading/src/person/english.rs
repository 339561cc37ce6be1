//! English.

use super::pattern::Sheet;

pub(super) const SHEET: Sheet = Sheet {
    leads_away: "about regarding concerning because if when whether for which during before after at how what per and but or",
    others: "walk stalk take took tall tale read react beach breach teach peak spell speech chart spoke speaks talks chats managed",
    denied: &[
        // "do I have to speak with anyone at check-in?", "should I contact the manager?"
        "<what|where|how|who|whom|hell|heck|earth|fuck do|does|should|must i|we|you|one have|need|needed? to? @talk|@contact|see|call",
        "is it rude|ok|okay|safe|allowed|customary|normal|polite|necessary|required|mandatory|usual to @talk|@contact",
        "<who|whom|how|where|when|can|hell|heck|earth|fuck should|must|do i|we @talk",
    ],
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
            "want need get give prefer like demand require request wanna send rather wish requesting wanting find bring gimme",
        ),
        (
            "help",
            "help assist look take answer check handle deal call contact explain",
        ),
        ("can", "can could will would may have"),
        ("to", "to with wth wiht 2 w"),
        ("me", "me us this it"),
        ("somebody", "someone somebody anyone anybody"),
        // Somebody who could take over, when talked to, reached or handed to.
        (
            "person",
            "human humans person persons someone somebody anyone anybody agent agents operator operators representative \
             representatives advisor adviser advisors advisers manager supervisor assistant employee consultant specialist \
             receptionist colleague colleagues rep reps clerk boss whoever superior nobody",
        ),
        // Those behind the chat, when talked to or handed to.
        (
            "place",
            "team desk department office reception support service staff people worker workers employees expert experts technician technicians engineer director owner member",
        ),
        // Somebody who is wanted as such.
        (
            "wanted",
            "human humans agent agents operator operators representative representatives advisor adviser manager supervisor \
             assistant receptionist rep boss",
        ),
        // What a house has that answers a telephone, when handed to.
        ("desk", "concierge housekeeping kitchen spa gym @place"),
        // What is only an operator's, and what an agent is only for.
        (
            "thing",
            "dog dogs rights resources position job jobs licence license code codes fee fees role course visa salary name \
             number rate rates discount email address at s",
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
             other customer service support care please just more bloody fucking damn goddamn freaking frigging fricking effing competent qualified next first available through over \
             on be right back this it wth any hold touch in duty",
        ),
        (
            "machine",
            "bot bots robot robots machine machines computer chatbot ai",
        ),
        (
            "polite",
            "please plz pls now thanks thx asap immediately ok okay hi hello hey no yes yeah so just sorry",
        ),
        // "you talk to people": not the visitor.
        ("others", "you they he she guides drivers dont"),
        // "am I talking to a human?" is a question.
        ("am", "without i im am was were been are is you youre we keep"),
        // Whoever wants a call says it after these; "will the driver call me" is about another's.
        (
            "asked",
            "please plz pls you guys to and can could just kindly back now u must should @somebody @person @place",
        ),
        // "the contact person": a noun.
        ("its", "the your our my is emergency local a main"),
    ],
    patterns: &[
        // "talk to somebody", "chat with your manager", "speak live agent"
        "<@others|without ~~@talk _3 ~~@to _3 ~@person",
        "<@others|room ~~@talk _2 @to !you|room _3 @desk",
        "<@others @talk @between* @person",
        "<@am ~@talking _1 ~~@to _3 ~@person",
        "<@am ~@talking _1 @to _3 @place",
        "have|having|had a quick|little? chat|word|talk with your|one|some|a|the|whoever|@somebody",
        // "I would like to speak to the restaurant"
        "want|need|like|wish to @talk to the|your|my|our|a|an _3",
        // "who can I speak with", "is there someone I can talk to"
        "who|whom|people|humans|@person else? can|could|should|do|i|to|we _3 @talk to|with",
        // "contact a human agent", "get in touch with someone", "get hold of a person"
        "<@its ~@contact @between* ~@person",
        "@its contact a|an|some|someone|somebody @between* @person",
        "hold|touch of|with @between* @person",
        "get|getting|gotten|come through to @between* @person|@place",
        "discuss|discussing|explain this|it|that|my|the? _3 with|to @between* ~@person",
        "complain|complaint|complaining to|with @between* @person",
        // "connect me to an agent", "pass me to a human", "put me through", "escalate this"
        "@hand @me? @between* ~@person",
        "@hand @me? over|through|on? @to @between* _1 @desk",
        "@hand this|it|my|the|our|me? conversation|chat|case|call|issue|problem|matter|complaint|request|ticket over? to @between* ~@person|@place",
        "connect me|us to|with the|your !wifi|wi|internet|network|web|hotel|flight|train|bus",
        "be put|connected|transferred|passed|redirected through|over? to|with",
        "put me|us through",
        "connect|transfer|redirect|forward|escalate|patch me|us @polite* $",
        "connect|transfer me|us to|with one|@somebody",
        "escalate this|it|my",
        "want|need|like|please to? escalate",
        // "I want a human", "give me a real person", "can I have an agent"
        "<i|we @want @between* ~@wanted !@thing",
        "<do|does|did|will i|we|id|really|just @want @between* ~@wanted !@thing",
        "can|could|may|let i|we|me|us have|get @between* ~@wanted !@thing",
        "@want @between* @real person|people|being",
        "@want _3 to|with|a|me|us @real person|people|being",
        "@want @me? to? a person @polite* $",
        // "get someone on the line", "need somebody to talk to", "get me someone else"
        "@want @me? @somebody else? _1 on _1 line|phone",
        "get|give|bring me|us @somebody who",
        "want|need|like @somebody to explain|handle|sort|deal",
        "want|need|like @somebody to look into",
        "want|need|like @somebody to look at my|the|this case|booking|claim|request|reservation|invoice|bill|account|refund",
        // "I need help from a person", "human support", "customer care"
        "^ @polite* @want _2 help|assistance|support|advice from @between* ~@person",
        "<do|does|did|will i|we|id @want _2 help|assistance|support|advice from @between* ~@person",
        "^ @polite* i? @want? human|live support|help|assistance|service|agent @polite* $",
        "<do|does|did i|we|id|@hand|@want @me? to? @between* customer|client service|support|care !number|phone|hours|email|address|desk|contact",
        // "I would like a call from one of your agents", "arrange for somebody to call me"
        "@want|appreciate|grateful|arrange|expect for? _3 call|callback back? from @between* @person|@place",
        "have|get|ask|tell|let|arrange for? @between* ~@person|@place _3 to? contact|call|phone|ring|email|message|text me|us",
        "@want @me? @somebody to talk|speak|call|contact|chat",
        "@want a|an|another|some @real* person|human|agent|colleague to call|contact|phone|answer|help me|us",
        "from|by a|an|another @real* @real person|human|being",
        "get|give|bring|need|want @me? @somebody else|real @polite* $",
        "can|could you get|find @me? @somebody to help me|us $",
        "is|are there? a|an|any? @real* @wanted|@somebody _1 available|free|online right? @polite* $",
        "is|are there? a|an|any? @real* @wanted|@somebody _1 available|free|online|able to chat|talk|speak|help|assist|answer|respond|take",
        "^ @polite* anyone|anybody @polite* $",
        "anyone|anybody|someone|somebody but a|the|this|you",
        "@somebody out|real? there|here @polite* $",
        "@somebody out|real? there|here who|that can|could help|assist",
        "any _1 humans|people|agents|person|human working? there|here @polite* $",
        "people|humans|agents|staff working there|here $",
        "a|an @real* @wanted i|we can|could call|ring|contact|reach",
        // "pass me on to a human"
        "<@talking @to @between* human|humans !agent|agents|rights",
        // "agent, please", "human human human", "real person", "customer service", "spa team please"
        "^ @polite* a|an|the|your|next|first|available* @real* ~@wanted @polite* @wanted* @polite* $",
        "^ @polite* a|an|the? @real person|people|being|chat @polite* $",
        "^ @polite* @talk|@contact? to|with? ~customer service|support|care @polite* $",
        "^ @polite* the|your? _2 team|desk|department please $",
        // "call me back", "can someone phone us", "give me a call"
        "call|ring|phone me|us back",
        "^ @polite* call|ring|phone me|us now|please|on|at|asap|today|tomorrow|urgently|immediately",
        "@asked call|ring|phone me|us now|please|on|at|asap|today|tomorrow|urgently|immediately",
        "^ @polite* call|ring|phone me|us $",
        "@asked call|ring|phone me|us $",
        "callback",
        "give me|us a call|ring",
        "get|come back to me|us by|on|over the? phone|telephone",
        "ask|asked|asking for @between* ~@wanted !@thing",
        "i said @real* @wanted @polite* $",
        "let @between* @person handle|help|take|deal|look|talk|speak|answer",
        "@real person|human|agent would",
        "want|need @me? @somebody who|that understands|knows|listens|cares|thinks",
        "@can @somebody @polite* call|contact|phone|ring",
        "@can @somebody @polite* talk|speak to|with me|us",
        "@can your|the team|office|staff|people call|contact|phone|ring me|us",
        // "can somebody else help", "could a human look at this"
        "@can @somebody else @polite* @help",
        "@can|will a|an? @real* human|manager|representative|supervisor @help",
        "@can|will a|an|one|some? of|your|the* @real* @person ever|@polite* respond|reply|answer me|us|@polite* $",
        "@can a|an @real* agent|person|advisor|adviser|operator|colleague|member of|staff|the|your|team* @polite* look|assist|explain|call|contact",
        "@can one|some|any|a of your|the @person @help",
        "@can a|an @real* agent|advisor|adviser|operator|colleague|representative @polite* help me|us with? this|it|that? @polite* $",
        // "have it checked by a human", "only a manager can solve this"
        "by a|an @real* person|human|agent|manager|supervisor|colleague|specialist @polite* $",
        "only a|an|your? @real* human|person|manager|agent|supervisor can|could|will|would",
        "rather|prefer|want|like have|that? a @real* person|human answer|answered|look|help|handle|read|do|deal|check|reply",
        "no one|nobody|anyone|anybody else? i can talk|speak|chat|call|contact",
        "^ any|an @real* agent|agents|human|humans|person|people|rep|manager there|here|available|online|around $",
        "@somebody in charge",
        "take|go|going|discuss|raise this|it|up|through* with @between* @person|@somebody",
        "want|need|like @somebody|@person to call|contact|phone|ring|answer|reply me|us",
        "skip|bypass|refuse|off|past _5 bot|bots|robot|robots|chatbot|computer|ai|automated",
        "how|what about a|an @real* human|person|agent|representative|manager",
        // "I don't want a bot", "not with a machine", "stop this robot"
        "dont|not|stop|hate|tired|sick|instead|enough|useless|stupid|rather|more _9 <vending|washing|coffee|ticket|ice|slot|time|drinks @machine",
        "this|the|your bot|chatbot|robot|ai is|isnt _1 not|useless|hopeless|stupid|terrible|rubbish|awful|annoying|bad",
        // Whoever gives the conversation up: "this conversation is not working"
        "this|the|our conversation|chat is? not|isnt working|helping|useful|helpful|going",
        "this|the|our conversation|chat is _1 useless|pointless|frustrating|hopeless",
        "^ @polite* this|its|thats is? so|really|very|getting|just|too* frustrating|hopeless|useless|pointless $",
    ],
};
