"""A process that gets its message through a queue, whose get(timeout) is its sleep: the message ends it at once.

A queue is a pipe with a lock, and a thread of the sender's that writes to it. So the message comes a little later
than through a pipe alone: parked-process.
https://docs.python.org/3/library/multiprocessing.html#multiprocessing.Queue

`src/stage.py` says what a pulse, a beat, a request and an acknowledgement are.
"""

import multiprocessing
import queue

from stage import play


def infinite_task(stage, orders):
    with stage.pulse() as pulse:
        while True:
            pulse.beat()
            try:
                orders.get(timeout=pulse.interval)
                break
            except queue.Empty:
                pass


def main(stage):
    context = multiprocessing.get_context("fork")
    orders = context.Queue()
    infinite = context.Process(target=infinite_task, args=(stage, orders))
    infinite.start()

    stage.quick_task()

    stage.request()
    orders.put("stop")
    infinite.join()
    stage.acknowledge(f"exit code {infinite.exitcode}")


if __name__ == "__main__":
    play(main)
