"""asyncio.Event.set() from another thread: the waiter is not woken.

set() marks the waiter as ready, but the event loop sleeps on, as nothing wakes it. Here it wakes for
the next beat, and finds the event set; a loop without a timer never looks.
https://docs.python.org/3/library/asyncio-dev.html#concurrency-and-multithreading

`src/stage.py` says what a pulse, a beat, a request and an acknowledgement are.
"""

import asyncio
import threading

from stage import play


async def infinite_task(stage, stop):
    with stage.pulse() as pulse:
        while not stop.is_set():
            pulse.beat()
            try:
                await asyncio.wait_for(stop.wait(), pulse.interval)
            except TimeoutError:
                pass


def main(stage):
    stop = asyncio.Event()
    loop = asyncio.new_event_loop()
    infinite = threading.Thread(
        target=loop.run_until_complete, args=(infinite_task(stage, stop),), daemon=True
    )
    infinite.start()

    stage.quick_task()

    stage.request()
    stop.set()
    infinite.join()
    stage.acknowledge()
    loop.close()


play(main)
