//! WebSockets.

use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, WebSocket};

use super::address;

/// What happens on a socket.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum SocketEvent {
    /// It is open.
    Opened,
    /// A text came.
    Frame(String),
    /// It is closed, by whomever.
    Closed,
}

/// An open socket. Dropped, it closes and says nothing more.
pub(super) struct Socket {
    socket: WebSocket,
    _handlers: [Closure<dyn FnMut(JsValue)>; 3],
}

impl Socket {
    /// Opens a socket to a path of this deployment. `None` where sockets are not allowed.
    pub(super) fn open(path: &str, tell: impl Fn(SocketEvent) + Clone + 'static) -> Option<Self> {
        // `http` becomes `ws` and `https` becomes `wss`.
        let address = address(path);
        let socket = WebSocket::new(&format!("ws{}", address.strip_prefix("http")?)).ok()?;
        let opened = {
            let tell = tell.clone();
            Closure::<dyn FnMut(JsValue)>::new(move |_| tell(SocketEvent::Opened))
        };
        let frame = {
            let tell = tell.clone();
            Closure::<dyn FnMut(JsValue)>::new(move |event: JsValue| {
                let text = event
                    .dyn_into::<MessageEvent>()
                    .ok()
                    .and_then(|event| event.data().as_string());
                if let Some(text) = text {
                    tell(SocketEvent::Frame(text));
                }
            })
        };
        let closed = Closure::<dyn FnMut(JsValue)>::new(move |_| tell(SocketEvent::Closed));
        socket.set_onopen(Some(opened.as_ref().unchecked_ref()));
        socket.set_onmessage(Some(frame.as_ref().unchecked_ref()));
        socket.set_onclose(Some(closed.as_ref().unchecked_ref()));
        Some(Self {
            socket,
            _handlers: [opened, frame, closed],
        })
    }

    /// Sends a text, when the socket is open.
    pub(super) fn send(&self, text: &str) {
        let _ = self.socket.send_with_str(text);
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.socket.set_onopen(None);
        self.socket.set_onmessage(None);
        self.socket.set_onclose(None);
        let _ = self.socket.close();
    }
}
