"""PyThreadState_SetAsyncExc on a thread that computes: it is raised between two bytecodes.

The exception is raised wherever the thread stands in Python code, so its clean-up runs; it may also
come in the middle of what must not be left half done. In 3.11 to 3.13 some loops that call nothing are left
without their `finally`, by this exception and by Ctrl-C: https://github.com/python/cpython/issues/108214,
https://github.com/python/cpython/issues/130279. Before it can ask, the caller has to wait for
the interpreter's lock, up to 5 ms while the thread computes (sys.getswitchinterval); then the
thread has to be woken from its own wait for the lock.
https://docs.python.org/3/c-api/init.html#c.PyThreadState_SetAsyncExc

`src/stage.py` says what a pulse, a beat, a request and an acknowledgement are.
"""

import ctypes
import threading

from stage import play


def infinite_task(stage):
    with stage.pulse() as pulse:
        while True:
            pulse.beat()


def main(stage):
    infinite = threading.Thread(target=infinite_task, args=(stage,))
    infinite.start()
    set_async_exc = ctypes.pythonapi.PyThreadState_SetAsyncExc
    thread, exception = ctypes.c_ulong(infinite.ident), ctypes.py_object(SystemExit)

    stage.quick_task()

    stage.request()
    marked = set_async_exc(thread, exception)
    infinite.join()
    stage.acknowledge(f"threads marked: {marked}")


play(main)
