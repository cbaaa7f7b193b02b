"""The engine of a Dask cluster: the same calls, carried out on other machines.

Law: Dask decides who does what, and does again what a lost worker had; this side only says what is to be done, no
further ahead than the cluster is wide. Nothing is expected of the cluster but Python, numpy, scipy and Dask in the
versions of this side: the scheduler sees bytes, and the workers get this core with the object or plan.

    messages ──► run() ──► _submit() ──► scheduler ──► perform() in a worker's thread ──► carry_out()
                  ▲             │ once for each call: [core and object or plan], broadcast to all workers
    outcomes ◄─ ready ◄── _take() ◄── inbox ◄── an answer is there; units of work done (events of a topic); halt

A call that is over cancels its tasks, and a part notices that with its next pulse; so it does when its caller is gone.
"""

from __future__ import annotations

import json
import logging
import math
import time
import types
import uuid
from collections import deque
from collections.abc import Generator, Iterable
from dataclasses import dataclass, field
from queue import SimpleQueue
from threading import Lock
from typing import TYPE_CHECKING, Any, Callable

from ..division import Pulse, no_pulse
from ..errors import MissingPackage, WorkerDied, WorkerNotStarted
from . import local_worker
from .message import Outcome, pack, unpacked_error
from .parcel import Parcel

try:
    import distributed

    from . import cluster_worker
except ImportError as error:
    text = (
        f"The engine 'dask' needs the Python package dask[distributed] ({error}): run 'python3 -m pip install "
        "\"dask[distributed]\"', or use the engine 'local'."
    )
    raise MissingPackage(text) from error

if TYPE_CHECKING:
    from .message import Message

PARTS_AHEAD = 2
"""Parts handed out for each thread of the cluster: one at work, one to go on with."""
ASK_INTERVAL = 1.0
"""Seconds after which the cluster is asked again how many threads it has."""
LOSSES = 3
"""How often a task may lose what it works on (the broadcast object; a worker that dies is counted by Dask)."""

_logger = logging.getLogger(__name__)


def perform(subject: list[Any], letter: list[Any], call: tuple[str, bool, str, int]) -> list[Any]:
    """Carry out one message on a cluster's worker.

    Pickled by value, for scheduler and workers that know nothing yet, so it names nothing of this module.
    """
    import importlib
    import json
    import os
    import sys

    from distributed import get_worker

    core, digest = json.loads(bytes(subject[0]))
    if f"{core}.workforce.cluster_worker" not in sys.modules:
        path = os.path.join(get_worker().local_directory, f"{core}-{digest}.zip")  # noqa: PTH118
        if not os.path.exists(path):  # noqa: PTH110
            part = f"{path}.{call[2]}.{call[3]}"
            with open(part, "wb") as file:  # noqa: PTH123
                file.write(subject[1])
            os.replace(part, path)  # noqa: PTH105
        if path not in sys.path:
            sys.path.insert(0, path)
            importlib.invalidate_caches()
    worker = importlib.import_module(f"{core}.workforce.cluster_worker")
    if worker.digest() != digest:
        return [json.dumps(["version", 0.0, ""]).encode()]
    answer: list[Any] = worker.carry_out(subject[2:], letter, call)
    return answer


async def _forget(core: str, key: str) -> None:
    """Drop what a worker keeps of a call; pickled by value like `perform`, async so that no one waits for it."""
    import sys

    worker = sys.modules.get(f"{core}.workforce.cluster_worker")
    if worker is not None:
        worker.forget(key)


def _portable(function: types.FunctionType) -> types.FunctionType:
    """Return a twin that cloudpickle takes for one of the caller's script, and so pickles by value."""
    twin = types.FunctionType(function.__code__, {"__builtins__": __builtins__}, function.__name__)
    twin.__module__ = "__main__"
    return twin


@dataclass
class _Task:
    """One message on its way, kept until answered because its object may get lost."""

    index: int
    name: str
    letter: Any
    future: Any = None
    attempt: str = ""
    units: float = 0.0
    losses: int = 0


@dataclass
class _Run:
    """One call of `run`: what it works on, its tasks, and what has happened since its caller last looked."""

    plan: Any
    key: str = field(default_factory=lambda: uuid.uuid4().hex)
    inbox: SimpleQueue[Any] = field(default_factory=SimpleQueue)
    subject: Any = None
    tasks: dict[int, _Task] = field(default_factory=dict)
    ready: dict[int, Outcome] = field(default_factory=dict)

    @property
    def topic(self) -> str:
        return f"workforce-{self.key}"


