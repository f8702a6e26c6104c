"""Leaving asyncio.run waits for the threads of its default executor.

main has ended, and the task is cancelled; then the loop shuts its executor down, which waits for
the thread. From Python 3.12.3 on that wait gives up after five minutes, with a warning, and it is the
end of the interpreter that waits for the thread without any limit.
https://docs.python.org/3/library/asyncio-eventloop.html#asyncio.loop.shutdown_default_executor

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
    infinite = asyncio.create_task(asyncio.to_thread(infinite_task, stage))

    await asyncio.to_thread(stage.quick_task)

    stage.request()
    return infinite


def run(stage):
    infinite = asyncio.run(main(stage))
    stage.acknowledge(f"cancelled: {infinite.cancelled()}")


play(run)
