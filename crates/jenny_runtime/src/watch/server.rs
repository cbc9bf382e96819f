//! The page's server: HTTP/1.1 on the loopback address, for one page at a time.
//!
//! The page itself holds nothing of the program's, so anybody may load it. All else asks for the session's key, which the
//! page gets for the token of its address; the token is good for one page. Names other than the loopback's are refused, so that
//! no site can reach the server by a name of its own, and so are requests from pages of other origins.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde_json::Value as Json;

use super::tail::Tail;
use super::{Stops, Watch};
use crate::oracle::Input;
use crate::recording::Recorder;

/// Connections that are served at once.
const MOST_CONNECTIONS: usize = 16;
/// Bytes of a request's head, and of its body.
const LONGEST_HEAD: u64 = 16 << 10;
const LONGEST_BODY: usize = 16 << 10;
/// How long a request may take to come.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often a growing record is looked at.
const LOOKS: Duration = Duration::from_millis(20);
/// How long after its end a program waits for a page that never came.
const WAIT_FOR_PAGE: Duration = Duration::from_secs(60);
/// Bytes that the stream sends between two reports.
const PORTION: usize = 1 << 20;

/// What of the stream a message is: bytes of the record, or a report as JSON.
const RECORD: u8 = 0;
const REPORT: u8 = 1;

#[derive(Default)]
struct Sessions {
    /// What the next page has to know; empty once it was used.
    token: String,
    key: String,
    /// The stream that is the page's; an older one ends.
    stream: u64,
    /// A page has read the whole record.
    complete: bool,
    /// A page's stream is open.
    connected: bool,
}

struct Shared {
    page: String,
    policy: String,
    port: u16,
    record: PathBuf,
    recorder: Arc<Recorder>,
    watch: Arc<Watch>,
    sessions: Mutex<Sessions>,
    changed: Condvar,
    connections: AtomicUsize,
}

/// A running server.
#[derive(Clone)]
pub struct Server {
    shared: Arc<Shared>,
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Server").field("port", &self.shared.port).finish_non_exhaustive()
    }
}

/// A word of 128 random bits.
fn secret() -> io::Result<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| io::Error::other(error.to_string()))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Serves `page`, whose policy of contents is `policy`, on a port that the system chooses (or `port`, if it is not 0).
///
/// # Errors
/// The system has no port, thread or randomness for it.
pub fn start(
    page: String,
    policy: String,
    port: u16,
    record: &Path,
    recorder: Arc<Recorder>,
    watch: Arc<Watch>,
) -> io::Result<Server> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
    let port = listener.local_addr()?.port();
    let sessions = Sessions { token: secret()?, key: secret()?, ..Sessions::default() };
    let shared = Arc::new(Shared {
        page,
        policy,
        port,
        record: record.to_owned(),
        recorder,
        watch,
        sessions: Mutex::new(sessions),
        changed: Condvar::new(),
        connections: AtomicUsize::new(0),
    });
    let accepting = shared.clone();
    std::thread::Builder::new().name("jenny-watch".into()).spawn(move || accept(&accepting, &listener))?;
    Ok(Server { shared })
}

impl Server {
    /// The address to open. Its token is good once.
    pub fn address(&self) -> String {
        let sessions = self.shared.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        format!("http://{}/?token={}", self.shared.host(), sessions.token)
    }

