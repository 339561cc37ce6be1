//! A local HTTP server as an operator's booking system: what it does depends on the booking that it is asked for.

use std::io::Write as _;
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use serde_json::Value;

use crate::receiver::{Delivery, take};

/// What it does when it is asked.
#[derive(Clone, Copy, Debug)]
pub enum Behaviour {
    /// Answers with a status and a body.
    Answers(u16, &'static str),
    /// Answers the same after so long.
    Late(Duration, &'static str),
    /// Answers the same when the gate is open.
    Held(&'static Gate, &'static str),
    /// Takes the question and says nothing.
    Never,
    /// Begins an answer and does not end it.
    Stalls,
    /// Sends a JSON object of so many bytes.
    Huge(usize),
    /// Closes the connection.
    Breaks,
}

/// What answers are held back by until a test opens it.
#[derive(Debug)]
pub struct Gate {
    is_open: Mutex<bool>,
    opened: Condvar,
}

impl Gate {
    /// A closed one.
    #[expect(clippy::new_without_default, reason = "it stands in a static")]
    pub const fn new() -> Self {
        Self {
            is_open: Mutex::new(false),
            opened: Condvar::new(),
        }
    }

    /// Lets the answers go.
    pub fn open(&self) {
        *self.is_open.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.opened.notify_all();
    }

    fn pass(&self) {
        let closed = self.is_open.lock().unwrap_or_else(PoisonError::into_inner);
        let _open = self.opened.wait_while(closed, |is_open| !*is_open);
    }
}

/// A server that keeps what it is asked. It ends with the test's process.
#[derive(Debug)]
pub struct BookingSystem {
    port: u16,
    questions: Arc<Mutex<Vec<Delivery>>>,
}

impl BookingSystem {
    /// Does for each booking what stands beside it: the first when it is first asked for it, then the next, and the last one
    /// ever after. It knows no other booking.
    pub fn start(bookings: &'static [(&'static str, &'static [Behaviour])]) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let questions = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&questions);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let kept = Arc::clone(&kept);
                // A slow answer holds no other up.
                std::thread::spawn(move || answer(stream, &kept, bookings));
            }
        });
        Self { port, questions }
    }

    /// Its address.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}/bookings", self.port)
    }

    /// What it was asked about a booking, in order.
    pub fn questions(&self, booking: &str) -> Vec<Delivery> {
        let questions = self.questions.lock().unwrap_or_else(PoisonError::into_inner);
        let about = |question: &&Delivery| of(question) == booking;
        questions.iter().filter(about).cloned().collect()
    }
}

fn of(question: &Delivery) -> String {
    let body: Value = serde_json::from_str(&question.body).unwrap_or_default();
    body["values"]["booking"].as_str().unwrap_or_default().to_owned()
}

fn answer(stream: TcpStream, kept: &Mutex<Vec<Delivery>>, bookings: &[(&str, &[Behaviour])]) {
    let Some(question) = take(&stream) else { return };
    let booking = of(&question);
    let asked = {
        let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
        let before = kept.iter().filter(|earlier| of(earlier) == booking).count();
        kept.push(question);
        before
    };
    let known = bookings.iter().find(|(known, _)| *known == booking);
    let behaviour = known.and_then(|(_, all)| all.get(asked).or(all.last()));
    behaviour
        .copied()
        .unwrap_or(Behaviour::Answers(404, "{}"))
        .act(stream);
}

impl Behaviour {
    /// Does it.
    pub(crate) fn act(self, mut stream: TcpStream) {
        let mut say = |status: u16, body: &str| {
            let length = body.len();
            let _sent = write!(
                stream,
                "HTTP/1.1 {status} \r\ncontent-type: application/json\r\ncontent-length: {length}\r\nlocation: /elsewhere\r\nconnection: close\r\n\r\n{body}"
            );
        };
        match self {
            Self::Answers(status, body) => say(status, body),
            Self::Late(after, body) => {
                std::thread::sleep(after);
                say(200, body);
            }
            Self::Held(gate, body) => {
                gate.pass();
                say(200, body);
            }
            Self::Never => std::thread::sleep(Duration::from_secs(60)),
            Self::Stalls => {
                let _sent = write!(
                    stream,
                    "HTTP/1.1 200 \r\ncontent-length: 100\r\n\r\n{{\"status\":"
                );
                std::thread::sleep(Duration::from_secs(60));
            }
            Self::Huge(bytes) => say(200, &format!("{{\"status\":\"{}\"}}", "x".repeat(bytes))),
            Self::Breaks => drop(stream),
        }
    }
}
