//! The connection to an object's events: a ticket, a socket that resumes, and polling where sockets are blocked.
//!
//! ```text
//! Off ── Start ──▶ Ticketing ── ticket ──▶ Opening ── opened ──▶ Live
//!                    ▲   │ refused, late     │ closed, late        │ closed, or silent after a ping
//!                    │   ▼                   ▼                     ▼
//!                    └── Waiting (grows with each failure; from the third on, it polls meanwhile)
//! ```
//!
//! The page carries out each [`LinkOut`] and brings the results back as [`LinkIn`]. What belongs to an earlier
//! attempt bears an older number and is ignored.

/// The machine.
#[derive(Clone, Debug, Default)]
pub struct Link {
    state: State,
    /// Attempts in a row that did not become live.
    failures: u32,
    /// Names the attempt that tickets and sockets belong to.
    attempt: u32,
    /// Names the one timer that counts.
    timer: u32,
    /// Whether this service answers pings: an older one does not, and is not held dead for it.
    answers_pings: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
enum State {
    #[default]
    Off,
    Ticketing,
    Opening,
    Live {
        /// A ping is out and nothing has come since.
        pinged: bool,
    },
    Waiting {
        /// Milliseconds until the next attempt, after the timer that runs.
        left: u32,
    },
}

/// What happened.
#[derive(Clone, PartialEq, Debug)]
pub enum LinkIn {
    /// Connect.
    Start,
    /// Disconnect for good.
    Stop,
    /// A ticket came.
    Ticket {
        /// Of which attempt.
        attempt: u32,
        /// It.
        ticket: String,
    },
    /// No ticket came.
    NoTicket {
        /// Of which attempt.
        attempt: u32,
    },
    /// The socket is open.
    Opened {
        /// Of which attempt.
        attempt: u32,
    },
    /// A frame came.
    Heard {
        /// Of which attempt.
        attempt: u32,
        /// Whether it was the answer to a ping.
        pong: bool,
    },
    /// The socket is closed.
    Closed {
        /// Of which attempt.
        attempt: u32,
    },
    /// A timer ran out.
    Timer {
        /// Which.
        timer: u32,
    },
    /// The network came back, or the page is seen again: no reason to wait longer.
    Wake,
}

/// What is to be done.
#[derive(Clone, PartialEq, Debug)]
pub enum LinkOut {
    /// Ask for a ticket.
    GetTicket {
        /// To be brought back.
        attempt: u32,
    },
    /// Open a socket, resuming where the stream ended. One that is open is closed.
    Open {
        /// To be brought back.
        attempt: u32,
        /// The ticket.
        ticket: String,
    },
    /// Close the socket.
    Close,
    /// Send a ping.
    Ping,
    /// Ask for the entries after those that the page has.
    Poll,
    /// Wake the machine.
    Timer {
        /// To be brought back.
        timer: u32,
        /// After so many milliseconds.
        after: u32,
    },
}

/// An attempt that is not open after this has failed.
const PATIENCE: u32 = 10_000;
/// Between pings. Below the minute after which proxies drop silent connections.
const PING_EVERY: u32 = 25_000;
/// A service that answers pings answers within this, or the connection is dead.
const PONG_WITHIN: u32 = 8_000;
/// First wait; doubled by each failure.
const WAIT_FIRST: u32 = 500;
/// Longest wait.
const WAIT_MOST: u32 = 60_000;
/// From so many failures in a row, the page polls while it waits.
const POLL_FROM: u32 = 3;
/// Between polls.
const POLL_EVERY: u32 = 4_000;

/// What a page sends as a ping, and what comes back.
pub const PING: &str = "ping";
/// The answer to [`PING`].
pub const PONG: &str = "pong";

impl Link {
    /// Whether events arrive as they happen.
    pub fn is_live(&self) -> bool {
        matches!(self.state, State::Live { .. })
    }

    /// Whether it is worth telling the reader that events do not arrive: not on the first connection, and not
    /// for a blink.
    pub fn is_troubled(&self) -> bool {
        self.failures >= 2 && !self.is_live()
    }

