"""A daemon thread at the end of the interpreter: it is gone, and its `finally` never ran.

The interpreter does not wait for daemon threads, nor does it tell them: they never come back to
Python code, and end with the process. The process that started python3 hears that it has ended; that is the
acknowledgement.
https://docs.python.org/3/library/threading.html#thread-objects

`src/stage.py` says what a pulse, a beat, a request and an acknowledgement are.
"""

import sys
import threading
import time

from stage import play


def infinite_task(stage):
    with stage.pulse() as pulse:
        while True:
            pulse.beat()
            time.sleep(pulse.interval)


def main(stage):
    threading.Thread(target=infinite_task, args=(stage,), daemon=True).start()

    stage.quick_task()

    stage.request()
    sys.exit()  # Who started python3 says stage.acknowledge(status).


play(main)
