//! The server: requests as plain data with a body to pull, each answered through its responder.

use std::io;
use std::net::{SocketAddr, TcpListener, ToSocketAddrs};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use ::http::{HeaderName, HeaderValue, Request, Response, StatusCode};
use bytes::Bytes;
use hyper::body::{Body, Frame, Incoming, SizeHint};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::sync::{oneshot, watch};

use super::decode::Decoder;
use super::{Headers, HttpError, OutgoingBody, PullBody, collect_headers};

/// How long a client may take for a request's head, and leave a connection idle.
const HEAD_TIMEOUT: Duration = Duration::from_secs(30);
/// How long a client may take for the next bytes of a body that somebody waits for.
const BODY_TIMEOUT: Duration = Duration::from_secs(60);
/// Most fields of a request's head; more are answered with 431.
const MOST_FIELDS: usize = 100;
/// Most bytes of a request's head; more are answered with 431.
const LONGEST_HEAD: usize = 64 << 10;

/// A request that came in.
#[derive(Debug)]
pub struct IncomingRequest {
    /// Counts the requests of all servers of the process from 0.
    pub number: u64,
    pub method: String,
    /// Path and query as sent, such as `/a?b`.
    pub target: String,
    /// The minor version of HTTP/1.
    pub minor_version: u8,
    pub headers: Headers,
    /// Whether there may be bytes in the body.
    pub has_body: bool,
    pub body: PullBody,
    pub remote: SocketAddr,
    pub responder: Responder,
}

/// A response's head, to send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResponseHead {
    pub status: u16,
    /// The reason phrase; empty for the usual one.
    pub status_text: String,
    pub headers: Headers,
}

impl ResponseHead {
    pub fn new(status: u16) -> ResponseHead {
        ResponseHead { status, status_text: String::new(), headers: Vec::new() }
    }

    #[must_use]
    pub fn with_header(mut self, name: &str, value: &str) -> ResponseHead {
        self.headers.push((name.to_owned(), value.as_bytes().to_vec()));
        self
    }
}

/// Answers one request. Dropping it unused closes the connection without an answer.
#[derive(Debug)]
pub struct Responder(oneshot::Sender<Response<OutgoingBody>>);

impl Responder {
    /// Sends the response.
    ///
    /// # Errors
    /// The status, a header or the reason phrase cannot be sent; the message says which. If the client has gone away,
    /// that is no error.
    pub fn respond(self, head: &ResponseHead, body: OutgoingBody) -> Result<(), String> {
        let mut response = Response::new(body);
        *response.status_mut() =
            StatusCode::from_u16(head.status).map_err(|_| format!("Invalid status code: {}", head.status))?;
        for (name, value) in &head.headers {
            let key = HeaderName::from_bytes(name.as_bytes()).map_err(|_| format!("Invalid header name: {name}"))?;
            let value = HeaderValue::from_bytes(value).map_err(|_| format!("Invalid value of header: {name}"))?;
            response.headers_mut().append(key, value);
        }
        if !head.status_text.is_empty() {
            let reason = hyper::ext::ReasonPhrase::try_from(head.status_text.as_bytes())
                .map_err(|_| format!("Invalid reason phrase: {}", head.status_text))?;
            response.extensions_mut().insert(reason);
        }
        let _ = self.0.send(response);
        Ok(())
    }

    /// Whether the client has gone away.
    pub fn is_closed(&self) -> bool {
        self.0.is_closed()
    }
}

/// Opens a listening socket on the first address of `host` that allows it; port 0 takes any free one.
pub fn bind(host: &str, port: u16) -> io::Result<TcpListener> {
    let mut failure = io::Error::from(io::ErrorKind::AddrNotAvailable);
    for address in (host, port).to_socket_addrs()? {
        match TcpListener::bind(address) {
            Ok(listener) => {
                listener.set_nonblocking(true)?;
                return Ok(listener);
            }
            Err(error) => failure = error,
        }
    }
    Err(failure)
}

/// Hears the number of a request whose client went away before it had all of the answer.
type OnGone = Arc<dyn Fn(u64) + Send + Sync>;

/// Tells of such a client when it is dropped, unless the answer was given.
struct GoneGuard(Option<(u64, OnGone)>);

impl Drop for GoneGuard {
    fn drop(&mut self) {
        if let Some((number, on_gone)) = self.0.take() {
            on_gone(number);
        }
    }
}

/// The body of an answer with the guard of its request.
struct AnswerBody {
    body: OutgoingBody,
    guard: GoneGuard,
}

impl Body for AnswerBody {
    type Data = Bytes;
    type Error = HttpError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, HttpError>>> {
        let frame = Pin::new(&mut self.body).poll_frame(context);
        // At the end, and where the program itself broke it off.
        if matches!(frame, Poll::Ready(None | Some(Err(_)))) {
            self.guard.0 = None;
        }
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// How a server ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Stop {
    Not,
    /// After the answers under way.
    Soon,
    /// With its connections.
    Now,
}

/// Stops a server. Dropping it does so as well, after the answers under way.
#[derive(Debug)]
pub struct ServerHandle {
    local: SocketAddr,
    stop: watch::Sender<Stop>,
}

impl ServerHandle {
    /// Where it listens.
    pub fn local_address(&self) -> SocketAddr {
        self.local
    }

