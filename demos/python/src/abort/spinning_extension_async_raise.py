"""PyThreadState_SetAsyncExc while the thread is in a C loop that has released the lock: nothing is raised.

The exception is noted, and the thread looks at the note when it is back in Python code. This loop never comes back:
ctypes.CDLL releases the interpreter's lock around it, so the caller is not held up, and the join is. Before the end of
a loop that has one, the exception is not raised either.
https://docs.python.org/3/c-api/init.html#c.PyThreadState_SetAsyncExc

`src/stage.py` says what a pulse, a beat, a request and an acknowledgement are.
"""

import ctypes
import threading

from stage import extension, play


def infinite_task(stage):
    with stage.pulse() as pulse:
        extension(ctypes.CDLL).spins(pulse.address())


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
