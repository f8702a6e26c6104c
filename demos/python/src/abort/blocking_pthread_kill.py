"""signal.pthread_kill with a handler that sets an Event: the handler never runs.

The signal interrupts the thread's sleep, which goes on for the rest of its time (PEP 475). Python's
handler is for the main thread alone, which runs it when it comes back to Python code; but it stands
in join, and the signal that would have woken it went to the other thread. A handler that raised an
exception would raise it in the main thread, too.

A third thread asks here. Where the main thread asks and then joins, the handler may still run between
the two, if the signal is taken so soon: on one core that happens now and then, and the task stops.
https://docs.python.org/3/library/signal.html#signals-and-threads

`src/stage.py` says what a pulse, a beat, a request and an acknowledgement are.
"""

import signal
import threading
import time

from stage import play


def infinite_task(stage, stop):
    with stage.pulse() as pulse:
        while not stop.is_set():
            pulse.beat()
            time.sleep(pulse.interval)


def ask(stage, infinite):
    stage.quick_task()

    stage.request()
    signal.pthread_kill(infinite.ident, signal.SIGUSR1)


def main(stage):
    stop = threading.Event()
    signal.signal(signal.SIGUSR1, lambda number, frame: stop.set())
    infinite = threading.Thread(target=infinite_task, args=(stage, stop))
    infinite.start()
    threading.Thread(target=ask, args=(stage, infinite)).start()

    infinite.join()
    stage.acknowledge()


play(main)
