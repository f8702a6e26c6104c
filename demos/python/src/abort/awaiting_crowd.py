"""n asyncio tasks are cancelled one after another, and then awaited together.

cancel() takes a task out of its sleep: it cancels the future that the task awaits, whose callback puts the
task into the loop's queue. The loop is in the same thread, so no task ends before all have been asked. If many
tasks are always ready to run, the thread that awaits the quick task gets the interpreter's lock late, and with it
the request comes late; that is before what is measured.
https://docs.python.org/3/library/asyncio-task.html#asyncio.Task.cancel

`src/stage.py` says what a part, a beat, a request and an acknowledgement are.
"""

import asyncio

from stage import play


async def one_of_many(part):
    with part:
        part.take_record()
        while True:
            part.beat()
            # 0 only yields: the task is ready to run again at once.
            await asyncio.sleep(0 if part.is_ready else part.interval)


async def main(stage):
    tasks = [asyncio.create_task(one_of_many(part)) for part in stage.crowd()]

    await asyncio.to_thread(stage.quick_task)

    stage.request()
    for task in tasks:
        task.cancel()
    stage.requested()
    await asyncio.wait(tasks)
    stage.acknowledge()


play(lambda stage: asyncio.run(main(stage)))
