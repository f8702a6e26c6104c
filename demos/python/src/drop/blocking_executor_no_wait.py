"""shutdown(wait=False) returns at once, and the executor's thread goes on.

Nothing is cancelled: the executor takes no new work, and that is all. The interpreter still waits for the thread
when it ends.
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
    executor = ThreadPoolExecutor()
    infinite = executor.submit(infinite_task, stage)

    stage.quick_task()

    stage.request()
    executor.shutdown(wait=False)
    stage.acknowledge(f"running: {infinite.running()}")


play(main)
