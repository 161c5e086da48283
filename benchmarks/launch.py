"""`python -I -S launch.py FD COMMAND …`: run a command, and write what it took into a file descriptor, as JSON.

The most memory of a process begins as what its parent held when it was started, so what is measured is started from here: from
a process with next to nothing in it.
"""

import os
import sys
import time


def main() -> None:
    """Run, wait, and tell the exit status, seconds by the clock and of the processor, and the memory of the largest in kB."""
    began = time.perf_counter()
    child = os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ)
    _, status, usage = os.wait4(child, 0)  # with what the command has run and waited for
    wall = time.perf_counter() - began
    told = (os.waitstatus_to_exitcode(status), wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss)
    os.write(int(sys.argv[1]), f"[{', '.join(map(str, told))}]".encode())


if __name__ == "__main__":
    main()
