"""WorkForce: one object at work in many processes or threads, called as if it were here.

Law: nothing is known here of what the worker computes; any picklable object is one. Importing this, and working
with one process, starts nothing and imports neither multiprocessing nor Dask.

    caller ── workforce.krig(100) ──► WorkForce.__getattr__: WorkForce has no `krig`, its worker has
       ▲                                  │ an ordinary method              │ a divisible one
       │                                  ▼                                 ▼
       │                          message {method, args, kwargs, name}    plan ──► one message for each part
       │                                  │                                 │
       │                                  └──► engine ◄─────────────────────┘     processes=1: no engine,
       │               ┌──────────────────────┴───────────────────────┐           called on the object itself
       │        "local": local.py     "threads": threads.py    "dask": cluster.py
       │          │ pipe         │ pipe                          │ tcp:// or tls://
       │          ▼              ▼                               ▼
       │     worker 1 … worker n (local_worker.py)          scheduler ──► cluster workers (cluster_worker.py)
       │          │  the object, the plan: a payload each,       │        the core as a zip, the object, the plan:
       │          │  large arrays mapped by all (parcel.py)      │        once for each worker, kept by Dask
       │          ▼              ▼                               ▼
       └── result, or what it raised (message.py), or the merged parts; progress(done, total) on the way
"""

from __future__ import annotations

import functools
import logging
import operator
import os
import threading
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Any, Callable, Protocol

from ..choices import ENGINES
from ..division import Plan, Pulse, no_pulse, run_here
from ..errors import Cancelled, InvalidInput
from ..machine import cores
from ..threads import threads_allowed

if TYPE_CHECKING:
    from types import TracebackType

    from typing_extensions import Self

    from .message import Message

_logger = logging.getLogger(__name__)


class Engine(Protocol):
    """Who carries messages out: `local.Processes`, `threads.Threads` or `cluster.Cluster`."""

    def run(self, messages: Iterable[Message], plan: Any = None, pulse: Pulse = no_pulse) -> Generator[Any, None, None]:
        """Yield the answer to each message, in order; `get` returns what the method returned, or raises the same."""

    def halt(self) -> None:
        """Stop all work, from any thread."""

    def close(self) -> None:
        """End whoever works."""


