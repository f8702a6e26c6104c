//! The records that work carries: what is lost when it stops.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use crate::stamps::Stamps;

/// What every record's number begins with, so that no other bytes are taken for a record: those of a stream that
/// is read from the middle of a record, for instance.
const MARK: u64 = 0x5ec0_4d00_0000_0000;

/// Hands out records for the work to carry, and counts those that arrive. Clones count together.
///
/// Each record is a number of its own. The receiving end says which one it got, so the harness
/// counts what has arrived, and not what the sender believes. A record that was given out and neither arrived nor
/// was handed back is lost.
#[derive(Debug, Clone)]
pub struct Records {
    stamps: Stamps,
    ledger: Arc<Mutex<Ledger>>,
}

#[derive(Debug, Default)]
struct Ledger {
    given: u64,
    on_their_way: BTreeSet<u64>,
}

impl Records {
    pub(crate) fn counted_by(stamps: Stamps) -> Self {
        Self { stamps, ledger: Arc::default() }
    }

    /// The next record: it is on its way from now on.
    #[must_use]
    pub fn give(&self) -> u64 {
        let mut ledger = self.ledger();
        ledger.given += 1;
        let record = MARK | ledger.given;
        ledger.on_their_way.insert(record);
        self.stamps.give_record();
        record
    }

    /// A record has arrived where it was to go. What isn't a record that is on its way is not counted.
    pub fn arrived(&self, record: u64) {
        let mut ledger = self.ledger();
        if ledger.on_their_way.remove(&record) {
            self.stamps.finish_record();
        }
    }

    /// The caller has the record again and can send it another time, so it isn't lost.
    pub fn handed_back(&self, record: u64) {
        self.arrived(record);
    }

    /// Whether nothing else can count any more.
    pub(crate) fn is_the_only_handle(&self) -> bool {
        Arc::strong_count(&self.ledger) == 1
    }

    /// The stamps are written under the lock, because each cell may have one writer at a time.
    fn ledger(&self) -> MutexGuard<'_, Ledger> {
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use crate::memory;

    use super::*;

    fn records() -> Records {
        Records::counted_by(Stamps(memory::own()))
    }

    #[test]
    fn what_neither_arrives_nor_comes_back_is_lost() {
        let records = records();
        assert_eq!(records.stamps.records_lost(), None);
        let [first, second, third] = [(); 3].map(|()| records.give());
        records.arrived(second);
        records.handed_back(third);
        assert_eq!((records.stamps.records_given(), records.stamps.records_lost()), (Some(3), Some(1)));
        records.clone().arrived(first);
        assert_eq!(records.stamps.records_lost(), Some(0));
    }

    #[test]
    fn only_a_record_that_is_on_its_way_is_counted() {
        let records = records();
        let record = records.give();
        let other = records.give();
        // It arrives twice; and a stream that is read three bytes late gives something else.
        records.arrived(record);
        records.arrived(record);
        let stream = [other.to_be_bytes(), other.to_be_bytes()].concat();
        let shifted = stream[3..11].try_into().unwrap();
        records.arrived(u64::from_be_bytes(shifted));
        assert_eq!(records.stamps.records_lost(), Some(1));
    }
}
