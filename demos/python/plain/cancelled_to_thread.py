"""Cancelling the task of asyncio.to_thread does not stop its thread.

`python3 cancelled_to_thread.py` prints that one task has finished and one has not, and "I'm still standing" for ever:
asyncio.run() waits for the thread before it returns. Only a signal ends it.
"""

import asyncio
import sys
import time

# Each line is seen at once, in a pipe too.
sys.stdout.reconfigure(line_buffering=True)


def quick_task():
    time.sleep(0.5)


def infinite_task():
    while True:
        time.sleep(0.5)
        print("I'm still standing")


async def main():
    finished, unfinished = await asyncio.wait(
        {
            asyncio.create_task(asyncio.to_thread(quick_task)),
            asyncio.create_task(asyncio.to_thread(infinite_task)),
        },
        return_when=asyncio.FIRST_COMPLETED,
    )
    for task in unfinished:
        task.cancel()
    await asyncio.wait(unfinished)
    print("  finished:", len(finished))
    print("unfinished:", len(unfinished))
    print(" cancelled:", task.cancelled())


asyncio.run(main())
