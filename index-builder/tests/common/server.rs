//! A site on this machine that answers as it is told.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// What is answered to a path.
#[derive(Clone)]
pub(crate) enum Answer {
    /// A status, headers and a body. A request that knows the `ETag` or `Last-Modified` is answered 304.
    Page(u16, Vec<(&'static str, String)>, Vec<u8>),
    /// A body that does not end.
    Endless,
    /// Nothing for so long.
    Silence(Duration),
}

/// A request that was made.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) path: String,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) at: Instant,
}

/// A running site. What is not set is answered 404.
#[derive(Clone)]
pub(crate) struct Server {
    pub(crate) origin: String,
    pages: Arc<Mutex<BTreeMap<String, Answer>>>,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Server {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = Self {
            origin: format!("http://{}", listener.local_addr().unwrap()),
            pages: Arc::default(),
            asked: Arc::default(),
        };
        let answering = server.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let answering = answering.clone();
                // A client that goes away is no fault of the site.
                thread::spawn(move || answering.answer(stream).unwrap_or_default());
            }
        });
        server
    }

    pub(crate) fn set(&self, path: &str, answer: Answer) {
        self.pages.lock().unwrap().insert(path.to_owned(), answer);
    }

    /// A page of HTML with this body and an `ETag` that changes with it.
    pub(crate) fn page(&self, path: &str, html: &str) {
        let headers = vec![
            ("Content-Type", "text/html; charset=utf-8".to_owned()),
            (
                "ETag",
                format!("\"{}-{}\"", html.len(), html.bytes().map(u64::from).sum::<u64>()),
            ),
        ];
        self.set(path, Answer::Page(200, headers, html.as_bytes().to_vec()));
    }

    /// A sitemap of these paths or addresses.
    pub(crate) fn sitemap(&self, path: &str, pages: &[&str]) {
        let pages = pages
            .iter()
            .map(|page| format!("<url><loc>{}</loc></url>", self.at(page)));
        self.xml(path, &format!("<urlset>{}</urlset>", pages.collect::<String>()));
    }

    /// A list of sitemaps.
    pub(crate) fn sitemaps(&self, path: &str, sitemaps: &[&str]) {
        let sitemaps = sitemaps
            .iter()
            .map(|sitemap| format!("<sitemap><loc>{}</loc></sitemap>", self.at(sitemap)));
        self.xml(
            path,
            &format!("<sitemapindex>{}</sitemapindex>", sitemaps.collect::<String>()),
        );
    }

    fn xml(&self, path: &str, text: &str) {
        let headers = vec![("Content-Type", "application/xml".to_owned())];
        self.set(path, Answer::Page(200, headers, text.as_bytes().to_vec()));
    }

    pub(crate) fn redirect(&self, path: &str, to: &str) {
        let headers = vec![("Location", to.to_owned())];
        self.set(path, Answer::Page(301, headers, Vec::new()));
    }

    pub(crate) fn status(&self, path: &str, status: u16) {
        self.set(path, Answer::Page(status, Vec::new(), b"no".to_vec()));
    }

    /// The address of a path.
    pub(crate) fn at(&self, path: &str) -> String {
        if path.starts_with('/') {
            format!("{}{path}", self.origin)
        } else {
            path.to_owned()
        }
    }

    /// What was asked for since the last time.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        std::mem::take(&mut self.asked.lock().unwrap())
    }

    /// The paths of what was asked for since the last time.
    pub(crate) fn paths(&self) -> Vec<String> {
        self.asked().into_iter().map(|asked| asked.path).collect()
    }

    fn answer(&self, mut stream: TcpStream) -> std::io::Result<()> {
        let mut lines = BufReader::new(stream.try_clone()?).lines();
        let first = lines.next().transpose()?.unwrap_or_default();
        let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
        let mut headers = BTreeMap::new();
        for line in lines {
            let line = line?;
            let Some((name, value)) = line.split_once(':') else {
                break;
            };
            headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
        }
        let answer = self.pages.lock().unwrap().get(&path).cloned();
        self.asked.lock().unwrap().push(Asked {
            path,
            headers: headers.clone(),
            at: Instant::now(),
        });
        match answer.unwrap_or(Answer::Page(404, Vec::new(), b"not here".to_vec())) {
            Answer::Page(status, own, body) => {
                let knows = own.iter().any(|(name, value)| {
                    let condition = match *name {
                        "ETag" => "if-none-match",
                        "Last-Modified" => "if-modified-since",
                        _ => return false,
                    };
                    headers.get(condition) == Some(value)
                });
                let (status, body) = if knows { (304, Vec::new()) } else { (status, body) };
                let mut head = format!(
                    "HTTP/1.1 {status} So\r\nConnection: close\r\nContent-Length: {}\r\n",
                    body.len()
                );
                for (name, value) in own {
                    head.push_str(&format!("{name}: {value}\r\n"));
                }
                stream.write_all(format!("{head}\r\n").as_bytes())?;
                stream.write_all(&body)
            }
            Answer::Endless => {
                stream
                    .write_all(b"HTTP/1.1 200 So\r\nConnection: close\r\nContent-Type: text/html\r\n\r\n")?;
                loop {
                    stream.write_all(&[b'a'; 4096])?;
                }
            }
            Answer::Silence(time) => {
                thread::sleep(time);
                Ok(())
            }
        }
    }
}
