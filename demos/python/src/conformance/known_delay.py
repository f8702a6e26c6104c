"""The work halts a millisecond after the request, by the stamps: the harness has to read just that."""

import threading
import time

from stage import play


def infinite_task(stage):
    with stage.pulse() as pulse:
        while not pulse.requested():
            pulse.beat()
        while time.monotonic_ns() < pulse.requested() + 1_000_000:
            pass


def main(stage):
    infinite = threading.Thread(target=infinite_task, args=(stage,))
    infinite.start()

    stage.quick_task()

    stage.request()
    infinite.join()
    stage.acknowledge()


play(main)
