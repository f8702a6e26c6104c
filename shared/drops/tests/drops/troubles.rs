//! What makes a check say less than all, and that it says so.

use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

use drops::{Check, Trouble, check};

use crate::executors::{Waits, block_on};

#[test]
fn a_world_that_is_another_each_time_is_found_out() {
    let count = AtomicUsize::new(0);
    let report = check("differs", move |world| {
        block_on(world.drops(Waits(count.fetch_add(1, SeqCst) + 2)));
    });
    assert_eq!(report.troubles()[0], Trouble::Unsteady { first: 2, then: 3 });
    assert!(!report.loses_nothing());
    assert!(
        report.to_string().contains("not deterministic: it waited 2 times, and then 3 times"),
        "{report}"
    );
}

#[test]
fn a_world_that_ends_in_another_way_is_found_out() {
    let count = AtomicUsize::new(0);
    let report = check("differs", move |world| {
        block_on(world.repeats(async || count.fetch_add(1, SeqCst)));
    });
    assert!(report.troubles().contains(&Trouble::UnsteadyEnd), "{report}");
}

#[test]
fn a_future_that_ends_before_its_drop_is_named() {
    let count = AtomicUsize::new(0);
    let report = check("shrinks", move |world| {
        let waits = if count.fetch_add(1, SeqCst) < 2 { 3 } else { 1 };
        block_on(world.drops(Waits(waits)));
    });
    assert_eq!(report.drops().len(), 1);
    assert!(report.troubles().contains(&Trouble::EndedBefore { number: 2, after: 1 }), "{report}");
}

/// A server, say.
async fn serves_for_ever() {
    loop {
        Waits(1).await;
    }
}

#[test]
fn a_future_without_end_is_dropped_at_a_limit() {
    let report = Check::new("serves").limit(20).play(|world| block_on(world.drops(serves_for_ever())));
    report.assert_loses_nothing();
    assert_eq!(report.drops().len(), 20);

    let report = check("serves", |world| block_on(world.drops(serves_for_ever())));
    assert_eq!(report.troubles(), [Trouble::Endless(1_000)]);
    assert_eq!(report.drops().len(), 1_000);
}

#[test]
fn a_world_that_goes_on_without_end_is_ended() {
    let report = Check::new("loops").limit(10).play(|world| {
        while block_on(world.drops(Waits(3))).is_none() || !world.has_dropped() {}
        block_on(world.drops(serves_for_ever()))
    });
    assert!(report.to_string().contains("panicked: the world goes on for ever"), "{report}");
}

#[test]
fn a_world_that_plays_nothing_is_named() {
    assert_eq!(check("nothing", |_| ()).troubles(), [Trouble::NothingPolled]);
}