    /// Moves the machine. `random` in [0, 1) spreads the pages that lost the same service over time.
    pub fn handle(&mut self, input: LinkIn, random: f64) -> Vec<LinkOut> {
        let mut out = Vec::new();
        match input {
            LinkIn::Start if self.state == State::Off => self.try_now(&mut out),
            LinkIn::Start => {}
            LinkIn::Stop => {
                *self = Self {
                    attempt: self.attempt + 1,
                    timer: self.timer + 1,
                    ..Self::default()
                };
                out.push(LinkOut::Close);
            }
            LinkIn::Ticket { attempt, ticket }
                if attempt == self.attempt && self.state == State::Ticketing =>
            {
                self.state = State::Opening;
                out.push(LinkOut::Open { attempt, ticket });
            }
            LinkIn::Opened { attempt } if attempt == self.attempt && self.state == State::Opening => {
                self.state = State::Live { pinged: false };
                self.failures = 0;
                self.arm(PING_EVERY, &mut out);
            }
            LinkIn::Heard { attempt, pong } if attempt == self.attempt => {
                self.answers_pings |= pong;
                if let State::Live { pinged } = &mut self.state {
                    *pinged = false;
                }
            }
            LinkIn::NoTicket { attempt } | LinkIn::Closed { attempt }
                if attempt == self.attempt && self.is_trying_or_live() =>
            {
                self.wait(random, &mut out);
            }
            LinkIn::Ticket { .. }
            | LinkIn::Opened { .. }
            | LinkIn::Heard { .. }
            | LinkIn::NoTicket { .. }
            | LinkIn::Closed { .. } => {}
            LinkIn::Timer { timer } if timer == self.timer => self.tick(random, &mut out),
            LinkIn::Timer { .. } => {}
            LinkIn::Wake => match self.state {
                State::Waiting { .. } => self.try_now(&mut out),
                // The network under an open socket may be another one: ask now instead of in half a minute.
                State::Live { pinged: false } => self.ping(&mut out),
                State::Live { pinged: true } | State::Off | State::Ticketing | State::Opening => {}
            },
        }
        out
    }

    fn tick(&mut self, random: f64, out: &mut Vec<LinkOut>) {
        match self.state {
            State::Off => {}
            State::Ticketing | State::Opening => {
                out.push(LinkOut::Close);
                self.wait(random, out);
            }
            State::Live { pinged: false } => self.ping(out),
            State::Live { pinged: true } if self.answers_pings => {
                out.push(LinkOut::Close);
                self.wait(random, out);
            }
            State::Live { pinged: true } => self.ping(out),
            State::Waiting { left: 0 } => self.try_now(out),
            State::Waiting { left } => {
                out.push(LinkOut::Poll);
                self.wait_for(left, out);
            }
        }
    }

    fn is_trying_or_live(&self) -> bool {
        match self.state {
            State::Ticketing | State::Opening | State::Live { .. } => true,
            State::Off | State::Waiting { .. } => false,
        }
    }

    fn try_now(&mut self, out: &mut Vec<LinkOut>) {
        self.attempt += 1;
        self.state = State::Ticketing;
        out.push(LinkOut::GetTicket {
            attempt: self.attempt,
        });
        self.arm(PATIENCE, out);
    }

    fn ping(&mut self, out: &mut Vec<LinkOut>) {
        self.state = State::Live { pinged: true };
        out.push(LinkOut::Ping);
        self.arm(
            if self.answers_pings {
                PONG_WITHIN
            } else {
                PING_EVERY
            },
            out,
        );
    }

    /// Waits half to the whole of a time that doubles.
    fn wait(&mut self, random: f64, out: &mut Vec<LinkOut>) {
        let whole = WAIT_FIRST
            .saturating_mul(1 << self.failures.min(16))
            .min(WAIT_MOST);
        self.failures = self.failures.saturating_add(1);
        let wait = whole / 2 + (f64::from(whole / 2) * random.clamp(0.0, 1.0)) as u32;
        if self.failures >= POLL_FROM {
            out.push(LinkOut::Poll);
        }
        self.wait_for(wait, out);
    }

    fn wait_for(&mut self, wait: u32, out: &mut Vec<LinkOut>) {
        let part = if self.failures >= POLL_FROM {
            wait.min(POLL_EVERY)
        } else {
            wait
        };
        self.state = State::Waiting { left: wait - part };
        self.arm(part, out);
    }

    fn arm(&mut self, after: u32, out: &mut Vec<LinkOut>) {
        self.timer += 1;
        out.push(LinkOut::Timer {
            timer: self.timer,
            after,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A link with what it asked for last.
    #[derive(Default)]
    struct Rig {
        link: Link,
        attempt: u32,
        timer: u32,
        wait: u32,
    }

    impl Rig {
        /// What is to be done, in short.
        fn does(&mut self, input: LinkIn) -> Vec<&'static str> {
            let out = self.link.handle(input, 0.0);
            out.iter()
                .filter_map(|out| match out {
                    LinkOut::GetTicket { attempt } => {
                        self.attempt = *attempt;
                        Some("ticket")
                    }
                    LinkOut::Open { .. } => Some("open"),
                    LinkOut::Close => Some("close"),
                    LinkOut::Ping => Some("ping"),
                    LinkOut::Poll => Some("poll"),
                    LinkOut::Timer { timer, after } => {
                        (self.timer, self.wait) = (*timer, *after);
                        None
                    }
                })
                .collect()
        }

        fn ticket(&mut self) -> Vec<&'static str> {
            self.does(LinkIn::Ticket {
                attempt: self.attempt,
                ticket: "t".into(),
            })
        }

        fn opened(&mut self) -> Vec<&'static str> {
            self.does(LinkIn::Opened {
                attempt: self.attempt,
            })
        }

        fn closed(&mut self) -> Vec<&'static str> {
            self.does(LinkIn::Closed {
                attempt: self.attempt,
            })
        }

