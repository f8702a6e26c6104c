"""What a script sees, and all that it sees: the stage that a demo in Rust sees too.

A script starts an infinite task that beats a pulse, waits for the quick task, says `request()` just
before it asks the infinite task to stop, and `acknowledge()` once the API has told it that the task has
ended. Nothing here decides about stopping. The stamps are written straight to memory that the
harness shares, by `time.monotonic_ns()`, which is the harness's own clock.
"""

import ctypes
import mmap
import os
import signal
import sys
import threading
import time

# Where the stamps are in the shared memory, in steps of eight bytes: shared/stage/src/memory.rs.
BEATS, GIVEN, FINISHED, INVARIANT, HALT, REQUEST = 0, 1, 2, 3, 16, 32
ACKNOWLEDGEMENT, BEATS_THEN, RETURNED_LENGTH = 48, 49, 50
PROCESS, REQUESTER, BEAT_COST, END = 64, 65, 66, 67
STUCK_THREAD, STUCK_SINCE, STAMP_COST = 68, 69, 70
PARTS, IS_LOADED, TAKEN, REQUESTED = 112, 113, 114, 115
BEGUN, HALTED, FIRST, HALF = 128, 129, 131, 132
RETURNED_AT, RETURNED_BYTES = 640, 256


def play(main):
    """Plays `main(stage)` once for every line that the harness writes: the path of fresh memory."""
    # A shell starts a program in the background with SIGINT ignored, and Python then has no handler for it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    while path := ORDERS.readline():
        main(Stage(path.strip()))


class Stage:
    """The stage of one playing. The main thread is the one that will ask, where that is timed."""

    def __init__(self, path):
        file = os.open(path, os.O_RDWR)
        self._memory = mmap.mmap(file, 0)
        os.close(file)
        self._stamps = memoryview(self._memory).cast("Q")
        self._stamps[BEAT_COST], self._stamps[STAMP_COST] = COSTS
        self._stamps[REQUESTER] = threading.main_thread().native_id
        self.interval = INTERVAL

    def pulse(self):
        """The pulse of the infinite task. Take it in the process that does the work."""
        self._stamps[PROCESS] = os.getpid()
        return Pulse(self._stamps, self.interval)

    def crowd(self):
        """The parts of the infinite task, in a case whose work has many. Take them all."""
        self._stamps[PROCESS] = os.getpid()
        parts = self._stamps[PARTS]
        first_ready = parts - parts // 10 if self._stamps[IS_LOADED] else parts
        for number in range(parts):
            self._stamps[TAKEN] = number + 1
            yield Part(self._stamps, number, number >= first_ready)

    def quick_task(self):
        """Blocks until the quick task is done, which completes first. The request follows it."""
        tell("quick")
        if not ORDERS.readline():
            os._exit(1)  # The harness is gone.

    def request(self):
        """Stamps the request. Say it on the line before the mechanism's call."""
        self._stamps[REQUEST] = time.monotonic_ns()

    def requested(self):
        """Stamps that the calls which ask have returned. Say it on the line after them, in a case of a crowd."""
        self._stamps[REQUESTED] = time.monotonic_ns()

    def invariant(self, holds):
        """Says whether what the work and its caller share is as it should be. Say it after the acknowledgement."""
        self._stamps[INVARIANT] = 1 if holds else 2

    def acknowledge(self, returned=None):
        """Stamps the acknowledgement, and keeps what the API returned. Say it on the line after."""
        now, stamps = time.monotonic_ns(), self._stamps
        stamps[BEATS_THEN] = stamps[BEATS]
        stamps[ACKNOWLEDGEMENT] = now
        if is_gone(stamps[PROCESS]) and not stamps[END]:
            stamps[END] = now
        # `None` is written as Rust writes it.
        text = ("()" if returned is None else str(returned)).encode()[:RETURNED_BYTES]
        self._memory[RETURNED_AT : RETURNED_AT + len(text)] = text
        stamps[RETURNED_LENGTH] = len(text)
        tell("acknowledged")


