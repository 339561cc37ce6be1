//! The specs of this folder, each with a deployment of its own, one after the other: a browser and a workerd fill two
//! cores.

use std::sync::{Mutex, PoisonError};

static STAGE: Mutex<()> = Mutex::new(());

fn play(spec: &str) {
    let _alone = STAGE.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(figures) = gangway_tests::stage::play(spec) {
        eprintln!("{spec}: {figures}");
    }
}

#[test]
fn travellers_and_agents_of_a_car_rental_go_the_whole_way() {
    play("harbour-cars");
}

#[test]
fn travellers_and_agents_of_a_tour_operator_go_the_whole_way() {
    play("meridian-tours");
}

#[test]
fn photos_of_damage_reach_those_whom_they_are_for() {
    play("files");
}

#[test]
fn nothing_is_lost_or_doubled_when_the_connection_ends() {
    play("cut");
}

#[test]
fn the_host_page_pays_next_to_nothing_before_the_first_click() {
    play("host-page");
}

#[test]
fn a_message_is_soon_visible_to_the_agent() {
    play("latency");
}

#[test]
fn pages_outlive_the_deployment_that_they_came_from() {
    play("upgrade");
}

#[test]
fn both_pages_need_no_mouse() {
    play("keyboard");
}

#[test]
fn every_view_of_the_chat_and_the_demo_is_seen() {
    play("views");
}

#[test]
fn the_chat_speaks_the_languages_of_its_visitors() {
    play("languages");
}

#[test]
fn agents_find_sort_tag_put_aside_and_decide() {
    play("inbox");
}

#[test]
fn administrators_invite_change_and_shut_out_people() {
    play("people");
}

#[test]
fn every_view_of_the_inbox_is_seen() {
    play("inbox-views");
}

#[test]
#[ignore = "takes the pictures of the README, and looks at nothing else"]
fn the_pictures_of_the_readme_are_taken() {
    play("readme");
}
