//! TLS for the client: certificate roots, opened at the first `https:` request.

use std::path::PathBuf;
use std::sync::Arc;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{CertificateError, ClientConfig, RootCertStore};

use super::{HttpError, HttpErrorKind};

/// Files of certificates to trust. The roots that browsers trust are built in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CertificateSources {
    /// Trusted besides the built-in roots, as `NODE_EXTRA_CA_CERTS` says.
    pub extra: Option<PathBuf>,
    /// Trusted instead of the built-in roots, as `SSL_CERT_FILE` says.
    pub only: Option<PathBuf>,
}

impl CertificateSources {
    /// What the environment says.
    pub fn from_environment(environment: &crate::process::Environment) -> CertificateSources {
        let file = |name: &str| environment.get(name.as_ref()).filter(|value| !value.is_empty()).map(PathBuf::from);
        CertificateSources { extra: file("NODE_EXTRA_CA_CERTS"), only: file("SSL_CERT_FILE") }
    }
}

/// The client's configuration.
///
/// # Errors
/// A file of certificates cannot be read: a connection that would trust others than asked for is not made.
pub(super) fn client_config(sources: &CertificateSources) -> Result<Arc<ClientConfig>, HttpError> {
    let mut roots = RootCertStore::empty();
    if sources.only.is_none() {
        roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    }
    for file in [&sources.only, &sources.extra].into_iter().flatten() {
        let failed = |error: &dyn std::fmt::Display| {
            HttpError::new(
                HttpErrorKind::Tls,
                "ERR_TLS_CERTIFICATES",
                format!("Cannot read the certificates in '{}': {error}", file.display()),
            )
        };
        for certificate in CertificateDer::pem_file_iter(file).map_err(|error| failed(&error))? {
            let certificate = certificate.map_err(|error| failed(&error))?;
            roots.add(certificate).map_err(|error| failed(&error))?;
        }
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| tls_error(&error))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}

/// A failed handshake, with the codes that Node has for the commonest reasons.
pub(super) fn tls_error(error: &rustls::Error) -> HttpError {
    let (code, message) = match error {
        rustls::Error::InvalidCertificate(reason) => match reason {
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
                ("CERT_HAS_EXPIRED", "certificate has expired".to_owned())
            }
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
                ("CERT_NOT_YET_VALID", "certificate is not yet valid".to_owned())
            }
            CertificateError::UnknownIssuer => {
                ("UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "unable to get local issuer certificate".to_owned())
            }
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                ("ERR_TLS_CERT_ALTNAME_INVALID", format!("Hostname/IP does not match certificate's altnames: {reason}"))
            }
            other => ("ERR_TLS_CERTIFICATE", format!("the server's certificate is not valid: {other}")),
        },
        other => ("ERR_SSL_PROTOCOL", format!("the TLS handshake failed: {other}")),
    };
    HttpError::new(HttpErrorKind::Tls, code, message)
}
