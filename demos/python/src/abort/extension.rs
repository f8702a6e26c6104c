//! What Python calls in `spinning_extension.py` and `spinning_extension_signals.py`: a library that `build.rs` builds.

/// Beats for ever.
///
/// # Safety
/// `beats` is where the beats are counted.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spins(beats: *mut u64) {
    loop {
        unsafe { beats.write_volatile(beats.read_volatile() + 1) };
    }
}

/// Beats until `check_signals`, which is PyErr_CheckSignals, says that an exception was raised.
///
/// # Safety
/// `beats` is where the beats are counted, and the calling thread holds the interpreter's lock.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spins_and_looks(beats: *mut u64, check_signals: unsafe extern "C" fn() -> i32) {
    while unsafe { check_signals() } == 0 {
        unsafe { beats.write_volatile(beats.read_volatile() + 1) };
    }
}
