//! A buffer that the kernel writes into, and the pulse that goes with it.

// The trait says by an unsafe function how much of a buffer the kernel has written.
#![allow(unsafe_code)]

use std::{mem::MaybeUninit, sync::Arc, thread};

use compio::buf::{IoBuf, IoBufMut, SetLen};
use still_standing::Pulse;

/// The memory of a read. Whoever has it has the pulse: it is dropped when the kernel has given the memory back.
pub(crate) struct Buffer {
    memory: Vec<u8>,
    _pulse: Arc<Pulse>,
}

impl Buffer {
    /// A buffer, and a thread that looks once a beat whether it is still there, and then says "I'm still standing":
    /// the kernel says nothing.
    pub(crate) fn new(pulse: Pulse) -> Self {
        let interval = pulse.interval();
        let pulse = Arc::new(pulse);
        let seen = Arc::downgrade(&pulse);
        thread::spawn(move || {
            while let Some(pulse) = seen.upgrade() {
                pulse.beat();
                drop(pulse);
                thread::sleep(interval);
            }
        });
        Self { memory: Vec::with_capacity(64), _pulse: pulse }
    }
}

impl IoBuf for Buffer {
    fn as_init(&self) -> &[u8] {
        &self.memory
    }
}

impl SetLen for Buffer {
    unsafe fn set_len(&mut self, length: usize) {
        // SAFETY: the caller has to know that the kernel has written so much, and that it fits.
        unsafe { self.memory.set_len(length) }
    }
}

impl IoBufMut for Buffer {
    fn as_uninit(&mut self) -> &mut [MaybeUninit<u8>] {
        self.memory.as_uninit()
    }
}
