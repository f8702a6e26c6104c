"""A trio nursery with n tasks is cancelled by its scope: one call asks all of them.

The scope goes through its tasks and takes each out of its sleep. The loop is in the same thread, so no task
ends before all have been asked. The nursery is left when the last task has ended.
https://trio.readthedocs.io/en/stable/reference-core.html#cancellation-and-timeouts

`src/stage.py` says what a part, a beat, a request and an acknowledgement are.
"""

import trio
from stage import play


async def one_of_many(part):
    with part:
        part.take_record()
        while True:
            part.beat()
            # 0 only yields: the task is ready to run again at once.
            await trio.sleep(0 if part.is_ready else part.interval)


async def main(stage):
    async with trio.open_nursery() as nursery:
        for part in stage.crowd():
            nursery.start_soon(one_of_many, part)

        await trio.to_thread.run_sync(stage.quick_task)

        stage.request()
        nursery.cancel_scope.cancel()
        stage.requested()
    stage.acknowledge()


play(lambda stage: trio.run(main, stage))
