"""trio.to_thread.run_sync checks for cancellation on entry: the thread is never started.

The scope is cancelled before the call, and the call raises Cancelled without starting a thread.
https://trio.readthedocs.io/en/stable/reference-core.html#trio.to_thread.run_sync

`src/stage.py` says what a pulse, a beat, a request and an acknowledgement are.
"""

import time

import trio
from stage import play


def infinite_task(pulse):
    with pulse:
        while True:
            pulse.beat()
            time.sleep(pulse.interval)


async def main(stage):
    pulses = [stage.pulse()]

    await trio.to_thread.run_sync(stage.quick_task)

    with trio.CancelScope() as scope:
        stage.request()
        scope.cancel()
        await trio.to_thread.run_sync(infinite_task, pulses.pop())
    stage.acknowledge(f"cancelled: {scope.cancelled_caught}")


play(lambda stage: trio.run(main, stage))
