"""The work-around as it is printed: a task of to_thread, an awaited sleep, an asyncio.Event.

The thread looks at the event once a beat. As printed, main ends after event.set(), and asyncio.run waits for the
thread. Here main awaits the task first: asyncio.run's clean-up holds the interpreter's lock, and a thread that woke
up meanwhile looked up to 0.25 ms late.
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
    task = asyncio.create_task(asyncio.to_thread(blocking_func, stage, event))
    await asyncio.to_thread(stage.quick_task)
    # now lets stop
    stage.request()
    event.set()
    await task
    stage.acknowledge()


play(lambda stage: asyncio.run(main(stage)))
