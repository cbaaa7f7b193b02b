"""The engine of processes on this machine: who works, what waits, who has died.

Law: everything happens in the thread that wants a result, while it wants one; the only thing that another thread
may do is kill. One duplex pipe for each worker and nothing shared: a killed process can leave a shared queue's
lock held for ever, a pipe of its own only ends.

    messages ──► run() ──► queue ──► _assign() ──► pipe ──► worker process (local_worker.py)
                   ▲                     │ none idle, fewer than `processes`: _hire()
                   │                     ▼
    outcomes ◄── ready ◄── _hear() ◄── _step(): wait for pipes, ends of processes, and the time limit of a start
                   └────── _bury(): its task goes back to the queue's front, or fails at the third death

What all workers need (the object, a plan, a large array) is packed once and lies on one shelf (parcel.py). When a
call is over before all its parts are, by an early merge or an exception, `_recall` tells whoever works for it; a
worker that does not answer is ended as soon as its place is wanted (`_evict`).

NOTE [ How processes end ]
--------------------------
- Idle, on close: the parent closes its end of the pipe; the worker reads the end of the file and leaves normally.
- Busy or starting, on close; all, on cancel: killed. A kill needs no answer from code that may be deep in BLAS, and
  it is the wake-up of the thread that waits: the end of a process is one of the things it waits for.
- The parent is killed: nothing in it can act, so a thread in each worker waits for the parent's end and leaves by
  `os._exit`. The end of the pipe alone would be noticed only after the part at hand.
- A worker may have processes of its own (a force inside a force): for these it is the parent of the case above.
  What it forked itself may outlive it and hold its pipe and sentinel open, so that neither tells of its end: every
  worker is therefore looked after each `_LOOK` seconds too.
- The parent leaves without close (an exception, a forgotten force): workers are daemons, which multiprocessing
  ends at exit; a force that was garbage collected has closed its pipes, which is the first case.
- Ctrl-C reaches the whole process group: workers ignore it from their first instant, because they are born with
  the signal blocked; the parent's KeyboardInterrupt passes through `with` and is the second case.
- A worker whose letter was cut in two (an exception from a signal while reading or writing) is buried: what comes
  next on its pipe could not be understood.
Every process is joined and its handles are closed where it leaves the list, in `_bury` or `close`: no zombies.
"""

from __future__ import annotations

import contextlib
import itertools
import logging
import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing import resource_tracker
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any, Callable

from ..division import Pulse, no_pulse
from ..errors import WorkerDied, WorkerNotStarted
from . import local_worker
from .message import Outcome, pack, unpacked_error
from .parcel import Parcel, Shelf

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    from .message import Message

PARTS_AHEAD = 2
"""Parts handed out for each process beyond the next one to merge: more holds more results, fewer leaves idle."""
DEATHS = 3
MOST_ON_WINDOWS = 30
"""Windows waits for at most 63 handles, and each worker has two."""

_GUARD = (
    'a script that uses a WorkForce must do so under `if __name__ == "__main__":`, and what the process wrote before '
    "its end tells of other causes (processes=1 works without processes)"
)
_LOOK = 1.0
"""Seconds after which each process is asked whether it lives, whatever its pipe says."""

_logger = logging.getLogger(__name__)
_birth_lock = threading.Lock()


@dataclass(frozen=True)
class _Post:
    """A thing packed once for any number of workers."""

    payload: bytes
    shelf: Shelf | None

    @classmethod
    def of(cls, thing: Any, what: str) -> _Post:
        parcel = pack(thing, what)
        return cls(parcel.payload, Shelf(parcel.buffers) if parcel.buffers else None)


_NOTHING = _Post(local_worker.NOTHING.payload, None)


@dataclass
class _Run:
    """One call of `run`: its results that wait for their turn, and the work done since its caller last looked."""

    number: int
    plan: _Post | None
    ready: dict[int, Outcome] = field(default_factory=dict)
    units: float = 0.0
    over: bool = False


@dataclass
class _Task:
    """One message on its way, kept until answered because its worker may die."""

    run: _Run
    index: int
    name: str
    message: _Post
    units: float = 0.0
    deaths: int = 0


