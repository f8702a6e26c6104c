"""Process.terminate() ends a process at once, by SIGTERM: its `finally` does not run.

`python3 terminate.py` prints no "end" of the process that it terminates, whose exit code is -15. Its own main thread goes
on for ever. Only a signal ends it.
"""

import multiprocessing
import sys
import time

# Each line is seen at once, in a pipe too.
sys.stdout.reconfigure(line_buffering=True)


def circle(begun):
    print("begin")
    try:
        begun.set()
        while True:
            print("circle")
            time.sleep(0.5)
    except Exception as error:
        print("error:", error)
    finally:
        print("end")


if __name__ == "__main__":
    begun = multiprocessing.Event()
    process = multiprocessing.Process(target=circle, args=(begun,))
    process.start()
    begun.wait()
    time.sleep(1)
    print("stopped before")
    process.terminate()
    process.join()
    print("exit code", process.exitcode)
    while True:
        time.sleep(0.5)
        print("end circle")
