"""The work ends the program after its first beat: the harness has to say so, and give no verdict."""

import os
import threading

from stage import play


def infinite_task(stage):
    with stage.pulse() as pulse:
        pulse.beat()
        os._exit(7)


def main(stage):
    infinite = threading.Thread(target=infinite_task, args=(stage,))
    infinite.start()

    stage.quick_task()

    stage.request()
    infinite.join()
    stage.acknowledge()


play(main)
