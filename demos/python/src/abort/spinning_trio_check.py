"""trio.from_thread.check_cancelled() in a thread: it hears of its task's cancellation.

Cancelled is raised in the thread, and the waiting nursery closes. It is a look at a flag, as
an Event of one's own would be; but it need not be handed on, and it unwinds through what the thread
has called.
https://trio.readthedocs.io/en/stable/reference-core.html#trio.from_thread.check_cancelled

`src/stage.py` says what a pulse, a beat, a request and an acknowledgement are.
"""

import trio
from stage import play


def infinite_task(stage):
    with stage.pulse() as pulse:
        while True:
            pulse.beat()
            trio.from_thread.check_cancelled()


async def main(stage):
    async with trio.open_nursery() as nursery:
        nursery.start_soon(trio.to_thread.run_sync, infinite_task, stage)

        await trio.to_thread.run_sync(stage.quick_task)

        stage.request()
        nursery.cancel_scope.cancel()
    stage.acknowledge("the nursery is closed")


play(lambda stage: trio.run(main, stage))
