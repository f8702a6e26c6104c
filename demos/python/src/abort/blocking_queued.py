"""asyncio.to_thread cancelled before a thread of the executor is free: it never starts.

The executor's one thread is busy. cancel() reaches the future in its queue, which can be cancelled
as long as it does not run. When the thread comes to it, it throws the function away.
https://docs.python.org/3/library/concurrent.futures.html#concurrent.futures.Future.cancel

`src/stage.py` says what a pulse, a beat, a request and an acknowledgement are.
"""

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from stage import play


def infinite_task(pulse):
    with pulse:
        while True:
            pulse.beat()
            time.sleep(pulse.interval)


async def main(stage):
    loop = asyncio.get_running_loop()
    loop.set_default_executor(ThreadPoolExecutor(max_workers=1))
    release = threading.Event()
    busy = asyncio.create_task(asyncio.to_thread(release.wait))
    infinite = asyncio.create_task(asyncio.to_thread(infinite_task, stage.pulse()))

    with ThreadPoolExecutor() as others:
        await loop.run_in_executor(others, stage.quick_task)

    stage.request()
    infinite.cancel()
    await asyncio.wait({infinite})
    stage.acknowledge(f"cancelled: {infinite.cancelled()}")

    release.set()
    await busy


play(lambda stage: asyncio.run(main(stage)))
