"""signal.pthread_kill to a thread whose sleep is signal.sigtimedwait: it wakes at once.

The signal is blocked, so no handler runs and no default ends the process: it stays pending until
the thread takes it, and the thread's wait for it is also its sleep.
https://docs.python.org/3/library/signal.html#signal.sigtimedwait

`src/stage.py` says what a pulse, a beat, a request and an acknowledgement are.
"""

import signal
import threading

from stage import play


def infinite_task(stage):
    with stage.pulse() as pulse:
        pulse.beat()
        while signal.sigtimedwait({signal.SIGUSR1}, pulse.interval) is None:
            pulse.beat()


def main(stage):
    # A thread inherits the mask of the one that starts it.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1})
    infinite = threading.Thread(target=infinite_task, args=(stage,))
    infinite.start()

    stage.quick_task()

    stage.request()
    signal.pthread_kill(infinite.ident, signal.SIGUSR1)
    infinite.join()
    stage.acknowledge()


play(main)
