//! A WebSocket as a page holds it.

use std::io::ErrorKind;
use std::net::TcpStream;
use std::time::{Duration, Instant};

use serde::Serialize;
use serde::de::DeserializeOwned;
use tungstenite::{Message, WebSocket};

/// An open socket.
#[derive(Debug)]
pub struct Socket {
    socket: WebSocket<TcpStream>,
}

impl Socket {
    /// Opens one.
    ///
    /// # Errors
    /// The HTTP status with which it was refused, 0 when there was none.
    pub fn open(port: u16, path: &str, origin: Option<&str>) -> Result<Self, u16> {
        let stream = TcpStream::connect(("127.0.0.1", port)).map_err(|_refused| 0_u16)?;
        let mut request = tungstenite::client::ClientRequestBuilder::new(
            format!("ws://127.0.0.1:{port}{path}").parse().unwrap(),
        );
        if let Some(origin) = origin {
            request = request.with_header("Origin", origin);
        }
        match tungstenite::client(request, stream) {
            Ok((socket, _answer)) => Ok(Self { socket }),
            Err(tungstenite::HandshakeError::Failure(tungstenite::Error::Http(answer))) => {
                Err(answer.status().as_u16())
            }
            Err(_other) => Err(0),
        }
    }

    /// Sends a frame.
    pub fn send(&mut self, event: &impl Serialize) {
        self.socket
            .send(Message::text(serde_json::to_string(event).unwrap()))
            .unwrap();
    }

    /// The next frame, or `None` when none comes in time or the socket is closed.
    pub fn next<T: DeserializeOwned>(&mut self, within: Duration) -> Option<T> {
        self.next_text(within)
            .map(|text| serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}")))
    }

    /// The next frame as text.
    pub fn next_text(&mut self, within: Duration) -> Option<String> {
        let end = Instant::now() + within;
        loop {
            let left = end
                .checked_duration_since(Instant::now())
                .filter(|left| !left.is_zero())?;
            self.socket.get_ref().set_read_timeout(Some(left)).unwrap();
            match self.socket.read() {
                Ok(Message::Text(text)) if text.as_str() == "pong" => {}
                Ok(Message::Text(text)) => return Some(text.to_string()),
                Ok(Message::Binary(_) | Message::Ping(_) | Message::Pong(_) | Message::Frame(_)) => {}
                Ok(Message::Close(_)) => return None,
                Err(error) if is_pause(&error) => {}
                Err(_) => return None,
            }
        }
    }

    /// Waits for the end and returns the code it was closed with.
    pub fn closed(&mut self, within: Duration) -> Option<u16> {
        let end = Instant::now() + within;
        loop {
            let left = end
                .checked_duration_since(Instant::now())
                .filter(|left| !left.is_zero())?;
            self.socket.get_ref().set_read_timeout(Some(left)).unwrap();
            match self.socket.read() {
                Ok(Message::Close(frame)) => return frame.map(|frame| frame.code.into()),
                Ok(_) => {}
                Err(error) if is_pause(&error) => {}
                Err(_) => return None,
            }
        }
    }
}

/// Whether the socket is as good as before: the time was up, or the process was stopped and went on.
fn is_pause(error: &tungstenite::Error) -> bool {
    let tungstenite::Error::Io(error) = error else {
        return false;
    };
    matches!(
        error.kind(),
        ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted
    )
}
