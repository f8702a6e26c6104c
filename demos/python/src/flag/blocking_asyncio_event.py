"""An asyncio.Event, looked at by a thread once a beat: it works, and is the wrong event.

is_set() only reads a bool, which a thread may do. But "asyncio primitives are not thread-safe", and
awaiting-asyncio-event-from-thread shows what goes wrong the other way round. A threading.Event does
the same, and is made for it.
https://docs.python.org/3/library/asyncio-sync.html

`src/stage.py` says what a pulse, a beat, a request and an acknowledgement are.
"""

import asyncio
import time

from stage import play


def infinite_task(stage, stop):
    with stage.pulse() as pulse:
        while not stop.is_set():
            pulse.beat()
            time.sleep(pulse.interval)


async def main(stage):
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    infinite = loop.run_in_executor(None, infinite_task, stage, stop)

    stage.quick_task()  # It blocks the loop, which has nothing else to do.

    stage.request()
    stop.set()
    await infinite
    stage.acknowledge()


play(lambda stage: asyncio.run(main(stage)))
