//! The cases that the product exists for, as travellers meet them at both operators.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a test looks for one kind of entry among many"
)]

use gangway_protocol::api::AgentEntries;
use gangway_protocol::visitor::VisitorBody;
use gangway_protocol::{EntryBody, Priority, Seq};
use gangway_tests::visitor::assistant_says;
use gangway_tests::{AgentClient, Deployment, HARBOUR, MERIDIAN, VisitorClient};

struct World {
    deployment: Deployment,
    agent: AgentClient,
}

/// What the inbox knows of a conversation.
struct Outcome {
    timeline: AgentEntries,
    team: Option<String>,
}

#[test]
fn both_operators_handle_what_they_are_there_for() {
    let deployment = Deployment::start();
    let world = World {
        agent: deployment.administrator(),
        deployment,
    };
    an_accident_goes_to_people_at_once(&world);
    two_failed_attempts_go_to_a_person(&world);
    some_matters_go_to_their_own_team(&world);
    lost_luggage_is_urgent_alerted_collected_and_then_handed_over(&world);
    half_a_report_is_kept_when_a_person_is_asked_for(&world);
    a_wrong_slot_is_asked_for_again_in_words(&world);
    slots_can_be_filled_as_a_form(&world);
    a_change_of_itinerary_is_collected_for_trip_design(&world);
    a_visa_question_is_answered_with_its_source(&world);
    a_greeting_is_no_failed_attempt(&world);
    what_is_for_agents_only_never_answers_a_traveller(&world);
}

fn an_accident_goes_to_people_at_once(world: &World) {
    for (workspace, team, words) in [
        (
            HARBOUR,
            "roadside",
            "Help, I had an accident with the car near Évora",
        ),
        (MERIDIAN, "duty-desk", "We had an accident on the road to Uyuni"),
    ] {
        let visitor = world.deployment.visitor(workspace);
        assert_eq!(visitor.say(words).status, "queued", "{words}");
        let outcome = world.outcome(workspace, &visitor);
        assert_eq!(outcome.team.as_deref(), Some(team));
        assert_eq!(outcome.timeline.priority, Priority::Urgent);
        assert_eq!(outcome.notices(), 1);
        assert!(outcome.alerted(team));
    }
}

fn two_failed_attempts_go_to_a_person(world: &World) {
    for workspace in [HARBOUR, MERIDIAN] {
        let visitor = world.deployment.visitor(workspace);
        let first = visitor.say("Who won the chess championship in 1985?");
        assert_eq!(first.status, "bot", "{first:#?}");
        assert_eq!(visitor.say("Write me a poem about spaghetti").status, "queued");
        assert_eq!(world.outcome(workspace, &visitor).notices(), 1);
    }
}

fn some_matters_go_to_their_own_team(world: &World) {
    for (workspace, team, words) in [
        (
            HARBOUR,
            "roadside",
            "I need roadside assistance, the car won't start",
        ),
        (HARBOUR, "corporate", "I am calling about our corporate account"),
        (HARBOUR, "groups", "We need a group booking for 25 people"),
        (
            MERIDIAN,
            "groups",
            "I'd like to make a group booking for 18 people",
        ),
    ] {
        let visitor = world.deployment.visitor(workspace);
        assert_eq!(visitor.say(words).status, "queued", "{words}");
        assert_eq!(
            world.outcome(workspace, &visitor).team.as_deref(),
            Some(team),
            "{words}"
        );
    }
}

fn lost_luggage_is_urgent_alerted_collected_and_then_handed_over(world: &World) {
    let visitor = world.deployment.visitor(MERIDIAN);
    let asked = visitor.say("I lost my luggage on the train");
    assert_eq!(asked.status, "bot", "collected first: {asked:#?}");
    assert_eq!(questions(&visitor), ["booking"]);
    let begun = world.outcome(MERIDIAN, &visitor);
    assert_eq!(begun.timeline.priority, Priority::Urgent);
    assert!(begun.alerted("duty-desk"), "the duty desk knows at once");
    assert_eq!(begun.notices(), 0);

    visitor.say("It is MT204518");
    visitor.say("On the train from Ollantaytambo to Aguas Calientes, yesterday at noon");
    visitor.say("A red hard-shell suitcase with a yellow ribbon");
    let last = visitor.say("+44 7700 900 123");
    assert_eq!(last.status, "queued", "{last:#?}");
    assert_eq!(questions(&visitor), ["booking", "last-seen", "luggage", "phone"]);
    let outcome = world.outcome(MERIDIAN, &visitor);
    assert_eq!(outcome.team.as_deref(), Some("duty-desk"));
    assert_eq!(outcome.slots().len(), 4, "{:#?}", outcome.slots());
    assert!(
        outcome
            .slots()
            .contains(&("booking".to_owned(), "MT204518".to_owned()))
    );
    assert_eq!(outcome.notices(), 1);
}

fn half_a_report_is_kept_when_a_person_is_asked_for(world: &World) {
    let visitor = world.deployment.visitor(MERIDIAN);
    visitor.say("My bag never arrived, my confirmation is MT204518");
    assert_eq!(visitor.say("Just let me talk to a human please").status, "queued");
    let outcome = world.outcome(MERIDIAN, &visitor);
    assert_eq!(outcome.slots(), [("booking".to_owned(), "MT204518".to_owned())]);
    assert_eq!(outcome.team.as_deref(), Some("duty-desk"));
    assert_eq!(outcome.notices(), 1);
}