    /// Waits until a page has read the closed record to its end, or has gone, or none came.
    pub fn wait_for_page(&self) {
        let end = Instant::now() + WAIT_FOR_PAGE;
        let mut sessions = self.shared.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        while !sessions.complete {
            let came = sessions.token.is_empty();
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() || came && !sessions.connected && left < WAIT_FOR_PAGE.saturating_sub(PATIENCE) {
                return;
            }
            let waited = self.shared.changed.wait_timeout(sessions, left.min(Duration::from_millis(200)));
            sessions = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

fn accept(shared: &Arc<Shared>, listener: &TcpListener) {
    for stream in listener.incoming() {
        let Ok(stream) = stream else {
            // Too many open files, perhaps: that may pass.
            std::thread::sleep(Duration::from_millis(50));
            continue;
        };
        if shared.connections.fetch_add(1, Ordering::Relaxed) >= MOST_CONNECTIONS {
            shared.connections.fetch_sub(1, Ordering::Relaxed);
            continue;
        }
        let serving = shared.clone();
        let spawned = std::thread::Builder::new().name("jenny-watch".into()).spawn(move || {
            // An error of a connection is its end: the page asks anew.
            let _ = serve(&serving, stream);
            serving.connections.fetch_sub(1, Ordering::Relaxed);
        });
        if spawned.is_err() {
            shared.connections.fetch_sub(1, Ordering::Relaxed);
        }
    }
}

/// A request, as far as it matters here.
#[derive(Debug, Default)]
struct Request {
    method: String,
    path: String,
    host: String,
    origin: Option<String>,
    site: Option<String>,
    key: String,
    body: Vec<u8>,
}

/// Reads a request; None if it is none of HTTP/1.1, or too long.
fn read_request(input: &mut impl BufRead) -> io::Result<Option<Request>> {
    let mut head = input.by_ref().take(LONGEST_HEAD);
    let mut line = String::new();
    head.read_line(&mut line)?;
    let mut words = line.split_ascii_whitespace();
    let (Some(method), Some(path)) = (words.next(), words.next()) else { return Ok(None) };
    let mut request = Request { method: method.to_owned(), path: path.to_owned(), ..Request::default() };
    let mut length = 0;
    loop {
        line.clear();
        if head.read_line(&mut line)? == 0 {
            return Ok(None);
        }
        let Some((name, value)) = line.trim_end().split_once(':') else {
            if line.trim_end().is_empty() {
                break;
            }
            return Ok(None);
        };
        let value = value.trim();
        match name.to_ascii_lowercase().as_str() {
            "host" => request.host = value.to_owned(),
            "origin" => request.origin = Some(value.to_owned()),
            "sec-fetch-site" => request.site = Some(value.to_owned()),
            "x-jenny-key" => request.key = value.to_owned(),
            "content-length" => length = value.parse().unwrap_or(usize::MAX),
            "transfer-encoding" => return Ok(None),
            _ => {}
        }
    }
    if length > LONGEST_BODY {
        return Ok(None);
    }
    request.body.resize(length, 0);
    input.read_exact(&mut request.body)?;
    Ok(Some(request))
}

/// Compares in a time that does not tell how much is right.
fn is_same(a: &str, b: &str) -> bool {
    a.len() == b.len() && !a.is_empty() && a.bytes().zip(b.bytes()).fold(0, |sum, (a, b)| sum | a ^ b) == 0
}

impl Shared {
    fn host(&self) -> String {
        SocketAddr::from((Ipv4Addr::LOCALHOST, self.port)).to_string()
    }

    /// Whether the request is for this server by its own name, and from its own page.
    fn is_ours(&self, request: &Request) -> bool {
        let host = self.host();
        let origin = format!("http://{host}");
        request.host == host
            && request.origin.as_ref().is_none_or(|known| *known == origin)
            && request.site.as_ref().is_none_or(|site| site == "same-origin" || site == "none")
    }

    fn has_key(&self, request: &Request) -> bool {
        is_same(&request.key, &self.sessions.lock().unwrap_or_else(PoisonError::into_inner).key)
    }

    /// The session's key for the token, which is spent then.
    fn open_session(&self, token: &[u8]) -> Option<String> {
        let mut sessions = self.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        let token = std::str::from_utf8(token).ok()?;
        if !is_same(token, &sessions.token) {
            return None;
        }
        sessions.token.clear();
        self.changed.notify_all();
        Some(sessions.key.clone())
    }
}

fn respond(out: &mut TcpStream, status: &str, kind: &str, more: &str, body: &[u8]) -> io::Result<()> {
    let head = format!(
        "HTTP/1.1 {status}\r\ncontent-type: {kind}\r\ncontent-length: {}\r\ncache-control: no-store\r\nx-content-type-options: nosniff\r\n\
         referrer-policy: no-referrer\r\ncross-origin-resource-policy: same-origin\r\nconnection: close\r\n{more}\r\n",
        body.len()
    );
    out.write_all(head.as_bytes())?;
    out.write_all(body)
}

fn serve(shared: &Shared, stream: TcpStream) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_nodelay(true)?;
    let mut out = stream.try_clone()?;
    let Some(request) = read_request(&mut BufReader::new(&stream))? else {
        return respond(&mut out, "400 Bad Request", "text/plain", "", b"");
    };
    if !shared.is_ours(&request) {
        return respond(&mut out, "403 Forbidden", "text/plain", "", b"This is no request of the page's own.\n");
    }
    let path = request.path.split('?').next().unwrap_or_default();
    match (request.method.as_str(), path) {
        ("GET", "/") => {
            let policy = format!(
                "content-security-policy: {}; frame-ancestors 'none'\r\nx-frame-options: DENY\r\ncross-origin-opener-policy: same-origin\r\n",
                shared.policy
            );
            respond(&mut out, "200 OK", "text/html; charset=utf-8", &policy, shared.page.as_bytes())
        }
        ("POST", "/session") => match shared.open_session(&request.body) {
            Some(key) => respond(&mut out, "200 OK", "text/plain", "", key.as_bytes()),
            None => respond(&mut out, "403 Forbidden", "text/plain", "", b"This address was used already.\n"),
        },
        (_, "/stream" | "/command") if !shared.has_key(&request) => {
            respond(&mut out, "403 Forbidden", "text/plain", "", b"The key is missing.\n")
        }
        ("GET", "/stream") => follow(shared, &mut out),
        ("POST", "/command") => {
            let answer = serde_json::from_slice(&request.body).map_err(|error| error.to_string());
            match answer.and_then(|command: Json| obey(&shared.watch, &command)) {
                Ok(()) => respond(&mut out, "200 OK", "application/json", "", b"{}"),
                Err(why) => respond(&mut out, "400 Bad Request", "text/plain", "", why.as_bytes()),
            }
        }
        _ => respond(&mut out, "404 Not Found", "text/plain", "", b""),
    }
}

/// Members of an input that the program's listeners find at their event.
fn input_data(data: &Json) -> Result<Vec<u8>, String> {
    let members = data.as_object().ok_or("no data")?;
    let plain = members.values().all(|value| value.is_number() || value.is_string() || value.is_boolean());
    let text = data.to_string();
    if !plain || members.len() > 30 || text.len() > 4 << 10 {
        return Err("the data is not plain".to_owned());
    }
    Ok(text.into_bytes())
}

/// Does what the page asks.
fn obey(watch: &Watch, command: &Json) -> Result<(), String> {
    let word = |name: &str| command[name].as_str().unwrap_or_default();
    let agent = || u16::try_from(command["agent"].as_u64().unwrap_or(0)).map_err(|error| error.to_string());
    let stops = || Stops::of_unit(word("unit")).ok_or_else(|| "no such unit".to_owned());
    match word("do") {
        "pause" => watch.pause(agent()?, stops()?),
        "step" => watch.step(agent()?, stops()?),
        "resume" => watch.step(agent()?, Stops::default()),
        "input" => {
            let target = command["target"].as_u64().ok_or("no target")?;
            let kind = word("type");
            if kind.is_empty() || kind.len() > 60 {
                return Err("no type".to_owned());
            }
            let data = input_data(&command["data"])?;
            if !watch.push_input(Input { target, kind: kind.to_owned(), data }) {
                return Err("too many inputs wait".to_owned());
            }
        }
        // An input without a type is the last.
        "close" => drop(watch.push_input(Input { target: 0, kind: String::new(), data: b"{}".to_vec() })),
        _ => return Err("no such command".to_owned()),
    }
    Ok(())
}

/// One chunk of the stream: a byte, a length, and so many bytes.
fn send(out: &mut TcpStream, kind: u8, bytes: &[u8]) -> io::Result<()> {
    let mut message = Vec::with_capacity(bytes.len() + 24);
    write!(message, "{:x}\r\n", bytes.len() + 5)?;
    message.push(kind);
    message.extend_from_slice(&(bytes.len() as u32).to_le_bytes());
    message.extend_from_slice(bytes);
    message.extend_from_slice(b"\r\n");
    out.write_all(&message)
}

/// Sends the record from its beginning and goes on as it grows, with reports between, until it is closed.
fn follow(shared: &Shared, out: &mut TcpStream) -> io::Result<()> {
    let mine = {
        let mut sessions = shared.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        sessions.stream += 1;
        sessions.connected = true;
        sessions.stream
    };
    let sent = send_all(shared, out, mine);
    let mut sessions = shared.sessions.lock().unwrap_or_else(PoisonError::into_inner);
    if sessions.stream == mine {
        sessions.connected = false;
        sessions.complete |= sent.is_ok();
        // A program that stands would stand for ever: nobody is there to let it go.
        if sent.is_err() {
            shared.watch.let_all_go();
        }
    }
    shared.changed.notify_all();
    sent
}

fn send_all(shared: &Shared, out: &mut TcpStream, mine: u64) -> io::Result<()> {
    out.write_all(
        b"HTTP/1.1 200 OK\r\ncontent-type: application/octet-stream\r\ncache-control: no-store\r\nx-content-type-options: nosniff\r\n\
          transfer-encoding: chunked\r\nconnection: close\r\n\r\n",
    )?;
    let mut tail = loop {
        match Tail::open(&shared.record) {
            Ok(tail) => break tail,
            // Its head is not written yet.
            Err(_) => std::thread::sleep(LOOKS),
        }
    };
    let mut reported = (u64::MAX, u64::MAX);
    let mut at = Instant::now();
    loop {
        let bytes = tail.read(PORTION).map_err(|error| io::Error::other(error.to_string()))?;
        if !bytes.is_empty() {
            send(out, RECORD, &bytes)?;
        }
        let (version, mut report) = shared.watch.status();
        let recorded = shared.recorder.recorded();
        // Something is said at least every two seconds, so that a page that has gone is noticed.
        if (version, recorded.events) != reported || !bytes.is_empty() || at.elapsed() > Duration::from_secs(2) {
            report["events"] = recorded.events.into();
            report["dropped"] = recorded.dropped.into();
            report["sent"] = tail.events.into();
            report["complete"] = tail.is_complete().into();
            send(out, REPORT, report.to_string().as_bytes())?;
            (reported, at) = ((version, recorded.events), Instant::now());
        }
        if tail.is_complete() {
            return out.write_all(b"0\r\n\r\n");
        }
        if shared.sessions.lock().unwrap_or_else(PoisonError::into_inner).stream != mine {
            return Err(io::Error::other("the page has another stream"));
        }
        if bytes.is_empty() {
            shared.watch.wait_for_change(version, LOOKS);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn request(text: &str) -> Option<Request> {
        read_request(&mut BufReader::new(text.as_bytes())).unwrap()
    }

    #[test]
    fn requests_are_read() {
        let read =
            request("POST /command?x HTTP/1.1\r\nHost: 127.0.0.1:9\r\nX-Jenny-Key: k\r\nContent-Length: 2\r\n\r\nab")
                .unwrap();
        assert_eq!(
            (&*read.method, &*read.path, &*read.host, &*read.key, &*read.body),
            ("POST", "/command?x", "127.0.0.1:9", "k", &b"ab"[..])
        );
        assert!(request("GET / HTTP/1.1\r\nHost: x\r\n").is_none());
        assert!(request("POST / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n").is_none());
        assert!(request("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n").is_none());
        assert!(request(&format!("GET / HTTP/1.1\r\nX: {}\r\n\r\n", "x".repeat(20_000))).is_none());
    }

    #[test]
    fn commands_are_checked() {
        let watch = Watch::new(false);
        let obeyed = |command: Json| obey(&watch, &command);
        assert!(obeyed(json!({ "do": "step", "unit": "line" })).is_err());
        assert!(obeyed(json!({ "do": "input", "target": 1, "type": "click", "data": { "x": [1] } })).is_err());
        assert!(obeyed(json!({ "do": "input", "target": 1, "type": "", "data": {} })).is_err());
        assert!(obeyed(json!({ "do": "rm" })).is_err());
        assert_eq!(obeyed(json!({ "do": "input", "target": 3, "type": "click", "data": { "button": 0 } })), Ok(()));
        assert_eq!(
            watch.next_input(),
            Some(Input { target: 3, kind: "click".into(), data: b"{\"button\":0}".to_vec() })
        );
    }

    #[test]
    fn secrets_are_compared_whole() {
        assert!(is_same("ab", "ab"));
        assert!(!is_same("", "") && !is_same("ab", "a") && !is_same("ab", "ac"));
        assert_ne!(secret().unwrap(), secret().unwrap());
    }
}
