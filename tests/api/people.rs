//! Agents: who gets a conversation, and what never reaches the visitor.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on ends with what is wrong"
)]
#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a test looks for one status among many"
)]

use std::time::Duration;

use gangway_protocol::api::{Agent, AgentEntries, Role};
use gangway_protocol::event::{AgentEvent, InboxEvent, VisitorEvent};
use gangway_protocol::visitor::VisitorBody;
use gangway_protocol::{Code, EntryBody, Seq, Speaker};
use gangway_tests::{AgentClient, Deployment, HARBOUR, MERIDIAN, SOON, Socket, VisitorClient, eventually};
use serde_json::json;

#[test]
fn people_share_the_work_without_stepping_on_each_other() {
    let deployment = Deployment::start();
    let ines = deployment.administrator();
    let tomas = ines.colleague(&deployment, "Tomas Vidal", Role::Agent, &[MERIDIAN]);
    two_agents_claim_at_once_and_one_wins(&deployment, &ines, &tomas);
    taking_from_a_colleague_is_explicit(&deployment, &ines, &tomas);
    a_note_never_reaches_the_visitor(&deployment, &ines);
    a_reply_while_the_bot_holds_is_a_takeover_and_a_note_is_not(&deployment, &ines);
    after_a_claim_the_bot_is_silent(&deployment, &ines);
    a_return_to_the_bot_starts_its_context_anew(&deployment, &ines);
    tags_release_transfer_snooze_resolve_and_reopen(&deployment, &ines, &tomas);
    typing_is_relayed_and_not_kept(&deployment, &ines);
    what_passes_over_something_is_refused_with_what_changed(&deployment, &ines, &tomas);
    // Last: a minute after its socket is closed, what she holds goes back to the queue.
    the_inbox_hears_of_everything(&deployment, &ines);
}

fn two_agents_claim_at_once_and_one_wins(deployment: &Deployment, ines: &AgentClient, tomas: &AgentClient) {
    for _ in 0..8 {
        let visitor = deployment.visitor(MERIDIAN);
        visitor.ask_for_person();
        let id = &visitor.opened.conversation;
        let answers = std::thread::scope(|scope| {
            let racers = [ines, tomas].map(|agent| scope.spawn(move || (agent, agent.claim(MERIDIAN, id))));
            racers.map(|racer| racer.join().unwrap())
        });
        let (won, lost): (Vec<_>, Vec<_>) = answers.iter().partition(|(_, answer)| answer.status == 200);
        assert_eq!((won.len(), lost.len()), (1, 1), "{answers:#?}");
        let problem = lost[0].1.refused(409);
        assert_eq!(problem.code, Code::AlreadyClaimed);
        assert_eq!(
            problem.holder.as_ref(),
            Some(&won[0].0.agent.agent),
            "the loser is told by whom"
        );
        assert!(
            problem.message.contains(&won[0].0.agent.agent.name),
            "{}",
            problem.message
        );
        let claims = claims(&ines.entries(MERIDIAN, id, Seq(0)));
        assert_eq!(claims, 1);
        assert_eq!(
            won[0].0.claim(MERIDIAN, id).status,
            200,
            "claiming what one holds changes nothing"
        );
    }
}

fn taking_from_a_colleague_is_explicit(deployment: &Deployment, ines: &AgentClient, tomas: &AgentClient) {
    let visitor = deployment.visitor(MERIDIAN);
    visitor.ask_for_person();
    let id = &visitor.opened.conversation;
    ines.claim(MERIDIAN, id).ok::<AgentEntries>();
    assert_eq!(
        tomas.reply(MERIDIAN, id, "Hello").refused(409).code,
        Code::AlreadyClaimed
    );
    let take = json!({ "take_from": ines.agent.agent.id });
    tomas
        .command(MERIDIAN, id, "claim", take.clone())
        .ok::<AgentEntries>();
    assert!(tomas.reply(MERIDIAN, id, "Hello").status == 200);
    assert!(
        [409, 403].contains(&ines.reply(MERIDIAN, id, "Hello").status),
        "she holds it no longer"
    );
    let late = ines.command(MERIDIAN, id, "claim", json!({ "take_from": ines.agent.agent.id }));
    assert_eq!(
        late.refused(409).holder,
        Some(tomas.agent.agent.clone()),
        "from the wrong one is not explicit"
    );
}

