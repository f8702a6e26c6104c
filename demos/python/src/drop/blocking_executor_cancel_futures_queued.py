"""shutdown(cancel_futures=True) cancels a function in the queue, which never starts.

The executor's one thread runs something else, and that goes on: blocking-executor-cancel-futures.
https://docs.python.org/3/library/concurrent.futures.html#concurrent.futures.Executor.shutdown

`src/stage.py` says what a pulse, a beat, a request and an acknowledgement are.
"""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

from stage import play


def infinite_task(pulse):
    with pulse:
        while True:
            pulse.beat()
            time.sleep(pulse.interval)


def main(stage):
    executor = ThreadPoolExecutor(max_workers=1)
    release = threading.Event()
    executor.submit(release.wait)
    infinite = executor.submit(infinite_task, stage.pulse())

    stage.quick_task()

    stage.request()
    executor.shutdown(wait=False, cancel_futures=True)
    stage.acknowledge(f"cancelled: {infinite.cancelled()}")

    release.set()


play(main)
