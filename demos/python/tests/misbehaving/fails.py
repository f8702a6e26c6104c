"""The script itself fails before anybody asks the work to stop."""

from stage import play


def main(stage):
    stage.pulse().beat()
    raise SystemExit(7)


play(main)
