"""The work dies of an exception before anybody asks it to stop."""

import threading

from stage import play


def infinite_task(stage):
    with stage.pulse() as pulse:
        pulse.beat()
        raise ValueError("out of breath")


def main(stage):
    infinite = threading.Thread(target=infinite_task, args=(stage,))
    infinite.start()

    stage.quick_task()

    stage.request()
    infinite.join()
    stage.acknowledge()


play(main)
