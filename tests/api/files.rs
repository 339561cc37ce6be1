//! Files: sent by a traveller, kept without what they say beside what they show, looked at by those who may.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on ends with what is wrong"
)]
#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a test looks for one kind of entry among many"
)]

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::time::{Duration, Instant};

use gangway_protocol::api::{AgentEntries, Role, VisitorEntries};
use gangway_protocol::limits::FILE_BYTES;
use gangway_protocol::visitor::VisitorBody;
use gangway_protocol::{Code, EntryBody, FileFormat, SentFile, Seq};
use gangway_tests::deployment::project;
use gangway_tests::second_build::copy;
use gangway_tests::visitor::client_id;
use gangway_tests::{AgentClient, Deployment, HARBOUR, MERIDIAN, Options, VisitorClient, eventually};
use serde_json::Value;

const JPEG: &[u8] = include_bytes!("../../index-builder/src/rehearse/tiny/tiny.jpg");
const PNG: &[u8] = include_bytes!("../../index-builder/src/rehearse/tiny/tiny.png");
const WEBP: &[u8] = include_bytes!("../../index-builder/src/rehearse/tiny/tiny.webp");
const PDF: &[u8] = include_bytes!("../../index-builder/src/rehearse/tiny/tiny.pdf");
/// Where a camera says that it was.
const PLACE: &[u8] = b"38.7223 N 9.1393 W";

#[test]
fn travellers_send_files_and_agents_look_at_them() {
    let deployment = Deployment::start();
    let ines = deployment.administrator();
    photos_of_damage_become_part_of_the_report(&deployment, &ines);
    a_file_that_took_its_time_is_for_the_question_it_was_chosen_for(&deployment, &ines);
    a_file_sent_twice_is_there_once(&deployment, &ines);
    a_picture_is_kept_without_where_it_was_taken(&deployment, &ines);
    a_file_of_five_megabytes_comes_back_byte_for_byte(&deployment, &ines);
    what_is_not_taken_is_refused_in_words(&deployment);
    a_file_is_never_a_page_of_ours(&deployment, &ines);
    nobody_else_gets_a_file(&deployment, &ines);
    a_file_counts_as_unread(&deployment, &ines);
    an_export_has_what_a_file_is_called_and_not_what_is_in_it(&deployment, &ines);
    bytes_that_are_announced_and_never_come_take_no_room(&deployment, &ines);
    a_file_that_trickles_is_given_up_and_one_that_is_merely_slow_is_not(&deployment, &ines);
}

/// The head of a post that announces five megabytes, and the first bytes of a picture.
fn begin(deployment: &Deployment, visitor: &VisitorClient, length: usize) -> TcpStream {
    let mut stream = TcpStream::connect(("127.0.0.1", deployment.port())).unwrap();
    let (path, id) = (&visitor.path, client_id());
    let authorization = visitor.client.header("authorization").unwrap();
    write!(
        stream,
        "POST {path}/files?client_id={id}&name=slow.jpg HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: {authorization}\r\n\
         content-length: {length}\r\nconnection: close\r\n\r\n"
    )
    .unwrap();
    stream.write_all(&JPEG[..16]).unwrap();
    stream
}

fn bytes_that_are_announced_and_never_come_take_no_room(deployment: &Deployment, ines: &AgentClient) {
    let visitor = deployment.visitor(HARBOUR);
    visitor.ask_for_person();
    // More than a conversation takes, by number and by size together.
    let begun: Vec<TcpStream> = (0..21).map(|_| begin(deployment, &visitor, FILE_BYTES)).collect();
    std::thread::sleep(Duration::from_millis(500));
    let while_they_stand = visitor.send(&client_id(), "one.jpg", JPEG);
    assert_eq!(while_they_stand.status, 200, "{}", while_they_stand.text());
    drop(begun);
    for number in 2..=20 {
        let sent = visitor.send(&client_id(), &format!("{number}.jpg"), JPEG);
        assert_eq!(sent.status, 200, "{number}: {}", sent.text());
    }
    let kept = files(ines, HARBOUR, &visitor);
    assert_eq!(kept.len(), 20, "{kept:#?}");
    assert!(kept.iter().all(|sent| sent.name != "slow.jpg"));
}

