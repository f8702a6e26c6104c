"""The chain of causes in the README, link by link: what is called when the task of a thread is cancelled."""

import asyncio
import concurrent.futures
import threading
from asyncio.base_events import BaseEventLoop

links = []
stop = threading.Event()


def noted(owner, name, note):
    """Notes each call, before it is made."""
    original = getattr(owner, name)

    def call(self, *arguments, **options):
        note(self, *arguments, **options)
        return original(self, *arguments, **options)

    setattr(owner, name, call)


def joined(thread, timeout=None):
    if thread.name.startswith("asyncio_"):
        links.append(f"join of a thread that is alive: {thread.is_alive()}, in the main thread: {in_main_thread()}")
        # Nothing else would ever end it.
        stop.set()


def in_main_thread():
    return threading.current_thread() is threading.main_thread()


def executor_of(loop, executor, function, *arguments):
    links.append(f"run_in_executor: {executor}")


def submitted(executor, *arguments):
    links.append(f"submit: {type(executor).__name__}")


def shut_down(executor, wait=True, **options):
    links.append(f"shutdown: wait={wait}")


noted(BaseEventLoop, "run_in_executor", executor_of)
noted(concurrent.futures.ThreadPoolExecutor, "submit", submitted)
noted(BaseEventLoop, "shutdown_default_executor", lambda *_: links.append("shutdown_default_executor"))
noted(BaseEventLoop, "_do_shutdown", lambda *_: links.append(f"_do_shutdown in the main thread: {in_main_thread()}"))
noted(concurrent.futures.ThreadPoolExecutor, "shutdown", shut_down)
noted(threading.Thread, "join", joined)

cancel = concurrent.futures.Future.cancel


def cancelled(future):
    answer = cancel(future)
    links.append(f"cancel of a future that runs: {answer}")
    return answer


concurrent.futures.Future.cancel = cancelled


async def main():
    begun = threading.Event()
    task = asyncio.create_task(asyncio.to_thread(lambda: (begun.set(), stop.wait())))
    while not begun.is_set():
        await asyncio.sleep(0.001)
    task.cancel()
    await asyncio.wait({task})
    assert task.cancelled() and not stop.is_set()


asyncio.run(main())
expected = [
    "run_in_executor: None",
    "submit: ThreadPoolExecutor",
    "cancel of a future that runs: False",
    "shutdown_default_executor",
    "_do_shutdown in the main thread: False",
    "shutdown: wait=True",
    "join of a thread that is alive: True, in the main thread: False",
]
assert links[: len(expected)] == expected, links
