"""PyThreadState_SetAsyncExc plans an exception for a thread, which is raised when the thread is back in Python code.

`python3 set_async_exc.py` prints "end", from the thread's `finally`, once its sleep is over, and not before. SystemExit is
no Exception, so no "error:" is printed. The main thread then goes on for ever. Only a signal ends it.
"""

import ctypes
import sys
import threading
import time

# Each line is seen at once, in a pipe too.
sys.stdout.reconfigure(line_buffering=True)


def async_raise(thread, exception):
    marked = ctypes.pythonapi.PyThreadState_SetAsyncExc(
        ctypes.c_ulong(thread.ident), ctypes.py_object(exception)
    )
    if marked == 0:
        raise ValueError("invalid thread id")


def circle():
    print("begin")
    try:
        while True:
            print("circle")
            time.sleep(1.5)
    except Exception as error:
        print("error:", error)
    finally:
        print("end")


thread = threading.Thread(target=circle)
thread.start()
time.sleep(0.5)
async_raise(thread, SystemExit)
print("stopped; alive:", thread.is_alive())
thread.join()
print("joined; alive:", thread.is_alive())
while True:
    time.sleep(0.5)
    print("end circle")
