"""ProcessPoolExecutor.shutdown(wait=False) returns at once, and the pool's process goes on.

The call only says that no more work will come. A process that has work ends when the work does, and the interpreter
waits for it at its own end. cancel_futures=True drops what is queued, no more. Since 3.14 the executor has
terminate_workers() and kill_workers(); before, its processes have to be ended one by one.
https://docs.python.org/3/library/concurrent.futures.html#processpoolexecutor,
https://github.com/python/cpython/issues/128041

`src/stage.py` says what a pulse, a beat, a request and an acknowledgement are.
"""

import concurrent.futures
import multiprocessing
import time

from stage import play


def infinite_task():
    with STAGE.pulse() as pulse:
        while True:
            pulse.beat()
            time.sleep(pulse.interval)


def main(stage):
    global STAGE
    STAGE = stage  # The process is forked off when it gets its first work, and knows what is known then.
    executor = concurrent.futures.ProcessPoolExecutor(1, multiprocessing.get_context("fork"))
    executor.submit(infinite_task)

    stage.quick_task()

    stage.request()
    executor.shutdown(wait=False, cancel_futures=True)
    stage.acknowledge()


if __name__ == "__main__":
    play(main)
