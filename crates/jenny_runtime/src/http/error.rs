//! Why a request failed, told as the `cause` of `fetch`'s TypeError tells it.

use std::error::Error;
use std::fmt;
use std::io;

use crate::fs_ops::error_code;
use crate::recording::{Decoder, Encoder, Malformed, Taped};

/// The stage at which it failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HttpErrorKind {
    /// The request itself cannot be sent: a bad method, header or URL.
    InvalidRequest,
    /// The host's name has no address.
    Dns,
    /// No connection: refused, unreachable, or not in time.
    Connect,
    /// The server's certificate or the handshake.
    Tls,
    /// The connection was lost before the response was complete.
    HangUp,
    /// What came back is not HTTP/1.1.
    Protocol,
    /// No answer, or no further data, in time.
    Timeout,
    /// The body is not what its content coding says.
    Decode,
    /// The request's own body failed.
    RequestBody,
}

/// A failed request. `Display` is the cause's message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpError {
    pub kind: HttpErrorKind,
    /// Such as `ECONNREFUSED` or `UND_ERR_SOCKET`.
    pub code: &'static str,
    pub message: String,
    /// The negative error number, if the operating system gave one.
    pub errno: Option<i32>,
    pub syscall: Option<&'static str>,
    pub address: Option<String>,
    pub port: Option<u16>,
    pub hostname: Option<String>,
}

impl fmt::Display for HttpError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for HttpError {}

const KINDS: [HttpErrorKind; 9] = [
    HttpErrorKind::InvalidRequest,
    HttpErrorKind::Dns,
    HttpErrorKind::Connect,
    HttpErrorKind::Tls,
    HttpErrorKind::HangUp,
    HttpErrorKind::Protocol,
    HttpErrorKind::Timeout,
    HttpErrorKind::Decode,
    HttpErrorKind::RequestBody,
];

impl Taped for HttpError {
    fn write(&self, encoder: &mut Encoder) {
        encoder.bytes.push(KINDS.iter().position(|kind| *kind == self.kind).unwrap_or(0) as u8);
        self.code.write(encoder);
        self.message.write(encoder);
        self.errno.write(encoder);
        self.syscall.write(encoder);
        self.address.write(encoder);
        self.port.write(encoder);
        self.hostname.write(encoder);
    }

    fn read(decoder: &mut Decoder<'_>) -> Result<HttpError, Malformed> {
        Ok(HttpError {
            kind: *KINDS.get(usize::from(decoder.byte()?)).ok_or(Malformed)?,
            code: Taped::read(decoder)?,
            message: Taped::read(decoder)?,
            errno: Taped::read(decoder)?,
            syscall: Taped::read(decoder)?,
            address: Taped::read(decoder)?,
            port: Taped::read(decoder)?,
            hostname: Taped::read(decoder)?,
        })
    }
}

impl HttpError {
    pub(super) fn new(kind: HttpErrorKind, code: &'static str, message: impl Into<String>) -> HttpError {
        HttpError {
            kind,
            code,
            message: message.into(),
            errno: None,
            syscall: None,
            address: None,
            port: None,
            hostname: None,
        }
    }

    /// No address for `host`.
    pub(super) fn not_found(host: &str) -> HttpError {
        HttpError {
            syscall: Some("getaddrinfo"),
            hostname: Some(host.to_owned()),
            ..HttpError::new(HttpErrorKind::Dns, "ENOTFOUND", format!("getaddrinfo ENOTFOUND {host}"))
        }
    }

    /// A failed system call on a connection to `address`.
    pub(super) fn from_io(kind: HttpErrorKind, syscall: &'static str, error: &io::Error) -> HttpError {
        let number = error.raw_os_error().or_else(|| number_of_kind(error.kind()));
        match number {
            Some(number) => {
                let name = error_code(number).name;
                HttpError {
                    errno: Some(-number),
                    syscall: Some(syscall),
                    ..HttpError::new(kind, name, format!("{syscall} {name}"))
                }
            }
            None => HttpError::new(kind, "UND_ERR_SOCKET", error.to_string()),
        }
    }

    pub(super) fn at(mut self, address: std::net::SocketAddr) -> HttpError {
        self.message = format!("{} {address}", self.message);
        self.address = Some(address.ip().to_string());
        self.port = Some(address.port());
        self
    }

    pub(super) fn hang_up() -> HttpError {
        HttpError::new(HttpErrorKind::HangUp, "UND_ERR_SOCKET", "other side closed")
    }

    /// Finds out what lies behind an error of the HTTP library.
    pub(super) fn from_chain(error: &(dyn Error + 'static)) -> HttpError {
        let mut next = Some(error);
        while let Some(error) = next {
            if let Some(own) = error.downcast_ref::<HttpError>() {
                return own.clone();
            }
            if let Some(hyper) = error.downcast_ref::<hyper::Error>() {
                if hyper.is_incomplete_message() {
                    return HttpError::hang_up();
                }
                if hyper.is_parse() {
                    return HttpError::new(
                        HttpErrorKind::Protocol,
                        "HPE_INVALID_CONSTANT",
                        "Response does not match the HTTP/1.1 protocol",
                    );
                }
            }
            if let Some(io) = error.downcast_ref::<io::Error>() {
                if let Some(inner) = io.get_ref() {
                    next = Some(inner);
                    continue;
                }
                return match io.kind() {
                    io::ErrorKind::UnexpectedEof | io::ErrorKind::BrokenPipe => HttpError::hang_up(),
                    _ => HttpError::from_io(HttpErrorKind::HangUp, "read", io),
                };
            }
            if let Some(tls) = error.downcast_ref::<rustls::Error>() {
                return super::tls::tls_error(tls);
            }
            next = error.source();
        }
        HttpError::new(HttpErrorKind::HangUp, "UND_ERR_SOCKET", error.to_string())
    }
}

fn number_of_kind(kind: io::ErrorKind) -> Option<i32> {
    use rustix::io::Errno;
    Some(match kind {
        io::ErrorKind::ConnectionRefused => Errno::CONNREFUSED.raw_os_error(),
        io::ErrorKind::ConnectionReset => Errno::CONNRESET.raw_os_error(),
        io::ErrorKind::TimedOut => Errno::TIMEDOUT.raw_os_error(),
        io::ErrorKind::AddrInUse => Errno::ADDRINUSE.raw_os_error(),
        _ => return None,
    })
}
