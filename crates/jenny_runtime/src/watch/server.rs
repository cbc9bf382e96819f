//! The page's server on the loopback address, for one page at a time; HTTP is that of [`crate::http`].
//!
//! The page itself holds nothing of the program's, so anybody may load it. All else asks for the session's key, which the
//! page gets for the token of its address; the token is good for one page. Names other than the loopback's are refused, so that
//! no site can reach the server by a name of its own, and so are requests from pages of other origins.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde_json::Value as Json;

use super::tail::Tail;
use super::{Stops, Watch};
use crate::http::{self, BodySender, IncomingRequest, OutgoingBody, PullBody, ResponseHead, ServerHandle};
use crate::oracle::Input;
use crate::recording::Recorder;

/// Requests that are answered at once.
const MOST_REQUESTS: usize = 16;
/// Bytes of a request's body.
const LONGEST_BODY: usize = 16 << 10;
/// How long a page that has gone may take to come back.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often a growing record, and what the page is told, are looked at.
const LOOKS: Duration = Duration::from_millis(10);
/// How long the last bytes of a record may take to the page's browser.
const LAST_BYTES: Duration = Duration::from_secs(1);
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
    requests: AtomicUsize,
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
    let listener = http::bind(&Ipv4Addr::LOCALHOST.to_string(), port)?;
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
        requests: AtomicUsize::new(0),
    });
    // A thread of its own: the program's reactor has the program's work.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build()?;
    let serving = shared.clone();
    std::thread::Builder::new()
        .name("jenny-watch".into())
        .spawn(move || runtime.block_on(serve(&serving, listener)))?;
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

/// Answers requests until a page has all of the record.
async fn serve(shared: &Arc<Shared>, listener: TcpListener) {
    let (requests, mut coming) = tokio::sync::mpsc::unbounded_channel();
    // Nobody hears of it where the server has ended.
    let on_request = move |request| drop(requests.send(request));
    let Ok((handle, serving)) = http::serve(listener, on_request, |_| {}) else { return };
    let handle = Arc::new(handle);
    tokio::spawn({
        let shared = shared.clone();
        async move {
            while let Some(request) = coming.recv().await {
                if shared.requests.fetch_add(1, Ordering::Relaxed) >= MOST_REQUESTS {
                    shared.requests.fetch_sub(1, Ordering::Relaxed);
                    continue;
                }
                let (shared, handle) = (shared.clone(), handle.clone());
                tokio::spawn(async move {
                    answer(&shared, request, handle).await;
                    shared.requests.fetch_sub(1, Ordering::Relaxed);
                });
            }
        }
    });
    // It ends when `follow` has closed it, and the last bytes of the last answer are with the system then.
    serving.await;
    shared.sessions.lock().unwrap_or_else(PoisonError::into_inner).complete = true;
    shared.changed.notify_all();
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
}

impl Request {
    fn of(request: &IncomingRequest) -> Request {
        let mut read = Request {
            method: request.method.clone(),
            path: request.target.split('?').next().unwrap_or_default().to_owned(),
            ..Request::default()
        };
        for (name, value) in &request.headers {
            let value = String::from_utf8_lossy(value).into_owned();
            match name.as_str() {
                "host" => read.host = value,
                "origin" => read.origin = Some(value),
                "sec-fetch-site" => read.site = Some(value),
                "x-jenny-key" => read.key = value,
                _ => {}
            }
        }
        read
    }
}

