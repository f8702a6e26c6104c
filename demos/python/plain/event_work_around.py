"""The work-around: the thread looks at an Event at every turn, and ends itself.

`python3 event_work_around.py` prints "I'm still standing" five or six times and ends with status 0: asyncio.run() waits
for the thread, which sees the event once its sleep is over.
"""

import asyncio
import time


def blocking_func(event):
    while not event.is_set():
        time.sleep(1)
        print("I'm still standing")


async def main():
    event = asyncio.Event()
    _held = asyncio.create_task(asyncio.to_thread(blocking_func, event))
    await asyncio.sleep(5)
    event.set()


asyncio.run(main())
