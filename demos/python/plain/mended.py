"""The mended program: the thread waits for an Event, which ends its sleep too.

`python3 mended.py` prints "I'm still standing" once or more, that one task has finished and one has not, and ends with
status 0. The same program in Rust is `demos/recipes/src/bin/mended_to_thread.rs`.
"""

import asyncio
import threading
import time


def quick_task():
    time.sleep(1.2)


def infinite_task(stop):
    while not stop.wait(0.5):
        print("I'm still standing")


async def main():
    stop = threading.Event()
    quick = asyncio.create_task(asyncio.to_thread(quick_task))
    infinite = asyncio.create_task(asyncio.to_thread(infinite_task, stop))
    tasks = {quick, infinite}
    finished, unfinished = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    print(f"finished {len(finished)}, unfinished {len(unfinished)}")
    stop.set()
    await asyncio.wait(unfinished)


asyncio.run(main())
