"""The sample of the coroutine as printed: it runs until 3.10, raises a TypeError since 3.11, and since 3.14 a
RuntimeError before that."""

import asyncio
import sys
import warnings

warnings.simplefilter("ignore")


async def num(n):
    while True:
        await asyncio.sleep(n * 0.1)


async def main():
    tasks = [num(10)]
    complete, pending = await asyncio.wait(tasks, timeout=0.5)


expected = RuntimeError if sys.version_info >= (3, 14) else TypeError
try:
    loop = asyncio.get_event_loop()
    loop.run_until_complete(main())
    assert sys.version_info < (3, 11), "the sample ran"
except expected as error:
    assert sys.version_info >= (3, 11), error
