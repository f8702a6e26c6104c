"""The work-around as it is printed: a task of to_thread, an awaited sleep, an asyncio.Event.

The thread looks at the event once a beat. No code awaits the task: asyncio.run waits for its thread when main has
ended.
https://docs.python.org/3/library/asyncio-sync.html#asyncio.Event

`src/stage.py` says what a pulse, a beat, a request and an acknowledgement are.
"""

import asyncio
import time

from stage import play


def blocking_func(stage, event):
    with stage.pulse() as pulse:
        while not event.is_set():
            pulse.beat()  # "I'm still standing"
            time.sleep(pulse.interval)


async def main(stage):
    event = asyncio.Event()
    asyncio.create_task(asyncio.to_thread(blocking_func, stage, event))
    await asyncio.to_thread(stage.quick_task)
    # now lets stop
    stage.request()
    event.set()


def run(stage):
    asyncio.run(main(stage))
    stage.acknowledge()


play(run)
