"""The task of asyncio.to_thread is cancelled; its thread never hears of it.

The program that this whole story began with. The task wraps a thread of the default executor:
cancel() ends the wrapper, which says so, and nothing in Python ends the thread. asyncio.run then
waits for that thread, so the program never comes to its end either.
https://docs.python.org/3/library/asyncio-task.html#running-in-threads

`src/stage.py` says what a pulse, a beat, a request and an acknowledgement are.
"""

import asyncio
import time

from stage import play


def infinite_task(stage):
    with stage.pulse() as pulse:
        while True:
            pulse.beat()  # "I'm still standing"
            time.sleep(pulse.interval)


async def main(stage):
    finished, unfinished = await asyncio.wait(
        {
            asyncio.create_task(asyncio.to_thread(stage.quick_task)),
            asyncio.create_task(asyncio.to_thread(infinite_task, stage)),
        },
        return_when=asyncio.FIRST_COMPLETED,
    )

    stage.request()
    for task in unfinished:
        task.cancel()
    await asyncio.wait(unfinished)
    counts = f"finished {len(finished)}, unfinished {len(unfinished)}"
    stage.acknowledge(f"{counts}, cancelled: {task.cancelled()}")


play(lambda stage: asyncio.run(main(stage)))
