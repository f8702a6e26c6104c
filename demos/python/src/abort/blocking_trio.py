"""trio.to_thread.run_sync, cancelled: it waits for its thread as long as that runs.

abandon_on_cancel=False is the default. A nursery is not left before all of its tasks have ended, so
the caller hears nothing for as long as the thread runs. It is never told something false.
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
    await trio.to_thread.run_sync(infinite_task, stage, abandon_on_cancel=False)


async def main(stage):
    async with trio.open_nursery() as nursery:
        nursery.start_soon(in_thread, stage)

        await trio.to_thread.run_sync(stage.quick_task)

        stage.request()
        nursery.cancel_scope.cancel()
    stage.acknowledge("the nursery is closed")


play(lambda stage: trio.run(main, stage))
