"""A Dask cluster of processes on the loopback interface."""

import json
import os
import subprocess
import sys
import time

from stochastic_kriging.tests.core.workforce.workforce_workers import DEADLINE


class LoopbackCluster:
    """A scheduler and workers, started and stopped here."""

    def __init__(self, folder, *options, workers=2, **environment):
        self.folder = folder
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "OMP_"))},
            "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "2",
            **environment,
        }
        self.workers = []
        self.file = folder / "scheduler.json"
        self.scheduler = self.start(
            "distributed.cli.dask_scheduler", "--port", "0", "--scheduler-file", self.file, *options
        )
        try:
            self.address = self._told_address()
            if workers:
                self.fill(workers)
        except BaseException:
            self.stop()
            raise

    def _told_address(self):
        """Return what the scheduler writes into its file, which is there before it is complete."""
        end = time.monotonic() + DEADLINE
        while True:
            try:
                return json.loads(self.file.read_text())["address"]
            except (OSError, ValueError):
                assert time.monotonic() < end, "the scheduler never told its address"
                time.sleep(0.005)

    def start(self, module, *arguments):
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", module, "--host", "127.0.0.1", "--no-dashboard", *map(str, arguments)],
                cwd=self.folder,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def hire(self, *options):
        self.workers.append(
            self.start(
                "distributed.cli.dask_worker",
                "--scheduler-file",
                self.file,
                "--no-nanny",
                "--local-directory",
                self.folder,
                *(options or ("--nthreads", "1")),
            )
        )

    def fill(self, count=2):
        """Have so many workers, whatever a test has done to them."""
        self.workers = [worker for worker in self.workers if worker.poll() is None]
        while len(self.workers) < count:
            self.hire()
        from distributed import Client  # an optional package

        with Client(self.address, set_as_default=False) as client:
            client.wait_for_workers(count, timeout=DEADLINE)
            end = time.monotonic() + DEADLINE
            while len(client.nthreads()) > count:
                assert time.monotonic() < end
                time.sleep(0.05)

    def stop(self):
        for process in [*self.workers, self.scheduler]:
            process.kill()
            process.wait()
