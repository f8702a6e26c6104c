//! The address of a service: `http://HOST[:PORT][/PATH]`, the same with `https`, and `http://unix:/PATH/OF/SOCKET:/PATH`.

use std::{fmt, path::PathBuf, str::FromStr};

use http::Uri;
use serde::{Deserialize, Serialize};

/// What stands for the port that the program says when it is ready.
const PORT: &str = "{port}";

/// Where a service is asked for something, by HTTP.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct HttpAddress {
    text: String,
    place: Place,
    host: String,
    path: String,
    is_tls: bool,
}

/// Where connections are made to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Place {
    /// A host and a port.
    Tcp(String),
    /// A socket in the file system.
    Unix(PathBuf),
}

impl HttpAddress {
    /// Where connections are made to.
    pub(crate) fn place(&self) -> &Place {
        &self.place
    }

    /// The host, as a request names it.
    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    /// What stands behind the host.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Whether it is spoken to by TLS.
    #[must_use]
    pub fn is_tls(&self) -> bool {
        self.is_tls
    }

    /// Whether it lacks a port, which the program says when it is ready.
    #[must_use]
    pub fn lacks_port(&self) -> bool {
        self.text.contains(PORT)
    }

    /// The same with this port, if it lacks one.
    #[must_use]
    pub fn with_port(&self, port: u16) -> Self {
        self.text.replace(PORT, &port.to_string()).parse().unwrap_or_else(|_| self.clone())
    }

    /// One behind a socket in the file system, whose path another colon may end.
    fn behind_socket(text: &str, rest: &str) -> Result<Self, String> {
        let (socket, path) = rest.split_once(":/").map_or((rest, ""), |(socket, path)| (socket, path));
        if socket.is_empty() {
            return Err(format!("\"{text}\" names no socket; write it as http://unix:/run/app.sock:/path"));
        }
        Ok(Self {
            text: text.to_owned(),
            place: Place::Unix(socket.into()),
            host: "localhost".to_owned(),
            path: format!("/{path}"),
            is_tls: false,
        })
    }
}

impl FromStr for HttpAddress {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let socket = text.strip_prefix("http://unix:").or_else(|| text.strip_prefix("unix:"));
        if let Some(rest) = socket {
            return Self::behind_socket(text, rest);
        }
        let uri: Uri =
            text.replace(PORT, "1").parse().map_err(|error| format!("\"{text}\" is no address: {error}"))?;
        let no_address = || format!("\"{text}\" is no address; write it as http://127.0.0.1:8080/");
        let (is_tls, usual) = match uri.scheme_str() {
            Some("http") => (false, 80),
            Some("https") => (true, 443),
            _ => return Err(no_address()),
        };
        if is_tls && !cfg!(feature = "tls") {
            return Err(format!(
                "\"{text}\" needs TLS, which this program was built without; build it with --features tls"
            ));
        }
        let host = uri.host().filter(|host| !host.is_empty()).ok_or_else(no_address)?;
        let place = format!("{host}:{}", uri.port_u16().unwrap_or(usual));
        Ok(Self {
            text: text.to_owned(),
            host: place.clone(),
            place: Place::Tcp(place),
            path: uri.path_and_query().map_or("/", http::uri::PathAndQuery::as_str).to_owned(),
            is_tls,
        })
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
        address.text
    }
}

impl fmt::Display for HttpAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp(place) => f.write_str(place),
            Self::Unix(path) => write!(f, "{}", path.display()),
        }
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
            ("http://unix:/run/app.sock:/health?x", Some(("/run/app.sock", "/health?x"))),
            ("http://unix:app.sock", Some(("app.sock", "/"))),
            ("unix:/run/app.sock", Some(("/run/app.sock", "/"))),
            ("http://unix:", None),
            ("unix::/x", None),
            ("127.0.0.1:8080", None),
            ("ftp://127.0.0.1/", None),
            ("/index.html", None),
            ("http://", None),
            ("", None),
        ] {
            let address = text.parse::<HttpAddress>();
            let parts = address.as_ref().ok().map(|it| (it.place().to_string(), it.path().to_owned()));
            assert_eq!(parts, expected.map(|(place, path)| (place.to_owned(), path.to_owned())), "{text}");
            assert!(address.is_err() || address.unwrap().to_string() == text);
        }
    }

    #[test]
    fn tls_is_a_feature() {
        let address = "https://localhost/x".parse::<HttpAddress>();
        match address {
            Ok(address) => assert!(address.is_tls() && address.place().to_string() == "localhost:443"),
            Err(error) => assert!(!cfg!(feature = "tls") && error.contains("--features tls"), "{error}"),
        }
    }

    #[test]
    fn a_port_may_be_said_later() {
        let open: HttpAddress = "http://127.0.0.1:{port}/x".parse().unwrap();
        let address = open.with_port(8_080);
        assert!(open.lacks_port() && !address.lacks_port());
        assert_eq!(address.place().to_string(), "127.0.0.1:8080");
        assert_eq!(address.with_port(9), address);
    }

    #[test]
    fn a_host_has_its_port() {
        assert!(host_and_port("localhost:1").is_ok() && host_and_port("[::1]:65535").is_ok());
        for wrong in ["localhost", ":80", "localhost:", "localhost:65536", "localhost:http"] {
            assert!(host_and_port(wrong).is_err(), "{wrong}");
        }
    }
}
