"""Rust code that Python calls and that never comes back: KeyboardInterrupt is never raised.

SIGINT sets a mark, and the interpreter looks at the mark between two instructions of Python code. There are none
while the extension runs: abort/extension.rs. One that calls PyErr_CheckSignals can be ended:
spinning-extension-signals.
https://docs.python.org/3/c-api/exceptions.html#c.PyErr_CheckSignals

`src/stage.py` says what a pulse, a beat, a request and an acknowledgement are.
"""

import multiprocessing
import os
import signal

from stage import extension, play


def infinite_task(stage):
    with stage.pulse() as pulse:
        extension().spins(pulse.address())


def main(stage):
    context = multiprocessing.get_context("fork")
    infinite = context.Process(target=infinite_task, args=(stage,))
    infinite.start()

    stage.quick_task()

    stage.request()
    os.kill(infinite.pid, signal.SIGINT)
    infinite.join()
    stage.acknowledge(f"exit code {infinite.exitcode}")


if __name__ == "__main__":
    play(main)
