"""PyThreadState_SetAsyncExc on a thread that holds a lock: the lock is free again, what it protects is half done.

The exception leaves the `with` as any other does, so the lock is released. It came between the two lines that belong
together, and the next one finds one balance changed and the other not.
https://docs.python.org/3/c-api/init.html#c.PyThreadState_SetAsyncExc,
https://docs.python.org/3/library/threading.html#using-locks-conditions-and-semaphores-in-the-with-statement

`src/stage.py` says what a pulse, a beat, a request and an acknowledgement are.
"""

import ctypes
import threading

from stage import play


def infinite_task(stage, lock, balances):
    with stage.pulse() as pulse, lock:
        pulse.take_record()
        balances["left"] -= 100
        while True:
            pulse.beat()


def main(stage):
    lock, balances = threading.Lock(), {"left": 1000, "right": 1000}
    infinite = threading.Thread(target=infinite_task, args=(stage, lock, balances))
    infinite.start()
    set_async_exc = ctypes.pythonapi.PyThreadState_SetAsyncExc
    thread, exception = ctypes.c_ulong(infinite.ident), ctypes.py_object(SystemExit)

    stage.quick_task()

    stage.request()
    marked = set_async_exc(thread, exception)
    infinite.join()
    stage.acknowledge(f"threads marked: {marked}")
    with lock:
        stage.invariant(sum(balances.values()) == 2000)


play(main)
