"""Reading: many files, each asked the same question.

Law: an answer depends on the question and the file alone, and answers come in the order of the files, whoever reads
them (see `division`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Callable, Generic, TypeVar

if TYPE_CHECKING:
    from ..division import Pulse

Answer = TypeVar("Answer")

_FILES_IN_PART = 16
"""Files read between two messages: enough to make the message cheap, few enough to share the work evenly."""


@dataclass(frozen=True)
class Reading(Generic[Answer]):
    """Files divided into parts.

    Attributes
    ----------
    ask : callable
        Returns the answer of one file; picklable.
    files : sequence of Path
    """

    ask: Callable[[Path], Answer]
    files: Sequence[Path]

    @property
    def parts(self) -> Sequence[int]:
        """Number of the first file of each part."""
        return range(0, len(self.files), _FILES_IN_PART)

    @property
    def total(self) -> float:
        """Number of files."""
        return len(self.files)

    def run(self, part: int, pulse: Pulse) -> list[Answer]:
        """Return the answers of one part."""
        answers = []
        for file in self.files[part : part + _FILES_IN_PART]:
            answers.append(self.ask(file))
            pulse(1)
        return answers

    def merge(self, results: Iterable[list[Answer]]) -> list[Answer]:
        """Return all answers, in the order of the files."""
        return [answer for answers in results for answer in answers]
