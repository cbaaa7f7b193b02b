"""Objects that test_workforce.py puts to work.

Imported as `stochastic_kriging.tests.core.workforce.workforce_workers`, a name that worker processes find too:
conftest.py puts the checkout on sys.path under the plugin's name, and spawned processes inherit sys.path.
"""

import os
import pathlib
import random
import signal
import sys
import threading
import time

from stochastic_kriging.krig_core.division import divisible
from stochastic_kriging.krig_core.workforce.workforce import WorkForce

DEADLINE = 120.0
"""Seconds after which a test is in vain, on however busy a machine; what should be ended before it ends so late."""


def wait_for(path):
    """Wait until another process has made a file."""
    end = time.monotonic() + DEADLINE
    while not pathlib.Path(path).exists():
        assert time.monotonic() < end, f"{path} never came"
        time.sleep(0.005)


class Trouble(Exception):
    """An exception that pickles, with a payload."""

    def __init__(self, text, code):
        super().__init__(text, code)
        self.code = code


class Awkward(Exception):
    """The classic trap: pickle can write it but not read it."""

    def __init__(self, first, second):
        super().__init__(f"{first} and {second}")


class Stubborn(Exception):
    """Pickle cannot even write it."""

    def __init__(self):
        super().__init__("stubborn")
        self.reason = lambda: None


class Vast:
    """Memory runs out where it is pickled: in the process that made it, or in all others."""

    def __init__(self, here):
        self.here, self.process_id = here, os.getpid()

    def __getstate__(self):
        if self.here or os.getpid() != self.process_id:
            raise MemoryError
        return self.__dict__


class SilentError(Exception):
    """Even its text raises."""

    def __str__(self):
        raise ValueError("no text")


class OneWay:
    """Pickles here, raises where it arrives."""

    def __init__(self, text="lost on the way"):
        self.text = text

    def __setstate__(self, state):
        raise ImportError(state["text"])

    def greet(self):
        return "hello"


class Deadly(OneWay):
    """Ends the process that unpickles it."""

    def __setstate__(self, state):
        os._exit(7)


class Slow(OneWay):
    """Is never unpickled in time."""

    def __setstate__(self, state):
        time.sleep(DEADLINE)


class Watched(list):
    """Parts that remember how far they have been read."""

    highest = -1

    def __iter__(self):
        for index, part in enumerate(list.__iter__(self)):
            self.highest = index
            yield part

    def __reduce__(self):
        return list, (list(list.__iter__(self)),)


class Forking:
    """A plan each of whose parts forks a process that goes on with it."""

    def __init__(self, count):
        self.parts = range(count)
        self.total = count * 1.0

    def run(self, part, pulse):
        child = os.fork()
        if child == 0:
            time.sleep(0.11)
            pulse(50.0)  # late enough to be told
            return "of the fork"
        os.waitpid(child, 0)
        pulse(1.0)
        return part

    def merge(self, results):
        return list(results)


class Latecomer:
    """Loads at once in the first process, and in others only when it is told to go."""

    def __init__(self, folder):
        self.folder = folder

    def __setstate__(self, state):
        self.folder = pathlib.Path(state["folder"])
        try:
            (self.folder / "first").mkdir()
        except FileExistsError:
            (self.folder / "second").touch()
            wait_for(self.folder / "go")

    def pid(self):
        return os.getpid()


class Walk:
    """A plan whose parts are random bytes, with accidents on demand.

    accidents : dict of part → (folder, how often, "kill" | exit status | "raise")
    after : dict of part → part that must have ended before
    """

    def __init__(self, count, folder=None, accidents=(), after=()):
        self.parts = Watched(range(count))
        self.total = count * 1.0
        self.folder = folder and pathlib.Path(folder)
        self.accidents = dict(accidents)
        self.after = dict(after)
        self.ahead = []

    def run(self, part, pulse):
        for _ in range(5):
            pulse(0.1)
        if part in self.accidents:
            self.meet_accident(part, pulse, *self.accidents[part])
        if part in self.after:
            wait_for(self.folder / f"{self.after[part]} ended")
        for _ in range(5):
            pulse(0.1)
        if self.folder:
            (self.folder / f"{part} ended").touch()
        return part, random.Random(part).randbytes(100 + part)

    def meet_accident(self, part, pulse, often, kind):
        if kind == "raise":
            raise Trouble(f"part {part} stumbles", part)
        if sum(1 for _ in self.folder.glob(f"{part} died *")) < often:
            time.sleep(0.11)
            pulse(0.1)  # late enough to be told: the parent must take it back
            (self.folder / f"{part} died {os.getpid()}").touch()
            if kind == "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            os._exit(kind)

    def merge(self, results):
        whole = []
        for part, found in results:
            whole.append((part, found))
            self.ahead.append(self.parts.highest - part)
        return whole, max(self.ahead, default=0)