@dataclass(eq=False)
class _Worker:
    """One process, its pipe, and what it is doing."""

    process: BaseProcess
    connection: Connection
    deadline: float
    ready: bool = False
    loaded: bool = False
    task: _Task | None = None
    run: _Run | None = None
    """The call whose plan it has."""
    recalled: float | None = None
    """Until when it may take to leave a part that is not wanted any more."""

    @property
    def idle(self) -> bool:
        return self.ready and self.task is None


class Processes:
    """Up to `processes` copies of a worker object, each in a process of its own.

    An engine is what has `run`, `halt` and `close` as here; WorkForce needs nothing else of it.

    Parameters
    ----------
    worker : picklable object
    processes : int
    start_method : {"spawn", "forkserver"}
        Of multiprocessing.
    start_timeout : float
        Seconds within which a new process must be ready, and the worker object loaded.
    check : callable
        Called often; raises when the caller has cancelled or closed the force.
    """

    def __init__(
        self, worker: Any, processes: int, start_method: str, start_timeout: float, check: Callable[[], None]
    ) -> None:
        self._what = type(worker).__name__
        self._worker = worker
        self._packed_worker = _NOTHING
        self._processes = min(processes, MOST_ON_WINDOWS) if os.name == "nt" else processes
        self._start_timeout = start_timeout
        self._check = check
        self._context: Any = multiprocessing.get_context(start_method)
        self._numbers = itertools.count(1)
        self._queue: deque[_Task] = deque()
        self._workers: list[_Worker] = []
        self._stillborn = 0
        self._next_look = 0.0
        self._stepping = False
        # Held by whoever runs; several threads take turns, and a progress callback may call the force again.
        self._turn = threading.RLock()
        # Held for moments around each change of the list, so that `halt` never misses a process just born.
        self._roster = threading.Lock()

    def run(
        self, messages: Iterable[Message], plan: Any = None, pulse: Pulse = no_pulse
    ) -> Generator[Outcome, None, None]:
        """Yield the outcome of each message, in order, as soon as it is there.

        Messages are read no further than `PARTS_AHEAD` for each process beyond the next outcome.

        Parameters
        ----------
        messages : iterable of Message
        plan : Plan, optional
            The object whose method a message calls, with a pulse as its last argument; the worker if None.
        pulse : callable
            Gets the units of work done, in the thread that iterates; negative when a dead worker's are taken back.

        Raises
        ------
        InvalidInput
            The worker, the plan or a message cannot be pickled; the force is unharmed.
        WorkerNotStarted
            A process did not become ready.
        """
        run = _Run(next(self._numbers), None if plan is None else _Post.of(plan, "plan"))
        source = enumerate(messages)
        waiting: deque[int] = deque()
        try:
            while True:
                with self._turn:
                    self._check()
                    if run.plan is None and self._packed_worker is _NOTHING:
                        self._packed_worker = _Post.of(self._worker, f"worker of type '{self._what}'")
                    while len(waiting) < PARTS_AHEAD * self._processes and (numbered := next(source, None)):
                        index, message = numbered
                        packed = _Post.of(message, f"argument of {message['name']}")
                        self._queue.append(_Task(run, index, message["name"], packed))
                        waiting.append(index)
                    if not waiting:
                        return
                    while True:
                        units, run.units = run.units, 0.0
                        if units:
                            pulse(units)
                        if waiting[0] in run.ready:
                            break
                        self._step()
                yield run.ready.pop(waiting.popleft())
        finally:
            run.over = True
            # Not while another thread, or this one further up (a generator may end anywhere), is at the pipes: then
            # the next step does it.
            if self._turn.acquire(blocking=False):
                try:
                    if not self._stepping:
                        self._recall()
                finally:
                    self._turn.release()

    def halt(self) -> None:
        """Kill all workers, from any thread; `check` must raise by now. See NOTE [ How processes end ]."""
        with self._roster:
            for worker in self._workers:
                worker.process.kill()
            for worker in self._workers:
                worker.process.join(local_worker.PATIENCE)

    def close(self) -> None:
        """End all workers and wait until they have ended; `check` must raise by now."""
        if not self._turn.acquire(blocking=False):
            self.halt()
            self._turn.acquire()
        try:
            for worker in self._workers:
                if worker.idle:
                    worker.connection.close()
                else:
                    worker.process.kill()
            patience = time.monotonic() + local_worker.PATIENCE
            while self._workers:
                self._end(self._workers[0], patience)
        finally:
            self._turn.release()

    def _step(self) -> None:
        """Hand out what waits, then wait until something happens and take note of it."""
        self._check()
        self._stepping = True
        try:
            self._recall()
            self._assign()
            heard: dict[Any, _Worker] = {}
            for worker in self._workers:
                heard[worker.connection] = heard[worker.process.sentinel] = worker
            happened = wait(list(heard), self._patience())
            self._check()
            if self._next_look <= time.monotonic():
                self._next_look = time.monotonic() + _LOOK
                happened = list(heard)
            for worker in {id(heard[thing]): heard[thing] for thing in happened}.values():
                self._hear(worker)
            self._evict()
        finally:
            self._stepping = False

    def _patience(self) -> float:
        """Return for how many seconds nothing needs to happen."""
        times = [self._next_look] + [worker.deadline for worker in self._workers if not worker.ready]
        if self._queue:
            times += [worker.recalled for worker in self._workers if worker.recalled is not None]
        return max(0.0, min(times) - time.monotonic())

    def _recall(self) -> None:
        """Take back what is not wanted any more: tasks that wait, parts at work, and plans."""
        self._queue = deque(task for task in self._queue if not task.run.over)
        for worker in list(self._workers):
            if worker.run is not None and worker.run.over:
                worker.run = None
                self._post(worker, local_worker.DROP)
            if worker.task is not None and worker.task.run.over and worker.recalled is None:
                worker.recalled = time.monotonic() + local_worker.PATIENCE

    def _evict(self) -> None:
        """End the processes that were not ready in time, and those that will not leave while others wait."""
        now = time.monotonic()
        for worker in list(self._workers):
            if not worker.ready and worker.deadline <= now:
                self._end(worker, 0.0)
                message = (
                    f"A worker process was not ready within {self._start_timeout:g} s; use processes=1, or raise "
                    f"start_timeout if this machine is slow to load '{self._what}'"
                )
                raise WorkerNotStarted(message)
            if self._queue and worker.recalled is not None and worker.recalled <= now:
                self._end(worker, 0.0)

    def _assign(self) -> None:
        for worker in [worker for worker in self._workers if worker.idle][: len(self._queue)]:
            if self._queue[0].run.plan is None and not worker.loaded:
                worker.ready, worker.loaded = False, True
                worker.deadline = time.monotonic() + self._start_timeout
                self._post(worker, local_worker.WORKER, self._packed_worker)
            else:
                self._hand(worker, self._queue.popleft())
        coming = sum(not worker.ready for worker in self._workers)
        for _ in range(min(len(self._queue) - coming, self._processes - len(self._workers))):
            self._hire()

    def _hire(self) -> None:
        with self._roster:
            self._check()
            ours, theirs = self._context.Pipe()
            name = f"WorkForce-{next(self._numbers)}"
            process = self._context.Process(target=local_worker.work, args=(theirs,), name=name, daemon=True)
            try:
                with _birth():
                    process.start()
            except BaseException as error:
                ours.close()
                # From Python 3.14 a script without guard ends the fork server.
                if isinstance(error, ConnectionError) and self._context.get_start_method() == "forkserver":
                    message = f"The process that starts worker processes ended before one was ready; {_GUARD}"
                    raise WorkerNotStarted(message) from error
                # multiprocessing asserts that its own pools' workers have no children.
                if isinstance(error, (OSError, AssertionError)):
                    message = f"No worker process could be started ({error}); use processes=1 or fewer processes"
                    raise WorkerNotStarted(message) from error
                raise
            finally:
                theirs.close()
            self._workers.append(_Worker(process, ours, time.monotonic() + self._start_timeout))

    def _hand(self, worker: _Worker, task: _Task) -> None:
        worker.task = task
        _logger.debug("%s goes to %s, process %s", task.name, worker.process.name, worker.process.pid)
        run = task.run
        if run.plan is not None and worker.run is not run:
            worker.run = run
            self._post(worker, local_worker.PLAN, run.plan)
        self._post(worker, local_worker.CALL if run.plan is None else local_worker.PART, task.message)

    def _post(self, worker: _Worker, kind: str, thing: _Post = _NOTHING) -> None:
        try:
            # A worker that died meanwhile is found by its end, in the next step.
            with contextlib.suppress(OSError):
                if thing.shelf is None:
                    local_worker.post(worker.connection, kind, Parcel(thing.payload))
                else:
                    pid = worker.process.pid or 0
                    local_worker.post_shelved(worker.connection, kind, thing.payload, thing.shelf, pid)
        except BaseException:
            self._bury(worker)
            raise

    def _hear(self, worker: _Worker) -> None:
        """Take note of one letter of a worker, or of its death."""
        try:
            # What it sent before its death counts, so the pipe is read first.
            if worker.connection.poll():
                kind, units, parcel = local_worker.read(worker.connection)
            elif worker.process.is_alive():
                return
            else:
                raise EOFError
        except (EOFError, OSError):
            self._bury(worker)
            return
        except BaseException:
            self._bury(worker)
            raise
        task = worker.task
        if task is not None:
            task.units += units
            task.run.units += units
            if kind != local_worker.PULSE:
                task.run.ready[task.index] = Outcome(task.name, kind, parcel)
                worker.task = worker.recalled = None
                self._stillborn = 0
        elif kind == local_worker.HERE:
            worker.ready = True
        elif kind == local_worker.READY:
            worker.ready = True
            self._stillborn = 0
        else:
            self._end(worker, 0.0)
            error = unpacked_error(parcel)
            message = f"A worker process could not load the '{self._what}' object that it was sent: {error}"
            raise WorkerNotStarted(message) from error.__cause__

    def _bury(self, worker: _Worker) -> None:
        """Put the task of a dead worker back, or fail it."""
        status = self._end(worker, time.monotonic() + local_worker.PATIENCE)
        # Killed by `halt`, perhaps: then there is nothing to mend.
        self._check()
        task = worker.task
        _logger.debug("a worker process ended with %s", status)
        if not worker.ready:
            self._stillborn += 1
            if "SIG" in status and self._stillborn < DEATHS:
                return  # killed from outside while it started: another is hired for what waits
            message = f"A worker process ended with {status} before it was ready; {_GUARD}"
            raise WorkerNotStarted(message)
        if task is None or task.run.over:
            return
        task.run.units -= task.units
        task.units = 0.0
        task.deaths += 1
        if task.deaths < DEATHS:
            self._queue.appendleft(task)
        else:
            message = (
                f"The worker process of {task.name} ended {DEATHS} times, at last with {status}; if memory ran out, "
                "use fewer processes or a smaller task"
            )
            task.run.ready[task.index] = Outcome(
                task.name, local_worker.ERROR, local_worker.NOTHING, WorkerDied(message)
            )

    def _end(self, worker: _Worker, patience: float) -> str:
        """Let one process end until the time `patience`, kill it, free all it held; return its exit status."""
        with self._roster:
            process = worker.process
            process.join(max(0.0, patience - time.monotonic()))
            process.kill()
            self._workers.remove(worker)
            process.join()
            status = _status(process.exitcode)
            worker.connection.close()
            process.close()
            return status


@contextlib.contextmanager
def _birth() -> Iterator[None]:
    """Set what a new process inherits: one BLAS thread, and Ctrl-C held back until it can ignore it.

    The environment is the only way that is early enough: the child imports the caller's script, and with it
    perhaps numpy, before it runs any line of ours.
    """
    with _birth_lock:
        before = {name: os.environ.get(name) for name in local_worker.ONE_THREAD}
        os.environ.update(local_worker.ONE_THREAD)
        mask = None
        if hasattr(signal, "pthread_sigmask"):
            # Its first start, which would otherwise happen in `Process.start`, unblocks SIGINT.
            resource_tracker.ensure_running()
            mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            yield
        finally:
            for name, value in before.items():
                if value is None:
                    os.environ.pop(name, None)
                else:
                    os.environ[name] = value
            if mask is not None:
                signal.pthread_sigmask(signal.SIG_SETMASK, mask)


def _status(code: int | None) -> str:
    if code is None or code >= 0:
        return f"exit status {code}"
    with contextlib.suppress(ValueError):
        return f"exit status {code} ({signal.Signals(-code).name})"
    return f"exit status {code}"
