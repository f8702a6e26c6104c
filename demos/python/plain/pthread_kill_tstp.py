"""signal.pthread_kill with SIGTSTP, as it was printed: the name `signal` was never imported.

`python3 pthread_kill_tstp.py` ends its main thread with a NameError, and the other thread counts on for ever. With the
name put right, `python3 pthread_kill_tstp.py mended`, the signal does not stop that thread but the whole process, as
Ctrl-Z does: `fg` lets it go on.
"""

import sys
from itertools import count
from signal import SIGTSTP, pthread_kill
from threading import Thread
from time import sleep

# Each line is seen at once, in a pipe too.
sys.stdout.reconfigure(line_buffering=True)


def target():
    for number in count():
        print(number)
        sleep(0.5)


thread = Thread(target=target)
thread.start()
sleep(1.2)
if "mended" in sys.argv:
    pthread_kill(thread.ident, SIGTSTP)
else:
    signal.pthread_kill(thread.ident, SIGTSTP)  # noqa: F821
