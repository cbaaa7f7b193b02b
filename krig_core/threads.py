"""Work spread over threads of this process: numpy computes on large arrays without Python's lock.

Law: results come in the order of the items and do not depend on the number of threads; what the caller does between
one result and the next runs in the caller's thread.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Callable, TypeVar

from .machine import cores

Item = TypeVar("Item")
Result = TypeVar("Result")

_allowed: ContextVar[int] = ContextVar("_allowed", default=1)


@contextmanager
def threads_allowed(count: int) -> Iterator[None]:
    """Make a context in which what the caller's own thread prepares may be spread over so many threads."""
    token = _allowed.set(count)
    try:
        yield
    finally:
        _allowed.reset(token)


def allowed_threads() -> int:
    """Return over how many threads work may be spread here: one unless somebody allows more (`threads_allowed`)."""
    return _allowed.get()


def thread_map(
    function: Callable[[Item], Result], items: Iterable[Item], threads: int | None = None
) -> Iterator[Result]:
    """Yield what a function returns for each item, in order; each of n threads takes every n-th item.

    Parameters
    ----------
    function : callable
    items : iterable
        Of about equal size: none is handed from a busy thread to an idle one.
    threads : int, optional
        None for one on each core that this process may use; with one, all is done in the caller's thread.

    Raises
    ------
    Exception
        What the function raised, in the place of the result. It ends the iteration, and so the work.
    """
    todo = list(items)
    count = min(cores() if threads is None else threads, len(todo))
    if count <= 1:
        yield from map(function, todo)
        return
    outcomes: list[queue.SimpleQueue[tuple[Result, None] | tuple[None, BaseException]]]
    outcomes = [queue.SimpleQueue() for _ in range(count)]
    outcome: tuple[Result, None] | tuple[None, BaseException] | None = None
    given_up = threading.Event()

    def work(member: int) -> None:
        for item in todo[member::count]:
            if given_up.is_set():
                return
            try:
                outcomes[member].put((function(item), None))
            except BaseException as error:
                outcomes[member].put((None, error))
                return

    crew = [threading.Thread(target=work, args=(member,), daemon=True) for member in range(count)]
    for thread in crew:
        thread.start()
    try:
        for number in range(len(todo)):
            outcome = outcomes[number % count].get()
            if outcome[1] is not None:
                raise outcome[1]
            yield outcome[0]
    finally:
        given_up.set()
        for thread in crew:
            thread.join()
        # An error that leads to itself keeps all arrays of its frames.
        outcomes.clear()
        outcome = None
