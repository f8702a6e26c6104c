//! What is collected of one floor or case while its orders are played.

use crate::{
    case_statistics::CaseStatistics, case_times::Lacking, child_error::ChildError, order::Message,
    summary::Times,
};

/// What is collected of a floor or a case.
pub(crate) enum Part<'a> {
    Floor(&'a mut Times),
    Case(&'a mut CaseStatistics),
}

impl Part<'_> {
    /// Adds what a child sent.
    pub(crate) fn add(&mut self, message: Message) {
        match (self, message) {
            (Self::Floor(times), Message::Time(ns)) => times.add(ns),
            (Self::Floor(times), Message::Sample(sample)) => {
                if let Some(ns) = sample.halt_ns {
                    times.add(ns);
                }
            }
            (Self::Case(statistics), Message::Sample(sample)) => statistics.add(*sample),
            (Self::Case(statistics), Message::NotOffered(reason)) => statistics.not_offered = Some(reason),
            (Self::Case(statistics), Message::Timeline(timeline)) => statistics.timeline = Some(timeline),
            _ => {}
        }
    }

    /// Ends its round. If a floor can't be measured, its figure is missing and the run goes on; and an
    /// interruption is not an error of the case.
    pub(crate) fn end_round(self, round: u32, end: Result<(), ChildError>) {
        match self {
            Self::Floor(times) => times.end_round(round),
            Self::Case(statistics) => {
                if let Err(ChildError::OutOfPatience { patience_ns, halted, .. }) = &end {
                    let lacking = if *halted { Lacking::Acknowledgement } else { Lacking::Halt };
                    statistics.add_out_of_patience(*patience_ns, lacking);
                }
                let error = match end {
                    Ok(()) | Err(ChildError::Interrupted) => None,
                    Err(error) => Some(error.to_string()),
                };
                statistics.end_round(round, error);
            }
        }
    }
}
