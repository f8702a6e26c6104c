"""The bare future of run_in_executor is cancelled; its thread stands.

asyncio.to_thread is a wrapper of this call, and there is no task here that could be cancelled instead. cancel()
marks the future, which says that it is cancelled, and the thread that it stands for goes on.
https://docs.python.org/3/library/asyncio-eventloop.html#asyncio.loop.run_in_executor

`src/stage.py` says what a pulse, a beat, a request and an acknowledgement are.
"""

import asyncio
import time

from stage import play


def infinite_task(stage):
    with stage.pulse() as pulse:
        while True:
            pulse.beat()
            time.sleep(pulse.interval)


async def main(stage):
    loop = asyncio.get_running_loop()
    infinite = loop.run_in_executor(None, infinite_task, stage)

    await loop.run_in_executor(None, stage.quick_task)

    stage.request()
    infinite.cancel()
    await asyncio.wait({infinite})
    stage.acknowledge(f"cancelled: {infinite.cancelled()}")


play(lambda stage: asyncio.run(main(stage)))