fn a_note_never_reaches_the_visitor(deployment: &Deployment, ines: &AgentClient) {
    const SECRET: &str = "a difficult client, offer ten per cent at most";
    let visitor = deployment.visitor(MERIDIAN);
    visitor.ask_for_person();
    let id = &visitor.opened.conversation;
    let mut socket = visitor.socket(Seq(0));
    ines.note(MERIDIAN, id, SECRET).ok::<AgentEntries>();
    ines.claim(MERIDIAN, id).ok::<AgentEntries>();
    ines.note(MERIDIAN, id, SECRET).ok::<AgentEntries>();
    ines.reply(MERIDIAN, id, "the last word").ok::<AgentEntries>();

    let mut heard = String::new();
    while !heard.contains("the last word") {
        heard.push_str(&socket.next_text(SOON).expect("the reply comes"));
    }
    let polled = visitor
        .client
        .get(&format!("{}/entries?after=0", visitor.path))
        .text();
    let command = visitor
        .client
        .post(&format!("{}/person", visitor.path), &json!({ "client_id": "p" }))
        .text();
    for seen in [&heard, &polled, &command] {
        assert!(
            !seen.contains("difficult client") && !seen.contains("note"),
            "{seen}"
        );
    }
    assert!(
        ines.entries(MERIDIAN, id, Seq(0))
            .entries
            .iter()
            .any(|entry| { matches!(&entry.body, EntryBody::Note { text, .. } if text == SECRET) })
    );
}

fn a_reply_while_the_bot_holds_is_a_takeover_and_a_note_is_not(deployment: &Deployment, ines: &AgentClient) {
    let visitor = deployment.visitor(MERIDIAN);
    visitor.say("Hello");
    let id = &visitor.opened.conversation;
    let noted: AgentEntries = ines.note(MERIDIAN, id, "watching this one").ok();
    assert_eq!(noted.status.name(), "bot");
    let replied: AgentEntries = ines.reply(MERIDIAN, id, "I will take this myself").ok();
    assert_eq!(replied.status.holder(), Some(&ines.agent.agent));
    assert_eq!(claims(&ines.entries(MERIDIAN, id, Seq(0))), 1);
}

fn after_a_claim_the_bot_is_silent(deployment: &Deployment, ines: &AgentClient) {
    let visitor = deployment.visitor(MERIDIAN);
    visitor.ask_for_person();
    let id = &visitor.opened.conversation;
    let claimed: AgentEntries = ines.claim(MERIDIAN, id).ok();
    let said = visitor.say("Do I need a visa for Peru?");
    assert_eq!(
        said.entries.len(),
        1,
        "the visitor's own message and nothing of the bot: {said:#?}"
    );
    let after = ines.entries(MERIDIAN, id, claimed.last_seq);
    assert!(
        !after.entries.iter().any(|entry| {
            matches!(&entry.body, EntryBody::Message(message) if message.from == Speaker::Bot)
        })
    );
}

fn a_return_to_the_bot_starts_its_context_anew(deployment: &Deployment, ines: &AgentClient) {
    let visitor = deployment.visitor(MERIDIAN);
    visitor.ask_for_person();
    let id = &visitor.opened.conversation;
    ines.claim(MERIDIAN, id).ok::<AgentEntries>();
    ines.reply(MERIDIAN, id, "All settled").ok::<AgentEntries>();
    let returned: AgentEntries = ines.command(MERIDIAN, id, "return-to-bot", json!({})).ok();
    assert_eq!(returned.status.name(), "bot");
    let answered = visitor.say("Do British citizens need a visa for Peru?");
    assert_eq!(answered.status, "bot");
    assert!(
        answered.entries.len() >= 2,
        "the bot answers again: {answered:#?}"
    );
    let seen = visitor.entries(Seq(0));
    assert_eq!(
        seen.entries
            .iter()
            .filter(|entry| entry.body == VisitorBody::BackToAssistant)
            .count(),
        1
    );
}

