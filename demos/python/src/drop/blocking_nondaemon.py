"""A thread that is no daemon keeps the interpreter: sys.exit() waits for it.

The main thread has ended, and the interpreter joins every other thread that is no daemon before it goes on to its
end. The process that started python3 hears nothing.
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
    threading.Thread(target=infinite_task, args=(stage,)).start()

    stage.quick_task()

    stage.request()
    sys.exit()  # The process that started python3 would say stage.acknowledge(status).


play(main)
