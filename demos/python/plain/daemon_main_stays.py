"""A daemon thread ends with the interpreter, and no earlier: while the main thread stays, it goes on.

`python3 daemon_main_stays.py` warns that setDaemon() is deprecated, and prints the lines of both threads for ever. The
thread's `finally` never gets to print "end". Only a signal ends it.
"""

import gc
import sys
import threading
import time

# Each line is seen at once, in a pipe too.
sys.stdout.reconfigure(line_buffering=True)


def circle():
    print("begin")
    try:
        while True:
            print("circle")
            time.sleep(0.5)
    except Exception as error:
        print("error:", error)
    finally:
        print("end")


thread = threading.Thread(target=circle)
thread.setDaemon(True)
thread.start()
time.sleep(1)
print("stopped after")
del thread
gc.collect()
while True:
    time.sleep(0.5)
    print("end circle")
