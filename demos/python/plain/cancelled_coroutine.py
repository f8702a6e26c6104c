"""A coroutine is cancelled where it awaits, and can tell.

`python3 cancelled_coroutine.py` prints that asyncio.wait() returned one task that is unfinished, and then what that task
prints when CancelledError is raised in it. It ends with status 0. asyncio.wait() is given a task: since Python 3.11 it
takes no bare coroutine.
"""

import asyncio


async def num(n):
    i = 0
    try:
        while True:
            print(f"i={i} hello")
            i += 1
            await asyncio.sleep(n * 0.1)
    except asyncio.CancelledError:
        print(f"number {n} was cancelled")
        raise


async def main():
    complete, pending = await asyncio.wait({asyncio.create_task(num(10))}, timeout=0.5)
    print("  complete:", len(complete))
    print("   pending:", len(pending))
    for task in pending:
        print("cancel() returned", task.cancel())
    await asyncio.wait(pending)
    print(" cancelled:", task.cancelled())


asyncio.run(main())