fn tags_release_transfer_snooze_resolve_and_reopen(
    deployment: &Deployment,
    ines: &AgentClient,
    tomas: &AgentClient,
) {
    let visitor = deployment.visitor(MERIDIAN);
    visitor.ask_for_person();
    let id = &visitor.opened.conversation;
    let tagged: AgentEntries = ines
        .command(
            MERIDIAN,
            id,
            "tags",
            json!({ "add": ["vip", "lost-luggage"], "remove": [] }),
        )
        .ok();
    assert_eq!(tagged.tags.len(), 2);
    let untagged: AgentEntries = ines
        .command(MERIDIAN, id, "tags", json!({ "remove": ["vip"] }))
        .ok();
    assert_eq!(untagged.tags, ["lost-luggage".into()]);

    let since = waiting_since(ines, id);
    ines.claim(MERIDIAN, id).ok::<AgentEntries>();
    assert_eq!(
        tomas.command(MERIDIAN, id, "release", json!({})).status,
        403,
        "only the holder releases"
    );
    let released: AgentEntries = ines.command(MERIDIAN, id, "release", json!({})).ok();
    assert_eq!(released.status.name(), "queued");
    assert_eq!(
        waiting_since(ines, id),
        since,
        "the visitor has waited since then, whoever looked at it"
    );

    ines.claim(MERIDIAN, id).ok::<AgentEntries>();
    let moved: AgentEntries = ines
        .command(MERIDIAN, id, "transfer", json!({ "team": "duty-desk" }))
        .ok();
    assert_eq!(moved.status.team().map(|team| team.as_str()), Some("duty-desk"));
    assert_eq!(
        ines.command(MERIDIAN, id, "transfer", json!({ "team": "no-such-team" }))
            .status,
        404
    );

    tomas.claim(MERIDIAN, id).ok::<AgentEntries>();
    let until = 4_102_444_800_000_i64;
    let snoozed: AgentEntries = tomas
        .command(MERIDIAN, id, "snooze", json!({ "until": until }))
        .ok();
    assert_eq!(snoozed.status.name(), "snoozed");
    assert_ne!(visitor.say("Any news?").status, "snoozed", "a message wakes it");
    tomas.claim(MERIDIAN, id).ok::<AgentEntries>();
    let resolved: AgentEntries = tomas.command(MERIDIAN, id, "resolve", json!({})).ok();
    assert_eq!(resolved.status.name(), "resolved");
    let back = visitor.say("One more thing");
    assert_eq!(back.status, "queued", "a person had it a moment ago: {back:#?}");
}

fn the_inbox_hears_of_everything(deployment: &Deployment, ines: &AgentClient) {
    let mut socket = ines.inbox_socket(MERIDIAN);
    let visitor = deployment.visitor(MERIDIAN);
    visitor.say("My bag never arrived");
    visitor.ask_for_person();
    visitor.say("MT204518");
    let id = &visitor.opened.conversation;
    let mut seen = false;
    while !seen {
        match socket
            .next::<InboxEvent>(SOON)
            .expect("the inbox hears of the handoff")
        {
            InboxEvent::Summaries { summaries } => {
                seen = summaries
                    .iter()
                    .any(|summary| summary.conversation == *id && summary.status.name() == "queued");
            }
            InboxEvent::Alert(_) | InboxEvent::Presence { .. } | InboxEvent::Rights | InboxEvent::Unknown => {
            }
        }
    }
    let unassigned = eventually("it is unassigned", || {
        ines.list(MERIDIAN, "unassigned")
            .summaries
            .into_iter()
            .find(|summary| summary.conversation == *id)
    });
    let line = unassigned.last_line.expect("what the visitor said");
    assert_eq!(
        (line.from.as_str(), line.text.as_str()),
        ("visitor", "My bag never arrived"),
        "neither the bot's question nor the bare booking number"
    );
    ines.claim(MERIDIAN, id).ok::<AgentEntries>();
    eventually("it is hers", || {
        ines.list(MERIDIAN, "mine")
            .summaries
            .into_iter()
            .find(|summary| summary.conversation == *id)
    });
    assert!(
        ines.list(MERIDIAN, "all").online.contains(&ines.agent.agent.id),
        "she is online"
    );
}

