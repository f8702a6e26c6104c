"""Greenlet.kill() on a greenlet that never yields: it is never switched to anything else.

time.sleep, unpatched, blocks the thread and with it every greenlet of its hub: none of them
would even come to call kill(). Here another thread asks, by run_callback_threadsafe; the hub never
comes to the call.
https://www.gevent.org/api/gevent.hub.html

`src/stage.py` says what a pulse, a beat, a request and an acknowledgement are.
"""

import queue
import threading
import time

import gevent
from stage import play


def infinite_task(stage):
    with stage.pulse() as pulse:
        while True:
            pulse.beat()
            time.sleep(pulse.interval)  # not gevent.sleep


def run_hub(stage, handed):
    infinite = gevent.spawn(infinite_task, stage)
    handed.put((infinite, gevent.get_hub().loop))
    infinite.join()


def main(stage):
    handed = queue.SimpleQueue()
    thread = threading.Thread(target=run_hub, args=(stage, handed), daemon=True)
    thread.start()
    infinite, loop = handed.get()

    stage.quick_task()

    stage.request()
    loop.run_callback_threadsafe(infinite.kill)
    thread.join()
    stage.acknowledge(f"dead: {infinite.dead}")


play(main)
