"""Work done in as many processes as there are processors, each seeing all that this one has in memory."""

import os
import pickle
import selectors
import signal
import struct
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

MOST = 10_000  # tasks: their numbers all fit in a pipe, which the workers take them from
_TASK = struct.Struct("=I")
_HEAD = struct.Struct("=I?Q")  # the task, whether it went well, the bytes that follow
_CHUNK = 1 << 20


def available() -> int:
    """Return how many processes can work at once: one where this one cannot be doubled (no Linux, or several threads)."""
    if sys.platform != "linux" or len(list(os.scandir("/proc/self/task"))) > 1:
        return 1
    return len(os.sched_getaffinity(0))


def each(tasks: int, do: Callable[[int], bytes], workers: int) -> Iterator[tuple[int, bytes]]:
    """Yield every task's number and what `do` returns for it, as they end: with several workers in any order.

    Tasks are numbered from nought, and the first are begun first. What `do` raises is raised here; ChildProcessError (an OSError)
    is where a worker was killed. With one worker all is done in this process, which else only waits.
    """
    workers = min(workers, tasks)
    if workers < 2:
        for task in range(tasks):
            yield task, do(task)
        return
    if tasks > MOST:
        raise ValueError(f"{tasks} tasks")
    started: list[_Worker] = []
    with _tasks(tasks) as take:
        try:
            with suppress(OSError):  # where there is room for no more processes, those that there are do it all
                while len(started) < workers:
                    started.append(_start(take, do))
            yield from _results(started, tasks) if started else ((task, do(task)) for task in range(tasks))
        finally:
            for worker in started:
                _end(worker)


@contextmanager
def meanwhile(do: Callable[[], bytes]) -> Iterator[Callable[[], bytes]]:
    """Begin something in a process of its own, and give what waits for its result; with one processor it is done then."""
    if available() < 2:
        yield do
        return
    with _tasks(1) as take:
        worker = None
        with suppress(OSError):  # there is no room for another process
            worker = _start(take, lambda task: do())
        try:
            yield (lambda: next(_results([worker], 1))[1]) if worker else do
        finally:
            if worker:
                _end(worker)


@contextmanager
def _tasks(count: int) -> Iterator[int]:
    """Give the end of a pipe that workers take their tasks from."""
    take, give = os.pipe()
    os.write(give, b"".join(map(_TASK.pack, range(count))))
    os.close(give)
    try:
        yield take
    finally:
        os.close(take)


@dataclass(slots=True)
class _Worker:
    """A process, the pipe that its results come by, and what has come of the next one."""

    process: int
    results: int
    waiting: bytearray = field(default_factory=bytearray)


def _start(take: int, do: Callable[[int], bytes]) -> _Worker:
    results, give = os.pipe()
    parent = os.getpid()
    try:
        process = os.fork()
        if process:
            return _Worker(process, results)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one that started it answers for it
        for number in (signal.SIGTERM, signal.SIGHUP):
            if callable(signal.getsignal(number)):  # what that one passes over (nohup), so does this one
                signal.signal(number, signal.SIG_DFL)
        while (task := os.read(take, _TASK.size)) and os.getppid() == parent:
            _send(give, _TASK.unpack(task)[0], do)
    except OSError:
        os.close(results)
        raise
    finally:
        if os.getpid() != parent:  # nothing of what the first process is to do at its end is done here
            os._exit(0)
        os.close(give)
    raise AssertionError("a worker goes no further")


def _end(worker: _Worker) -> None:
    """End a worker: it has nothing more to do, or nobody who asks."""
    os.close(worker.results)
    with suppress(ProcessLookupError):
        os.kill(worker.process, signal.SIGKILL)
    with suppress(ChildProcessError):
        os.waitpid(worker.process, 0)


def _send(give: int, task: int, do: Callable[[int], bytes]) -> None:
    try:
        well, told = True, do(task)
    except BaseException as error:
        well, told = False, _packed(error)
    rest = memoryview(_HEAD.pack(task, well, len(told)) + told)
    while rest:
        rest = rest[os.write(give, rest) :]


def _packed(error: BaseException) -> bytes:
    """Return an exception as bytes, with the lines that led to it; one that cannot be packed as words."""
    lines = "".join(traceback.format_exception(error))
    try:
        error.add_note(lines)
        packed = pickle.dumps(error)
        pickle.loads(packed)
    except Exception:
        return pickle.dumps(RuntimeError(lines))
    return packed


def _results(started: list[_Worker], tasks: int) -> Iterator[tuple[int, bytes]]:
    with selectors.DefaultSelector() as selector:
        for worker in started:
            selector.register(worker.results, selectors.EVENT_READ, worker)
        while tasks:
            if not selector.get_map():
                raise ChildProcessError(None, "a worker ended before its work was done")
            for key, _ in selector.select():
                worker = key.data
                chunk = os.read(worker.results, _CHUNK)
                if not chunk:  # there was nothing left to take, or it was killed
                    selector.unregister(worker.results)
                    continue
                worker.waiting += chunk
                for task, told in _whole(worker.waiting):
                    tasks -= 1
                    yield task, told


def _whole(waiting: bytearray) -> Iterator[tuple[int, bytes]]:
    """Take the results that have come as a whole out of what has come; raise what a task raised."""
    while len(waiting) >= _HEAD.size:
        task, well, size = _HEAD.unpack_from(waiting)
        if len(waiting) < _HEAD.size + size:
            return
        told = bytes(waiting[_HEAD.size : _HEAD.size + size])
        del waiting[: _HEAD.size + size]
        if not well:
            raise pickle.loads(told)
        yield task, told
