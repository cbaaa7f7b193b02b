"""What travels between processes: a pickle, and beside it the large buffers of its arrays.

Law: a buffer of `LARGE` bytes or more is never copied into a pickle. On the way to the workers of this machine such
buffers lie in one temporary file that has no name; every worker maps it read-only, so that there is one copy for all,
and it is gone when the last of them has closed it, however that process ended. On the way back each is a frame of
its own, received where it will stay.

    array ──► pickle protocol 5 ──► payload, small            ──► pipe
                         └────────► buffers ──► Shelf, a file ──► its handle through the pipe ──► mapped
                                          └───► frames        ──► pipe ──► bytearrays

Arrays whose class or layout denies protocol 5 their buffer (a subclass that does not pickle a plain array, a strided
view) travel inside the payload.
"""

from __future__ import annotations

import io
import mmap
import os
import sys
import tempfile
import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing import reduction
from multiprocessing.reduction import ForkingPickler
from typing import TYPE_CHECKING, Any

from ..errors import KrigingError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

LARGE = 1_000_000
"""Bytes from which a buffer travels beside the pickle: below, a file costs more time than the copy."""
FRAME = 1 << 20
"""Bytes of a large buffer that are sent at once: the receiver holds one frame twice, not the whole buffer."""
_ALIGNMENT = 64


@dataclass(frozen=True)
class Parcel:
    """A pickled thing: its payload and the large buffers that belong to it."""

    payload: bytes
    buffers: tuple[memoryview, ...] = ()

    def unpacked(self) -> Any:
        """Return the thing; it comes from no one but a process of this family."""
        return ForkingPickler.loads(self.payload, buffers=self.buffers)


def packed(thing: Any, pickler: Any = ForkingPickler) -> Parcel:
    """Return a thing as a parcel; its buffers are views of the thing's own arrays."""
    buffers: list[memoryview] = []

    def stays_inside(buffer: Any) -> bool:
        raw = buffer.raw()
        if raw.nbytes < LARGE:
            return True
        buffers.append(raw)
        return False

    stream = io.BytesIO()
    pickler(stream, 5, True, stays_inside).dump(thing)
    return Parcel(stream.getvalue(), tuple(buffers))


def pickled(thing: Any) -> bytes:
    """Return a thing that is small as bytes."""
    return bytes(ForkingPickler.dumps(thing, -1))


class Shelf:
    """Large buffers in a temporary file that all processes share.

    Parameters
    ----------
    buffers : sequence of memoryview
        Bytes, not all empty.

    Raises
    ------
    KrigingError
        There is no room for the file.
    """

    def __init__(self, buffers: Sequence[memoryview]) -> None:
        self.sizes = tuple(buffer.nbytes for buffer in buffers)
        try:
            # Unix: without a name from the start; Windows: deleted by the system with its last handle.
            with tempfile.TemporaryFile(prefix="workforce-") as file:
                for buffer in buffers:
                    file.write(buffer)
                    file.write(bytes(-buffer.nbytes % _ALIGNMENT))
                file.flush()
                self._descriptor = os.dup(file.fileno())
        except OSError as error:
            message = (
                f"No room for {sum(self.sizes) / 1e9:.3g} GB that the worker processes share ({error.strerror}); set "
                "TMPDIR to a folder with more room, or use processes=1"
            )
            raise KrigingError(message) from error
        weakref.finalize(self, os.close, self._descriptor)

    def lend(self, connection: Connection, process_id: int) -> None:
        """Give the process at the other end of a pipe its own handle of the file."""
        reduction.send_handle(connection, _handle(self._descriptor), process_id)


def borrowed(connection: Connection, sizes: Sequence[int]) -> tuple[memoryview, ...]:
    """Receive what `Shelf.lend` has sent; return the buffers, mapped read-only."""
    descriptor = _descriptor(reduction.recv_handle(connection))
    try:
        whole = memoryview(mmap.mmap(descriptor, 0, access=mmap.ACCESS_READ))
    finally:
        os.close(descriptor)
    buffers, start = [], 0
    for size in sizes:
        buffers.append(whole[start : start + size])
        start += size + -size % _ALIGNMENT
    return tuple(buffers)


def send_frames(connection: Connection, buffers: Sequence[memoryview]) -> None:
    """Send buffers, piece by piece."""
    for buffer in buffers:
        for start in range(0, buffer.nbytes, FRAME):
            connection.send_bytes(buffer[start : start + FRAME])


def receive_frames(connection: Connection, sizes: Sequence[int]) -> tuple[memoryview, ...]:
    """Receive buffers of these sizes; arrays made on them may be written to."""
    buffers = []
    for size in sizes:
        buffer = memoryview(bytearray(size))
        for start in range(0, size, FRAME):
            connection.recv_bytes_into(buffer[start : start + FRAME])
        buffers.append(buffer)
    return tuple(buffers)


if sys.platform == "win32":
    import msvcrt

    def _handle(descriptor: int) -> int:
        return msvcrt.get_osfhandle(descriptor)

    def _descriptor(handle: int) -> int:
        return msvcrt.open_osfhandle(handle, os.O_RDONLY)
else:

    def _handle(descriptor: int) -> int:
        return descriptor

    def _descriptor(handle: int) -> int:
        return handle