    /// Accepts no more connections; those that are open end after the answer under way.
    pub fn close(&self) {
        self.stop.send_if_modified(|stop| std::mem::replace(stop, Stop::Soon.max(*stop)) == Stop::Not);
    }

    /// Breaks off all connections.
    pub fn break_off(&self) {
        self.stop.send_replace(Stop::Now);
    }
}

/// A server on `listener`: the future accepts connections until the handle stops it and the last connection has ended,
/// and gives each request to `on_request`. `on_gone` hears the number of a request whose client went away before it had
/// all of the answer. The future must run on the reactor.
///
/// # Errors
/// The listener has no address.
pub fn serve(
    listener: TcpListener,
    on_request: impl Fn(IncomingRequest) + Send + Sync + 'static,
    on_gone: impl Fn(u64) + Send + Sync + 'static,
) -> io::Result<(ServerHandle, impl Future<Output = ()> + Send + 'static)> {
    let (stop, mut stopped) = watch::channel(Stop::Not);
    let handle = ServerHandle { local: listener.local_addr()?, stop };
    let on_request = Arc::new(on_request);
    let on_gone: OnGone = Arc::new(on_gone);
    let serving = async move {
        let Ok(listener) = tokio::net::TcpListener::from_std(listener) else { return };
        // Every connection holds a sender; when the last is gone, so is the last connection.
        let (alive, mut all_ended) = tokio::sync::mpsc::channel::<()>(1);
        loop {
            let accepted = tokio::select! {
                accepted = listener.accept() => accepted,
                _ = stopped.wait_for(|&stop| stop != Stop::Not) => break,
            };
            match accepted {
                Ok((stream, remote)) => {
                    let _ = stream.set_nodelay(true);
                    let (on_request, on_gone) = (on_request.clone(), on_gone.clone());
                    let connection = connection(TokioIo::new(stream), remote, on_request, on_gone, stopped.clone());
                    let alive = alive.clone();
                    tokio::spawn(async move {
                        connection.await;
                        drop(alive);
                    });
                }
                // Too many open files: wait until some are closed instead of spinning.
                Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
            }
        }
        drop(listener);
        drop(alive);
        all_ended.recv().await;
    };
    Ok((handle, serving))
}

async fn connection(
    io: TokioIo<tokio::net::TcpStream>,
    remote: SocketAddr,
    on_request: Arc<impl Fn(IncomingRequest) + Send + Sync + 'static>,
    on_gone: OnGone,
    mut stopped: watch::Receiver<Stop>,
) {
    static REQUESTS: AtomicU64 = AtomicU64::new(0);
    let service = service_fn(move |request: Request<Incoming>| {
        let (on_request, on_gone) = (on_request.clone(), on_gone.clone());
        async move {
            let (sender, answer) = oneshot::channel();
            let (head, incoming) = request.into_parts();
            let number = REQUESTS.fetch_add(1, Ordering::Relaxed);
            let has_body = !incoming.is_end_stream();
            let mut guard = GoneGuard(Some((number, on_gone)));
            on_request(IncomingRequest {
                number,
                method: head.method.as_str().to_owned(),
                target: head.uri.path_and_query().map_or_else(|| head.uri.to_string(), ToString::to_string),
                minor_version: u8::from(head.version != ::http::Version::HTTP_10),
                headers: collect_headers(&head.headers),
                has_body,
                body: PullBody::new(incoming, Decoder::identity(), Some(BODY_TIMEOUT)),
                remote,
                responder: Responder(sender),
            });
            // An error closes the connection.
            let answer: Result<Response<OutgoingBody>, _> = answer.await;
            if !answer.as_ref().is_ok_and(|answer| answer.body().is_stream()) {
                guard.0 = None;
            }
            answer.map(|answer| answer.map(|body| AnswerBody { body, guard }))
        }
    });
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(HEAD_TIMEOUT);
    builder.max_headers(MOST_FIELDS).max_buf_size(LONGEST_HEAD);
    let serving = builder.serve_connection(io, service);
    tokio::pin!(serving);
    tokio::select! {
        // What goes wrong on one connection is seen by the client only.
        _ = serving.as_mut() => return,
        _ = stopped.wait_for(|&stop| stop != Stop::Not) => {}
    }
    serving.as_mut().graceful_shutdown();
    tokio::select! {
        _ = serving => {}
        () = told_to_break_off(&mut stopped) => {}
    }
}

/// Comes to an end when a server's connections are to be broken off.
async fn told_to_break_off(stopped: &mut watch::Receiver<Stop>) {
    if stopped.wait_for(|&stop| stop == Stop::Now).await.is_err() {
        // The handle is gone: what is under way is finished.
        std::future::pending().await
    }
}
