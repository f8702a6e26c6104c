"""asyncio.wait with a timeout, and then cancel(): the coroutine as it is printed.

wait() does not cancel what has not ended in time; it only returns it. cancel() returns True, which means that the
coroutine was asked. It catches CancelledError, says so, and raises it again.
https://docs.python.org/3/library/asyncio-task.html#asyncio.wait

`src/stage.py` says what a pulse, a beat, a request and an acknowledgement are.
"""

import asyncio

from stage import play


async def num(stage):
    with stage.pulse() as pulse:
        try:
            while True:
                pulse.beat()
                await asyncio.sleep(pulse.interval)
        except asyncio.CancelledError:
            print("cancelled")
            raise


async def main(stage):
    tasks = {asyncio.create_task(num(stage))}

    await asyncio.to_thread(stage.quick_task)
    complete, pending = await asyncio.wait(tasks, timeout=stage.interval / 2)

    stage.request()
    for p in pending:
        said = p.cancel()
    await asyncio.wait(pending)
    stage.acknowledge(f"cancel() returned {said}, cancelled: {p.cancelled()}")


play(lambda stage: asyncio.run(main(stage)))