fn a_file_that_trickles_is_given_up_and_one_that_is_merely_slow_is_not(
    deployment: &Deployment,
    ines: &AgentClient,
) {
    let visitor = deployment.visitor(HARBOUR);
    visitor.ask_for_person();
    let mut slow = begin(deployment, &visitor, JPEG.len() + 600_000);
    let mut trickle = begin(deployment, &visitor, FILE_BYTES);
    let began = Instant::now();
    // Twice the least rate, for longer than what sends nothing is waited for.
    let steady = std::thread::spawn(move || {
        let mut rest = JPEG[16..].to_vec();
        rest.resize(JPEG.len() - 16 + 600_000, 0);
        for chunk in rest.chunks(16 * 1024) {
            slow.write_all(chunk).unwrap();
            std::thread::sleep(Duration::from_millis(650));
        }
        answer_of(&mut slow)
    });
    let answer = loop {
        let _ = trickle.write_all(&[0]);
        trickle.set_read_timeout(Some(Duration::from_secs(1))).unwrap();
        let answer = answer_of(&mut trickle);
        if !answer.is_empty() {
            break answer;
        }
        assert!(began.elapsed() < Duration::from_secs(40), "it is waited for");
    };
    assert!(began.elapsed() > Duration::from_secs(15), "not at once");
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    assert!(answer.contains("too_slow") && answer.contains("hint"), "{answer}");
    let answer = steady.join().unwrap();
    assert!(began.elapsed() > Duration::from_secs(21));
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert_eq!(
        files(ines, HARBOUR, &visitor).len(),
        1,
        "nothing of the other was kept"
    );
}

/// What comes back, as far as it comes.
fn answer_of(stream: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    let mut part = [0; 4096];
    while let Ok(length @ 1..) = stream.read(&mut part) {
        answer.extend_from_slice(&part[..length]);
    }
    String::from_utf8_lossy(&answer).into_owned()
}

fn a_file_that_took_its_time_is_for_the_question_it_was_chosen_for(
    deployment: &Deployment,
    ines: &AgentClient,
) {
    let visitor = deployment.visitor(HARBOUR);
    visitor.say("I scratched the car on 3 May 2027, booking HC204518");
    let id = &visitor.opened.conversation;
    ines.claim(HARBOUR, id).ok::<AgentEntries>();
    for (chosen_for, slot) in [
        ("damage-report.photos", Some("photos")),
        ("damage-report.nothing", None),
        ("photos", None),
    ] {
        let path = format!(
            "{}/files?client_id={}&name=a.jpg&for={chosen_for}",
            visitor.path,
            client_id()
        );
        let sent: VisitorEntries = visitor.client.send("POST", &path, JPEG).ok();
        let of = sent.entries.iter().find_map(|entry| match &entry.body {
            VisitorBody::File { slot, .. } => Some(slot.as_ref().map(|slot| slot.as_str())),
            _ => None,
        });
        assert_eq!(of, Some(slot), "{chosen_for}: {sent:#?}");
    }
}

fn photos_of_damage_become_part_of_the_report(deployment: &Deployment, ines: &AgentClient) {
    let visitor = deployment.visitor(HARBOUR);
    let refused = visitor.send(&client_id(), "door.jpg", JPEG).refused(409);
    assert_eq!(refused.code, Code::WrongStatus);
    assert!(refused.hint.unwrap().contains("ask for a person"));

    visitor.say("I scratched the car on 3 May 2027, booking HC204518");
    visitor.say("In the car park in Lagos");
    let asked = visitor.say("The left door is scratched");
    let question = asked.entries.iter().find_map(|entry| match &entry.body {
        VisitorBody::Message { question, .. } => question.clone(),
        _ => None,
    });
    assert_eq!(question.unwrap().most, Some(4));

    let answer: VisitorEntries = visitor.send(&client_id(), "Tür \"links\".jpg", JPEG).ok();
    let VisitorBody::File {
        file: 1,
        name,
        format: FileFormat::Jpeg,
        bytes,
        action,
        slot,
        ..
    } = &answer.entries[0].body
    else {
        panic!("{answer:#?}")
    };
    assert_eq!(
        (name.as_str(), *bytes as usize),
        ("Tür \"links\".jpg", JPEG.len())
    );
    assert_eq!(action.as_ref().unwrap().as_str(), "damage-report");
    assert_eq!(slot.as_ref().unwrap().as_str(), "photos");
    assert_eq!(answer.status, "bot");
    visitor
        .send(&client_id(), "statement.pdf", PDF)
        .ok::<VisitorEntries>();
    let done: VisitorEntries = visitor.fill("damage-report", &[("photos", "done")]).ok();
    assert_eq!(done.status, "queued");

    let id = &visitor.opened.conversation;
    let timeline = ines.entries(HARBOUR, id, Seq(0));
    let value = timeline.entries.iter().find_map(|entry| match &entry.body {
        EntryBody::SlotFilled { slot, value, .. } if slot.as_str() == "photos" => Some(value.clone()),
        _ => None,
    });
    assert_eq!(value.as_deref(), Some("Tür \"links\".jpg, statement.pdf"));
    // While somebody is waited for and while somebody is there, nobody need ask.
    visitor
        .send(&client_id(), "other.webp", WEBP)
        .ok::<VisitorEntries>();
    ines.claim(HARBOUR, id).ok::<AgentEntries>();
    visitor
        .send(&client_id(), "other.png", PNG)
        .ok::<VisitorEntries>();
    for (file, bytes) in [(1, JPEG), (2, PDF), (3, WEBP), (4, PNG)] {
        assert_eq!(fetched(ines, HARBOUR, &visitor, file), bytes);
        assert_eq!(
            visitor.client.get(&format!("{}/files/{file}", visitor.path)).body,
            bytes
        );
    }
    assert_eq!(
        visitor
            .client
            .get(&format!("{}/files/5", visitor.path))
            .refused(404)
            .code,
        Code::NotFound
    );
}