        fn timer(&mut self) -> Vec<&'static str> {
            self.does(LinkIn::Timer { timer: self.timer })
        }

        fn live() -> Self {
            let mut rig = Self::default();
            assert_eq!(rig.does(LinkIn::Start), ["ticket"]);
            assert_eq!(rig.ticket(), ["open"]);
            assert!(rig.opened().is_empty());
            assert!(rig.link.is_live());
            rig
        }
    }

    #[test]
    fn a_lost_socket_is_opened_again_with_a_new_ticket() {
        let mut rig = Rig::live();
        assert!(rig.closed().is_empty());
        assert!(!rig.link.is_live());
        assert_eq!(rig.timer(), ["ticket"]);
        assert_eq!(rig.ticket(), ["open"]);
        rig.opened();
        assert!(rig.link.is_live());
    }

    #[test]
    fn waits_double_and_have_a_limit() {
        let mut rig = Rig::default();
        rig.does(LinkIn::Start);
        let mut waits = Vec::new();
        for _ in 0..12 {
            rig.closed();
            let mut whole = rig.wait;
            while rig.timer() == ["poll"] {
                whole += rig.wait;
            }
            waits.push(whole);
        }
        assert_eq!(
            waits,
            [
                250, 500, 1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000, 30000, 30000
            ]
        );
    }

    #[test]
    fn where_sockets_are_blocked_it_polls() {
        let mut rig = Rig::default();
        rig.does(LinkIn::Start);
        rig.ticket();
        assert!(rig.closed().is_empty());
        rig.timer();
        rig.ticket();
        assert!(rig.closed().is_empty());
        rig.timer();
        rig.ticket();
        assert_eq!(rig.closed(), ["poll"]);
        assert!(rig.link.is_troubled());
    }

    #[test]
    fn events_of_an_earlier_attempt_are_ignored() {
        let mut rig = Rig::live();
        let before = rig.attempt;
        rig.closed();
        rig.timer();
        rig.ticket();
        rig.opened();
        assert!(rig.does(LinkIn::Closed { attempt: before }).is_empty());
        assert!(rig.link.is_live());
    }

    #[test]
    fn a_connection_that_never_opens_is_given_up() {
        let mut rig = Rig::default();
        rig.does(LinkIn::Start);
        rig.ticket();
        assert_eq!(rig.timer(), ["close"]);
        assert_eq!(rig.timer(), ["ticket"]);
    }

    #[test]
    fn a_socket_that_stops_answering_pings_is_dead() {
        let mut rig = Rig::live();
        assert_eq!(rig.timer(), ["ping"]);
        rig.does(LinkIn::Heard {
            attempt: rig.attempt,
            pong: true,
        });
        assert_eq!(rig.timer(), ["ping"]);
        assert_eq!(rig.timer(), ["close"]);
        assert!(!rig.link.is_live());
    }

    #[test]
    fn a_service_that_never_answered_a_ping_is_not_held_dead() {
        let mut rig = Rig::live();
        assert_eq!(rig.timer(), ["ping"]);
        assert_eq!(rig.timer(), ["ping"]);
        assert!(rig.link.is_live());
    }

    #[test]
    fn the_network_coming_back_ends_the_wait_and_tests_an_open_socket() {
        let mut rig = Rig::live();
        assert_eq!(rig.does(LinkIn::Wake), ["ping"]);
        rig.closed();
        let waiting = rig.timer;
        assert_eq!(rig.does(LinkIn::Wake), ["ticket"]);
        assert!(rig.does(LinkIn::Timer { timer: waiting }).is_empty());
    }

    #[test]
    fn after_a_stop_nothing_late_starts_it_again() {
        let mut rig = Rig::default();
        rig.does(LinkIn::Start);
        assert_eq!(rig.does(LinkIn::Stop), ["close"]);
        assert!(rig.ticket().is_empty());
        assert!(rig.timer().is_empty());
        assert_eq!(rig.does(LinkIn::Start), ["ticket"]);
    }
}
