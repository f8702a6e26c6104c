"""A coroutine that catches CancelledError and does not raise it again goes on, and the caller waits.

cancel() has returned True. A caller that awaits the task without a limit never hears from it; one that limits its
wait takes it for ended: awaiting-swallowed-timeout.
https://docs.python.org/3/library/asyncio-task.html#task-cancellation

`src/stage.py` says what a pulse, a beat, a request and an acknowledgement are.
"""

import asyncio

from stage import play


async def infinite_task(stage):
    with stage.pulse() as pulse:
        while True:
            pulse.beat()
            try:
                await asyncio.sleep(pulse.interval)
            except asyncio.CancelledError:
                pass


async def main(stage):
    infinite = asyncio.create_task(infinite_task(stage))

    await asyncio.to_thread(stage.quick_task)

    stage.request()
    said = infinite.cancel()
    await asyncio.wait({infinite})
    stage.acknowledge(f"cancel() returned {said}, cancelled: {infinite.cancelled()}")


play(lambda stage: asyncio.run(main(stage)))
