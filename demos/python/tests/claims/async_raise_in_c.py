"""An exception that is thrown into a thread in a C call is raised after the call, whether it holds the lock or not."""

import ctypes
import threading
import time

SLEEP = 0.3


def ends_after(library):
    """What the thread has done when the exception is raised, and how long that was after it was thrown."""
    begun, done = threading.Event(), []

    def work():
        try:
            begun.set()
            library.usleep(int(SLEEP * 1e6))
            done.append("came back")
            while True:
                done.append("went on")
        except SystemExit:
            done.append("was ended")

    thread = threading.Thread(target=work)
    thread.start()
    begun.wait()
    # By now it is in the call, or it is about to be.
    time.sleep(SLEEP / 10)
    thrown = time.monotonic()
    marked = ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident), ctypes.py_object(SystemExit))
    assert marked == 1
    thread.join()
    assert done[-1] == "was ended", done
    return time.monotonic() - thrown


# It has released the lock: the exception could be thrown at once, and was raised when the sleep was over.
assert ends_after(ctypes.CDLL(None)) > SLEEP / 2
# It has held the lock, so the caller could not even throw before the sleep was over.
ends_after(ctypes.PyDLL(None))
