"""How one call becomes independent parts and one result.

Law: the parts, their order and what each draws at random depend on the call alone, never on who runs them;
so one process, many processes and a cluster give the same bytes. Neither processes nor kriging are known here.
How many parts are needed may show while they arrive: `merge` takes their results in order and may return before it has
taken all. Then the parts behind are not wanted any more: those that wait are never run, those at work are stopped at
their next pulse, and because results are taken in order, when to stop depends on the call alone too.

    @divisible
    def krig(self, count, ...) -> Plan      what is written: make the plan, once, in the caller's process
    grid.krig(100)                          what is called:  run its parts here, in order, and merge
    WorkForce(grid).krig(100)               the same plan, its parts run by workers
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

if TYPE_CHECKING:
    from typing_extensions import Concatenate, ParamSpec

    Arguments = ParamSpec("Arguments")

Worker = TypeVar("Worker")
Whole = TypeVar("Whole")
Whole_co = TypeVar("Whole_co", covariant=True)

Pulse = Callable[[float], None]
"""Called by a running part with the units of work done since the last call; it may raise to stop the part."""


class Plan(Protocol[Whole_co]):
    """One call, divided. Picklable, because it travels to every worker once.

    Attributes
    ----------
    parts : sequence of picklable objects
        The arguments of `run`, one for each part, in the order in which results are merged.
    total : float
        Units of work in all parts together, in the unit in which `run` pulses.
    """

    @property
    def parts(self) -> Sequence[Any]:
        """Arguments of `run`, in the order of merging."""

    @property
    def total(self) -> float:
        """Units of work in all parts together."""

    def run(self, part: Any, pulse: Pulse) -> Any:
        """Return the result of one part; depends on the plan and the part only.

        Other threads and processes may run other parts at the same time, and large arrays of the plan may be
        read-only and shared with them.
        """

    def merge(self, results: Iterable[Any]) -> Whole_co:
        """Return the whole from the results, which arrive in the order of `parts`; take as many as it needs."""


def no_pulse(_units: float) -> None:
    """Ignore a pulse."""


def run_here(plan: Plan[Whole], pulse: Pulse = no_pulse) -> Whole:
    """Run all parts of a plan in this process, one after the other, and merge them."""
    return plan.merge(plan.run(part, pulse) for part in plan.parts)


def divisible(
    make_plan: Callable[Concatenate[Worker, Arguments], Plan[Whole]],
) -> Callable[Concatenate[Worker, Arguments], Whole]:
    """Turn a method that returns a `Plan` into one that carries it out.

    The undecorated method stays reachable as the attribute `plan` of the result: this is how a WorkForce
    learns that a method divides, and gets the plan without running it.
    """

    @functools.wraps(make_plan)
    def whole(self: Worker, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Whole:
        return run_here(make_plan(self, *args, **kwargs))

    whole.plan = make_plan  # type: ignore[attr-defined]
    return cast("Callable[Concatenate[Worker, Arguments], Whole]", whole)