/// A request's body; None if it broke off, or is too long.
async fn body_of(body: &PullBody) -> Option<Vec<u8>> {
    let mut all = Vec::new();
    while let Some(chunk) = body.next_chunk().await {
        all.extend_from_slice(&chunk.ok()?);
        if all.len() > LONGEST_BODY {
            return None;
        }
    }
    Some(all)
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

/// What every answer says.
fn head(status: u16, kind: &str) -> ResponseHead {
    ResponseHead::new(status)
        .with_header("content-type", kind)
        .with_header("cache-control", "no-store")
        .with_header("x-content-type-options", "nosniff")
        .with_header("referrer-policy", "no-referrer")
        .with_header("cross-origin-resource-policy", "same-origin")
}

fn plain(status: u16, words: &str) -> (ResponseHead, OutgoingBody) {
    (head(status, "text/plain"), OutgoingBody::whole(words.to_owned()))
}

async fn answer(shared: &Arc<Shared>, incoming: IncomingRequest, handle: Arc<ServerHandle>) {
    let request = Request::of(&incoming);
    let Some(body) = body_of(&incoming.body).await else {
        let (head, body) = plain(400, "");
        // The page hears of nothing else that goes wrong here.
        let _ = incoming.responder.respond(&head, body);
        return;
    };
    if request.method == "GET" && request.path == "/stream" && shared.is_ours(&request) && shared.has_key(&request) {
        let (sender, body) = OutgoingBody::stream();
        if incoming.responder.respond(&head(200, "application/octet-stream"), body).is_ok() {
            follow(shared, sender, handle).await;
        }
        return;
    }
    let (head, body) = answer_of(shared, &request, &body);
    let _ = incoming.responder.respond(&head, body);
}

fn answer_of(shared: &Shared, request: &Request, body: &[u8]) -> (ResponseHead, OutgoingBody) {
    if !shared.is_ours(request) {
        return plain(403, "This is no request of the page's own.\n");
    }
    match (request.method.as_str(), request.path.as_str()) {
        ("GET", "/") => {
            let head = head(200, "text/html; charset=utf-8")
                .with_header("content-security-policy", &format!("{}; frame-ancestors 'none'", shared.policy))
                .with_header("x-frame-options", "DENY")
                .with_header("cross-origin-opener-policy", "same-origin");
            (head, OutgoingBody::whole(shared.page.clone()))
        }
        ("POST", "/session") => match shared.open_session(body) {
            Some(key) => plain(200, &key),
            None => plain(403, "This address was used already.\n"),
        },
        (_, "/stream" | "/command") if !shared.has_key(request) => plain(403, "The key is missing.\n"),
        ("POST", "/command") => {
            let command = serde_json::from_slice(body).map_err(|error| error.to_string());
            match command.and_then(|command: Json| obey(&shared.watch, &command)) {
                Ok(()) => (head(200, "application/json"), OutgoingBody::whole("{}")),
                Err(why) => plain(400, &why),
            }
        }
        _ => plain(404, ""),
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

/// The page does not take what it is sent any more.
#[derive(Debug)]
struct Gone;

/// One message of the stream: a byte, a length, and so many bytes.
async fn send(out: &BodySender, kind: u8, bytes: &[u8]) -> Result<(), Gone> {
    let mut message = Vec::with_capacity(bytes.len() + 5);
    message.push(kind);
    message.extend_from_slice(&(bytes.len() as u32).to_le_bytes());
    message.extend_from_slice(bytes);
    if out.send(message.into()).await { Ok(()) } else { Err(Gone) }
}

/// Sends the record from its beginning and goes on as it grows, with reports between, until it is closed.
async fn follow(shared: &Shared, out: BodySender, handle: Arc<ServerHandle>) {
    let mine = {
        let mut sessions = shared.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        sessions.stream += 1;
        sessions.connected = true;
        sessions.stream
    };
    let sent = send_all(shared, &out, mine).await;
    let is_sent = sent.is_ok() && out.finish().await;
    let mut sessions = shared.sessions.lock().unwrap_or_else(PoisonError::into_inner);
    if sessions.stream == mine {
        if is_sent {
            handle.close();
            tokio::spawn(async move {
                // A connection that never brought a request does not end by itself.
                tokio::time::sleep(LAST_BYTES).await;
                handle.break_off();
            });
        } else {
            sessions.connected = false;
            // A program that stands would stand for ever: nobody is there to let it go.
            shared.watch.let_all_go();
        }
    }
    shared.changed.notify_all();
}

async fn send_all(shared: &Shared, out: &BodySender, mine: u64) -> Result<(), Gone> {
    let mut tail = loop {
        match Tail::open(&shared.record) {
            Ok(tail) => break tail,
            // Its head is not written yet.
            Err(_) => tokio::time::sleep(LOOKS).await,
        }
    };
    let mut reported = (u64::MAX, u64::MAX);
    let mut at = Instant::now();
    loop {
        let bytes = tail.read(PORTION).map_err(|_| Gone)?;
        if !bytes.is_empty() {
            send(out, RECORD, &bytes).await?;
        }
        let (version, mut report) = shared.watch.status();
        let recorded = shared.recorder.recorded();
        if (version, recorded.events) != reported || !bytes.is_empty() || at.elapsed() > Duration::from_secs(2) {
            report["events"] = recorded.events.into();
            report["dropped"] = recorded.dropped.into();
            report["sent"] = tail.events.into();
            report["complete"] = tail.is_complete().into();
            send(out, REPORT, report.to_string().as_bytes()).await?;
            (reported, at) = ((version, recorded.events), Instant::now());
        }
        if tail.is_complete() {
            return Ok(());
        }
        if shared.sessions.lock().unwrap_or_else(PoisonError::into_inner).stream != mine {
            return Err(Gone);
        }
        if bytes.is_empty() {
            tokio::select! {
                () = tokio::time::sleep(LOOKS) => {}
                () = out.closed() => return Err(Gone),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

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
