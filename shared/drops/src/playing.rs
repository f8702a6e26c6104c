//! When the future of a world is dropped.

/// What one world plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Playing {
    /// To its end.
    Whole,
    /// Dropped instead of polled for the first time.
    NotPolled,
    /// Dropped after so many times `Pending`.
    DroppedAfter(usize),
    /// To its end, and after each `Pending` polled once more.
    PolledOnceMore,
}

/// What becomes of a future that has returned `Pending`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    Waits,
    IsDropped,
    /// It goes on for longer than anybody looks.
    IsEndless,
}

impl Playing {
    /// After the `count`th `Pending`, where `limit` of them are looked at.
    pub(crate) fn next(self, count: usize, limit: usize) -> Next {
        match self {
            Self::DroppedAfter(number) if count == number => Next::IsDropped,
            Self::Whole | Self::PolledOnceMore if count == limit => Next::IsEndless,
            _ => Next::Waits,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Next::*, Playing::*};

    #[test]
    fn a_future_is_dropped_once_or_at_the_limit() {
        for (playing, count, next) in [
            (Whole, 9, Waits),
            (Whole, 10, IsEndless),
            (NotPolled, 1, Waits),
            (DroppedAfter(3), 2, Waits),
            (DroppedAfter(3), 3, IsDropped),
            (DroppedAfter(3), 4, Waits),
            (DroppedAfter(10), 10, IsDropped),
            (PolledOnceMore, 9, Waits),
            (PolledOnceMore, 10, IsEndless),
        ] {
            assert_eq!(playing.next(count, 10), next, "{playing:?} after {count}");
        }
    }
}
