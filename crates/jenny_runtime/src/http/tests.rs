//! Client and server against each other on the loopback interface, and the client against servers that misbehave.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use url::Url;

use super::*;
use crate::reactor::Reactor;

fn get(url: &str) -> HttpRequest {
    HttpRequest {
        method: "GET".to_owned(),
        url: Url::parse(url).unwrap(),
        headers: Vec::new(),
        body: OutgoingBody::empty(),
        decode: true,
        timeouts: Timeouts::default(),
    }
}

fn run<T>(future: impl Future<Output = T>) -> T {
    let reactor = Reactor::start(0).unwrap();
    reactor.handle().block_on(async { tokio::time::timeout(Duration::from_secs(20), future).await.expect("in time") })
}

/// A server that answers with what `answer` makes of each request.
async fn server(answer: impl Fn(IncomingRequest) + Send + Sync + 'static) -> ServerHandle {
    let (handle, serving) = serve(bind("127.0.0.1", 0).unwrap(), answer, |_| {}).unwrap();
    tokio::spawn(serving);
    handle
}

/// A server in plain sockets: reads a request's head, then writes `bytes` and hangs up.
fn raw_server(bytes: &'static [u8]) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut buffer = [0; 4096];
        let _ = stream.read(&mut buffer);
        let _ = stream.write_all(bytes);
    });
    address
}

fn header<'a>(headers: &'a Headers, name: &str) -> Option<&'a str> {
    headers.iter().find(|(known, _)| known == name).and_then(|(_, value)| str::from_utf8(value).ok())
}

#[test]
fn a_request_and_its_response_arrive_whole() {
    run(async {
        let server = server(|request| {
            tokio::spawn(async move {
                let body = request.body.read_to_end().await.unwrap();
                let echoed = format!(
                    "{} {} {} {}",
                    request.method,
                    request.target,
                    header(&request.headers, "x-test").unwrap_or("-"),
                    body.len()
                );
                let head = ResponseHead::new(201)
                    .with_header("X-Answer", "yes")
                    .with_header("set-cookie", "a")
                    .with_header("set-cookie", "b");
                request
                    .responder
                    .respond(&ResponseHead { status_text: "Made It".into(), ..head }, OutgoingBody::whole(echoed))
                    .unwrap();
            });
        })
        .await;
        let request = HttpRequest {
            method: "POST".to_owned(),
            headers: vec![("X-Test".to_owned(), b"1".to_vec())],
            body: OutgoingBody::whole(vec![7; 300_000]),
            ..get(&format!("http://{}/a/b?c=d#e", server.local_address()))
        };
        let response = HttpClient::default().send(request).await.unwrap();
        assert_eq!((response.status, response.status_text.as_str()), (201, "Made It"));
        assert_eq!(header(&response.headers, "x-answer"), Some("yes"));
        assert_eq!(response.headers.iter().filter(|(name, _)| name == "set-cookie").count(), 2);
        assert_eq!(response.body.read_to_end().await.unwrap(), b"POST /a/b?c=d 1 300000");
    });
}

#[test]
fn bodies_stream_both_ways_with_back_pressure() {
    run(async {
        let server = server(|request| {
            let (sender, body) = OutgoingBody::stream();
            request.responder.respond(&ResponseHead::new(200), body).unwrap();
            tokio::spawn(async move {
                while let Some(chunk) = request.body.next_chunk().await {
                    sender.send(chunk.unwrap()).await;
                }
                sender.finish().await;
            });
        })
        .await;
        let (sender, body) = OutgoingBody::stream();
        let request =
            HttpRequest { method: "POST".to_owned(), body, ..get(&format!("http://{}/", server.local_address())) };
        let response = HttpClient::default().send(request).await.unwrap();
        for word in ["one ", "two ", "three"] {
            assert!(sender.send(Bytes::from(word)).await);
            assert_eq!(response.body.next_chunk().await.unwrap().unwrap(), word);
        }
        assert!(sender.finish().await);
        assert!(response.body.next_chunk().await.is_none());
    });
}