class Busy:
    """A plan that never ends by itself."""

    parts = (0, 1)
    total = 2.0

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)

    def run(self, part, pulse):
        (self.folder / f"busy {part}").touch()
        end = time.monotonic() + DEADLINE
        try:
            while time.monotonic() < end:
                time.sleep(0.01)
                pulse(1e-6)
        except BaseException:
            (self.folder / f"{part} stopped").touch()
            raise

    def merge(self, results):
        return list(results)


class Enough(Busy):
    """A plan of endless length that is content with its first results; the parts behind never end by themselves."""

    total = 100.0

    def __init__(self, wanted, folder, together):
        super().__init__(folder)
        self.parts = range(100)
        self.wanted = wanted
        self.together = together

    def run(self, part, pulse):
        if part < self.wanted:
            if self.together and part == self.wanted - 1:
                wait_for(self.folder / f"busy {self.wanted}")
            return part
        return super().run(part, pulse)

    def merge(self, results):
        return [next(results) for _ in range(self.wanted)]


class Scales:
    """A plan with an array; each part tells where it found it."""

    def __init__(self, array, count):
        self.array = array
        self.parts = range(count)
        self.total = float(count)

    def run(self, part, pulse):
        pulse(1.0)
        return os.getpid(), type(self.array).__name__, float(self.array.sum()), *self.file_of(self.array)

    @staticmethod
    def file_of(array):
        """Return whether an array can be written to, and the inode of the file that it lies in."""
        address = array.__array_interface__["data"][0]
        for line in pathlib.Path("/proc/self/maps").read_text().splitlines():
            span, _, _, _, inode = line.split()[:5]
            start, end = (int(number, 16) for number in span.split("-"))
            if start <= address < end:
                return array.flags.writeable, int(inode)
        return array.flags.writeable, 0

    def merge(self, results):
        return list(results)


class Worker:
    """A bit of everything."""

    colour = "red"

    def __init__(self, base=100):
        self.base = base
        self._secret = 1

    def add(self, first, second=0, *, times=1):
        """Add to the base."""
        return (self.base + first + second) * times

    def same(self, thing):
        return thing

    def remember(self, base):
        self.base = base

    def pid(self):
        return os.getpid()

    def environment(self):
        return dict(os.environ)

    def has_loaded(self, module):
        return module in sys.modules

    def fail(self, text, code=1):
        raise Trouble(text, code)

    def raise_this(self, kind, *args):
        raise kind(*args)

    def make_function(self):
        return lambda: None

    def make_lock(self):
        return threading.Lock()

    def make_one_way(self):
        return OneWay()

    def die(self):
        os._exit(5)

    def die_before_a_child(self, folder):
        """End while a process forked here goes on, which has the worker's open files."""
        child = os.fork()
        if child == 0:
            time.sleep(DEADLINE)
            os._exit(0)
        (pathlib.Path(folder) / str(child)).touch()
        os._exit(3)

    def fork(self, way):
        """Fork a process that comes back from this method like its parent, which returns its exit status."""
        child = os.fork()
        if child == 0:
            if way == "raise":
                raise Trouble("of the fork", 1)
            if way == "exit":
                sys.exit(3)
            return "of the fork"
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

    @divisible
    def fork_in_parts(self, count):
        return Forking(count)

    def nap(self, folder, number):
        """Be busy, without a pulse, until killed."""
        (pathlib.Path(folder) / f"busy {number}").touch()
        time.sleep(DEADLINE)

    def stop(self, folder):
        """Be a process that answers to nothing but SIGKILL."""
        (pathlib.Path(folder) / "busy 0").touch()
        os.kill(os.getpid(), signal.SIGSTOP)

    def delegate(self, number, processes):
        """Be a caller too."""
        with WorkForce(Worker(number), processes) as inner:
            pids = {inner.pid() for _ in range(3)} if inner.processes > 1 else set()
            return inner.add(1), inner.walk(3)[0], len(pids - {os.getpid()})

    def delegate_for_long(self, folder):
        with WorkForce(Worker(), 2) as inner:
            inner.nap(folder, 0)

    def default_processes(self):
        return WorkForce(Worker()).processes

    def descriptors(self):
        return sum(1 for _ in pathlib.Path("/proc/self/fd").iterdir())

    @divisible
    def walk(self, count, **options):
        """Walk in parts."""
        return Walk(count, **options)

    @divisible
    def busy(self, folder):
        return Busy(folder)

    @divisible
    def weigh(self, array, count):
        return Scales(array, count)

    @divisible
    def enough(self, wanted, folder, together=True):
        return Enough(wanted, folder, together)

    @divisible
    def fail_to_plan(self):
        raise Trouble("no plan", 3)

    @divisible
    def one_way_plan(self):
        plan = Walk(2)
        plan.baggage = OneWay()
        return plan
