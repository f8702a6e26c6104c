"""A caller that limits its wait is told True by cancel(), and the coroutine that swallowed it goes on.

After the timeout the task is still in the set of pending ones. A caller that does not look there takes it for
ended. Without a limit it waits for ever: awaiting-swallowed.
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
    _, pending = await asyncio.wait({infinite}, timeout=stage.interval)
    stage.acknowledge(f"cancel() returned {said}, pending: {len(pending)}")
    await asyncio.wait(pending)


play(lambda stage: asyncio.run(main(stage)))
