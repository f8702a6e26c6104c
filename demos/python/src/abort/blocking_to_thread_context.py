"""asyncio.to_thread carries the caller's context variables into its thread, and run_in_executor does not.

That is the one difference between the two: to_thread runs the function in a copy of the context. Cancelling the task is
not in it, and the thread goes on.
https://docs.python.org/3/library/asyncio-task.html#asyncio.to_thread

`src/stage.py` says what a pulse, a beat, a request and an acknowledgement are.
"""

import asyncio
import contextvars
import time

from stage import play

NAME = contextvars.ContextVar("NAME", default="nothing")


def infinite_task(stage, seen):
    seen.append(NAME.get())
    with stage.pulse() as pulse:
        while True:
            pulse.beat()
            time.sleep(pulse.interval)


async def main(stage):
    NAME.set("its caller's")
    of_executor = await asyncio.get_running_loop().run_in_executor(None, NAME.get)
    of_to_thread = []
    infinite = asyncio.create_task(asyncio.to_thread(infinite_task, stage, of_to_thread))

    await asyncio.to_thread(stage.quick_task)

    stage.request()
    infinite.cancel()
    await asyncio.wait({infinite})
    stage.acknowledge(f"to_thread saw {of_to_thread[0]}, run_in_executor saw {of_executor}")


play(lambda stage: asyncio.run(main(stage)))
