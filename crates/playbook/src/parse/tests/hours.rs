//! Opening hours, holidays and time zones that are none.

use super::*;

/// The mistakes of a team with these lines, the first of which is line 10.
fn in_team(text: &str) -> String {
    added(&format!("[[team]]\nid = \"other\"\n{text}"))
}

#[test]
fn a_time_zone_is_one_of_the_database() {
    insta::assert_snapshot!(in_workspace("timezone = \"lisbon\""), @r"
    workspace.toml:3:12: there is no time zone `lisbon`

    hint: did you mean `Europe/Lisbon`?
    ");
    insta::assert_snapshot!(in_workspace("timezone = \"Europe/Lisbo\""), @r"
    workspace.toml:3:12: there is no time zone `Europe/Lisbo`

    hint: did you mean `Europe/Lisbon`?
    ");
    insta::assert_snapshot!(in_workspace("timezone = \"CEST+2\""), @r"
    workspace.toml:3:12: there is no time zone `CEST+2`

    hint: a zone has a name of the IANA database, such as `Europe/Lisbon`
    ");
    // However it is written, it is kept as the database spells it.
    let lower = LEAST.replacen("\n\n", "\ntimezone = \"europe/lisbon\"\n\n", 1);
    let playbook = parse("least", "workspace.toml", &lower).unwrap();
    assert_eq!(playbook.workspace.timezone.as_deref(), Some("Europe/Lisbon"));
    assert!(playbook.zone("Europe/Lisbon").is_some());
}

#[test]
fn hours_need_a_zone_and_take_the_workspaces() {
    insta::assert_snapshot!(in_team("hours = { mon-fri = \"08:00-20:00\" }"), @r#"
    workspace.toml:9:9: `hours` has no `timezone`

    hint: write `timezone = "Europe/Lisbon"` here, or once under `[workspace]`
    "#);
    let with = format!("{LEAST}hours = {{ mon-fri = \"08:00-20:00\" }}\n").replacen(
        "\n\n",
        "\ntimezone = \"Asia/Tokyo\"\n\n",
        1,
    );
    let playbook = parse("least", "workspace.toml", &with).unwrap();
    assert_eq!(playbook.teams[0].hours.as_ref().unwrap().timezone, "Asia/Tokyo");
    // What else is wrong with the workspace is said once.
    insta::assert_snapshot!(mistakes("[workspace]\n[[team]]\nid = \"a\"\nhours = { mon = \"08:00-20:00\" }"), @"workspace.toml:1:1: `[workspace]` has no `name`");
}

#[test]
fn hours_that_are_none_are_placed() {
    insta::assert_snapshot!(in_team(r#"
hours = { timezone = "UTC", mon-fry = "08:00-20:00", tue = "8-20", wed = "08:00-25:00", thu = "08:00-12:00, 11:00-20:00" }
"#), @r"
    workspace.toml:10:29: unknown key `mon-fry` in `hours`

    hint: the keys of `hours` are `timezone` and days: `mon`, `tue`, `wed`, `thu`, `fri`, `sat`, `sun`, or from one to another, such as `mon-fri`
    ---
    workspace.toml:10:60: `8-20` are not opening hours

    hint: write `08:00-20:00`, several as `09:00-13:00, 14:00-17:00`, across midnight as `22:00-06:00`, all day as `00:00-24:00`, or `closed`
    ---
    workspace.toml:10:74: `08:00-25:00` are not opening hours

    hint: write `08:00-20:00`, several as `09:00-13:00, 14:00-17:00`, across midnight as `22:00-06:00`, all day as `00:00-24:00`, or `closed`
    ---
    workspace.toml:10:95: `11:00-20:00` begins before what stands before it ends
    ");
}

#[test]
fn hours_that_end_when_they_begin_are_refused() {
    insta::assert_snapshot!(in_team(r#"hours = { timezone = "UTC", mon = "00:00-00:00", tue = "09:00-12:00, 14:00-14:00" }"#), @r"
    workspace.toml:9:35: `00:00-00:00` ends at the time that it begins

    hint: all day is `00:00-24:00`, and not at all is `closed`
    ---
    workspace.toml:9:56: `14:00-14:00` ends at the time that it begins

    hint: all day is `00:00-24:00`, and not at all is `closed`
    ");
}

#[test]
fn a_day_has_hours_once_and_they_do_not_reach_into_the_next() {
    insta::assert_snapshot!(in_team(r#"
hours = { timezone = "UTC", mon-fri = "08:00-20:00", fri = "08:00-16:00" }
"#), @"workspace.toml:10:54: `hours` says twice when it is open on `fri`");
    insta::assert_snapshot!(in_team(r#"
hours = { timezone = "UTC", sun = "20:00-06:00", mon = "05:00-10:00" }
"#), @"workspace.toml:10:9: the hours of `sun` reach into those of `mon`");
}

#[test]
fn a_team_that_would_never_be_open_is_a_mistake() {
    insta::assert_snapshot!(in_team("hours = { timezone = \"UTC\" }"), @r#"
    workspace.toml:9:9: a team with these `hours` is never open

    hint: say when it is open, such as `mon-fri = "08:00-20:00"`; a team without `hours` is always open
    "#);
    insta::assert_snapshot!(in_team("hours = { timezone = \"UTC\", mon-sun = \"closed\" }"), @r#"
    workspace.toml:9:9: a team with these `hours` is never open

    hint: say when it is open, such as `mon-fri = "08:00-20:00"`; a team without `hours` is always open
    "#);
}

#[test]
fn holidays_are_days_and_need_hours() {
    insta::assert_snapshot!(in_team(r#"
hours = { timezone = "UTC", mon-sun = "00:00-24:00" }
holidays = ["2026-02-29", "12-25", "25 December", "13-01", 2026-12-26]
"#), @r"
    workspace.toml:11:13: `2026-02-29` is not a day

    hint: write `2026-12-25`, or `12-25` for every year
    ---
    workspace.toml:11:36: `25 December` is not a day

    hint: write `2026-12-25`, or `12-25` for every year
    ---
    workspace.toml:11:51: `13-01` is not a day

    hint: write `2026-12-25`, or `12-25` for every year
    ");
    insta::assert_snapshot!(in_team("holidays = [\"12-25\"]"), @r#"
    workspace.toml:7:1: `holidays` without `hours`

    hint: a team without `hours` is always open: for one that works around the clock write `hours = { mon-sun = "00:00-24:00" }`
    "#);
}

#[test]
fn spans_are_read_as_they_are_meant() {
    let week = |hours: &str| {
        let text = format!("{LEAST}hours = {{ timezone = \"UTC\", {hours} }}\n");
        let playbook = parse("least", "workspace.toml", &text).unwrap();
        let week = playbook.teams[0].hours.clone().unwrap().week;
        week.map(|spans| {
            let spans: Vec<_> = spans
                .iter()
                .map(|span| format!("{}-{}", span.from, span.until))
                .collect();
            spans.join(" ")
        })
    };
    assert_eq!(
        week("fri-mon = \"22:00–06:00\"").join(","),
        "1320-1800,,,,1320-1800,1320-1800,1320-1800"
    );
    assert_eq!(
        week("mon = \"00:00-24:00\", tue = \"8:05-9:00,10:00-11:00\"").join(","),
        "0-1440,485-540 600-660,,,,,"
    );
    assert_eq!(
        week("mon-fri = \"09:00-08:59\", sat-sun = \"closed\"")[0],
        "540-1979"
    );
}

#[test]
fn a_capacity_is_of_a_team_that_assigns() {
    insta::assert_snapshot!(in_team("capacity = 2"), @r#"
    workspace.toml:9:12: `capacity` without `assign`

    hint: write `assign = "round-robin"` too: from a pool everybody takes as many as they like
    "#);
    insta::assert_snapshot!(in_team("assign = \"robin\""), @r"
    workspace.toml:9:10: `robin` is not a `assign`

    hint: it is one of: `pool`, `round-robin`
    ");
    let capacity = |text: &str| {
        let text = format!("{LEAST}{text}\n");
        parse("least", "workspace.toml", &text).unwrap().teams[0].capacity
    };
    assert_eq!(capacity(""), None);
    assert_eq!(capacity("assign = \"pool\""), None);
    assert_eq!(capacity("assign = \"round-robin\""), Some(3));
    assert_eq!(capacity("assign = \"round-robin\"\ncapacity = 7"), Some(7));
}
