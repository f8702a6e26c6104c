//! How a service is spoken to over HTTP: the method, the fields of each request, and which answers are good.

use std::{fmt, ops::RangeInclusive, str::FromStr};

use http::{HeaderName, HeaderValue, Method};
use serde::{Deserialize, Serialize};

/// How a service is spoken to, where it is looked whether it is ready, and where it is requested.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manner {
    /// The method of the load.
    pub method: Verb,
    /// Further fields of each request.
    pub fields: Vec<Field>,
    /// Which statuses are good.
    pub accepted: Statuses,
    /// Whether any certificate is good.
    pub is_insecure: bool,
    /// Whether it is HTTP/2, and not HTTP/1.1.
    pub is_http2: bool,
}

/// A method.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Verb(pub(crate) Method);

/// A field of a request: `NAME: VALUE`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Field(pub(crate) HeaderName, pub(crate) HeaderValue);

/// Statuses, and ranges of them: `2xx,401`, `200-399`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Statuses(Vec<RangeInclusive<u16>>);

impl Statuses {
    /// Whether this status is among them.
    #[must_use]
    pub fn accept(&self, status: u16) -> bool {
        self.0.iter().any(|range| range.contains(&status))
    }
}

impl Default for Verb {
    fn default() -> Self {
        Self(Method::GET)
    }
}

impl Default for Statuses {
    fn default() -> Self {
        Self(vec![100..=399])
    }
}

impl FromStr for Verb {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let method = Method::from_bytes(text.as_bytes()).ok();
        let method =
            method.filter(|_| !text.is_empty() && text.chars().all(|letter| letter.is_ascii_uppercase()));
        method.map(Self).ok_or_else(|| format!("\"{text}\" is no method such as POST"))
    }
}

impl FromStr for Field {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let field = text.split_once(':').and_then(|(name, value)| {
            Some(Self(name.trim().parse().ok()?, HeaderValue::from_str(value.trim()).ok()?))
        });
        field.ok_or_else(|| format!("\"{text}\" is no field; write it as \"Authorization: Basic …\""))
    }
}

impl FromStr for Statuses {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let number = |text: &str| text.parse().ok().filter(|status| (100..=999).contains(status));
        let range = |part: &str| {
            if let Some(hundred) = part.strip_suffix("xx") {
                let hundred = number(&format!("{hundred}00"))?;
                return Some(hundred..=hundred + 99);
            }
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            Some(number(first)?..=number(last)?).filter(|range| !range.is_empty())
        };
        let ranges: Option<Vec<_>> = text.split(',').map(|part| range(part.trim())).collect();
        ranges
            .map(Self)
            .ok_or_else(|| format!("\"{text}\" is no status; write it as 200, 2xx or 200-399,401"))
    }
}

impl fmt::Display for Verb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.0, String::from_utf8_lossy(self.1.as_bytes()))
    }
}

impl fmt::Display for Statuses {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, range) in self.0.iter().enumerate() {
            let comma = if index == 0 { "" } else { "," };
            match (range.start(), range.end()) {
                (first, last) if first == last => write!(f, "{comma}{first}")?,
                (first, last) => write!(f, "{comma}{first}-{last}")?,
            }
        }
        Ok(())
    }
}

/// Writes each as its text, and reads it back.
macro_rules! as_text {
    ($($kind:ty),*) => { $(
        impl TryFrom<String> for $kind {
            type Error = String;

            fn try_from(text: String) -> Result<Self, String> {
                text.parse()
            }
        }

        impl From<$kind> for String {
            fn from(value: $kind) -> Self {
                value.to_string()
            }
        }
    )* };
}

as_text!(Verb, Field, Statuses);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_are_single_ones_and_ranges() {
        for (text, good, bad, shown) in [
            ("200", &[200][..], &[201, 199][..], "200"),
            ("2xx,401", &[200, 299, 401], &[300, 400, 402], "200-299,401"),
            ("200-399, 503", &[200, 399, 503], &[400, 502], "200-399,503"),
        ] {
            let statuses: Statuses = text.parse().expect(text);
            assert!(good.iter().all(|status| statuses.accept(*status)), "{text}");
            assert!(!bad.iter().any(|status| statuses.accept(*status)), "{text}");
            assert_eq!(statuses.to_string(), shown);
            assert_eq!(shown.parse(), Ok(statuses));
        }
        assert!(Statuses::default().accept(302) && !Statuses::default().accept(404));
    }

    #[test]
    fn what_is_none_is_named() {
        for wrong in ["", "0", "20", "xx", "2x", "399-200", "200,", "200-", "ok"] {
            assert!(wrong.parse::<Statuses>().is_err_and(|error| error.contains(wrong)), "{wrong}");
        }
        for wrong in ["", "get", "GÖT", "GET /"] {
            assert!(wrong.parse::<Verb>().is_err(), "{wrong}");
        }
        for wrong in ["", "name", ": value", "na me: value", "name: a\nb"] {
            assert!(wrong.parse::<Field>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn it_is_read_as_it_is_written() {
        let manner = Manner {
            method: "POST".parse().unwrap(),
            fields: vec!["Authorization: Basic eDp5".parse().unwrap()],
            accepted: "2xx".parse().unwrap(),
            is_insecure: true,
            is_http2: true,
        };
        let text = serde_json::to_string(&manner).unwrap();
        assert_eq!(serde_json::from_str::<Manner>(&text).unwrap(), manner);
    }
}
