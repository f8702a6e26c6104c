"""Since 3.12.3 asyncio.run gives up after five minutes, with a warning; the end of the interpreter still waits.

3.12.0 has the limit, but waits without one before it looks at it: https://github.com/python/cpython/issues/111358
"""

import asyncio
import asyncio.base_events
import subprocess
import sys
import threading
import warnings

stop, ended = threading.Event(), threading.Event()


def infinite_task():
    stop.wait()
    ended.set()


async def main():
    asyncio.get_running_loop().run_in_executor(None, infinite_task)


if sys.version_info < (3, 12):
    # There is no limit, and nothing to pass one by.
    code = asyncio.base_events.BaseEventLoop.shutdown_default_executor.__code__
    assert code.co_varnames[: code.co_argcount] == ("self",)
    sys.exit()
assert asyncio.constants.THREAD_JOIN_TIMEOUT == 300
if sys.version_info < (3, 12, 3):
    sys.exit()

asyncio.constants.THREAD_JOIN_TIMEOUT = 0.05
with warnings.catch_warnings(record=True) as warned:
    warnings.simplefilter("always")
    asyncio.run(main())
assert not ended.is_set()
assert any("did not finish" in str(warning.message) for warning in warned), warned
stop.set()

# The interpreter waits at its end: what follows is printed by a thread that asyncio.run has given up.
PROGRAM = """
import asyncio, asyncio.constants, time
asyncio.constants.THREAD_JOIN_TIMEOUT = 0.01
async def main():
    asyncio.get_running_loop().run_in_executor(None, lambda: (time.sleep(0.5), print("the thread came to its end")))
asyncio.run(main())
print("asyncio.run has returned")
"""
output = subprocess.run([sys.executable, "-W", "ignore", "-c", PROGRAM], capture_output=True, text=True, check=True)
assert output.stdout.splitlines() == ["asyncio.run has returned", "the thread came to its end"], output
