"""A thread that a daemon thread starts is a daemon too, and is gone with the interpreter.

"The initial value is inherited from the creating thread." Its `finally` does not run.
https://docs.python.org/3/library/threading.html#threading.Thread.daemon

`src/stage.py` says what a pulse, a beat, a request and an acknowledgement are.
"""

import sys
import threading
import time

from stage import play


def inner_task(stage):
    with stage.pulse() as pulse:
        while True:
            pulse.beat()
            time.sleep(pulse.interval)


def outer_task(stage):
    threading.Thread(target=inner_task, args=(stage,)).start()


def main(stage):
    threading.Thread(target=outer_task, args=(stage,), daemon=True).start()

    stage.quick_task()

    stage.request()
    sys.exit()  # The process that started python3 says stage.acknowledge(status).


play(main)