class Cluster:
    """A worker object on a Dask cluster.

    An engine, as `local.Processes` is; calls of several threads run side by side.

    Parameters
    ----------
    worker : object
        Picklable, or of a class of the caller's script.
    tasks : int
        Tasks on the cluster at a time; 0 for `PARTS_AHEAD` for each of its threads.
    scheduler : str or distributed.deploy.Cluster
    security : distributed.Security or None
    start_timeout : float
        Seconds within which the scheduler must answer and have a worker.
    check : callable
        Called often; raises when the caller has cancelled or closed the force.
    """

    def __init__(
        self,
        worker: Any,
        tasks: int,
        scheduler: Any,
        security: Any,
        start_timeout: float,
        check: Callable[[], None],
    ) -> None:
        self._what = type(worker).__name__
        self._worker = worker
        self._tasks = tasks
        self._where = scheduler, security
        self._start_timeout = start_timeout
        self._check = check
        self._connecting = Lock()
        self._client: Any = None
        self._runs: list[_Run] = []
        self._width, self._asked = 0, -math.inf

    def run(
        self, messages: Iterable[Message], plan: Any = None, pulse: Pulse = no_pulse
    ) -> Generator[Outcome, None, None]:
        """Yield the outcome of each message, in order, as soon as it is there; see `local.Processes.run`."""
        client = self._connected()
        run = _Run(plan)
        self._runs.append(run)
        source = enumerate(messages)
        waiting: deque[int] = deque()
        client.subscribe_topic(run.topic, lambda event: run.inbox.put(event[1]))
        try:
            while True:
                self._check()
                while len(waiting) < self._ahead(client) and (numbered := next(source, None)):
                    index, message = numbered
                    task = _Task(index, message["name"], self._letter(message))
                    run.tasks[index] = task
                    self._submit(run, task)
                    waiting.append(index)
                if not waiting:
                    return
                while waiting[0] not in run.ready:
                    units = self._take(run, run.inbox.get())
                    self._check()
                    if units:
                        pulse(units)
                yield run.ready.pop(waiting.popleft())
        finally:
            self._runs.remove(run)
            self._leave(run)

    def _ahead(self, client: Any) -> int:
        """Return how many tasks should be on the cluster; asked again once in a while, because clusters grow."""
        now = time.monotonic()
        if not self._tasks and now - self._asked >= ASK_INTERVAL:
            self._width, self._asked = PARTS_AHEAD * max(1, sum(client.nthreads().values())), now
        return self._tasks or self._width

    def halt(self) -> None:
        """Cancel all tasks, from any thread; `check` must raise by now."""
        for run in list(self._runs):
            self._cancel(run)
            run.inbox.put(None)

    def close(self) -> None:
        """Cancel all tasks and leave the cluster; `check` must raise by now."""
        self.halt()
        with self._connecting:
            client, self._client = self._client, None
        if client is not None:
            # There is nothing to wait for from a scheduler that is gone.
            client.close(timeout=local_worker.PATIENCE)

    def _connected(self) -> Any:
        with self._connecting:
            self._check()
            if self._client is None:
                self._client = _client(*self._where, self._start_timeout)
            return self._client

    def _letter(self, message: Message) -> Any:
        parcel = pack(message, f"argument of {message['name']}", cluster_worker.by_value)
        frames = [parcel.payload, *parcel.buffers]
        return frames if not parcel.buffers else self._spread(frames)

    def _spread(self, frames: list[Any], *, broadcast: bool = False) -> Any:
        """Put buffers on a worker of the cluster, or on all."""
        try:
            return self._client.scatter([frames], broadcast=broadcast, hash=False, timeout=self._start_timeout)[0]
        except distributed.TimeoutError as error:
            message = f"The cluster has had no worker for {self._start_timeout:g} s; start some"
            raise WorkerNotStarted(message) from error

    def _submit(self, run: _Run, task: _Task) -> None:
        if run.subject is None:
            what = f"worker of type '{self._what}'" if run.plan is None else "plan"
            parcel = pack(self._worker if run.plan is None else run.plan, what, cluster_worker.by_value)
            head = json.dumps([cluster_worker.CORE, cluster_worker.digest()]).encode()
            frames = [head, cluster_worker.archive(), parcel.payload, *parcel.buffers]
            run.subject = self._spread(frames, broadcast=True)
        _logger.debug("%s goes to the cluster", task.name)
        task.future = self._client.submit(
            _portable(perform),  # type: ignore[arg-type]
            run.subject,
            task.letter,
            (run.key, run.plan is not None, run.topic, task.index),
            key=f"{run.topic}-{task.index}-{task.losses}",
            pure=False,
        )
        task.future.add_done_callback(lambda _: run.inbox.put(task))

    def _take(self, run: _Run, event: Any) -> float:
        """Take note of one event; return the units of work that it adds."""
        if isinstance(event, _Task):
            return self._answered(run, event)
        if event is not None and event[0] in run.tasks:
            index, attempt, done = event
            return self._worked(run.tasks[index], attempt, done)
        return 0.0

    def _worked(self, task: _Task, attempt: str, done: float) -> float:
        # Another attempt begins at nothing: what a lost worker had done is taken back.
        before, task.attempt, task.units = task.units, attempt, done
        return done - before

    def _answered(self, run: _Run, task: _Task) -> float:
        self._check()
        failure: WorkerDied | None = None
        units, kind, parcel = 0.0, local_worker.ERROR, local_worker.NOTHING
        try:
            head, *frames = task.future.result()
            kind, done, attempt = json.loads(bytes(head))
            units = self._worked(task, attempt, done)
            if frames:
                parcel = Parcel(frames[0], tuple(map(_writable, frames[1:])))
        except distributed.KilledWorker as error:
            failure = WorkerDied(
                f"{error.allowed_failures + 1} cluster workers were lost at {task.name}, the last at "
                f"{error.last_worker.address}; if memory ran out, use workers with more of it"
            )
        except Exception:
            if task.future.status not in ("cancelled", "lost"):
                raise
            task.losses += 1
            if task.losses < LOSSES and self._client.status == "running":
                self._submit_again(run, task)
                return self._worked(task, "", 0.0)
            failure = WorkerDied(
                f"The cluster lost {task.name} with its scheduler, or {LOSSES} times with all workers that had what it "
                "needs; if memory ran out, use workers with more of it"
            )
        self._refuse(kind, parcel)
        del run.tasks[task.index]
        run.ready[task.index] = Outcome(task.name, kind, parcel, failure)
        return units

    def _submit_again(self, run: _Run, task: _Task) -> None:
        run.subject = None
        try:
            self._submit(run, task)
        except WorkerNotStarted as error:
            begun = next((one for one in run.tasks.values() if one.attempt), task)
            message = (
                f"The cluster lost all its workers while they had {begun.name}, and none came for "
                f"{self._start_timeout:g} s; if memory ran out, start workers with more of it"
            )
            raise WorkerDied(message) from error

    def _refuse(self, kind: str, parcel: Parcel) -> None:
        if kind == "version":
            message = (
                f"The cluster's workers have another version of {cluster_worker.CORE} loaded; restart them "
                "(distributed.Client.restart)"
            )
            raise WorkerNotStarted(message)
        if kind == cluster_worker.UNLOADED:
            error = unpacked_error(parcel)
            message = (
                f"A cluster worker could not load the '{self._what}' object that it was sent: {error}; it needs numpy, "
                "scipy and the modules that the object comes from"
            )
            raise WorkerNotStarted(message) from error.__cause__

    def _cancel(self, run: _Run) -> None:
        # A copy, as `halt` is called while the thread that runs takes note of tasks.
        futures = [task.future for task in list(run.tasks.values()) if task.future is not None]
        if self._client is not None and self._client.status == "running":
            self._client.cancel(futures, force=True)

    def _leave(self, run: _Run) -> None:
        self._cancel(run)
        client = self._client
        if client is not None and client.status == "running":
            client.unsubscribe_topic(run.topic)
            client.run(_portable(_forget), cluster_worker.CORE, run.key, wait=False)  # type: ignore[arg-type]


