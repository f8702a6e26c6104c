"""multiprocessing.Process.kill() is SIGKILL, against which a process can do nothing.

No handler helps here, and no `finally` runs. Processes that it has started go on, without a parent.
https://docs.python.org/3/library/multiprocessing.html#multiprocessing.Process.kill

`src/stage.py` says what a pulse, a beat, a request and an acknowledgement are.
"""

import multiprocessing
import time

from stage import play


def infinite_task(stage):
    with stage.pulse() as pulse:
        pulse.take_record()
        while True:
            pulse.beat()
            time.sleep(pulse.interval)
            # It takes the next record first, and so has one in hand at any instant.
            pulse.take_record()
            pulse.finish_record()


def main(stage):
    context = multiprocessing.get_context("fork")
    infinite = context.Process(target=infinite_task, args=(stage,))
    infinite.start()

    stage.quick_task()

    stage.request()
    infinite.kill()
    infinite.join()
    stage.acknowledge(f"exit code {infinite.exitcode}")


if __name__ == "__main__":
    play(main)