fn typing_is_relayed_and_not_kept(deployment: &Deployment, ines: &AgentClient) {
    let visitor = deployment.visitor(MERIDIAN);
    visitor.ask_for_person();
    let id = &visitor.opened.conversation;
    let claimed: AgentEntries = ines.claim(MERIDIAN, id).ok();
    let mut hers = ines.socket(MERIDIAN, id, claimed.last_seq);
    let mut theirs = visitor.socket(claimed.last_seq);
    hers.send(&json!({ "event": "typing" }));
    theirs.send(&json!({ "event": "typing" }));
    assert!(until(
        || theirs.next::<VisitorEvent>(SOON),
        |event| {
            *event
                == VisitorEvent::Typing {
                    name: ines.agent.agent.name.clone(),
                }
        }
    ));
    assert!(until(
        || hers.next::<AgentEvent>(SOON),
        |event| *event == AgentEvent::VisitorTyping
    ));
    assert_eq!(ines.entries(MERIDIAN, id, claimed.last_seq).entries, []);
}

fn what_passes_over_something_is_refused_with_what_changed(
    deployment: &Deployment,
    ines: &AgentClient,
    tomas: &AgentClient,
) {
    let visitor = deployment.visitor(MERIDIAN);
    visitor.ask_for_person();
    let id = &visitor.opened.conversation;
    let seen = ines.claim(MERIDIAN, id).ok::<AgentEntries>().last_seq;
    visitor.say("Wait, one more thing");

    // The visitor has written: no end passes over it, and a reply may.
    let until = 4_102_444_800_000_i64;
    for (name, body) in [
        ("resolve", json!({ "seen": seen })),
        ("return-to-bot", json!({ "seen": seen })),
        ("snooze", json!({ "seen": seen, "until": until })),
    ] {
        let problem = ines.command(MERIDIAN, id, name, body).refused(409);
        assert_eq!(problem.code, Code::StaleView, "{name}");
        let changed = &problem.changed;
        assert!(
            changed.iter().all(|entry| entry.seq > seen) && changed.iter().any(|entry| {
                matches!(&entry.body, EntryBody::Message(message) if message.text == "Wait, one more thing")
            }),
            "{name}: {problem:#?}"
        );
    }
    let replied = ines.command(
        MERIDIAN,
        id,
        "reply",
        json!({ "text": "Which one?", "seen": seen }),
    );
    let last = replied.ok::<AgentEntries>().last_seq;

    // A colleague decides; whoever has not seen it decides nothing, and looks at it first.
    tomas
        .command(MERIDIAN, id, "claim", json!({ "take_from": ines.agent.agent.id }))
        .ok::<AgentEntries>();
    let released: AgentEntries = tomas
        .command(MERIDIAN, id, "release", json!({ "seen": last.0 + 1 }))
        .ok();
    let stale = json!({ "text": "Still there?", "seen": last });
    let problem = ines.command(MERIDIAN, id, "reply", stale).refused(409);
    assert_eq!(problem.code, Code::StaleView);
    assert_eq!(problem.changed.len(), 2, "claimed and released: {problem:#?}");
    ines.command(
        MERIDIAN,
        id,
        "note",
        json!({ "text": "Who was that?", "seen": last }),
    )
    .ok::<AgentEntries>();
    let fresh = json!({ "text": "Still there?", "seen": released.last_seq });
    ines.command(MERIDIAN, id, "reply", fresh).ok::<AgentEntries>();
    // Programs that do not say what they show are not asked.
    ines.command(MERIDIAN, id, "resolve", json!({}))
        .ok::<AgentEntries>();
}

