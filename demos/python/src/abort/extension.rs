//! What Python calls in three scripts, `spinning_extension.py` and its variants: a library that `build.rs` builds.

/// Beats for ever.
///
/// # Safety
/// `beats` is where the beats are counted.
// SAFETY: no other function of the interpreter's process has this name.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spins(beats: *mut u64) {
    loop {
        // SAFETY: the caller says that the count is there. Nobody else writes to it.
        unsafe { beats.write_volatile(beats.read_volatile() + 1) };
    }
}

/// Beats until `check_signals`, which is PyErr_CheckSignals, says that an exception was raised.
///
/// # Safety
/// `beats` is where the beats are counted, and the calling thread holds the interpreter's lock.
// SAFETY: as above.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spins_and_looks(beats: *mut u64, check_signals: unsafe extern "C" fn() -> i32) {
    // SAFETY: the caller says that this thread holds the interpreter's lock, which is all that the function asks for.
    while unsafe { check_signals() } == 0 {
        // SAFETY: as above.
        unsafe { beats.write_volatile(beats.read_volatile() + 1) };
    }
}
