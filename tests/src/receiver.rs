//! A local HTTP server as pager, booking system or mail provider.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};

use crate::booking_system::Behaviour;

/// A server that keeps what it is sent. It ends with the test's process.
#[derive(Debug)]
pub struct Receiver {
    port: u16,
    deliveries: Arc<Mutex<Vec<Delivery>>>,
}

/// One request.
#[derive(Clone, Debug)]
pub struct Delivery {
    headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

impl Delivery {
    /// A header, or nothing.
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .iter()
            .find(|(other, _)| other == name)
            .map_or("", |(_, value)| value)
    }
}

impl Receiver {
    /// Answers with these statuses in turn, and with the last one ever after.
    pub fn answering(statuses: &'static [u16]) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let deliveries = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&deliveries);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
                let status = statuses
                    .get(kept.len())
                    .or(statuses.last())
                    .copied()
                    .unwrap_or(204);
                if let Some(delivery) = take(&stream) {
                    kept.push(delivery);
                }
                let mut stream = stream;
                let _sent = write!(
                    stream,
                    "HTTP/1.1 {status} \r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
                );
            }
        });
        Self { port, deliveries }
    }

    /// Does these things in turn, and the last one ever after. One that takes its time holds no other up.
    pub fn doing(behaviours: &'static [Behaviour]) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let deliveries = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&deliveries);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let Some(delivery) = take(&stream) else { continue };
                let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
                let behaviour = behaviours.get(kept.len()).or(behaviours.last()).copied();
                kept.push(delivery);
                std::thread::spawn(move || behaviour.unwrap_or(Behaviour::Answers(204, "")).act(stream));
            }
        });
        Self { port, deliveries }
    }

    /// Its address.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}/hook", self.port)
    }

    /// What has come, in order.
    pub fn deliveries(&self) -> Vec<Delivery> {
        self.deliveries
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

/// Reads one request.
pub(crate) fn take(stream: &TcpStream) -> Option<Delivery> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let mut headers = Vec::new();
    loop {
        line.clear();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(':') else {
            break;
        };
        headers.push((name.to_lowercase(), value.trim().to_owned()));
    }
    let length = headers
        .iter()
        .find(|(name, _)| name == "content-length")
        .and_then(|(_, value)| value.parse().ok());
    let body = match length {
        Some(length) => {
            let mut body = vec![0; length];
            reader.read_exact(&mut body).ok()?;
            body
        }
        None => chunked(&mut reader)?,
    };
    Some(Delivery {
        headers,
        body: String::from_utf8(body).ok()?,
    })
}

fn chunked(reader: &mut impl BufRead) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let length = usize::from_str_radix(line.trim(), 16).ok()?;
        let mut chunk = vec![0; length + 2];
        reader.read_exact(&mut chunk).ok()?;
        if length == 0 {
            return Some(body);
        }
        body.extend_from_slice(&chunk[..length]);
    }
}
