"""Work in several processes: all of it is done, what goes wrong comes back, and nobody is left behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sitegen import workers


def _lives(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.parametrize("count", [1, 2, 3])
def test_every_task_is_done_once(count: int) -> None:
    found = dict(workers.each(50, lambda task: str(task * task).encode() * 9000, count))
    assert found == {task: str(task * task).encode() * 9000 for task in range(50)}


def test_several_processes_do_it_and_they_are_not_this_one() -> None:
    def do(task: int) -> bytes:
        time.sleep(0.01)  # so that one cannot take all
        return str(os.getpid()).encode()

    seen = {int(told) for _, told in workers.each(20, do, 2)}
    assert len(seen) == 2 and os.getpid() not in seen
    assert not any(map(_lives, seen))
    assert {told for _, told in workers.each(3, do, 1)} == {str(os.getpid()).encode()}


@pytest.mark.parametrize("count", [1, 2])
def test_what_goes_wrong_is_raised_here(count: int) -> None:
    def do(task: int) -> bytes:
        if task == 3:
            raise FileNotFoundError(2, "No such file", "b.pdf")
        return b""

    with pytest.raises(FileNotFoundError, match=r"b\.pdf") as raised:
        list(workers.each(9, do, count))
    assert raised.value.filename == "b.pdf"
    assert count == 1 or "in do" in raised.value.__notes__[0]  # where it went wrong, which the pipe does not carry


def test_what_cannot_be_sent_is_told_in_words() -> None:
    class Local(Exception):
        pass

    def do(task: int) -> bytes:
        raise Local("æøå")

    with pytest.raises(RuntimeError, match="Local: æøå"):
        list(workers.each(2, do, 2))


def test_a_worker_that_is_killed_is_trouble_and_no_waiting() -> None:
    def do(task: int) -> bytes:
        if task == 2:
            os.kill(os.getpid(), signal.SIGKILL)
        return b""

    with pytest.raises(ChildProcessError):
        list(workers.each(6, do, 2))


def test_a_terminal_that_is_closed_ends_no_worker_of_who_does_not_mind() -> None:
    def do(task: int) -> bytes:
        os.kill(os.getpid(), signal.SIGHUP)
        return b"%d" % task

    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as `nohup` has it
    try:
        assert dict(workers.each(4, do, 2)) == {task: b"%d" % task for task in range(4)}
    finally:
        signal.signal(signal.SIGHUP, before)


def test_who_asks_no_more_leaves_nobody_at_work() -> None:
    found = workers.each(100, lambda task: (time.sleep(0.01), str(os.getpid()).encode())[1], 2)
    process = int(next(found)[1])
    found.close()  # type: ignore[attr-defined]
    assert not _lives(process)


@pytest.mark.parametrize("room", [0, 1])
def test_where_there_is_room_for_no_more_processes_those_that_there_are_do_it(room: int, monkeypatch: pytest.MonkeyPatch) -> None:
    fork, started, before = os.fork, list[int](), len(list(Path("/proc/self/fd").iterdir()))

    def full() -> int:
        if len(started) == room:
            raise BlockingIOError(11, "Resource temporarily unavailable")
        started.append(1)
        return fork()

    monkeypatch.setattr(os, "fork", full)
    assert dict(workers.each(9, lambda task: b"%d" % task, 3)) == {task: b"%d" % task for task in range(9)}
    with workers.meanwhile(lambda: b"x") as told:
        assert told() == b"x"
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_too_many_tasks_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="10001"):
        next(workers.each(workers.MOST + 1, lambda task: b"", 2))
    assert sum(1 for _ in workers.each(workers.MOST, lambda task: b"", 2)) == workers.MOST


def test_something_meanwhile() -> None:
    with workers.meanwhile(lambda: str(os.getpid()).encode()) as told:
        first = told()
    assert int(first) == os.getpid() if workers.available() == 1 else int(first) != os.getpid()
    with workers.meanwhile(lambda: (time.sleep(60), b"")[1]):
        pass  # nobody waits for what nobody asks for


ORPHANS = """
import os, sys, time
from sitegen import workers
def do(task):
    os.write(1, b"%d\\n" % os.getpid())  # at once: two write here
    time.sleep(0.2)
    return b""
list(workers.each(1000, do, 2))
"""


def test_workers_end_when_the_one_that_started_them_is_killed() -> None:
    command = [sys.executable, "-c", ORPHANS]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        found = {int(process.stdout.readline()) for _ in range(4)}
        process.kill()
        late = time.monotonic() + 20
        while any(map(_lives, found)) and time.monotonic() < late:
            time.sleep(0.05)
        assert len(found) == 2 and not any(map(_lives, found))


def test_one_process_where_there_are_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process of several threads cannot be doubled safely."""
    monkeypatch.setattr(sys, "platform", "darwin")
    assert workers.available() == 1
