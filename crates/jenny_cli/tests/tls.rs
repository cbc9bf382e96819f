//! `fetch` over TLS, from the program's side: certificates that NODE_EXTRA_CA_CERTS names are trusted, no others.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::process::{Command, Output};
use std::sync::Arc;

use rustls::pki_types::PrivateKeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// A server that answers every request with `over TLS`; its address, and its certificate as PEM.
fn serve() -> (SocketAddr, String) {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::Pkcs8(made.signing_key.serialize_der().into());
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let connection = ServerConnection::new(config.clone()).unwrap();
            let mut stream = StreamOwned::new(connection, stream);
            let mut head = Vec::new();
            let mut byte = [0];
            // A client that does not trust the certificate ends the handshake: reading fails.
            while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|n| n == 1) {
                head.push(byte[0]);
            }
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 8\r\nconnection: close\r\n\r\nover TLS");
            stream.conn.send_close_notify();
            let _ = stream.flush();
        }
    });
    (address, made.cert.pem())
}

fn run(url: &str, certificates: Option<&std::path::Path>) -> Output {
    let program = format!(
        "try {{ const r = await fetch({url:?}); console.log(r.status, await r.text()); }}
         catch (error) {{ console.log(error.name, error.message, error.cause.code); }}"
    );
    let mut command = Command::new(env!("CARGO_BIN_EXE_jenny"));
    command.args(["-e", &program]).env_remove("SSL_CERT_FILE").env_remove("NODE_EXTRA_CA_CERTS");
    if let Some(path) = certificates {
        command.env("NODE_EXTRA_CA_CERTS", path);
    }
    command.output().unwrap()
}

#[test]
fn fetch_trusts_the_certificates_that_it_is_given() {
    let (address, certificate) = serve();
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("ca.pem");
    std::fs::write(&file, certificate).unwrap();
    let said = |url: &str, certificates| String::from_utf8(run(url, certificates).stdout).unwrap();
    let (good, other) = (format!("https://localhost:{}/", address.port()), format!("https://{address}/"));
    assert_eq!(said(&good, Some(&file)), "200 over TLS\n");
    assert_eq!(said(&other, Some(&file)), "TypeError fetch failed ERR_TLS_CERT_ALTNAME_INVALID\n");
    assert_eq!(said(&good, None), "TypeError fetch failed UNABLE_TO_GET_ISSUER_CERT_LOCALLY\n");
}
