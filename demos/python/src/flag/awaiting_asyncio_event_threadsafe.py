"""asyncio.Event.set by call_soon_threadsafe: the loop is woken, and with it the waiter.

The call is handed to the loop's own thread, with a byte on a socket that the loop listens to. This
is how another thread sets an asyncio.Event.
https://docs.python.org/3/library/asyncio-eventloop.html#asyncio.loop.call_soon_threadsafe

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
    loop.call_soon_threadsafe(stop.set)
    infinite.join()
    stage.acknowledge()
    loop.close()


play(main)
