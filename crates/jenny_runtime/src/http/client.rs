//! The client: one request, one response, connections kept and used again.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use ::http::{HeaderName, HeaderValue, Method, Request, Uri};
use hyper_util::client::legacy::Client;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use url::Url;

use super::connector::Connector;
use super::decode::Decoder;
use super::{CertificateSources, Headers, HttpError, HttpErrorKind, OutgoingBody, PullBody, collect_headers};
use crate::recording::{Decoder as TapeDecoder, Encoder, Malformed, Taped};

/// How long a connection that nobody uses is kept.
const IDLE: Duration = Duration::from_secs(4);

/// How long to wait; `None` is for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    /// From sending the request to the response's head.
    pub head: Option<Duration>,
    /// Between two chunks of the response's body.
    pub body: Option<Duration>,
}

impl Default for Timeouts {
    fn default() -> Timeouts {
        let usual = Some(Duration::from_secs(300));
        Timeouts { head: usual, body: usual }
    }
}

/// A request to send.
#[derive(Debug)]
pub struct HttpRequest {
    pub method: String,
    /// `http:` or `https:`; a fragment and credentials are not sent.
    pub url: Url,
    /// Sent as they are. `host` and `content-length` or `transfer-encoding` are added if missing.
    pub headers: Headers,
    pub body: OutgoingBody,
    /// Whether the response's content codings are undone.
    pub decode: bool,
    pub timeouts: Timeouts,
}

/// A response's head, and its body to pull.
#[derive(Debug)]
pub struct HttpResponse {
    pub status: u16,
    /// The reason phrase as sent; maybe empty.
    pub status_text: String,
    pub headers: Headers,
    pub body: PullBody,
}

/// The head; chunks of the body are results of their own.
impl Taped for HttpResponse {
    fn write(&self, encoder: &mut Encoder) {
        self.status.write(encoder);
        self.status_text.write(encoder);
        self.headers.write(encoder);
    }

    fn read(decoder: &mut TapeDecoder<'_>) -> Result<HttpResponse, Malformed> {
        Ok(HttpResponse {
            status: Taped::read(decoder)?,
            status_text: Taped::read(decoder)?,
            headers: Taped::read(decoder)?,
            body: PullBody::ended(),
        })
    }
}

/// Sends requests. Clones share the pool of connections. Nothing is opened before the first request.
#[derive(Clone, Default)]
pub struct HttpClient(Arc<Shared>);

#[derive(Default)]
struct Shared {
    sources: CertificateSources,
    client: OnceLock<Client<Connector, OutgoingBody>>,
}

impl HttpClient {
    pub fn new(sources: CertificateSources) -> HttpClient {
        HttpClient(Arc::new(Shared { sources, client: OnceLock::new() }))
    }

    fn client(&self) -> &Client<Connector, OutgoingBody> {
        self.0.client.get_or_init(|| {
            Client::builder(TokioExecutor::new())
                .pool_idle_timeout(IDLE)
                .pool_timer(TokioTimer::new())
                .http1_title_case_headers(false)
                .build(Connector::new(self.0.sources.clone()))
        })
    }

    /// Sends `request`; answers when the response's head is there. Dropping the future aborts the request.
    ///
    /// # Errors
    /// See [`HttpErrorKind`]. No status is an error.
    pub async fn send(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let HttpRequest { method, url, headers, body, decode, timeouts } = request;
        let request = build(&method, &url, &headers, body)?;
        let sending = self.client().request(request);
        let response = match timeouts.head {
            None => sending.await,
            Some(timeout) => tokio::time::timeout(timeout, sending).await.map_err(|_| {
                HttpError::new(HttpErrorKind::Timeout, "UND_ERR_HEADERS_TIMEOUT", "Headers Timeout Error")
            })?,
        }
        .map_err(|error| HttpError::from_chain(&error))?;
        let (head, incoming) = response.into_parts();
        let reason = head.extensions.get::<hyper::ext::ReasonPhrase>();
        let status_text = reason.map_or_else(
            || head.status.canonical_reason().unwrap_or_default().to_owned(),
            |reason| reason.as_bytes().iter().map(|&byte| char::from(byte)).collect(),
        );
        let encodings: Vec<&str> =
            head.headers.get_all("content-encoding").iter().filter_map(|value| value.to_str().ok()).collect();
        // These have no body, whatever the headers say.
        let has_body = method != "HEAD" && !matches!(head.status.as_u16(), 101 | 204 | 205 | 304);
        let decoder = if decode && has_body && !encodings.is_empty() {
            Decoder::for_encoding(&encodings.join(","))
        } else {
            Decoder::identity()
        };
        Ok(HttpResponse {
            status: head.status.as_u16(),
            status_text,
            headers: collect_headers(&head.headers),
            body: PullBody::new(incoming, decoder, timeouts.body),
        })
    }
}

fn build(method: &str, url: &Url, headers: &Headers, body: OutgoingBody) -> Result<Request<OutgoingBody>, HttpError> {
    let invalid = |what: String| HttpError::new(HttpErrorKind::InvalidRequest, "UND_ERR_INVALID_ARG", what);
    if !matches!(url.scheme(), "http" | "https") {
        return Err(invalid(format!("unknown scheme: {}", url.scheme())));
    }
    let mut bare = url.clone();
    bare.set_fragment(None);
    // These cannot fail for a URL that has a host.
    let _ = bare.set_username("");
    let _ = bare.set_password(None);
    let uri: Uri = bare.as_str().parse().map_err(|_| invalid(format!("Invalid URL: {url}")))?;
    let mut request = Request::new(body);
    *request.method_mut() =
        Method::from_bytes(method.as_bytes()).map_err(|_| invalid(format!("invalid request method: {method}")))?;
    *request.uri_mut() = uri;
    for (name, value) in headers {
        let key =
            HeaderName::from_bytes(name.as_bytes()).map_err(|_| invalid(format!("invalid header name: {name}")))?;
        let value = HeaderValue::from_bytes(value).map_err(|_| invalid(format!("invalid value of header: {name}")))?;
        request.headers_mut().append(key, value);
    }
    Ok(request)
}
