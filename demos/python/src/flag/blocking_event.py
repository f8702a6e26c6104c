"""A threading.Event, looked at once a beat: the work-around that works.

set() does not end the sleep: the thread sees the event when it looks, up to a whole beat later, and
ends as it likes, with its clean-up.
https://docs.python.org/3/library/threading.html#event-objects

`src/stage.py` says what a pulse, a beat, a request and an acknowledgement are.
"""

import threading
import time

from stage import play


def infinite_task(stage, stop):
    with stage.pulse() as pulse:
        while not stop.is_set():
            pulse.beat()
            time.sleep(pulse.interval)


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
