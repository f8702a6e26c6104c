"""The interpreter exits, quite content, before anybody asks the work to stop."""

import os

from stage import play


def main(stage):
    with stage.pulse() as pulse:
        pulse.beat()
        os._exit(0)


play(main)