fn a_file_sent_twice_is_there_once(deployment: &Deployment, ines: &AgentClient) {
    let visitor = waiting(deployment, HARBOUR);
    let id = client_id();
    let first: VisitorEntries = visitor.send(&id, "door.jpg", JPEG).ok();
    let again: VisitorEntries = visitor.send(&id, "door.jpg", JPEG).ok();
    assert_eq!(first, again);
    let other: VisitorEntries = visitor.send(&client_id(), "door.jpg", JPEG).ok();
    assert_ne!(first.entries, other.entries);
    let sent = files(ines, HARBOUR, &visitor);
    assert_eq!(sent.iter().map(|sent| sent.file).collect::<Vec<_>>(), [1, 2]);
}

fn a_picture_is_kept_without_where_it_was_taken(deployment: &Deployment, ines: &AgentClient) {
    let visitor = waiting(deployment, HARBOUR);
    let length = u16::try_from(PLACE.len() + 2).unwrap().to_be_bytes();
    let comment = [&[0xFF, 0xFE], &length[..], PLACE].concat();
    let told = [&JPEG[..2], &comment, &JPEG[2..], PLACE].concat();
    // Whatever it says it is.
    let answer: VisitorEntries = visitor.send(&client_id(), "../photo.exe", &told).ok();
    assert!(matches!(&answer.entries[0].body, VisitorBody::File { name, .. } if name == "photo.exe.jpg"));
    assert_eq!(fetched(ines, HARBOUR, &visitor, 1), JPEG);
}

fn a_file_of_five_megabytes_comes_back_byte_for_byte(deployment: &Deployment, ines: &AgentClient) {
    let visitor = waiting(deployment, HARBOUR);
    let mut whole = PDF.to_vec();
    whole.extend((0..FILE_BYTES - PDF.len()).map(|at| (at % 251) as u8));
    visitor
        .send(&client_id(), "large.pdf", &whole)
        .ok::<VisitorEntries>();
    assert_eq!(fetched(ines, HARBOUR, &visitor, 1), whole);
    whole.push(0);
    let refused = visitor.send(&client_id(), "larger.pdf", &whole).refused(413);
    assert!(
        refused.code == Code::TooLong && refused.message.contains("5.0 MB"),
        "{refused:?}"
    );
    assert_eq!(files(ines, HARBOUR, &visitor).len(), 1);
}

fn what_is_not_taken_is_refused_in_words(deployment: &Deployment) {
    let visitor = waiting(deployment, HARBOUR);
    let html = b"<!doctype html><script>alert(1)</script>";
    for (name, bytes, status, code) in [
        ("door.jpg", &html[..], 415, Code::UnsupportedFile),
        (
            "door.svg",
            b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
            415,
            Code::UnsupportedFile,
        ),
        ("door.gif", b"GIF89a", 415, Code::UnsupportedFile),
        ("door.jpg", &JPEG[..100], 415, Code::UnsupportedFile),
        ("door.jpg", b"", 400, Code::Empty),
    ] {
        let refused = visitor.send(&client_id(), name, bytes).refused(status);
        assert_eq!(refused.code, code, "{refused:?}");
        assert!(refused.hint.is_some(), "{refused:?}");
    }
    let nameless = visitor
        .client
        .send("POST", &format!("{}/files", visitor.path), JPEG);
    assert_eq!(nameless.refused(400).code, Code::Empty);
    let long = client_id().0.repeat(10);
    assert_eq!(
        visitor
            .send(&long.as_str().into(), "a.jpg", JPEG)
            .refused(413)
            .code,
        Code::TooLong
    );
}

