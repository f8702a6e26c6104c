"""communicate(timeout), then os.killpg(): with no process left that holds the pipe, communicate() returns.

start_new_session makes the child the leader of a group, and os.killpg reaches all that it has started and that has not
left the group. With the child alone dead, the read goes on: stuck-subprocess-timeout.
https://docs.python.org/3/library/subprocess.html#subprocess.Popen

`src/stage.py` says what a pulse, a beat, a request and an acknowledgement are.
"""

import os
import signal
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
    shell = subprocess.Popen(["sh", "-c", "cat; true"], stdin=reads, stdout=subprocess.PIPE, start_new_session=True)
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
    os.killpg(shell.pid, signal.SIGKILL)
    infinite.join()
    stage.acknowledge(f"exit code {shell.returncode}")


play(main)
