"""signal.pthread_kill with SIGTSTP: not the thread stops but the whole process, until SIGCONT.

A stop is for a process, whichever thread the signal was for: the caller stands still with all the
others, right behind its call. No process has ended: a shell's `fg` brings all of them back where they
stood.
https://man7.org/linux/man-pages/man7/signal.7.html

`src/stage.py` says what a pulse, a beat, a request and an acknowledgement are.
"""

import multiprocessing
import os
import signal
import threading
import time

from stage import play


def infinite_task(stage):
    with stage.pulse() as pulse:
        while True:
            pulse.beat()
            time.sleep(pulse.interval)


def bring_back(process, pause):
    """The shell: without it, all processes here would stay stopped."""
    while True:
        time.sleep(pause)
        os.kill(process, signal.SIGCONT)


def main(stage):
    shell = multiprocessing.get_context("fork").Process(
        target=bring_back, args=(os.getpid(), 5 * stage.interval), daemon=True
    )
    shell.start()
    infinite = threading.Thread(target=infinite_task, args=(stage,))
    infinite.start()

    stage.quick_task()

    stage.request()
    signal.pthread_kill(infinite.ident, signal.SIGTSTP)
    stage.acknowledge()


if __name__ == "__main__":
    play(main)
