//! The server: requests as plain data with a body to pull, each answered through its responder.

use std::io;
use std::net::{SocketAddr, TcpListener, ToSocketAddrs};
use std::sync::Arc;
use std::time::Duration;

use ::http::{HeaderName, HeaderValue, Request, Response, StatusCode};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::sync::{oneshot, watch};

use super::decode::Decoder;
use super::{Headers, OutgoingBody, PullBody, collect_headers};

/// A request that came in.
#[derive(Debug)]
pub struct IncomingRequest {
    pub method: String,
    /// Path and query as sent, such as `/a?b`.
    pub target: String,
    /// The minor version of HTTP/1.
    pub minor_version: u8,
    pub headers: Headers,
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

/// Stops a server. Dropping it does so as well.
#[derive(Debug)]
pub struct ServerHandle {
    local: SocketAddr,
    stop: watch::Sender<bool>,
}

impl ServerHandle {
    /// Where it listens.
    pub fn local_address(&self) -> SocketAddr {
        self.local
    }

    /// Accepts no more connections; those that are open end after the answer under way.
    pub fn close(&self) {
        self.stop.send_replace(true);
    }
}

/// A server on `listener`: the future accepts connections until the handle stops it and the last connection has ended,
/// and gives each request to `on_request`. It must run on the reactor.
pub fn serve(
    listener: TcpListener,
    on_request: impl Fn(IncomingRequest) + Send + Sync + 'static,
) -> io::Result<(ServerHandle, impl Future<Output = ()> + Send + 'static)> {
    let (stop, mut stopped) = watch::channel(false);
    let handle = ServerHandle { local: listener.local_addr()?, stop };
    let on_request = Arc::new(on_request);
    let serving = async move {
        let Ok(listener) = tokio::net::TcpListener::from_std(listener) else { return };
        // Every connection holds a sender; when the last is gone, so is the last connection.
        let (alive, mut all_ended) = tokio::sync::mpsc::channel::<()>(1);
        loop {
            let accepted = tokio::select! {
                accepted = listener.accept() => accepted,
                _ = stopped.wait_for(|&stop| stop) => break,
            };
            match accepted {
                Ok((stream, remote)) => {
                    let _ = stream.set_nodelay(true);
                    let connection = connection(TokioIo::new(stream), remote, on_request.clone(), stopped.clone());
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
    mut stopped: watch::Receiver<bool>,
) {
    let service = service_fn(move |request: Request<Incoming>| {
        let on_request = on_request.clone();
        async move {
            let (sender, answer) = oneshot::channel();
            let (head, incoming) = request.into_parts();
            on_request(IncomingRequest {
                method: head.method.as_str().to_owned(),
                target: head.uri.path_and_query().map_or_else(|| head.uri.to_string(), ToString::to_string),
                minor_version: u8::from(head.version != ::http::Version::HTTP_10),
                headers: collect_headers(&head.headers),
                body: PullBody::new(incoming, Decoder::identity(), None),
                remote,
                responder: Responder(sender),
            });
            // An error closes the connection.
            answer.await
        }
    });
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).half_close(true);
    let serving = builder.serve_connection(io, service);
    tokio::pin!(serving);
    tokio::select! {
        // What goes wrong on one connection is seen by the client only.
        _ = serving.as_mut() => return,
        _ = stopped.wait_for(|&stop| stop) => {}
    }
    serving.as_mut().graceful_shutdown();
    let _ = serving.await;
}
