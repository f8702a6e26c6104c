"""communicate(timeout), then kill(), then communicate(): a grandchild that holds the pipe keeps the caller reading.

This is what the documentation advises when the time is up. The shell is dead by then, and its own child still has the
pipe open. subprocess.run(timeout) waits for the dead child alone, so it comes back, and the grandchild goes on. A child
that leads a group can be killed with all that it has started: stuck-subprocess-timeout-group.
https://docs.python.org/3/library/subprocess.html#subprocess.Popen.communicate,
https://github.com/python/cpython/issues/81605

`src/stage.py` says what a pulse, a beat, a request and an acknowledgement are.
"""

import os
import subprocess
import threading

from stage import play


def infinite_task(stage, shell):
    with stage.pulse() as pulse:
        pulse.last_beat()
        shell.communicate()


def main(stage):
    # With one more command to run, the shell does not turn into `cat`. That ends with its input, so with this process.
    reads, writes = os.pipe()
    shell = subprocess.Popen(["sh", "-c", "cat; true"], stdin=reads, stdout=subprocess.PIPE)
    # `cat` runs, and holds the pipe, once it has answered.
    os.write(writes, b"here")
    os.read(shell.stdout.fileno(), 4)
    try:
        shell.communicate(timeout=stage.interval)
    except subprocess.TimeoutExpired:
        infinite = threading.Thread(target=infinite_task, args=(stage, shell))
        infinite.start()

    stage.quick_task()

    stage.request()
    shell.kill()
    infinite.join()
    stage.acknowledge(f"exit code {shell.returncode}")


play(main)
