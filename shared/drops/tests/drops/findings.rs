//! What can be wrong after a drop: each kind, with the line that it is found at.

use std::{
    cell::Cell,
    future::poll_fn,
    task::{Poll, Waker},
    time::Duration,
};

use drops::{Check, Finding, check};

use crate::executors::{Waits, block_on};

#[test]
fn what_holds_between_two_awaits_is_broken() {
    async fn moves(left: &Cell<i32>, right: &Cell<i32>) {
        Waits(1).await;
        left.set(left.get() - 1);
        Waits(2).await;
        right.set(right.get() + 1);
    }
    let report = check("moves", |world| {
        let (left, right) = (Cell::new(1), Cell::new(0));
        block_on(world.drops(moves(&left, &right)));
        world.holds("the balances add up", left.get() + right.get() == 1);
    });
    report.assert_loses_at(&["Waits(2).await"]);
    let text = report.to_string();
    assert!(text.contains("moves: 3 drops at 2 awaits; 1 await breaks something"), "{text}");
    assert!(text.contains("1 drop, lost: nothing"), "{text}");
    assert!(text.contains("2 drops, broken: the balances add up"), "{text}");
}

/// Sends half of it, waits, and sends the other half: who calls again sends the first half twice.
async fn sends(wire: &Cell<String>) -> usize {
    for half in ["ab", "cd"] {
        wire.set(wire.take() + half);
        Waits(1).await;
    }
    4
}

#[test]
fn what_is_called_again_has_its_effect_twice() {
    let report = check("sends", |world| {
        let wire = Cell::new(String::new());
        block_on(world.repeats(async || sends(&wire).await));
        world.records("letter", "abcd".chars(), wire.take().chars());
    });
    report.assert_loses_at(&["Waits(1).await"]);
    let text = report.to_string();
    assert!(text.contains("not to be repeated: 2 letters too many (in 1 of 2)"), "{text}");
    assert!(text.contains("not to be repeated: 4 letters too many (in 1 of 2)"), "{text}");
}

#[test]
fn what_is_called_again_ends_in_another_way() {
    async fn counts(calls: &Cell<u32>) -> u32 {
        calls.set(calls.get() + 1);
        Waits(1).await;
        calls.get()
    }
    let report = check("counts", |world| {
        let calls = Cell::new(0);
        block_on(world.repeats(async || counts(&calls).await));
    });
    report.assert_loses_at(&["Waits(1).await"]);
    assert!(
        report.to_string().contains("not to be repeated: the second call gave 2 instead of 1"),
        "{report}"
    );
}

#[test]
fn a_future_that_was_not_polled_has_lost_what_it_holds() {
    let report = check("holds", |world| {
        let (given, mut there) = (vec![7], Vec::new());
        let held = given.clone();
        let arrived = block_on(world.drops(async move {
            Waits(0).await;
            held
        }));
        there.extend(arrived.unwrap_or_default());
        world.records("record", given, there);
    });
    assert!(report.drops().is_empty());
    assert!(!report.loses_nothing());
    assert!(report.to_string().contains("dropped before its first poll: lost: the record"), "{report}");
}

/// It supposes that its answer is there when it is polled for the second time.
#[test]
fn a_future_that_takes_each_poll_for_an_event_is_found_out() {
    let report = check("supposes", |world| {
        let answer = Cell::new(None);
        let mut asker: Option<Waker> = None;
        let asked = Cell::new(None);
        let hasty = poll_fn(|context| match asker.replace(context.waker().clone()) {
            Some(_) => Poll::Ready(answer.get()),
            None => {
                asked.set(asker.clone());
                Poll::Pending
            }
        });
        let answers = async {
            Waits(1).await;
            answer.set(Some(7));
            if let Some(asker) = asked.take() {
                asker.wake();
            }
        };
        let (got, ()) = block_on(futures_util::future::join(world.drops(hasty), answers));
        world.holds("what it gives is the answer", got.is_none_or(|got| got == Some(7)));
    });
    assert_eq!(report.polled_once_more(), [Finding::Broken("what it gives is the answer".into())]);
    assert!(report.drops().iter().all(|drop| drop.findings.is_empty()), "{report}");
    assert!(report.to_string().contains("polled once more than it was woken: broken: what"), "{report}");
}

#[test]
fn a_panic_and_an_error_are_the_result_of_their_world() {
    let report = check("fails", |world| {
        let ended = block_on(world.drops(Waits(3)));
        match (ended, world.has_dropped()) {
            (None, true) => Err("dropped"),
            _ => Ok(()),
        }
    });
    assert_eq!(report.drops().len(), 3);
    assert!(report.drops().iter().all(|drop| drop.findings == [Finding::Failed("\"dropped\"".into())]));

    let report = check("panics", |world| {
        block_on(world.drops(Waits(3)));
        assert!(!world.has_dropped(), "it was dropped");
    });
    let panicked = Finding::Panicked("it was dropped".into());
    assert!(report.drops().iter().all(|drop| drop.findings == [panicked.clone()]), "{report}");
    assert!(report.to_string().contains("3 drops, panicked: it was dropped"), "{report}");
}

#[test]
fn one_drop_is_played_alone_by_its_number() {
    let lossy = |world: &drops::World| {
        let mut taken = Vec::new();
        block_on(world.drops(async {
            for record in 1..4 {
                Waits(1).await;
                taken.push(record);
            }
            taken.clear();
        }));
        let kept = [1, 2, 3].into_iter().filter(|record| !taken.contains(record));
        world.records("record", [1, 2, 3], kept);
    };
    let all = check("lossy", lossy);
    assert_eq!(all.worst().map(|drop| drop.number), Some(3));
    let one = Check::new("lossy").only(3).play(lossy);
    assert_eq!(one.drops().len(), 1);
    assert!(one.to_string().contains("lost: 2 of 3 records: 1, 2"), "{one}");
    assert!(one.to_string().contains("one_drop_is_played_alone_by_its_number → Waits"), "{one}");
}

#[test]
fn a_world_that_is_stuck_is_let_go() {
    let brief = Duration::from_millis(200);
    // The future is never woken: it is dropped where it is, and its world ends.
    let report =
        Check::new("pends").patience(brief).play(|world| block_on(world.drops(std::future::pending::<()>())));
    assert!(report.to_string().contains("what it waits for did not wake it"), "{report}");
    // The world waits for something that only the future would have brought.
    let report = Check::new("waits").patience(brief).play(|world| {
        if block_on(world.drops(Waits(1))).is_none() {
            block_on(std::future::pending::<()>());
        }
    });
    assert_eq!(report.drops()[0].findings, [Finding::Stuck("its world did not end")]);
}
