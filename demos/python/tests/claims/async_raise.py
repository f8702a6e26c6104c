"""The document's async_raise: an invalid thread id is a ValueError, and an instance becomes its class."""

import ctypes
import inspect
import threading
import time


def async_raise(tid, exctype):
    tid = ctypes.c_long(tid)
    if not inspect.isclass(exctype):
        exctype = type(exctype)
    res = ctypes.pythonapi.PyThreadState_SetAsyncExc(tid, ctypes.py_object(exctype))
    if res == 0:
        raise ValueError("invalid thread id")
    elif res != 1:
        # CPython documents 0 and 1, so this is never reached.
        ctypes.pythonapi.PyThreadState_SetAsyncExc(tid, None)
        raise SystemError("PyThreadState_SetAsyncExc failed")


def ends_with(exception):
    """What a thread that computes gets to see of it."""
    seen, begun = [], threading.Event()

    def work():
        try:
            begun.set()
            while True:
                time.sleep(0.001)
        except BaseException as raised:
            seen.append(raised)

    thread = threading.Thread(target=work)
    thread.start()
    begun.wait()
    async_raise(thread.ident, exception)
    thread.join()
    return seen[0]


no_thread = threading.Thread(target=print, args=("a thread that ends",))
no_thread.start()
no_thread.join()
try:
    async_raise(no_thread.ident, SystemExit)
    raise AssertionError("the id of no thread was accepted")
except ValueError as error:
    assert str(error) == "invalid thread id", error

assert type(ends_with(SystemExit)) is SystemExit
raised = ends_with(SystemExit("with a message"))
assert type(raised) is SystemExit and not raised.args, repr(raised)

# `except Exception`, as in the samples, does not catch it.
assert not issubclass(SystemExit, Exception)
