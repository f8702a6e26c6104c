"""A daemon thread whose main thread goes on: it goes on too.

It ends with the interpreter and no earlier. Dropping its handle ends nothing, and neither does gc.collect(): a
running thread is no garbage.
https://docs.python.org/3/library/threading.html#thread-objects

`src/stage.py` says what a pulse, a beat, a request and an acknowledgement are.
"""

import gc
import threading
import time

from stage import play


def circle(stage):
    with stage.pulse() as pulse:
        while True:
            pulse.beat()
            time.sleep(pulse.interval)


def main(stage):
    t = threading.Thread(target=circle, args=(stage,), daemon=True)
    t.start()

    stage.quick_task()

    stage.request()
    del t
    freed = gc.collect()
    stage.acknowledge(f"objects freed: {freed}")


play(main)
