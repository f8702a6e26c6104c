"""The script fails when the work has ended and the end is acknowledged."""

import threading

from stage import play


def infinite_task(stage, stop):
    with stage.pulse() as pulse:
        while not stop.wait(pulse.interval):
            pulse.beat()


def main(stage):
    stop = threading.Event()
    infinite = threading.Thread(target=infinite_task, args=(stage, stop))
    infinite.start()

    stage.quick_task()

    stage.request()
    stop.set()
    infinite.join()
    stage.acknowledge()
    raise SystemExit(3)


play(main)
