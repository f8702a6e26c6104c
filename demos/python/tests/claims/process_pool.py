"""The process of a pool outlives shutdown(wait=False), and the pool's owner if that is terminated or killed."""

import concurrent.futures
import multiprocessing
import os
import select
import signal
import sys
import time

FORK = multiprocessing.get_context("fork")


def infinite_task(beats):
    while True:
        os.write(beats, b".")
        time.sleep(0.005)


def owner(beats, shuts_down):
    executor = concurrent.futures.ProcessPoolExecutor(1, FORK)
    executor.submit(infinite_task, beats)
    (worker,) = executor._processes
    os.write(beats, f"{worker}\n".encode())
    if shuts_down:
        executor.shutdown(wait=False, cancel_futures=True)
    time.sleep(600)


def is_standing(beats):
    """Whether three more beats come. What came before is taken first."""
    while select.select([beats], [], [], 0)[0] and os.read(beats, 4096):
        pass
    for _ in range(3):
        if not select.select([beats], [], [], 10)[0] or not os.read(beats, 1):
            return False
    return True


def stands_after(ask, shuts_down=False):
    reads, writes = os.pipe()
    process = FORK.Process(target=owner, args=(writes, shuts_down))
    process.start()
    os.close(writes)
    number = b""
    while not number.endswith(b"\n"):
        # A beat may come first: the worker starts before its owner knows it.
        number = (number + os.read(reads, 1)).lstrip(b".")
    worker = int(number.replace(b".", b""))
    try:
        assert is_standing(reads), "it has not begun"
        ask(process)
        return is_standing(reads)
    finally:
        process.kill()
        process.join()
        os.kill(worker, signal.SIGKILL)
        os.close(reads)


def terminated(process):
    process.terminate()
    process.join()


def killed(process):
    process.kill()
    process.join()


if __name__ == "__main__":
    assert stands_after(lambda process: None, shuts_down=True), "it ended with shutdown(wait=False)"
    assert stands_after(terminated), "it ended when its owner was terminated"
    assert stands_after(killed), "it ended when its owner was killed"
    # Since 3.14 the executor ends them itself.
    has_method = hasattr(concurrent.futures.ProcessPoolExecutor, "terminate_workers")
    assert has_method == (sys.version_info >= (3, 14))
