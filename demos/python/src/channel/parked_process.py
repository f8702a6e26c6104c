"""A process that gets its message through a pipe, whose poll(timeout) is its sleep: the message ends it at once.

The wait for the message is also the process's sleep, so the message wakes it.
https://docs.python.org/3/library/multiprocessing.html#multiprocessing.connection.Connection.poll

`src/stage.py` says what a pulse, a beat, a request and an acknowledgement are.
"""

import multiprocessing

from stage import play


def infinite_task(stage, orders):
    with stage.pulse() as pulse:
        stopped = False
        while not stopped:
            pulse.take_record()
            pulse.beat()
            stopped = orders.poll(pulse.interval)
            pulse.finish_record()


def main(stage):
    context = multiprocessing.get_context("fork")
    orders, caller = context.Pipe(duplex=False)
    infinite = context.Process(target=infinite_task, args=(stage, orders))
    infinite.start()

    stage.quick_task()

    stage.request()
    caller.send_bytes(b"stop")
    infinite.join()
    stage.acknowledge(f"exit code {infinite.exitcode}")


if __name__ == "__main__":
    play(main)
