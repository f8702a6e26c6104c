"""The script takes its time to say whether what it shares with the work is as it should be."""

import threading
import time

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
    time.sleep(0.1)
    stage.invariant(True)


play(main)
