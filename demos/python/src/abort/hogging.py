"""time.sleep inside a coroutine: it never awaits, so it is never cancelled.

The event loop has one thread, and the coroutine does not give it back: no code in the loop would
even come to call cancel(). Here another thread asks, by call_soon_threadsafe, and the loop never
comes to it.
https://docs.python.org/3/library/asyncio-dev.html#running-blocking-code

`src/stage.py` says what a pulse, a beat, a request and an acknowledgement are.
"""

import asyncio
import threading
import time

from stage import play


async def infinite_task(stage):
    with stage.pulse() as pulse:
        while True:
            pulse.beat()
            time.sleep(pulse.interval)  # not asyncio.sleep


def main(stage):
    loop = asyncio.new_event_loop()
    infinite = loop.create_task(infinite_task(stage))
    thread = threading.Thread(target=loop.run_until_complete, args=(infinite,), daemon=True)
    thread.start()

    stage.quick_task()

    stage.request()
    loop.call_soon_threadsafe(infinite.cancel)
    thread.join()
    stage.acknowledge(f"cancelled: {infinite.cancelled()}")


play(main)