#[test]
fn what_an_administrator_changes_of_a_connected_agent_holds_at_once() {
    let deployment = Deployment::start();
    let ines = deployment.administrator();
    let [ana, ben] = ["Ana Costa", "Ben Okoye"]
        .map(|name| ines.colleague(&deployment, name, Role::Agent, &[MERIDIAN, HARBOUR]));
    let (mut hers, mut his) = (ana.inbox_socket(MERIDIAN), ben.inbox_socket(MERIDIAN));
    let changed = |agent: &AgentClient, team: &str, capacity: u32, workspaces: &[&str]| {
        let Agent {
            agent: who, email, ..
        } = &agent.agent;
        let to = json!({ "name": who.name, "email": email, "role": "agent", "workspaces": workspaces,
            "teams": [team], "capacity": capacity });
        ines.client
            .post(&format!("/v1/agents/{}", who.id), &to)
            .ok::<Agent>();
    };
    let (both, harbour) = ([MERIDIAN, HARBOUR], [HARBOUR]);
    let waits = || for_visas(&deployment, &ines);
    let has = |agent: &AgentClient, visitor: &VisitorClient| {
        let id = &visitor.opened.conversation;
        eventually("it is given", || {
            let mine = agent.list(MERIDIAN, "mine").summaries;
            mine.iter().any(|one| one.conversation == *id).then_some(())
        });
    };
    let waits_on = |visitor: &VisitorClient| {
        std::thread::sleep(Duration::from_secs(2));
        assert_eq!(visitor.entries(Seq(0)).status, "queued");
    };

    // Fewer at once than the team gives, and more again. Nobody opens a page anew.
    changed(&ben, "groups", 9, &both);
    changed(&ana, "visas", 1, &both);
    hears_of_rights(&mut hers);
    hears_of_rights(&mut his);
    let (first, second) = (waits(), waits());
    has(&ana, &first);
    waits_on(&second);
    let path = format!("/v1/agents/{}/skills", ana.agent.agent.id);
    let two = json!({ "teams": ["visas"], "capacity": 2 });
    ines.client.post(&path, &two).ok::<Agent>();
    has(&ana, &second);
    changed(&ana, "visas", 1, &both);
    let resolved = ana.command(MERIDIAN, &first.opened.conversation, "resolve", json!({}));
    assert_eq!(resolved.status, 200);
    let third = waits();
    waits_on(&third);

    // Another team: what waits goes to whoever works for it, and what she has she keeps.
    changed(&ana, "groups", 9, &both);
    waits_on(&third);
    changed(&ben, "visas", 9, &both);
    has(&ben, &third);
    // A page that opens with the session of before brings nothing back.
    let _again = ana.inbox_socket(MERIDIAN);
    let (fourth, fifth) = (waits(), waits());
    has(&ben, &fourth);
    waits_on(&fifth);
    has(&ana, &second);
    changed(&ana, "visas", 9, &both);
    has(&ana, &fifth);

    // A workspace taken away: out of it at once, and the other one goes on.
    let id = &second.opened.conversation;
    let mut thread = ana.socket(MERIDIAN, id, Seq(0));
    changed(&ana, "visas", 9, &harbour);
    assert_eq!(hers.closed(SOON), Some(4401));
    assert_eq!(thread.closed(SOON), Some(4401));
    is_kept_out(&ana, id);
    assert_eq!(ana.client.get(&format!("/v1/{HARBOUR}/inbox")).status, 200);
    eventually("what she had waits or was given", || {
        let holder = ines.entries(MERIDIAN, id, Seq(0)).status.holder().cloned();
        (holder.as_ref() != Some(&ana.agent.agent)).then_some(())
    });

    // Given back: with the session that she has, without signing in again.
    changed(&ana, "visas", 9, &both);
    eventually("she is let in again", || {
        let listed = ana.client.get(&format!("/v1/{MERIDIAN}/inbox"));
        (listed.status == 200).then_some(())
    });

    // Removed altogether.
    let path = format!("/v1/agents/{}/disable", ben.agent.agent.id);
    assert_eq!(ines.client.post(&path, &json!({})).status, 200);
    assert_eq!(his.closed(SOON), Some(4401));
    is_kept_out(&ben, &third.opened.conversation);
}

