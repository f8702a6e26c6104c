"""What a thread costs beside a coroutine: a thousand of each are started, and sleep.

`python3 thread_beside_coroutine.py` prints how much memory one of each takes, and how long its start takes: the thread
takes more of both, whatever the figures are. It ends with status 0.
"""

import asyncio
import resource
import sys
import threading
import time

MANY = 1000


def kilobytes():
    """The most memory that this process has had so far."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1024 if sys.platform == "darwin" else most


def cost(name, start_many):
    memory, instant = kilobytes(), time.perf_counter()
    start_many()
    each = (kilobytes() - memory) / MANY, (time.perf_counter() - instant) / MANY
    print(f"one {name}: {each[0]:.1f} KB, {each[1] * 1e6:.1f} us")
    return each


def coroutines():
    async def main():
        tasks = [asyncio.create_task(asyncio.sleep(600)) for _ in range(MANY)]
        await asyncio.sleep(0)  # Each begins.
        kept.extend(tasks)

    loop.run_until_complete(main())


def threads():
    stop = threading.Event()
    started = [threading.Thread(target=stop.wait) for _ in range(MANY)]
    for thread in started:
        thread.start()
    ends.append(lambda: (stop.set(), [thread.join() for thread in started]))


loop, kept, ends = asyncio.new_event_loop(), [], []
loop.run_until_complete(asyncio.sleep(0))
coroutine, thread = cost("coroutine", coroutines), cost("thread", threads)
print("the thread takes more memory:", thread[0] > coroutine[0])
print("the thread takes longer to start:", thread[1] > coroutine[1])

for task in kept:
    task.cancel()
loop.run_until_complete(asyncio.wait(kept))
loop.close()
for end in ends:
    end()
