//! Scenes that several scripts begin with: what is done and what follows, told once.

use crate::script::check_with;

/// A beginning.
pub(crate) struct Scene {
    /// What is in the playbook beside `desk.toml`.
    pub(crate) playbook: &'static str,
    /// What is said and done.
    pub(crate) script: &'static str,
    /// The timeline that follows.
    pub(crate) followed: &'static str,
}

impl Scene {
    /// Plays it, goes on with a script and compares what follows from that, line by line.
    #[track_caller]
    pub(crate) fn then(&self, script: &str, expected: &str) {
        self.then_with("", script, expected);
    }

    /// The same with more in the playbook.
    #[track_caller]
    pub(crate) fn then_with(&self, more: &str, script: &str, expected: &str) {
        check_with(
            &format!("{}{more}", self.playbook),
            &format!("{}\n{script}", self.script),
            &format!("{}\n{expected}", self.followed),
        );
    }
}

/// The visitor asks for a person and waits for the desk.
pub(crate) const ASKED: Scene = Scene {
    playbook: "",
    script: "0:00 visitor person",
    followed: "0:00 → handed to desk (Normal): asked for a person
         0:00 bot notice: Let me connect you.
         0:00 ! desk: asked for a person (Normal)",
};

/// The documents answer a question.
pub(crate) const ANSWERED: Scene = Scene {
    playbook: "",
    script: "0:00 visitor: Do I need a visa?",
    followed: "0:00 visitor: Do I need a visa?
         0:00 bot: You need no visa. [visas.md#1 0.9]",
};

/// A booking is looked up.
pub(crate) const TRIP: Scene = Scene {
    playbook: "",
    script: "0:00 visitor: when is my trip MT204518",
    followed: "0:00 visitor: when is my trip MT204518
         0:00 · rule trip: said \"when is my trip\"
         0:00 · started trip
         0:00 · trip.booking = MT204518
         0:00 · looks up trip
         0:00 ? BOOKING_HOOK: booking=MT204518",
};

/// A booking is looked up that is not known, and is asked for once more.
pub(crate) const UNKNOWN_TRIP: Scene = Scene {
    playbook: "",
    script: "0:00 visitor: when is my trip MT204519
         0:01 system unknown",
    followed: "0:00 visitor: when is my trip MT204519
         0:00 · rule trip: said \"when is my trip\"
         0:00 · started trip
         0:00 · trip.booking = MT204519
         0:00 · looks up trip
         0:00 ? BOOKING_HOOK: booking=MT204519
         0:01 · trip: it is not known there; booking again
         0:01 bot: There is no MT204519. Which booking? [trip.booking]",
};

/// A refund is asked for at an office, and the passport, which need not be given.
pub(crate) const REFUND: Scene = Scene {
    playbook: "",
    script: "0:00 visitor: a refund
         0:10 visitor: in Cusco",
    followed: "0:00 visitor: a refund
         0:00 · rule refund: said \"refund\"
         0:00 · started refund
         0:00 bot: Which office? [refund.office]
         0:10 visitor: in Cusco
         0:10 · refund.office = Cusco
         0:10 bot: Which passport? [refund.passport]",
};

/// A team that is open by day, and one that passes on to the fallback team, which never sleeps.
pub(crate) const DAY: &str = r#"
[handoff]
closed = "We are back {opens}."
contact = "How do we reach you?"

[[team]]
id = "day"
hours = { timezone = "UTC", mon-sun = "08:00-20:00" }
[[team]]
id = "shift"
hours = { timezone = "UTC", mon-sun = "08:00-20:00" }
closed = "fallback"
[[rule]]
id = "day"
when = { words = ["daylight"] }
then = [{ handoff = "day" }]
[[rule]]
id = "shift"
when = { words = ["shift"] }
then = [{ handoff = "shift" }]
"#;

/// The team that is open by day gets a conversation at night.
pub(crate) const CLOSED: Scene = Scene {
    playbook: DAY,
    script: "60:00 visitor: daylight",
    followed: "60:00 visitor: daylight
         60:00 · rule day: said \"daylight\"
         60:00 → handed to day (Normal): day: said \"daylight\"
         60:00 bot notice: We are back today at 08:00 (UTC time).
         60:00 · started contact
         60:00 bot: How do we reach you? [contact.contact]
         60:00 ! day: day: said \"daylight\" (Normal)",
};
