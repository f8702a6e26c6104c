"""asyncio's own test asserts that a closed loop is not called. Two things see to it, and without them it is called."""

import asyncio
import threading


def is_called(waits, guarded):
    """Whether the closed loop is called when the thread of a cancelled future comes to its end."""
    called, release = False, threading.Event()

    def patched_call_soon(*arguments, **options):
        nonlocal called
        called = True

    loop = asyncio.new_event_loop()
    future = loop.run_in_executor(None, release.wait)
    future.cancel()
    executor = loop._default_executor
    if waits:
        release.set()
        loop.run_until_complete(loop.shutdown_default_executor())
    loop.close()
    loop.call_soon = loop.call_soon_threadsafe = patched_call_soon
    if not guarded:
        # What asyncio asks before it calls a loop from the thread of an executor.
        loop.is_closed = lambda: False
    release.set()
    executor.shutdown(wait=True)
    return called


# The shutdown waits for the thread, and asyncio asks whether the loop is closed: either is enough.
assert not is_called(waits=True, guarded=True)
assert not is_called(waits=True, guarded=False)
assert not is_called(waits=False, guarded=True)
assert is_called(waits=False, guarded=False)
