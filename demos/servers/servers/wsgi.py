"""An application for gunicorn: an answer at once, and one that takes 400 ms."""

import time


def app(environ, start_response):
    if environ["PATH_INFO"] == "/slow":
        time.sleep(0.4)
    start_response("200 OK", [("Content-Length", "6")])
    return [b"hello\n"]
