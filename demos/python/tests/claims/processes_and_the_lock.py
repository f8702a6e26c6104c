"""The interpreter's lock holds up the threads of its process, and no other process."""

import ctypes
import multiprocessing
import statistics
import threading
import time

WINDOW_US = 50_000
WANTED = 5


def counts(counter, stop):
    while not stop.is_set():
        counter.value += 1
        time.sleep(0.001)


def windows(library):
    """How far a thread and a process count while this thread sleeps in the library: those times at which the process did."""
    seen = []
    while len(seen) < WANTED:
        of_thread, of_process = thread_count.value, process_count.value
        library.usleep(WINDOW_US)
        of_thread, of_process = thread_count.value - of_thread, process_count.value - of_process
        if of_process >= 5:
            seen.append(of_thread)
        # Both get the processor in between.
        time.sleep(0.01)
    return statistics.median(seen)


if __name__ == "__main__":
    context = multiprocessing.get_context("fork")
    process_count, process_stop = context.Value("Q", 0, lock=False), context.Event()
    thread_count, thread_stop = ctypes.c_uint64(), threading.Event()
    process = context.Process(target=counts, args=(process_count, process_stop), daemon=True)
    process.start()
    thread = threading.Thread(target=counts, args=(thread_count, thread_stop), daemon=True)
    thread.start()

    held, released = windows(ctypes.PyDLL(None)), windows(ctypes.CDLL(None))
    assert held <= 2, f"with the lock held, a thread counted to {held} in {WINDOW_US} us"
    assert released > held, f"held: {held}, released: {released}"

    process_stop.set()
    thread_stop.set()
    process.join()
    thread.join()
