"""Process.terminate() on a process that holds a multiprocessing.Lock: nobody will ever get it.

The lock is a semaphore of the system's, and the system does not know who has taken it. "If the process has acquired a
lock or semaphore etc. then terminating it is liable to cause other processes to deadlock."
https://docs.python.org/3/library/multiprocessing.html#multiprocessing.Process.terminate

`src/stage.py` says what a pulse, a beat, a request and an acknowledgement are.
"""

import multiprocessing
import time

from stage import play


def infinite_task(stage, lock):
    with stage.pulse() as pulse, lock:
        pulse.take_record()
        while True:
            pulse.beat()
            time.sleep(pulse.interval)


def main(stage):
    context = multiprocessing.get_context("fork")
    lock = context.Lock()
    infinite = context.Process(target=infinite_task, args=(stage, lock))
    infinite.start()

    stage.quick_task()

    stage.request()
    infinite.terminate()
    infinite.join()
    stage.acknowledge(f"exit code {infinite.exitcode}")
    stage.invariant(lock.acquire(block=False))


if __name__ == "__main__":
    play(main)
