"""The sample of the nested daemon as printed: `running` is read before it is set, which is a NameError."""

import threading

errors = []
threading.excepthook = lambda arguments: errors.append(arguments.exc_type)


def outer():
    threading.Thread(target=print, args=("the inner thread",), daemon=True).start()
    while running:  # noqa: F821
        pass


thread = threading.Thread(target=outer)
thread.start()
thread.join()
running = False
assert errors == [NameError], errors