fn a_file_is_never_a_page_of_ours(deployment: &Deployment, ines: &AgentClient) {
    let visitor = waiting(deployment, HARBOUR);
    visitor
        .send(&client_id(), "a\"; filename=x.html\r\n.pdf", PDF)
        .ok::<VisitorEntries>();
    let path = format!("{}/files/1", visitor.path);
    let inbox = path.replace("/conversations/", "/inbox/conversations/");
    for answer in [visitor.client.get(&path), ines.client.get(&inbox)] {
        assert_eq!(answer.status, 200, "{}", answer.text());
        assert_eq!(answer.header("content-type"), Some("application/pdf"));
        assert_eq!(
            answer.header("content-disposition"),
            Some("attachment; filename*=UTF-8''a%22%3B%20filename%3Dx.html.pdf")
        );
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(
            answer.header("content-security-policy"),
            Some("default-src 'none'; sandbox")
        );
        assert_eq!(answer.header("cache-control"), Some("private, no-store"));
    }
}

fn nobody_else_gets_a_file(deployment: &Deployment, ines: &AgentClient) {
    let foreigner = ines.colleague(deployment, "Rui Costa", Role::Agent, &[MERIDIAN]);
    let (visitor, other) = (waiting(deployment, HARBOUR), waiting(deployment, HARBOUR));
    visitor
        .send(&client_id(), "door.jpg", JPEG)
        .ok::<VisitorEntries>();
    let path = format!("{}/files/1", visitor.path);
    let inbox = path.replace("/conversations/", "/inbox/conversations/");
    let elsewhere = |path: &str| path.replace(HARBOUR, MERIDIAN);
    // The right door, so that what follows is not refused for another reason.
    assert_eq!(visitor.client.get(&path).status, 200);
    assert_eq!(ines.client.get(&inbox).status, 200);
    for (who, status, answer) in [
        ("nobody", 401, deployment.client().get(&path)),
        (
            "the visitor of another conversation",
            401,
            other.client.get(&path),
        ),
        (
            "the visitor in another workspace",
            401,
            visitor.client.get(&elsewhere(&path)),
        ),
        ("a visitor as an agent", 401, visitor.client.get(&inbox)),
        ("an agent as a visitor", 401, ines.client.get(&path)),
        ("an agent of another workspace", 403, foreigner.client.get(&inbox)),
        (
            "an agent through another workspace",
            404,
            foreigner.client.get(&elsewhere(&inbox)),
        ),
        (
            "an administrator through another workspace",
            404,
            ines.client.get(&elsewhere(&inbox)),
        ),
    ] {
        assert_eq!(answer.status, status, "{who}: {}", answer.text());
        assert!(!answer.body.windows(4).any(|bytes| bytes == &JPEG[..4]), "{who}");
    }
    for (who, client) in [
        ("nobody", deployment.client()),
        ("another", other.client.clone()),
        ("an agent", ines.client.clone()),
    ] {
        let sent = client.send(
            "POST",
            &format!("{}/files?client_id=x&name=a.jpg", visitor.path),
            JPEG,
        );
        assert_eq!(sent.status, 401, "{who}: {}", sent.text());
    }
    assert_eq!(files(ines, HARBOUR, &visitor).len(), 1);
}

fn a_file_counts_as_unread(deployment: &Deployment, ines: &AgentClient) {
    let visitor = waiting(deployment, HARBOUR);
    visitor
        .send(&client_id(), "door.jpg", JPEG)
        .ok::<VisitorEntries>();
    let summary = eventually("the inbox hears of it", || {
        let summary = ines.summary(HARBOUR, &visitor.opened.conversation);
        summary.filter(|summary| summary.unread == 1)
    });
    assert_eq!(summary.last_line.unwrap().text, "Photo: door.jpg");
}

