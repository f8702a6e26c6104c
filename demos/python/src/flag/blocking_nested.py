"""A daemon thread started by a thread: the outer one stops, and the inner one stands.

A daemon thread ends with the interpreter, not with the thread that started it: threads have no
parents. The outer one has truly ended, and its join says so.
https://docs.python.org/3/library/threading.html#thread-objects

`src/stage.py` says what a pulse, a beat, a request and an acknowledgement are.
"""

import threading
import time

from stage import play


def inner_task(stage):
    with stage.pulse() as pulse:
        while True:
            pulse.beat()
            time.sleep(pulse.interval)


def outer_task(stage, stop):
    threading.Thread(target=inner_task, args=(stage,), daemon=True).start()
    while not stop.is_set():
        time.sleep(stage.interval)


def main(stage):
    stop = threading.Event()
    outer = threading.Thread(target=outer_task, args=(stage, stop))
    outer.start()

    stage.quick_task()

    stage.request()
    stop.set()
    outer.join()
    stage.acknowledge(f"alive: {outer.is_alive()}")


play(main)