class Pulse:
    """The infinite task's sign of life. Leaving its `with` is the task's clean-up: the halt."""

    __slots__ = ("_stamps", "_entered", "interval")

    def __init__(self, stamps, interval):
        self._stamps = stamps
        self._entered = False
        self.interval = interval

    def beat(self):
        """ "I'm still standing"."""
        self._stamps[BEATS] += 1

    def take_record(self):
        """Counts a record that the work was given, in a case that shows what is lost."""
        self._stamps[GIVEN] += 1

    def finish_record(self):
        """Counts a record that the work has finished."""
        self._stamps[FINISHED] += 1

    def last_beat(self):
        """ "I'm still standing" for the last time: what follows is a wait without end, in this thread."""
        self.beat()
        self._stamps[STUCK_SINCE] = time.monotonic_ns()
        self._stamps[STUCK_THREAD] = threading.get_native_id()

    def requested(self):
        """The instant of the request; zero if it has not come. Only the scripts in `conformance` look at it."""
        return self._stamps[REQUEST]

    def address(self):
        """Where the beats are counted, for code that is not Python's."""
        return ctypes.addressof(ctypes.c_uint64.from_buffer(self._stamps.obj))

    def __enter__(self):
        self._entered = True
        return self

    def __exit__(self, *_):
        self._stamps[HALT] = time.monotonic_ns()

    def __del__(self):
        # Work that is thrown away before it began never comes to its `with`.
        if not self._entered:
            self._stamps[HALT] = time.monotonic_ns()


class Part:
    """The sign of life of one task of many. Leaving its `with` is the task's clean-up."""

    __slots__ = ("_stamps", "_number", "_begun", "_halted", "is_ready")

    def __init__(self, stamps, number, is_ready):
        self._stamps = stamps
        self._number = number
        self._begun = False
        self._halted = False
        self.is_ready = is_ready

    @property
    def interval(self):
        """Between one hour and two, in seconds, and different for each part."""
        return 3600 * (1 + (self._number * 0x9E3779B1 % 2**32) / 2**32)

    def beat(self):
        """ "I'm still standing". The first one says that the part has begun."""
        self._stamps[BEATS] += 1
        if not self._begun:
            self._begun = True
            self._stamps[BEGUN] += 1

    def take_record(self):
        """Counts a record that the part was given."""
        self._stamps[GIVEN] += 1

    def finish_record(self):
        """Counts a record that the part has finished."""
        self._stamps[FINISHED] += 1

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._halt()

    def __del__(self):
        # A task that is thrown away before it began never comes to its `with`.
        self._halt()

    def _halt(self):
        if self._halted:
            return
        self._halted = True
        stamps = self._stamps
        stamps[HALTED] += 1
        place, parts = stamps[HALTED], stamps[PARTS]
        if place == 1:
            stamps[FIRST] = time.monotonic_ns()
        if place == (parts + 1) // 2:
            stamps[HALF] = time.monotonic_ns()
        if place == parts:
            stamps[HALT] = time.monotonic_ns()


def extension(loader=ctypes.PyDLL):
    """The library that abort/extension.rs is built as. Its functions hold the interpreter's lock; by CDLL, they do not."""
    library = loader(os.environ["STILL_STANDING_EXTENSION"])
    library.spins.argtypes = [ctypes.c_void_p]
    library.spins_and_looks.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
    return library


def is_gone(process):
    """Whether a process has ended and its parent knows."""
    try:
        os.kill(process or os.getpid(), 0)
    except ProcessLookupError:
        return True
    return False


def tell(line):
    os.write(HARNESS, line.encode() + b"\n")


def end_with(parent):
    """From now on the system kills this process when the thread that started it ends."""
    pr_set_pdeathsig, sigkill = 1, 9
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, sigkill)
    # It may have ended before the line above.
    if os.getppid() != parent:
        os._exit(1)


def costs():
    """What a beat and a stamp cost here, in ns: the least of some timings, as a disturbance only adds."""
    pulse = Pulse(memoryview(bytearray(8 * (HALT + 1))).cast("Q"), 0)

    def cost(what):
        with_loop = []
        for _ in range(4):
            start = time.monotonic_ns()
            for _ in range(500):
                what()
            with_loop.append((time.monotonic_ns() - start) // 500)
        return min(with_loop)

    return cost(pulse.beat), cost(pulse.__exit__)


end_with(int(os.environ["STILL_STANDING_LENDER"]))
# A process that multiprocessing forks off does not outlive this one.
os.register_at_fork(after_in_child=lambda process=os.getpid(): end_with(process))

INTERVAL = int(os.environ["STILL_STANDING_INTERVAL_NS"]) / 1e9
ORDERS = sys.stdin.buffer
# What a script prints is not for the harness.
HARNESS = os.dup(1)
os.dup2(2, 1)
COSTS = costs()
