//! TLS over a connection, by rustls.

use std::{
    env, fs,
    io::{self, ErrorKind},
    sync::Arc,
    time::{Duration, Instant},
};

use rustls::{
    AlertDescription, ClientConfig, ClientConnection, DigitallySignedStruct, Error, RootCertStore,
    SignatureScheme, StreamOwned,
    client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    crypto::{CryptoProvider, ring},
    pki_types::{CertificateDer, ServerName, UnixTime, pem::PemObject},
};

use super::socket::{Socket, is_only_late};
use crate::{address::HttpAddress, manner::Manner};

/// TLS over a connection.
pub(crate) type Tls = StreamOwned<ClientConnection, Socket>;

/// How long the two sides may take to agree.
const HANDSHAKE: Duration = Duration::from_secs(1);

/// Where systems keep the certificates that they trust.
const TRUSTED: [&str; 3] =
    ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem"];

/// Agrees with the other side of a connection, over one of these protocols.
///
/// # Errors
/// If its certificate is not trusted, if it speaks no TLS or no such protocol, or if it takes too long.
pub(crate) fn over(
    mut socket: Socket,
    address: &HttpAddress,
    manner: &Manner,
    protocol: &[u8],
) -> io::Result<Tls> {
    let host = address.host().rsplit_once(':').map_or(address.host(), |(host, _)| host);
    let name = ServerName::try_from(host.trim_matches(['[', ']']).to_owned()).map_err(io::Error::other)?;
    let mut session =
        ClientConnection::new(Arc::new(config(manner, protocol)?), name).map_err(io::Error::other)?;
    let start = Instant::now();
    while session.is_handshaking() {
        match session.complete_io(&mut socket) {
            Ok(_) => {}
            Err(error) if is_only_late(&error) && start.elapsed() < HANDSHAKE => {}
            Err(error) if is_only_late(&error) => return Err(ErrorKind::TimedOut.into()),
            Err(error) if protocol == b"h2" && knows_no_such_protocol(&error) => return Err(no_http2()),
            Err(error) => return Err(error),
        }
    }
    // One that does not answer the question speaks HTTP/1.1.
    if protocol == b"h2" && session.alpn_protocol() != Some(protocol) {
        return Err(no_http2());
    }
    Ok(StreamOwned::new(session, socket))
}

fn knows_no_such_protocol(error: &io::Error) -> bool {
    let alert = Error::AlertReceived(AlertDescription::NoApplicationProtocol);
    error.get_ref().and_then(|error| error.downcast_ref()) == Some(&alert)
}

fn no_http2() -> io::Error {
    io::Error::other("it does not agree on HTTP/2 (ALPN); leave --http2 out")
}

fn config(manner: &Manner, protocol: &[u8]) -> io::Result<ClientConfig> {
    let provider = Arc::new(ring::default_provider());
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?;
    let mut config = if manner.is_insecure {
        builder.dangerous().with_custom_certificate_verifier(Arc::new(Anyone(provider))).with_no_client_auth()
    } else {
        builder.with_root_certificates(trusted()?).with_no_client_auth()
    };
    config.alpn_protocols = vec![protocol.to_vec()];
    Ok(config)
}

/// The certificates that are trusted: those of `$SSL_CERT_FILE`, or the system's.
fn trusted() -> io::Result<RootCertStore> {
    let given = env::var_os("SSL_CERT_FILE").map(Into::into);
    let known = TRUSTED.iter().map(std::path::PathBuf::from);
    let pem = given.into_iter().chain(known).find_map(|path| fs::read(path).ok());
    let pem = pem.ok_or_else(|| {
        io::Error::new(
            ErrorKind::NotFound,
            "no certificates to trust; name a file in SSL_CERT_FILE, or give --insecure",
        )
    })?;
    let mut store = RootCertStore::empty();
    store.add_parsable_certificates(CertificateDer::pem_slice_iter(&pem).flatten());
    Ok(store)
}

/// Takes any certificate, and checks that the other side holds its key.
#[derive(Debug)]
struct Anyone(Arc<CryptoProvider>);

impl ServerCertVerifier for Anyone {
    fn verify_server_cert(
        &self,
        _end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let known = &self.0.signature_verification_algorithms;
        rustls::crypto::verify_tls12_signature(message, certificate, signature, known)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let known = &self.0.signature_verification_algorithms;
        rustls::crypto::verify_tls13_signature(message, certificate, signature, known)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
