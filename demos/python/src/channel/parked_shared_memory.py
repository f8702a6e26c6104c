"""A process that is told through shared memory, and waits on a condition over it: the notification ends it at once.

The value alone would be looked at once a beat. The condition is a semaphore in the same memory, so that the wait
for it is the process's sleep.
https://docs.python.org/3/library/multiprocessing.html#multiprocessing.Value

`src/stage.py` says what a pulse, a beat, a request and an acknowledgement are.
"""

import multiprocessing

from stage import play


def infinite_task(stage, stop, changed):
    with stage.pulse() as pulse, changed:
        while not stop.value:
            pulse.beat()
            changed.wait(pulse.interval)


def main(stage):
    context = multiprocessing.get_context("fork")
    stop = context.Value("b", False, lock=False)
    changed = context.Condition()
    infinite = context.Process(target=infinite_task, args=(stage, stop, changed))
    infinite.start()

    stage.quick_task()

    stage.request()
    with changed:
        stop.value = True
        changed.notify()
    infinite.join()
    stage.acknowledge(f"exit code {infinite.exitcode}")


if __name__ == "__main__":
    play(main)
