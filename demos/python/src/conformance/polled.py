"""The work looks for the request once a beat: the harness has to find its halts evenly spread over the beat."""

import threading
import time

from stage import play


def infinite_task(stage):
    with stage.pulse() as pulse:
        while not pulse.requested():
            pulse.beat()
            time.sleep(pulse.interval)


def main(stage):
    infinite = threading.Thread(target=infinite_task, args=(stage,))
    infinite.start()

    stage.quick_task()

    stage.request()
    infinite.join()
    stage.acknowledge()


play(main)