class _Client(distributed.Client):  # type: ignore[misc]
    """A client that ends its threads when it cannot connect, not when and where it happens to be collected."""

    def start(self, **options: Any) -> None:
        try:
            super().start(**options)
        except BaseException:
            self.close(timeout=local_worker.PATIENCE)
            self._loop_runner.stop()  # which `close` leaves out where it finds nothing open
            raise


def _client(scheduler: Any, security: Any, timeout: float) -> Any:
    """Connect to a cluster that answers, has workers, and runs what this side runs."""
    try:
        client = _Client(scheduler, security=security, timeout=timeout, set_as_default=False, name="WorkForce")
    except Exception as error:
        message = f"No Dask scheduler answers at '{scheduler}' ({error}); check scheduler and start it if it is not up"
        raise WorkerNotStarted(message) from error
    try:
        try:
            client.wait_for_workers(1, timeout=timeout)
        except Exception as error:
            message = f"The Dask scheduler at '{scheduler}' has no workers after {timeout:g} s; start some"
            raise WorkerNotStarted(message) from error
        _check_versions(client)
    except BaseException:
        client.close()
        raise
    return client


def _writable(frame: Any) -> memoryview:
    """Return a buffer that the caller's array may own: Dask hands out some that are read-only."""
    view = memoryview(frame)
    return memoryview(bytearray(view)) if view.readonly else view


def _check_versions(client: Any) -> None:
    found = client.get_versions()
    here = _versions(found["client"])
    for who, told in [("scheduler", found["scheduler"]), *found["workers"].items()]:
        there = _versions(told)
        different = [name for name in here if here[name] != there[name]]
        if different:
            message = (
                f"The cluster ({who}) has {', '.join(f'{name} {there[name]}' for name in different)} and this Python "
                f"{', '.join(f'{name} {here[name]}' for name in different)}; install the same on both sides"
            )
            raise WorkerNotStarted(message)


def _versions(told: Any) -> dict[str, str]:
    python = ".".join(told["host"]["python"].split(".")[:2])
    return {"Python": python, "distributed": str(told["packages"]["distributed"])}
