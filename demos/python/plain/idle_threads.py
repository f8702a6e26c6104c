"""The idle threads of an executor sleep in the get() of its queue. shutdown() wakes one by put(None), and each the next.

`python3 idle_threads.py` first loses the wake-up, and all three threads sleep on. Then it shuts the executor down as it
is, and they end: one wake-up is put by shutdown(), and one by each thread. It ends with status 0.
"""

import concurrent.futures
import queue
import threading
import time

THREADS = 3


class Noted(queue.SimpleQueue):
    """The executor's queue, which counts the wake-ups that are put into it, and may lose them."""

    loses, wake_ups = True, 0

    def put(self, item):
        if item is not None:
            super().put(item)
        elif not self.loses:
            self.wake_ups += 1
            super().put(item)


executor = concurrent.futures.ThreadPoolExecutor(THREADS)
executor._work_queue = work = Noted()
together = threading.Barrier(THREADS)
concurrent.futures.wait([executor.submit(together.wait) for _ in range(THREADS)])
threads = list(executor._threads)

executor.shutdown(wait=False)
time.sleep(0.5)
print("without the wake-up, alive:", sum(thread.is_alive() for thread in threads))
work.loses = False
executor.shutdown(wait=True)
print("with it, alive:", sum(thread.is_alive() for thread in threads))
print("wake-ups:", work.wake_ups)
