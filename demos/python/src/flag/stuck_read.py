"""A threading.Event while the thread is in a read without end: it is never looked at.

The connection is silent. The flag works only in code that comes back to look at it, and recv() comes back when
the peer says something.
https://docs.python.org/3/library/socket.html#socket.socket.recv

`src/stage.py` says what a pulse, a beat, a request and an acknowledgement are.
"""

import socket
import threading

from stage import play


def infinite_task(stage, stop, connection):
    with stage.pulse() as pulse:
        while not stop.is_set():
            pulse.last_beat()
            connection.recv(64)


def main(stage):
    listener = socket.create_server(("127.0.0.1", 0))
    connection = socket.create_connection(listener.getsockname())
    silent_peer, _ = listener.accept()
    stop = threading.Event()
    infinite = threading.Thread(target=infinite_task, args=(stage, stop, connection), daemon=True)
    infinite.start()

    stage.quick_task()

    stage.request()
    stop.set()
    infinite.join()
    silent_peer.close()
    stage.acknowledge()


play(main)
