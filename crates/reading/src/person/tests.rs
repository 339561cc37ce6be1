use super::*;
use crate::sentence::sentences;

fn asks(text: &str) -> Option<String> {
    asked_for(&sentences(text))
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
    assert!(like_one_of("operater", &["operator"]));
    assert!(like_one_of("speka", &["speak"]));
    assert!(like_one_of("humann", &["human"]));
    assert!(like_one_of("peson", &["person"]));
    assert!(!like_one_of("woman", &["human"]));
    assert!(!like_one_of("chat", &["what"]));
}
