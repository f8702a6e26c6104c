"""subprocess.run(timeout) kills the child and comes back; a grandchild that holds the pipe goes on."""

import os
import subprocess

input_reads, input_writes = os.pipe()
copy_reads, copy_writes = os.pipe()
# With one more command to run, the shell does not turn into `cat`. That one holds standard error's pipe, and writes to us.
command = ["sh", "-c", f"cat >&{copy_writes}; true"]
try:
    subprocess.run(command, stdin=input_reads, capture_output=True, timeout=0.3, pass_fds=[copy_writes])
    raise AssertionError("it ended before its time was up")
except subprocess.TimeoutExpired:
    pass
os.write(input_writes, b"still standing")
assert os.read(copy_reads, 14) == b"still standing"
