"""trio.to_thread.run_sync with abandon_on_cancel=True: the thread is left to itself.

The task raises Cancelled at once and the nursery closes. The thread goes on, and what it returns or
raises is thrown away; the name of the argument says so (it was cancellable before trio 0.23).
https://trio.readthedocs.io/en/stable/reference-core.html#trio.to_thread.run_sync

`src/stage.py` says what a pulse, a beat, a request and an acknowledgement are.
"""

import time

import trio
from stage import play


def infinite_task(stage):
    with stage.pulse() as pulse:
        while True:
            pulse.beat()
            time.sleep(pulse.interval)


async def in_thread(stage):
    await trio.to_thread.run_sync(infinite_task, stage, abandon_on_cancel=True)


async def main(stage):
    async with trio.open_nursery() as nursery:
        nursery.start_soon(in_thread, stage)

        await trio.to_thread.run_sync(stage.quick_task)

        stage.request()
        nursery.cancel_scope.cancel()
    stage.acknowledge("the nursery is closed")


play(lambda stage: trio.run(main, stage))
