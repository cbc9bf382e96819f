//! The HTTP server that JavaScript tests fetch from: `process.env.TEST_SERVER` holds its address. It starts when the first test that
//! names the variable runs.
//!
//! | path | answer |
//! |---|---|
//! | `/json/NAME` | `{"name": NAME}` |
//! | `/echo` | method, headers and body of the request, as JSON |
//! | `/mirror` | the request's body, chunk by chunk as it comes |
//! | `/port` | the client's port, by which connections are told apart |
//! | `/meet/GROUP/N` | `together`, once N requests of the group are here |
//! | `/events/GROUP/NAME?with=N` | once N of the group are here; the log of `begin NAME` and `end NAME` is at `/log/GROUP` |
//! | `/redirect/N?status=S&to=URL` | N redirects, then a JSON of the request, or on to URL |
//! | `/gzip` | `hello gzip`, coded |
//! | `/status/S`, `/cookies`, `/chunks` | a status; two cookies; a body in three chunks |
//! | `/hang-up`, `/hang-up-in-body`, `/never`, `/never-in-body` | a server that breaks off or does not go on |

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

/// The server's address, `http://127.0.0.1:PORT`.
pub fn address() -> Option<&'static str> {
    static ADDRESS: OnceLock<Option<String>> = OnceLock::new();
    ADDRESS.get_or_init(start).as_deref()
}

fn start() -> Option<String> {
    let listener = TcpListener::bind("127.0.0.1:0").ok()?;
    let address = listener.local_addr().ok()?;
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            std::thread::spawn(move || serve(stream));
        }
    });
    Some(format!("http://{address}"))
}

/// What requests of one group have done.
#[derive(Default)]
struct Group {
    waiting: usize,
    log: Vec<String>,
}

static GROUPS: Mutex<BTreeMap<String, Group>> = Mutex::new(BTreeMap::new());
static ARRIVED: Condvar = Condvar::new();

fn groups() -> MutexGuard<'static, BTreeMap<String, Group>> {
    GROUPS.lock().unwrap_or_else(PoisonError::into_inner)
}

struct Request {
    method: String,
    path: String,
    query: String,
    headers: Vec<(String, String)>,
}

impl Request {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
    fn parameter(&self, name: &str) -> Option<&str> {
        self.query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
    }
}

fn serve(stream: TcpStream) {
    // A test that ends leaves its connection; nothing waits longer than this.
    let _ = stream.set_read_timeout(Some(Duration::from_secs(60)));
    let Ok(writer) = stream.try_clone() else { return };
    let mut reader = BufReader::new(stream);
    let mut writer = writer;
    while let Some(request) = read_head(&mut reader) {
        if answer(&request, &mut reader, &mut writer).is_none() {
            return;
        }
    }
}

fn read_head(reader: &mut impl BufRead) -> Option<Request> {
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let mut words = line.split_whitespace();
    let method = words.next()?.to_owned();
    let target = words.next()?;
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let (path, query) = (path.to_owned(), query.to_owned());
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    Some(Request { method, path, query, headers })
}

/// The next piece of a request's body; None at its end.
fn next_piece(request: &Request, reader: &mut impl BufRead, left: &mut Option<usize>) -> Option<Vec<u8>> {
    if request.header("transfer-encoding") == Some("chunked") {
        let mut size = String::new();
        reader.read_line(&mut size).ok()?;
        let size = usize::from_str_radix(size.trim(), 16).ok()?;
        let mut piece = vec![0; size + 2];
        reader.read_exact(&mut piece).ok()?;
        piece.truncate(size);
        return (size > 0).then_some(piece);
    }
    let left = left.get_or_insert_with(|| request.header("content-length").and_then(|n| n.parse().ok()).unwrap_or(0));
    let mut piece = vec![0; (*left).min(65536)];
    reader.read_exact(&mut piece).ok()?;
    *left -= piece.len();
    (!piece.is_empty()).then_some(piece)
}

fn read_body(request: &Request, reader: &mut impl BufRead) -> Vec<u8> {
    let (mut body, mut left) = (Vec::new(), None);
    while let Some(piece) = next_piece(request, reader, &mut left) {
        body.extend(piece);
    }
    body
}

fn respond(writer: &mut TcpStream, head: &str, body: &[u8]) -> Option<()> {
    let head = format!("HTTP/1.1 {head}\r\ncontent-length: {}\r\n\r\n", body.len());
    writer.write_all(head.as_bytes()).ok()?;
    writer.write_all(body).ok()
}

fn json(writer: &mut TcpStream, value: &serde_json::Value) -> Option<()> {
    respond(writer, "200 OK\r\ncontent-type: application/json", value.to_string().as_bytes())
}

fn echo(request: &Request, body: &[u8]) -> serde_json::Value {
    let headers: BTreeMap<&str, &str> =
        request.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    serde_json::json!({
        "method": request.method, "path": request.path, "query": request.query, "headers": headers,
        "body": String::from_utf8_lossy(body),
    })
}

