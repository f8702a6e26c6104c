"""Task.cancel() on a coroutine: CancelledError is raised where it awaits, and it cleans up.

cancel() only asks: the exception is thrown in when the event loop comes to the task, so the caller
has to await it. A coroutine that swallows CancelledError goes on; this one raises it again.
One that has not begun never begins, and one whose awaits are always ready goes on to its end.
https://docs.python.org/3/library/asyncio-task.html#asyncio.Task.cancel

`src/stage.py` says what a pulse, a beat, a request and an acknowledgement are.
"""

import asyncio

from stage import play


async def infinite_task(stage):
    with stage.pulse() as pulse:
        try:
            while True:
                pulse.beat()
                await asyncio.sleep(pulse.interval)
        except asyncio.CancelledError:
            # What has to be undone is undone here.
            raise


async def main(stage):
    infinite = asyncio.create_task(infinite_task(stage))

    await asyncio.to_thread(stage.quick_task)

    stage.request()
    infinite.cancel()
    await asyncio.wait({infinite})
    stage.acknowledge(f"cancelled: {infinite.cancelled()}")


play(lambda stage: asyncio.run(main(stage)))