fn an_export_has_what_a_file_is_called_and_not_what_is_in_it(deployment: &Deployment, ines: &AgentClient) {
    let visitor = waiting(deployment, MERIDIAN);
    visitor
        .send(&client_id(), "my card 4111 1111 1111 1111.png", PNG)
        .ok::<VisitorEntries>();
    let export = ines.client.get(&format!("/v1/{MERIDIAN}/export")).text();
    let line = export.lines().find(|line| line.contains("file_sent")).unwrap();
    assert!(
        line.contains(r#""format":"png""#) && line.contains(&format!(r#""bytes":{}"#, PNG.len())),
        "{line}"
    );
    assert!(line.contains("1111.png") && !line.contains("4111"), "{line}");
}

#[test]
fn what_a_sensitive_slot_asks_for_is_called_by_no_name_outside_the_thread() {
    // The same operator, whose photos are sensitive.
    let folder = tempfile::tempdir().unwrap();
    let assets = folder.path().join("dist");
    copy(&project().join("dist"), &assets).unwrap();
    let read = |path: &Path| -> Value { serde_json::from_slice(&fs::read(path).unwrap()).unwrap() };
    let manifest = read(&assets.join("private/manifest.json"));
    let mut rows = manifest["workspaces"].as_array().unwrap().iter();
    let hash = rows.find(|row| row["id"] == HARBOUR).unwrap()["playbook"]
        .as_str()
        .unwrap();
    let path = assets.join(format!("private/{HARBOUR}/playbook-{hash}.json"));
    let mut playbook = read(&path);
    let mut actions = playbook["actions"].as_array_mut().unwrap().iter_mut();
    let action = actions.find(|action| action["id"] == "damage-report").unwrap();
    let mut slots = action["slots"].as_array_mut().unwrap().iter_mut();
    slots.find(|slot| slot["id"] == "photos").unwrap()["sensitive"] = true.into();
    fs::write(&path, playbook.to_string()).unwrap();
    let deployment = Deployment::with(&Options {
        assets: Some(assets),
        ..Options::default()
    });
    let ines = deployment.administrator();

    let visitor = deployment.visitor(HARBOUR);
    visitor.say("I scratched the car on 3 May 2027, booking HC204518");
    visitor.say("In the car park in Lagos");
    visitor.say("The left door is scratched");
    visitor
        .send(&client_id(), "rosa-at-the-door.jpg", JPEG)
        .ok::<VisitorEntries>();
    visitor
        .fill("damage-report", &[("photos", "done")])
        .ok::<VisitorEntries>();
    let id = &visitor.opened.conversation;
    let summary = eventually("the inbox hears of it", || {
        ines.summary(HARBOUR, id)
            .filter(|summary| summary.status.name() == "queued")
    });
    let timeline = ines.entries(HARBOUR, id, Seq(0));
    let whole = serde_json::to_string(&timeline).unwrap();
    assert!(
        whole.contains("rosa-at-the-door"),
        "in the thread it is looked at"
    );
    assert!(
        timeline
            .entries
            .iter()
            .any(|entry| matches!(&entry.body, EntryBody::File(sent) if sent.sensitive))
    );
    assert!(
        !serde_json::to_string(&summary).unwrap().contains("rosa"),
        "{summary:#?}"
    );
    let export = ines.client.get(&format!("/v1/{HARBOUR}/export")).text();
    let line = export.lines().find(|line| line.contains("file_sent")).unwrap();
    assert!(line.contains("•••••") && !export.contains("rosa-at"), "{line}");
}

fn waiting(deployment: &Deployment, workspace: &str) -> VisitorClient {
    let visitor = deployment.visitor(workspace);
    visitor.ask_for_person();
    visitor
}

fn fetched(agent: &AgentClient, workspace: &str, visitor: &VisitorClient, file: u32) -> Vec<u8> {
    let id = &visitor.opened.conversation;
    let answer = agent
        .client
        .get(&format!("/v1/{workspace}/inbox/conversations/{id}/files/{file}"));
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.body
}

fn files(agent: &AgentClient, workspace: &str, visitor: &VisitorClient) -> Vec<SentFile> {
    let timeline = agent.entries(workspace, &visitor.opened.conversation, Seq(0));
    let sent = timeline.entries.into_iter().filter_map(|entry| match entry.body {
        EntryBody::File(sent) => Some(sent),
        _ => None,
    });
    sent.collect()
}
