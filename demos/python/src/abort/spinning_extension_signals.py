"""Rust code that calls PyErr_CheckSignals while it computes: KeyboardInterrupt ends it, with its clean-up.

The call runs Python's handler for SIGINT, which raises the exception; the extension sees -1 and returns. PyO3 has
it as Python::check_signals. One that does not call it is never ended: spinning-extension.
https://docs.python.org/3/c-api/exceptions.html#c.PyErr_CheckSignals,
https://pyo3.rs/latest/faq.html#ctrl-c-doesnt-do-anything-while-my-rust-code-is-executing

`src/stage.py` says what a pulse, a beat, a request and an acknowledgement are.
"""

import ctypes
import multiprocessing
import os
import signal

from stage import extension, play


def infinite_task(stage):
    check_signals = ctypes.cast(ctypes.pythonapi.PyErr_CheckSignals, ctypes.c_void_p)
    try:
        with stage.pulse() as pulse:
            extension().spins_and_looks(pulse.address(), check_signals)
    except KeyboardInterrupt:
        pass


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
