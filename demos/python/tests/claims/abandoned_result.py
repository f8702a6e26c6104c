"""What trio has abandoned may return or raise: both are discarded, and nothing is said of them."""

import sys
import threading
import time

import trio

ended, said = [], []
threading.excepthook = sys.unraisablehook = said.append


def works(release, end):
    release.wait()
    ended.append(end)
    if end == "raises":
        raise ValueError("nothing in trio sees this")
    return "neither is this seen"


async def main():
    for end in ("returns", "raises"):
        release = threading.Event()
        with trio.move_on_after(0.01) as scope:
            await trio.to_thread.run_sync(works, release, end, abandon_on_cancel=True)
        assert scope.cancelled_caught
        release.set()
        while end not in ended:
            await trio.sleep(0.001)


trio.run(main)
# The thread has raised by now, or is about to.
time.sleep(0.1)
assert not said, said
try:
    trio.to_thread.run_sync(print, cancellable=True)
    raise AssertionError("trio has the old name of the argument again")
except TypeError:
    pass
