//! Signals by name and by number, as `kill` takes them: `TERM`, `SIGTERM`, `15`, `RTMIN+3`.

use std::{fmt, str::FromStr};

/// A signal of Linux.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signal(i32);

/// The names of the signals that have one, by their numbers on Linux.
const NAMES: [&str; 31] = [
    "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE",
    "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ",
    "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS",
];

/// The first real-time signal that is free: glibc keeps the two before it for itself (`signal(7)`).
const RTMIN: i32 = 34;
/// The last one.
const RTMAX: i32 = 64;

impl Signal {
    /// The one that nothing can catch.
    pub const KILL: Self = Self(9);

    /// Its number.
    #[must_use]
    pub fn number(self) -> i32 {
        self.0
    }

    /// The signal with this number, as a wait status has it.
    pub(crate) fn of_number(number: i32) -> Self {
        Self(number)
    }
}

impl FromStr for Signal {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let bare = text.strip_prefix("SIG").unwrap_or(text);
        let named = (1..).zip(NAMES).find(|(_, name)| *name == bare).map(|(number, _)| number);
        let counted = |from: &str, base: i32, sign: i32| {
            let rest = bare.strip_prefix(from)?;
            let apart = if rest.is_empty() {
                Some(0)
            } else {
                digits(rest.strip_prefix(if sign > 0 { '+' } else { '-' })?)
            };
            Some(base + sign * apart?)
        };
        let number = named
            .or_else(|| counted("RTMIN", RTMIN, 1))
            .or_else(|| counted("RTMAX", RTMAX, -1))
            .or_else(|| digits(text));
        // 32 and 33 are the C library's own.
        let is_one = |number: &i32| (1..32).contains(number) || (RTMIN..=RTMAX).contains(number);
        number.filter(is_one).map(Self).ok_or_else(|| format!("\"{text}\" is no signal"))
    }
}

/// A number of digits alone, so that neither `+9` nor `-9` is one.
fn digits(text: &str) -> Option<i32> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

impl fmt::Display for Signal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let index = usize::try_from(self.0 - 1).ok();
        match index.and_then(|index| NAMES.get(index)) {
            Some(name) => f.write_str(name),
            None if self.0 == RTMIN => f.write_str("RTMIN"),
            None if (RTMIN..=RTMAX).contains(&self.0) => write!(f, "RTMIN+{}", self.0 - RTMIN),
            None => write!(f, "{}", self.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signal_has_a_name_and_a_number() {
        for (text, number, shown) in [
            ("TERM", 15, "TERM"),
            ("SIGTERM", 15, "TERM"),
            ("15", 15, "TERM"),
            ("1", 1, "HUP"),
            ("SYS", 31, "SYS"),
            ("RTMIN", 34, "RTMIN"),
            ("RTMIN+3", 37, "RTMIN+3"),
            ("SIGRTMIN+3", 37, "RTMIN+3"),
            ("37", 37, "RTMIN+3"),
            ("RTMAX", 64, "RTMIN+30"),
            ("RTMAX-1", 63, "RTMIN+29"),
        ] {
            let signal: Signal = text.parse().expect(text);
            assert_eq!((signal.number(), signal.to_string().as_str()), (number, shown), "{text}");
        }
    }

    #[test]
    fn what_is_no_signal_is_named() {
        for wrong in
            ["", "term", "0", "32", "33", "65", "+9", "-9", "RTMIN-1", "RTMIN+31", "RTMAX+1", "RTMIN+", "FOO"]
        {
            let error = wrong.parse::<Signal>().expect_err(wrong);
            assert!(error.contains(wrong), "{wrong}: {error}");
        }
    }

    #[test]
    fn a_number_without_a_name_is_shown_as_it_is() {
        assert_eq!(Signal::of_number(33).to_string(), "33");
    }
}
