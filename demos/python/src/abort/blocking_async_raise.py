"""PyThreadState_SetAsyncExc on a thread that sleeps: it is raised after the sleep.

The call says at once that one thread was marked. Outside Python code the interpreter does not look at the mark: a
sleep of an hour ends in an hour. So it is worth as much as a flag that is looked at once a beat.
https://docs.python.org/3/c-api/init.html#c.PyThreadState_SetAsyncExc

`src/stage.py` says what a pulse, a beat, a request and an acknowledgement are.
"""

import ctypes
import threading
import time

from stage import play


def infinite_task(stage):
    with stage.pulse() as pulse:
        while True:
            pulse.beat()
            time.sleep(pulse.interval)


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