class WorkForce:
    """Call the methods of an object as usual; worker processes carry them out.

    An attribute that WorkForce lacks is the worker's. Calling a method sends it to a process, which has its own
    copy of the object, made from the object as it is at the first call: what a call changes in its copy, no other
    call is sure to see. A method made with `division.divisible` is shared by all processes, with the same result
    as in one. Calls from several threads take turns. Use it in `with`; processes start at the first call, no more
    than there is work for.

    Parameters
    ----------
    worker : picklable object
    processes : int, optional
        How many processes; None for one on each core that this process may use (one in a worker process, whose
        siblings have the others). With 1 no process is started: methods are called on the object itself. With Dask:
        how many parts are on the cluster at a time; None for twice as many as its workers have threads.
    engine : {"local", "threads", "dask"}
        Processes on this machine, as many threads of this process (for work that lets go of Python's lock, as NumPy's
        on large arrays does), or a Dask cluster (the package `dask[distributed]`, here and there).
    scheduler : str or distributed.deploy.Cluster, optional
        With Dask: the scheduler's address, tcp://host:8786 or tls://host:8786, or a cluster object.
    security : distributed.Security, optional
        With Dask: certificates; None for those of Dask's own configuration (`distributed.comm.tls`).
    start_method : {"spawn", "forkserver"}
        How local processes start, see multiprocessing.
    progress : callable, optional
        Called as ``progress(done, total)``, in the units of the plan, in the thread that called a divisible method.
        After the death of a worker `done` goes back by what it had done of its part.
    start_timeout : float
        Seconds within which a new process must be ready, or the cluster must have answered.

    Raises
    ------
    InvalidInput
        `processes` is not a whole number of at least 1, `engine` or `start_method` is unknown, `scheduler` is given
        without Dask or missing with it; in a call: the worker or an argument cannot be pickled.
    MissingPackage
        In a call: `dask[distributed]` is not installed.
    WorkerNotStarted
        In a call: a process ended or raised before it was ready, or took longer than `start_timeout`; no scheduler
        answers, it has no workers, or they have other versions.
    WorkerDied
        In a call: the process of one part ended three times.
    Cancelled
        In a call: `cancel` was called.

    Notes
    -----
    Arrays of `parcel.LARGE` bytes and more that travel to processes of this machine (in the object, a plan or an
    argument) lie in one temporary file that all map, so they are there once, and cannot be written to there.
    """

    def __init__(
        self,
        worker: Any,
        processes: int | None = None,
        *,
        engine: str = "local",
        scheduler: Any = None,
        security: Any = None,
        start_method: str = "spawn",
        progress: Callable[[float, float], object] | None = None,
        start_timeout: float = 60.0,
    ) -> None:
        _check_choice("engine", engine, (*ENGINES, "threads"))
        _check_choice("start_method", start_method, ("spawn",) if os.name == "nt" else ("spawn", "forkserver"))
        if (engine == "dask") != (scheduler is not None):
            message = f"Invalid scheduler '{scheduler}'. Should be tcp://host:8786 with engine 'dask', else left out"
            raise InvalidInput(message)
        if processes is None:
            self.processes = 0 if engine == "dask" else cores()
        else:
            self.processes = _check_processes(processes)
        self.engine = engine
        self._start_method = start_method
        self._cluster = scheduler, security
        self._worker = worker
        self._progress = progress
        self._start_timeout = start_timeout
        self._staff: Engine | None = None
        self._change = threading.Lock()
        self._cancelled = self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, origin: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End all worker processes and wait for their end; later calls raise."""
        with self._change:
            self._closed = True
            staff, self._staff = self._staff, None
        if staff is not None:
            staff.close()

    def cancel(self) -> None:
        """End the work at once, from any thread; the call under way and all later ones raise `Cancelled`.

        Processes are killed. With processes=1 the running method is stopped at its next pulse, and so is each thread.
        """
        with self._change:
            self._cancelled = True
            staff = self._staff
        if staff is not None:
            staff.halt()

    def __getattr__(self, name: str) -> Any:
        # Private names stay out, not least those that copy, pickle and numpy ask any object for.
        if name.startswith("_"):
            message = f"{type(self).__name__!r} object has no attribute {name!r}"
            if "_worker" in self.__dict__:
                message = f"{type(self._worker).__name__!r} object has no public attribute {name!r}"
            raise AttributeError(message)
        attribute = getattr(self._worker, name)
        if not callable(attribute):
            return attribute

        @functools.wraps(attribute)
        def call(*args: Any, **kwargs: Any) -> Any:
            return self._call(_message(name, args, kwargs))

        return call

    def map(self, method: str, arguments: Iterable[tuple[Any, ...]]) -> Iterator[Any]:
        """Call one method many times and iterate over the results, in order, each as soon as it is there.

        Nothing is called before the first result is asked for, and `arguments` are read no further than the
        processes need. A call that raises ends the iteration with its exception.

        Parameters
        ----------
        method : str
        arguments : iterable of tuples
            The positional arguments of each call.

        Raises
        ------
        AttributeError
            The worker has no such method.
        """
        self._check()
        self.__getattr__(method)
        messages = (_message(method, args, {}, f"{method}, call {i}") for i, args in enumerate(arguments, 1))
        return self._map(messages)

    def _map(self, messages: Iterable[Message]) -> Iterator[Any]:
        if self._alone:
            for message in messages:
                yield self._call_here(message)
            return
        with closing(self._hired().run(messages)) as outcomes:
            for outcome in outcomes:
                yield outcome.get()

    def _call(self, message: Message) -> Any:
        self._check()
        make_plan = getattr(getattr(type(self._worker), message["method"], None), "plan", None)
        if make_plan is not None:
            with threads_allowed(self.processes if self.engine == "threads" else 1):
                plan = make_plan(self._worker, *message["args"], **message["kwargs"])
            return self._divide(message["method"], plan)
        if self._alone:
            return self._call_here(message)
        with closing(self._hired().run([message])) as outcomes:
            return next(outcomes).get()

    def _call_here(self, message: Message) -> Any:
        self._check()
        return getattr(self._worker, message["method"])(*message["args"], **message["kwargs"])

    def _divide(self, method: str, plan: Plan[Any]) -> Any:
        meter = _Meter(self._check, self._progress, plan.total)
        if self._alone:
            whole = run_here(plan, meter)
        else:
            count = len(plan.parts)
            messages = (
                _message("run", (part,), {}, f"{method}, part {i} of {count}") for i, part in enumerate(plan.parts, 1)
            )
            with closing(self._hired().run(messages, plan, meter)) as outcomes:
                whole = plan.merge(outcome.get() for outcome in outcomes)
        meter.fill()
        return whole

    def _check(self) -> None:
        if self._cancelled:
            message = "The work was cancelled"
            raise Cancelled(message)
        if self._closed:
            message = "This WorkForce is closed; make a new one"
            raise RuntimeError(message)

    @property
    def _alone(self) -> bool:
        return self.engine != "dask" and self.processes == 1

    def _hired(self) -> Engine:
        with self._change:
            self._check()
            if self._staff is None:
                if self.engine == "dask":
                    from .cluster import Cluster

                    self._staff = Cluster(
                        self._worker, self.processes, *self._cluster, self._start_timeout, self._check
                    )
                elif self.engine == "threads":
                    from .threads import Threads

                    self._staff = Threads(self._worker, self.processes, self._check)
                else:
                    from .local import Processes

                    self._staff = Processes(
                        self._worker, self.processes, self._start_method, self._start_timeout, self._check
                    )
            return self._staff


class _Meter:
    """Adds up pulses and tells the caller; also where work in this process notices that it was cancelled."""

    def __init__(
        self, check: Callable[[], None], progress: Callable[[float, float], object] | None, total: float
    ) -> None:
        self.check = check
        self.progress = progress
        self.total = total
        self.done = 0.0

    def __call__(self, units: float) -> None:
        self.check()
        self.done += units
        if self.progress is not None:
            self.progress(self.done, self.total)

    def fill(self) -> None:
        """End at the total exactly, whatever the rounding of the sum."""
        if self.done != self.total:
            self(self.total - self.done)


def _message(method: str, args: Iterable[Any], kwargs: dict[str, Any], name: str | None = None) -> Message:
    message: Message = {"method": method, "args": tuple(args), "kwargs": kwargs, "name": name or method}
    _logger.debug("message %s", message)
    return message


def _check_processes(processes: int) -> int:
    try:
        count = operator.index(processes)
    except TypeError:
        count = 0
    if count < 1:
        message = f"Invalid processes '{processes}'. Should be a whole number of at least 1, or None for all cores"
        raise InvalidInput(message)
    return count


def _check_choice(name: str, choice: str, choices: tuple[str, ...]) -> None:
    if choice not in choices:
        message = f"Invalid {name} '{choice}'. Should be {' or '.join(map(repr, choices))}"
        raise InvalidInput(message)