/// Answers one request; None if the connection is to be closed.
fn answer(request: &Request, reader: &mut BufReader<TcpStream>, writer: &mut TcpStream) -> Option<()> {
    let parts: Vec<&str> = request.path.trim_start_matches('/').split('/').collect();
    if parts[0] == "mirror" {
        return mirror(request, reader, writer);
    }
    let body = read_body(request, reader);
    match parts.as_slice() {
        ["json", name] => json(writer, &serde_json::json!({ "name": name })),
        ["port"] => respond(writer, "200 OK", writer.peer_addr().ok()?.port().to_string().as_bytes()),
        ["meet", group, count] => meet(group, count.parse().ok()?, writer),
        ["events", group, name] => {
            groups().entry((*group).to_owned()).or_default().log.push(format!("begin {name}"));
            wait_for(group, request.parameter("with").and_then(|n| n.parse().ok()).unwrap_or(1));
            groups().entry((*group).to_owned()).or_default().log.push(format!("end {name}"));
            json(writer, &serde_json::json!({ "name": name }))
        }
        ["log", group] => {
            let log = groups().get(*group).map(|group| group.log.clone()).unwrap_or_default();
            json(writer, &serde_json::json!(log))
        }
        ["redirect", "0"] => match request.parameter("to") {
            Some(to) => respond(writer, &format!("302 Found\r\nlocation: {to}"), b""),
            None => json(writer, &echo(request, &body)),
        },
        ["redirect", count] => {
            let next = count.parse::<u32>().ok()? - 1;
            let status = request.parameter("status").unwrap_or("302");
            let head = format!("{status} Moved\r\nlocation: /redirect/{next}?{}", request.query);
            respond(writer, &head, b"on its way")
        }
        ["gzip"] => respond(writer, "200 OK\r\ncontent-encoding: gzip", &stored_gzip(b"hello gzip")),
        ["status", status @ ("204" | "304")] => {
            writer.write_all(format!("HTTP/1.1 {status} Nothing\r\n\r\n").as_bytes()).ok()
        }
        ["status", status] => respond(writer, &format!("{status} As Asked"), b"body"),
        ["cookies"] => respond(writer, "200 OK\r\nset-cookie: a=1\r\nset-cookie: b=2\r\nx-a: 1\r\nx-a: 2", b""),
        ["chunks"] => {
            writer.write_all(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n").ok()?;
            for piece in ["one ", "two ", "three"] {
                writer.write_all(format!("{:x}\r\n{piece}\r\n", piece.len()).as_bytes()).ok()?;
                std::thread::sleep(Duration::from_millis(5));
            }
            writer.write_all(b"0\r\n\r\n").ok()
        }
        ["hang-up"] => None,
        ["hang-up-in-body"] => {
            let _ = writer.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nbeginning");
            None
        }
        ["never"] => wait_for_the_end(reader),
        ["never-in-body"] => {
            writer.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nbeginning").ok()?;
            wait_for_the_end(reader)
        }
        _ => json(writer, &echo(request, &body)),
    }
}

/// Sends back what comes, while it comes.
fn mirror(request: &Request, reader: &mut BufReader<TcpStream>, writer: &mut TcpStream) -> Option<()> {
    writer.write_all(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n").ok()?;
    let mut left = None;
    while let Some(piece) = next_piece(request, reader, &mut left) {
        writer.write_all(format!("{:x}\r\n", piece.len()).as_bytes()).ok()?;
        writer.write_all(&piece).ok()?;
        writer.write_all(b"\r\n").ok()?;
    }
    writer.write_all(b"0\r\n\r\n").ok()
}

/// Holds a request until `count` of its group are here; false if they do not come.
fn wait_for(group: &str, count: usize) -> bool {
    let mut all = groups();
    all.entry(group.to_owned()).or_default().waiting += 1;
    ARRIVED.notify_all();
    let enough = |all: &mut BTreeMap<String, Group>| all.get(group).is_none_or(|group| group.waiting < count);
    let waited = ARRIVED.wait_timeout_while(all, Duration::from_secs(10), enough);
    !waited.unwrap_or_else(PoisonError::into_inner).1.timed_out()
}

fn meet(group: &str, count: usize, writer: &mut TcpStream) -> Option<()> {
    respond(writer, "200 OK", if wait_for(group, count) { b"together" } else { b"alone" })
}

/// Waits until the client gives up.
fn wait_for_the_end(reader: &mut BufReader<TcpStream>) -> Option<()> {
    let mut rest = Vec::new();
    let _ = reader.read_to_end(&mut rest);
    None
}

/// gzip without compression: one stored block.
fn stored_gzip(bytes: &[u8]) -> Vec<u8> {
    let mut crc = u32::MAX;
    for &byte in bytes {
        crc ^= u32::from(byte);
        for _ in 0..8 {
            crc = crc >> 1 ^ if crc & 1 == 1 { 0xedb8_8320 } else { 0 };
        }
    }
    let length = bytes.len() as u16;
    let mut out = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff, 1];
    out.extend_from_slice(&length.to_le_bytes());
    out.extend_from_slice(&(!length).to_le_bytes());
    out.extend_from_slice(bytes);
    out.extend_from_slice(&(!crc).to_le_bytes());
    out.extend_from_slice(&u32::from(length).to_le_bytes());
    out
}
