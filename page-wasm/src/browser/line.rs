//! Carries out what a [`Link`](crate::Link) asks for.

use gangway_protocol::api::Ticket;
use gangway_protocol::event::ClientEvent;

use super::socket::{Socket, SocketEvent};
use super::{Request, after, ask};
use crate::{Failure, LinkIn, LinkOut};

/// What came over the line, to be brought to the machine.
#[derive(Clone, PartialEq, Debug)]
pub enum LineEvent {
    /// A ticket came, or not.
    Ticket {
        /// Of which attempt.
        attempt: u32,
        /// It.
        answer: Result<String, Failure>,
    },
    /// A frame came.
    Frame {
        /// Of which attempt.
        attempt: u32,
        /// Its text.
        text: String,
    },
    /// Something else happened.
    Link(LinkIn),
}

/// Where a line leads.
#[derive(Clone, Debug)]
pub struct Place {
    /// The path of the events; that of their tickets is `…/ticket`.
    pub path: String,
    /// The right to a ticket, where it is not a cookie.
    pub bearer: Option<String>,
    /// Where the stream resumes, where it does.
    pub after: Option<u64>,
}

/// A socket, or none at the moment.
#[derive(Default)]
pub struct Line {
    socket: Option<Socket>,
}

impl Line {
    /// Says something of the moment, when the socket is open.
    pub fn send(&self, event: &ClientEvent) {
        // Frames are plain structures of the protocol: they always serialise.
        if let (Some(socket), Ok(text)) = (&self.socket, serde_json::to_string(event)) {
            socket.send(&text);
        }
    }

    /// Does what the machine asks for. [`LinkOut::Poll`] is the page's own.
    pub fn carry_out(&mut self, asked: LinkOut, place: Place, tell: impl Fn(LineEvent) + Clone + 'static) {
        match asked {
            LinkOut::GetTicket { attempt } => {
                let mut request = Request::post(format!("{}/ticket", place.path), &());
                if let Some(token) = &place.bearer {
                    request = request.bearer(token);
                }
                ask(request, move |answer| {
                    let answer = answer.read().map(|Ticket { ticket, .. }| ticket);
                    tell(LineEvent::Ticket { attempt, answer });
                });
            }
            LinkOut::Open { attempt, ticket } => {
                let mut path = format!("{}?ticket={ticket}", place.path);
                if let Some(after) = place.after {
                    path.push_str(&format!("&after={after}"));
                }
                let hears = tell.clone();
                self.socket = Socket::open(&path, move |event| {
                    hears(match event {
                        SocketEvent::Opened => LineEvent::Link(LinkIn::Opened { attempt }),
                        SocketEvent::Frame(text) => LineEvent::Frame { attempt, text },
                        SocketEvent::Closed => LineEvent::Link(LinkIn::Closed { attempt }),
                    });
                });
                if self.socket.is_none() {
                    // Not from within: the machine is being moved.
                    after(0, move || tell(LineEvent::Link(LinkIn::Closed { attempt })));
                }
            }
            LinkOut::Close => self.socket = None,
            LinkOut::Ping => {
                if let Some(socket) = &self.socket {
                    socket.send(crate::link::PING);
                }
            }
            LinkOut::Timer { timer, after: millis } => {
                after(millis, move || tell(LineEvent::Link(LinkIn::Timer { timer })));
            }
            LinkOut::Poll => {}
        }
    }
}
