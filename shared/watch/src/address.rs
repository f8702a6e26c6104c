//! The address of a service: `http://HOST[:PORT][/PATH]`.

use std::{fmt, str::FromStr};

use http::Uri;
use serde::{Deserialize, Serialize};

/// The port of an address that names none.
const HTTP: u16 = 80;

/// Where a service is asked for something, by HTTP and without TLS.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct HttpAddress(Uri);

impl HttpAddress {
    /// The host and the port, as a connection takes them.
    #[must_use]
    pub fn host_and_port(&self) -> String {
        format!("{}:{}", self.0.host().unwrap_or_default(), self.0.port_u16().unwrap_or(HTTP))
    }

    /// What stands behind the host.
    #[must_use]
    pub fn path(&self) -> &str {
        self.0.path_and_query().map_or("/", http::uri::PathAndQuery::as_str)
    }
}

impl FromStr for HttpAddress {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let uri: Uri = text.parse().map_err(|error| format!("\"{text}\" is no address: {error}"))?;
        match (uri.scheme_str(), uri.host()) {
            (Some("http"), Some(_)) => Ok(Self(uri)),
            (Some("https"), _) => Err(format!(
                "\"{text}\" needs TLS, which takes part in no stop; give the address behind it, with http://"
            )),
            _ => Err(format!("\"{text}\" is no address; write it as http://127.0.0.1:8080/")),
        }
    }
}

impl TryFrom<String> for HttpAddress {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<HttpAddress> for String {
    fn from(address: HttpAddress) -> Self {
        address.to_string()
    }
}

impl fmt::Display for HttpAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// Whether a text is `HOST:PORT`.
///
/// # Errors
/// If it is not, with what it should be.
pub(crate) fn host_and_port(text: &str) -> Result<String, String> {
    let parts = text.rsplit_once(':').filter(|(host, port)| !host.is_empty() && port.parse::<u16>().is_ok());
    parts
        .map(|_| text.to_owned())
        .ok_or_else(|| format!("\"{text}\" is no HOST:PORT; write it as 127.0.0.1:8080"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_one_of_http() {
        for (text, expected) in [
            ("http://127.0.0.1:8080/slow?for=1s", Some(("127.0.0.1:8080", "/slow?for=1s"))),
            ("http://localhost", Some(("localhost:80", "/"))),
            ("http://[::1]:9/", Some(("[::1]:9", "/"))),
            ("https://127.0.0.1/", None),
            ("127.0.0.1:8080", None),
            ("/index.html", None),
            ("http://", None),
            ("", None),
        ] {
            let address = text.parse::<HttpAddress>();
            let parts = address.as_ref().ok().map(|it| (it.host_and_port(), it.path().to_owned()));
            assert_eq!(parts, expected.map(|(host, path)| (host.to_owned(), path.to_owned())), "{text}");
        }
    }

    #[test]
    fn a_host_has_its_port() {
        assert!(host_and_port("localhost:1").is_ok() && host_and_port("[::1]:65535").is_ok());
        for wrong in ["localhost", ":80", "localhost:", "localhost:65536", "localhost:http"] {
            assert!(host_and_port(wrong).is_err(), "{wrong}");
        }
    }
}
