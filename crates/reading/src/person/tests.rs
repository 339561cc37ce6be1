use super::*;
use crate::sentence::sentences;

fn asks(text: &str) -> Option<String> {
    asked_for(text, &sentences(text))
}

#[test]
fn who_asks_for_a_person_gets_one() {
    let missed: Vec<_> = [
        "Can I talk to someone please?",
        "I want to speak to a human",
        "agent please",
        "Representative!",
        "real person",
        "human human human",
        "Please call me back",
        "Can somebody call me on +351 912 345 678?",
        "Could you give us a call?",
        "put me through",
        "Connect me with your roadside team",
        "Transfer me to an agent",
        "pass me to a human please",
        "I'd rather deal with a real person",
        "I need a manager",
        "Get me your supervisor on the line",
        "Who can I speak to about my refund?",
        "Is there someone I can talk to?",
        "Can someone else look at this?",
        "I don't want to talk to a bot",
        "Not a machine, please",
        "how do I get in touch with somebody",
        "I need to contact an agent",
        "can i speka with an operater",
        "speak to the duty desk",
        "Are you a bot? I want to talk to a person.",
        "My car won't start. Can I talk to a human?",
        "escalate this",
        "can I have an agent",
        "is anybody there?",
        "customer service",
        "I would like to speak to the restaurant",
        "get me someone else",
    ]
    .into_iter()
    .filter(|text| asks(text).is_none())
    .collect();
    assert_eq!(missed, Vec::<&str>::new());
}

#[test]
fn who_asks_something_else_gets_an_answer() {
    let invented: Vec<_> = [
        "are you a bot?",
        "Are you a real person or a machine?",
        "am I talking to a human?",
        "I want to know if I'm talking to a real person",
        "do I need a person to sign",
        "how many people fit in the minibus?",
        "can I add a second driver?",
        "Can I add a person to the booking?",
        "price per person",
        "a room for one person",
        "Do the guides speak English?",
        "Can I contact my guide during the trip?",
        "Who is the contact person at the hotel?",
        "Can you call me a taxi?",
        "Can you transfer me to the airport?",
        "Can you put me in a twin room?",
        "someone stole my wallet",
        "What is your phone number?",
        "Do I need an agent for the visa?",
        "Is there a travel agent in Cusco?",
        "Can someone help me with the form?",
        "I need help with my booking",
        "do you speak to customers in Spanish?",
        "Can someone else drive the car?",
        "I'd like someone else as additional driver",
        "Is there anything I can do there?",
        "What hours is customer service open?",
        "call me Ana",
        "Which tour operator runs the train?",
        "",
    ]
    .into_iter()
    .filter_map(|text| Some((text, asks(text)?)))
    .collect();
    assert_eq!(invented, Vec::new());
}

#[test]
fn the_words_that_asked_are_told() {
    let words = asks("My bag is lost. I would like to talk to a real human, now");
    assert_eq!(words.as_deref(), Some("talk to a real human"));
}

#[test]
fn misspellings_are_one_letter_away() {
    for (word, right, is) in [
        ("operater", "operator", true),
        ("speka", "speak", true),
        ("humann", "human", true),
        ("peson", "person", true),
        ("woman", "human", false),
    ] {
        assert_eq!(pattern::one_edit(word.as_bytes(), right.as_bytes()), is, "{word}");
    }
    // Short words are others when they are misspelt.
    assert_eq!(asks("walk to an agent's office"), None);
}

#[test]
fn short_words_are_misspelt_when_they_begin_rightly() {
    for asking in [
        "help me chay with an assistant",
        "i dont know how to spak wih a live agnet",
        "hcat with someone",
    ] {
        assert!(asks(asking).is_some(), "{asking}");
    }
    // A plural, a genitive and another word of the same letters are themselves.
    for other in [
        "I need a manager's special rate code",
        "stalk to an agent",
        "chart with a person",
    ] {
        assert_eq!(asks(other), None, "{other}");
    }
}

#[test]
fn words_written_together_are_read_apart() {
    assert_eq!(
        asks("speak to a liveagent").as_deref(),
        Some("speak to a live agent")
    );
    for asking in [
        "pass me toa human",
        "can i talkto a bloodyperson",
        "helpme contact an agent",
    ] {
        assert!(asks(asking).is_some(), "{asking}");
    }
    assert_eq!(asks("I need a personal shopper"), None);
}

#[test]
fn whether_one_has_to_talk_to_somebody_is_a_question() {
    for question in [
        "do I have to speak with anyone at check-in?",
        "is it rude to talk to people on the train?",
        "can I check in without talking to anybody?",
        "¿Tengo que hablar con alguien?",
        "Muss ich mit jemandem sprechen?",
    ] {
        assert_eq!(asks(question), None, "{question}");
    }
    for asking in [
        "what do I have to do to speak with someone?",
        "who do I have to talk to about this",
        "do I have to speak with a bot? get me a human",
        "how the hell do I talk to a person",
    ] {
        assert!(asks(asking).is_some(), "{asking}");
    }
}

#[test]
fn every_word_of_every_pattern_can_be_met() {
    assert_eq!(Patterns::mistakes(&SHEETS), Vec::<String>::new());
}

/// The lists: what asks and what does not, in each language.
const LISTS: [(&str, &str); 6] = [
    ("en", include_str!("../../tests/lists/person.en.txt")),
    ("es", include_str!("../../tests/lists/person.es.txt")),
    ("fr", include_str!("../../tests/lists/person.fr.txt")),
    ("de", include_str!("../../tests/lists/person.de.txt")),
    ("it", include_str!("../../tests/lists/person.it.txt")),
    ("pt", include_str!("../../tests/lists/person.pt.txt")),
];

#[test]
fn on_the_lists_of_six_languages_who_asks_is_heard_and_hardly_anyone_else() {
    for (language, list) in LISTS {
        let phrases: Vec<(bool, &str)> = list
            .lines()
            .filter_map(|line| match line.split_at_checked(2)? {
                ("+ ", phrase) => Some((true, phrase)),
                ("- ", phrase) => Some((false, phrase)),
                _ => None,
            })
            .collect();
        let asking = phrases.iter().filter(|(wanted, _)| *wanted).count();
        let others = phrases.len() - asking;
        assert!(phrases.len() >= 60 && others * 2 >= phrases.len(), "{language}");

        let wrong: Vec<_> = phrases
            .iter()
            .filter(|(wanted, phrase)| asks(phrase).is_some() != *wanted)
            .collect();
        let missed = wrong.iter().filter(|(wanted, _)| *wanted).count();
        let invented = wrong.len() - missed;
        let heard = asking - missed;
        println!("{language}: {heard} of {asking} heard, {invented} of {others} invented: {wrong:?}");
        assert!(heard as f32 / asking as f32 >= 0.97, "{language}: {wrong:?}");
        assert!(invented as f32 / others as f32 <= 0.02, "{language}: {wrong:?}");
    }
}
