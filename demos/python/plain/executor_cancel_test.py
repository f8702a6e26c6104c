"""What asyncio's own test of a cancelled run_in_executor asserts: the closed loop is not called. Not: no thread runs.

`python3 executor_cancel_test.py` prints that the future is cancelled, that the shutdown waited for its thread all the
same, and that nobody has called the loop since it was closed. It ends with status 0.
"""

import asyncio
import time

events = []


def run():
    time.sleep(0.5)
    events.append("the thread came to its end")


loop = asyncio.new_event_loop()
future = loop.run_in_executor(None, run)
future.cancel()
loop.run_until_complete(loop.shutdown_default_executor())
loop.close()
print("cancelled:", future.cancelled())
print("before the shutdown returned:", *events)

called = []


def patched_call_soon(*arguments, **options):
    called.append(arguments)


loop.call_soon = patched_call_soon
loop.call_soon_threadsafe = patched_call_soon
time.sleep(0.5)
print("the closed loop was called:", bool(called))
assert not called
