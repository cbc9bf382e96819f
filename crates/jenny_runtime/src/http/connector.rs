//! Makes connections for the client: name look-up, TCP, TLS, each with an error that says which of them failed.

use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};
use std::time::Duration;

use ::http::Uri;
use hyper::rt::{Read, ReadBufCursor, Write};
use hyper_util::client::legacy::connect::{Connected, Connection};
use hyper_util::rt::TokioIo;
use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::tls::client_config;
use super::{CertificateSources, HttpError, HttpErrorKind};

/// How long one address may take to answer.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// Makes connections. Clones share the TLS configuration, which the first `https:` connection makes.
#[derive(Clone)]
pub(super) struct Connector {
    sources: Arc<CertificateSources>,
    config: Arc<OnceLock<Result<Arc<ClientConfig>, HttpError>>>,
}

impl Connector {
    pub fn new(sources: CertificateSources) -> Connector {
        Connector { sources: Arc::new(sources), config: Arc::default() }
    }

    async fn connect(self, uri: Uri) -> Result<Stream, HttpError> {
        let invalid =
            || HttpError::new(HttpErrorKind::InvalidRequest, "ERR_INVALID_URL", format!("Invalid URL: {uri}"));
        let host = uri.host().ok_or_else(invalid)?.trim_start_matches('[').trim_end_matches(']').to_owned();
        let is_tls = uri.scheme_str() == Some("https");
        let port = uri.port_u16().unwrap_or(if is_tls { 443 } else { 80 });
        let stream = connect_tcp(&host, port).await?;
        // Requests are small and waited for.
        let _ = stream.set_nodelay(true);
        if !is_tls {
            return Ok(Stream::Plain(TokioIo::new(stream)));
        }
        let config = self.config.get_or_init(|| client_config(&self.sources)).clone()?;
        let name = ServerName::try_from(host).map_err(|_| invalid())?;
        let handshake = TlsConnector::from(config).connect(name, stream);
        match tokio::time::timeout(CONNECT_TIMEOUT, handshake).await {
            Ok(Ok(stream)) => Ok(Stream::Tls(Box::new(TokioIo::new(stream)))),
            Ok(Err(error)) => Err(HttpError::from_chain(&error)),
            Err(_) => Err(timed_out()),
        }
    }
}

fn timed_out() -> HttpError {
    HttpError::new(HttpErrorKind::Timeout, "UND_ERR_CONNECT_TIMEOUT", "Connect Timeout Error")
}

async fn connect_tcp(host: &str, port: u16) -> Result<TcpStream, HttpError> {
    let addresses: Vec<SocketAddr> = match host.parse::<IpAddr>() {
        Ok(address) => vec![SocketAddr::new(address, port)],
        Err(_) => {
            let found = tokio::net::lookup_host((host, port)).await.map_err(|_| HttpError::not_found(host))?;
            found.collect()
        }
    };
    let mut first_failure = None;
    for address in addresses {
        let failure = match tokio::time::timeout(CONNECT_TIMEOUT, TcpStream::connect(address)).await {
            Ok(Ok(stream)) => return Ok(stream),
            Ok(Err(error)) => HttpError::from_io(HttpErrorKind::Connect, "connect", &error).at(address),
            Err(_) => timed_out(),
        };
        first_failure.get_or_insert(failure);
    }
    Err(first_failure.unwrap_or_else(|| HttpError::not_found(host)))
}

impl tower_service::Service<Uri> for Connector {
    type Response = Stream;
    type Error = HttpError;
    type Future = Pin<Box<dyn Future<Output = Result<Stream, HttpError>> + Send>>;

    fn poll_ready(&mut self, _context: &mut Context<'_>) -> Poll<Result<(), HttpError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        Box::pin(self.clone().connect(uri))
    }
}

/// A connection, plain or encrypted.
pub(super) enum Stream {
    Plain(TokioIo<TcpStream>),
    Tls(Box<TokioIo<TlsStream<TcpStream>>>),
}

impl Connection for Stream {
    fn connected(&self) -> Connected {
        Connected::new()
    }
}

macro_rules! delegate {
    ($stream:expr, $io:ident => $call:expr) => {
        match $stream.get_mut() {
            Stream::Plain(stream) => {
                let $io = Pin::new(stream);
                $call
            }
            Stream::Tls(stream) => {
                let $io = Pin::new(&mut **stream);
                $call
            }
        }
    };
}

impl Read for Stream {
    fn poll_read(self: Pin<&mut Self>, context: &mut Context<'_>, buffer: ReadBufCursor<'_>) -> Poll<io::Result<()>> {
        delegate!(self, io => io.poll_read(context, buffer))
    }
}

impl Write for Stream {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        delegate!(self, io => io.poll_write(context, bytes))
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        delegate!(self, io => io.poll_flush(context))
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        delegate!(self, io => io.poll_shutdown(context))
    }
}
