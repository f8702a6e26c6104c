//! What holds of a process as a whole, and so needs a program of its own: its memory, and its children.
#![cfg(target_os = "linux")]

use std::{fs, process::Command, time::Duration};

use stage::{Stage, processes::end_all};

/// More than the mappings that Linux allows a process by default: 65,530.
const PLAYINGS: usize = 70_000;
/// Far less than the stamps of every playing, and far more than a busy allocator keeps.
const FEW_BYTES: u64 = 16 << 20;
const BEAT: Duration = Duration::from_millis(1);

/// The resident memory of this process, in bytes.
fn memory() -> u64 {
    let pages = fs::read_to_string("/proc/self/statm").expect("Linux has it");
    let resident = pages.split_whitespace().nth(1).and_then(|pages| pages.parse::<u64>().ok());
    resident.expect("its second number") * 4096
}

fn mappings() -> usize {
    fs::read_to_string("/proc/self/maps").expect("Linux has it").lines().count()
}

fn play(stage: &Stage) {
    let pulse = stage.pulse();
    pulse.beat();
    stage.request();
    drop(pulse);
    stage.acknowledge(());
    let stamps = stage.stamps();
    assert_eq!((stamps.beats(), stamps.returned().as_deref()), (1, Some("()")));
    assert!(stamps.request() <= stamps.halt() && stamps.halt() <= stamps.acknowledgement());
}

/// A run may play a million times.
#[test]
fn playings_leave_nothing_behind() {
    let (memory_before, mappings_before) = (memory(), mappings());
    for _ in 0..PLAYINGS {
        play(&Stage::new(BEAT));
        play(&Stage::lendable(BEAT).expect("memory that two processes share"));
    }
    assert!(mappings() < mappings_before + 100, "{} mappings", mappings());
    assert!(memory() < memory_before + FEW_BYTES, "{} bytes, before {memory_before}", memory());
}

/// Even if it beats on and stamps its halt after other stages have played.
#[test]
fn work_that_is_still_standing_keeps_its_memory() {
    let standing = Stage::new(BEAT).pulse();
    let two = Stage::new(BEAT);
    let (first, second) = (two.pulse(), two.pulse());
    drop((first, two));
    for stage in [Stage::new(BEAT), Stage::new(BEAT), Stage::new(BEAT)] {
        standing.beat();
        second.beat();
        assert_eq!(stage.stamps().beats(), 0);
    }
    drop((standing, second));
    assert_eq!(Stage::new(BEAT).stamps().halt(), None);
}

#[test]
fn no_child_is_left() {
    let mut children = [(); 3].map(|()| Command::new("sleep").arg("1000").spawn().expect("a child"));
    end_all();
    for child in &mut children {
        assert!(child.try_wait().is_err(), "it was waited for by another");
    }
}
