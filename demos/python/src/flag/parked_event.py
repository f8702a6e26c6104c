"""Event.wait(timeout) is the sleep: set() ends it at once.

The same event as in blocking-event, and the same look at it; only the thread does not have to
finish its sleep first.
https://docs.python.org/3/library/threading.html#threading.Event.wait

`src/stage.py` says what a pulse, a beat, a request and an acknowledgement are.
"""

import threading

from stage import play


def infinite_task(stage, stop):
    with stage.pulse() as pulse:
        pulse.beat()
        while not stop.wait(pulse.interval):
            pulse.beat()


def main(stage):
    stop = threading.Event()
    infinite = threading.Thread(target=infinite_task, args=(stage, stop))
    infinite.start()

    stage.quick_task()

    stage.request()
    stop.set()
    infinite.join()
    stage.acknowledge()


play(main)