#[test]
fn connections_are_kept_and_used_again() {
    run(async {
        let server = server(|request| {
            let body = request.remote.port().to_string();
            request.responder.respond(&ResponseHead::new(200), OutgoingBody::whole(body)).unwrap();
        })
        .await;
        let client = HttpClient::default();
        let url = format!("http://{}/", server.local_address());
        let mut ports = Vec::new();
        for _ in 0..3 {
            let response = client.send(get(&url)).await.unwrap();
            ports.push(response.body.read_to_end().await.unwrap());
            // The connection goes back to the pool on the reactor's own time.
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        assert_eq!(ports[0], ports[1]);
        assert_eq!(ports[1], ports[2]);
    });
}

#[test]
fn content_codings_are_undone() {
    run(async {
        let server = server(|request| {
            let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
            encoder.write_all("hello ".repeat(10_000).as_bytes()).unwrap();
            let head = ResponseHead::new(200).with_header("content-encoding", "gzip");
            request.responder.respond(&head, OutgoingBody::whole(encoder.finish().unwrap())).unwrap();
        })
        .await;
        let url = format!("http://{}/", server.local_address());
        let response = HttpClient::default().send(get(&url)).await.unwrap();
        assert_eq!(response.body.read_to_end().await.unwrap().len(), 60_000);
        let head = HttpRequest { method: "HEAD".to_owned(), ..get(&url) };
        let response = HttpClient::default().send(head).await.unwrap();
        assert_eq!(response.body.read_to_end().await.unwrap().len(), 0);
    });
}

#[test]
fn failures_say_what_failed() {
    run(async {
        let client = HttpClient::default();
        let fail = async |url: &str| client.send(get(url)).await.unwrap_err();
        let closed = {
            let listener = TcpListener::bind("127.0.0.1:0").unwrap();
            listener.local_addr().unwrap()
        };
        let refused = fail(&format!("http://{closed}/")).await;
        assert_eq!((refused.kind, refused.code), (HttpErrorKind::Connect, "ECONNREFUSED"));
        assert_eq!(refused.message, format!("connect ECONNREFUSED {closed}"));
        assert_eq!(
            (refused.syscall, refused.port, refused.errno),
            (Some("connect"), Some(closed.port()), Some(-rustix::io::Errno::CONNREFUSED.raw_os_error()))
        );

        let unknown = fail("http://nothing.invalid/").await;
        assert_eq!(unknown.message, "getaddrinfo ENOTFOUND nothing.invalid");

        let hung_up = fail(&format!("http://{}/", raw_server(b""))).await;
        assert_eq!((hung_up.kind, hung_up.message.as_str()), (HttpErrorKind::HangUp, "other side closed"));

        let nonsense = fail(&format!("http://{}/", raw_server(b"hello\r\n\r\n"))).await;
        assert_eq!(nonsense.kind, HttpErrorKind::Protocol);

        let short = raw_server(b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc");
        let response = client.send(get(&format!("http://{short}/"))).await.unwrap();
        assert_eq!(response.body.next_chunk().await.unwrap().unwrap(), "abc");
        assert_eq!(response.body.next_chunk().await.unwrap().unwrap_err().kind, HttpErrorKind::HangUp);
        assert!(response.body.next_chunk().await.is_none());

        let bad_tls = fail(&format!("https://{}/", raw_server(b"HTTP/1.1 400 Bad Request\r\n\r\n"))).await;
        assert_eq!(bad_tls.kind, HttpErrorKind::Tls);
        assert_eq!(fail("ftp://localhost/").await.kind, HttpErrorKind::InvalidRequest);
        let bad_header = HttpRequest { headers: vec![("a b".into(), vec![])], ..get("http://localhost/") };
        assert_eq!(client.send(bad_header).await.unwrap_err().kind, HttpErrorKind::InvalidRequest);
    });
}

#[test]
fn a_server_that_never_answers_is_given_up() {
    run(async {
        let server = server(|request| {
            tokio::spawn(async move {
                tokio::time::sleep(Duration::from_secs(30)).await;
                drop(request);
            });
        })
        .await;
        let timeouts = Timeouts { head: Some(Duration::from_millis(50)), body: None };
        let request = HttpRequest { timeouts, ..get(&format!("http://{}/", server.local_address())) };
        let error = HttpClient::default().send(request).await.unwrap_err();
        assert_eq!(error.code, "UND_ERR_HEADERS_TIMEOUT");
    });
}

#[test]
fn an_unanswered_request_closes_its_connection_and_a_closed_server_ends() {
    run(async {
        let (handle, serving) = serve(bind("127.0.0.1", 0).unwrap(), drop, |_| {}).unwrap();
        let serving = tokio::spawn(serving);
        let error = HttpClient::default().send(get(&format!("http://{}/", handle.local_address()))).await.unwrap_err();
        assert_eq!(error.kind, HttpErrorKind::HangUp);
        handle.close();
        serving.await.unwrap();
    });
}

#[test]
fn tls_trusts_only_what_it_is_told_to() {
    let home = tempfile::tempdir().unwrap();
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let file = home.path().join("ca.pem");
    std::fs::write(&file, made.cert.pem()).unwrap();
    let key = rustls::pki_types::PrivateKeyDer::Pkcs8(made.signing_key.serialize_der().into());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    run(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(config));
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let acceptor = acceptor.clone();
                tokio::spawn(async move {
                    let Ok(stream) = acceptor.accept(stream).await else { return };
                    let service = hyper::service::service_fn(async |_| {
                        Ok::<_, HttpError>(::http::Response::new(OutgoingBody::whole("secret")))
                    });
                    let io = hyper_util::rt::TokioIo::new(stream);
                    let _ = hyper::server::conn::http1::Builder::new().serve_connection(io, service).await;
                });
            }
        });
        let url = format!("https://localhost:{port}/");
        let trusting = HttpClient::new(CertificateSources { extra: Some(file.clone()), only: None });
        let response = trusting.send(get(&url)).await.unwrap();
        assert_eq!(response.body.read_to_end().await.unwrap(), b"secret");
        let error = trusting.send(get(&format!("https://127.0.0.1:{port}/"))).await.unwrap_err();
        assert_eq!(error.code, "ERR_TLS_CERT_ALTNAME_INVALID");
        let error = HttpClient::default().send(get(&url)).await.unwrap_err();
        assert_eq!(error.kind, HttpErrorKind::Tls);
        let missing = CertificateSources { extra: Some(home.path().join("none.pem")), only: None };
        let error = HttpClient::new(missing).send(get(&url)).await.unwrap_err();
        assert_eq!(error.code, "ERR_TLS_CERTIFICATES");
    });
}
