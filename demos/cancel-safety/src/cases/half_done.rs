//! A task that moves something from one place to another, under a lock.

use std::{future::Future, time::Duration};

use drops::World;
use tokio::{sync::Mutex, task::yield_now, time::sleep};

use super::RECORDS;

struct Pulse;

impl Pulse {
    fn interval(&self) -> Duration {
        Duration::from_millis(1)
    }
}

pub(super) async fn awaiting_lock_held(world: &World) {
    let (balances, pulse) = (Mutex::new((3_i64, 0_i64)), Pulse);
    let infinite = async {
        for _ in 0..RECORDS {
            let mut balances = balances.lock().await;
            balances.0 -= 1;
            sleep(pulse.interval()).await;
            balances.1 += 1;
        }
    };
    held_up(world, &balances, infinite).await;
}

pub(super) async fn awaiting_lock_brief(world: &World) {
    let (balances, pulse) = (Mutex::new((3_i64, 0_i64)), Pulse);
    let infinite = async {
        for _ in 0..RECORDS {
            sleep(pulse.interval()).await;
            let mut balances = balances.lock().await;
            balances.0 -= 1;
            balances.1 += 1;
        }
    };
    held_up(world, &balances, infinite).await;
}

/// Somebody else has the lock at first, so that the task waits for it too.
async fn held_up(world: &World, balances: &Mutex<(i64, i64)>, infinite: impl Future<Output = ()>) {
    let held = balances.lock().await;
    let releases = async {
        sleep(Duration::from_millis(2)).await;
        yield_now().await;
        drop(held);
    };
    tokio::join!(biased; world.drops(infinite), releases);
    let (left, right) = *balances.lock().await;
    world.holds("the balances add up", left + right == 3);
}