#[test]
fn a_workspace_that_is_added_is_open_to_the_session_that_was_there_before() {
    let deployment = Deployment::start();
    let ines = deployment.administrator();
    let ana = ines.colleague(&deployment, "Ana Costa", Role::Agent, &[MERIDIAN]);
    let harbour = format!("/v1/{HARBOUR}/inbox");
    assert_eq!(ana.client.get(&harbour).status, 403);
    assert_eq!(ana.client.get("/v1/agents").status, 403);
    let to = json!({ "name": "Ana Costa", "email": ana.agent.email, "role": "administrator",
        "workspaces": [MERIDIAN, HARBOUR] });
    let path = format!("/v1/agents/{}", ana.agent.agent.id);
    ines.client.post(&path, &to).ok::<Agent>();
    let listed = ana.client.get(&harbour);
    assert_eq!(listed.status, 200);
    assert!(
        listed.header("set-cookie").is_some(),
        "and the session knows it from here on"
    );
    assert_eq!(ana.client.get("/v1/agents").status, 200);
}

/// A traveller who waits for a team that assigns, and gives two at once.
fn for_visas(deployment: &Deployment, by: &AgentClient) -> VisitorClient {
    let visitor = deployment.visitor(MERIDIAN);
    visitor.say("Do I need a visa for Bolivia as an American?");
    let sent = json!({ "team": "visas" });
    let sent = by.command(MERIDIAN, &visitor.opened.conversation, "transfer", sent);
    let last = sent.ok::<AgentEntries>().last_seq;
    // What the inbox does not know yet, it gives to nobody: not before what comes later.
    eventually("the inbox knows who waits", || {
        by.summary(MERIDIAN, &visitor.opened.conversation)
            .filter(|summary| summary.version >= last)
    });
    visitor
}

fn hears_of_rights(socket: &mut Socket) {
    assert!(until(
        || socket.next::<InboxEvent>(SOON),
        |event| *event == InboxEvent::Rights
    ));
}

/// Nothing of the workspace is told or done with the session of before.
fn is_kept_out(agent: &AgentClient, id: &gangway_protocol::ConversationId) {
    let inbox = format!("/v1/{MERIDIAN}/inbox");
    let thread = format!("{inbox}/conversations/{id}");
    for path in [inbox.clone(), format!("{thread}/entries")] {
        assert_eq!(
            agent.client.get(&path).refused(403).code,
            Code::Forbidden,
            "{path}"
        );
    }
    for path in [
        format!("{inbox}/events/ticket"),
        format!("{thread}/events/ticket"),
    ] {
        assert_eq!(agent.client.post(&path, &json!({})).status, 403, "{path}");
    }
    assert_eq!(agent.note(MERIDIAN, id, "still here").status, 403);
    assert_eq!(agent.claim(MERIDIAN, id).status, 403);
}

fn until<T>(mut next: impl FnMut() -> Option<T>, wanted: impl Fn(&T) -> bool) -> bool {
    while let Some(event) = next() {
        if wanted(&event) {
            return true;
        }
    }
    false
}

fn claims(entries: &AgentEntries) -> usize {
    entries
        .entries
        .iter()
        .filter(|entry| matches!(entry.body, EntryBody::Claimed { .. }))
        .count()
}

fn waiting_since(agent: &AgentClient, id: &gangway_protocol::ConversationId) -> gangway_protocol::Timestamp {
    match agent.entries(MERIDIAN, id, Seq(0)).status {
        gangway_protocol::Status::Queued { waiting_since, .. }
        | gangway_protocol::Status::Human { waiting_since, .. } => waiting_since,
        other => panic!("{other:?}"),
    }
}
