"""asyncio's own test: a cancelled future, and a shutdown that waits for the rest of its thread's work.

The work is finite, and goes on for two beats after the quick task. cancel() ends none of it;
shutdown_default_executor() waits for it, and so the wait is as long as the work. When the loop is closed, no
thread is left that would call it.
https://github.com/python/cpython/blob/3.13/Lib/test/test_asyncio/test_events.py (test_run_in_executor_cancel)

`src/stage.py` says what a pulse, a beat, a request and an acknowledgement are.
"""

import asyncio
import threading
import time

from stage import play


def finite_task(stage, quick_is_done):
    with stage.pulse() as pulse:
        while not quick_is_done.is_set():
            pulse.beat()
            time.sleep(pulse.interval)
        for _ in range(2):
            pulse.beat()
            time.sleep(pulse.interval)


def main(stage):
    loop = asyncio.new_event_loop()
    quick_is_done = threading.Event()
    finite = loop.run_in_executor(None, finite_task, stage, quick_is_done)

    stage.quick_task()
    quick_is_done.set()

    stage.request()
    finite.cancel()
    loop.run_until_complete(loop.shutdown_default_executor())
    loop.close()
    stage.acknowledge(f"cancelled: {finite.cancelled()}")

    called = False

    def patched_call_soon(*arguments, **options):
        nonlocal called
        called = True

    loop.call_soon = loop.call_soon_threadsafe = patched_call_soon
    time.sleep(2 * stage.interval)
    assert not called


play(main)
