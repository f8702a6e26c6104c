//! The futures that a world wraps around the one under test: they poll it, count, and drop it when its turn has come.

use std::{
    future::Future,
    hint,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, Waker},
};

use crate::{
    attention::Attention,
    life::Life,
    playing::{Next, Playing},
    spy::Spy,
    stand::{Stand, stand},
};

/// What [`World::drops`](crate::World::drops) returns: the future under test, which this world drops.
pub struct Drops<F: Future>(Played<F>);

/// What [`World::halts`](crate::World::halts) returns: the future under test, which stands still until its owner drops it.
pub struct Halts<F: Future>(Played<F>);

/// A future with the count of its world.
struct Played<F: Future> {
    world: Life,
    attention: Arc<Attention>,
    waker: Waker,
    future: Option<Pin<Box<F>>>,
    was_polled: bool,
    is_over: bool,
}

enum Step<T> {
    Ready(T),
    Waits,
    /// It is not polled again.
    IsOver,
}

impl<F: Future> Drops<F> {
    pub(crate) fn new(world: Life, future: F) -> Self {
        Self(Played::new(world, future))
    }
}

impl<F: Future> Halts<F> {
    pub(crate) fn new(world: Life, future: F) -> Self {
        Self(Played::new(world, future))
    }
}

impl<F: Future> Future for Drops<F> {
    type Output = Option<F::Output>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match self.0.step(context) {
            Step::Ready(output) => Poll::Ready(Some(output)),
            Step::Waits => Poll::Pending,
            Step::IsOver => {
                self.0.future = None;
                Poll::Ready(None)
            }
        }
    }
}

impl<F: Future> Future for Halts<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match self.0.step(context) {
            Step::Ready(output) => {
                self.0.world.is_due();
                Poll::Ready(output)
            }
            Step::Waits | Step::IsOver => Poll::Pending,
        }
    }
}

impl<F: Future> Played<F> {
    fn new(world: Life, future: F) -> Self {
        let attention = Arc::new(Attention::default());
        let waker = Waker::from(attention.clone());
        Self { world, attention, waker, future: Some(Box::pin(future)), was_polled: false, is_over: false }
    }

    fn step(&mut self, context: &mut Context<'_>) -> Step<F::Output> {
        self.attention.is_polled_by(context.waker());
        let was_woken = self.attention.take();
        let step = if self.is_over || self.world.takes_giving_up() {
            Step::IsOver
        } else if !self.was_polled && self.world.takes_turn_before_poll() {
            self.world.drops_at(Stand::default());
            Step::IsOver
        } else if self.was_polled && !was_woken {
            Step::Waits
        } else {
            self.was_polled = true;
            self.poll()
        };
        self.is_over = matches!(step, Step::IsOver);
        step
    }

    fn poll(&mut self) -> Step<F::Output> {
        self.world.is_polled(&self.attention);
        let spy = self.world.drops_next().then(|| Spy::new(self.attention.clone()));
        let future = self.future.as_mut().expect("it is not polled after it has ended").as_mut();
        let polled = match &spy {
            Some(spy) => spy.lend(|waker| drops_polled_here(future, waker)),
            None => drops_polled_here(future, &self.waker),
        };
        if let Poll::Ready(output) = polled {
            return Step::Ready(output);
        }
        match self.world.pends() {
            Next::Waits if self.world.playing == Playing::PolledOnceMore => self.poll_once_more(),
            Next::Waits => Step::Waits,
            Next::IsDropped | Next::IsEndless => {
                let seen = spy.map(Spy::seen).unwrap_or_default();
                self.world.drops_at(stand(&seen));
                Step::IsOver
            }
        }
    }

    /// As an executor may that polls for reasons of its own.
    fn poll_once_more(&mut self) -> Step<F::Output> {
        let future = self.future.as_mut().expect("it has just been polled").as_mut();
        match drops_polled_here(future, &self.waker) {
            Poll::Ready(output) => Step::Ready(output),
            Poll::Pending => Step::Waits,
        }
    }
}

/// In a backtrace, all that is called from here is the future under test. It is found by its name.
#[inline(never)]
fn drops_polled_here<F: Future>(future: Pin<&mut F>, waker: &Waker) -> Poll<F::Output> {
    let polled = future.poll(&mut Context::from_waker(waker));
    // Not the last call, or it would not be in the backtrace.
    hint::black_box(polled)
}
