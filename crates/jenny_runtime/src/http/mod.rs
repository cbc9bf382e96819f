//! HTTP/1.1 on tokio and hyper: the transport below `fetch`, and a server.
//!
//! Both sides hand out plain data and bodies that are pulled chunk by chunk, so that a slow reader slows the sender.
//! Redirects, cookies and caches are the caller's.

mod body;
mod client;
mod connector;
mod decode;
mod error;
mod server;
mod tls;

#[cfg(test)]
mod tests;

pub use body::{BodySender, OutgoingBody, PullBody};
pub use client::{HttpClient, HttpRequest, HttpResponse, Timeouts};
pub use error::{HttpError, HttpErrorKind};
pub use server::{IncomingRequest, Responder, ResponseHead, ServerHandle, bind, serve};
pub use tls::CertificateSources;

/// Header fields in the order in which they stand, names in lower case as received.
pub type Headers = Vec<(String, Vec<u8>)>;

fn collect_headers(map: &::http::HeaderMap) -> Headers {
    map.iter().map(|(name, value)| (name.as_str().to_owned(), value.as_bytes().to_vec())).collect()
}
