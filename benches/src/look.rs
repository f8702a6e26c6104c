//! The points of `sweep look`: a computing loop that looks at its flag once in a number of turns. The more often
//! it looks, the sooner it stops, and the slower it may compute.

use std::{
    hint::black_box,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    thread,
    time::Instant,
};

use measure::Look;
use stage::{Bound, Case, Stage, Text, Verdict};
use still_standing::lines;

/// Once in 1, 10, 100, 1,000 and 10,000 turns.
pub const LOOKS: &[Look] =
    &[point::<1>(), point::<10>(), point::<100>(), point::<1_000>(), point::<10_000>()];

const fn point<const TURNS: usize>() -> Look {
    Look { turns: TURNS as u32, case: case::<TURNS>(), turn_ns: turn_ns::<TURNS>, turn_without_ns }
}

const fn case<const TURNS: usize>() -> &'static Case {
    const {
        let name = match TURNS {
            1 => "flag/spinning-every-1",
            10 => "flag/spinning-every-10",
            100 => "flag/spinning-every-100",
            1_000 => "flag/spinning-every-1000",
            _ => "flag/spinning-every-10000",
        };
        &Case::new(name, Verdict::Stopped, spinning_every::<TURNS>)
            .bound_by(Bound::Line)
            .under("look")
            .showing(Text::Lines(spinning_every::LINES))
    }
}

/// A computing thread looks at an `AtomicBool` once in `TURNS` turns.
///
/// A turn fills one place of an array. A look at every turn costs little by itself, but it keeps
/// the compiler from filling many places at once.
#[lines]
pub fn spinning_every<const TURNS: usize>(stage: &Stage) {
    let stop = Arc::new(AtomicBool::new(false));
    let pulse = stage.pulse();
    let infinite = thread::spawn({
        let stop = Arc::clone(&stop);
        move || {
            let mut places = places();
            while !stop.load(Relaxed) {
                pulse.beat();
                fill::<TURNS>(&mut places, &stop);
            }
        }
    });

    stage.quick_task().wait();

    stage.request();
    stop.store(true, Relaxed);
    let ended = infinite.join();
    stage.acknowledge(ended.is_ok());
}

/// The turns of one pass: a multiple of the turns of every point.
const PLACES: usize = 10_000;

fn places() -> Vec<f32> {
    black_box(vec![0.5; PLACES])
}

/// One turn: some arithmetic that a processor can do for many places at once.
#[inline]
fn turn(place: &mut f32) {
    let value = *place;
    *place = (0..16).fold(value, |sum, _| sum * value + 0.25);
}

/// One pass over the places, which ends early if the flag is set.
#[inline(never)]
fn fill<const TURNS: usize>(places: &mut [f32], stop: &AtomicBool) {
    for places in places.chunks_exact_mut(TURNS) {
        if stop.load(Relaxed) {
            break;
        }
        places.iter_mut().for_each(turn);
    }
}

fn turn_ns<const TURNS: usize>() -> f64 {
    let stop = AtomicBool::new(false);
    time(|places| fill::<TURNS>(places, black_box(&stop)))
}

fn turn_without_ns() -> f64 {
    time(|places| places.iter_mut().for_each(turn))
}

/// Passes in one timing.
const PASSES: u32 = 50;

/// The shortest of several timings of a turn, because any disturbance only makes one longer.
fn time(pass: impl Fn(&mut [f32])) -> f64 {
    let mut places = places();
    let timings = (0..9).map(|_| {
        let start = Instant::now();
        for _ in 0..PASSES {
            pass(black_box(&mut places));
        }
        start.elapsed().as_secs_f64() * 1e9 / (f64::from(PASSES) * PLACES as f64)
    });
    timings.fold(f64::INFINITY, f64::min)
}
