"""A daemon thread is not ended with the thread that has started it.

`python3 nested_daemon.py` prints a NameError, as the program that it is made after does: the outer thread reads `running`
before it is there, and ends of that. The inner thread goes on for ever. Only a signal ends it.
"""

import sys
import threading
import time

# Each line is seen at once, in a pipe too.
sys.stdout.reconfigure(line_buffering=True)


def circle():
    print("begin")
    while True:
        print("circle")
        time.sleep(0.5)


def outer():
    inner = threading.Thread(target=circle, daemon=True)
    inner.start()
    while running:  # noqa: F821
        time.sleep(0.5)
    print("end of the outer thread")


thread = threading.Thread(target=outer)
thread.start()
thread.join()
running = False
print("outer thread alive:", thread.is_alive())
while True:
    time.sleep(0.5)
    print("main")
