"""asyncio.Event.set() from another thread: an error in debug mode, no wake-up without it, and no second loop."""

import asyncio
import threading


def in_a_thread(call):
    """What the call raises there, if it raises anything."""
    raised = []

    def work():
        try:
            call()
        except Exception as error:
            raised.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    return raised[0] if raised else None


async def waits(event):
    await event.wait()


def is_set_by_a_thread(debug):
    """What set() raises in another thread while a coroutine awaits the event."""
    loop = asyncio.new_event_loop()
    loop.set_debug(debug)

    async def main():
        event = asyncio.Event()
        waiter = loop.create_task(waits(event))
        await asyncio.sleep(0)
        return in_a_thread(event.set), waiter

    error, waiter = loop.run_until_complete(main())
    # In debug mode the waiter is told no more: its future is done, and nothing will wake it.
    waiter._log_destroy_pending = False
    loop.close()
    return error


error = is_set_by_a_thread(debug=True)
assert isinstance(error, RuntimeError) and "Non-thread-safe operation" in str(error), repr(error)
assert is_set_by_a_thread(debug=False) is None


def sleeps_on():
    """Whether a loop without a timer is still asleep after the event was set, until something else wakes it."""
    loop, begun, heard = asyncio.new_event_loop(), threading.Event(), threading.Event()
    event = asyncio.Event()

    async def main():
        loop.call_soon(begun.set)
        await event.wait()
        heard.set()

    thread = threading.Thread(target=loop.run_until_complete, args=(main(),))
    thread.start()
    begun.wait()
    # `begun` is set just before the loop sleeps. This is a while later.
    sleeps = not heard.wait(0.2)
    event.set()
    sleeps = sleeps and not heard.wait(0.2)
    loop.call_soon_threadsafe(lambda: None)
    thread.join()
    loop.close()
    return sleeps and heard.is_set()


assert sleeps_on()


async def one_more_loop():
    """The event belongs to the loop in which it was first awaited."""
    event = asyncio.Event()
    waiter = asyncio.create_task(waits(event))
    await asyncio.sleep(0)
    error = in_a_thread(lambda: asyncio.run(waits(event)))
    waiter.cancel()
    return error


error = asyncio.run(one_more_loop())
assert isinstance(error, RuntimeError) and "is bound to a different event loop" in str(error), repr(error)