fn a_wrong_slot_is_asked_for_again_in_words(world: &World) {
    let visitor = world.deployment.visitor(MERIDIAN);
    visitor.say("I lost my luggage");
    let again = assistant_says(&visitor.say("12345"));
    assert!(
        again.iter().any(|text| text.contains("MT204518")),
        "what is expected, by example: {again:#?}"
    );
    assert_eq!(questions(&visitor), ["booking", "booking"]);
}

fn slots_can_be_filled_as_a_form(world: &World) {
    let visitor = world.deployment.visitor(MERIDIAN);
    visitor.say("I lost my luggage");
    let wrong = visitor.fill("luggage-report", &[("booking", "nonsense")]);
    assert_eq!(wrong.refused(422).code, gangway_protocol::Code::InvalidSlot);
    assert_eq!(
        visitor.fill("luggage-report", &[("no-such-slot", "x")]).status,
        422
    );
    assert_eq!(
        visitor.fill("no-such-action", &[("booking", "MT204518")]).status,
        404
    );
    let all = [
        ("booking", "mt204518"),
        ("last-seen", "Cusco airport"),
        ("luggage", "a green rucksack"),
        ("phone", "+44 7700 900 123"),
    ];
    assert_eq!(visitor.fill("luggage-report", &all).status, 200);
    let outcome = world.outcome(MERIDIAN, &visitor);
    assert_eq!(outcome.slots().len(), 4);
    assert_eq!(outcome.team.as_deref(), Some("duty-desk"));
}

fn a_change_of_itinerary_is_collected_for_trip_design(world: &World) {
    let visitor = world.deployment.visitor(MERIDIAN);
    visitor.say("I want to change my itinerary");
    visitor.say("MT301122");
    visitor.say("3 May to 9 May 2027");
    visitor.say("We would like to stay two nights longer in Arequipa");
    let outcome = world.outcome(MERIDIAN, &visitor);
    assert_eq!(
        outcome.team.as_deref(),
        Some("trip-design"),
        "{:#?}",
        outcome.timeline
    );
    assert_eq!(outcome.slots().len(), 3);
}

fn a_visa_question_is_answered_with_its_source(world: &World) {
    let visitor = world.deployment.visitor(MERIDIAN);
    let answered = visitor.say("Do I need a visa for Bolivia with an American passport?");
    assert_eq!(answered.status, "bot");
    let cited = answered.entries.iter().find_map(|entry| match &entry.body {
        VisitorBody::Message { citations, .. } => citations.first().cloned(),
        _ => None,
    });
    let citation = cited.unwrap_or_else(|| panic!("a source: {answered:#?}"));
    assert!(citation.document.as_str().contains("visa"), "{citation:#?}");
    let said = assistant_says(&answered).concat();
    assert!(
        citation
            .text
            .contains(said.split(". ").next().unwrap_or_default()),
        "unaltered: {said} / {}",
        citation.text
    );
}

fn a_greeting_is_no_failed_attempt(world: &World) {
    let visitor = world.deployment.visitor(HARBOUR);
    for words in ["Hello", "Thanks!", "Hi", "thank you"] {
        let answered = visitor.say(words);
        assert_eq!(answered.status, "bot", "{words}");
        assert_eq!(assistant_says(&answered).len(), 1, "{words}");
    }
}

/// The agents' documents are in the index; what only they say must not reach a visitor by any way.
fn what_is_for_agents_only_never_answers_a_traveller(world: &World) {
    for workspace in [HARBOUR, MERIDIAN] {
        for query in [
            "goodwill limits and refunds that agents may grant",
            "escalation contacts internal",
        ] {
            let found = world
                .deployment
                .client()
                .post(
                    &format!("/v1/{workspace}/search"),
                    &serde_json::json!({ "query": query }),
                )
                .text();
            assert!(
                found.contains("passage") && !found.contains("internal/"),
                "{workspace}: {query}: {found}"
            );
        }
    }
}

impl World {
    fn outcome(&self, workspace: &str, visitor: &VisitorClient) -> Outcome {
        let timeline = self
            .agent
            .entries(workspace, &visitor.opened.conversation, Seq(0));
        let team = timeline.status.team().map(|team| team.0.clone());
        Outcome { timeline, team }
    }
}

impl Outcome {
    fn notices(&self) -> usize {
        let notice = |body: &EntryBody| matches!(body, EntryBody::Message(message) if message.notice);
        self.timeline
            .entries
            .iter()
            .filter(|entry| notice(&entry.body))
            .count()
    }

    fn alerted(&self, wanted: &str) -> bool {
        let alert =
            |body: &EntryBody| matches!(body, EntryBody::Alerted { team, .. } if team.as_str() == wanted);
        self.timeline.entries.iter().any(|entry| alert(&entry.body))
    }

    fn slots(&self) -> Vec<(String, String)> {
        self.timeline
            .entries
            .iter()
            .filter_map(|entry| match &entry.body {
                EntryBody::SlotFilled { slot, value, .. } => Some((slot.0.clone(), value.clone())),
                _ => None,
            })
            .collect()
    }
}

/// The slots that were asked for so far, in order.
fn questions(visitor: &VisitorClient) -> Vec<String> {
    visitor
        .entries(Seq(0))
        .entries
        .iter()
        .filter_map(|entry| match &entry.body {
            VisitorBody::Message { question, .. } => {
                question.as_ref().map(|question| question.slot.0.clone())
            }
            _ => None,
        })
        .collect()
}
