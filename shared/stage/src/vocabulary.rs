//! The words of this project. Each means the same in code, output and prose.

use std::fmt;

/// The error for a text that is not a word of the vocabulary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownName {
    /// The text.
    pub read: String,
    /// The words that were possible.
    pub known: Vec<&'static str>,
}

impl fmt::Display for UnknownName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\" is none of {}", self.read, self.known.join(", "))
    }
}

impl std::error::Error for UnknownName {}

/// Defines an enum whose values are written as fixed words, in files and on the command line. The crate that calls it has
/// `serde`.
///
/// ```
/// stage::words! {
///     /// Where it is.
///     Side {
///         /// On the left.
///         Left = "left",
///         /// On the right.
///         Right = "right",
///     }
/// }
/// assert_eq!("left".parse(), Ok(Side::Left));
/// assert_eq!(Side::Right.to_string(), "right");
/// assert_eq!("up".parse::<Side>().unwrap_err().to_string(), "\"up\" is none of left, right");
/// ```
#[macro_export]
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$value_doc:meta])* $value:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, ::serde::Serialize, ::serde::Deserialize)]
        pub enum $name { $($(#[$value_doc])* #[serde(rename = $word)] $value,)* }

        impl $name {
            /// Every value, in the order of the tables.
            pub const ALL: &'static [Self] = &[$(Self::$value,)*];

            /// The word for it.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$value => $word,)* }
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::UnknownName;

            fn from_str(read: &str) -> Result<Self, $crate::UnknownName> {
                match read {
                    $($word => Ok(Self::$value),)*
                    _ => Err($crate::UnknownName { read: read.to_owned(), known: vec![$($word,)*] }),
                }
            }
        }
    };
}

words! {
    /// How the infinite task is asked to stop.
    Mechanism {
        /// It looks at shared state.
        Flag = "flag",
        /// It is sent a message, or its channel is closed.
        Channel = "channel",
        /// Its handle, or the owner of the task, is dropped.
        Drop = "drop",
        /// It is ended from outside.
        Abort = "abort",
    }
}

words! {
    /// What the infinite task does between two beats.
    Work {
        /// An async task that awaits its runtime's timer.
        Awaiting = "awaiting",
        /// An async task that only yields.
        Yielding = "yielding",
        /// An async task that never returns to its executor.
        Hogging = "hogging",
        /// A closure asleep in a blocking call.
        Blocking = "blocking",
        /// A blocking wait that can be woken.
        Parked = "parked",
        /// A blocking wait without end: `read`, `accept`, `lock`. It doesn't beat while it waits.
        Stuck = "stuck",
        /// A closure that computes and never sleeps.
        Spinning = "spinning",
    }
}

words! {
    /// What became of the infinite task.
    Verdict {
        /// It halted and its destructors ran.
        Stopped = "stopped",
        /// It halted and its destructors did not run.
        Killed = "killed",
        /// The API acknowledged that it had ended, and it goes on.
        StillStanding = "still-standing",
        /// It has not ended, and the acknowledgement does not come.
        Hung = "hung",
        /// It was stopped before its first beat.
        NeverStarted = "never-started",
        /// The runtime has no such mechanism, or the machine lacks what the case needs.
        NotOffered = "not-offered",
    }
}

impl Verdict {
    /// Whether the work has ended, or never began.
    #[must_use]
    pub const fn is_over(self) -> bool {
        self.has_halted() || matches!(self, Self::NeverStarted)
    }

    /// Whether the work began and has ended.
    #[must_use]
    pub const fn has_halted(self) -> bool {
        matches!(self, Self::Stopped | Self::Killed)
    }
}

words! {
    /// How many of the records that the work was given were lost.
    Loss {
        /// Each arrived, was finished, or was handed back.
        None = "none",
        /// Some were lost.
        Some = "some",
        /// All were lost.
        All = "all",
    }
}

impl Loss {
    /// What it means that this many records were lost of those that were given.
    #[must_use]
    pub const fn of(lost: u64, given: u64) -> Self {
        match lost {
            0 => Self::None,
            _ if lost < given => Self::Some,
            _ => Self::All,
        }
    }
}

words! {
    /// What the time from request to halt is bound by, at best.
    Bound {
        /// A cache line on its way from core to core: the work looks at every turn.
        Line = "line",
        /// A turn of a loop in another language: the work looks at every turn, when its engine lets it.
        Turn = "turn",
        /// The wake-up of a parked thread.
        Wake = "wake",
        /// The end of a process and its reaping.
        Reap = "reap",
        /// The beat: the work looks once a beat.
        Polled = "polled",
        /// Nothing but instructions: the caller itself ends the work.
        Inline = "inline",
        /// The wake-up of a thread that waits with a deadline, which has to be disarmed.
        Timer = "timer",
        /// A deadline or a sleep that the case itself sets, or the next step of its runtime's timer.
        Deadline = "deadline",
    }
}

words! {
    /// What the parts of a crowd do when they are asked to stop.
    CrowdState {
        /// Every part sleeps on a timer, as the idle connections of a service do.
        Asleep = "asleep",
        /// One part in ten is ready to run all the time, as in a service under load. The others sleep.
        Loaded = "loaded",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_read_back_as_what_they_were_written_from() {
        for verdict in Verdict::ALL {
            assert_eq!(verdict.as_str().parse(), Ok(*verdict));
        }
        for work in Work::ALL {
            assert_eq!(work.to_string().parse(), Ok(*work));
        }
    }

    #[test]
    fn a_loss_is_none_some_or_all() {
        let table = [(0, 0, Loss::None), (0, 9, Loss::None), (1, 9, Loss::Some), (9, 9, Loss::All)];
        for (lost, given, loss) in table {
            assert_eq!(Loss::of(lost, given), loss, "{lost} of {given}");
        }
    }

    #[test]
    fn an_unknown_word_is_answered_with_the_known_ones() {
        let error = "stoped".parse::<Verdict>().unwrap_err();
        assert!(error.to_string().starts_with("\"stoped\" is none of stopped, killed"));
    }
}
