"""shutdown(cancel_futures=True) cancels what is in the queue; what runs goes on.

The executor has one thread, which runs the infinite task. The function in the queue never starts:
blocking-executor-cancel-futures-queued watches that one.
https://docs.python.org/3/library/concurrent.futures.html#concurrent.futures.Executor.shutdown

`src/stage.py` says what a pulse, a beat, a request and an acknowledgement are.
"""

import time
from concurrent.futures import ThreadPoolExecutor

from stage import play


def infinite_task(stage):
    with stage.pulse() as pulse:
        while True:
            pulse.beat()
            time.sleep(pulse.interval)


def main(stage):
    executor = ThreadPoolExecutor(max_workers=1)
    infinite = executor.submit(infinite_task, stage)
    queued = executor.submit(print)

    stage.quick_task()

    stage.request()
    executor.shutdown(wait=False, cancel_futures=True)
    stage.acknowledge(f"running: {infinite.running()}, queued one cancelled: {queued.cancelled()}")


play(main)
