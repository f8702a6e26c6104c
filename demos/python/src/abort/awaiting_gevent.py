"""Greenlet.kill() on a greenlet that yields: GreenletExit is raised where it waits.

kill() waits until the greenlet is dead. Like a coroutine it can be ended where it waits by gevent's
own means, and nowhere else.
https://www.gevent.org/api/gevent.greenlet.html#gevent.Greenlet.kill

`src/stage.py` says what a pulse, a beat, a request and an acknowledgement are.
"""

import gevent
from stage import play


def infinite_task(stage):
    with stage.pulse() as pulse:
        while True:
            pulse.beat()
            gevent.sleep(pulse.interval)


def main(stage):
    infinite = gevent.spawn(infinite_task, stage)

    gevent.get_hub().threadpool.apply(stage.quick_task)

    stage.request()
    infinite.kill()
    stage.acknowledge(f"dead: {infinite.dead}")


play(main)
